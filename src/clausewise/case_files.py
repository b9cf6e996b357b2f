"""Which files are cases, and of which pack, told from where they lie; none is opened.

Imports nothing of Clausewise, since pytest asks this of every file it comes across.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import NoReturn

CASE_SUFFIXES = frozenset({".yaml", ".yml", ".json"})


def is_case_file(path: Path) -> bool:
    """Whether a file's name is that of a case."""
    return path.suffix.lower() in CASE_SUFFIXES


def case_files_below(folder: Path) -> list[Path]:
    """The cases in a folder and the folders in it, sorted; nothing whose name begins with a dot.

    Raises: OSError when one of the folders cannot be read.
    """

    def refuse(problem: OSError) -> NoReturn:
        raise problem

    files = [Path(parent, name) for parent, _, names in os.walk(folder, onerror=refuse) for name in names]
    return sorted(
        path
        for path in files
        if is_case_file(path) and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )


def rules_beside(path: Path) -> Path | None:
    """The folder rules/ID of the pack in whose folder cases/ID a file lies, however deep; None when it lies in none."""
    for folder in path.parents:
        if folder.parent.name == "cases":
            rules = folder.parent.parent / "rules" / folder.name
            if (rules / "pack.yaml").is_file():
                return rules
    return None
