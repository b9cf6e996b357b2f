"""Fields of a form for a prompt of the interview. One prompt is one group of fields.

A cell is one fact of one member or of the household; it carries the key of the answer it was drawn from. Of a group
one can say at once what holds of the rest: none, nobody knows, to be checked; and of anybody what holds of them apart.
A cell says what is wrong with what it holds, and holds what was typed where that could not be saved.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from clausewise.case.given import read_given_value
from clausewise.case.relations import Relation, is_relation
from clausewise.case.topics import TopicAnswer
from clausewise.desk.asking import TOPIC, About, Given, Matter
from clausewise.desk.contradictions import contradictions
from clausewise.desk.models import Answer, Told
from clausewise.desk.packs import takes
from clausewise.desk.pages import say
from clausewise.interview import Form, Prompt, Stage
from clausewise.language.facts import DateSpan, Fact, FactType
from clausewise.language.labels import Language
from clausewise.language.topics import NOTHING
from clausewise.report.answer.prompting import heading_question, served_by
from clausewise.report.office_lines import answered_by, finder_in_words
from clausewise.report.wording import Wording

UNKNOWN, TO_CHECK, NONE = Told.UNKNOWN.value, Told.TO_CHECK.value, "none_of_the_rest"
NO = "false"
NEW = "new"
"""What stands before the number of an empty row of the table of members, where a member has an id."""
_APART = (NO, UNKNOWN, TO_CHECK)


class Typed(NamedTuple):
    """What was sent of one cell: what stood in its field, and what was chosen beside it."""

    field: str
    beside: str = ""


@dataclass(frozen=True)
class Unsaved:
    """What could not be saved of a form that was sent: what was typed, and why not, by what it is about."""

    typed: Mapping[About, Typed] = field(default_factory=dict)
    why: Mapping[About, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Cell:
    """One field: its name in the form, what it is drawn from, and what it holds now; `apart` is what is said beside a
    box that is not ticked where that is not said of the rest, `wrong` what is wrong with what it holds."""

    name: str
    seen: str
    whose: str
    now: str = ""
    typed: str = ""
    follows: str = ""
    apart: str = ""
    wrong: str = ""


@dataclass(frozen=True)
class Row:
    """One fact with a cell for everybody of whom it is asked; `is_asked_above`: the legend of its group asks it."""

    fact: str
    question: str
    kind: str
    cells: tuple[Cell, ...]
    choices: tuple[tuple[str, str], ...] = ()
    lookup: str = ""
    is_asked_above: bool = False


@dataclass(frozen=True)
class Group:
    """One prompt: what it asks, why, who can answer, its rows, what can be said of the rest, what was said of it, and
    what is suggested to say, which nobody has said until it is pressed. `finder` and `until` are who finds what of it
    is to be checked, and by when."""

    number: int
    legend: str
    serves: str
    asked_of: str
    rows: tuple[Row, ...]
    rest: tuple[str, ...]
    rest_now: str = ""
    suggested: str = ""
    finder: str = ""
    until: str = ""

    @property
    def can_rest(self) -> bool:
        """Whether it can be said of whoever is left empty that nothing of the kind is so."""
        return NONE in self.rest or any(name == NOTHING for name, _ in self.rows[0].choices)

    @property
    def people(self) -> tuple[str, ...]:
        """Of whom it asks, in the order of the cells of its first row."""
        return tuple(cell.whose for cell in self.rows[0].cells) if self.rows else ()


def draw(
    matter: Matter, prompts: Sequence[Prompt], language: Language, unsaved: Unsaved | None = None
) -> tuple[Group, ...]:
    """The groups of some prompts about facts, numbered from 1; such as ask nothing of anybody are left out."""
    drawing = _Drawing(matter, language, unsaved or Unsaved())
    return tuple(drawing.group(one, number) for number, one in enumerate(filter(_asks, prompts), start=1))


def draw_columns(
    matter: Matter, facts: Sequence[str], language: Language, new: Sequence[str], unsaved: Unsaved | None = None
) -> tuple[Group, ...]:
    """A group for each fact of members as a column of their table: its cells stand in the order of the members, then
    of the empty rows that are `new`."""
    drawing = _Drawing(matter, language, unsaved or Unsaved())
    members = [*(one.id for one in matter.members), *new]
    rows = (drawing.row(matter.pack.model.facts[name], members, ticks=False) for name in facts)
    return tuple(
        Group(number, row.question, "", "", (row,), _rest_of(matter.pack.model.facts[row.fact]))
        for number, row in enumerate(rows, start=1)
    )


def _asks(prompt: Prompt) -> bool:
    return bool(prompt.about)


class _Drawing:
    """Draws what is known of one household and what was typed and could not be saved, in one language."""

    def __init__(self, matter: Matter, language: Language, unsaved: Unsaved) -> None:
        self._matter, self._unsaved = matter, unsaved
        self._wording = matter.wording(language)
        self._wrong: dict[About, str] = {}
        for one in contradictions(matter, language):
            self._wrong[one.about] = " ".join(filter(None, (self._wrong.get(one.about), one.says)))

    def group(self, prompt: Prompt, number: int) -> Group:
        matter, wording, facts = self._matter, self._wording, self._matter.pack.model.facts
        # Of one person alone, or of the household, nobody is ticked among others.
        ticks = prompt.form is Form.TICK and len(prompt.members) > 1
        rest = _rest_of(facts[prompt.facts[0]]) if prompt.form is not Form.ONE and len(prompt.about) > 1 else ()
        rest_now = _rest_now(prompt, matter) if ticks else ""
        rows = tuple(
            self.row(
                facts[name],
                [one.member or "" for one in prompt.about if one.fact == name],
                ticks=ticks,
                is_rest=bool(rest_now),
            )
            for name in prompt.facts
        )
        legend = matter.names.put(heading_question(prompt, matter.asking.case, wording))
        return Group(
            number,
            legend,
            served_by(prompt, wording),
            answered_by(prompt.known_by, wording) if prompt.known_by else "",
            tuple(
                replace(one, is_asked_above=legend.endswith((one.question, wording.question_of_each(one.fact))))
                for one in rows
            ),
            rest,
            rest_now,
            TO_CHECK if prompt.known_by else "",
            *self._check(prompt),
        )

    def _check(self, prompt: Prompt) -> tuple[str, str]:
        """Who finds what is to be checked and by when, where it is one of all; else the agency that knows it."""
        answers = (self._matter.current.get((one.fact, one.member or "")) for one in prompt.about)
        said = {(one.source, one.until) for one in answers if one is not None and one.told == Told.TO_CHECK.value}
        finder, until = said.pop() if len(said) == 1 else (prompt.known_by or "", None)
        return finder_in_words(finder, self._wording), "" if until is None else until.isoformat()

    def row(self, fact: Fact, members: Sequence[str], *, ticks: bool, is_rest: bool = False) -> Row:
        """A fact with a cell for each member; for the household where the only one is empty. `is_rest`: what holds of
        whoever is not ticked is said of the rest."""
        wording = self._wording
        kind = {FactType.BOOLEAN: "tick" if ticks else "truth", FactType.CHOICE: "choice"}.get(fact.type, "typed")
        cells = (self._as_typed(_cell(self._matter, fact, member, wording), fact, member) for member in members)
        alone = self._matter.names[members[0]] if len(members) == 1 and members[0] in self._matter.names.names else ""
        by_name = wording.question_by_name(fact.name, alone) if alone else ""
        return Row(
            fact.name,
            by_name or wording.question(fact.name),
            kind,
            tuple(
                replace(one, apart=one.now) if kind == "tick" and not is_rest and one.now in _APART else one
                for one in cells
            ),
            tuple((name, wording.pick(label)) for name, label in (fact.values or {}).items()),
            wording.register(fact.name),
        )

    def _as_typed(self, cell: Cell, fact: Fact, member: str) -> Cell:
        """A cell with what is wrong with it; where that kept it from being saved, as it was typed."""
        about = (fact.name, member)
        why, typed = self._unsaved.why.get(about), self._unsaved.typed.get(about)
        wrong = why or self._wrong.get(about, "")
        if typed is None or (why is None and not member.startswith(NEW)):
            return replace(cell, wrong=wrong)
        now = typed.beside or typed.field
        return replace(cell, now=now, typed=typed.field, apart=typed.beside, wrong=wrong)


def _cell(matter: Matter, fact: Fact, member: str, wording: Wording) -> Cell:
    if member == f"{NEW}1" and not matter.members and is_relation(fact):
        return Cell(f"{fact.name}@{member}", "", "", now=Relation.HEAD.value)
    answer = matter.current.get((fact.name, member))
    whose = "" if not member or member.startswith(NEW) else matter.names[member]
    name = f"{fact.name}@{member}" if member else fact.name
    seen = answer.key if answer else ""
    if answer is None or answer.told in (Told.WITHDRAWN.value, Told.SET_ASIDE.value):
        known = None if member.startswith(NEW) else matter.asking.result.known(fact.name, member or None)
        return Cell(name, seen, whose, follows="" if known is None else wording.value(fact.name, known))
    if answer.told != Told.VALUE.value:
        return Cell(name, seen, whose, now=answer.told)
    shown = "true" if answer.value is True else "false" if answer.value is False else str(answer.value)
    return Cell(name, seen, whose, now=shown, typed="" if fact.type is FactType.CHOICE else shown)


def _rest_of(fact: Fact) -> tuple[str, ...]:
    has_none = fact.type is FactType.BOOLEAN or NOTHING in (fact.values or {})
    return (*((NONE,) if has_none else ()), UNKNOWN, TO_CHECK)


def _rest_now(prompt: Prompt, matter: Matter) -> str:
    """What was said of the rest, where it was one thing of all that is not ticked; nothing where somebody is left of
    whom nothing was said: that is for a person to say."""
    facts = matter.pack.model.facts
    said = set()
    for one in prompt.about:
        answer = matter.current.get((one.fact, one.member or ""))
        if facts[one.fact].type is not FactType.BOOLEAN or answer is None:
            return ""
        if answer.told != Told.VALUE.value:
            said.add(answer.told)
        elif answer.value is not True:
            said.add(NONE)
    only = said.pop() if len(said) == 1 else ""
    return only if only in (NONE, UNKNOWN, TO_CHECK) else ""


def prompt_for(matter: Matter, facts: Sequence[str], stage: Stage) -> Iterator[Prompt]:
    """Prompts that ask some facts of everybody, whatever is known: truths of one subject together, others alone."""
    from clausewise.engine import Missing
    from clausewise.language.facts import Subject

    known = matter.pack.model.facts
    members = [one.id for one in matter.members]
    together: dict[bool, list[Missing]] = {}
    for name in facts:
        fact = known[name]
        of_members = fact.subject is Subject.MEMBER
        about = [Missing(name, member) for member in (members if of_members else [None])]
        if fact.type is FactType.BOOLEAN:
            together.setdefault(of_members, []).extend(about)
        elif about:
            yield Prompt(stage, Form.COLUMN if of_members else Form.ONE, tuple(about), (), fact.known_by)
    for listed in together.values():
        if listed:
            one = len(listed) == 1 and listed[0].member is None
            yield Prompt(stage, Form.ONE if one else Form.TICK, tuple(listed), (), known[listed[0].fact].known_by)


def answer_in_words(answer: Answer | Given, wording: Wording, language: Language) -> str:
    """What an answer says, as a caseworker reads it."""
    fact = wording.pack.facts.get(answer.fact)
    if answer.told not in (Told.VALUE.value, Told.SET_ASIDE.value):
        if answer.told != Told.TO_CHECK.value:
            return say(language, answer.told)
        by_when = say(language, "check_by", day=answer.until) if answer.until else ""
        found = wording.listed(filter(None, (finder_in_words(answer.source, wording), by_when)))
        return wording.aside(say(language, answer.told), found)
    if answer.fact.startswith(TOPIC):
        return wording.pick(TopicAnswer(answer.value).label)
    if fact is None or not takes(fact, answer.value):
        return say(language, "yes" if answer.value else "no") if isinstance(answer.value, bool) else str(answer.value)
    value = read_given_value(answer.value, fact, fact.name)
    return str(value) if isinstance(value, DateSpan) else wording.value(fact.name, value)
