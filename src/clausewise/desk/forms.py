"""Fields of a form for a prompt of the interview, and what was sent of them. One prompt is one group of fields.

A cell is one fact of one member or of the household; it carries the key of the answer it was drawn from. Of a group
one can say at once what holds of the rest: none, nobody knows, to be checked. What is left empty is no answer, and
neither is what is left as it was drawn.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from clausewise.case.given import read_given_value
from clausewise.case.topics import TopicAnswer
from clausewise.desk.asking import TOPIC, About, Given, Matter, Saying
from clausewise.desk.models import Answer, Told
from clausewise.desk.pages import say
from clausewise.interview import Form, Prompt, Stage
from clausewise.interview.typed import Misread, identity_in, plain, read_answer
from clausewise.language.facts import DateSpan, Fact, FactType, Value, write_value
from clausewise.language.labels import Language
from clausewise.language.topics import NOTHING
from clausewise.report.answer.prompting import heading_question, served_by
from clausewise.report.office_lines import answered_by
from clausewise.report.wording import Wording

_TURN = re.compile(r"[0-9]{1,18}", re.ASCII)
UNKNOWN, TO_CHECK, NONE = Told.UNKNOWN.value, Told.TO_CHECK.value, "none_of_the_rest"


@dataclass(frozen=True)
class Cell:
    """One field: its name in the form, what it is drawn from, and what it holds now."""

    name: str
    seen: str
    whose: str
    now: str = ""
    typed: str = ""
    follows: str = ""


@dataclass(frozen=True)
class Row:
    """One fact with a cell for everybody of whom it is asked."""

    fact: str
    question: str
    kind: str
    cells: tuple[Cell, ...]
    choices: tuple[tuple[str, str], ...] = ()
    lookup: str = ""


@dataclass(frozen=True)
class Group:
    """One prompt: what it asks, why, who can answer, its rows, what can be said of the rest, what was said of it, and
    what is suggested to say, which nobody has said until it is pressed."""

    number: int
    legend: str
    serves: str
    asked_of: str
    rows: tuple[Row, ...]
    rest: tuple[str, ...]
    rest_now: str = ""
    suggested: str = ""

    @property
    def can_rest(self) -> bool:
        """Whether it can be said of whoever is left empty that nothing of the kind is so."""
        return NONE in self.rest or any(name == NOTHING for name, _ in self.rows[0].choices)

    @property
    def people(self) -> tuple[str, ...]:
        """Of whom it asks, in the order of the cells of its first row."""
        return tuple(cell.whose for cell in self.rows[0].cells) if self.rows else ()


def draw(matter: Matter, prompts: Sequence[Prompt], language: Language, first: int = 1) -> tuple[Group, ...]:
    """The groups of some prompts about facts, numbered from `first`."""
    wording = matter.wording(language)
    return tuple(_group(matter, one, wording, number) for number, one in enumerate(prompts, start=first))


def draw_columns(matter: Matter, facts: Sequence[str], language: Language) -> tuple[Group, ...]:
    """A group for each fact of members as a column of their table: its cells stand in the order of the members."""
    wording, members = matter.wording(language), [one.id for one in matter.members]
    groups = []
    for number, name in enumerate(facts, start=1):
        fact = matter.pack.model.facts[name]
        row = _row_of(matter, fact, members, wording, ticks=False)
        groups.append(Group(number, row.question, "", "", (row,), _rest_of(fact)))
    return tuple(groups)


def _group(matter: Matter, prompt: Prompt, wording: Wording, number: int) -> Group:
    facts = matter.pack.model.facts
    rows = tuple(
        _row_of(
            matter,
            facts[name],
            [one.member or "" for one in prompt.about if one.fact == name],
            wording,
            ticks=prompt.form is Form.TICK,
        )
        for name in prompt.facts
    )
    rest = _rest_of(facts[prompt.facts[0]]) if prompt.form is not Form.ONE else ()
    return Group(
        number,
        matter.names.put(heading_question(prompt, matter.asking.case, wording)),
        served_by(prompt, wording),
        answered_by(prompt.known_by, wording) if prompt.known_by else "",
        rows,
        rest,
        _rest_now(prompt, matter),
        TO_CHECK if prompt.known_by and rest else "",
    )


def _row_of(matter: Matter, fact: Fact, members: Sequence[str], wording: Wording, *, ticks: bool) -> Row:
    """A fact with a cell for each member; for the household where the only one is empty."""
    kind = {FactType.BOOLEAN: "tick" if ticks else "truth", FactType.CHOICE: "choice"}
    return Row(
        fact.name,
        wording.question(fact.name),
        kind.get(fact.type, "typed"),
        tuple(_cell(matter, fact, member, wording) for member in members),
        tuple((name, wording.pick(label)) for name, label in (fact.values or {}).items()),
        wording.register(fact.name),
    )


def _cell(matter: Matter, fact: Fact, member: str, wording: Wording) -> Cell:
    answer = matter.current.get((fact.name, member))
    whose = matter.names[member] if member else ""
    name = f"{fact.name}@{member}" if member else fact.name
    seen = answer.key if answer else ""
    if answer is None or answer.told in (Told.WITHDRAWN.value, Told.SET_ASIDE.value):
        known = matter.asking.result.known(fact.name, member or None)
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


# ---------------------------------------------------------------- what was sent


@dataclass
class Sent:
    """What a form says: the answers by what they are about with the keys they were drawn from, identity numbers that
    were typed for a day of birth, and what could not be read, by the name of the field. `page` is the page as it was
    drawn, `turn` the place of this among what that page sent; 0 where the page does not count."""

    answers: dict[About, Saying] = field(default_factory=dict)
    seen: dict[About, str] = field(default_factory=dict)
    identities: dict[str, str] = field(default_factory=dict)
    misread: dict[str, str] = field(default_factory=dict)
    page: str = ""
    turn: int = 0


def read_form(post: QueryDict, facts: Mapping[str, Fact], language: Language) -> Sent:
    """What was sent of the groups of a form. Fields of facts that the pack does not have are not looked at."""
    turn = post.get("turn", "")
    sent = Sent(page=post.get("page", "")[:20], turn=int(turn) if _TURN.fullmatch(turn) else 0)
    for number in post.getlist("group"):
        for written in post.getlist(f"cell{number}"):
            name, _, seen = written.partition("=")
            fact, _, member = name.partition("@")
            if fact in facts:
                sent.seen[fact, member] = seen
                _read_cell(post, number, facts[fact], member, language, sent)
    return sent


def _read_cell(post: QueryDict, number: str, fact: Fact, member: str, language: Language, sent: Sent) -> None:
    about = (fact.name, member)
    name = f"{fact.name}@{member}" if member else fact.name
    rest = post.get(f"rest{number}", "")
    given = plain(post.get(f"open:{name}", "") or post.get(f"v:{name}", ""))
    if not given:
        sent.answers[about] = _of_the_rest(fact, rest) or Saying(Told.WITHDRAWN)
        return
    if given in (UNKNOWN, TO_CHECK):
        sent.answers[about] = Saying(Told(given))
        return
    try:
        sent.answers[about] = Saying(Told.VALUE, written_value(read_answer(fact, given, language)))
    except Misread as problem:
        sent.misread[name] = str(problem)
        return
    identity = identity_in(given)
    if identity is not None and member:
        sent.identities[member] = identity


def _of_the_rest(fact: Fact, rest: str) -> Saying | None:
    if rest == NONE:
        return Saying(Told.VALUE, False if fact.type is FactType.BOOLEAN else NOTHING)
    return Saying(Told(rest)) if rest in (UNKNOWN, TO_CHECK) else None


def written_value(value: Value | DateSpan) -> Any:
    """A value as JSON holds it and as a case takes it."""
    if isinstance(value, bool | int | str):
        return value
    return str(value) if isinstance(value, DateSpan) else write_value(value)


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
    if fact is None:
        return say(language, "yes" if answer.value is True else "no")
    value = read_given_value(answer.value, fact, fact.name)
    return str(value) if isinstance(value, DateSpan) else wording.value(fact.name, value)


def finder_in_words(finder: str, wording: Wording) -> str:
    """Who finds what is to be checked: an agency by its label, else as it was written."""
    return wording.agency(finder) if finder in wording.pack.agencies else finder
