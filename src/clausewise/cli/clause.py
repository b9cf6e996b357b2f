"""`clausewise clause`: a clause or provision as the document has it, with the rules and duties that encode it.

Where the text of a clause is missing it says so, and on what evidence; it never fills the gap.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from clausewise.cli.options import PackOption, language_of_environment
from clausewise.cli.output import Screen
from clausewise.cli.wording import SUBJECTS, both, name_agencies, name_modality
from clausewise.document.model import Clause, Provision, Span
from clausewise.errors import Diagnostic, Place, RequestError
from clausewise.language.labels import Label, Language
from clausewise.language.model import Pack
from clausewise.language.naming import clauses_called, number_in, rules_called, without_member
from clausewise.language.rules import Aid, Duty, Modality, OpenPoint, Rule
from clausewise.packs import find_pack, open_pack


def run(
    number: Annotated[
        str, typer.Argument(metavar="NUMBER", help="A clause such as 21, a provision such as 21.2, or its title.")
    ],
    pack: PackOption = None,
    language: Annotated[
        Language | None,
        typer.Option(
            "--lang",
            metavar="zh|en",
            help="The language of what is said of it. Left out, both, or Chinese where the environment asks for it.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Show a clause: its text, its rules and duties, and where it stands on the page."""
    opened = open_pack(pack)
    wish = language or ("zh" if language_of_environment() == "zh" else None)
    page = _Page(opened, find_pack(pack).policy / "source.txt", wish)
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


_FIELDS = {
    "evidence": Label("依据", "evidence"),
    "open": Label("未写明", "open"),
    "rule": Label("规则", "rule"),
    "duty": Label("职责", "duty"),
    "kind": Label("类别", "kind"),
    "about": Label("对象", "about"),
    "modality": Label("力度", "modality"),
    "agency": Label("部门", "agency"),
    "aid": Label("救助", "aid"),
    "follow-up": Label("后续", "follow-up"),
    "deadline": Label("期限", "deadline"),
    "words": Label("原文", "words"),
    "at most": Label("最多", "at most"),
    "per household": Label("全家一份", "one for the household"),
}


class _Page:
    """Writes clauses of a pack, each with its place in `source`, the page."""

    def __init__(self, pack: Pack, source: Path, language: Language | None) -> None:
        self._pack = pack
        self._source = source
        self._screen = Screen()
        self._language = language

    def _say(self, label: Label) -> str:
        """A label in the language that is wished for; in both where none is."""
        return both(label) if self._language is None else label.in_(self._language)

    def _name(self, name: str) -> str:
        """What a line is called, the English before the Chinese where both are wished for."""
        label = _FIELDS[name]
        return f"{label.en} {label.zh}" if self._language is None else label.in_(self._language)

    def _ours(self, rendering: str | None, indent: str = "") -> None:
        """Our rendering of a title or a sentence, but for whoever reads Chinese alone."""
        if rendering is not None and self._language != "zh":
            self._screen.line(self._marked(rendering), prefix=indent)

    def _marked(self, rendering: str) -> str:
        return f"[{'ours' if self._language == 'en' else 'ours 我们的英译'}: {rendering}]"

    def _quoted(self, words: object) -> str:
        """Words of the document, in English alone with our rendering of them where there is one."""
        rendering = self._pack.english.words.get(str(words))
        return f"「{words}」" if rendering is None or self._language != "en" else f"「{words}」 ({rendering})"

    def _own(self, modality: Modality | None) -> str:
        """How firmly a step is spoken of, where that is not as the rule speaks."""
        return "" if modality is None else f" · {name_modality(modality, self._say)}"

    def show(self, clause: Clause, provisions: tuple[Provision, ...]) -> None:
        """A clause's heading and those of its provisions that are wanted."""
        self._screen.line(f"第{clause.number}条 {clause.title or ''}".rstrip(), style="bold")
        self._ours(self._pack.english.clauses.get(clause.number))
        named = "" if self._language == "zh" else f"clause {clause.number} · "
        self._screen.line(f"{named}{self._section(clause)} · {self._place(clause.span)}", style="dim")
        for provision in provisions:
            self._screen.blank()
            self._screen.line(provision.text, prefix=f"{provision.id}  ")
            indent = " " * (len(provision.id) + 2)
            self._ours(self._pack.english.provisions.get(provision.id), indent)
            self._screen.line(self._place(provision.span), prefix=indent, style="dim")
            self._entries(provision.id)

    def blank(self) -> None:
        """An empty line between two clauses."""
        self._screen.blank()

    def show_missing(self, number: int) -> None:
        """That a clause has no text here, and the page's own words that say so."""
        self._screen.line(f"第{number}条 本页无文本", style="bold")
        if self._language != "zh":
            self._screen.line(f"clause {number} · its text is not on the page", style="dim")
        for gap in self._pack.document.missing:
            if gap.first <= number <= gap.last:
                place = Place(str(self._source), gap.line)
                self._field("evidence", f"「{gap.evidence}」 {place}", indent=0)
        for entry in self._pack.missing:
            if entry.first <= number <= entry.last:
                for language in ("zh", "en"):
                    if self._language in (None, language):
                        self._screen.line(entry.note.in_(language))

    def _section(self, clause: Clause) -> str:
        section = next(one for one in self._pack.document.sections if clause.number in one.clauses)
        if section.heading is None:
            return "" if section.note is None else self._say(section.note)
        rendering = self._pack.english.sections.get(section.number or "")
        ours = "" if rendering is None or self._language == "zh" else f" {self._marked(rendering)}"
        return f"{section.number}、{section.heading}{ours}"

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
                self._field("open", f"「{entry.words}」 {self._say(entry.note)}", indent=2)

    def _rule(self, rule: Rule) -> None:
        self._head("rule", rule.id, rule.title)
        self._field("kind", self._say(rule.kind.label))
        self._field("about", self._say(SUBJECTS[rule.about]))
        self._field("modality", name_modality(rule.modality, self._say))
        self._field("agency", name_agencies(self._pack, rule.agency, rule.assigned_by, self._say))
        for aid in rule.aid:
            self._field("aid", f"{self._say(aid.label)} 「{aid.words}」{self._limits(aid)}{self._own(aid.modality)}")
        for step in rule.followup:
            does = f"{self._say(self._pack.agencies[step.by].label)}: {self._say(step.label)}"
            self._field("follow-up", f"{does}{self._own(step.modality)}")
        if rule.deadline:
            due = rule.deadline
            self._field("deadline", f"{self._say(due.label)} 「{due.words}」{self._own(due.modality)}")
        self._open(rule.open)

    def _limits(self, aid: Aid) -> str:
        """What of an aid is a ceiling, and whether it is one for the household."""
        said = [f"{self._name('at most')}: {', '.join(aid.at_most)}"] if aid.at_most else []
        said += [self._name("per household")] if aid.per_household else []
        return f" · {' · '.join(said)}" if said else ""

    def _duty(self, duty: Duty) -> None:
        self._head("duty", duty.id, duty.does)
        self._field("modality", name_modality(duty.modality, self._say))
        self._field("agency", name_agencies(self._pack, duty.actors, duty.assigned_by, self._say))
        self._field("words", f"「{duty.words}」")
        self._open(duty.open)

    def _head(self, kind: str, entry_id: str, title: Label) -> None:
        self._screen.blank()
        self._screen.line(f"{self._name(kind)} {entry_id}", prefix="  ", style="bold")
        self._screen.line(self._say(title), prefix="    ")

    def _open(self, points: tuple[OpenPoint, ...]) -> None:
        for point in points:
            self._field("open", f"{self._quoted(point.words)} {self._say(point.label)}")

    def _field(self, name: str, text: str, *, indent: int = 4) -> None:
        self._screen.line(text, prefix=" " * indent + f"{self._name(name)}: ")
