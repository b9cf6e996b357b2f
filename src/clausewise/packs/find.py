"""Finds packs: in a folder that is named, in the folder one stands in or one above it, or among those installed.

A root holds policy/, rules/ and cases/ side by side; a pack is a folder rules/ID with a pack.yaml in it.
"""

from __future__ import annotations

import os
from pathlib import Path

from clausewise.errors import Diagnostic, RequestError, did_you_mean
from clausewise.language.model import PackFolders


def find_pack(name: str | None = None, *, start: Path | None = None) -> PackFolders:
    """The pack of that id, or at that path (its rules folder), or the only one in reach.

    Looks in the folder `start` (the current one) and those above it, then among the installed packs.

    Raises: RequestError naming the packs there are.
    """
    if name is not None and (os.sep in name or Path(name, "pack.yaml").is_file()):
        return _at_path(Path(name))
    reach = packs_in_reach(start)
    if name is not None:
        if name in reach:
            return reach[name]
        mend = did_you_mean(name, reach) or f"there are: {', '.join(sorted(reach)) or 'none'}"
        raise RequestError(Diagnostic(f"there is no pack {name}", None, mend))
    if len(reach) == 1:
        return next(iter(reach.values()))
    if not reach:
        raise RequestError(Diagnostic("no pack is in reach", None, "name the rules folder of one with --pack"))
    raise RequestError(Diagnostic("there are several packs", None, f"name one with --pack: {', '.join(sorted(reach))}"))


def pack_at_root(root: Path, pack_id: str) -> PackFolders:
    """The folders of a pack below a root."""
    return PackFolders(pack_id, root / "policy" / pack_id, root / "rules" / pack_id, root / "cases" / pack_id)


def _at_path(path: Path) -> PackFolders:
    if not (path / "pack.yaml").is_file():
        raise RequestError(Diagnostic(f"{path} is no pack", None, "name a folder rules/ID that holds a pack.yaml"))
    resolved = path.resolve()
    if resolved.parent.name != "rules":
        mend = "a pack lies in policy/ID, rules/ID and cases/ID, side by side"
        raise RequestError(Diagnostic(f"{path} does not lie in a folder rules/", None, mend))
    return pack_at_root(_seen_from_here(resolved.parent.parent), resolved.name)


def _seen_from_here(root: Path) -> Path:
    """A root as a reader of messages would write it from where they stand."""
    return Path(os.path.relpath(root))


def packs_in_reach(start: Path | None = None) -> dict[str, PackFolders]:
    """The packs of the nearest root at or above `start` (the current folder); of the installation when none has any."""
    here = (start or Path.cwd()).resolve()
    for root in (here, *here.parents):
        found = packs_at_root(_seen_from_here(root))
        if found:
            return found
    return packs_at_root(installed_root())


def installed_root() -> Path:
    """Where packs lie that came with the package: inside it when installed, at the project's root in a checkout."""
    package = Path(__file__).parent.parent
    inside = package / "data"
    return inside if inside.is_dir() else package.parent.parent


def packs_at_root(root: Path) -> dict[str, PackFolders]:
    """The packs below a root, by id."""
    paths = sorted(root.glob("rules/*/pack.yaml"))
    return {path.parent.name: pack_at_root(root, path.parent.name) for path in paths}
