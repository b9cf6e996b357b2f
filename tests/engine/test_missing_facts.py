"""What is asked for is what could still change the verdict: of rules of Chongqing and of rules written for a test."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from clausewise.case import read_case_bytes
from clausewise.engine import Engine, Finding, patterns
from engine.one_rule import PARAMETERS, find, household, missing, plan_of, verdict, with_members
from specification.chongqing import chongqing_pack
from specification.properties import engine_of
from specification.written import case_of, fact, rule, write_yaml

Members = list[dict[str, Any]] | None


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    engine = Engine(chongqing_pack())
    yield engine
    engine.close()


def finding(engine: Engine, name: str, facts: dict[str, Any], members: Members) -> Finding:
    """A finding on a household, its members being named, all of them, or nobody; `application.` facts in full."""
    parts: dict[str, dict[str, Any]] = {"household": {}, "application": {}}
    for fact_name, value in facts.items():
        subject, _, short = fact_name.rpartition(".")
        parts[subject or "household"][short] = value
    written: dict[str, Any] = {"case": "a-household", "as_of": date(2020, 12, 7), **parts, "members": members}
    written |= {"everybody": True} if members else {}
    case = read_case_bytes(write_yaml(written).encode(), "a-household.yaml", engine.pack)
    return engine.check(case).by_name[name]


@pytest.mark.parametrize(
    ("name", "facts", "members", "asked"),
    [
        # 13.1: a town or the urban list, the dibao, the housing criteria; whichever is known to be otherwise ends it.
        (
            "housing.urban_dibao",
            {},
            [],
            [
                "household.area",
                "household.dibao",
                "household.dibao_list",
                "household.meets_housing_criteria",
                "office.reads.urban_dibao",
            ],
        ),
        (
            "housing.urban_dibao",
            {"area": "urban", "dibao": True, "dibao_list": "urban"},
            None,
            ["household.meets_housing_criteria"],
        ),
        (
            "housing.urban_dibao",
            {"area": "urban", "dibao": True, "dibao_list": "rural", "meets_housing_criteria": True},
            None,
            ["office.reads.urban_dibao"],
        ),
        ("housing.urban_dibao", {"area": "rural", "dibao_list": "rural"}, None, []),
        ("housing.urban_dibao", {"dibao": False}, [], []),
        # 13.1: an orphan of 18 or more; the age is asked for as a date of birth, and not of a child of 16.
        (
            "housing.urban_orphan@a",
            {"area": "urban"},
            [{"id": "a", "orphan": True, "meets_housing_criteria": True}],
            ["member.birth_date@a"],
        ),
        (
            "housing.urban_orphan@a",
            {"area": "urban"},
            [{"id": "a", "birth_date": date(2002, 12, 7)}],
            ["member.orphan@a", "member.meets_housing_criteria@a"],
        ),
        ("housing.urban_orphan@a", {"area": "urban"}, [{"id": "a", "birth_date": date(2002, 12, 8)}], []),
        # 10.1: a dibao or a destitute family. Whether others are destitute no longer matters to a dibao family.
        (
            "education.senior_high@a",
            {"dibao": False},
            [
                {"id": "a", "student_stage": "senior_high", "dibao_alone": False, "destitute_support": "none"},
                {"id": "b"},
            ],
            ["office.reads.destitute_family", "member.raised_by_destitute@a", "member.destitute_support@b"],
        ),
        (
            "education.senior_high@a",
            {"dibao": False},
            [
                {"id": "a", "student_stage": "senior_high", "dibao_alone": False, "destitute_support": "none"},
                {"id": "b", "destitute_support": "none"},
            ],
            [],
        ),
        ("education.senior_high@a", {"dibao": True}, [{"id": "a"}, {"id": "b"}], ["member.student_stage@a"]),
        ("education.senior_high@a", {}, [{"id": "a", "student_stage": "higher"}, {"id": "b"}], []),
        # 11.1: only a student whom no aid under 10.1 reaches is asked about economic difficulty.
        (
            "education.tracking@a",
            {"dibao": False},
            [{"id": "a", "student_stage": "higher", "dibao_alone": False, "destitute_support": "none"}],
            ["member.difficulty_recognition@a"],
        ),
        ("education.tracking@a", {"dibao": True}, [{"id": "a", "student_stage": "higher"}], []),
        (
            "education.tracking@a",
            {},
            [{"id": "a", "student_stage": "none", "cannot_attend_school": False}],
            [],
        ),
        # 14.1: one group is enough; those that are ruled out are not asked for again.
        (
            "housing.rural_renovation",
            {"area": "rural", "meets_renovation_policy": True, "registered_poor": False},
            [],
            ["household.dibao", "household.other_renovation_priority_group"],
        ),
        (
            "housing.rural_renovation",
            {"area": "rural", "dibao": True},
            [{"id": "a"}],
            ["household.house", "household.meets_renovation_policy"],
        ),
        # It goes by the house where there is one; without one by where the household lives.
        (
            "housing.rural_renovation",
            {"area": "rural", "dibao": True, "house": "none"},
            [{"id": "a"}],
            ["household.meets_renovation_policy"],
        ),
        ("housing.rural_renovation", {"area": "rural", "dibao": True, "house": "town"}, [{"id": "a"}], []),
        # 16.2: somebody fit for work, and nobody employed; whether those count who could not work, the office says.
        (
            "employment.zero_employment",
            {"dibao": True},
            [{"id": "a", "working_age": True, "fit_for_work": True, "employed": False}, {"id": "b"}],
            ["office.reads.zero_employment", "member.employed@b", "member.working_age@b", "member.fit_for_work@b"],
        ),
        (
            "employment.zero_employment",
            {"dibao": True},
            [{"id": "a", "working_age": True, "fit_for_work": True, "employed": False}, {"id": "b", "age": 15}],
            [],
        ),
        (
            "employment.zero_employment",
            {"dibao": True},
            [
                {"id": "a", "working_age": True, "employed": False},
                {"id": "b", "working_age": False, "employed": False},
            ],
            ["member.fit_for_work@a"],
        ),
        (
            "employment.zero_employment",
            {},
            [{"id": "a", "employed": True, "working_age": True, "fit_for_work": True}, {"id": "b"}],
            [],
        ),
        ("employment.zero_employment", {}, [], []),
        # 15.2: eleven months paid or twelve.
        (
            "employment.dibao_work_subsidy@a",
            {"dibao": True, "dibao_reduction_month": 300, "work_subsidy_months_paid": 1},
            [{"id": "a", "employed": True, "registered_unemployed": True}],
            [
                "office.reads.work_subsidy_again",
                "member.work_subsidy_months_paid@a",
                "member.work_subsidy_months_before@a",
            ],
        ),
        ("employment.dibao_work_subsidy@a", {}, [{"id": "a", "work_subsidy_months_paid": 12}], []),
        # 21.1, 21.2: the emergency type; a small amount matters to the advance only where there is an emergency.
        (
            "urgent.advance",
            {"basic_living_difficulty": True},
            None,
            [
                "household.emergency",
                "application.small_amount",
                "application.small_first_part",
                "office.reads.small_advance",
            ],
        ),
        ("urgent.advance", {"basic_living_difficulty": True, "emergency": "none"}, None, []),
        (
            "urgent.advance",
            {"basic_living_difficulty": True, "emergency": "illness", "application.small_amount": True},
            None,
            [],
        ),
        # 21.4: either type. With an emergency known, only basic living is open, whatever the expenditure is.
        (
            "urgent.staged_relief",
            {"basic_living_difficulty": True, "dibao": True, "expenditure_sudden": True},
            None,
            ["household.expenditure_hardship", "household.emergency"],
        ),
        ("urgent.staged_relief", {"emergency": "accident"}, None, ["household.basic_living_difficulty"]),
        # 22.2: long stranded, so homeless or not no longer matters.
        (
            "urgent.social_security@a",
            {},
            [{"id": "a", "long_stranded": True}],
            ["member.meets_social_security_conditions@a"],
        ),
        ("urgent.homeless_protection@?", {}, None, ["members"]),
        # 32.2: an undisputed application.
        (
            "mechanism.no_democratic_appraisal",
            {"application.disputed": False, "application.assistance": "temporary"},
            None,
            ["application.filed"],
        ),
        ("mechanism.no_democratic_appraisal", {"application.disputed": True}, None, []),
        # 9.2: a recipient who seeks care; somebody on dibao is one of medical assistance too.
        ("medical.one_stop_settlement@a", {"dibao": True}, [{"id": "a"}], ["member.seeks_care@a"]),
    ],
)
def test_under_the_rules_of_chongqing_only_what_could_still_matter_is_asked_for(
    engine: Engine, name: str, facts: dict[str, Any], members: Members, asked: list[str]
) -> None:
    assert [str(one) for one in finding(engine, name, facts, members).missing] == asked


def test_a_subsidy_by_what_was_cut_waits_for_the_amount_and_has_it_then(engine: Engine) -> None:
    worker = {"id": "a", "employed": True, "registered_unemployed": True, "work_subsidy_months_paid": 11}
    family = {"dibao": True, "work_subsidy_months_paid": 0}
    waiting = finding(engine, "employment.dibao_work_subsidy@a", family, [worker])
    assert waiting.verdict == "undetermined"
    assert [str(one) for one in waiting.missing] == ["household.dibao_reduction_month"]
    cut = {**family, "dibao_reduction_month": 300}
    found = finding(engine, "employment.dibao_work_subsidy@a", cut, [worker])
    (grant,) = found.aid
    assert (found.verdict, found.missing) == ("applies", ())
    assert grant.amount == 300
    assert grant.months == 1


def test_a_deadline_waits_for_the_day_it_runs_from(engine: Engine) -> None:
    idle = {"id": "a", "working_age": True, "fit_for_work": True, "employed": False}
    found = finding(engine, "employment.zero_employment", {"dibao": True}, [idle])
    assert found.verdict == "applies"
    assert found.deadline is not None
    assert (found.deadline.day, found.deadline.overdue) == (None, None)
    assert [str(one) for one in found.deadline.missing] == ["household.zero_employment_found_on"]


@pytest.mark.parametrize(
    "text",
    [
        "household.rooms == 5",
        "household.rooms > 9",
        "household.rooms < -4",
        "-2 >= household.rooms",
        "household.income < parameter.line - 1000",
    ],
)
def test_a_limit_that_no_value_can_reach_is_not_asked_about(text: str) -> None:
    assert verdict({"if": text}, household()) == "does_not_apply"
    assert missing({"if": text}, household()) == []


def test_a_fact_is_asked_for_also_where_every_answer_comes_to_the_same_but_bounds_do_not_tell() -> None:
    assert verdict({"if": "2.5 == household.rooms"}, household()) == "undetermined"
    assert missing({"if": "2.5 == household.rooms"}, household()) == ["household.rooms"]


def test_a_fact_that_can_only_agree_is_not_asked_for_beside_one_that_must_disagree() -> None:
    never, always = {"if": "household.rooms == 2.5"}, {"if": "household.floors != 2.5"}
    floors = {"household.floors": fact("integer")}
    assert missing({"all": [never, always]}, household(), floors) == ["household.rooms"]
    assert missing({"any": [{"not": never}, {"not": always}]}, household(), floors) == ["household.rooms"]
    assert missing({"any": [never, always]}, household(), floors) == ["household.floors"]
    assert missing({"all": [{"not": never}, always]}, household(), floors) == ["household.rooms", "household.floors"]


BARELY = {"member.rank": fact("integer", asked=False, derive="min(member.grade, 2) + household.rooms")}
BARELY |= {"member.grade": fact("integer", minimum=0)}


@pytest.mark.parametrize("about", ["household", "member"])
def test_a_computed_fact_of_members_not_named_asks_for_the_household_facts_below_it(about: str) -> None:
    when: dict[str, Any] = {"if": "member.rank < 1"}
    plan = plan_of(
        {"the.rule": rule("the.rule", about, when if about == "member" else {"some": "member", **when})}, BARELY
    )
    (found,) = find(plan, household()).values()
    assert {str(one) for one in found.missing} == {"members", "household.rooms"}


def test_a_derived_fact_with_a_question_is_asked_for_itself_and_one_without_through_what_it_follows_from() -> None:
    asked = {
        "household.secure": fact("boolean", derive={"all": [{"if": "household.poor"}, {"if": "household.housed"}]})
    }
    silent = {"household.secure": {key: value for key, value in asked["household.secure"].items() if key != "ask"}}
    secure = {"if": "household.secure"}
    assert missing(secure, household(poor=True), asked) == ["household.secure"]
    assert missing(secure, household(poor=True), silent) == ["household.housed"]
    assert missing(secure, household(poor=False), silent) == []


def test_a_parameter_is_never_asked_for() -> None:
    early = household() | {"as_of": date(2020, 8, 31)}
    assert early["as_of"] < PARAMETERS["line"]["values"][0]["from"]
    assert missing({"any": [{"if": "parameter.line > 0"}, {"if": "household.poor"}]}, early) == ["household.poor"]


def test_what_stands_under_a_settled_part_is_not_asked_for() -> None:
    when = {
        "any": [
            {"all": [{"if": "household.poor"}, {"some": "member", "if": "member.ill"}]},
            {"all": [{"not": {"if": "household.poor"}}, {"if": "household.housed"}]},
        ]
    }
    two = with_members({}, {"ill": False})
    assert missing(when, two) == ["household.poor", "household.housed", "member.ill@m0"]
    assert missing(when, two | {"household": {"poor": True}}) == ["member.ill@m0"]
    assert missing(when, two | {"household": {"poor": False}}) == ["household.housed"]


ILL_AND_POOR = plan_of(
    {"the.rule": rule("the.rule", "member", {"all": [{"if": "member.ill"}, {"if": "household.poor"}]})}
)


def test_what_is_asked_of_one_person_is_asked_of_the_next_under_their_own_name() -> None:
    with engine_of(ILL_AND_POOR) as engine:
        found = engine.check(case_of(engine.pack, with_members({}, {"ill": True}, {}))).by_name
        asked = {name: [str(one) for one in finding.missing] for name, finding in found.items()}
    assert asked == {
        "the.rule@m0": ["household.poor", "member.ill@m0"],
        "the.rule@m1": ["household.poor"],
        "the.rule@m2": ["household.poor", "member.ill@m2"],
    }


def test_where_as_much_is_kept_as_may_be_the_same_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns, "MAX_PATTERNS", 0)
    with engine_of(ILL_AND_POOR) as engine:
        for _ in range(2):
            found = engine.check(case_of(engine.pack, with_members({}))).by_name["the.rule@m0"]
            assert [str(one) for one in found.missing] == ["household.poor", "member.ill@m0"]


def test_a_family_of_two_hundred_of_whom_nothing_is_known_is_asked_about_within_seconds(engine: Engine) -> None:
    ids = [f"m{number}" for number in range(200)]
    written = {"case": "many", "as_of": date(2020, 12, 7), "members": [{"id": one} for one in ids]}
    written["everybody"] = True
    case = read_case_bytes(write_yaml(written).encode(), "many.yaml", engine.pack)
    started = time.process_time()
    result = engine.check(case)
    asked = {finding.name: finding.missing for finding in result.findings}
    # About a second of processor time; what is gone through for every member anew takes half a minute.
    assert time.process_time() - started < 10
    assert len(asked) == 37 * len(ids) + 36
    assert {str(one) for one in asked["employment.zero_employment"]} >= {f"member.employed@{one}" for one in ids}
    # Fourteen facts of each member, fifteen of the household and five of the office could make one in difficulty.
    assert len(asked["mechanism.grid"]) == 14 * len(ids) + 20
