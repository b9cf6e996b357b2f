"""Amounts below zero, one aid from two rules; and assurances that hold because nothing reads their fact."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from audit.toys import DIBAO, FACTS, URBAN, household_rule, member_rule
from clausewise.audit.model import Answer, Outcome, QuestionKind, Weight
from clausewise.audit.questions import Task, Topic, ask_all
from clausewise.case import read_case_bytes
from clausewise.engine import Engine
from clausewise.errors import Place
from clausewise.language.assurances import Assurance, Independence
from clausewise.language.labels import Label
from clausewise.language.model import Pack
from clausewise.language.rules import About
from specification.written import Plan, fact, pack_of

AID = {"form": "cash", "zh": "补足", "en": "top-up", "text": "乙"}
MONEY = {**FACTS, "household.wage": fact("money", minimum=0), "member.wage": fact("money", minimum=0)}
ORPHAN = {"if": "member.orphan"}


def asked(*rules: dict[str, Any]) -> dict[str, Answer]:
    """The answers about the amounts of these rules."""
    pack = pack_of(Plan(MONEY, {}, {one["rule"]: one for one in rules}))
    tasks = [Task(Topic.AMOUNTS, rule.id) for rule in pack.rules]
    return {one.id: one for one in ask_all(pack, tasks=tasks)}


def paid(amount: str, **more: Any) -> dict[str, Any]:
    return {**AID, "amount": amount, **more}


def test_an_amount_that_can_fall_below_zero_comes_with_a_household() -> None:
    found = asked(household_rule("a.top", DIBAO, aid=[paid("600 - household.wage")]))
    answer = found["below_zero/a.top/aid.0"]
    assert (answer.outcome, answer.weight) == (Outcome.REFUTED, Weight.WEAK)
    pack = pack_of(Plan(MONEY, {}, {"a.top": household_rule("a.top", DIBAO, aid=[paid("600 - household.wage")])}))
    engine = Engine(pack)
    (finding,) = engine.check(read_case_bytes((answer.household or "").encode(), "shown.yaml", pack)).findings
    engine.close()
    assert finding.aid == ()
    assert [grant.is_nothing for grant in finding.not_granted] == [True]


def test_a_condition_or_a_maximum_keeps_it_above() -> None:
    guarded = {"all": [DIBAO, {"if": "household.wage < 600"}]}
    found = asked(
        household_rule("a.guarded", guarded, aid=[paid("600 - household.wage")]),
        household_rule("b.capped", DIBAO, aid=[paid("max(0, 600 - household.wage)", zh="另一项")]),
    )
    assert {one.id: (one.outcome, one.weight) for one in found.values()} == {
        "below_zero/a.guarded/aid.0": (Outcome.PROVED, Weight.FINE),
        "below_zero/b.capped/aid.0": (Outcome.PROVED, Weight.FINE),
    }


def test_what_a_mean_falls_short_of_its_line_is_never_below_zero_however_many_there_are() -> None:
    derived = {
        "household.size": fact("integer", asked=False, derive="count(member)"),
        "household.total": fact("money", asked=False, derive="sum(member.wage)"),
        "household.mean": fact("money", asked=False, derive="household.total / household.size"),
        "household.plain_mean": fact("money", asked=False, derive="sum(member.wage) / count(member)"),
    }
    rules = {
        "a.named": household_rule(
            "a.named",
            {"if": "household.mean < 636"},
            aid=[paid("(636 - household.mean) * household.size")],
        ),
        "b.written": household_rule(
            "b.written",
            {"if": "household.plain_mean < 636"},
            aid=[paid("(636 - household.plain_mean) * count(member)", zh="另一项")],
        ),
        "c.too_little": household_rule(
            "c.too_little",
            {"if": "household.mean < 636"},
            aid=[paid("(600 - household.mean) * household.size", zh="第三项")],
        ),
    }
    pack = pack_of(Plan({**MONEY, **derived}, {}, rules))
    tasks = [Task(Topic.AMOUNTS, rule.id) for rule in pack.rules]
    found = {one.id: one.outcome for one in ask_all(pack, tasks=tasks)}
    assert found["below_zero/a.named/aid.0"] is Outcome.PROVED
    assert found["below_zero/b.written/aid.0"] is Outcome.PROVED
    assert found["below_zero/c.too_little/aid.0"] is Outcome.REFUTED


def test_one_aid_that_two_rules_can_grant_is_weak_and_shown() -> None:
    found = asked(
        household_rule("a.town", URBAN, aid=[paid("100")]),
        household_rule("b.poor", DIBAO, aid=[paid("200")]),
    )
    answer = found["paid_twice/a.town/b.poor/补足"]
    assert (answer.outcome, answer.weight, answer.owners) == (Outcome.REFUTED, Weight.WEAK, ("a.town", "b.poor"))
    assert "a.town" in (answer.household or "")
    assert "b.poor" in (answer.household or "")


def test_one_aid_of_a_household_and_of_a_member_is_one_aid_too() -> None:
    found = asked(
        household_rule("a.poor", DIBAO, aid=[paid("100")]),
        member_rule("b.orphan", ORPHAN, aid=[paid("200")]),
    )
    answer = found["paid_twice/a.poor/b.orphan/补足"]
    assert answer.outcome is Outcome.REFUTED
    assert "b.orphan@person-1" in (answer.household or "")


def test_rules_that_exclude_each_other_and_aids_of_other_names_are_no_matter() -> None:
    found = asked(
        household_rule("a.poor", DIBAO, aid=[paid("100")]),
        household_rule("b.others", {"not": DIBAO}, aid=[paid("200")]),
        household_rule("c.more", DIBAO, aid=[paid("300", zh="另一项")]),
    )
    twice = {one.id: one.outcome for one in found.values() if one.id.startswith("paid_twice")}
    assert twice == {"paid_twice/a.poor/b.others/补足": Outcome.PROVED}


# ---------------------------------------------------------------- assurances of what nothing reads


def test_an_assurance_that_holds_because_no_rule_of_it_reads_its_fact_is_counted_apart() -> None:
    pack: Pack = pack_of(
        Plan(MONEY, {}, {"a.poor": household_rule("a.poor", {"any": [DIBAO, {"all": [DIBAO, URBAN]}]})})
    )

    def independent(name: str, of: str) -> Assurance:
        claim = Independence((of,), ("a.poor",), ())
        return Assurance(name, Label("甲", "A"), ("1.1",), About.HOUSEHOLD, claim, None, Place("assurances.yaml"))

    stated = replace(
        pack, assurances=(independent("a.wage", "household.wage"), independent("a.area", "household.area"))
    )
    found = [one for one in ask_all(stated) if one.kind is QuestionKind.ASSURANCE]
    # That the area does not matter has to be proved: the rule reads it.
    assert [(one.id, one.outcome, one.weight) for one in found] == [
        ("assurance/a.wage", Outcome.PROVED, Weight.IDLE),
        ("assurance/a.area", Outcome.PROVED, Weight.FINE),
    ]
