"""Says what would turn a finding: for a terminal, and as data.

The sets come from the engine as they are; nothing is left out here but their number of words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from rich.console import Console
from rich.text import Text

from clausewise.engine.findings import Finding, Result
from clausewise.engine.missing import MEMBERS
from clausewise.engine.proof import UNNAMED_MEMBER
from clausewise.engine.turning import MAX_FACTS, MAX_SHOWN, Change, Turning
from clausewise.language.contested import point_of_fact
from clausewise.language.facts import FactType, Value, write_value
from clausewise.language.verdicts import Verdict
from clausewise.report import ReportOptions
from clausewise.report.json import result_as_data
from clausewise.report.office_lines import first_sentence
from clausewise.report.schema import EXPLAIN_FORMAT
from clausewise.report.text import Page
from clausewise.report.wording import Wording

_HEADINGS = {Verdict.APPLIES: "would_apply", Verdict.DOES_NOT_APPLY: "would_not_apply"}

Explained = Sequence[tuple[Finding, Sequence[Turning]]]


def print_turnings(
    console: Console, finding: Finding, turnings: Iterable[Turning], result: Result, language: str
) -> None:
    """Print the smallest sets of facts that would turn a finding, a set to a line or lines."""
    wording = Wording(result.pack, language)
    page = Page(console, wording)
    if finding.subject != UNNAMED_MEMBER:
        for turning in turnings:
            _print_one(page, wording, turning, stuck=bool(finding.reasons))
    if MEMBERS in finding.missing:
        page.line("  ", wording.word("everybody_first" if result.case.members else "members_first"))
    page.print()


def _print_one(page: Page, wording: Wording, turning: Turning, *, stuck: bool) -> None:
    page.line("  ", Text(wording.named(wording.word(_HEADINGS[turning.verdict]), ""), "bold"))
    if turning.from_day is not None:
        page.line("    ", wording.from_day(turning.from_day))
    for number, changes in enumerate(turning.sets):
        first = f"{wording.word('or')} " if number or turning.from_day else ""
        for place, change in enumerate(changes):
            before = f"{wording.word('and')} " if place else first
            page.line("    ", f"{before}{_change(wording, change)}")
    if not turning.sets and turning.from_day is None:
        page.line("    ", wording.word("no_fact_turns" if stuck else "not_turned"))
    if not turning.complete:
        limits = wording.word("not_all_shown").format(facts=MAX_FACTS, sets=MAX_SHOWN)
        page.line("    ", limits, style="dim")


def _change(wording: Wording, change: Change) -> str:
    if change.fact == MEMBERS.fact:
        return wording.word("if_everybody")
    fact = wording.pack.facts[change.fact]
    any_of_them = fact.type in (FactType.BOOLEAN, FactType.CHOICE)
    after = [
        _value_in_words(wording, change.fact, value) for value in (change.after if any_of_them else change.after[:1])
    ]
    label = wording.label(change.fact)
    whole = wording.named(label, f" {wording.word('or')} ".join(after))
    if change.member is not None:
        whole = wording.named(wording.subject(change.member), whole)
    if change.before is None:
        return whole
    now = _value_in_words(wording, change.fact, change.before)
    return wording.aside(whole, f"现为{now}" if wording.chinese else f"now {now}")


def _value_in_words(wording: Wording, fact: str, value: Value) -> str:
    """A value as people read it; of a contested point what the reading says, without its grounds."""
    said = wording.value(fact, value)
    return said if point_of_fact(fact) is None else first_sentence(said)


def explained_as_data(result: Result, explained: Explained) -> dict[str, Any]:
    """The findings with their proofs as `check` writes them, each with the sets of facts that would turn it."""
    names = tuple(finding.name for finding, _ in explained)
    whole = result_as_data(result, ReportOptions(only=names))
    found = {
        (finding["rule"], finding["subject"]): finding
        for measure in whole["measures"]
        for finding in measure["findings"]
    }
    findings = [
        {
            "finding": found[finding.rule.id, finding.subject],
            "turning": [_as_data(turning) for turning in turnings],
        }
        for finding, turnings in explained
    ]
    return {
        "format": EXPLAIN_FORMAT,
        "case": whole["case"],
        "as_of": whole["as_of"],
        "pack": whole["pack"],
        "office": whole["office"],
        "notices": whole["notices"],
        "findings": findings,
    }


def _as_data(turning: Turning) -> dict[str, Any]:
    return {
        "verdict": turning.verdict.value,
        "from_day": None if turning.from_day is None else turning.from_day.isoformat(),
        "complete": turning.complete,
        "sets": [
            [
                {
                    "fact": change.fact,
                    "member": change.member,
                    "before": _value(change.before),
                    "after": [_value(value) for value in change.after],
                }
                for change in changes
            ]
            for changes in turning.sets
        ],
    }


def _value(value: Value | None) -> bool | int | str | None:
    return value if value is None or isinstance(value, bool | int) else write_value(value)
