"""`clausewise explain`: one rule on one case, with its whole proof and what would turn it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from clausewise.case import Case, read_office
from clausewise.cli.given import open_pack_for, read_given
from clausewise.cli.noticing import refuse_what_is_noticed
from clausewise.cli.options import DayOption, LanguageOption, OfficeOption, PackOption, StrictOption
from clausewise.cli.output import make_console, write_out_pieces
from clausewise.errors import Diagnostic, RequestError, did_you_mean
from clausewise.language.naming import rules_called, without_member
from clausewise.language.verdicts import Verdict

if TYPE_CHECKING:
    from clausewise.engine import Finding, Result


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
    from clausewise.engine.turning import find_turnings

    opened = open_pack_for(pack, [case])
    said = None if office is None else read_office(office, opened)
    read = read_given(case, opened, as_of, said)
    engine = Engine(opened)
    result = engine.check(read)
    if strict:
        refuse_what_is_noticed(result, language)
    named = _findings(result, read, rule)
    # Of several rules, those that do not apply are told in a line each.
    several = form == "text" and len({one.rule.id for one in named}) > 1
    refused = [one for one in named if several and one.verdict is Verdict.DOES_NOT_APPLY]
    explained = [(one, find_turnings(engine, result, one)) for one in named if one not in refused]
    if form == "json":
        from clausewise.recording.explanations import record_explanation
        from clausewise.records.base import json_lines

        write_out_pieces(json_lines([record_explanation(result, explained)]), None)
        return
    from clausewise.report.explaining import print_explanation, print_refusals

    console = make_console()
    for number, (finding, turnings) in enumerate(explained):
        if number:
            console.print()
        print_explanation(console, finding, turnings, result, language)
    if refused:
        if explained:
            console.print()
        print_refusals(console, refused, result, language)


def _findings(result: Result, case: Case, name: str) -> list[Finding]:
    """The findings of a rule, provision, clause or title, of one member where one is named. Raises: RequestError."""
    pack = result.pack
    whole = rules_called(pack, name)
    rule, member = (name, "") if whole else without_member(name)
    called = {one.id for one in whole or rules_called(pack, rule)}
    if not called:
        mend = did_you_mean(rule, pack.rules_by_id) or "clausewise rules lists the rules"
        raise RequestError(Diagnostic(f"there is no rule {rule}", None, mend))
    found = [finding for finding in result.findings if finding.rule.id in called]
    if not member:
        if not found:
            raise RequestError(Diagnostic(f"{rule} is about members, and the case says that there are none", None))
        return found
    if all(finding.subject is None for finding in found) and found:
        raise RequestError(Diagnostic(f"{rule} is about the household", None, f"write {rule}"))
    of_member = [finding for finding in found if finding.subject == member]
    if not of_member:
        ids = [one.id for one in case.members]
        near = did_you_mean(member, ids) or (f"there are: {', '.join(ids)}" if ids else None)
        raise RequestError(Diagnostic(f"the case has no member {member}", None, near))
    return of_member
