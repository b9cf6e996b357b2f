"""The values that matter for a fact: at and beside each limit that comparisons set on it, and the ends of its domain.

A limit reaches a fact through what is derived from it: `years(member.birth_date, case.as_of) >= 18` sets one on the
date of birth, counted back exactly. Where other facts stand beside it, what is constant there is taken as it is
written: the list is of values worth trying, and no proof that there are no others. Nothing here knows a case.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from typing import Any

from clausewise.language import bounds as b
from clausewise.language import expressions as e
from clausewise.language.conditions import Condition
from clausewise.language.facts import Fact, FactType, Value
from clausewise.language.model import Pack
from clausewise.language.periods import add_days, add_months, latest_start

Limit = int | Fraction | datetime.date

_FEN = Fraction(1, 100)
_MOST_UNITS = 4_000_000  # more days than the calendar has


def has_limit(expression: e.Expression) -> bool:
    """Whether it compares numbers, amounts or dates, which lie close to a limit or far from it."""
    return isinstance(expression, e.Comparison) and expression.left.kind not in (e.Kind.CHOICE, e.Kind.BOOLEAN)


def values_beside(fact: Fact, limits: Iterable[Limit]) -> tuple[Value, ...]:
    """Each limit, the values next to it and the ends of the domain, in order: those that the fact can have.

    A step is a day, a fen or one; a limit between two values has the one below and the one above it.
    """
    ends = [end for end in (fact.minimum, fact.maximum) if end is not None]
    return _in_order(fact, [*(value for limit in limits for value in _beside(fact, limit)), *ends])


class Limits:
    """The limits that the comparisons of a pack set on its facts on one day, worked out once."""

    def __init__(self, pack: Pack, as_of: datetime.date) -> None:
        self._pack = pack
        self._as_of = as_of
        self._values: dict[str, set[Value]] = {name: set() for name in pack.facts}
        for expression in pack.reads.expressions():
            if has_limit(expression):
                left, right = e.parts_of(expression)
                self._set(left, self._limits_in(right), beside=True)
                self._set(right, self._limits_in(left), beside=True)

    def values_that_matter(self, name: str) -> tuple[Value, ...]:
        """Every value of a truth or a choice; of a number, an amount or a date those that matter, in order."""
        fact = self._pack.facts[name]
        if fact.type is FactType.BOOLEAN:
            return (False, True)
        if fact.type is FactType.CHOICE:
            return tuple(fact.values or ())
        return _in_order(fact, (*self._values[name], *values_beside(fact, ())))

    # ------------------------------------------------------------ what is constant

    def _limits_in(self, expression: e.Expression) -> list[Limit]:
        """What one side sets as limits on the other: its value, or the constants in it where it reads facts."""
        whole = self._constant(expression)
        if whole is not None:
            return [whole]
        found = (self._constant(node) for node in e.walk(expression) if not e.parts_of(node))
        same = [one for one in found if one is not None]
        dates = expression.kind is e.Kind.DATE
        return [one for one in same if isinstance(one, datetime.date) is dates]

    def _constant(self, expression: e.Expression) -> Limit | None:
        """The value of an expression that reads no fact; None where there is none."""
        value: Limit | None = e.fold(expression, self._constant_of)
        return value

    def _constant_of(self, expression: e.Expression, parts: tuple[Any, ...]) -> Limit | None:
        match expression:
            case e.Constant(value=int() | Fraction() | datetime.date() as value):
                return value
            case e.ParameterRef(name=name):
                in_force = self._pack.parameters[name].on(self._as_of)
                return None if isinstance(in_force, str) else in_force
            case e.AsOf():
                return self._as_of
            case e.Arithmetic(operator=symbol) if None not in parts:
                solved: Limit | None = _apply(symbol, *parts)
                return solved
            case e.Call(function="min" | "max" as function) if None not in parts:
                chosen: Limit = (min if function == "min" else max)(parts)
                return chosen
        return None

    # ------------------------------------------------------------ down to the facts

    def _set(self, expression: e.Expression, limits: Iterable[Limit], *, beside: bool) -> None:
        """Set limits on the facts that an expression reads, so that it comes to them; and next to them, if `beside`."""
        wanted = list(dict.fromkeys(limits))
        match expression:
            case e.FactRef(name=name) | e.SumMembers(fact=name):
                self._set_on_fact(self._pack.facts[name], wanted, beside=beside)
            case e.Arithmetic(operator=symbol, left=left, right=right):
                below, above = self._constant(left), self._constant(right)
                self._set(left, _solved(wanted, _LEFT[symbol], above), beside=beside)
                self._set(right, _solved(wanted, _RIGHT[symbol], below), beside=beside)
            case e.Call(function="min" | "max", arguments=(left, right)):
                self._set(left, [*wanted, *self._limits_in(right)], beside=beside)
                self._set(right, [*wanted, *self._limits_in(left)], beside=beside)
            case e.Call(function="years" | "months" | "days" as unit, arguments=(left, right)):
                start, end = self._day(left), self._day(right)
                self._set(left, _turning(wanted, unit, end, _last_start), beside=False)
                self._set(right, _turning(wanted, unit, start, _last_end), beside=False)
            case e.Call(function="add_months" | "add_days" as function, arguments=(day, number)):
                count = self._constant(number)
                if isinstance(count, int):
                    self._set(day, _moved_back(wanted, function, count), beside=False)

    def _day(self, expression: e.Expression) -> datetime.date:
        """The day that a period is counted from or to; that of the check where facts say which."""
        day = self._constant(expression)
        return day if isinstance(day, datetime.date) else self._as_of

    def _set_on_fact(self, fact: Fact, limits: list[Limit], *, beside: bool) -> None:
        dates = fact.type is FactType.DATE
        own = [limit for limit in limits if isinstance(limit, datetime.date) is dates]
        for limit in own:
            self._values[fact.name] |= set(_beside(fact, limit)) if beside else {limit}
        if fact.derive is not None and not isinstance(fact.derive, Condition):
            self._set(fact.derive, own, beside=beside)


# ---------------------------------------------------------------- at and beside a limit


def _beside(fact: Fact, limit: Limit) -> Iterator[Value]:
    if isinstance(limit, datetime.date):
        yield from (day for shift in (-1, 0, 1) if (day := add_days(limit, shift)) is not None)
        return
    step = _FEN if fact.type is FactType.MONEY else 1
    below, above = math.floor(limit / step) * step, math.ceil(limit / step) * step
    yield from dict.fromkeys((below - step, below, above, above + step) if below == above else (below, above))


def _in_order(fact: Fact, values: Iterable[Value]) -> tuple[Value, ...]:
    ordered: list[Any] = sorted({value for value in values if _can_be(fact, value)})
    return tuple(Fraction(one) for one in ordered) if fact.type is FactType.MONEY else tuple(ordered)


def _can_be(fact: Fact, value: Any) -> bool:
    """Whether a fact can have a value: an amount without a minimum is below 0 only where it is derived."""
    domain = b.domain_of(fact) if fact.derive is None else b.Interval(fact.minimum, fact.maximum)
    return domain is None or domain.holds(value)


# ---------------------------------------------------------------- solved for one side


def _apply(symbol: str, left: Any, right: Any) -> Any:
    if symbol == "/":
        return None if right == 0 else Fraction(left) / Fraction(right)
    return {"+": lambda: left + right, "-": lambda: left - right, "*": lambda: left * right}[symbol]()


# What the left side (the right side) has to be for the whole to be a limit, the other side being constant.
_LEFT: dict[str, Callable[[Any, Any], Any]] = {
    "+": lambda limit, other: limit - other,
    "-": lambda limit, other: limit + other,
    "*": lambda limit, other: _apply("/", limit, other),
    "/": lambda limit, other: limit * other,
}
_RIGHT: dict[str, Callable[[Any, Any], Any]] = {
    "+": lambda limit, other: limit - other,
    "-": lambda limit, other: other - limit,
    "*": lambda limit, other: _apply("/", limit, other),
    "/": lambda limit, other: _apply("/", other, limit),
}


def _solved(limits: Iterable[Limit], solve: Callable[[Any, Any], Any], other: Limit | None) -> list[Limit]:
    """Limits on one side of an operation; where the other is not constant they are taken as they are."""
    solved = [limit if other is None else solve(limit, other) for limit in limits]
    return [one for one in solved if one is not None]


def _turning(
    limits: Iterable[Limit],
    unit: str,
    other: datetime.date,
    last: Callable[[str, datetime.date, int], datetime.date | None],
) -> Iterator[Limit]:
    """The days on both sides of where a period becomes a limit, and of where it becomes longer than that."""
    for limit in limits:
        if isinstance(limit, datetime.date) or not -_MOST_UNITS < limit < _MOST_UNITS:
            continue
        for number in (math.ceil(limit), math.floor(limit) + 1):
            day = last(unit, other, number)
            if day is not None:
                yield from (one for one in (day, add_days(day, 1)) if one is not None)


def _last_start(unit: str, end: datetime.date, number: int) -> datetime.date | None:
    """The last day from which so many units are completed by `end`."""
    if unit == "days":
        return add_days(end, -number)
    return latest_start(end, number * (12 if unit == "years" else 1))


def _last_end(unit: str, start: datetime.date, number: int) -> datetime.date | None:
    """The last day by which so many units, counted from `start`, are not completed yet."""
    reached = add_days(start, number) if unit == "days" else add_months(start, number * (12 if unit == "years" else 1))
    return None if reached is None else add_days(reached, -1)


def _moved_back(limits: Iterable[Limit], function: str, count: int) -> Iterator[Limit]:
    """The days on both sides of where one that is moved by so many months or days reaches a limit, and passes it."""
    for limit in limits:
        if not isinstance(limit, datetime.date):
            continue
        for reached in (add_days(limit, -1), limit):
            if reached is None:
                continue
            day = add_days(reached, -count) if function == "add_days" else latest_start(reached, count)
            if day is not None:
                yield from (one for one in (day, add_days(day, 1)) if one is not None)
