"""What known values come to in the plain interpreter: amounts to the fen, days and whole periods."""

from __future__ import annotations

import ast
import calendar
import datetime
import math
from fractions import Fraction
from typing import Any


def agree(kind: str, given: Any, derived: Any) -> bool:
    """Whether two values of a fact are the same; amounts are, when they round (half up) to the same fen."""
    return bool(fen(given) == fen(derived) if kind == "money" else given == derived)


def fen(amount: Any) -> int | None:
    """So many fen, rounded half up; None for an open end."""
    return None if amount is None else math.floor(Fraction(amount) * 100 + Fraction(1, 2))


def arithmetic(operator: type[ast.operator], left: Any, right: Any) -> Any:
    if left is None or right is None:
        return None
    if operator is ast.Add:
        return left + right
    if operator is ast.Sub:
        return left - right
    if operator is ast.Mult:
        return left * right
    return None if right == 0 else Fraction(left) / Fraction(right)


def call(function: str, first: Any, second: Any) -> Any:
    if first is None or second is None:
        return None
    match function:
        case "years":
            return completed(first, second, 12)
        case "months":
            return completed(first, second, 1)
        case "days":
            return (second - first).days
        case "add_months":
            return add_months(first, second)
        case "add_days":
            number = first.toordinal() + second
            return datetime.date.fromordinal(number) if 1 <= number <= datetime.date.max.toordinal() else None
        case "min":
            return min(first, second)
    return max(first, second)


def add_months(day: datetime.date, number: int) -> datetime.date | None:
    """The same day so many months later, or that month's last day; None beyond the calendar."""
    year, month = divmod(day.year * 12 + day.month - 1 + number, 12)
    if not datetime.MINYEAR <= year <= datetime.MAXYEAR:
        return None
    return datetime.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def completed(start: datetime.date, end: datetime.date, months: int) -> int:
    """How many whole periods of so many months lie between two days, counted one by one; negative when end is first."""
    number = 0
    while (later := add_months(start, (number + 1) * months)) is not None and later <= end:
        number += 1
    while (earlier := add_months(start, number * months)) is not None and earlier > end:
        number -= 1
    return number
