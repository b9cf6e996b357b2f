"""Values as records have them."""

from __future__ import annotations

from fractions import Fraction

from clausewise.language.bounds import OPEN, Interval
from clausewise.language.facts import Value, write_value
from clausewise.records import base
from clausewise.records.proof import Bounds


def record_value(value: Value) -> base.Value:
    """Truth values and whole numbers as they are, money as yuan in a text, dates in ISO form."""
    return value if isinstance(value, bool | int) else write_value(value)


def known_value(value: Value | None) -> base.Value | None:
    """The same of what may not be known."""
    return None if value is None else record_value(value)


def yuan(amount: Fraction | None) -> str | None:
    """An amount in yuan, to the fen, rounded half up."""
    return None if amount is None else write_value(amount)


def exact(value: Value | None) -> str | None:
    """An amount as a fraction where the text of it is rounded to the fen."""
    return str(value) if isinstance(value, Fraction) and (value * 100).denominator != 1 else None


def record_bounds(interval: Interval | None) -> Bounds | None:
    """The ends of what an unknown can be; none where neither is known."""
    if interval is None or interval == OPEN:
        return None
    return Bounds(known_value(interval.low), known_value(interval.high))
