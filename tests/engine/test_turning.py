"""What would turn a finding: sets of facts a person can check, each seen to turn it, none of them too large."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from clausewise.case import Case, Member, read_case
from clausewise.case.notices import NoticeKind
from clausewise.case.reading import read_case_bytes
from clausewise.engine import Engine, Result
from clausewise.engine.turning import Change, Turning, find_turnings
from clausewise.language.facts import Value, write_value
from clausewise.language.verdicts import Verdict
from clausewise.packs import find_pack, open_pack
from engine.one_rule import household as known
from engine.one_rule import plan_of, with_members
from specification.written import case_of, fact, pack_of, rule

PACK = open_pack("chongqing-2020")
ENGINE = Engine(PACK)
CASES = find_pack("chongqing-2020", start=Path(__file__).parent).cases


def turnings_of(case: Case, name: str) -> dict[Verdict, Turning]:
    result = ENGINE.check(case)
    return {turning.verdict: turning for turning in find_turnings(ENGINE, result, result.by_name[name])}


def household(text: str) -> Case:
    return read_case_bytes(f"case: household\nas_of: 2020-12-07\n{text}".encode(), "household.yaml", PACK)


def written(turning: Turning) -> list[set[str]]:
    """Each set as `fact@member = value`."""
    return [
        {
            f"{change.fact}{'@' + change.member if change.member else ''} = {' or '.join(map(str, change.after))}"
            for change in changes
        }
        for changes in turning.sets
    ]


def test_what_is_undetermined_is_settled_by_what_is_not_known_and_never_by_what_is() -> None:
    case = household("household: {area: urban, dibao: true, dibao_list: urban}\nmembers: []\n")
    turnings = turnings_of(case, "housing.urban_dibao")
    assert written(turnings[Verdict.APPLIES]) == [{"household.meets_housing_criteria = True"}]
    assert written(turnings[Verdict.DOES_NOT_APPLY]) == [{"household.meets_housing_criteria = False"}]


def test_each_condition_that_holds_could_by_itself_undo_what_applies() -> None:
    case = household(
        "household: {area: urban}\n"
        "members:\n  - {id: a, birth_date: 1948-03-03, destitute_support: dispersed, destitute_list: urban,"
        " meets_housing_criteria: true}\n"
    )
    (turning,) = turnings_of(case, "housing.urban_dispersed_destitute@a").values()
    assert turning.verdict is Verdict.DOES_NOT_APPLY
    assert turning.complete
    alone, by_itself, *in_the_country = written(turning)
    assert alone == {"member.destitute_support@a = none or centralised"}
    assert by_itself == {"member.meets_housing_criteria@a = False"}
    # Which destitute people 13.1 means by urban is contested twice: a home or a list in the country needs both so read.
    reads = "office.reads.urban_recipients = all_three"
    home, listed = "household.area = rural", "member.destitute_list@a = rural"
    assert in_the_country == [
        {home, listed, reads},
        {home, "office.reads.destitute_kind = by_home", reads},
        {listed, "office.reads.destitute_kind = by_support", reads},
    ]


def test_a_condition_with_alternatives_needs_all_of_them_undone_at_once() -> None:
    case = household(
        "household: {area: rural, meets_renovation_policy: true, dibao: true, registered_poor: true}\nmembers: []\n"
    )
    (turning,) = turnings_of(case, "housing.rural_renovation").values()
    assert {"household.meets_renovation_policy = False"} in written(turning)
    assert {
        "household.dibao = False",
        "household.registered_poor = False",
        "household.other_renovation_priority_group = False",
    } in written(turning)


def test_a_limit_of_age_is_turned_by_the_day_on_which_it_is_reached_and_by_no_other_day_of_birth() -> None:
    case = household(
        "household: {area: urban}\neverybody: true\n"
        "members:\n  - {id: a, birth_date: 2002-12-08, orphan: true, meets_housing_criteria: true}\n"
    )
    (turning,) = turnings_of(case, "housing.urban_orphan@a").values()
    assert (turning.sets, turning.complete) == ((), True)
    assert turning.from_day == datetime.date(2020, 12, 8)


def test_a_day_of_birth_that_is_not_known_is_asked_for_with_the_one_on_the_limit_first() -> None:
    case = household(
        "household: {area: urban}\neverybody: true\nmembers:\n  - {id: a, orphan: true, meets_housing_criteria: true}\n"
    )
    turnings = turnings_of(case, "housing.urban_orphan@a")
    ((change,),) = turnings[Verdict.APPLIES].sets
    assert (change.fact, change.before, change.after[0]) == ("member.birth_date", None, datetime.date(2002, 12, 7))
    ((change,),) = turnings[Verdict.DOES_NOT_APPLY].sets
    assert change.after[0] == datetime.date(2002, 12, 8)


def test_a_number_is_turned_by_the_nearest_one_on_the_other_side_of_the_limit() -> None:
    case = read_case(CASES / "work-subsidy-12-months-paid.yaml", PACK)
    turning = turnings_of(case, "employment.dibao_work_subsidy@father")[Verdict.APPLIES]
    change = next(one for changes in turning.sets for one in changes if one.before == 12)
    assert (change.fact, change.after[0]) == ("member.work_subsidy_months_paid", 11)


def test_every_value_of_a_choice_that_would_do_is_named() -> None:
    case = household("household: {dibao: true}\nmembers: []\n")
    turning = turnings_of(case, "urgent.emergency_relief")[Verdict.APPLIES]
    assert written(turning) == [
        {"household.basic_living_difficulty = True", "household.emergency = accident or illness or other"}
    ]


def test_what_implies_another_fact_is_found_by_itself() -> None:
    case = household(
        "household: {dibao: true}\neverybody: true\nmembers:\n  - {id: a, working_age: true, wants_work: true}\n"
    )
    assert written(turnings_of(case, "employment.assistance@a")[Verdict.APPLIES]) == [
        {"member.recognised_employment_difficulty@a = True"},
        {"member.hard_to_find_work@a = True", "office.reads.employment_difficulty = plain"},
    ]


def test_one_member_is_enough_for_some_and_all_are_needed_against_it() -> None:
    case = household(
        "household: {area: rural, dibao: false, registered_poor: false, other_renovation_priority_group: false,"
        " meets_renovation_policy: true}\neverybody: true\n"
        "members:\n  - {id: a, dibao_alone: false}\n  - {id: b, dibao_alone: false}\n"
    )
    turnings = turnings_of(case, "housing.rural_renovation")
    # Dispersed support, and of the kind that 14.1 means: by the list, or as the office reads it.
    found = written(turnings[Verdict.APPLIES])
    assert {one for changes in found for one in changes if "destitute_support" in one} == {
        "member.destitute_support@a = dispersed",
        "member.destitute_support@b = dispersed",
    }
    assert {len(changes) for changes in found} == {2}
    at_once, *by_list = written(turnings[Verdict.DOES_NOT_APPLY])
    assert at_once == {
        "member.destitute_support@a = none or centralised",
        "member.destitute_support@b = none or centralised",
    }
    # Or on the urban list, where the office reads 14.1 by the list: still one fact for each of the two.
    assert [sorted(one.split(" ")[0][-2:] for one in changes if "@" in one) for changes in by_list] == [
        ["@a", "@b"]
    ] * 3
    assert all("office.reads.destitute_kind = by_support" in changes for changes in by_list)


def turned(when: dict[str, Any], written: dict[str, Any], more_facts: Mapping[str, Any] | None = None) -> list[Turning]:
    """What is said to turn the one rule with that condition on the household."""
    engine = Engine(pack_of(plan_of({"the.rule": rule("the.rule", "household", when)}, more_facts)))
    result = engine.check(case_of(engine.pack, written))
    engine.close()
    return list(find_turnings(engine, result, result.by_name["the.rule"]))


def nearest(turning: Turning) -> list[dict[str, str]]:
    """Of each set the value that is shown for each fact."""
    return [
        {f"{change.fact}{'@' + change.member if change.member else ''}": write_value(change.after[0]) for change in one}
        for one in turning.sets
    ]


MEAN = {"household.mean": fact("money", asked=False, derive="sum(member.wage) / count(member)")}


def test_a_mean_is_turned_by_one_wage_to_the_fen_whoever_earns_it() -> None:
    (turning,) = turned({"if": "household.mean < 620.5"}, with_members({"wage": 400}, {"wage": 500}), MEAN)
    assert turning.complete
    assert nearest(turning) == [{"member.wage@m0": "741.00"}, {"member.wage@m1": "841.00"}]
    assert [changes[0].before for changes in turning.sets] == [400, 500]


def test_a_third_of_a_sum_is_turned_by_the_first_fen_beyond_it() -> None:
    # With 41.00 the third is 80.333… on both sides, and no more than that.
    three = with_members({"wage": 100}, {"wage": 100}, {"wage": 0})
    (turning,) = turned({"if": "sum(member.wage) / count(member) > 241 / 3"}, three)
    assert {"member.wage@m2": "41.01"} in nearest(turning)


def test_a_difference_of_products_is_solved_and_what_no_amount_can_do_is_not_offered() -> None:
    facts = {"household.rent": fact("money"), "household.help": fact("money")}
    when = {"if": "household.rent - household.help * 7 > 1000"}
    (turning,) = turned(when, known(rent=1000, help=1), facts)
    assert turning.complete
    # Without help, 1000.00 is still not more than 1000.
    assert nearest(turning) == [{"household.rent": "1007.01"}]


def test_no_amount_below_zero_is_offered_where_amounts_are_zero_or_more() -> None:
    (turning,) = turned({"if": "household.rent < 0"}, known(rent=0), {"household.rent": fact("money")})
    assert (turning.sets, turning.complete) == ((), True)


def test_two_wages_are_needed_where_one_alone_cannot_be_enough() -> None:
    facts = {"member.wage": fact("money", minimum=0, maximum=1000)}
    (turning,) = turned({"if": "sum(member.wage) > 1500"}, with_members({"wage": 0}, {"wage": 0}), facts)
    assert turning.complete
    ((first, second),) = turning.sets
    assert {first.fact, second.fact} == {"member.wage"}
    assert first.after[0] + second.after[0] == Fraction("1500.01")  # type: ignore[operator]


def test_a_sum_that_has_to_be_met_is_met_by_three_of_whom_one_is_not_known() -> None:
    facts = {"member.grade": fact("integer", minimum=0, maximum=3)}
    six = with_members(*({"grade": grade} for grade in (1, 2, 2, 0, 1)), {})
    (turning,) = turned({"if": "sum(member.grade) == 2"}, six, facts)
    assert nearest(turning) == [{"member.grade@m5": "0", "member.grade@m1": "0", "member.grade@m2": "0"}]
    assert not turning.complete  # 4, 1, 0 and others do as well


def test_of_two_wages_none_is_set_at_the_limit_of_another_rule() -> None:
    urban = {"all": [{"not": {"if": "household.rural"}}, {"if": "household.mean < 620"}]}
    rural = {"all": [{"if": "household.rural"}, {"if": "household.mean < 496"}]}
    family = {**with_members({"wage": 5000}, {"wage": 3000}), "household": {"rural": False}}
    (turning,) = turned({"any": [urban, rural]}, family, {**MEAN, "household.rural": fact("boolean")})
    together = [{"member.wage@m0": "620.01", "member.wage@m1": "619.98"}]
    assert [one for one in nearest(turning) if "household.rural" not in one] == together


@pytest.mark.parametrize("size", [4, 9])
def test_each_of_a_large_family_is_found_to_turn_a_mean(size: int) -> None:
    family = with_members(*({"wage": 100} for _ in range(size)))
    (turning,) = turned({"if": "household.mean < 620.5"}, family, MEAN)
    needed = Fraction("620.5") * size - 100 * (size - 1)
    assert len(turning.sets) == min(size, 8)
    assert {change.after[0] for changes in turning.sets for change in changes} == {needed}
    assert turning.complete == (size <= 8)


def test_a_standard_that_rises_later_turns_the_finding_from_its_first_day_on() -> None:
    when = {"if": "household.income < parameter.line"}
    (turning,) = turned(when, known(income=500))
    assert turning.from_day == datetime.date(2021, 1, 1)
    assert {"household.income": "299.99"} in nearest(turning)


def test_a_child_grows_out_of_an_aid_on_the_day_of_its_birthday() -> None:
    when = {"some": "member", "if": "member.age < 18"}
    (turning,) = turned(when, with_members({"birth_date": datetime.date(2004, 2, 29)}))
    assert (turning.verdict, turning.from_day) == (Verdict.DOES_NOT_APPLY, datetime.date(2022, 2, 28))
    assert turning.sets == ()


def test_a_fact_given_beside_what_it_follows_from_is_not_said_to_be_all_that_could_turn_it() -> None:
    given = with_members({"birth_date": datetime.date(1990, 1, 1), "age": 30})
    (turning,) = turned({"some": "member", "if": "member.age < 18"}, given)
    assert (turning.sets, turning.complete, turning.from_day) == ((), False, None)


def test_what_a_rule_only_grants_by_is_none_of_what_turns_it() -> None:
    aid = {"form": "cash", "zh": "甲", "en": "A", "text": "乙", "amount": "sum(member.wage)"}
    plan = plan_of({"the.rule": rule("the.rule", "household", {"if": "household.poor"}, aid=[aid])})
    engine = Engine(pack_of(plan))
    result = engine.check(case_of(engine.pack, with_members({"wage": 1}, poor=True)))
    engine.close()
    (turning,) = find_turnings(engine, result, result.by_name["the.rule"])
    assert (nearest(turning), turning.complete) == ([{"household.poor": "false"}], True)


def test_nothing_is_offered_for_a_member_of_whom_it_is_not_known_that_there_is_one() -> None:
    turnings = turnings_of(household("household: {}\n"), "urgent.homeless_protection@?")
    assert [turning.sets for turning in turnings.values()] == [(), ()]


def contradicts(result: Result) -> bool:
    """Whether a household states what the rest of it does not allow; no set may leave it so."""
    return any(notice.kind is NoticeKind.CONTRADICTION for notice in result.notices)


def replayed(case: Case, changes: tuple[Change, ...], values: dict[Change, int]) -> Case:
    def of(member: str | None) -> dict[str, Value]:
        return {change.fact: change.after[values[change]] for change in stated if change.member == member}

    everybody = any(change.fact == "members" for change in changes)
    stated = [change for change in changes if change.fact != "members"]

    members = case.members
    if members is not None:
        members = tuple(Member(member.id, {**member.values, **of(member.id)}) for member in members)
    return replace(case, values={**case.values, **of(None)}, members=members, everybody=case.everybody or everybody)


@pytest.mark.parametrize("path", sorted(CASES.glob("*.yaml"))[::3], ids=lambda path: path.stem)
def test_every_set_turns_the_finding_and_no_part_of_it_does_without_contradiction(path: Path) -> None:
    case = read_case(path, PACK)
    contradicted = contradicts(ENGINE.check(case))
    for expected in case.expect.findings[:3]:
        name = str(expected.subject)
        for verdict, turning in turnings_of(case, name).items():
            for changes in turning.sets:
                first = dict.fromkeys(changes, 0)
                last = {change: len(change.after) - 1 for change in changes}
                turned_by_all = ENGINE.check(replayed(case, changes, first))
                assert turned_by_all.by_name[name].verdict is verdict
                assert contradicted or not contradicts(turned_by_all)
                if len(changes) == 1:
                    assert ENGINE.check(replayed(case, changes, last)).by_name[name].verdict is verdict
                for part in combinations(changes, len(changes) - 1):
                    by_part = ENGINE.check(replayed(case, part, first))
                    assert by_part.by_name[name].verdict is not verdict or contradicts(by_part)


def test_a_rule_that_stands_on_a_finding_is_tried_on_later_days_with_it() -> None:
    below = rule("a.below", "household", {"if": "household.income < parameter.line"})
    either = {"any": [{"if": "household.poor"}, {"if": "household.housed"}]}
    on_it = rule("b.on_it", "household", {"all": [either, {"finding": ["a.below"]}]})
    pack = pack_of(plan_of({"a.below": below, "b.on_it": on_it}))
    engine = Engine(pack)
    result = engine.check(case_of(pack, known(poor=True, income=400)))
    (turning,) = find_turnings(engine, result, result.by_name["b.on_it"])
    engine.close()
    assert turning.verdict is Verdict.APPLIES
    assert turning.from_day == datetime.date(2021, 1, 1)


def test_what_the_office_says_from_the_first_day_of_the_calendar_has_no_day_before_it() -> None:
    decided = "office: {reads: {repair: [{from: 0001-01-01, value: repair_too, by: the office}]}}"
    stated = "household: {area: urban, dibao: true, dibao_list: urban, meets_housing_criteria: true}"
    turnings = turnings_of(household(f"{stated}\nmembers: []\n{decided}\n"), "housing.urban_dibao")
    assert turnings[Verdict.DOES_NOT_APPLY].from_day is None
