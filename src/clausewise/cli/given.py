"""The case that a command was given: a file, or standard input where `-` is written."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path

from clausewise.case import Case, Office, read_case, read_case_bytes
from clausewise.errors import CaseError, Diagnostic, Place
from clausewise.language.model import Pack
from clausewise.yaml_source import MAX_BYTES

STDIN = Path("-")


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
