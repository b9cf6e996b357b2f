"""What written values mean, and what known values come to: amounts to the fen, days and whole periods."""

from __future__ import annotations

import calendar
import datetime
import functools
import math
import operator
import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from clausewise.plain.refusing import Refused

_WHOLE = re.compile(r"[-+]?[0-9]{1,40}\Z", re.ASCII)
_AMOUNT = re.compile(r"[-+]?[0-9]{1,40}(\.[0-9]{1,40})?\Z", re.ASCII)
_DAY = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})\Z", re.ASCII)
_TRUTHS = {"true": True, "True": True, "false": False, "False": False}


def meant(kind: str, written: Any, of: str) -> Any:
    """What a word of YAML means as a value of that type. `of` says whose value it is. Raises: Refused."""
    value: Any = None
    if not isinstance(written, str):
        value = None
    elif kind == "boolean":
        value = _TRUTHS.get(written)
    elif kind == "integer":
        value = int(written) if _WHOLE.match(written) else None
    elif kind == "money":
        value = Fraction(written) if _AMOUNT.match(written) else None
    elif kind == "date":
        value = day_of(written)
    elif kind == "choice":
        value = written
    if value is None:
        raise Refused(f"{of} is written {written}, which is no {kind}")
    return value


def day_of(written: str) -> datetime.date | None:
    """A day written 2020-12-07; None when that is no day of the calendar."""
    found = _DAY.match(written)
    try:
        return datetime.date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def agree(kind: str, given: Any, derived: Any) -> bool:
    """Whether two values of a fact are the same; amounts are, when they round (half up) to the same fen."""
    return bool(fen(given) == fen(derived) if kind == "money" else given == derived)


def fen(amount: Any) -> int | None:
    """So many fen, rounded half up; None for an open end."""
    return None if amount is None else math.floor(Fraction(amount) * 100 + Fraction(1, 2))


def come_to(function: str, first: Any, second: Any) -> Any:
    """What two values come to: a number, an amount, a day, or a truth; None where there is no such value.

    Raises: Refused when they are not of a kind.
    """
    if first is None or second is None:
        return None
    try:
        return _FUNCTIONS[function](first, second)
    except TypeError:
        raise Refused(f"{function} is not said of {first} and {second}") from None


def divide(left: Any, right: Any) -> Fraction | None:
    """The exact quotient; None by zero."""
    return None if right == 0 else Fraction(left) / Fraction(right)


def add_days(day: datetime.date, number: int) -> datetime.date | None:
    """So many days later; None beyond the calendar."""
    found = day.toordinal() + number
    return datetime.date.fromordinal(found) if 1 <= found <= datetime.date.max.toordinal() else None


def add_months(day: datetime.date, number: int) -> datetime.date | None:
    """The same day so many months later, or that month's last day; None beyond the calendar."""
    year, month = divmod(day.year * 12 + day.month - 1 + number, 12)
    if not datetime.MINYEAR <= year <= datetime.MAXYEAR:
        return None
    return datetime.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


@functools.lru_cache(maxsize=4096)
def completed(start: datetime.date, end: datetime.date, months: int) -> int:
    """How many whole periods of so many months lie between two days, counted one by one; negative when end is first."""
    # So many have passed by the calendar's years and months alone, give or take one.
    number = ((end.year - start.year) * 12 + end.month - start.month) // months - 1
    while (later := add_months(start, (number + 1) * months)) is not None and later <= end:
        number += 1
    while (earlier := add_months(start, number * months)) is not None and earlier > end:
        number -= 1
    return number


_FUNCTIONS: Mapping[str, Callable[[Any, Any], Any]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": divide,
    "years": lambda start, end: completed(start, end, 12),
    "months": lambda start, end: completed(start, end, 1),
    "days": lambda start, end: (end - start).days,
    "add_months": add_months,
    "add_days": add_days,
    "min": min,
    "max": max,
}
