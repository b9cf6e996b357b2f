"""`clausewise explain`: one rule on one case, with its whole proof and what would turn it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from clausewise.case import read_office
from clausewise.cli.given import open_pack_for, read_given
from clausewise.cli.noticing import refuse_what_is_noticed
from clausewise.cli.options import DayOption, LanguageOption, OfficeOption, PackOption, StrictOption
from clausewise.cli.output import make_console, write_out_pieces
from clausewise.language.verdicts import Verdict


def run(
    case: Annotated[Path, typer.Argument(metavar="CASE", help="A case file, or - for standard input.")],
    rule: Annotated[
        str,
        typer.Argument(
            metavar="RULE",
            help="A provision such as 13.1, a clause, a title or a rule by id; rule@member for one member.",
        ),
    ],
    *,
    language: LanguageOption,
    as_of: DayOption = None,
    office: OfficeOption = None,
    strict: StrictOption = False,
    pack: PackOption = None,
    form: Annotated[
        Literal["text", "json"], typer.Option("--format", metavar="text|json", help="The form of the answer.")
    ] = "text",
) -> None:
    """Show why a rule applies to a case or not, and the smallest sets of facts that would turn it."""
    from clausewise.engine import Engine
    from clausewise.engine.called import findings_called
    from clausewise.engine.turning import find_turnings

    opened = open_pack_for(pack, [case])
    said = None if office is None else read_office(office, opened)
    read = read_given(case, opened, as_of, said)
    engine = Engine(opened)
    result = engine.check(read)
    if strict:
        refuse_what_is_noticed(result, language)
    named = findings_called(result, rule)
    # Of several rules, those that do not apply are told in a line each.
    several = form == "text" and len({one.rule.id for one in named}) > 1
    refused = [one for one in named if several and one.verdict is Verdict.DOES_NOT_APPLY]
    explained = [(one, find_turnings(engine, result, one)) for one in named if one not in refused]
    if form == "json":
        from clausewise.recording.explanations import record_explanation
        from clausewise.records.base import json_lines

        write_out_pieces(json_lines([record_explanation(result, explained)]), None)
        return
    from clausewise.report.answer.explaining import print_explanations, print_refusals

    console = make_console()
    print_explanations(console, explained, result, language)
    if refused:
        if explained:
            console.print()
        print_refusals(console, refused, result, language)
