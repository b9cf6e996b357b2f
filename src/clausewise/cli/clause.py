"""`clausewise clause`: a clause or provision as the document has it, with the rules and duties that encode it.

Where the text of a clause is missing it says so, and on what evidence; it never fills the gap.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from clausewise.cli.options import PackOption
from clausewise.cli.output import Screen
from clausewise.cli.wording import SUBJECTS, both, name_agencies, name_modality
from clausewise.document.model import Clause, Provision, Span
from clausewise.errors import Diagnostic, Place, RequestError
from clausewise.language.labels import Label
from clausewise.language.model import Pack
from clausewise.language.naming import clauses_called, number_in, rules_called, without_member
from clausewise.language.rules import Aid, Duty, Modality, OpenPoint, Rule
from clausewise.packs import find_pack, open_pack


def run(
    number: Annotated[
        str, typer.Argument(metavar="NUMBER", help="A clause such as 21, a provision such as 21.2, or its title.")
    ],
    pack: PackOption = None,
) -> None:
    """Show a clause: its text, its rules and duties, and where it stands on the page."""
    opened = open_pack(pack)
    page = _Page(opened, find_pack(pack).policy / "source.txt")
    for place, (wanted, provision) in enumerate(_called(opened, number)):
        clause = opened.document.clause(wanted)
        if place:
            page.blank()
        if clause is not None:
            page.show(clause, _provisions(clause, provision or None))
        elif wanted in opened.numbers():
            page.show_missing(wanted)
        else:
            numbers = opened.numbers()
            mend = f"they are {numbers[0]} to {numbers[-1]}"
            raise RequestError(Diagnostic(f"there is no clause {wanted}", None, mend))


def _called(pack: Pack, written: str) -> tuple[tuple[int, str], ...]:
    """The clauses, or the provisions of them, that people call so: by number, title or rule. Raises: RequestError."""
    number = number_in(written)
    if number is not None:
        return (number,)
    clauses = clauses_called(pack, written)
    found = tuple((one, "") for one in clauses) or tuple(
        dict.fromkeys((rule.clause, rule.provision) for rule in rules_called(pack, without_member(written)[0]))
    )
    if not found:
        mend = "write a number such as 21 or 21.2, or words of its title"
        raise RequestError(Diagnostic(f"{written} is no clause", None, mend))
    return found


def _provisions(clause: Clause, wanted: str | None) -> tuple[Provision, ...]:
    """All provisions of a clause, or the one that is wanted. Raises: RequestError."""
    if wanted is None:
        return clause.provisions
    found = tuple(provision for provision in clause.provisions if provision.id == wanted)
    if not found:
        known = ", ".join(provision.id for provision in clause.provisions)
        raise RequestError(Diagnostic(f"there is no provision {wanted}", None, f"clause {clause.number} has {known}"))
    return found


def _own(modality: Modality | None) -> str:
    """How firmly a step is spoken of, where that is not as the rule speaks."""
    return "" if modality is None else f" · {name_modality(modality)}"


class _Page:
    """Writes clauses of a pack, each with its place in `source`, the page."""

    def __init__(self, pack: Pack, source: Path) -> None:
        self._pack = pack
        self._source = source
        self._screen = Screen()

    def show(self, clause: Clause, provisions: tuple[Provision, ...]) -> None:
        """A clause's heading and those of its provisions that are wanted."""
        self._screen.line(f"第{clause.number}条 {clause.title or ''}".rstrip(), style="bold")
        if clause.number in self._pack.english.clauses:
            self._screen.line(f"[ours 我们的英译: {self._pack.english.clauses[clause.number]}]")
        self._screen.line(f"clause {clause.number} · {self._section(clause)} · {self._place(clause.span)}", style="dim")
        for provision in provisions:
            self._screen.blank()
            self._screen.line(provision.text, prefix=f"{provision.id}  ")
            indent = " " * (len(provision.id) + 2)
            if provision.id in self._pack.english.provisions:
                self._screen.line(f"[ours 我们的英译: {self._pack.english.provisions[provision.id]}]", prefix=indent)
            self._screen.line(self._place(provision.span), prefix=indent, style="dim")
            self._entries(provision.id)

    def blank(self) -> None:
        """An empty line between two clauses."""
        self._screen.blank()

    def show_missing(self, number: int) -> None:
        """That a clause has no text here, and the page's own words that say so."""
        self._screen.line(f"第{number}条 本页无文本", style="bold")
        self._screen.line(f"clause {number} · its text is not on the page", style="dim")
        for gap in self._pack.document.missing:
            if gap.first <= number <= gap.last:
                place = Place(str(self._source), gap.line)
                self._field("evidence 依据", f"「{gap.evidence}」 {place}", indent=0)
        for entry in self._pack.missing:
            if entry.first <= number <= entry.last:
                self._screen.line(entry.note.zh)
                self._screen.line(entry.note.en)

    def _section(self, clause: Clause) -> str:
        section = next(one for one in self._pack.document.sections if clause.number in one.clauses)
        return f"{section.number}、{section.heading}" if section.heading else section.note or ""

    def _place(self, span: Span) -> str:
        return str(Place(str(self._source), *span.start))

    def _entries(self, provision: str) -> None:
        for rule in self._pack.rules:
            if rule.provision == provision:
                self._rule(rule)
        for duty in self._pack.duties:
            if duty.provision == provision:
                self._duty(duty)
        for entry in self._pack.open:
            if entry.provision == provision:
                self._field("open 未写明", f"「{entry.words}」 {both(entry.note)}", indent=2)

    def _rule(self, rule: Rule) -> None:
        self._head("rule 规则", rule.id, rule.title)
        self._field("kind 类别", both(rule.kind.label))
        self._field("about 对象", both(SUBJECTS[rule.about]))
        self._field("modality 力度", name_modality(rule.modality))
        self._field("agency 部门", name_agencies(self._pack, rule.agency, rule.assigned_by))
        for aid in rule.aid:
            self._field("aid 救助", f"{both(aid.label)} 「{aid.words}」{self._limits(aid)}{_own(aid.modality)}")
        for step in rule.followup:
            does = f"{both(self._pack.agencies[step.by].label)}: {both(step.label)}"
            self._field("follow-up 后续", f"{does}{_own(step.modality)}")
        if rule.deadline:
            due = rule.deadline
            self._field("deadline 期限", f"{both(due.label)} 「{due.words}」{_own(due.modality)}")
        self._open(rule.open)

    @staticmethod
    def _limits(aid: Aid) -> str:
        """What of an aid is a ceiling, and whether it is one for the household."""
        said = [f"at most 最多: {', '.join(aid.at_most)}"] if aid.at_most else []
        said += ["one for the household 全家一份"] if aid.per_household else []
        return f" · {' · '.join(said)}" if said else ""

    def _duty(self, duty: Duty) -> None:
        self._head("duty 职责", duty.id, duty.does)
        self._field("modality 力度", name_modality(duty.modality))
        self._field("agency 部门", name_agencies(self._pack, duty.actors, duty.assigned_by))
        self._field("words 原文", f"「{duty.words}」")
        self._open(duty.open)

    def _head(self, kind: str, entry_id: str, title: Label) -> None:
        self._screen.blank()
        self._screen.line(f"{kind} {entry_id}", prefix="  ", style="bold")
        self._screen.line(both(title), prefix="    ")

    def _open(self, points: tuple[OpenPoint, ...]) -> None:
        for point in points:
            self._field("open 未写明", f"「{point.words}」 {both(point.label)}")

    def _field(self, name: str, text: str, *, indent: int = 4) -> None:
        self._screen.line(text, prefix=" " * indent + f"{name}: ")
