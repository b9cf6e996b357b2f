"""`clausewise ask`: an interview about a household, and the case file that comes of it.

A file is written whole or not at all, and over another only when nothing in that one would be lost.
"""

from __future__ import annotations

import datetime
import itertools
import os
import sys
from dataclasses import replace
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated

import typer

from clausewise.case import Case, Expectations, Office, read_case, read_case_bytes, read_office
from clausewise.case.writing import write_case
from clausewise.cli.answers import NOBODY, Leaving, plain, read_line
from clausewise.cli.given import open_pack_for
from clausewise.cli.options import DayOption, LanguageOption, OfficeOption, PackOption
from clausewise.cli.output import Screen, make_console, write_whole
from clausewise.cli.selection import check_selection
from clausewise.clock import today
from clausewise.errors import CaseError, Diagnostic, Place, RequestError
from clausewise.language.labels import Label, Language
from clausewise.language.model import Pack
from clausewise.report import ReportOptions
from clausewise.yaml_source import read_bytes

_NEW = "household"

_WHERE = Label("写入哪个文件？回车：{suggested}；-：不保存", "Write it to which file? Enter: {suggested} · -: to none")
_WRITTEN = Label("已写入 {file}", "written to {file}")
_TO_GO_ON = Label("继续问：clausewise ask {file}", "to go on: clausewise ask {file}")
_NOT_WRITTEN = Label("没有写入文件。", "No file was written.")
_NO_EXPECTATIONS = Label(
    "原文件里的 expect 没有带过来：它说的是当时所知的情况。",
    "What the file expected was left out: it was said of what was known then.",
)


def run(
    case: Annotated[
        Path | None,
        typer.Argument(
            metavar="CASE", help="A case file to go on from. Left out, nothing is known yet.", show_default=False
        ),
    ] = None,
    *,
    language: LanguageOption,
    as_of: DayOption = None,
    office: OfficeOption = None,
    pack: PackOption = None,
    only: Annotated[
        list[str] | None,
        typer.Option(
            metavar="RULE|NUMBER",
            help="Ask only for these rules (an id or a pattern such as education.*) or measures; repeatable.",
            show_default=False,
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="The case file to write. Left out, it is asked for at the end. A file that is there is not written "
            "over, unless it is CASE and nothing in it would be lost.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Ask about a household, always what settles the most, and write what was answered to a case file.

    Answer ? or nothing to what is not known, b to go back, q to leave. Comments of the file that it begins with are
    not in the one that is written.
    """
    opened = open_pack_for(pack, [case] if case is not None else [])
    said = None if office is None else read_office(office, opened)
    file = _CaseFile(opened, language, case, as_of, said)
    options = ReportOptions(language=language, only=check_selection(opened, (file.begun,), only or ()))
    if output is not None:
        file.check(output)
    _prepare_answers()
    # Imported only here: a file that cannot be read or written needs no engine.
    from clausewise.cli.interview import Interview
    from clausewise.engine import Engine
    from clausewise.report.text import print_results

    engine = Engine(opened)
    interview = Interview(engine, file.begun, file.screen, language, options.selects)
    interview.run()
    written = file.keep(interview.case, output)
    kept = interview.case if written is None else read_case(written, opened, office=said)
    file.screen.blank()
    print_results(make_console(), [engine.check(kept)], options)
    file.screen.blank()
    file.say_where(written, to_go_on=not interview.is_finished)


def _prepare_answers() -> None:
    """Let text come in whatever the locale: what cannot be read is no answer, and is asked for again."""
    if isinstance(sys.stdin, TextIOWrapper):
        if sys.stdin.isatty():
            sys.stdin.reconfigure(errors="replace")
        else:
            sys.stdin.reconfigure(encoding="utf-8-sig", errors="replace")


class _CaseFile:
    """The file that an interview begins with, and the one that comes of it."""

    def __init__(
        self,
        pack: Pack,
        language: Language,
        given: Path | None,
        as_of: datetime.date | None,
        office: Office | None,
    ) -> None:
        """Raises: CaseError; RequestError when the case would come from where the answers come from."""
        self.screen = Screen()
        self._pack = pack
        self._language = language
        self._given = given
        self._loses_nothing = False
        self._expects = False
        if given is None:
            nothing = Case(_NEW, as_of or today(), {}, (), everybody=False)
            self.begun = nothing if office is None else nothing.of_office(office)
            return
        if given == Path("-"):
            mend = "name a case file, or none to begin with nothing"
            raise RequestError(Diagnostic("answers come from standard input, so a case cannot", None, mend))
        raw = read_bytes(given, CaseError)
        case = read_case_bytes(raw, str(given), pack, office=office)
        self._expects = case.expect != Expectations()
        bare = replace(case, expect=Expectations())
        self._loses_nothing = write_case(bare, pack).encode() == raw
        self.begun = bare.on_day(as_of or case.as_of)

    def check(self, file: Path) -> None:
        """Make sure that a case can be written to a file. Raises: RequestError."""
        if file.exists() and not (self._loses_nothing and self._is_given(file)):
            mend = "name another file, since this one is not written over"
            raise RequestError(Diagnostic("there is a file already", Place(str(file)), mend))
        if not file.parent.is_dir():
            raise RequestError(Diagnostic("there is no such folder", Place(str(file.parent)), "make it first"))
        try:
            read_case_bytes(
                self._text(Case(_NEW, today(), {}, (), everybody=False), file).encode(), str(file), self._pack
            )
        except CaseError as problem:
            raise RequestError(Diagnostic(one.message, None, one.mend) for one in problem.diagnostics) from None

    def keep(self, case: Case, output: Path | None) -> Path | None:
        """Write a case to the file that was named, or that is named now; None when it is not to be written.

        Raises: RequestError when it cannot be written.
        """
        if output is not None:
            write_whole(output, self._text(case, output))
            return output
        if _known(case) == _known(self.begun):
            return None
        suggested = self._suggested()
        self.screen.line(_WHERE.in_(self._language).format(suggested=suggested))
        while True:
            try:
                typed = read_line(self.screen)
            except Leaving:
                typed = ""
            except KeyboardInterrupt:
                self.screen.blank()
                self.screen.line(_NOT_WRITTEN.in_(self._language))
                raise
            if plain(typed) in NOBODY:
                return None
            file = Path(typed).expanduser() if typed else suggested
            try:
                self.check(file)
                write_whole(file, self._text(case, file))
            except RequestError as problem:
                if not typed:
                    raise
                self.screen.line(str(problem), prefix="  ! ", style="yellow")
            else:
                return file

    def say_where(self, file: Path | None, *, to_go_on: bool) -> None:
        """Say which file was written, how to go on from it, and what of the one before is not in it."""
        if file is None:
            self.screen.line(_NOT_WRITTEN.in_(self._language))
            return
        self.screen.line(_WRITTEN.in_(self._language).format(file=file))
        if to_go_on:
            self.screen.line(_TO_GO_ON.in_(self._language).format(file=file))
        if self._expects:
            self.screen.line(_NO_EXPECTATIONS.in_(self._language))

    def _text(self, case: Case, file: Path) -> str:
        """The case as it is written to a file: called as the file is, but for the file it came from."""
        case_id = self.begun.id if self._is_given(file) else file.stem
        return write_case(replace(case, id=case_id), self._pack)

    def _is_given(self, file: Path) -> bool:
        return self._given is not None and os.path.realpath(self._given) == os.path.realpath(file)

    def _suggested(self) -> Path:
        """The file it came from when nothing in that would be lost; else a name beside it that is still free."""
        given = self._given
        if given is not None and self._loses_nothing:
            return given
        first = given or Path(f"{_NEW}.yaml")
        if not first.exists():
            return first
        numbered = (first.with_name(f"{first.stem}-{number}.yaml") for number in itertools.count(2))
        return next(file for file in numbered if not file.exists())


def _known(case: Case) -> tuple[object, ...]:
    """What a case says of its household, to see whether anything was answered."""
    return case.values, case.spans, case.members, case.everybody
