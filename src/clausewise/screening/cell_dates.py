"""Days as numbers (see `dates`), from dates, text, numbers such as 20040301, and 18-digit identity numbers."""

from __future__ import annotations

import datetime

import narwhals as nw
from narwhals.dtypes import NumericType

from clausewise.language.facts import Fact
from clausewise.screening.cell_kinds import Checks, Raw, RawKind, is_true
from clausewise.screening.dates import MONTH, day_number
from clausewise.screening.problems import Problem

_ID_NUMBER = r"^[0-9]{17}[0-9Xx]$"
_WRITTEN = (
    r"^[0-9]{4}([0-9]{4}|-[0-9]{1,2}-[0-9]{1,2}|/[0-9]{1,2}/[0-9]{1,2}|\.[0-9]{1,2}\.[0-9]{1,2}"
    r"|年[0-9]{1,2}月[0-9]{1,2}日)$"
)
# A year has four digits: 200403 is no day of the year 20.
_FIRST, _LAST = 1000_01_01, 9999_12_31


def date_cell(fact: Fact, raw: Raw, choices: type[NumericType]) -> tuple[nw.Expr, Checks] | None:
    """The value and problems of cells; None when such a column cannot hold the fact."""
    given = ~raw.given.is_null()
    if raw.column.from_id_number:
        if raw.kind not in (RawKind.TEXT, RawKind.INTEGER):
            return None
        numbers = raw.given.cast(nw.String) if raw.kind is RawKind.INTEGER else raw.given
        day = _of_number(nw.when(numbers.str.contains(_ID_NUMBER)).then(numbers).str.slice(6, 8).cast(nw.Int32))
    elif raw.kind is RawKind.TEXT:
        day = _of_text(nw.when(raw.given.str.contains(_WRITTEN)).then(raw.given))
    elif raw.kind in (RawKind.DATE, RawKind.DATETIME):
        day = _of_day(raw)
    elif raw.kind in (RawKind.INTEGER, RawKind.FLOAT):
        numbers = raw.given
        inside = (numbers >= _FIRST) & (numbers <= _LAST)
        if raw.kind is RawKind.FLOAT:
            inside = inside & (numbers.round(0) == numbers)
        day = _of_number(nw.when(inside).then(numbers).cast(nw.Int32))
    else:
        return None
    not_a_date = (Problem.NOT_A_DATE, given & day.is_null())
    outside = _outside(fact, day)
    if outside is None:
        return day, (not_a_date,)
    return nw.when(~outside).then(day), (not_a_date, (Problem.BEYOND, is_true(outside)))


def _outside(fact: Fact, day: nw.Expr) -> nw.Expr | None:
    """Whether a day is before the fact's first or after its last; None when it has neither."""
    low = day_number(fact.minimum) if isinstance(fact.minimum, datetime.date) else None
    high = day_number(fact.maximum) if isinstance(fact.maximum, datetime.date) else None
    if low is None:
        return None if high is None else day > high
    return day < low if high is None else (day < low) | (day > high)


def _of_day(raw: Raw) -> nw.Expr:
    """The number of days; of moments only midnight is a day, as databases write dates that they keep as moments."""
    cells = raw.cells
    year = cells.dt.year().cast(nw.Int32)
    number = (year * 12 + cells.dt.month().cast(nw.Int32) - 1) * MONTH + cells.dt.day().cast(nw.Int32)
    is_day = (year >= 1) & (year <= 9999)
    if raw.kind is RawKind.DATETIME:
        is_day = is_day & (cells.dt.truncate("1d") == cells)
    return nw.when(is_day).then(number).cast(nw.Int32)


def _of_number(number: nw.Expr) -> nw.Expr:
    """The day of a number such as 20040301."""
    month = number // 100
    return _day(month // 100, month % 100, number % 100)


def _of_text(text: nw.Expr) -> nw.Expr:
    """The day of well-formed text: eight digits, or a year of four and two shorter numbers, each after a sign."""
    together = text.str.slice(4, 4).str.contains("^[0-9]{4}$")
    # A month's second digit, or the sign behind it.
    longer = text.str.slice(6, 1).str.contains("^[0-9]$")
    month = nw.when(together).then(text.str.slice(4, 2)).otherwise(
        nw.when(longer).then(text.str.slice(5, 2)).otherwise(text.str.slice(5, 1))
    )  # fmt: skip
    day = nw.when(together).then(text.str.slice(6, 2)).otherwise(
        nw.when(longer).then(text.str.slice(8, 2)).otherwise(text.str.slice(7, 2)).str.strip_chars("日")
    )  # fmt: skip
    return _day(text.str.slice(0, 4).cast(nw.Int32), month.cast(nw.Int32), day.cast(nw.Int32))


def _day(year: nw.Expr, month: nw.Expr, day: nw.Expr) -> nw.Expr:
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
