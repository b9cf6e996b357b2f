"""What is said to hold of people who could exist: it holds of our households, and not of people who could not.

What contradicts itself is told apart from what is hardly possible: a stated value that what is known does not allow.
"""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from clausewise.plain.conditions import FALSE
from clausewise.plain.implying import contradicted
from clausewise.plain.reading import Reading
from clausewise.yaml_source import parse_yaml, read_yaml
from specification.chongqing import FOLDERS, chongqing_plan
from specification.properties import code_of, reading_of

PLAN = chongqing_plan()
OURS = {path.stem: read_yaml(path).data for path in sorted(FOLDERS.cases.glob("*.yaml"))}


# Households of ours that contradict themselves, to show that what is stated holds, with a notice.
CONTRADICTORY = {
    "confirmed-for-winter-and-hit-the-year-before": {"household.winter_relief_confirmed"},
    "lodger-said-to-be-of-the-family": {"member.outside_family"},
    "said-never-an-orphan-and-resettled": {"member.resettled"},
    "grandmother-said-to-be-of-school-age": {"member.compulsory_school_age"},
    "severe-disability-called-none": {"member.disabled", "member.severely_disabled"},
}

# Likewise, of one that says what cannot be at once.
IMPLAUSIBLE = {"dibao-and-low-income-at-once": ["household.other_low_income"]}


def read(written: dict[str, Any]) -> Reading:
    return reading_of(PLAN, {"as_of": datetime.date(2020, 12, 7), **written})


def contradictions(written: dict[str, Any]) -> set[str]:
    """The facts whose stated values are not allowed by what else is known."""
    return {name for name, _ in contradicted(read(written))}


def broken(written: dict[str, Any]) -> list[str]:
    """The facts of a household that are not as those of people who could exist."""
    reading = read(written)
    return [
        name
        for name, fact in PLAN.facts.items()
        for one in fact.get("sensible", ())
        for who in (reading.people() if name.startswith("member.") else [None])
        if code_of(reading, one, who) == FALSE
    ]


@pytest.mark.parametrize("name", OURS)
def test_our_households_could_exist(name: str) -> None:
    assert broken(OURS[name]) == IMPLAUSIBLE.get(name, [])
    assert contradictions(OURS[name]) == CONTRADICTORY.get(name, set())


def test_what_is_not_known_could_be() -> None:
    assert broken({}) == []
    assert broken({"members": [{"id": "child", "student_stage": "higher"}]}) == []


@pytest.mark.parametrize(
    ("household", "fact"),
    [
        ("members: [{id: a, age: 121}]", "member.age"),
        ("members: [{id: a, age: 22, student_stage: compulsory}]", "member.student_stage"),
        ("members: [{id: a, age: 9, student_stage: higher}]", "member.student_stage"),
        ("members: [{id: a, work_subsidy_months_paid: 25}]", "member.work_subsidy_months_paid"),
        ("members: [{id: a, work_subsidy_months_before: 49}]", "member.work_subsidy_months_before"),
        (
            "{household: {work_subsidy_months_paid: 14}, "
            "members: [{id: a, work_subsidy_months_paid: 3, work_subsidy_months_before: 12}]}",
            "member.work_subsidy_months_before",
        ),
        ("household: {zero_employment_found_on: 2020-12-08}", "household.zero_employment_found_on"),
        ("household: {zero_employment_found_on: 1999-12-31}", "household.zero_employment_found_on"),
        ("application: {disputed: true, filed: false}", "application.disputed"),
        ("household: {dibao: true, other_low_income: true}", "household.other_low_income"),
        ("household: {dibao: true, left_dibao_through_work: true}", "household.left_dibao_through_work"),
        (
            "members: [{id: father, relation: head, dibao_alone: true}, "
            "{id: daughter, relation: child, age: 16, dibao_alone: false}]",
            "member.dibao_alone",
        ),
        (
            "members: [{id: father, relation: head, dibao_alone: true}, "
            "{id: son, relation: child, age: 20, student_stage: higher, dibao_alone: false}]",
            "member.dibao_alone",
        ),
    ],
)
def test_these_people_and_households_could_not_exist(household: str, fact: str) -> None:
    assert broken(parse_yaml(household.encode(), "a.yaml").data) == [fact]


@pytest.mark.parametrize(
    "household",
    [
        "members: [{id: a, age: 120}]",
        "members: [{id: a, age: 2, student_stage: preschool}]",
        "members: [{id: a, age: 10, student_stage: higher}]",
        "members: [{id: a, age: 16, employed: true, registered_unemployed: true, working_age: true}]",
        "members: [{id: a, age: 45, student_stage: secondary_vocational}]",
        "members: [{id: a, work_subsidy_months_paid: 12}]",
        "members: [{id: a, work_subsidy_months_before: 48}]",
        "{household: {work_subsidy_months_paid: 15}, "
        "members: [{id: a, work_subsidy_months_paid: 3, work_subsidy_months_before: 12}]}",
        "household: {zero_employment_found_on: 2020-12-07}",
    ],
)
def test_these_could(household: str) -> None:
    assert broken(parse_yaml(household.encode(), "a.yaml").data) == []


@pytest.mark.parametrize(
    ("household", "facts"),
    [
        ("members: [{id: a, age: 1, student_stage: preschool}]", {"member.student_stage"}),
        ("members: [{id: a, age: 11, student_stage: preschool}]", {"member.student_stage"}),
        ("members: [{id: a, age: 7, student_stage: senior_high}]", {"member.student_stage"}),
        ("members: [{id: a, age: 31, student_stage: compulsory}]", {"member.student_stage"}),
        ("members: [{id: a, age: 15, employed: true}]", {"member.employed"}),
        ("members: [{id: a, age: 15, registered_unemployed: true}]", {"member.registered_unemployed"}),
        ("members: [{id: a, age: 4, compulsory_school_age: true}]", {"member.compulsory_school_age"}),
        ("members: [{id: a, age: 14, compulsory_school_age: false}]", {"member.compulsory_school_age"}),
        ("members: [{id: a, age: 71, working_age: true}]", {"member.working_age"}),
        (
            "members: [{id: a, severely_disabled: true, disabled: false}]",
            {"member.disabled", "member.severely_disabled"},
        ),
        (
            "members: [{id: a, long_stranded: true, homeless_or_begging: false}]",
            {"member.homeless_or_begging", "member.long_stranded"},
        ),
        ("members: [{id: a, orphan: false, resettled: village}]", {"member.resettled"}),
        (
            "household: {expenditure_recognised: true, expenditure_hardship: false}",
            {"household.expenditure_hardship", "household.expenditure_recognised"},
        ),
        (
            "household: {disaster_affected: false, disaster_in_emergency: true}",
            {"household.disaster_affected", "household.disaster_in_emergency"},
        ),
        ("household: {emergency: illness, hardship_sudden: false}", {"household.hardship_sudden"}),
        (
            "household: {money_obtained_by_deceit: true, obtained_by_deceit: false}",
            {"household.money_obtained_by_deceit", "household.obtained_by_deceit"},
        ),
        ("application: {small_amount: true, small_first_part: false}", {"application.small_first_part"}),
        ("application: {assistance: housing, for_basic_living: true}", {"application.for_basic_living"}),
    ],
)
def test_these_contradict_themselves(household: str, facts: set[str]) -> None:
    assert contradictions(parse_yaml(household.encode(), "a.yaml").data) == facts


@pytest.mark.parametrize(
    "household",
    [
        "members: [{id: a, age: 5, compulsory_school_age: true}]",
        "members: [{id: a, age: 18, compulsory_school_age: true}]",
        "members: [{id: a, age: 30, student_stage: compulsory}]",
        "members: [{id: a, age: 70, working_age: true, recognised_employment_difficulty: true}]",
        "members: [{id: a, orphan: true, resettled: community}]",
        "household: {disaster_affected: true, disaster_in_emergency: true, disaster_in_transition: true}",
        "household: {dibao: true, deceased_in_difficulty: true}",
        "application: {assistance: temporary, for_basic_living: true}",
    ],
)
def test_these_do_not(household: str) -> None:
    assert contradictions(parse_yaml(household.encode(), "a.yaml").data) == set()
