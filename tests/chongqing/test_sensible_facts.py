"""What is said to hold of people who could exist: it holds of our households, and not of people who could not."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from clausewise.yaml_source import parse_yaml, read_yaml
from specification.chongqing import FOLDERS, chongqing_plan
from specification.interpreter import FALSE, Reading
from specification.properties import reading_of

PLAN = chongqing_plan()
OURS = {path.stem: read_yaml(path).data for path in sorted(FOLDERS.cases.glob("*.yaml"))}


def broken(written: dict[str, Any]) -> list[str]:
    """The facts of a household that are not as those of people who could exist."""
    reading: Reading = reading_of(PLAN, {"as_of": datetime.date(2020, 12, 7), **written})
    return [
        name
        for name, fact in PLAN.facts.items()
        for one in fact.get("sensible", ())
        for who in (reading.people() if name.startswith("member.") else [None])
        if reading.condition(one, who, None)[1] == FALSE
    ]


@pytest.mark.parametrize("name", OURS)
def test_our_households_could_exist(name: str) -> None:
    assert broken(OURS[name]) == []


def test_what_is_not_known_could_be() -> None:
    assert broken({}) == []
    assert broken({"members": [{"id": "child", "student_stage": "higher"}]}) == []


@pytest.mark.parametrize(
    ("household", "fact"),
    [
        ("members: [{id: a, age: 121}]", "member.age"),
        ("members: [{id: a, age: 1, student_stage: preschool}]", "member.student_stage"),
        ("members: [{id: a, age: 11, student_stage: preschool}]", "member.student_stage"),
        ("members: [{id: a, age: 22, student_stage: compulsory}]", "member.student_stage"),
        ("members: [{id: a, age: 7, student_stage: senior_high}]", "member.student_stage"),
        ("members: [{id: a, age: 9, student_stage: higher}]", "member.student_stage"),
        ("members: [{id: a, age: 15, employed: true}]", "member.employed"),
        ("members: [{id: a, age: 15, registered_unemployed: true}]", "member.registered_unemployed"),
        ("members: [{id: a, age: 4, compulsory_school_age: true}]", "member.compulsory_school_age"),
        ("members: [{id: a, age: 71, working_age: true}]", "member.working_age"),
        ("members: [{id: a, work_subsidy_months_paid: 25}]", "member.work_subsidy_months_paid"),
        ("members: [{id: a, severely_disabled: true, other_disability: true}]", "member.other_disability"),
        ("members: [{id: a, long_stranded: true, homeless_or_begging: false}]", "member.long_stranded"),
        ("household: {dibao: true, other_low_income: true}", "household.other_low_income"),
        ("household: {dibao: true, still_dibao_for_work_subsidy: true}", "household.still_dibao_for_work_subsidy"),
        ("household: {zero_employment_found_on: 2020-12-08}", "household.zero_employment_found_on"),
        ("household: {house_to_be_rebuilt: true, house_damaged_by_disaster: false}", "household.house_to_be_rebuilt"),
        ("application: {disputed: true, filed_at: none}", "application.disputed"),
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
        "household: {zero_employment_found_on: 2020-12-07}",
    ],
)
def test_these_could(household: str) -> None:
    assert broken(parse_yaml(household.encode(), "a.yaml").data) == []
