"""What would turn a finding: sets of facts a person can check, each seen to turn it, none of them too large."""

from __future__ import annotations

import datetime
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest

from clausewise.case import Case, Member, read_case
from clausewise.case.reading import read_case_bytes
from clausewise.engine import Engine
from clausewise.engine.turning import Change, Turning, find_turnings
from clausewise.language.facts import Value
from clausewise.language.verdicts import Verdict
from clausewise.packs import find_pack, open_pack

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
    case = household("household: {area: urban, dibao: true}\nmembers: []\n")
    turnings = turnings_of(case, "housing.urban_dibao")
    assert written(turnings[Verdict.APPLIES]) == [{"household.meets_housing_criteria = True"}]
    assert written(turnings[Verdict.DOES_NOT_APPLY]) == [{"household.meets_housing_criteria = False"}]


def test_each_condition_that_holds_could_by_itself_undo_what_applies() -> None:
    case = household("household: {area: urban, dibao: true, meets_housing_criteria: true}\nmembers: []\n")
    (turning,) = turnings_of(case, "housing.urban_dibao").values()
    assert turning.verdict is Verdict.DOES_NOT_APPLY
    assert turning.complete
    assert written(turning) == [
        {"household.area = rural"},
        {"household.dibao = False"},
        {"household.meets_housing_criteria = False"},
    ]


def test_a_condition_with_alternatives_needs_all_of_them_undone_at_once() -> None:
    case = household("household: {dibao: true}\nmembers:\n  - {id: a, meets_legal_aid_conditions: true}\n")
    (turning,) = turnings_of(case, "other_aid.legal_aid@a").values()
    assert {"member.meets_legal_aid_conditions@a = False"} in written(turning)
    assert {
        "household.dibao = False",
        "household.other_low_income = False",
        "household.expenditure_hardship = False",
        "member.destitute_support@a = none",
        "member.other_recipient@a = False",
    } in written(turning)


def test_a_limit_of_age_is_turned_by_the_day_of_birth_that_lies_on_it() -> None:
    case = household(
        "household: {area: urban, meets_housing_criteria: true}\n"
        "members:\n  - {id: a, birth_date: 2002-12-08, orphan: true}\n"
    )
    (turning,) = turnings_of(case, "housing.urban_orphan@a").values()
    ((change,),) = turning.sets
    assert change.fact == "member.birth_date"
    assert change.before == datetime.date(2002, 12, 8)
    assert change.after[0] == datetime.date(2002, 12, 7)


def test_a_number_is_turned_by_the_nearest_one_on_the_other_side_of_the_limit() -> None:
    case = read_case(CASES / "work-subsidy-12-months-paid.yaml", PACK)
    (turning,) = turnings_of(case, "employment.dibao_work_subsidy@father").values()
    ((change,),) = turning.sets
    assert (change.fact, change.before, change.after[0]) == ("member.work_subsidy_months_paid", 12, 11)


def test_every_value_of_a_choice_that_would_do_is_named() -> None:
    case = household("household: {dibao: true}\nmembers: []\n")
    turning = turnings_of(case, "mechanism.one_door")[Verdict.APPLIES]
    assert written(turning) == [{"application.filed_at = registration or residence or emergency_place or elsewhere"}]


def test_one_member_is_enough_for_some_and_all_are_needed_against_it() -> None:
    case = household(
        "household: {area: rural, dibao: false, registered_poor: false, other_renovation_priority_group: false,"
        " meets_renovation_policy: true}\nmembers:\n  - {id: a}\n  - {id: b}\n"
    )
    turnings = turnings_of(case, "housing.rural_renovation")
    assert written(turnings[Verdict.APPLIES]) == [
        {"member.destitute_support@a = dispersed"},
        {"member.destitute_support@b = dispersed"},
    ]
    assert written(turnings[Verdict.DOES_NOT_APPLY]) == [
        {"member.destitute_support@a = none or centralised", "member.destitute_support@b = none or centralised"}
    ]


def test_nothing_is_offered_for_a_member_of_whom_it_is_not_known_that_there_is_one() -> None:
    turnings = turnings_of(household("household: {}\n"), "urgent.homeless_protection@?")
    assert [turning.sets for turning in turnings.values()] == [(), ()]


def replayed(case: Case, changes: tuple[Change, ...], values: dict[Change, int]) -> Case:
    def of(member: str | None) -> dict[str, Value]:
        return {change.fact: change.after[values[change]] for change in changes if change.member == member}

    members = case.members
    if members is not None:
        members = tuple(Member(member.id, {**member.values, **of(member.id)}) for member in members)
    return replace(case, values={**case.values, **of(None)}, members=members)


@pytest.mark.parametrize("path", sorted(CASES.glob("*.yaml"))[::3], ids=lambda path: path.stem)
def test_every_set_turns_the_finding_and_no_part_of_it_does(path: Path) -> None:
    case = read_case(path, PACK)
    for expected in case.expect.findings[:3]:
        name = str(expected.subject)
        for verdict, turning in turnings_of(case, name).items():
            for changes in turning.sets:
                first = dict.fromkeys(changes, 0)
                last = {change: len(change.after) - 1 for change in changes}
                assert ENGINE.check(replayed(case, changes, first)).by_name[name].verdict is verdict
                if len(changes) == 1:
                    assert ENGINE.check(replayed(case, changes, last)).by_name[name].verdict is verdict
                for part in combinations(changes, len(changes) - 1):
                    assert ENGINE.check(replayed(case, part, first)).by_name[name].verdict is not verdict
