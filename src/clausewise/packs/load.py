"""Opens packs that were found, from their files or as they were kept when they were read before."""

from __future__ import annotations

from pathlib import Path

from clausewise.language.model import Pack
from clausewise.packs.cache import cache_key, keep, read_kept
from clausewise.packs.find import find_pack


def open_pack(name: str | None = None, *, at: str | None = None) -> Pack:
    """The pack of that id or path (a rules folder, or a zip that was kept), from its files or as they were read before.

    `at` is a revision of the git repository one stands in: the pack as it was then. Raises: RequestError, PackError,
    DocumentError.
    """
    if at is not None:
        # Imported only here: most packs are read from a folder, and need no git.
        from clausewise.packs.revision import pack_of_revision

        return pack_of_revision(at, None if name is None else Path(name).name)
    if name is not None and name.endswith(".zip"):
        from clausewise.packs.copies import open_copy

        return open_copy(Path(name))
    folders = find_pack(name)
    key = cache_key(folders)
    kept = read_kept(key) if key else None
    if kept is not None:
        return kept
    # Imported only here: what reads packs takes longer to import than a kept pack takes to read.
    from clausewise.language.pack import load_pack

    pack = load_pack(folders)
    if key:
        pack.reads.fill()
        keep(key, pack)
    return pack
