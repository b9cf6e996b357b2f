"""What a case states of single facts, and cases with some facts otherwise. Nothing here asks whether that can be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

from clausewise.case.model import Case, Member
from clausewise.language.facts import DateSpan, Value

Key = tuple[str, str | None]
"""A fact and the member it is about; None for the household, its application and the office."""

T = TypeVar("T", Case, Member)


def value_in(case: Case, key: Key) -> Value | None:
    """What a case states of a fact; None when it states no value."""
    fact, member = key
    if member is None:
        return case.values.get(fact)
    return next((one.values.get(fact) for one in case.members if one.id == member), None)


def changed_case(case: Case, changes: Mapping[Key, Value | DateSpan]) -> Case:
    """The case with some facts otherwise."""
    members = tuple(_changed(one, changes, one.id) for one in case.members)
    return replace(_changed(case, changes, None), members=members)


def without_values(case: Case, keys: Iterable[Key]) -> Case:
    """The case that says nothing of some facts."""
    dropped = set(keys)
    members = tuple(_without(member, dropped, member.id) for member in case.members)
    return replace(_without(case, dropped, None), members=members)


def _changed(one: T, changes: Mapping[Key, Value | DateSpan], member: str | None) -> T:
    of_it = {fact: value for (fact, whose), value in changes.items() if whose == member}
    spans = {fact: span for fact, span in {**one.spans, **of_it}.items() if isinstance(span, DateSpan)}
    values = {fact: value for fact, value in {**one.values, **of_it}.items() if not isinstance(value, DateSpan)}
    return replace(one, values=values, spans=spans)


def _without(one: T, dropped: set[Key], member: str | None) -> T:
    values = {fact: value for fact, value in one.values.items() if (fact, member) not in dropped}
    spans = {fact: span for fact, span in one.spans.items() if (fact, member) not in dropped}
    return replace(one, values=values, spans=spans)
