"""`clausewise explain`: one rule on one case, with its whole proof and what would turn it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from clausewise.case import Case, read_office
from clausewise.cli.given import read_given
from clausewise.cli.noticing import refuse_what_is_noticed
from clausewise.cli.options import DayOption, LanguageOption, OfficeOption, PackOption, StrictOption
from clausewise.cli.output import make_console, write_out
from clausewise.errors import Diagnostic, RequestError, did_you_mean
from clausewise.packs import open_pack

if TYPE_CHECKING:
    from clausewise.engine import Finding, Result


def run(
    case: Annotated[Path, typer.Argument(metavar="CASE", help="A case file, or - for standard input.")],
    rule: Annotated[
        str,
        typer.Argument(metavar="RULE", help="A rule by id, such as housing.urban_dibao; rule@member for one member."),
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

    opened = open_pack(pack)
    said = None if office is None else read_office(office, opened)
    read = read_given(case, opened, as_of, said)
    engine = Engine(opened)
    result = engine.check(read)
    if strict:
        refuse_what_is_noticed([result])
    explained = [(finding, find_turnings(engine, result, finding)) for finding in _findings(result, read, rule)]
    if form == "json":
        from clausewise.report.turning import explained_as_data

        write_out(json.dumps(explained_as_data(result, explained), ensure_ascii=False, indent=1) + "\n", None)
        return
    from clausewise.report.text import print_finding
    from clausewise.report.turning import print_turnings

    console = make_console()
    for number, (finding, turnings) in enumerate(explained):
        if number:
            console.print()
        print_finding(console, finding, result, language)
        print_turnings(console, finding, turnings, result, language)


def _findings(result: Result, case: Case, name: str) -> list[Finding]:
    """The findings of that name: of one member, or of a rule on each. Raises: RequestError."""
    rule, _, member = name.partition("@")
    known = result.pack.rules_by_id
    if rule not in known:
        mend = did_you_mean(rule, known) or "clausewise rules lists the rules"
        raise RequestError(Diagnostic(f"there is no rule {rule}", None, mend))
    found = [finding for finding in result.findings if finding.rule.id == rule]
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
