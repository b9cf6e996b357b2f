"""The questions of an audit on packs with one thing wrong each, and on the 37 measures, where nothing is."""

from __future__ import annotations

from typing import Any

import pytest

from audit.toys import DIBAO, GROWN, ORPHAN, RURAL, URBAN, household_rule, make_replay, member_rule, toy
from clausewise.audit.model import Answer, Outcome, QuestionKind, Weight
from clausewise.audit.questions import ask_all, tasks_of
from clausewise.audit.solver import solving
from clausewise.audit.solver.solving import Ended
from clausewise.language.model import Pack
from clausewise.packs import open_pack
from clausewise.replaying import engine_verdicts


def answers(pack: Pack) -> dict[str, Answer]:
    return {one.id: one for one in ask_all(pack, make_replay)}


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


def test_two_processes_answer_as_one_does() -> None:
    pack = open_pack("chongqing-2020")
    few: Any = [task for task in tasks_of(pack) if task.id.startswith(("education.", "10."))][2:]

    def asked(workers: int) -> list[tuple[str, Outcome, str | None]]:
        found = ask_all(pack, engine_verdicts, workers=workers, tasks=few)
        return [(one.id, one.outcome, one.household) for one in found]

    alone = asked(1)
    assert len(alone) > 30
    assert asked(2) == alone


@pytest.mark.long
def test_nothing_is_dead_or_idle_in_the_37_measures_and_every_assurance_stands_as_it_is_written() -> None:
    found = ask_all(open_pack("chongqing-2020"), engine_verdicts, workers=2)
    assert [one.id for one in found if one.weight in (Weight.FAULT, Weight.UNDECIDED)] == []
    assured = [one for one in found if one.kind is QuestionKind.ASSURANCE]
    assert len(assured) >= 15
    assert [one.id for one in assured if one.outcome is Outcome.REFUTED and one.household is None] == []
