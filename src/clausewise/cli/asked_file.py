"""The case file that an interview begins with, and the one in which every answer is kept as soon as it is given.

A file is written whole or not at all. One that was there is continued where it stands, line by line; where that cannot
be done, and something in it would be lost, another file is begun beside it.
"""

from __future__ import annotations

import datetime
import itertools
import os
from dataclasses import replace
from pathlib import Path

from clausewise.case import Case, Expectations, Office, read_case_bytes
from clausewise.case.filling import fill_in
from clausewise.case.writing import write_case
from clausewise.clock import today
from clausewise.errors import CaseError, Diagnostic, Place, RequestError
from clausewise.language.model import Pack
from clausewise.whole_files import write_whole
from clausewise.yaml_source import read_bytes

_NEW = "household"


class AskedFile:
    """`begun` is the case as it was, `target` the file that is written; `drops_expectations` says what is left out."""

    def __init__(
        self, pack: Pack, given: Path | None, output: Path | None, as_of: datetime.date | None, office: Office | None
    ) -> None:
        """Raises: CaseError; RequestError when the case comes from where the answers do, or cannot be written."""
        self._pack = pack
        self._raw = b""
        self._in_place = False
        # A day is written where one was named: a file that is gone on with tomorrow is checked tomorrow.
        self._dated = as_of is not None
        if given == Path("-"):
            mend = "name a case file, or none to begin with nothing"
            raise RequestError(Diagnostic("answers come from standard input, so a case cannot", None, mend))
        whole = replaceable = False
        if given is None:
            nothing = Case(_NEW, as_of or today(), {}, (), everybody=False)
            self.begun = nothing if office is None else nothing.of_office(office)
        else:
            self._raw = read_bytes(given, CaseError)
            case = read_case_bytes(self._raw, str(given), pack, office=office)
            bare = replace(case, expect=Expectations())
            self._dated = self._dated or isinstance(case.data.get("as_of"), datetime.date | str)
            whole = fill_in(self._raw, case, pack) is not None
            replaceable = whole or write_case(bare, pack, dated=self._dated).encode() == self._raw
            self.begun = bare.on_day(as_of or case.as_of)
        self.target = self._target(given, output, replaceable=replaceable)
        self._in_place = whole and given is not None and _are_same(given, self.target)
        if (not self._in_place and given is not None and not _are_same(given, self.target)) or given is None:
            self.begun = replace(self.begun, id=self.target.stem)
        self.drops_expectations = not self._in_place and given is not None and case.expect != Expectations()
        self._check_name()

    def _target(self, given: Path | None, output: Path | None, *, replaceable: bool) -> Path:
        if output is None:
            return given if given is not None and replaceable else _free_beside(given or Path(f"{_NEW}.yaml"))
        if output.exists() and not (replaceable and given is not None and _are_same(given, output)):
            mend = "name another file, since this one is not written over"
            raise RequestError(Diagnostic("there is a file already", Place(str(output)), mend))
        if not output.parent.is_dir():
            raise RequestError(Diagnostic("there is no such folder", Place(str(output.parent)), "make it first"))
        return output

    def _check_name(self) -> None:
        """Make sure that what is written reads back. Raises: RequestError when no case can be called as the file is."""
        try:
            read_case_bytes(self._text(self.begun).encode(), str(self.target), self._pack)
        except CaseError as problem:
            raise RequestError(Diagnostic(one.message, None, one.mend) for one in problem.diagnostics) from None

    def keep(self, case: Case) -> None:
        """Write the case as it stands. Raises: RequestError when it cannot be written.

        What is written is what the next answer is filled into: who was renamed then is called so in the file.
        """
        text = self._text(case)
        write_whole(self.target, text)
        self._raw = text.encode()

    def _text(self, case: Case) -> str:
        if self._in_place:
            filled = fill_in(self._raw, case, self._pack)
            if filled is not None:
                return filled
        return write_case(replace(case, id=self.begun.id), self._pack, dated=self._dated)


def _are_same(first: Path, second: Path) -> bool:
    return os.path.realpath(first) == os.path.realpath(second)


def _free_beside(path: Path) -> Path:
    """The path, or one beside it that is still free."""
    if not path.exists():
        return path
    numbered = (path.with_name(f"{path.stem}-{number}{path.suffix}") for number in itertools.count(2))
    return next(one for one in numbered if not one.exists())
