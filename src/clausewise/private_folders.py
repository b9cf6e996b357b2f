"""Whose a file or folder is: what is read back from a folder of ours is believed only where nobody else could write.

Nothing here reads what stands in a file. Where a system has no owners of files, everything counts as this user's own.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

_OTHERS_WRITE = 0o022


def is_private(path: Path) -> bool:
    """Whether this user owns a file or folder, which is no link, and nobody else can write it. Raises: OSError."""
    return is_own(path) and not path.lstat().st_mode & _OTHERS_WRITE


def is_own(path: Path) -> bool:
    """Whether a file or folder, itself and not what a link names, belongs to this user. Raises: OSError."""
    state = path.lstat()
    mine = not hasattr(os, "getuid") or state.st_uid == os.getuid()
    return mine and not stat.S_ISLNK(state.st_mode)
