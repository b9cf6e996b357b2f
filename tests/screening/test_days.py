"""Days as numbers: what the language does with days comes to what the calendar says."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from clausewise.language.periods import add_months, completed_months, completed_years
from clausewise.screening.rules.dates import EARLIEST, LATEST, Days, day_number, day_of
from clausewise.screening.rules.graph import Graph, Level
from screening.stepping import value_of

LEAP = datetime.date(2004, 2, 29)
DAYS = st.dates(datetime.date(1, 1, 1), datetime.date(9999, 12, 31))


def of_two(operation: Callable[[Days, int, int], int], first: int, second: int, *, second_is_day: bool) -> int | None:
    """An operation on two columns, and that the same of constants is settled beforehand to the same."""
    graph = Graph()
    a = graph.column("a", Level.MEMBER, EARLIEST, LATEST, nullable=True)
    low, high = (EARLIEST, LATEST) if second_is_day else (-(10**6), 10**6)
    b = graph.column("b", Level.MEMBER, low, high, nullable=True)
    value: int | None = value_of(graph, operation(Days(graph), a, b), {"a": first, "b": second})
    constant = operation(Days(graph), graph.constant(first), graph.constant(second))
    assert value_of(graph, constant, {}) == value
    return value


def test_numbers_of_days_keep_their_order_and_tell_the_day() -> None:
    days = [datetime.date(1, 1, 1), datetime.date(2003, 12, 31), datetime.date(2004, 1, 1), LEAP]
    numbers = [day_number(day) for day in days]
    assert numbers == sorted(numbers)
    assert [day_of(number) for number in numbers] == days


@given(DAYS, DAYS)
@example(LEAP, datetime.date(2022, 2, 28))
@example(LEAP, datetime.date(2022, 2, 27))
@example(datetime.date(2020, 1, 31), datetime.date(2020, 2, 29))
@example(datetime.date(2020, 3, 1), datetime.date(2020, 2, 29))
def test_years_months_and_days_between_two_days(start: datetime.date, end: datetime.date) -> None:
    a, b = day_number(start), day_number(end)
    assert of_two(Days.years_between, a, b, second_is_day=True) == completed_years(start, end)
    assert of_two(Days.months_between, a, b, second_is_day=True) == completed_months(start, end)
    assert of_two(Days.days_between, a, b, second_is_day=True) == (end - start).days


@given(DAYS, st.integers(-2000, 2000) | st.integers(-130_000, 130_000))
@example(datetime.date(2020, 1, 31), 1)
@example(LEAP, 12)
def test_months_later(day: datetime.date, months: int) -> None:
    reached = add_months(day, months)
    found = of_two(Days.add_months, day_number(day), months, second_is_day=False)
    assert found == (None if reached is None else day_number(reached))


@given(DAYS, st.integers(-2000, 2000) | st.integers(-900_000, 900_000))
@example(datetime.date(2000, 2, 28), 1)
@example(datetime.date(1900, 2, 28), 1)
@example(datetime.date(9999, 12, 31), 1)
@example(datetime.date(1, 1, 1), -1)
@example(datetime.date(2000, 12, 31), 366)
@example(datetime.date(220, 11, 1), 3772)
def test_days_later(day: datetime.date, days: int) -> None:
    try:
        reached = day_number(day + datetime.timedelta(days=days))
    except OverflowError:
        reached = None
    assert of_two(Days.add_days, day_number(day), days, second_is_day=False) == reached


@pytest.mark.parametrize("operation", [Days.years_between, Days.add_months])
def test_what_is_not_known_leads_to_nothing_known(operation: Callable[[Days, int, int], int]) -> None:
    graph = Graph()
    day = graph.column("a", Level.MEMBER, EARLIEST, LATEST, nullable=True)
    step = operation(Days(graph), day, graph.constant(day_number(LEAP) if operation is Days.years_between else 12))
    assert value_of(graph, step, {"a": None}) is None
