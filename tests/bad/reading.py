"""Reads the wrong inputs of this folder and gives what Clausewise says of each. How to add one is in README.md."""

from __future__ import annotations

import shutil
from pathlib import Path

from clausewise.case import read_case, read_case_bytes
from clausewise.engine import Engine
from clausewise.errors import InputError
from clausewise.language.model import Pack, PackFolders
from clausewise.language.pack import load_pack
from clausewise.lint import lint
from clausewise.screening.mapping.reading import read_mapping

HERE = Path(__file__).parent
CASES = sorted((HERE / "cases").glob("*.yaml"))
MAPPINGS = sorted((HERE / "mappings").glob("*.yaml"))
GOOD_PACK = HERE / "packs" / "_good"
PACKS = sorted(path for path in (HERE / "packs").iterdir() if path != GOOD_PACK and path.is_dir())
LINTED = sorted(path for path in (HERE / "linted").iterdir() if path.is_dir())
PACK_ID = "small"


def said_of_case(path: Path, engine: Engine) -> str:
    """What is said of a case when it is read and checked; nothing when it is good."""
    try:
        engine.check(read_case_bytes(path.read_bytes(), path.name, engine.pack))
    except InputError as problem:
        return str(problem)
    return ""


def said_of_mapping(path: Path, pack: Pack) -> str:
    """What is said of a mapping when it is read, by the name of its file alone; nothing when it is good."""
    try:
        read_mapping(path, pack)
    except InputError as problem:
        return str(problem).replace(str(path), path.name)
    return ""


def lay_out_pack(path: Path, root: Path) -> None:
    """Put the good pack below `root`, with the files of `path` in place of its own and without those it leaves out."""
    for part in ("policy", "rules", "cases"):
        shutil.copytree(GOOD_PACK / part, root / part / PACK_ID)
        if (path / part).is_dir():
            shutil.copytree(path / part, root / part / PACK_ID, dirs_exist_ok=True)
    left_out = path / "without.txt"
    for line in left_out.read_text(encoding="utf-8").splitlines() if left_out.exists() else ():
        part, _, name = line.partition("/")
        (root / part / PACK_ID / name).unlink()


def said_by_lint(path: Path, root: Path) -> str:
    """What lint says of a pack, laid out below `root`, that it does not say of the good one."""
    lay_out_pack(GOOD_PACK, root / "good")
    lay_out_pack(path, root / "wrong")
    good = {problem.diagnostic.message for problem in lint(_folders(root / "good")).problems}
    found = (one for one in lint(_folders(root / "wrong")).problems if one.diagnostic.message not in good)
    return "\n".join(str(problem).removeprefix("wrong/") for problem in found)


def said_of_pack(root: Path) -> str:
    """What is said of a pack that was laid out, of its page and of its cases; nothing when all are good."""
    folders = _folders(root)
    try:
        engine = Engine(load_pack(folders))
        for path in sorted(folders.cases.glob("*.yaml")):
            engine.check(read_case(path, engine.pack))
    except InputError as problem:
        return str(problem)
    return ""


def _folders(root: Path) -> PackFolders:
    return PackFolders(PACK_ID, *(root / part / PACK_ID for part in ("policy", "rules", "cases")))
