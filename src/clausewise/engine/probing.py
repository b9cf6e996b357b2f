"""The values worth trying on a fact: between them they bring a comparison to every outcome that the fact can give it.

Booleans and choices have all their values; numbers, money and dates have the limits they are compared with and the
values next to those.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any, TypeVar

from clausewise.case import Case, Member
from clausewise.case.notices import NoticeKind
from clausewise.engine.findings import Result
from clausewise.engine.proof import UNNAMED_MEMBER, ProofNode
from clausewise.language.conditions import Condition, If
from clausewise.language.expressions import Constant, Expression, FactRef, SumMembers, walk
from clausewise.language.facts import DateSpan, Fact, FactType, Subject, Value, ValueProblem
from clausewise.language.periods import add_months

# A fact and the member it is about (None for household and application).
Key = tuple[str, str | None]

T = TypeVar("T", Case, Member)

_MAX_STEP = 200  # a number beyond this is no number of years, months or days to count back from a day


def keys_of_leaf(result: Result, leaf: ProofNode) -> tuple[Key, ...]:
    """The facts that a leaf rests on and that a case can state, each once, through derivations."""
    assert isinstance(leaf.condition, If)
    found = _keys(result, leaf.condition.expression, leaf.member)
    return tuple(dict.fromkeys(key for key in found if key[1] != UNNAMED_MEMBER))


def occurrences(result: Result, leaf: ProofNode, key: Key) -> int:
    """How often a leaf rests on a fact, through derivations: once for each place where it is written."""
    assert isinstance(leaf.condition, If)
    return sum(one == key for one in _keys(result, leaf.condition.expression, leaf.member))


def probing_values(result: Result, key: Key, leaves: Sequence[ProofNode]) -> tuple[Value, ...]:
    """The values worth trying on a fact that these leaves rest on, other than the one it has, nearest first."""
    fact = result.pack.facts[key[0]]
    now = value_now(result, key)
    values = dict.fromkeys(value for value in _values(result, fact, leaves) if value != now and _fits(fact, value))
    if now is None or isinstance(now, bool | str):
        return tuple(values)
    return tuple(sorted(values, key=lambda value: abs(_distance(value, now))))


def changed_case(case: Case, changes: Mapping[Key, Value | DateSpan]) -> Case:
    """The case with some facts otherwise."""
    members = tuple(_changed(one, changes, one.id) for one in case.members)
    return replace(_changed(case, changes, None), members=members)


def _changed(one: T, changes: Mapping[Key, Value | DateSpan], member: str | None) -> T:
    of_it = {fact: value for (fact, whose), value in changes.items() if whose == member}
    spans = {fact: span for fact, span in {**one.spans, **of_it}.items() if isinstance(span, DateSpan)}
    values = {fact: value for fact, value in {**one.values, **of_it}.items() if not isinstance(value, DateSpan)}
    return replace(one, values=values, spans=spans)


def is_consistent(then: Result, before: Result) -> bool:
    """Whether nothing contradicts what is implied in a case that was tried but what did so before."""
    known = {notice for notice in before.notices if notice.kind is NoticeKind.CONTRADICTION}
    return {notice for notice in then.notices if notice.kind is NoticeKind.CONTRADICTION} <= known


def _keys(result: Result, expression: Expression, member: str | None) -> Iterator[Key]:
    for node in walk(expression):
        match node:
            case FactRef(name=name):
                yield from _keys_of_fact(result, name, member)
            case SumMembers(fact=name):
                for one in result.case.members:
                    yield from _keys_of_fact(result, name, one.id)


def _keys_of_fact(result: Result, name: str, member: str | None) -> Iterator[Key]:
    fact = result.pack.facts[name]
    key = (name, member if fact.subject is Subject.MEMBER else None)
    given = value_now(result, key) is not None
    if fact.derive is None or fact.ask is not None or given:
        yield key
    if fact.implied and not given:
        yield from _keys_implying(result, fact)
    if fact.derive is not None and not given and not isinstance(fact.derive, Condition):
        yield from _keys(result, fact.derive, member)


def _keys_implying(result: Result, fact: Fact) -> Iterator[Key]:
    """What the case states of the facts from which a fact follows that it does not state, in a circle or not."""
    stated = (None, *(one.id for one in result.case.members))
    for name in sorted(result.pack.reads.with_inputs([fact.name]) - {fact.name}):
        yield from ((name, whose) for whose in stated if value_now(result, (name, whose)) is not None)


def value_now(result: Result, key: Key) -> Value | None:
    """What the case says of a fact; None when it says nothing."""
    name, member = key
    if member is None:
        return result.case.values.get(name)
    return next((one.values.get(name) for one in result.case.members if one.id == member), None)


def _values(result: Result, fact: Fact, leaves: Sequence[ProofNode]) -> Iterable[Value]:
    if fact.type is FactType.BOOLEAN:
        return (True, False)
    if fact.type is FactType.CHOICE:
        return tuple(fact.values or ())
    limits = [limit for leaf in leaves for limit in _limits(result, leaf)]
    if fact.type is FactType.DATE:
        return _days(result.case.as_of, limits)
    step = Fraction(1, 100) if fact.type is FactType.MONEY else 1
    numbers = [limit for limit in limits if not isinstance(limit, datetime.date)]
    whole = [number if fact.type is FactType.MONEY else int(number) for number in (*numbers, 0)]
    values = [number + offset for number in whole for offset in (0, -step, step)]
    return [Fraction(value) for value in values] if fact.type is FactType.MONEY else values


def _limits(result: Result, leaf: ProofNode) -> Iterator[Any]:
    """Numbers and days that a leaf, and what its facts are derived by, compares or counts with."""
    assert isinstance(leaf.condition, If)
    yield from (read.value for read in result.reads(leaf) if not isinstance(read.value, bool | str | None))
    yield from _constants(result, leaf.condition.expression)


def _constants(result: Result, expression: Expression) -> Iterator[Any]:
    for node in walk(expression):
        match node:
            case Constant(value=value):
                if not isinstance(value, bool | str):
                    yield value
            case FactRef(name=name) | SumMembers(fact=name):
                derive = result.pack.facts[name].derive
                if derive is not None and not isinstance(derive, Condition):
                    yield from _constants(result, derive)


def _days(as_of: datetime.date, limits: Iterable[Any]) -> Iterator[datetime.date]:
    """So many years, months or days from the day of the check, the days given, and the days next to each."""
    anchors: list[datetime.date | None] = []
    for limit in limits:
        if isinstance(limit, datetime.date):
            anchors.append(limit)
        elif abs(limit) <= _MAX_STEP:
            steps = int(limit)
            anchors += [add_months(as_of, sign * steps * size) for size in (12, 1) for sign in (-1, 1)]
            anchors += [as_of + datetime.timedelta(days=sign * steps) for sign in (-1, 1)]
    for anchor in (*anchors, as_of):
        if anchor is not None and datetime.date.min < anchor < datetime.date.max:
            yield from (anchor, anchor - datetime.timedelta(days=1), anchor + datetime.timedelta(days=1))


def _fits(fact: Fact, value: Value) -> bool:
    try:
        fact.check_domain(value)
    except ValueProblem:
        return False
    return True


def _distance(value: Any, now: Any) -> Any:
    distance = value - now
    return distance.days if isinstance(distance, datetime.timedelta) else distance
