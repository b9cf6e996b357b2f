"""Dates, amounts and values that change with time come out to the day and to the fen, or not at all."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from clausewise.errors import CaseError
from clausewise.language.facts import to_fen
from engine.one_rule import PARAMETERS, deadline, find, grant, household, missing, plan_of, verdict, with_members
from specification.written import AS_OF, fact


def counted(expression: str, since: date, until: date) -> int | None:
    return grant(household(since=since, until=until), months=expression).months


@pytest.mark.parametrize(
    ("since", "until", "months"),
    [
        (date(2020, 1, 31), date(2020, 2, 28), 0),
        (date(2020, 1, 31), date(2020, 2, 29), 1),
        (date(2021, 1, 31), date(2021, 2, 28), 1),
        (date(2020, 1, 31), date(2020, 4, 29), 2),
        (date(2020, 1, 31), date(2020, 4, 30), 3),
        (date(2020, 2, 29), date(2020, 3, 28), 0),
        (date(2020, 2, 29), date(2020, 3, 29), 1),
        (date(2020, 12, 7), date(2020, 12, 7), 0),
        (date(2020, 12, 7), date(2020, 12, 6), -1),
    ],
)
def test_a_month_is_complete_on_its_day_or_on_the_last_of_a_month_without_it(
    since: date, until: date, months: int
) -> None:
    assert counted("months(household.since, household.until)", since, until) == months


@pytest.mark.parametrize(
    ("born", "on", "years"),
    [
        (date(2002, 12, 7), date(2020, 12, 6), 17),
        (date(2002, 12, 7), date(2020, 12, 7), 18),
        (date(2004, 2, 29), date(2022, 2, 27), 17),
        (date(2004, 2, 29), date(2022, 2, 28), 18),
        (date(2004, 2, 29), date(2020, 2, 28), 15),
        (date(2004, 2, 29), date(2020, 2, 29), 16),
        (date(2000, 1, 31), date(2001, 1, 30), 0),
        (date(2000, 1, 31), date(2001, 1, 31), 1),
    ],
)
def test_a_year_is_complete_on_the_birthday_and_for_the_29th_of_february_on_the_28th(
    born: date, on: date, years: int
) -> None:
    assert counted("years(household.since, household.until)", born, on) == years


@pytest.mark.parametrize(
    ("since", "until", "days"),
    [
        (date(2020, 2, 28), date(2020, 3, 1), 2),
        (date(2021, 2, 28), date(2021, 3, 1), 1),
        (date(2020, 12, 31), date(2021, 1, 1), 1),
        (date(2020, 12, 8), date(2020, 12, 7), -1),
    ],
)
def test_days_are_counted_through_the_29th_of_february_and_the_turn_of_the_year(
    since: date, until: date, days: int
) -> None:
    assert counted("days(household.since, household.until)", since, until) == days


@pytest.mark.parametrize(
    ("by", "since", "day"),
    [
        ("add_months(household.since, 1)", date(2020, 1, 31), date(2020, 2, 29)),
        ("add_months(household.since, 1)", date(2021, 1, 31), date(2021, 2, 28)),
        ("add_months(household.since, 2)", date(2020, 12, 31), date(2021, 2, 28)),
        ("add_months(household.since, -1)", date(2020, 3, 31), date(2020, 2, 29)),
        ("add_months(household.since, 12)", date(2020, 2, 29), date(2021, 2, 28)),
        ("add_days(household.since, 1)", date(2020, 2, 28), date(2020, 2, 29)),
        ("add_days(household.since, 1)", date(2020, 12, 31), date(2021, 1, 1)),
    ],
)
def test_a_month_later_is_the_same_day_or_the_last_of_a_month_without_it(by: str, since: date, day: date) -> None:
    assert deadline(by, since=since) == day


@pytest.mark.parametrize("by", ["add_months(household.since, 1)", "add_days(household.since, 1)"])
def test_a_day_after_the_last_of_the_calendar_is_unknown(by: str) -> None:
    assert deadline(by, since=date(9999, 12, 31)) is None


def test_amounts_are_exact_and_not_rounded_on_the_way() -> None:
    assert verdict({"if": "household.income + 0.1 == 0.3"}, household(income=Fraction("0.2"))) == "applies"
    assert verdict({"if": "household.income / 3 * 3 == 100"}, household(income=100)) == "applies"
    assert grant(household(income=1000), amount="household.income / 3").amount == Fraction(1000, 3)


@pytest.mark.parametrize(
    ("yuan", "shown"),
    [
        (Fraction(1000, 3), "333.33"),
        (Fraction(2000, 3), "666.67"),
        (Fraction("0.005"), "0.01"),
        (Fraction("0.0049"), "0.00"),
        (Fraction("0.015"), "0.02"),
        (Fraction("620.5"), "620.50"),
        (Fraction(300), "300.00"),
    ],
)
def test_an_amount_is_shown_rounded_half_up_to_the_fen(yuan: Fraction, shown: str) -> None:
    assert str(to_fen(yuan)) == shown


PER_HEAD = {"household.per_head": fact("money", asked=False, derive="household.income / 3")}


def test_a_given_amount_agrees_with_what_it_follows_from_to_the_fen_and_not_beyond() -> None:
    plan = plan_of({}, PER_HEAD)
    find(plan, household(income=1000, per_head=Fraction("333.33")))
    with pytest.raises(CaseError, match=r"household\.per_head .* is given as 333\.34, but follows .* as 333\.33"):
        find(plan, household(income=1000, per_head=Fraction("333.34")))


def test_by_nothing_nothing_is_divided_and_no_fact_is_asked_for() -> None:
    none = household(income=100, rooms=0)
    assert verdict({"if": "household.income / household.rooms > 10"}, none) == "undetermined"
    assert missing({"if": "household.income / household.rooms > 10"}, none) == []
    assert grant(none, amount="household.income / household.rooms").amount is None
    assert verdict({"if": "household.income / household.rooms == 50"}, household(income=100, rooms=2)) == "applies"


def test_a_comparison_with_an_unknown_value_is_unknown_whatever_the_operator() -> None:
    for operator in ("==", "!=", "<", "<=", ">", ">="):
        assert verdict({"if": f"household.rooms {operator} 2"}, household()) == "undetermined", operator
    assert verdict({"if": "household.rooms == household.rooms"}, household()) == "undetermined"


def test_who_is_born_on_the_day_of_the_check_is_0_and_who_is_born_after_it_is_refused() -> None:
    plan = plan_of({})
    find(plan, with_members({"birth_date": AS_OF, "age": 0}))
    with pytest.raises(CaseError, match=r"member\.age"):
        find(plan, with_members({"birth_date": date(2020, 12, 8)}))


def test_an_age_that_differs_from_the_date_of_birth_is_refused_with_both() -> None:
    with pytest.raises(CaseError, match=r"member\.age .* of m0 is given as 18, but follows from other facts as 17"):
        find(plan_of({}), with_members({"birth_date": date(2002, 12, 8), "age": 18}))


@pytest.mark.parametrize(
    ("as_of", "line"),
    [
        (date(2020, 8, 31), None),
        (date(2020, 9, 1), Fraction(300)),
        (date(2020, 12, 31), Fraction(300)),
        (date(2021, 1, 1), Fraction("620.5")),
        (date(2030, 1, 1), Fraction("620.5")),
    ],
)
def test_a_parameter_has_the_value_of_its_day_and_is_unknown_before_its_first(
    as_of: date, line: Fraction | None
) -> None:
    assert PARAMETERS["line"]["values"][0]["from"] == date(2020, 9, 1)
    assert grant(household() | {"as_of": as_of}, amount="parameter.line").amount == line


def test_a_rule_on_a_parameter_before_its_first_date_is_undetermined_and_nothing_can_be_asked() -> None:
    early = household(income=0) | {"as_of": date(2020, 8, 31)}
    assert verdict({"if": "household.income < parameter.line"}, early) == "undetermined"
    assert missing({"if": "household.income < parameter.line"}, early) == []
    assert verdict({"if": "household.income < parameter.line"}, household(income=0)) == "applies"
