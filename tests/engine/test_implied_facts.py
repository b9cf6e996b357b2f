"""Facts that others imply: filled in by rounds, narrowed, contradicted; asked for themselves; shown in the proof."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

import pytest

from clausewise.engine import Engine, Result
from clausewise.engine.turning import find_turnings
from engine.one_rule import household, missing, plan_of, verdict, verdicts, with_members
from specification.written import LABEL, case_of, fact, pack_of, rule

WHY = {"zh": "法律如此", "en": "the law says so"}


def implied(kind: str, *entries: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A fact of one kind that is implied like that."""
    return fact(kind, implied=[{"why": WHY, **entry} for entry in entries], **more)


SCHOOL_AGE = {
    "member.school_age": implied(
        "boolean",
        {"is": False, "when": {"any": [{"if": "member.age < 5"}, {"if": "member.age > 18"}]}},
        {"is": True, "when": {"all": [{"if": "member.age >= 7"}, {"if": "member.age <= 14"}]}},
    )
}
IN_A_CIRCLE = {
    "household.severe": implied("boolean", {"is": False, "when": {"not": {"if": "household.slight"}}}),
    "household.slight": implied("boolean", {"is": True, "when": {"if": "household.severe"}}),
}
STAGES = {"none": LABEL, "school": LABEL, "college": LABEL}
STAGE = {
    "member.stage": implied(
        "choice",
        {"is_not": ["college"], "when": {"if": "member.age < 14"}},
        {"is_not": ["school"], "when": {"if": "member.age < 3"}},
        values=STAGES,
    )
}


def result_of(when: dict[str, Any], written: Mapping[str, Any], facts: Mapping[str, Any]) -> tuple[Engine, Result]:
    pack = pack_of(plan_of({"the.rule": rule("the.rule", "household", when)}, facts))
    engine = Engine(pack)
    return engine, engine.check(case_of(pack, written))


@pytest.mark.parametrize(
    ("born", "found"),
    [("2016-12-08", "does_not_apply"), ("2015-12-07", "undetermined"), ("2012-01-01", "applies"),
     ("2004-12-07", "undetermined"), ("2001-12-07", "does_not_apply")],
)  # fmt: skip
def test_the_first_entry_that_is_proved_says_what_a_fact_is(born: str, found: str) -> None:

    written = with_members({"birth_date": datetime.date.fromisoformat(born)})
    assert verdicts({"if": "member.school_age"}, written, "member", SCHOOL_AGE) == {"m0": found}


def test_what_is_not_proved_implies_nothing() -> None:
    written = with_members({})
    assert verdicts({"if": "member.school_age"}, written, "member", SCHOOL_AGE) == {"m0": "undetermined"}


def test_facts_that_imply_one_another_are_filled_in_by_rounds_both_ways() -> None:
    severe, slight = {"if": "household.severe"}, {"if": "household.slight"}
    assert verdict(slight, household(severe=True), IN_A_CIRCLE) == "applies"
    assert verdict(severe, household(slight=False), IN_A_CIRCLE) == "does_not_apply"
    assert verdict(severe, household(slight=True), IN_A_CIRCLE) == "undetermined"


def test_an_implied_fact_is_asked_for_itself_and_never_through_what_implies_it() -> None:
    assert missing({"if": "household.slight"}, household(), IN_A_CIRCLE) == ["household.slight"]


def test_what_counting_members_alone_implies_is_filled_in() -> None:
    alone = {"household.alone": implied("boolean", {"is": True, "when": {"if": "count(member) == 1"}})}
    assert verdict({"if": "household.alone"}, with_members({}), alone) == "applies"
    assert verdict({"if": "household.alone"}, with_members({}, {}), alone) == "undetermined"


def test_a_stated_value_stays_and_the_contradiction_is_told() -> None:
    engine, result = result_of({"if": "household.slight"}, household(severe=True, slight=False), IN_A_CIRCLE)
    engine.close()
    assert str(result.by_name["the.rule"].verdict) == "does_not_apply"
    assert [(one.kind.value, one.fact, one.member) for one in result.notices] == [
        ("contradiction", "household.severe", None),
        ("contradiction", "household.slight", None),
    ]
    assert result.notices[1].text.en == "A is stated as no, and other facts imply yes (the law says so)"


def test_a_stated_number_that_is_not_what_is_implied_is_told() -> None:
    rooms = {"household.rooms": implied("integer", {"is": 1, "when": {"if": "household.poor"}})}
    for stated, told in ((1, []), (3, ["A is stated as 3, and other facts imply 1 (the law says so)"])):
        engine, result = result_of({"if": "household.rooms > 2"}, household(poor=True, rooms=stated), rooms)
        engine.close()
        assert [one.text.en for one in result.notices] == told


def test_a_value_that_is_ruled_out_decides_comparisons_with_it_and_no_others() -> None:

    child = with_members({"birth_date": datetime.date(2010, 1, 1)})
    assert verdicts({"if": 'member.stage == "college"'}, child, "member", STAGE) == {"m0": "does_not_apply"}
    assert verdicts({"if": 'member.stage != "college"'}, child, "member", STAGE) == {"m0": "applies"}
    assert verdicts({"if": 'member.stage == "school"'}, child, "member", STAGE) == {"m0": "undetermined"}


def test_a_choice_with_one_value_left_has_it() -> None:

    infant = with_members({"birth_date": datetime.date(2019, 1, 1)})
    assert verdicts({"if": 'member.stage == "none"'}, infant, "member", STAGE) == {"m0": "applies"}


def test_an_entry_that_would_leave_no_value_is_passed_over() -> None:
    facts = {
        "household.area": implied(
            "choice",
            {"is_not": ["urban"], "when": {"if": "household.poor"}},
            {"is": "urban", "when": {"if": "household.poor"}},
            values={"urban": LABEL, "rural": LABEL},
        )
    }
    assert verdict({"if": 'household.area == "rural"'}, household(poor=True), facts) == "applies"


def test_the_proof_shows_the_step_with_why() -> None:
    engine, result = result_of({"if": "household.slight"}, household(severe=True), IN_A_CIRCLE)
    engine.close()
    (step,) = result.by_name["the.rule"].because.children
    assert step.step is not None
    assert (step.step.fact, step.step.entry.why.en, step.code) == ("household.slight", "the law says so", 2)
    assert [read.fact for read in result.reads(step)] == ["household.severe"]
    assert step.children == ()


def test_what_would_turn_a_finding_contradicts_nothing_that_is_implied() -> None:
    # Slight alone cannot be no while severe is yes.
    engine, result = result_of({"if": "household.slight"}, household(severe=True), IN_A_CIRCLE)
    turnings = find_turnings(engine, result, result.by_name["the.rule"])
    engine.close()
    assert [[(one.fact, one.after) for one in way] for turning in turnings for way in turning.sets] == [
        [("household.slight", (False,)), ("household.severe", (False,))]
    ]
