"""Writes what is said of wrong inputs that have no message beside them yet, for a person to read and judge."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bad.reading import (
    CASES,
    LINTED,
    MAPPINGS,
    PACKS,
    lay_out_pack,
    said_by_lint,
    said_of_case,
    said_of_mapping,
    said_of_pack,
)
from clausewise.engine import Engine
from clausewise.packs import open_pack


def main() -> None:
    """Write the messages that are missing, and print each."""
    engine = Engine(open_pack("chongqing-2020"))
    for case in CASES:
        if not case.with_suffix(".expected").exists():
            _write(case.with_suffix(".expected"), said_of_case(case, engine))
    for mapping in MAPPINGS:
        if not mapping.with_suffix(".expected").exists():
            _write(mapping.with_suffix(".expected"), said_of_mapping(mapping, engine.pack))
    for pack in PACKS:
        if not (pack / "expected.txt").exists():
            with tempfile.TemporaryDirectory() as root:
                lay_out_pack(pack, Path(root))
                os.chdir(root)
                said = said_of_pack(Path())
            _write(pack / "expected.txt", said)
    for pack in LINTED:
        if not (pack / "expected.txt").exists():
            with tempfile.TemporaryDirectory() as root:
                os.chdir(root)
                said = said_by_lint(pack, Path())
            _write(pack / "expected.txt", said)


def _write(path: Path, said: str) -> None:
    if not said:
        sys.exit(f"nothing is said of {path.parent.name}/{path.stem}: it is not wrong")
    path.write_text(said + "\n", encoding="utf-8")
    sys.stdout.write(f"{path.name}\n{said}\n")


if __name__ == "__main__":
    main()
