"""Days as numbers (see `rules.dates`), from dates, text, numbers such as 20040301, and 18-digit identity numbers."""

from __future__ import annotations

import contextlib
import datetime

import narwhals as nw
from narwhals.dtypes import NumericType

from clausewise.language.facts import Fact
from clausewise.screening.intake.cell_days import day_of_number, day_of_parts
from clausewise.screening.intake.cell_kinds import Checks, Raw, RawKind, is_true
from clausewise.screening.intake.cell_moments import OF_A_ZONE, day_of_moment
from clausewise.screening.intake.identity import born_column
from clausewise.screening.intake.problems import Problem
from clausewise.screening.rules.dates import MONTH, day_number

# Midnight behind a day, and nothing behind a number of eight digits, are left by programs that keep days as moments or
# as numbers with decimals.
_WRITTEN = (
    r"^[0-9]{4}([0-9]{4}(\.0{1,2})?|-[0-9]{1,2}-[0-9]{1,2}|/[0-9]{1,2}/[0-9]{1,2}|\.[0-9]{1,2}\.[0-9]{1,2}"
    r"|年[0-9]{1,2}月[0-9]{1,2}日)([ T]0{1,2}:00(:00(\.0{1,9})?)?)?$"
)
# A year has four digits: 200403 is no day of the year 20.
_FIRST, _LAST = 1000_01_01, 9999_12_31


def date_cell(fact: Fact, raw: Raw, choices: type[NumericType]) -> tuple[nw.Expr, Checks] | None:
    """The value and problems of cells; None when such a column cannot hold the fact."""
    given = raw.given
    if raw.column.from_id_number:
        if raw.kind not in (RawKind.TEXT, RawKind.INTEGER):
            return None
        day = nw.col(born_column(raw.name))
    elif raw.kind is RawKind.TEXT:
        (given,) = raw.hold(given=given)
        (day,) = raw.hold(day=_of_text(raw, *raw.hold(text=nw.when(given.str.contains(_WRITTEN)).then(given))))
        if raw.column.zone is not None:
            day = nw.coalesce(day, day_of_moment(raw, raw.column.zone))
    elif raw.kind in (RawKind.DATE, RawKind.DATETIME):
        day = _of_day(raw)
    elif raw.kind in (RawKind.INTEGER, RawKind.FLOAT):
        numbers = given
        inside = (numbers >= _FIRST) & (numbers <= _LAST)
        if raw.kind is RawKind.FLOAT:
            inside = inside & (numbers.round(0) == numbers)
        day = day_of_number(nw.when(inside).then(numbers).cast(nw.Int32))
    else:
        return None
    strange: Checks = ((Problem.NOT_A_DATE, ~given.is_null() & day.is_null()),)
    if raw.kind is RawKind.TEXT and raw.column.zone is None and not raw.column.from_id_number:
        of_a_zone = is_true(nw.when(day.is_null()).then(given).str.contains(OF_A_ZONE))
        strange = ((Problem.NOT_A_DATE, strange[0][1] & ~of_a_zone), (Problem.NO_TIME_ZONE, of_a_zone))
    placeholders = _placeholders(raw)
    if placeholders:
        day = nw.when(~day.is_in(placeholders)).then(day)
    outside = _outside(fact, day)
    if outside is None:
        return day, strange
    return nw.when(~outside).then(day), (*strange, (Problem.BEYOND, is_true(outside)))


def _placeholders(raw: Raw) -> list[int]:
    """The days that the mapping says are not known, however a cell writes them."""
    found = []
    for word in raw.not_known:
        with contextlib.suppress(ValueError):
            found.append(day_number(datetime.date.fromisoformat(word)))
    return found


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


def _of_text(raw: Raw, text: nw.Expr) -> nw.Expr:
    """The day of well-formed text: eight digits, or a year of four and two shorter numbers, each after a sign."""
    together = text.str.slice(4, 4).str.contains("^[0-9]{4}$")
    # A month's second digit, or the sign behind it.
    longer = text.str.slice(6, 1).str.contains("^[0-9]$")
    month = nw.when(together).then(text.str.slice(4, 2)).otherwise(
        nw.when(longer).then(text.str.slice(5, 2)).otherwise(text.str.slice(5, 1))
    )  # fmt: skip
    day = nw.when(together).then(text.str.slice(6, 2)).otherwise(
        nw.when(longer).then(text.str.slice(8, 2)).otherwise(text.str.slice(7, 2)).str.strip_chars("日 T")
    )  # fmt: skip
    year = text.str.slice(0, 4)
    return day_of_parts(*raw.hold(**{k: v.cast(nw.Int32) for k, v in {"y": year, "m": month, "d": day}.items()}))
