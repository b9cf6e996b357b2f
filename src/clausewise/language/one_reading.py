"""A pack as it would be if a contested point could be read in one way alone: the node gives way to that reading.

Used to ask what the two readings of a point come to, each as rules of their own. Nothing here decides a point.
"""

from __future__ import annotations

from dataclasses import replace

from clausewise.language.conditions import Condition, Contested, parts_of, points_of, with_parts
from clausewise.language.facts import Fact
from clausewise.language.model import Pack


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
    derive, implied = fact.derive, fact.implied
    if isinstance(derive, Condition) and point in points_of(derive):
        derive = _read(derive, point, reading)
    if any(point in points_of(one.when) for one in implied):
        implied = tuple(replace(one, when=_read(one.when, point, reading)) for one in implied)
    if derive is fact.derive and implied is fact.implied:
        return fact
    return replace(fact, derive=derive, implied=implied)


def _read(condition: Condition, point: str, reading: str) -> Condition:
    if isinstance(condition, Contested) and condition.point == point:
        return _read(condition.readings[condition.names.index(reading)], point, reading)
    parts = parts_of(condition)
    if not parts:
        return condition
    return with_parts(condition, [_read(part, point, reading) for part in parts])
