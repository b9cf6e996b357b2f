"""The tables of strong Kleene logic, entry by entry, and what quantifiers come to over members known and not known."""

from __future__ import annotations

from itertools import product

import pytest

from clausewise.errors import Place
from clausewise.language.conditions import Condition, Count, Every, If, Some
from clausewise.language.expressions import FactRef, Kind
from clausewise.language.kleene import FALSE, TRUE, UNKNOWN, all_of, any_of, counted, opposite, quantified

HERE = Place("01-urgent.yaml")
LEAF: Condition = If(FactRef("member.orphan", Kind.BOOLEAN), "member.orphan", None, HERE)
SOME, EVERY = Some(LEAF, None, HERE), Every(LEAF, None, HERE)


def test_all_is_false_as_soon_as_one_is_and_true_of_none() -> None:
    assert [all_of(pair) for pair in product((FALSE, UNKNOWN, TRUE), repeat=2)] == [0, 0, 0, 0, 1, 1, 0, 1, 2]
    assert all_of(()) == TRUE


def test_any_is_true_as_soon_as_one_is_and_false_of_none() -> None:
    assert [any_of(pair) for pair in product((FALSE, UNKNOWN, TRUE), repeat=2)] == [0, 1, 2, 1, 1, 2, 2, 2, 2]
    assert any_of(()) == FALSE


def test_the_opposite_of_unknown_is_unknown() -> None:
    assert [opposite(code) for code in (FALSE, UNKNOWN, TRUE)] == [TRUE, UNKNOWN, FALSE]


@pytest.mark.parametrize(
    ("codes", "some", "every"),
    [
        ((), FALSE, TRUE),
        ((0, 1), UNKNOWN, FALSE),
        ((1, 2), TRUE, UNKNOWN),
        ((2, 2), TRUE, TRUE),
        ((0, 0), FALSE, FALSE),
    ],
)
def test_some_and_every_over_known_members(codes: tuple[int, ...], some: int, every: int) -> None:
    assert quantified(SOME, codes, everybody=True) == some
    assert quantified(EVERY, codes, everybody=True) == every


@pytest.mark.parametrize(("code", "some", "every"), [(0, 0, 1), (1, 1, 1), (2, 1, 2)])
def test_of_members_nobody_knows_some_is_never_true_and_every_never_false(code: int, some: int, every: int) -> None:
    assert quantified(SOME, [code], everybody=False) == some
    assert quantified(EVERY, [code], everybody=False) == every


@pytest.mark.parametrize(
    ("codes", "low", "high", "code"),
    [
        ((2, 2, 1), 2, None, TRUE),
        ((2, 1, 0), 2, None, UNKNOWN),
        ((2, 0, 0), 2, None, FALSE),
        ((2, 2, 1), None, 2, UNKNOWN),
        ((2, 2, 2), 1, 2, FALSE),
        ((2, 1, 0), 1, 2, TRUE),
        ((), None, 0, TRUE),
    ],
)
def test_a_count_is_settled_by_those_who_surely_and_those_who_possibly_fulfil_it(
    codes: tuple[int, ...], low: int | None, high: int | None, code: int
) -> None:
    assert counted(codes, low, high) == code
    assert quantified(Count(LEAF, low, high, None, HERE), codes, everybody=True) == code


@pytest.mark.parametrize(
    ("code", "low", "high", "found"),
    [(0, 1, None, FALSE), (0, None, 2, TRUE), (1, 1, None, UNKNOWN), (2, 1, None, UNKNOWN), (2, None, 2, UNKNOWN)],
)
def test_of_unknown_members_there_may_be_any_number(code: int, low: int | None, high: int | None, found: int) -> None:
    assert counted([code], low, high, everybody=False) == found


@pytest.mark.parametrize(
    ("listed", "unnamed", "some", "every"),
    [
        ([2], 1, TRUE, UNKNOWN),
        ([0], 1, UNKNOWN, FALSE),
        ([0], 0, FALSE, FALSE),
        ([0], 2, UNKNOWN, FALSE),
        ([2], 2, TRUE, TRUE),
        ([2, 1], 0, TRUE, UNKNOWN),
    ],
)
def test_those_listed_settle_what_others_could_not_change(
    listed: list[int], unnamed: int, some: int, every: int
) -> None:
    assert quantified(SOME, [*listed, unnamed], everybody=False) == some
    assert quantified(EVERY, [*listed, unnamed], everybody=False) == every


@pytest.mark.parametrize(
    ("listed", "unnamed", "low", "high", "found"),
    [
        ([2, 2], 1, 2, None, TRUE),
        ([2, 0], 1, 2, None, UNKNOWN),
        ([2, 0], 0, 2, None, FALSE),
        ([2, 2], 0, None, 2, TRUE),
        ([2, 2], 1, None, 2, UNKNOWN),
        ([2, 2], 1, None, 1, FALSE),
    ],
)
def test_a_count_of_an_open_list_has_those_listed_as_its_least_and_no_most(
    listed: list[int], unnamed: int, low: int | None, high: int | None, found: int
) -> None:
    assert counted([*listed, unnamed], low, high, everybody=False) == found
