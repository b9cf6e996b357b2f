"""What the second judge says of households, in literals that a person can check against the rules."""

from __future__ import annotations

import datetime
import time
from fractions import Fraction
from pathlib import Path
from typing import Any

from clausewise.plain import Judgement, judge, read_folders, read_pack
from small_pack import PACK_ID, write_small_pack
from specification.chongqing import FOLDERS
from specification.properties import agree, engine_of
from specification.written import Plan, fact, point, rule

CHONGQING = read_folders(FOLDERS.rules, FOLDERS.policy)


def verdict(judgement: Judgement, rule_id: str, member: str | None = None) -> str:
    return judgement.findings[rule_id, member].verdict


def judged(plan: Plan, **facts: Any) -> Judgement:
    return judge(plan.plain, {"as_of": "2020-12-07", **facts})


def test_a_family_on_dibao_with_a_grandmother_of_eighty_has_the_subsidy(tmp_path: Path) -> None:
    write_small_pack(tmp_path)
    pack = read_folders(tmp_path / "rules" / PACK_ID, tmp_path / "policy" / PACK_ID)
    found = judge(
        pack,
        {
            "as_of": "2024-06-30",
            "household": {"dibao": True, "area": "rural"},
            "everybody": True,
            "members": [{"id": "m1", "birth_date": "1944-06-30"}, {"id": "m2"}, {"id": "m3", "birth_date": "1944-07"}],
        },
    )
    assert verdict(found, "age.subsidy", "m1") == "applies"
    assert verdict(found, "age.subsidy", "m2") == "undetermined"
    assert verdict(found, "age.subsidy", "m3") == "does_not_apply"
    assert verdict(found, "age.travel_card") == "does_not_apply"
    assert found.measures == {1: "applies", 2: "institutional"}


def test_files_lie_in_a_folder_or_in_an_archive_under_their_full_names() -> None:
    files = {f"rules/chongqing-2020/{path.name}": path.read_bytes() for path in FOLDERS.rules.glob("*.yaml")}
    files["policy/chongqing-2020/document.yaml"] = (FOLDERS.policy / "document.yaml").read_bytes()
    files["policy/chongqing-2020/source.txt"] = b"not read"
    facts = {"as_of": "2020-12-07", "members": None}
    one, other = judge(read_pack(files), facts), judge(CHONGQING, facts)
    assert one.measures == other.measures
    assert one.findings == other.findings


def test_of_nobody_known_the_measures_are_open_or_say_why_they_are_none() -> None:
    measures = judge(CHONGQING, {"as_of": "2020-12-07"}).measures
    assert list(measures) == list(range(1, 38))
    assert {measures[number] for number in range(1, 8)} == {"no_text"}
    assert measures[13] == "undetermined"
    assert measures[26] == "institutional"


def test_a_date_known_to_its_month_decides_where_every_day_of_it_does() -> None:
    members = [{"id": "m1", "orphan": True, "meets_housing_criteria": True, "birth_date": "2002-11"}]
    facts = {"as_of": "2020-12-07", "household": {"area": "urban"}, "everybody": True, "members": members}
    assert verdict(judge(CHONGQING, facts), "housing.urban_orphan", "m1") == "applies"
    # Eighteen on some day of this very month.
    members[0]["birth_date"] = "2002-12"
    assert verdict(judge(CHONGQING, facts), "housing.urban_orphan", "m1") == "undetermined"
    members[0]["birth_date"] = "2003"
    assert verdict(judge(CHONGQING, facts), "housing.urban_orphan", "m1") == "does_not_apply"


def test_a_month_from_the_day_on_which_nobody_was_employed_is_the_deadline() -> None:
    members = [
        {"id": "m1", "working_age": True, "employed": False, "wants_work": True, "fit_for_work": True, "dibao": True}
    ]
    household = {"zero_employment_found_on": "2020-10-31", "dibao": True}
    found = judge(
        CHONGQING, {"as_of": "2020-12-07", "household": household, "everybody": True, "members": members}
    ).findings["employment.zero_employment", None]
    assert (found.day, found.overdue) == (datetime.date(2020, 11, 30), True)


def test_twelve_months_less_those_paid_are_left_of_the_work_subsidy() -> None:
    member = {"id": "m1", "employed": True, "registered_unemployed": True, "work_subsidy_months_paid": 5}
    facts = {
        "as_of": "2020-12-07",
        "household": {"dibao": True, "dibao_reduction_month": "310.50"},
        "everybody": True,
        "members": [member],
    }
    assert judge(CHONGQING, facts).findings["employment.dibao_work_subsidy", "m1"].aid == ((Fraction(621, 2), 7),)


def test_an_amount_that_comes_to_nothing_is_computed_all_the_same() -> None:
    income = fact("money")
    aid = [{"form": "cash", "zh": "甲", "en": "A", "text": "乙", "amount": "300 - household.income"}]
    plan = Plan(
        {"household.income": income}, {}, {"s.r": rule("s.r", "household", {"if": "household.income >= 0"}, aid=aid)}
    )
    assert judged(plan, household={"income": "420.00"}).findings["s.r", None].aid == ((Fraction(-120), None),)


def test_a_truth_that_changes_with_time_is_unknown_before_its_first_day() -> None:
    label = {"zh": "甲", "en": "A"}
    dated = [{"from": datetime.date(2020, 7, 1), "value": True}, {"from": datetime.date(2021, 1, 1), "value": False}]
    emergency = {"type": "boolean", **label, "values": dated}
    plan = Plan({"household.poor": fact("boolean")}, {"emergency": emergency},
                {"s.r": rule("s.r", "household", {"if": "parameter.emergency"})})  # fmt: skip
    days = ("2020-06-30", "2020-07-01", "2021-01-01")
    said = [verdict(judge(plan.plain, {"as_of": day}), "s.r") for day in days]
    assert said == ["undetermined", "applies", "does_not_apply"]
    with engine_of(plan) as engine:
        for day in days:
            agree(plan, engine, {"as_of": datetime.date.fromisoformat(day)})


def test_what_divides_by_nobody_has_no_value() -> None:
    facts = {"household.income": fact("money")}
    when = {"if": "household.income / count(member) < 500"}
    plan = Plan(facts, {}, {"s.r": rule("s.r", "household", when)})
    assert verdict(judged(plan, household={"income": "900.00"}, members=[]), "s.r") == "undetermined"
    two = [{"id": "m1"}, {"id": "m2"}]
    assert verdict(judged(plan, household={"income": "900.00"}, members=two, everybody=True), "s.r") == "applies"


def test_a_day_beyond_the_calendar_is_no_day() -> None:
    facts = {"household.since": fact("date")}
    plan = Plan(facts, {}, {"s.r": rule("s.r", "household", {"if": "add_months(household.since, 13) > case.as_of"})})
    assert verdict(judged(plan, household={"since": "9998-11-30"}), "s.r") == "applies"
    assert verdict(judged(plan, household={"since": "9998-12-31"}), "s.r") == "undetermined"


def test_facts_that_imply_each_other_come_in_rounds_and_the_first_written_wins() -> None:
    label = {"zh": "甲", "en": "A"}
    facts = {
        "household.poor": fact("boolean"),
        "household.housed": fact("boolean", implied=[{"is": False, "when": {"if": "household.poor"}, "why": label}]),
        "household.area": fact(
            "choice",
            values={"urban": label, "rural": label, "other": label},
            implied=[
                {"is_not": ["other"], "when": {"if": "household.poor"}, "why": label},
                {"is_not": ["urban"], "when": {"not": {"if": "household.housed"}}, "why": label},
            ],
        ),
    }
    plan = Plan(facts, {}, {"s.r": rule("s.r", "household", {"if": 'household.area == "rural"'})})
    found = judged(plan, household={"poor": True}).findings["s.r", None]
    assert found.verdict == "applies"
    assert found.proof == (
        "if", 2, None, (("implied by 0", 2, None, ()), ("implied by 1", 2, None, ())),
    )  # fmt: skip


def test_a_number_is_implied_where_its_condition_is_proved() -> None:
    label = {"zh": "甲", "en": "A"}
    implied = [{"is": 2, "when": {"if": "household.moved"}, "why": label}]
    facts = {"household.moved": fact("boolean"), "household.rooms": fact("integer", implied=implied)}
    plan = Plan(facts, {}, {"s.r": rule("s.r", "household", {"if": "household.rooms == 2"})})
    assert verdict(judged(plan, household={"moved": True}), "s.r") == "applies"
    assert verdict(judged(plan, household={"moved": False}), "s.r") == "undetermined"
    assert verdict(judged(plan, household={"moved": True, "rooms": 3}), "s.r") == "does_not_apply"


def test_a_stated_fact_that_what_is_known_does_not_allow_stands_and_is_named() -> None:
    facts = {"as_of": "2020-12-07", "household": {"disaster_affected": False, "drought_affected": True}}
    judged = judge(CHONGQING, facts)
    assert judged.contradicted == {("household.disaster_affected", None), ("household.drought_affected", None)}
    assert verdict(judged, "disaster.drought_living_aid") == "applies"


def test_what_is_hardly_possible_contradicts_nothing() -> None:
    facts = {"as_of": "2020-12-07", "household": {"dibao": True, "other_low_income": True}}
    assert judge(CHONGQING, facts).contradicted == set()


def test_the_office_says_how_a_point_is_read_from_its_first_day_to_its_last() -> None:
    when = {"contested": "wide", "from": "1.1", "strict": {"if": "household.poor"}, "generous": {"always": True}}
    points = {"wide": point("strict", "generous")}
    plan = Plan({"household.poor": fact("boolean")}, {}, {"s.r": rule("s.r", "household", when)}, contested=points)
    said = [
        {"from": "2020-01-01", "until": "2020-06-30", "value": "strict"},
        {"from": "2020-12-01", "value": "generous"},
    ]
    poor = {"household": {"poor": False}, "office": {"reads": {"wide": said}}}
    assert verdict(judge(plan.plain, {"as_of": "2020-06-30", **poor}), "s.r") == "does_not_apply"
    assert verdict(judge(plan.plain, {"as_of": "2020-07-01", **poor}), "s.r") == "undetermined"
    assert verdict(judge(plan.plain, {"as_of": "2020-12-01", **poor}), "s.r") == "applies"


def test_somebody_who_may_be_there_too_keeps_a_measure_open_and_is_no_finding() -> None:
    plan = Plan({"member.ill": fact("boolean")}, {}, {"s.r": rule("s.r", "member", {"if": "member.ill"})})
    found = judged(plan, members=[{"id": "m1", "ill": False}])
    assert list(found.findings) == [("s.r", "m1")]
    assert verdict(found, "s.r", "m1") == "does_not_apply"
    assert found.measures == {1: "undetermined"}
    assert judged(plan, members=[{"id": "m1", "ill": False}], everybody=True).measures == {1: "does_not_apply"}
    assert list(judged(plan).findings) == [("s.r", "?")]


def test_a_family_of_two_hundred_is_judged_within_three_seconds() -> None:
    members = [{"id": f"m{number}", "birth_date": f"{1940 + number % 60}-05-02"} for number in range(200)]
    begun = time.process_time()
    found = judge(CHONGQING, {"as_of": "2020-12-07", "members": members})
    assert time.process_time() - begun < 3
    assert len(found.findings) > 7000
