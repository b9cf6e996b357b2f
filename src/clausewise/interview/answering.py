"""What answers make of a case: values stand with their facts, and it is kept who asked, when, and on what each rests.

A value that a changed answer has made idle is set aside: it counts for nothing until it is taken back.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace

from clausewise.case import Case, Member
from clausewise.case.answers import GivenAnswer, SetAside, Told
from clausewise.case.changing import changed_case, value_in, without_values
from clausewise.case.topics import AskedTopic, TopicAnswer
from clausewise.classes import dataclass
from clausewise.engine import Missing
from clausewise.engine.missing import MEMBERS
from clausewise.language.facts import DateSpan, Value
from clausewise.language.model import Pack

Answered = Value | DateSpan | Told
"""A value, a month or year of a date, or that nobody knows or is still to check it."""


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks, when, what an answer rests on, and until when what is to be checked is not asked again.

    `sources` are what the answers on some facts rest on, apart from the others.
    """

    by: str = ""
    at: str = ""
    source: str = ""
    until: datetime.date | None = None
    sources: Mapping[Missing, str] = field(default_factory=dict)


def with_answers(case: Case, given: Mapping[Missing, Answered], asking: Asking) -> Case:
    """The case with some facts answered; an answer takes the place of an earlier one, a value of what was set aside.

    What nobody knows, or is still to be checked, leaves what was set aside where it is.
    """
    values = {(one.fact, one.member): said for one, said in given.items() if not isinstance(said, Told)}
    case = without_values(case, given)
    case = changed_case(case, values)
    aside = tuple(one for one in case.set_aside if (one.fact, one.of) not in values)
    return replace(case, answers=tuple(_in_place(case.answers, given, asking)), set_aside=aside)


def with_topics(case: Case, pack: Pack, said: Mapping[str, TopicAnswer], asking: Asking) -> Case:
    """The case with what was answered of topics, beside what was answered before."""
    topics = {**case.topics, **{topic: AskedTopic(one, asking.by, asking.at) for topic, one in said.items()}}
    return replace(case, topics={topic.id: topics[topic.id] for topic in pack.topics if topic.id in topics})


def set_aside(case: Case, idle: Iterable[Missing]) -> Case:
    """The case in which some values count for nothing."""
    idle = list(idle)
    values = {one: value_in(case, one) for one in idle}
    aside = [SetAside(one.fact, one.member, value) for one, value in values.items() if value is not None]
    kept = without_values(case, idle)
    return replace(kept, answers=_without(kept.answers, idle), set_aside=(*kept.set_aside, *aside))


def with_members(case: Case, ids: Sequence[str], renamed: Mapping[str, str]) -> Case:
    """The case whose members are these, in this order, and everybody; `renamed` has the new ids of some by the old.

    What is known of whoever is not among them any more is set aside.
    """
    case = _renamed(case, renamed)
    listed = {one.id: one for one in case.members}
    gone = [one for one in case.members if one.id not in ids]
    aside = [SetAside(fact, one.id, known) for one in gone for fact, known in {**one.spans, **one.values}.items()]
    told = [Missing(record.fact, one.id) for one in gone for record in case.answers if one.id in record.of]
    members = tuple(listed.get(one) or Member(one, {}) for one in ids)
    return replace(
        case,
        members=members,
        everybody=True,
        answers=_without(case.answers, [*told, MEMBERS]),
        set_aside=(*case.set_aside, *aside),
    )


def _renamed(case: Case, renamed: Mapping[str, str]) -> Case:
    def now(member: str) -> str:
        return renamed.get(member, member)

    return replace(
        case,
        members=tuple(replace(one, id=now(one.id)) for one in case.members),
        answers=tuple(one._replace(of=tuple(map(now, one.of))) for one in case.answers),
        set_aside=tuple(one._replace(of=one.of and now(one.of)) for one in case.set_aside),
    )


def _in_place(
    answers: Iterable[GivenAnswer], given: Mapping[Missing, Answered], asking: Asking
) -> Iterator[GivenAnswer]:
    """The answers with new ones where the old ones of the same facts stood, or else behind all others."""
    new: dict[str, list[GivenAnswer]] = {}
    for record in _records(given, asking):
        new.setdefault(record.fact, []).append(record)
    for old in answers:
        rest = _without([old], given)
        if rest != (old,):
            yield from new.pop(old.fact, ())
        yield from rest
    for records in new.values():
        yield from records


def _without(answers: Iterable[GivenAnswer], facts: Iterable[Missing]) -> tuple[GivenAnswer, ...]:
    """The answers but for those of some facts, of whom these are."""
    facts, kept = set(facts), []
    for one in answers:
        of = tuple(member for member in one.of if Missing(one.fact, member) not in facts)
        if of or (not one.of and Missing(one.fact, None) not in facts):
            kept.append(one._replace(of=of))
    return tuple(kept)


def _records(given: Mapping[Missing, Answered], asking: Asking) -> Iterable[GivenAnswer]:
    """What is kept of some answers: one record for all members of whom the same was told, on the same ground."""
    together: dict[tuple[str, Told, str], list[str]] = {}
    for one, said in given.items():
        told, source = said if isinstance(said, Told) else Told.VALUE, asking.sources.get(one, asking.source)
        of = together.setdefault((one.fact, told, source), [])
        of += [] if one.member is None else [one.member]
    for (fact, told, source), members in together.items():
        until = asking.until if told is Told.TO_CHECK else None
        yield GivenAnswer(fact, tuple(members), told, asking.by, asking.at, source, until)
