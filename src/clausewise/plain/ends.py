"""The ends between which unknown values lie: how they are added, multiplied and compared."""

from __future__ import annotations

import datetime
from typing import Any

from clausewise.plain.values import add_months, come_to

Ends = tuple[Any, Any]
"""The least and the most that something unknown can be, both reached; an end that is None is open. None in place of
both means that it may have no value at all."""


def days_of(written: str) -> tuple[datetime.date, datetime.date]:
    """The first and the last day of a month (`1950-06`) or a year (`1950`)."""
    year, _, month = written.partition("-")
    first = datetime.date(int(year), int(month or 1), 1)
    following = add_months(first, 1 if month else 12)
    return first, datetime.date.max if following is None else following - datetime.timedelta(days=1)


def between(ends: Ends, value: Any) -> bool:
    """Whether a value lies between two ends, or at one."""
    low, high = ends
    return (low is None or low <= value) and (high is None or value <= high)


def meet(first: Ends, second: Ends) -> Ends | None:
    """What lies between both pairs of ends; None when nothing does."""
    lows = [end for end in (first[0], second[0]) if end is not None]
    highs = [end for end in (first[1], second[1]) if end is not None]
    low, high = max(lows) if lows else None, min(highs) if highs else None
    return None if lows and highs and low > high else (low, high)  # type: ignore[operator]


def added(first: Ends | None, second: Ends | None) -> Ends | None:
    """The ends of a sum of two."""
    if first is None or second is None:
        return None
    low, high = (None if None in (one, other) else one + other for one, other in zip(first, second, strict=True))
    return low, high


def added_up(each: list[Ends | None]) -> Ends | None:
    """The ends of a sum of so many."""
    total: Ends | None = (0, 0)
    for ends in each:
        total = added(total, ends)
    return total


def times(ends: Ends | None, factor: Any) -> Ends | None:
    """The ends of something unknown times a known number."""
    if ends is None or factor == 0:
        return None if ends is None else (0, 0)
    first, second = (None if end is None else end * factor for end in ends)
    return (first, second) if factor > 0 else (second, first)


def passed(function: str, start: Ends | None, end: Ends | None) -> Ends | None:
    """The ends of `years`, `months` or `days` between two days of which each lies between ends of its own."""
    if start is None or end is None:
        return None
    return come_to(function, start[1], end[0]), come_to(function, start[0], end[1])


def of_the_two(function: str, first: Ends | None, second: Ends | None) -> Ends | None:
    """The ends of `min` or `max`: one open end leaves the one open, and only two leave the other open."""
    if first is None or second is None:
        return None
    pick = min if function == "min" else max
    lows, highs = ([end for end in side if end is not None] for side in zip(first, second, strict=True))
    needs_both = (lows, highs) if function == "min" else (highs, lows)
    both = pick(needs_both[0]) if len(needs_both[0]) == 2 else None
    either = pick(needs_both[1], default=None)
    return (both, either) if function == "min" else (either, both)


def whatever_they_are(operator: str, first: Ends, second: Ends) -> bool | None:
    """What a comparison comes to for all values between the ends; None when not for all the same."""
    (low, high), (other_low, other_high) = first, second
    surely_less = None not in (high, other_low) and high < other_low
    surely_more = None not in (low, other_high) and low > other_high
    never_less = None not in (low, other_high) and low >= other_high
    never_more = None not in (high, other_low) and high <= other_low
    same = never_less and never_more
    true, false = {
        "<": (surely_less, never_less),
        ">=": (never_less, surely_less),
        ">": (surely_more, never_more),
        "<=": (never_more, surely_more),
        "==": (same, surely_less or surely_more),
        "!=": (surely_less or surely_more, same),
    }[operator]
    return True if true else False if false else None
