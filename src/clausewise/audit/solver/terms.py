"""Values and truths as Z3 terms: each beside the term that says whether it is known.

Money is in yuan, exact (a real); a date is a year, a month and a day. Ages and periods count completed units, as
article 202 of the Civil Code counts them. Nothing here knows a fact or a rule.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from fractions import Fraction
from functools import lru_cache
from typing import Any

import z3

from clausewise.audit.solver.numbers import ANY, Formula, Number, Range, choose_number, compare_numbers
from clausewise.classes import dataclass

YES, NO = z3.BoolVal(True), z3.BoolVal(False)
_LONG_MONTHS, _SHORT_MONTHS = (1, 3, 5, 7, 8, 10, 12), (4, 6, 9, 11)
_DAYS_BEFORE = (0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)
# What is computed of a date is asked for in nearly every question, and takes long to put as a term: it is kept.
_kept_of_dates = lru_cache(maxsize=10_000)


def both(formulas: Iterable[Formula]) -> Formula:
    """The conjunction, without the parts that say nothing."""
    parts = []
    for one in formulas:
        if one is NO:
            return NO
        if one is not YES:
            parts.append(one)
    return YES if not parts else parts[0] if len(parts) == 1 else _joined(z3.Z3_mk_and, parts)


def either(formulas: Iterable[Formula]) -> Formula:
    """The disjunction, without the parts that say nothing."""
    parts = []
    for one in formulas:
        if one is YES:
            return YES
        if one is not NO:
            parts.append(one)
    return NO if not parts else parts[0] if len(parts) == 1 else _joined(z3.Z3_mk_or, parts)


def _joined(make: Callable[..., Any], parts: list[Formula]) -> Formula:
    """And or Or of formulas; Z3's own way to say so takes several times as long."""
    context = parts[0].ctx
    return z3.BoolRef(make(context.ref(), len(parts), (z3.Ast * len(parts))(*(one.ast for one in parts))), context)


def opposite(formula: Formula) -> Formula:
    """The negation."""
    if formula is YES or formula is NO:
        return NO if formula is YES else YES
    # Z3's own way to say so takes several times as long, here and in what follows.
    context = formula.ctx
    return z3.BoolRef(z3.Z3_mk_not(context.ref(), formula.ast), context)


def implies(condition: Formula, formula: Formula) -> Formula:
    """That a formula holds where a condition does."""
    context = condition.ctx
    return z3.BoolRef(z3.Z3_mk_implies(context.ref(), condition.ast, formula.ast), context)


@dataclass(frozen=True, slots=True)
class Truth:
    """What a condition comes to: `proved` when it is surely true, `refuted` when surely false, else neither."""

    proved: Formula
    refuted: Formula

    def code_is(self, code: int) -> Formula:
        """That it is false (0), unknown (1) or true (2)."""
        return (self.refuted, both([opposite(self.proved), opposite(self.refuted)]), self.proved)[code]

    def negated(self) -> Truth:
        return Truth(self.refuted, self.proved)

    def at_most_unknown(self) -> Truth:
        """The same, but never proved."""
        return Truth(NO, self.refuted)


def read_either_way(first: Truth, second: Truth, says: Truth) -> Truth:
    """A contested point, as `in_connectives` spells it out."""
    ways = ((first, second), (first, says), (second, says.negated()))
    return Truth(
        either(both(one.proved for one in way) for way in ways),
        both(either(one.refuted for one in way) for way in ways),
    )


@dataclass(frozen=True, slots=True)
class Day:
    """A date as three whole numbers."""

    year: Number
    month: Number
    day: Number

    @property
    def key(self) -> Number:
        """A number that orders dates as the calendar does."""
        return self.year * 10000 + self.month * 100 + self.day


@dataclass(frozen=True, slots=True)
class Term:
    """A value that may be unknown: what it is when `known` holds. A number, a `Ratio`, a truth value or a `Day`.

    `range` says how far a number can reach at all.
    """

    known: Formula
    value: Any
    range: Range = ANY


def constant(value: Any, name_of: Callable[[str], int]) -> Term:
    """A known value; names of choices are numbered by `name_of`."""
    match value:
        case bool():
            return Term(YES, YES if value else NO)
        case datetime.date():
            return Term(YES, Day(whole(value.year), whole(value.month), whole(value.day)))
        case Fraction():
            return Term(YES, z3.RealVal(value), (value, value))
        case str():
            return Term(YES, whole(name_of(value)))
    return Term(YES, whole(value), (Fraction(value), Fraction(value)))


@lru_cache(maxsize=10_000)
def whole(value: int) -> Number:
    """A whole number as a term."""
    return z3.IntVal(value)


def choose(condition: Formula, first: Any, second: Any) -> Any:
    """`first` where the condition holds, else `second`."""
    if isinstance(first, Day):
        return Day(*(choose_number(condition, a, b) for a, b in _parts(first, second)))
    return choose_number(condition, first, second)


def same(first: Any, second: Any) -> Formula:
    """That two values are equal."""
    if isinstance(first, Day):
        return both(compare_numbers("==", a, b) for a, b in _parts(first, second))
    if isinstance(first, z3.BoolRef):
        context = first.ctx
        return z3.BoolRef(z3.Z3_mk_eq(context.ref(), first.ast, second.ast), context)
    return compare_numbers("==", first, second)


def _parts(first: Day, second: Day) -> list[tuple[Number, Number]]:
    return [(first.year, second.year), (first.month, second.month), (first.day, second.day)]


def compare(symbol: str, first: Any, second: Any) -> Formula:
    """One of == != < <= > >= between two values of a kind."""
    if symbol in ("==", "!="):
        equal = same(first, second)
        return equal if symbol == "==" else opposite(equal)
    left, right = (one.key if isinstance(one, Day) else one for one in (first, second))
    return compare_numbers(symbol, left, right)


@_kept_of_dates
def is_leap(year: Number) -> Formula:
    """That a year has a 29th of February."""
    return z3.And(year % 4 == 0, z3.Or(year % 100 != 0, year % 400 == 0))


@_kept_of_dates
def month_length(year: Number, month: Number) -> Number:
    """The number of days of a month."""
    short = z3.Or([month == one for one in _SHORT_MONTHS])
    return z3.If(
        month == 2, z3.If(is_leap(year), z3.IntVal(29), z3.IntVal(28)), z3.If(short, z3.IntVal(30), z3.IntVal(31))
    )


@_kept_of_dates
def is_day(day: Day) -> Formula:
    """That three numbers are a day of the calendar, from year 1 to 9999."""
    return z3.And(
        day.year >= 1, day.year <= 9999, day.month >= 1, day.month <= 12,
        day.day >= 1, day.day <= month_length(day.year, day.month),
    )  # fmt: skip


def is_day_before(first: Day, second: Day) -> Formula:
    """That the second day is the one after the first."""
    last_of_month = z3.And(first.day == month_length(first.year, first.month), second.day == 1)
    same_year = second.year == first.year
    return z3.Or(
        z3.And(same_year, second.month == first.month, second.day == first.day + 1),
        z3.And(last_of_month, same_year, second.month == first.month + 1),
        z3.And(last_of_month, first.month == 12, second.month == 1, second.year == first.year + 1),
    )


@_kept_of_dates
def ordinal(day: Day) -> Number:
    """The number of the day, the first of January of year 1 being 1, as `datetime.date.toordinal` counts."""
    before = day.year - 1
    leap_days = before / 4 - before / 100 + before / 400
    month_start: Number = z3.IntVal(0)
    for month in range(12, 1, -1):
        month_start = z3.If(day.month == month, z3.IntVal(_DAYS_BEFORE[month - 1]), month_start)
    after_february = z3.If(z3.And(day.month > 2, is_leap(day.year)), z3.IntVal(1), z3.IntVal(0))
    return 365 * before + leap_days + month_start + after_february + day.day


@_kept_of_dates
def completed_months(start: Day, end: Day) -> Number:
    """Completed months from start to end, rounded down; negative when end lies before start."""
    months = (end.year - start.year) * 12 + end.month - start.month
    length = month_length(end.year, end.month)
    reached = z3.If(start.day < length, start.day, length)
    return z3.If(reached <= end.day, months, months - 1)


@_kept_of_dates
def completed_years(start: Day, end: Day) -> Number:
    """Completed years from start to end (周岁), rounded down; negative when end lies before start.

    Twelfths of completed months, put so that nothing is divided.
    """
    length = month_length(end.year, end.month)
    reached = z3.If(start.day < length, start.day, length)
    earlier = z3.Or(end.month < start.month, z3.And(end.month == start.month, reached > end.day))
    return end.year - start.year - z3.If(earlier, z3.IntVal(1), z3.IntVal(0))


def add_months(day: Day, months: Number) -> Term:
    """The same day `months` later, or that month's last day; unknown beyond the calendar."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index / 12, index % 12 + 1
    length = month_length(year, month)
    later = Day(year, month, z3.If(day.day < length, day.day, length))
    return Term(z3.And(year >= 1, year <= 9999), later)
