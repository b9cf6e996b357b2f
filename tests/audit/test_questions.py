"""The questions of an audit on packs with one thing wrong each. `make test` audits the 37 measures, where none is."""

from __future__ import annotations

import pytest

from audit.toys import DIBAO, GROWN, ORPHAN, RURAL, URBAN, household_rule, member_rule, toy
from clausewise.audit.model import Answer, Outcome, QuestionKind, Weight
from clausewise.audit.questions import ask_all
from clausewise.audit.solver import solving
from clausewise.audit.solver.ended import Ended
from clausewise.language.model import Pack


def answers(pack: Pack) -> dict[str, Answer]:
    return {one.id: one for one in ask_all(pack)}


def faults(pack: Pack) -> list[str]:
    return [one.id for one in answers(pack).values() if one.weight is Weight.FAULT]


def test_a_rule_for_town_and_country_at_once_is_dead() -> None:
    pack = toy(household_rule("a.nowhere", {"all": [URBAN, RURAL]}))
    dead = answers(pack)["dead_rule/a.nowhere"]
    assert (dead.outcome, dead.weight, dead.household) == (Outcome.REFUTED, Weight.FAULT, None)


def test_a_living_rule_shows_somebody_to_whom_it_applies() -> None:
    living = answers(toy(household_rule("a.town", URBAN)))["dead_rule/a.town"]
    assert (living.outcome, living.weight) == (Outcome.PROVED, Weight.FINE)
    assert "area: urban" in (living.household or "")


def test_a_condition_that_nobody_fulfils_is_dead() -> None:
    pack = toy(household_rule("a.home", {"any": [DIBAO, {"all": [URBAN, RURAL]}]}))
    assert "dead_condition/a.home/when.any.1" in faults(pack)


def test_a_condition_that_follows_from_another_is_idle() -> None:
    pack = toy(member_rule("a.grown", {"all": [GROWN, {"if": "member.age >= 16"}, ORPHAN]}))
    assert faults(pack) == ["idle_condition/a.grown/when.all.1"]


def test_a_rule_that_always_brings_another_is_noted() -> None:
    pack = toy(
        household_rule("a.some", {"all": [URBAN, DIBAO]}),
        household_rule("a.all", DIBAO),
    )
    noted = [one for one in answers(pack).values() if one.kind is QuestionKind.IMPLIED]
    assert [(one.id, one.outcome, one.weight) for one in noted] == [
        ("implied/a.some/a.all", Outcome.PROVED, Weight.NOTE)
    ]


def test_two_rules_of_a_sentence_that_grant_the_same_to_one_household_are_noted() -> None:
    pack = toy(household_rule("a.first", URBAN), household_rule("a.second", DIBAO))
    same = answers(pack)["same_aid/a.first/a.second"]
    assert (same.outcome, same.weight) == (Outcome.REFUTED, Weight.NOTE)
    assert "area: urban" in (same.household or "")
    assert "dibao: true" in (same.household or "")


def test_two_rules_of_a_sentence_that_never_meet_are_fine() -> None:
    pack = toy(household_rule("a.town", URBAN), household_rule("a.country", RURAL))
    same = answers(pack)["same_aid/a.country/a.town"]
    assert (same.outcome, same.weight, same.household) == (Outcome.PROVED, Weight.FINE, None)


def test_without_an_answer_in_time_nothing_is_proved(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solving, "_ended", lambda solver: Ended.NO_TIME)
    found = answers(toy(household_rule("a.first", {"all": [URBAN, DIBAO]}), household_rule("a.second", DIBAO)))
    assert {one.outcome for one in found.values()} == {Outcome.UNKNOWN}
    assert {one.weight for one in found.values()} == {Weight.UNDECIDED}
    assert all(one.why is not None for one in found.values())
