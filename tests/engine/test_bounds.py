"""A comparison with an unknown is decided where whatever the unknown can be decides it alike, and nothing is asked."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from clausewise.errors import CaseError
from clausewise.report.wording import Wording
from engine.one_rule import grant, household, missing, plan_of, verdict, with_members
from specification.properties import engine_of
from specification.written import AS_OF, case_of, fact, rule

RICH: dict[str, Any] = {"wage": 1000}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("household.rooms >= 0", "applies"),
        ("household.rooms > 3", "does_not_apply"),
        ("household.rooms + 1 > 4", "does_not_apply"),
        ("household.rooms - household.rooms == 9", "does_not_apply"),
        ("household.rooms - household.rooms == 0", "undetermined"),
        ("household.rooms * -2 <= 0", "applies"),
        ("household.rooms * 0 == 0", "applies"),
        ("household.rooms / 2 > 1.5", "does_not_apply"),
        ("household.rooms / 0 == 1", "undetermined"),
        ("household.rooms * household.rooms >= 0", "undetermined"),
        ("1 / household.rooms >= 0", "undetermined"),
        ("min(household.rooms, 2) < 3", "applies"),
        ("max(household.rooms, 5) == 5", "applies"),
        ("household.income < 0", "does_not_apply"),
        ("household.income + sum(member.wage) >= 0", "applies"),
        ('min(household.since, date("2022-01-01")) < date("2023-01-01")', "applies"),
        ("household.floor * 0 == 0", "applies"),
        ("max(household.floor, 5) < 5", "does_not_apply"),
        ("count(member) + 1 > 0", "applies"),
        ("count(member) < 9", "undetermined"),
        ("household.income / count(member) >= 0", "undetermined"),
        ("add_days(case.as_of, household.rooms) >= case.as_of", "undetermined"),
        ("household.since <= case.as_of", "undetermined"),
        ('household.moved < date("2022-01-01")', "applies"),
        ('months(household.moved, date("2022-01-31")) >= 1', "applies"),
        ('days(household.moved, date("2022-01-31")) > 31', "undetermined"),
    ],
)
def test_of_what_is_not_known_the_bounds_alone_decide(text: str, expected: str) -> None:
    more = {"household.moved": fact("date", maximum=date(2021, 12, 31)), "household.floor": fact("integer")}
    assert verdict({"if": text}, household(), more) == expected


def test_one_income_that_is_known_decides_a_sum_of_incomes_that_are_never_negative() -> None:
    poor = {"if": "sum(member.wage) < 620"}
    assert verdict(poor, with_members(RICH, {})) == "does_not_apply"
    assert missing(poor, with_members(RICH, {})) == []
    assert verdict(poor, with_members({"wage": 600}, {})) == "undetermined"
    assert missing(poor, with_members({"wage": 600}, {})) == ["member.wage@m1"]


def test_a_mean_over_members_who_are_known_has_the_bounds_of_their_sum() -> None:
    mean = {"household.mean": fact("money", asked=False, derive="sum(member.wage) / count(member)")}
    assert verdict({"if": "household.mean >= 500"}, with_members(RICH, {}), mean) == "applies"
    assert verdict({"if": "household.mean > 500"}, with_members(RICH, {}), mean) == "undetermined"


def test_where_a_leaf_is_decided_nothing_is_asked_for_it_and_all_else_still_is() -> None:
    never, asked = {"if": "household.rooms > 3"}, {"if": "household.poor"}
    assert missing({"any": [never, asked]}, household()) == ["household.poor"]
    assert missing({"all": [never, asked]}, household()) == []


def test_a_derived_truth_follows_as_soon_as_bounds_decide_what_it_rests_on() -> None:
    crowded = {"household.crowded": fact("boolean", asked=False, derive={"not": {"if": "household.rooms > 3"}})}
    assert verdict({"if": "household.crowded"}, household(), crowded) == "applies"
    with pytest.raises(
        CaseError, match=r"household\.crowded .* is given as false, but follows from other facts as true"
    ):
        verdict({"if": "household.crowded"}, household(crowded=False), crowded)


NEED = {"household.need": fact("money", asked=False, derive="household.income * 2 + 100")}


def test_a_derived_fact_given_outside_the_bounds_of_its_derivation_is_refused_with_its_place() -> None:
    with pytest.raises(CaseError) as refused:
        verdict({"if": "household.need > 0"}, household(need=Decimal("99.99")), NEED)
    assert str(refused.value).split("generated.yaml:1:")[1].split(": ", 1)[1] == (
        "household.need (甲) is given as 99.99, but follows from other facts as 100.00 or more "
        "— correct it, or leave it out: it is derived from household.income * 2 + 100"
    )


def test_a_derived_fact_given_within_the_bounds_of_its_derivation_is_taken() -> None:
    assert verdict({"if": "household.need == 100"}, household(need=100), NEED) == "applies"


def test_amounts_stay_unknown_where_only_their_bounds_are_known() -> None:
    assert grant(household(), amount="household.rooms * 0").amount is None


def test_a_date_known_to_the_month_or_the_year_decides_what_all_its_days_decide() -> None:
    assert AS_OF.isoformat() == "2020-12-07"
    adult = {"some": "member", "if": "years(member.birth_date, case.as_of) >= 18"}
    for written, expected in [
        ("2002-11", "applies"),
        ("2002-12", "undetermined"),
        ("2003-01", "does_not_apply"),
        (2001, "applies"),
        ("2002", "undetermined"),
        (2003, "does_not_apply"),
    ]:
        assert verdict(adult, with_members({"birth_date": written})) == expected
    assert missing(adult, with_members({"birth_date": "2002-12"})) == ["member.birth_date@m0"]
    assert missing(adult, with_members({"birth_date": "2002-11"})) == []


AGE = {"member.age": fact("integer", asked=False, minimum=0, derive="years(member.birth_date, case.as_of)")}
OLD = {"some": "member", "if": "member.age >= 60"}


def test_an_age_beside_a_month_of_birth_must_be_one_that_it_can_come_to() -> None:
    for age in (17, 18):
        assert verdict(OLD, with_members({"birth_date": "2002-12", "age": age}), AGE) == "does_not_apply"
    with pytest.raises(
        CaseError, match=r"member\.age .* of m0 is given as 19, but follows from other facts as 17 to 18"
    ):
        verdict(OLD, with_members({"birth_date": "2002-12", "age": 19}), AGE)


def test_a_month_of_birth_after_the_day_of_the_check_is_refused_where_an_age_cannot_be_negative() -> None:
    assert verdict(OLD, with_members({"birth_date": "2020-12"}), AGE) == "does_not_apply"
    with pytest.raises(
        CaseError,
        match=r"member\.age .* the impossible value -1 on .*, the day of the check — write 0",
    ):
        verdict(OLD, with_members({"birth_date": "2021-01"}), AGE)


def test_a_proof_reads_such_a_date_as_it_is_written() -> None:
    plan = plan_of({"the.rule": rule("the.rule", "member", {"if": "years(member.birth_date, case.as_of) >= 18"})})
    with engine_of(plan) as engine:
        result = engine.check(case_of(engine.pack, with_members({"birth_date": "2002-12"})))
    (born,) = result.reads(result.findings[0].because)
    assert (born.value, str(born.span), born.bounds) == (None, "2002-12", (date(2002, 12, 1), date(2002, 12, 31)))
    assert Wording(engine.pack, "en").read(born, decided=False) == "2002-12 (the day is not known)"
    assert Wording(engine.pack, "zh").read(born, decided=False) == "2002-12（不知是哪一天）"


def test_an_unknown_that_decided_is_read_with_its_bounds() -> None:
    plan = plan_of({"the.rule": rule("the.rule", "household", {"if": "sum(member.wage) > 620"})})
    with engine_of(plan) as engine:
        result = engine.check(case_of(engine.pack, with_members(RICH, {})))
    (wages,) = result.reads(result.findings[0].because)
    assert Wording(engine.pack, "en").read(wages, decided=True) == "unknown, 1000.00 yuan or more"
    assert Wording(engine.pack, "zh").read(wages, decided=True) == "未知，不小于 1000.00 元"
