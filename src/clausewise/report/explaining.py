"""Explains findings on a terminal, in sentences first: what decides, what is missing, what would change it and from
which day on; then the words and the whole proof.

The ways in which a finding would turn are numbered, and what must hold together is drawn together, so that “and” and
“or” cannot be misread. It decides nothing; the sets come from the engine as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.text import Text

from clausewise.engine.findings import Finding, Result
from clausewise.engine.missing import MEMBERS
from clausewise.engine.proof import UNNAMED_MEMBER
from clausewise.engine.turning import MAX_FACTS, MAX_SHOWN, Change, Turning
from clausewise.language.contested import point_of_fact
from clausewise.language.facts import FactType
from clausewise.language.verdicts import Verdict
from clausewise.report.entries import Entry, EntryMaker, make_entry
from clausewise.report.office_lines import asked_of
from clausewise.report.phrases import notice_in_words
from clausewise.report.text import Page
from clausewise.report.wording import Wording

_TURNED_TO = {Verdict.APPLIES: "would_apply", Verdict.DOES_NOT_APPLY: "would_not_apply"}
# More facts than these are not named in the sentence on what a finding waits for; each is asked below it.
_MOST_NAMED = 6


def print_explanations(
    console: Console, explained: Iterable[tuple[Finding, Iterable[Turning]]], result: Result, language: str
) -> None:
    """Print some findings, each with what would turn it, and an empty line between two."""
    for number, (finding, turnings) in enumerate(explained):
        if number:
            console.print()
        print_explanation(console, finding, turnings, result, language)


def print_explanation(
    console: Console, finding: Finding, turnings: Iterable[Turning], result: Result, language: str
) -> None:
    """Print one finding: why it is so, what is missing, what would turn it, the words, and its whole proof."""
    wording = Wording(result.pack, language)
    page = Page(console, wording)
    entry = make_entry(result, finding, wording)
    page.notices(notice_in_words(one, wording) for one in result.notices)
    page.entry(entry, verdict=True)
    _say_why(page, wording, entry)
    _ask(page, wording, entry, result)
    if finding.subject != UNNAMED_MEMBER:
        for turning in turnings:
            _say_what_turns(page, wording, turning, stuck=bool(finding.reasons))
    if MEMBERS in finding.missing:
        page.line("  ", wording.word("everybody_first" if result.case.members else "members_first"))
    page.field(2, "quoted", entry.quotations[0].text, remark=entry.provision)
    page.field(2, "rendered", entry.quotations[0].rendering)
    page.line("  ", wording.word("proof"), style="dim")
    for proof in entry.proofs:
        page.proof(proof, 4)
    page.print()


def print_refusals(console: Console, findings: Sequence[Finding], result: Result, language: str) -> None:
    """Print findings that do not apply, a line each with what decided it; of members alike, one line for them all."""
    wording = Wording(result.pack, language)
    page = Page(console, wording)
    for entry in EntryMaker(result, wording, proofs=False).gather(findings, {}):
        page.refused(entry)
    page.print()


def _say_why(page: Page, wording: Wording, entry: Entry) -> None:
    """What decided it; of what is undetermined, which facts it hangs on, or why nobody can answer."""
    if entry.verdict is not Verdict.UNDETERMINED:
        page.field(2, "because", wording.in_turn(entry.facts))
        return
    labels = list(dict.fromkeys(wording.missing(one) for one in entry.missing if point_of_fact(one.fact) is None))
    more = wording.word("and_others") if len(labels) > _MOST_NAMED else ""
    page.field(2, "hangs_on", wording.in_turn(labels[:_MOST_NAMED]) + more if labels else "")
    for reason in entry.reasons:
        page.field(2, "reason", reason)


def _ask(page: Page, wording: Wording, entry: Entry, result: Result) -> None:
    for missing in entry.missing:
        whose = "" if missing.member is None else wording.subject(missing.member)
        question = wording.question(missing.fact, result.case)
        register = wording.register(missing.fact)
        remark = wording.named(wording.word("lookup"), register) if register else asked_of(missing.fact, wording)
        page.field(2, "missing", wording.named(whose, question) if whose else question, remark=remark)


def _say_what_turns(page: Page, wording: Wording, turning: Turning, *, stuck: bool) -> None:
    """The day, and the sets of facts, each numbered, that bring about a verdict."""
    ways = len(turning.sets)
    heading = wording.word(_TURNED_TO[turning.verdict])
    if ways > 1:
        heading += wording.word("any_of_ways").format(number=ways)
    page.line("  ", Text(wording.named(heading, ""), "bold"))
    if turning.from_day is not None:
        page.line("    ", wording.from_day(turning.from_day))
    for number, changes in enumerate(turning.sets, start=1):
        mark = f"    {number}  " if ways > 1 else "    "
        for place, change in enumerate(changes):
            before = mark if place == 0 else " " * len(mark)
            page.line(before + _bracket(place, len(changes)), _change(wording, change))
    if not turning.sets and turning.from_day is None:
        page.line("    ", wording.word("no_fact_turns" if stuck else "not_turned"))
    if not turning.complete:
        limits = wording.word("not_all_shown").format(facts=MAX_FACTS, sets=MAX_SHOWN)
        page.line("    ", limits, style="dim")


def _bracket(place: int, of: int) -> str:
    """What draws together those of one set; nothing beside one that stands alone."""
    if of == 1:
        return ""
    return "┌ " if place == 0 else "└ " if place == of - 1 else "│ "


def _change(wording: Wording, change: Change) -> str:
    if change.fact == MEMBERS.fact:
        return wording.word("if_everybody")
    fact = wording.pack.facts[change.fact]
    any_of_them = fact.type in (FactType.BOOLEAN, FactType.CHOICE)
    after = [wording.value(change.fact, value) for value in (change.after if any_of_them else change.after[:1])]
    label = wording.label(change.fact)
    whole = wording.named(label, f" {wording.word('or')} ".join(after))
    if change.member is not None:
        whole = wording.named(wording.subject(change.member), whole)
    if change.before is None:
        return whole
    now = wording.value(change.fact, change.before)
    return wording.aside(whole, f"现为{now}" if wording.chinese else f"now {now}")
