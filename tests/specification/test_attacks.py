"""What attacks the product's statements: the households it draws, what shows a statement to be false, and its runs."""

from __future__ import annotations

import dataclasses
from datetime import date
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import pytest

from clausewise.case import read_case
from clausewise.engine import Engine
from clausewise.packs import open_pack
from specification import attacks as a
from specification.attackers import Domain, attackers, every_household
from specification.attacking import Falsified, Task
from specification.falsified import write_falsified
from specification.fuzz_true import State, digest_of_code, go_on, main, read_state, report, write_state
from specification.made_packs import edited, make_plan
from specification.properties import agree, engine_of
from specification.statements import Attack, Judge, Judged, Kind, Statement, smaller
from specification.told import Ask
from specification.written import AS_OF, Plan, fact, pack_of, rule

ILL: dict[str, Any] = {"if": "member.ill"}
POOR: dict[str, Any] = {"if": "household.poor"}
MEAN: dict[str, Any] = {"if": "sum(member.wage) / count(member) < 300"}
FACTS = {
    "household.poor": fact("boolean"),
    "member.ill": fact("boolean"),
    "member.wage": fact("money"),
    "member.birth_date": fact("date"),
}


def plan(when: dict[str, Any], about: str = "household", facts: tuple[str, ...] = tuple(FACTS), **more: Any) -> Plan:
    return Plan({name: FACTS[name] for name in facts}, {}, {"s.r": rule("s.r", about, when, **more)})


def with_members(*members: dict[str, Any], **household: Any) -> dict[str, Any]:
    return {
        "as_of": AS_OF,
        "household": household,
        "members": [{"id": f"m{number}", **member} for number, member in enumerate(members)],
        "everybody": True,
    }


def shown(attack: Attack, written: dict[str, Any]) -> str | None:
    return attack(Judge(), written)


# ---------------------------------------------------------------- packs and households


def test_the_same_seed_makes_the_same_pack_and_the_same_other_version_of_it() -> None:
    first, second = (make_plan(rng) for rng in (Random("1/7"), Random("1/7")))
    assert first == second
    assert edited(Random("1/7"), first) == edited(Random("1/7"), second) != first


def test_the_engine_says_of_the_households_what_the_interpreter_says() -> None:
    for number in range(15):
        rng = Random(f"engine/{number}")
        made = make_plan(rng)
        with engine_of(made) as engine:
            for written in attackers(Domain(made), rng, 12)[-12:]:
                agree(made, engine, written)


def test_where_few_households_can_be_every_one_of_up_to_two_members_is_tried() -> None:
    households = list(every_household(Domain(plan(ILL, "member", ("household.poor", "member.ill")))))
    # Poor, not poor or unknown; and nobody knows who, nobody, 3 persons, or 6 pairs of them.
    assert len(households) == 3 * (1 + 1 + 3 + 6)


def test_where_a_household_has_amounts_none_is_left_out_by_pretending_to_try_them_all() -> None:
    assert list(every_household(Domain(plan(MEAN)))) == []


def test_households_lie_at_and_right_beside_the_limit_of_a_mean() -> None:
    made = plan(MEAN, facts=("member.wage",))
    means = set()
    for written in attackers(Domain(made), Random(1), 200):
        wages = [one.get("wage") for one in written.get("members", ())]
        if len(wages) == 2 and None not in wages:
            means.add(sum(wages) / 2)
    assert {Fraction(300), Fraction("299.995"), Fraction("300.005")} <= means


def test_households_have_up_to_eight_members_and_some_have_nobody_knows_whom() -> None:
    sizes = {len(one["members"]) if "members" in one else None for one in attackers(Domain(plan(MEAN)), Random(1), 200)}
    assert sizes == {None, 0, 1, 2, 3, 4, 5, 6, 8}


# ---------------------------------------------------------------- what shows a statement to be false


def test_a_household_to_which_a_rule_applies_refutes_that_it_never_does() -> None:
    attack = a.never(plan(MEAN), "s.r", 2)
    assert shown(attack, with_members({"wage": 300}, {"wage": Fraction("299.99")})) == "s.r applies"
    assert shown(attack, with_members({"wage": 300})) is None


def test_nothing_is_stated_of_the_member_of_whom_it_is_not_known_that_there_is_one() -> None:
    attack = a.never(plan(ILL, "member"), "s.r", 1)
    assert shown(attack, {"as_of": AS_OF, "household": {}}) is None
    assert shown(attack, with_members({})) == "s.r@m0 undetermined"


def test_a_household_shown_for_a_verdict_has_to_give_it() -> None:
    attack = a.shows(plan(POOR), {("s.r", None): 2})
    assert shown(attack, with_members(poor=True)) is None
    assert shown(attack, with_members(poor=False)) == "s.r is does_not_apply, not applies"


def test_a_condition_that_is_true_of_somebody_is_not_dead() -> None:
    attack = a.never_true(plan({"all": [POOR, {"some": "member", **ILL}]}), "s.r", "when.all.1.some")
    assert shown(attack, with_members({}, {"ill": True})) == "when.all.1.some of s.r is true for m1"
    assert shown(attack, with_members({"ill": False})) is None


def test_a_condition_without_which_a_verdict_is_another_is_not_idle() -> None:
    attack = a.never_matters(plan({"all": [POOR, {"not": {"any": [MEAN, POOR]}}]}), "s.r", "when.all.1.not.any.1")
    assert shown(attack, with_members({"wage": 300}, poor=True)) == "s.r: does_not_apply, without it applies"
    assert shown(attack, with_members({"wage": 299}, poor=True)) is None


def test_one_rule_that_applies_without_the_other_refutes_that_it_brings_it() -> None:
    made = plan(POOR)
    made = dataclasses.replace(made, rules={**made.rules, "s.t": rule("s.t", "member", ILL)})
    assert (
        shown(a.implies(made, "s.t", "s.r"), with_members({"ill": True})) == "s.t@m0 applies, s.r does not surely apply"
    )
    assert shown(a.implies(made, "s.t", "s.r"), with_members({"ill": True}, poor=True)) is None
    both = with_members({"ill": True}, poor=True)
    assert shown(a.implies(made, "s.t", "s.r", not_both=True), both) == "s.t@m0 applies, s.r applies too"


def test_a_verdict_that_falls_refutes_looser_and_leaves_stricter_alone() -> None:
    old, new = plan(MEAN), plan({"if": "sum(member.wage) < 300"})
    two = with_members({"wage": 200}, {"wage": 200})
    assert shown(a.no_other(old, new, ["s.r"], rises=False), two) == "s.r goes from applies to does_not_apply"
    assert shown(a.no_other(old, new, ["s.r"], falls=False), two) is None


def test_an_amount_that_is_another_refutes_that_a_change_changes_nothing() -> None:
    aid = {"form": "cash", "zh": "甲", "en": "A", "text": "乙"}
    old, new = (plan(POOR, aid=[aid | {"amount": text}]) for text in ("sum(member.wage) / 2", "sum(member.wage)"))
    attack = a.grants_the_same(old, new, "s.r")
    assert shown(attack, with_members({"wage": 2}, poor=True)) == (
        "s.r grants [1 yuan for None months] by None, then [2 yuan for None months] by None"
    )
    assert shown(attack, with_members({"wage": 2}, poor=False)) is None


def test_what_an_assurance_claims_is_refuted_by_a_household_in_which_it_is_not_so() -> None:
    entry = {"about": "member", "given": ILL, "then": {"finding": ["s.r"]}}
    attack = a.assured(plan(POOR), entry, lambda written: [])
    assert shown(attack, with_members({"ill": True})) == "given is true for m0, and then is unknown"
    assert shown(attack, with_members({"ill": False})) is None


def test_a_verdict_that_turns_with_a_fact_refutes_that_it_does_not_depend_on_it() -> None:
    attack = a.assured(plan(POOR), {"independent_of": ["household.poor"]}, lambda written: [with_members(poor=True)])
    assert str(shown(attack, with_members(poor=False))).startswith("s.r goes from does_not_apply to applies with ")


@pytest.mark.parametrize(
    ("value", "said"),
    [(Fraction(300), None), (Fraction(-1, 100), "no case can say member.wage: -1/100"), (Fraction(1), "it is applies")],
)
def test_a_suggestion_turns_its_finding_and_can_be_written_in_a_case(value: Fraction, said: str | None) -> None:
    attack = a.turns(plan(MEAN), "s.r", None, 0, {("member.wage", "m0"): [value]})
    found = shown(attack, with_members({"wage": 299}))
    assert found is None if said is None else found is not None and said in found


def test_a_change_that_turns_a_finding_refutes_that_nothing_but_the_sets_shown_does() -> None:
    key = ("member.wage", "m0")
    for sets, said in (([], "it is does_not_apply with "), ([frozenset([key])], None)):
        attack = a.nothing_turns(plan(MEAN), "s.r", None, 0, sets, lambda written: [{key: Fraction(300)}])
        found = shown(attack, with_members({"wage": 299}))
        assert found is None if said is None else str(found).startswith(said)


def test_a_household_that_contradicts_itself_shows_nothing() -> None:
    facts = {**FACTS, "household.size": fact("integer", asked=False, derive="count(member)")}
    made = Plan(facts, {}, {"s.r": rule("s.r", "household", {"if": "household.size == 2"})})
    wrong = with_members({}, {}, size=3)
    assert Judged(made, wrong).refusal == "household.size is given as 3 and derived as 2"
    assert shown(a.never(made, "s.r", 2), wrong) is None


# ---------------------------------------------------------------- what is kept of it


def test_what_can_be_left_out_of_a_household_is_left_out_before_it_is_shown() -> None:
    statement = Statement(Kind.NEVER, "", "", a.never(plan(MEAN), "s.r", 2))
    found = with_members({"wage": 100, "ill": True}, {"wage": 200}, {"wage": 50}, poor=True)
    left = smaller(statement, Judge(), found)
    assert (left["household"], left["members"]) == ({}, [{"id": "m2", "wage": 50}])


def test_a_statement_about_small_households_is_attacked_with_no_larger_one() -> None:
    two = with_members({"wage": 1}, {"wage": 1})
    for up_to, found in ((1, False), (2, True)):
        statement = Statement(Kind.NEVER, "", "", a.never(plan(MEAN), "s.r", 2), up_to=up_to)
        assert (statement.falsified_by(Judge(), [two]) is not None) is found


def test_a_false_statement_is_a_folder_with_which_a_person_can_see_it(tmp_path: Path) -> None:
    household = with_members({"wage": Fraction("299.99")})
    one = Falsified(
        Kind.NEVER, "s.r never applies", "witness s.r --verdict applies", "s.r applies", plan(MEAN), None, household
    )
    write_falsified(one, tmp_path / "false")
    pack = open_pack(str(tmp_path / "false/rules/generated"))
    engine = Engine(pack)
    assert str(engine.check(read_case(tmp_path / "false/household.yaml", pack)).findings[0].verdict) == "applies"
    engine.close()
    assert "  clausewise check household.yaml --pack rules/generated\n" in (tmp_path / "false/README.txt").read_text()


def test_a_run_that_is_taken_up_again_comes_to_the_same(tmp_path: Path) -> None:
    like = Task(3, 0, 20, (Ask.WITNESS, Ask.EXPLAIN))
    whole, halves = State(3, digest_of_code()), State(3, digest_of_code())
    go_on(whole, tmp_path / "whole", 2, workers=1, like=like)
    go_on(halves, tmp_path / "halves", 1, workers=1, like=like)
    write_state(halves, tmp_path / "3.json")
    taken_up = read_state(tmp_path / "3.json", 3)
    go_on(taken_up, tmp_path / "halves", 1, workers=1, like=like)
    assert taken_up == whole
    assert report(whole).startswith(f"seed 3: 2 packs, {whole.told.total()} statements, ")
    assert whole.told.total() > 5


def test_what_other_code_came_to_is_not_added_to(tmp_path: Path) -> None:
    write_state(State(3, "other code", packs=9), tmp_path / "3.json")
    assert read_state(tmp_path / "3.json", 3).packs == 0


def test_a_run_that_asked_less_of_each_pack_is_not_added_to(tmp_path: Path) -> None:
    write_state(State(3, digest_of_code(), questions=4, packs=9), tmp_path / "3.json")
    assert read_state(tmp_path / "3.json", 3, questions=4).packs == 9
    assert read_state(tmp_path / "3.json", 3, questions=8).packs == 0


def test_a_run_without_time_says_where_it_stands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--minutes", "0", "--seed", "5", "--folder", str(tmp_path)]) == 0
    assert capsys.readouterr().out == "begins at pack 0 of 10000\nseed 5: 0 packs, 0 statements, 0 false\n"


def test_every_pack_that_is_made_is_one_that_the_language_takes() -> None:
    for number in range(20):
        rng = Random(f"taken/{number}")
        made = make_plan(rng)
        assert pack_of(made).rules
        assert pack_of(edited(rng, made)).rules


def test_a_day_on_which_a_finding_has_turned_already_refutes_that_it_turns_later() -> None:
    made = plan({"if": "case.as_of >= household.poor_since"})
    facts = {**FACTS, "household.poor_since": fact("date")}
    made = dataclasses.replace(made, facts=facts)
    household = with_members(poor_since=date(2020, 12, 20))
    for day, said in ((20, None), (21, "it is applies on 2020-12-20 already"), (19, "it does not on 2020-12-19")):
        assert shown(a.turns_from(made, "s.r", None, 2, date(2020, 12, day)), household) == said
    attack = a.turns_on_none(made, "s.r", None, 2, [date(2020, 12, 19), date(2021, 1, 1)])
    assert shown(attack, household) == "it is applies on 2021-01-01 already"
