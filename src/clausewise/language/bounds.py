"""Bounds: the least and the most that an unknown can come to, and what that decides of a comparison.

An interval has two ends, each reached, or None where it is open. None in place of an interval means no bounds at all:
there may be no value, so that nothing is decided. These are functions of intervals and values alone; which fact has
which bounds in a case is for the readers of the rules to say.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any

from clausewise.classes import NamedTuple
from clausewise.language.facts import Fact, FactType, Value, write_value
from clausewise.language.labels import Label, Language

_FROM_TO = Label("{low} 至 {high}", "{low} to {high}")
_OR_MORE = Label("不小于 {end}", "{end} or more")
_OR_LESS = Label("不大于 {end}", "{end} or less")
_OR_LATER = Label("不早于 {end}", "{end} or later")
_OR_EARLIER = Label("不晚于 {end}", "{end} or earlier")
_ANY = Label("任何值", "any value")

Ordered = int | Fraction | datetime.date


class Interval(NamedTuple):
    """From `low` to `high`, both reached; an end that is None is open. Numbers, yuan or days."""

    low: Any
    high: Any

    @property
    def is_point(self) -> bool:
        """Whether there is one value, and no other."""
        return self.low is not None and self.low == self.high

    def holds(self, value: Any) -> bool:
        """Whether a value lies between the ends."""
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)


OPEN = Interval(None, None)
ZERO = Interval(0, 0)


def exactly(value: Ordered) -> Interval:
    """The bounds of what is known."""
    return Interval(value, value)


def domain_of(fact: Fact) -> Interval | None:
    """The bounds of a fact that is not derived, while nothing is known of it: its `minimum` and `maximum`.

    An amount without a `minimum` is from 0. Truth values and choices have no bounds.
    """
    if fact.type in (FactType.BOOLEAN, FactType.CHOICE):
        return None
    low = Fraction(0) if fact.type is FactType.MONEY and fact.minimum is None else fact.minimum
    return Interval(low, fact.maximum)


def within(one: Interval, other: Interval) -> Interval | None:
    """What lies in both; None when nothing does."""
    low = max((end for end in (one.low, other.low) if end is not None), default=None)
    high = min((end for end in (one.high, other.high) if end is not None), default=None)
    return None if low is not None and high is not None and low > high else Interval(low, high)


def add(left: Interval | None, right: Interval | None) -> Interval | None:
    """`left + right`."""
    if left is None or right is None:
        return None
    return Interval(_plus(left.low, right.low), _plus(left.high, right.high))


def subtract(left: Interval | None, right: Interval | None) -> Interval | None:
    """`left - right`."""
    if left is None or right is None:
        return None
    return add(left, multiply(right, -1))


def multiply(interval: Interval | None, number: int | Fraction) -> Interval | None:
    """An interval times a known number."""
    if interval is None or number == 0:
        return None if interval is None else ZERO
    low, high = (None if end is None else end * number for end in interval)
    return Interval(low, high) if number > 0 else Interval(high, low)


def divide(interval: Interval | None, number: int | Fraction) -> Interval | None:
    """An interval by a known number: no bounds where that is 0."""
    return None if number == 0 else multiply(interval, 1 / Fraction(number))


def lesser(left: Interval | None, right: Interval | None) -> Interval | None:
    """`min(left, right)`."""
    if left is None or right is None:
        return None
    low = None if left.low is None or right.low is None else min(left.low, right.low)
    return Interval(low, min((end for end in (left.high, right.high) if end is not None), default=None))


def greater(left: Interval | None, right: Interval | None) -> Interval | None:
    """`max(left, right)`."""
    if left is None or right is None:
        return None
    high = None if left.high is None or right.high is None else max(left.high, right.high)
    return Interval(max((end for end in (left.low, right.low) if end is not None), default=None), high)


def counted(count: Callable[[Any, Any], int], start: Interval | None, end: Interval | None) -> Interval | None:
    """`years`, `months` or `days` between two days: fewest from the last to the first, most the other way round."""
    if start is None or end is None:
        return None
    fewest = None if start.high is None or end.low is None else count(start.high, end.low)
    most = None if start.low is None or end.high is None else count(start.low, end.high)
    return Interval(fewest, most)


def add_up(intervals: Iterable[Interval | None]) -> Interval | None:
    """The sum over members of whom it is known who they are."""
    total: Interval | None = ZERO
    for interval in intervals:
        total = add(total, interval)
    return total


def sum_over_any_number(interval: Interval | None) -> Interval | None:
    """The sum over members of whom it is not known who they are, nobody among them; each lies within `interval`."""
    if interval is None:
        return None
    never_less = interval.low is not None and interval.low >= 0
    never_more = interval.high is not None and interval.high <= 0
    # No yuan are an amount, and no number.
    return Interval(interval.low * 0 if never_less else None, interval.high * 0 if never_more else None)


def decide(operator: str, left: Interval | None, right: Interval | None) -> bool | None:
    """What `left operator right` comes to whatever the values are; None when they can decide it either way."""
    if left is None or right is None:
        return None
    match operator:
        case "==":
            return _equal(left, right)
        case "!=":
            equal = _equal(left, right)
            return None if equal is None else not equal
        case "<":
            return _less(left, right)
        case ">":
            return _less(right, left)
        case "<=":
            more = _less(right, left)
        case ">=":
            more = _less(left, right)
        case _:
            raise ValueError(f"no comparison: {operator}")
    return None if more is None else not more


def write_interval(interval: Interval, language: Language = "en", write: Callable[[Value], str] = write_value) -> str:
    """An interval in words: `66 to 67`, `2500.00 or more`, `12 or less`, one value, or `any value`."""
    dates = any(isinstance(end, datetime.date) for end in interval)
    low, high = (None if end is None else write(end) for end in interval)
    if low is None and high is None:
        return _ANY.in_(language)
    if low is None:
        return (_OR_EARLIER if dates else _OR_LESS).in_(language).format(end=high)
    if high is None:
        return (_OR_LATER if dates else _OR_MORE).in_(language).format(end=low)
    return low if low == high else _FROM_TO.in_(language).format(low=low, high=high)


def _plus(left: Any, right: Any) -> Any:
    return None if left is None or right is None else left + right


def _less(left: Interval, right: Interval) -> bool | None:
    if left.high is not None and right.low is not None and left.high < right.low:
        return True
    if left.low is not None and right.high is not None and left.low >= right.high:
        return False
    return None


def _equal(left: Interval, right: Interval) -> bool | None:
    if within(left, right) is None:
        return False
    return True if left.is_point and left == right else None
