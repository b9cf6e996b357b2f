"""The arithmetic of bounds, end by end: each interval here can be worked out by hand."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from clausewise.language.bounds import (
    OPEN,
    Interval,
    add,
    add_up,
    counted,
    decide,
    divide,
    exactly,
    greater,
    lesser,
    multiply,
    subtract,
    sum_over_any_number,
    within,
    write_interval,
)

TO_THREE = Interval(0, 3)
FROM_TEN = Interval(10, None)
TO_MINUS_ONE = Interval(None, -1)


def test_ends_are_added_and_an_open_end_stays_open() -> None:
    assert add(TO_THREE, Interval(10, 20)) == (10, 23)
    assert add(TO_THREE, FROM_TEN) == (10, None)
    assert add(FROM_TEN, TO_MINUS_ONE) == OPEN
    assert add(TO_THREE, None) is None


def test_ends_are_subtracted_crosswise() -> None:
    assert subtract(Interval(10, 20), TO_THREE) == (7, 20)
    assert subtract(exactly(5), FROM_TEN) == (None, -5)
    assert subtract(FROM_TEN, TO_MINUS_ONE) == (11, None)
    assert subtract(None, TO_THREE) is None


def test_a_known_number_multiplies_both_ends_and_turns_them_when_it_is_negative() -> None:
    assert multiply(TO_THREE, 2) == (0, 6)
    assert multiply(FROM_TEN, -2) == (None, -20)
    assert multiply(FROM_TEN, Fraction(1, 2)) == (5, None)
    assert multiply(OPEN, 0) == (0, 0)
    assert multiply(None, 0) is None


def test_a_known_number_divides_both_ends_and_nothing_is_divided_by_0() -> None:
    assert divide(TO_THREE, 2) == (0, Fraction(3, 2))
    assert divide(FROM_TEN, -4) == (None, Fraction(-5, 2))
    assert divide(TO_THREE, 0) is None


def test_the_lesser_of_two_has_no_low_end_when_either_has_none_and_the_greater_no_high_end() -> None:
    assert lesser(TO_THREE, FROM_TEN) == (0, 3)
    assert lesser(TO_MINUS_ONE, TO_THREE) == (None, -1)
    assert lesser(FROM_TEN, Interval(12, None)) == (10, None)
    assert greater(TO_THREE, FROM_TEN) == (10, None)
    assert greater(TO_MINUS_ONE, TO_THREE) == (0, 3)
    assert greater(TO_MINUS_ONE, Interval(None, -5)) == (None, -1)
    assert lesser(TO_THREE, None) is greater(None, TO_THREE) is None


def test_between_two_days_least_time_passes_from_the_last_to_the_first() -> None:
    def days(start: date, end: date) -> int:
        return (end - start).days

    june = Interval(date(2020, 6, 1), date(2020, 6, 30))
    assert counted(days, june, exactly(date(2020, 7, 1))) == (1, 30)
    assert counted(days, exactly(date(2020, 6, 1)), june) == (0, 29)
    assert counted(days, Interval(None, date(2020, 6, 30)), exactly(date(2020, 7, 1))) == (1, None)
    assert counted(days, None, june) is None


def test_a_sum_over_members_adds_the_ends_of_each() -> None:
    assert add_up([]) == (0, 0)
    assert add_up([TO_THREE, exactly(5), TO_THREE]) == (5, 11)
    assert add_up([TO_THREE, FROM_TEN]) == (10, None)
    assert add_up([TO_THREE, None]) is None


def test_a_sum_over_nobody_knows_how_many_is_at_least_0_only_of_what_is_never_negative() -> None:
    assert sum_over_any_number(FROM_TEN) == (0, None)
    assert sum_over_any_number(TO_MINUS_ONE) == (None, 0)
    assert sum_over_any_number(Interval(-1, 3)) == OPEN
    assert sum_over_any_number(exactly(0)) == (0, 0)
    assert sum_over_any_number(None) is None


def test_what_lies_in_two_intervals() -> None:
    assert within(TO_THREE, Interval(3, None)) == (3, 3)
    assert within(TO_THREE, OPEN) == (0, 3)
    assert within(TO_THREE, FROM_TEN) is None


@pytest.mark.parametrize(
    ("left", "operator", "right", "expected"),
    [
        (TO_THREE, "<", exactly(4), True),
        (TO_THREE, "<", exactly(3), None),
        (TO_THREE, "<", exactly(0), False),
        (TO_THREE, "<=", exactly(3), True),
        (TO_THREE, "<=", exactly(0), None),
        (TO_THREE, "<=", exactly(-1), False),
        (TO_THREE, ">", exactly(-1), True),
        (TO_THREE, ">", exactly(3), False),
        (TO_THREE, ">=", exactly(0), True),
        (TO_THREE, ">=", exactly(3), None),
        (TO_THREE, ">=", FROM_TEN, False),
        (FROM_TEN, ">", TO_THREE, True),
        (FROM_TEN, "<", exactly(1000), None),
        (OPEN, "<", exactly(1), None),
        (TO_THREE, "==", FROM_TEN, False),
        (TO_THREE, "!=", FROM_TEN, True),
        (TO_THREE, "==", exactly(3), None),
        (TO_THREE, "!=", exactly(3), None),
        (exactly(3), "==", exactly(3), True),
        (exactly(3), "!=", exactly(3), False),
        (None, "==", exactly(3), None),
        (exactly(3), "<", None, None),
    ],
)
def test_a_comparison_is_decided_when_both_ends_decide_it_alike(
    left: Interval | None, operator: str, right: Interval | None, expected: bool | None
) -> None:
    assert decide(operator, left, right) is expected


@pytest.mark.parametrize(
    ("interval", "words"),
    [
        (Interval(Fraction(2500), None), "2500.00 or more"),
        (Interval(None, 12), "12 or less"),
        (Interval(66, 67), "66 to 67"),
        (exactly(date(2020, 12, 7)), "2020-12-07"),
        (OPEN, "any value"),
    ],
)
def test_bounds_are_told_in_words(interval: Interval, words: str) -> None:
    assert write_interval(interval) == words
