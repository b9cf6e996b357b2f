"""Keeps packs that were read, so that the next command need not read 3,000 lines of YAML again.

What is kept is keyed by the bytes of every file of the pack and by this version of the code: a change of either makes
another key, and nothing has to be invalidated. A kept pack that cannot be trusted or read is passed over in silence:
the pack is then read from its files. Set CLAUSEWISE_CACHE to a folder, or to `off`.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import pickle
import sys
from pathlib import Path

from clausewise import __version__
from clausewise.language.model import Pack, PackFolders
from clausewise.private_folders import is_private

_KEPT_AT_MOST = 20


def cache_key(folders: PackFolders) -> str | None:
    """A digest of a pack's files and of the code that reads them; None when a file cannot be read."""
    digest = hashlib.sha256(f"{__version__}\0{sys.version}\0{folders}\0".encode())
    try:
        page = folders.policy.glob("source.txt")
        for path in (folders.policy / "document.yaml", *page, *sorted(folders.rules.glob("*.y*ml"))):
            raw = path.read_bytes()
            digest.update(f"{path}\0{len(raw)}\0".encode())
            digest.update(raw)
        package = Path(__file__).parent.parent
        for path in sorted(
            (
                *package.glob("*.py"),
                *package.glob("document/*.py"),
                *package.glob("language/*.py"),
                *package.glob("packs/*.py"),
            )
        ):
            state = path.stat()
            digest.update(f"{path.name}\0{state.st_mtime_ns}\0{state.st_size}\0".encode())
    except OSError:
        return None
    return digest.hexdigest()


def cache_folder() -> Path | None:
    """Where packs are kept, private to this user; None when they are not to be kept or it cannot be made."""
    wish = os.environ.get("CLAUSEWISE_CACHE", "")
    if wish.lower() == "off":
        return None
    base = (
        Path(wish) if wish else Path(os.environ.get("XDG_CACHE_HOME") or Path("~/.cache").expanduser()) / "clausewise"
    )
    with contextlib.suppress(OSError, RuntimeError):
        base.mkdir(mode=0o700, parents=True, exist_ok=True)
        return base if is_private(base) else None
    return None


def read_kept(key: str) -> Pack | None:
    """The pack kept under a key, or None; only what this user alone could have written is unpickled, for that runs."""
    folder = cache_folder()
    if folder is None:
        return None
    path = folder / f"{key}.pack"
    try:
        if not is_private(path):
            return None
        kept = pickle.loads(path.read_bytes())
    except Exception:
        return None
    return kept if isinstance(kept, Pack) else None


def keep(key: str, pack: Pack) -> None:
    """Keep a pack under a key, whole or not at all; the oldest go when there are too many."""
    folder = cache_folder()
    if folder is None:
        return
    # Imported only here: a pack is kept once and read many times, sooner where only what is pointed to has a number.
    import tempfile
    from pickletools import optimize

    with contextlib.suppress(OSError):
        handle, name = tempfile.mkstemp(dir=folder, suffix=".part")
        with os.fdopen(handle, "wb") as file:
            file.write(optimize(pickle.dumps(pack, protocol=pickle.HIGHEST_PROTOCOL)))
        Path(name).replace(folder / f"{key}.pack")
        kept = sorted(folder.glob("*.pack"), key=lambda path: path.stat().st_mtime, reverse=True)
        for old in kept[_KEPT_AT_MOST:]:
            old.unlink(missing_ok=True)
