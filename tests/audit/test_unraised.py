"""That no benefit is lost by what a family does not tick: proved, or refuted with the household that would lose it."""

from __future__ import annotations

from typing import Any

import pytest

from audit.toys import DIBAO, FACTS, GROWN, ORPHAN, URBAN, household_rule, member_rule, replay
from clausewise.audit.engine import Engines
from clausewise.audit.explaining import explain_answer
from clausewise.audit.model import Answer, Outcome, Weight
from clausewise.audit.questions import Topic, ask_all, tasks_of
from clausewise.audit.solver.limits import Limits
from clausewise.audit.unraised import ask_of_topics, benefits_with_topics
from clausewise.language.model import Pack
from clausewise.packs import open_pack
from specification.written import LABEL, Plan, fact, pack_of

FACTS_HERE = FACTS | {
    "member.stage": fact("choice", values={"none": LABEL, "school": LABEL}),
    "household.seen": fact("boolean", implied=[{"is": True, "when": DIBAO, "why": LABEL}]),
}


def pack(rule: dict[str, Any], **topics: dict[str, Any]) -> Pack:
    named = {name: LABEL | {"rules": ["a.*"]} | topic for name, topic in topics.items()}
    return pack_of(Plan(FACTS_HERE, {}, {rule["rule"]: rule | {"kind": "benefit"}}, topics=named))


def answer(rule: dict[str, Any], **topics: dict[str, Any]) -> Answer:
    (found,) = ask_of_topics(pack(rule, **topics), rule["rule"], replay)
    return found


def test_a_benefit_that_needs_the_fact_that_raises_it_is_never_lost() -> None:
    found = answer(member_rule("a.care", {"all": [GROWN, ORPHAN]}), care={"raised_by": ["member.orphan"]})
    assert (found.outcome, found.weight, found.household) == (Outcome.PROVED, Weight.FINE, None)


def test_a_benefit_that_does_not_need_it_shows_the_household_that_would_lose_it() -> None:
    found = answer(member_rule("a.care", GROWN), care={"raised_by": ["member.orphan"]})
    assert (found.id, found.outcome, found.weight) == ("unraised/a.care", Outcome.REFUTED, Weight.FAULT)
    assert "orphan: false" in (found.household or "")
    assert "birth_date: " in (found.household or "")


def test_what_opens_a_topic_saves_a_benefit_and_a_narrower_opening_does_not() -> None:
    rule = household_rule("a.home", {"all": [URBAN, {"some": "member", **ORPHAN}]})
    wide, narrow = {"some": "member", **ORPHAN}, {"some": "member", "all": [ORPHAN, GROWN]}
    assert answer(rule, home={"opens": wide}).outcome is Outcome.PROVED
    assert answer(rule, home={"opens": narrow}).outcome is Outcome.REFUTED


def test_an_opening_that_is_not_known_opens_nothing() -> None:
    # Of a child whose birth date nobody knows it is not proved that it is grown.
    found = answer(member_rule("a.care", ORPHAN), care={"opens": {"some": "member", "any": [GROWN, {"not": GROWN}]}})
    assert found.outcome is Outcome.REFUTED
    assert "birth_date" not in (found.household or "")


def test_one_of_several_topics_is_enough() -> None:
    rule = household_rule("a.home", {"any": [DIBAO, URBAN]})
    both: dict[str, dict[str, Any]] = {"poor": {"raised_by": ["household.dibao"]}, "town": {"opens": URBAN}}
    assert answer(rule, **both).outcome is Outcome.PROVED
    assert answer(rule, poor=both["poor"]).outcome is Outcome.REFUTED


def test_a_choice_raises_a_topic_by_any_value_but_none() -> None:
    found = answer(member_rule("a.fees", {"if": 'member.stage == "school"'}), fees={"raised_by": ["member.stage"]})
    assert found.outcome is Outcome.PROVED


def test_what_follows_from_the_rule_raises_it_as_well() -> None:
    assert answer(household_rule("a.home", DIBAO), home={"raised_by": ["household.seen"]}).outcome is Outcome.PROVED


def test_it_holds_of_a_family_in_which_another_member_raises_it() -> None:
    found = answer(member_rule("a.care", ORPHAN), care={"opens": {"every": "member", **ORPHAN}})
    assert found.outcome is Outcome.REFUTED
    assert (found.household or "").count("- id: ") == 2


def test_the_audit_asks_it_of_each_benefit_and_of_no_procedure() -> None:
    benefit = pack(household_rule("a.home", DIBAO), home={"opens": DIBAO})
    assert "unraised/a.home" in [one.id for one in ask_all(benefit)]
    procedure = pack_of(
        Plan(
            FACTS,
            {},
            {"a.home": household_rule("a.home", DIBAO)},
            topics={"home": LABEL | {"rules": ["a.*"], "opens": DIBAO}},
        )
    )
    assert [task for task in tasks_of(procedure) if task.topic is Topic.UNRAISED] == []


def test_its_answer_is_explained_with_what_it_rests_on() -> None:
    made = pack(household_rule("a.home", DIBAO), home={"raised_by": ["household.seen"], "opens": URBAN})
    explained = explain_answer(made, "unraised/a.home", Limits())
    assert explained is not None
    assert {one.name for one in explained.facts} == {"household.dibao", "household.seen", "household.area"}


@pytest.mark.parametrize("rule", benefits_with_topics(open_pack("chongqing-2020")))
def test_no_benefit_of_the_37_measures_is_lost_by_what_a_family_does_not_tick(rule: str) -> None:
    (found,) = ask_of_topics(open_pack("chongqing-2020"), rule, Engines().verdicts)
    assert found.outcome is Outcome.PROVED
