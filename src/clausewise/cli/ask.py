"""`clausewise ask`: an interview about a household, kept in its case file after every answer."""

from __future__ import annotations

import sys
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated

import typer

from clausewise.case import read_case, read_office
from clausewise.case.topics import TopicAnswer
from clausewise.cli.asked_file import AskedFile
from clausewise.cli.given import open_pack_for
from clausewise.cli.options import DayOption, LanguageOption, OfficeOption, PackOption
from clausewise.cli.output import Screen, make_console
from clausewise.cli.selection import check_selection
from clausewise.clock import this_minute
from clausewise.errors import Diagnostic, RequestError, did_you_mean
from clausewise.language.labels import Label
from clausewise.language.model import Pack
from clausewise.report import ReportOptions

_KEPT_IN = Label("每个回答都当即写入 {file}", "every answer is written to {file} at once")
_WRITTEN = Label("已写入 {file}", "written to {file}")
_TO_GO_ON = Label("继续问：clausewise ask {file}", "to go on: clausewise ask {file}")
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
    topic: Annotated[
        list[str] | None,
        typer.Option(
            metavar="TOPIC",
            help="Look into this topic of topics.yaml too, as if it were ticked: work; repeatable.",
            show_default=False,
        ),
    ] = None,
    by: Annotated[str, typer.Option(metavar="NAME", help="Who asks; kept with every answer.", show_default=False)] = "",
    keep_identity: Annotated[
        bool,
        typer.Option(
            "--keep-identity", help="Keep identity numbers that are typed; otherwise only the day of birth is kept."
        ),
    ] = False,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="The case file to write. Left out, CASE is continued where it stands, or a new file is begun. A file "
            "that is there is not written over, unless it is CASE.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Ask about a household: who its members are, what has happened, and then what follows from that.

    Every answer is written to the case file at once. Enter is for what is not known, b to go back, q to go on later; ?
    lists the keys.
    """
    opened = open_pack_for(pack, [case] if case is not None else [])
    said = None if office is None else read_office(office, opened)
    topics = _check_topics(opened, topic or ())
    file = AskedFile(opened, case, output, as_of, said)
    options = ReportOptions(language=language, only=check_selection(opened, (file.begun,), only or ()))
    _prepare_answers()
    # Imported only here: a file that cannot be read or written needs no engine.
    from clausewise.cli.interview import Conversation
    from clausewise.engine import Engine
    from clausewise.interview.answering import Asking
    from clausewise.interview.interviewing import Interview
    from clausewise.report.answer.text import print_results

    def asking() -> Asking:
        return Asking(by=by, at=this_minute())

    engine, screen = Engine(opened), Screen()
    begun = Interview(engine, file.begun, options.selects)
    if topics:
        begun = begun.tell_topics(dict.fromkeys(topics, TopicAnswer.TICKED), asking())
    # A case that contradicts itself is refused before anything is written.
    _ = begun.result
    file.keep(begun.case)
    screen.line(_KEPT_IN.in_(language).format(file=file.target), style="dim")
    conversation = Conversation(begun, screen, language, file.keep, asking, keeps_identity=keep_identity)
    finished = conversation.run()
    screen.blank()
    print_results(make_console(), [engine.check(read_case(file.target, opened, as_of=as_of, office=said))], options)
    screen.blank()
    screen.line(_WRITTEN.in_(language).format(file=file.target))
    if not finished:
        screen.line(_TO_GO_ON.in_(language).format(file=file.target))
    if file.drops_expectations:
        screen.line(_NO_EXPECTATIONS.in_(language))


def _check_topics(pack: Pack, topics: list[str] | tuple[str, ...]) -> tuple[str, ...]:
    """The topics by their ids. Raises: RequestError when there is none of that name."""
    known = [topic.id for topic in pack.topics]
    for one in topics:
        if one not in known:
            mend = did_you_mean(one, known) or (f"there are: {', '.join(known)}" if known else "the pack has none")
            raise RequestError(Diagnostic(f"--topic: there is no topic {one}", None, mend))
    return tuple(topics)


def _prepare_answers() -> None:
    """Let text come in whatever the locale: what cannot be read is no answer, and is asked for again."""
    if isinstance(sys.stdin, TextIOWrapper):
        if sys.stdin.isatty():
            sys.stdin.reconfigure(errors="replace")
        else:
            sys.stdin.reconfigure(encoding="utf-8-sig", errors="replace")
