"""A pack as it would be if a contested point could be read in one way alone: the node gives way to that reading.

Used to ask what the two readings of a point come to, each as rules of their own. Nothing here decides a point.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from clausewise.language.conditions import (
    All,
    Any,
    Condition,
    Contested,
    Not,
    Quantifier,
    Some,
    parts_of,
    points_of,
    with_parts,
)
from clausewise.language.facts import Fact
from clausewise.language.model import Pack
from clausewise.language.rules import About, Rule


def read_as(pack: Pack, point: str, reading: str) -> Pack:
    """The pack with a point read in one way wherever it stands: in rules, derivations and implications.

    The office fact of the point stays, and nothing of that point reads it any more. Raises: KeyError for a point or a
    reading that there is not.
    """
    pack.contested[point].reading(reading)
    facts = {name: _fact(fact, point, reading) for name, fact in pack.facts.items()}
    rules = tuple(
        replace(rule, when=_read(rule.when, point, reading)) if point in points_of(rule.when) else rule
        for rule in pack.rules
    )
    return replace(pack, facts=facts, rules=rules)


def _fact(fact: Fact, point: str, reading: str) -> Fact:
    derive, implied, asked_of = fact.derive, fact.implied, fact.asked_of
    if isinstance(derive, Condition) and point in points_of(derive):
        derive = _read(derive, point, reading)
    if any(point in points_of(one.when) for one in implied):
        implied = tuple(one._replace(when=_read(one.when, point, reading)) for one in implied)
    if asked_of is not None and point in points_of(asked_of):
        asked_of = _read(asked_of, point, reading)
    if derive is fact.derive and implied is fact.implied and asked_of is fact.asked_of:
        return fact
    return replace(fact, derive=derive, implied=implied, asked_of=asked_of)


def _read(condition: Condition, point: str, reading: str) -> Condition:
    if isinstance(condition, Contested) and condition.point == point:
        return _read(condition.readings[condition.names.index(reading)], point, reading)
    parts = parts_of(condition)
    if not parts:
        return condition
    return with_parts(condition, [_read(part, point, reading) for part in parts])


def where_they_part(pack: Pack, point: str) -> Condition:
    """That the two readings of a point come to different things somewhere: for the household or for one of its members.

    Made of every place in which the point stands, be it in a fact. Raises: KeyError for a point that there is not.
    """
    place = pack.contested[point].place
    found = [
        *(_apart(node, seen) for rule in pack.rules for node, seen in _places(rule.when, point, _sees_member(rule))),
        *(
            _apart(node, seen)
            for name, fact in pack.facts.items()
            for condition in _conditions_of(fact)
            for node, seen in _places(condition, point, name.startswith("member."))
        ),
    ]
    return Any(tuple(found), None, place)


def _sees_member(rule: Rule) -> bool:
    return rule.about is About.MEMBER


def _conditions_of(fact: Fact) -> Iterator[Condition]:
    if isinstance(fact.derive, Condition):
        yield fact.derive
    yield from (one.when for one in fact.implied)


def _places(condition: Condition, point: str, seen: bool) -> Iterator[tuple[Contested, bool]]:
    """Where a point stands below a condition, and whether a member is in sight there."""
    if isinstance(condition, Contested) and condition.point == point:
        yield condition, seen
    for part in parts_of(condition):
        yield from _places(part, point, seen or isinstance(condition, Quantifier))


def _apart(node: Contested, seen: bool) -> Condition:
    """That one reading holds and the other does not; of some member where members are looked at."""
    first, second = node.readings
    ways = (
        All((first, Not(second, None, node.place)), None, node.place),
        All((Not(first, None, node.place), second), None, node.place),
    )
    either = Any(ways, None, node.place)
    return Some(either, None, node.place) if seen else either
