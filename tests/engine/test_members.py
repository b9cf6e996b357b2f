"""Quantifiers over members who are known, partly known, none at all, or not named."""

from __future__ import annotations

from typing import Any

import pytest

from clausewise.case import read_case
from clausewise.engine import Engine
from engine.one_rule import grant, household, missing, verdict, verdicts, with_members
from specification.chongqing import FOLDERS, chongqing_pack

ILL: dict[str, Any] = {"ill": True}
WELL: dict[str, Any] = {"ill": False}
NOT_KNOWN: dict[str, Any] = {}


def some_of(text: str) -> dict[str, Any]:
    return {"some": "member", "if": text}


def every_of(text: str) -> dict[str, Any]:
    return {"every": "member", "if": text}


def count_of(text: str, **bounds: int) -> dict[str, Any]:
    return {"count": "member", "if": text, **bounds}


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        (some_of("member.ill"), "does_not_apply"),
        (every_of("member.ill"), "applies"),
        (count_of("member.ill", at_least=1), "does_not_apply"),
        (count_of("member.ill", at_least=0), "applies"),
        (count_of("member.ill", at_most=0), "applies"),
        (count_of("member.ill", exactly=0), "applies"),
        (count_of("member.ill", exactly=1), "does_not_apply"),
        (some_of("household.poor"), "does_not_apply"),
        ({"if": "count(member) == 0"}, "applies"),
        ({"if": "sum(member.wage) == 0"}, "applies"),
    ],
)
def test_of_a_household_without_members_everything_is_known(when: dict[str, Any], expected: str) -> None:
    assert verdict(when, with_members(poor=True)) == expected


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        (some_of("member.ill"), "undetermined"),
        (every_of("member.ill"), "undetermined"),
        (count_of("member.ill", at_least=1), "undetermined"),
        (count_of("member.ill", at_most=3), "undetermined"),
        (count_of("member.ill", exactly=2), "undetermined"),
        (count_of("member.ill", at_least=0), "applies"),
        (some_of("household.poor"), "undetermined"),
        (every_of("household.poor"), "applies"),
        (some_of("household.housed"), "does_not_apply"),
        (every_of("household.housed"), "undetermined"),
        (count_of("household.housed", at_least=1), "does_not_apply"),
        (count_of("household.housed", at_most=0), "applies"),
        (count_of("household.poor", at_least=1), "undetermined"),
        ({"if": "count(member) >= 0"}, "applies"),
        ({"if": "count(member) >= 1"}, "undetermined"),
        ({"if": "sum(member.wage) >= 0"}, "applies"),
        ({"if": "sum(member.wage) > 0"}, "undetermined"),
    ],
)
def test_of_members_who_are_not_named_only_what_holds_of_anybody_is_known(when: dict[str, Any], expected: str) -> None:
    assert verdict(when, household(poor=True, housed=False)) == expected


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        (some_of("member.ill"), "applies"),
        (every_of("member.ill"), "does_not_apply"),
        (count_of("member.ill", at_least=1), "applies"),
        (count_of("member.ill", at_least=2), "undetermined"),
        (count_of("member.ill", at_least=3), "does_not_apply"),
        (count_of("member.ill", at_most=0), "does_not_apply"),
        (count_of("member.ill", at_most=1), "undetermined"),
        (count_of("member.ill", at_most=2), "applies"),
        (count_of("member.ill", exactly=0), "does_not_apply"),
        (count_of("member.ill", exactly=1), "undetermined"),
        (count_of("member.ill", exactly=2), "undetermined"),
        (count_of("member.ill", exactly=3), "does_not_apply"),
        (count_of("member.ill", at_least=1, at_most=2), "applies"),
    ],
)
def test_of_one_ill_one_well_and_one_not_known(when: dict[str, Any], expected: str) -> None:
    assert verdict(when, with_members(ILL, NOT_KNOWN, WELL)) == expected


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        (some_of("member.ill"), "undetermined"),
        (every_of("member.ill"), "does_not_apply"),
        ({"every": "member", "not": {"if": "member.ill"}}, "undetermined"),
        ({"not": some_of("member.ill")}, "undetermined"),
        ({"not": every_of("member.ill")}, "applies"),
    ],
)
def test_of_one_well_and_one_not_known(when: dict[str, Any], expected: str) -> None:
    assert verdict(when, with_members(WELL, NOT_KNOWN)) == expected


def test_a_rule_about_members_finds_one_thing_of_each() -> None:
    found = verdicts({"if": "member.ill"}, with_members(ILL, WELL, NOT_KNOWN), about="member")
    assert found == {"m0": "applies", "m1": "does_not_apply", "m2": "undetermined"}


def test_a_rule_about_members_finds_nothing_where_there_are_none() -> None:
    assert verdicts({"if": "household.poor"}, with_members(poor=True), about="member") == {}


def test_a_rule_about_members_never_applies_to_one_of_whom_it_is_not_known_that_there_is_one() -> None:
    assert verdicts({"if": "household.poor"}, household(poor=True), about="member") == {"?": "undetermined"}
    assert verdicts({"if": "household.poor"}, household(poor=False), about="member") == {"?": "does_not_apply"}


def test_wages_add_up_only_when_every_one_is_known() -> None:
    assert grant(with_members({"wage": 100}, {"wage": 20}), amount="sum(member.wage)").amount == 120
    assert grant(with_members({"wage": 100}, {}), amount="sum(member.wage)").amount is None
    assert missing({"if": "sum(member.wage) > 100"}, with_members({"wage": 100}, {})) == ["member.wage@m1"]


def test_a_count_asks_for_nobody_once_enough_are_known() -> None:
    two = count_of("member.ill", at_least=2)
    assert missing(two, with_members(ILL, NOT_KNOWN, NOT_KNOWN)) == ["member.ill@m1", "member.ill@m2"]
    assert missing(two, with_members(ILL, NOT_KNOWN)) == ["member.ill@m1"]
    assert missing(two, with_members(ILL, ILL, NOT_KNOWN)) == []
    assert missing(two, with_members(WELL, WELL, NOT_KNOWN)) == []
    assert missing(two, household()) == ["members"]


def test_a_bound_from_above_is_settled_by_there_being_nobody() -> None:
    poor: dict[str, Any] = {"if": "household.poor"}
    none_is_not = {"count": "member", "not": poor, "at_most": 0}
    none_is = {"count": "member", **poor, "at_most": 0}
    assert missing({"not": {"any": [{"not": poor}, none_is_not]}}, household()) == ["members", "household.poor"]
    assert missing({"not": {"all": [{"not": poor}, none_is]}}, household()) == ["household.poor"]


def test_what_a_quantifier_behind_a_fact_rests_on_is_one_proof_of_each_member_whoever_is_in_sight() -> None:
    pack = chongqing_pack()
    result = Engine(pack).check(read_case(FOLDERS.cases / "urban-dibao-student.yaml", pack))
    proofs = dict.fromkeys(finding.proof for finding in result.findings if finding.subject)
    behind = [proof.further()["member.in_destitute_family"][0].further() for proof in proofs]
    (row,) = {row for further in behind for row in further if isinstance(row, int)}
    assert [one.view.member for one in behind[0][row]] == ["mother", "grandmother", "son"]
    assert all(further[row] is behind[0][row] for further in behind)


def test_nothing_is_told_of_somebody_who_is_not_listed() -> None:
    result = Engine(chongqing_pack()).check(read_case(FOLDERS.cases / "urban-dibao-student.yaml", chongqing_pack()))
    with pytest.raises(KeyError, match="nobody"):
        result.known("member.age", "nobody")
    with pytest.raises(KeyError, match="nobody"):
        result.left("member.student_stage", "nobody")
