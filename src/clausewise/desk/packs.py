"""The pack that this desk checks by, read once in a process."""

from __future__ import annotations

from functools import cache

import clausewise


@cache
def current_pack() -> clausewise.Pack:
    """The only pack in reach, or the one that CLAUSEWISE_DESK_PACK names. Raises: RequestError, PackError."""
    import os

    return clausewise.load(os.environ.get("CLAUSEWISE_DESK_PACK") or None)
