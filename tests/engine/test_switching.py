"""Where conditions switch while one thing varies is found to the unit, with no more looks than it takes."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clausewise.engine.switching import Sight, switching_points


def sight(*gaps: Fraction | int) -> Sight:
    return Sight(tuple(int(gap > 0) * 2 for gap in gaps), tuple(map(Fraction, gaps)))


def test_a_limit_between_two_numbers_has_the_one_below_and_the_one_above() -> None:
    # A third of a sum against 241 / 3 yuan, in fen: 24100 lies on it, 24101 beyond.
    assert switching_points([0, 10**12], lambda fen: sight(Fraction(fen, 3) - Fraction(24100, 3))) == (
        24099,
        24100,
        24101,
    )


def test_both_ends_of_a_stretch_on_the_limit_are_found() -> None:
    # Completed years of 365 days: 16 of them are reached by the day 5840 and passed by 6205.
    assert switching_points([0, 80_000], lambda day: sight(day // 365 - 16)) == (5839, 5840, 6204, 6205)


def test_a_straight_line_is_met_in_a_few_looks_over_any_distance() -> None:
    looks: list[int] = []

    def see(number: int) -> Sight:
        looks.append(number)
        return sight(3 * number - 2_000_001)

    assert switching_points([0, 10**15], see) == (666_666, 666_667, 666_668)
    assert len(looks) < 20


def test_what_no_case_can_be_ends_the_search_there() -> None:
    assert switching_points([-(10**9), 0, 10**9], lambda number: None if number < -5 else sight(number + 3)) == (
        -6,
        -5,
        -4,
        -3,
        -2,
    )


@pytest.mark.parametrize("far", [10, 10**6])
@given(limits=st.lists(st.integers(-9, 9), min_size=1, max_size=3, unique=True))
def test_several_limits_are_each_found_with_the_numbers_beside_them(far: int, limits: list[int]) -> None:
    found = switching_points([-far, far], lambda number: sight(*(number - limit for limit in limits)))
    assert set(found) == {limit + step for limit in limits for step in (-1, 0, 1)}
