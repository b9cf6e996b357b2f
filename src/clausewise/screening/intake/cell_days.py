"""Days as columns hold them (see `rules.dates`), from numbers such as 20040301 and from a year, a month and a day."""

from __future__ import annotations

import narwhals as nw

from clausewise.screening.rules.dates import MONTH


def day_of_number(number: nw.Expr) -> nw.Expr:
    """The day of a number such as 20040301."""
    month = number // 100
    return day_of_parts(month // 100, month % 100, number % 100)


def day_of_parts(year: nw.Expr, month: nw.Expr, day: nw.Expr) -> nw.Expr:
    """The number of a day, null when the calendar has none such."""
    leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    there = (
        (day <= 28)
        | ((day <= 30) & (month != 2))
        | ((day == 31) & month.is_in([1, 3, 5, 7, 8, 10, 12]))
        | ((day == 29) & leap)
    )
    there = there & (day >= 1) & (month >= 1) & (month <= 12) & (year >= 1)
    return nw.when(there).then((year * 12 + month - 1) * MONTH + day).cast(nw.Int32)
