"""Explains findings on a terminal, in sentences first: what decides, what is missing, what would change it and from
which day on; then the words and the whole proof.

The ways in which a finding would turn are numbered, and what must hold together is drawn together, so that “and” and
“or” cannot be misread. What is said comes from `explained`; here it is only laid out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from clausewise.engine.findings import Finding, Result
from clausewise.engine.turning import Turning
from clausewise.report.answer.entries import EntryMaker
from clausewise.report.answer.explained import Turn, explain_in_words
from clausewise.report.answer.text import AnswerPage
from clausewise.report.phrases import notice_in_words
from clausewise.report.styled import Text
from clausewise.report.wording import Wording

if TYPE_CHECKING:
    from clausewise.report.plain_console import Console


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
    page = AnswerPage(console, wording)
    said = explain_in_words(result, finding, turnings, wording)
    entry = said.entry
    page.notices(notice_in_words(one, wording) for one in result.notices)
    page.entry(entry, verdict=True)
    page.field(2, said.decides_name, said.decides)
    for reason in said.reasons:
        page.field(2, "reason", reason)
    for ask in said.asks:
        page.field(2, "missing", ask.question, remark=ask.remark)
    for turn in said.turns:
        _say_what_turns(page, wording, turn)
    if said.first:
        page.line("  ", said.first)
    page.field(2, "quoted", entry.quotations[0].text, remark=entry.provision)
    page.field(2, "rendered", entry.quotations[0].rendering)
    page.line("  ", wording.word("proof"), style="dim")
    for proof in entry.proofs:
        page.proof(proof, 4)
    page.print()


def print_refusals(console: Console, findings: Sequence[Finding], result: Result, language: str) -> None:
    """Print findings that do not apply, a line each with what decided it; of members alike, one line for them all."""
    wording = Wording(result.pack, language)
    page = AnswerPage(console, wording)
    for entry in EntryMaker(result, wording, proofs=False).gather(findings, {}):
        page.refused(entry)
    page.print()


def _say_what_turns(page: AnswerPage, wording: Wording, turn: Turn) -> None:
    """The day, and the sets of facts, each numbered, that bring about a verdict."""
    page.line("  ", Text(wording.named(turn.heading, ""), "bold"))
    if turn.from_day:
        page.line("    ", turn.from_day)
    for number, changes in enumerate(turn.ways, start=1):
        mark = f"    {number}  " if len(turn.ways) > 1 else "    "
        for place, change in enumerate(changes):
            before = mark if place == 0 else " " * len(mark)
            page.line(before + _bracket(place, len(changes)), change)
    if turn.nothing:
        page.line("    ", turn.nothing)
    if turn.limits:
        page.line("    ", turn.limits, style="dim")


def _bracket(place: int, of: int) -> str:
    """What draws together those of one set; nothing beside one that stands alone."""
    if of == 1:
        return ""
    return "┌ " if place == 0 else "└ " if place == of - 1 else "│ "
