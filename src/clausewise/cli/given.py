"""The cases that a command was given: a file, those below a folder, or standard input where `-` is written."""

from __future__ import annotations

import datetime
import re
import sys
from collections.abc import Iterable
from pathlib import Path

from clausewise.case import Case, Office, read_case, read_case_bytes
from clausewise.case_files import case_files_below
from clausewise.errors import CaseError, Diagnostic, Place, RequestError
from clausewise.language.model import Pack
from clausewise.packs import open_pack, packs_in_reach
from clausewise.patterns import pattern
from clausewise.yaml_source import MAX_BYTES

STDIN = Path("-")
_NAMES_PACK = pattern(rb"""^(?:pack|\s*["']pack["'])\s*:\s*["']?([A-Za-z0-9._-]+)""", re.MULTILINE)


def open_pack_for(name: str | None, paths: Iterable[Path]) -> Pack:
    """The pack that is named, else the one that the cases name where they name one in reach, else the only one.

    Raises: RequestError where cases name several, and whatever `open_pack` does.
    """
    named = dict.fromkeys(one for path in paths if (one := _pack_named_in(path)) is not None)
    if name is not None or not named:
        return open_pack(name)
    if len(named) > 1:
        mend = "check them apart, or name one with --pack"
        raise RequestError(Diagnostic(f"the cases are for several packs: {', '.join(named)}", None, mend))
    (wanted,) = named
    return open_pack(wanted if wanted in packs_in_reach() else None)


def cases_below(folder: Path) -> list[Path]:
    """The case files of a folder and those in it. Raises: RequestError when there are none."""
    try:
        files = case_files_below(folder)
    except OSError as problem:
        raise RequestError(Diagnostic(f"cannot be read: {problem.strerror}", Place(str(problem.filename)))) from None
    if not files:
        mend = "case files end in .yaml, .yml or .json"
        raise RequestError(Diagnostic("there is no case in this folder", Place(str(folder)), mend))
    return files


def _pack_named_in(path: Path) -> str | None:
    """The pack that a case file names; None where it names none or cannot be read: what is wrong is said later."""
    if path == STDIN:
        return None
    try:
        with path.open("rb") as file:
            found = _NAMES_PACK.search(file.read(MAX_BYTES))
    except OSError:
        return None
    return found[1].decode("ascii") if found else None


def read_given(path: Path, pack: Pack, as_of: datetime.date | None, office: Office | None = None) -> Case:
    """The case of a file or of standard input, on the day `as_of` or the one it names, of an office when one is named.

    Raises: CaseError.
    """
    if path == STDIN:
        # Python has none where it was closed before.
        if sys.stdin is None:
            mend = "name a file, or give the case on standard input"
            raise CaseError(Diagnostic("standard input is closed", Place("standard input"), mend))
        return read_case_bytes(sys.stdin.buffer.read(MAX_BYTES + 1), "standard input", pack, as_of=as_of, office=office)
    return read_case(path, pack, as_of=as_of, office=office)
