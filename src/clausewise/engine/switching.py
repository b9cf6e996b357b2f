"""Finds where conditions switch while one thing varies: a number, an amount by the fen, a date by the day.

Whatever varies is a whole number here. Between two numbers at which the same is seen nothing else is looked for; where
it differs, the gap between the sides of a comparison says where to look next, so that a mean, a sum, a difference or a
product is met at its limit in a few steps and a period in as many as it takes to halve the days. Exact for whatever
rises, or falls, throughout.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Iterable
from fractions import Fraction
from itertools import pairwise

from clausewise.classes import NamedTuple
from clausewise.language.facts import Fact, FactType, Value

_FAR = 1000  # times the greatest number in sight
_LEAST_FAR = 1_000_000


class Sight(NamedTuple):
    """What is seen at a number, of each condition: its code, and the gap between its sides (None: it has none)."""

    codes: tuple[int, ...]
    gaps: tuple[Fraction | None, ...]

    @property
    def signs(self) -> tuple[int | None, ...]:
        """On which side of its limit each condition is."""
        return tuple(None if gap is None else (gap > 0) - (gap < 0) for gap in self.gaps)


See = Callable[[int], Sight | None]


def switching_points(seeds: Iterable[int], see: See) -> tuple[int, ...]:
    """The numbers on both sides of each switch between seeds, in order. `see` gives None where no such case is."""
    seen: dict[int, Sight | None] = {}

    def look(number: int) -> Sight | None:
        if number not in seen:
            seen[number] = see(number)
        return seen[number]

    def split(low: int, high: int, depth: int) -> None:
        if _same(look(low), look(high)) or high - low <= 1:
            return
        middle = _between(low, high, look(low), look(high)) if depth % 2 == 0 else (low + high) // 2
        split(low, middle, depth + 1)
        split(middle, high, depth + 1)

    for low, high in pairwise(sorted(set(seeds))):
        split(low, high, 0)
    beside = {number for pair in pairwise(sorted(seen)) if not _same(*map(seen.get, pair)) for number in pair}
    return tuple(sorted(beside))


def _same(one: Sight | None, other: Sight | None) -> bool:
    if one is None or other is None:
        return one is other
    return one.codes == other.codes and one.signs == other.signs


def _between(low: int, high: int, at_low: Sight | None, at_high: Sight | None) -> int:
    """Where the line between two gaps of different sign meets the limit; half way where there are none."""
    for one, other in zip(at_low.gaps if at_low else (), at_high.gaps if at_high else (), strict=False):
        if one is not None and other is not None and (one > 0) - (one < 0) != (other > 0) - (other < 0):
            meets = low + (high - low) * one / (one - other)
            return min(max(math.floor(meets), low + 1), high - 1)
    return (low + high) // 2


def as_number(fact: Fact, value: Value) -> int:
    """A value of a fact as a whole number: fen, units, or days; the one below it where it lies between two."""
    if isinstance(value, datetime.date):
        return value.toordinal()
    assert isinstance(value, int | Fraction)
    return math.floor(value * 100 if fact.type is FactType.MONEY else value)


def as_value(fact: Fact, number: int) -> Value:
    """The value of a fact that a whole number stands for."""
    if fact.type is FactType.DATE:
        return datetime.date.fromordinal(number)
    return Fraction(number, 100) if fact.type is FactType.MONEY else number


def ends_of(fact: Fact, numbers: Iterable[int]) -> tuple[int, int]:
    """The least and the greatest number that a fact can be, or one far beyond all in sight where it has no such end."""
    if fact.type is FactType.DATE:
        least, most = datetime.date.min.toordinal(), datetime.date.max.toordinal()
    else:
        most = max([_LEAST_FAR, *(_FAR * abs(number) for number in numbers)])
        least = 0 if fact.type is FactType.MONEY and fact.minimum is None else -most
    low = least if fact.minimum is None else as_number(fact, fact.minimum)
    return low, most if fact.maximum is None else as_number(fact, fact.maximum)
