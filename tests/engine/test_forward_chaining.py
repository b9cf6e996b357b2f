"""Forward chaining stays within what durable-rules was measured to bear, and a fault of it never becomes a verdict.

What is broken here is durable-rules itself, at its edge: the engine above it is the real one.
"""

from __future__ import annotations

import itertools
import json
import math
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from hypothesis import given, settings

from clausewise.engine import Engine, forward
from clausewise.engine._durable_import import load
from clausewise.engine.formulas import Atom, Both, Either
from clausewise.engine.forward import Step, group_steps, hash_of_name
from clausewise.errors import EngineDisagreement, PackError
from clausewise.language.verdicts import Verdict
from engine.one_rule import household, plan_of, with_members
from specification.chongqing import chongqing_pack
from specification.large import large_plans
from specification.properties import check, engine_of
from specification.written import Plan, case_of, fact, pack_of, rule

DURABLE = load()
POOR = plan_of({"the.rule": rule("the.rule", "household", {"if": "household.poor"})})


@pytest.fixture
def engine() -> Iterator[Engine]:
    engine = Engine(pack_of(POOR))
    yield engine
    engine.close()


@contextmanager
def compiling() -> Iterator[list[dict[str, Any]]]:
    """Every definition that durable-rules is given meanwhile."""
    given: list[dict[str, Any]] = []
    create = DURABLE.create_ruleset

    def watched(name: str, definition: str) -> Any:
        given.append(json.loads(definition))
        return create(name, definition)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DURABLE, "create_ruleset", watched)
        yield given


def verdict(engine: Engine, written: dict[str, Any]) -> Verdict:
    return engine.check(case_of(engine.pack, written)).by_name["the.rule"].verdict


def turn_codes(assert_fact: Callable[..., Any]) -> Callable[..., Any]:
    """durable-rules told the opposite of everything that is known."""

    def turned(handle: object, told: str) -> Any:
        opposite = {
            name: 2 - code if name not in ("id", "sid", "k") else code for name, code in json.loads(told).items()
        }
        return assert_fact(handle, json.dumps(opposite))

    return turned


def test_what_was_chained_wrongly_is_refused_with_the_name_of_the_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(DURABLE, "assert_fact", turn_codes(DURABLE.assert_fact))
    with engine_of(POOR) as engine, pytest.raises(EngineDisagreement) as refusal:
        check(engine, household(poor=True))
    assert str(refusal.value) == (
        "the.rule: the proof says applies, forward chaining does_not_apply; no verdict is given"
    )


def test_a_wrong_chain_for_a_member_is_refused_with_the_member(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(DURABLE, "assert_fact", turn_codes(DURABLE.assert_fact))
    ill = plan_of({"the.rule": rule("the.rule", "member", {"if": "member.ill"})})
    with engine_of(ill) as engine, pytest.raises(EngineDisagreement, match=r"^the\.rule for m1: "):
        check(engine, with_members({}, {"ill": False}))


@pytest.mark.parametrize("poor", [True, False])
def test_rules_that_never_fire_are_refused_and_not_undetermined(
    monkeypatch: pytest.MonkeyPatch, engine: Engine, poor: bool
) -> None:
    start, complete = DURABLE.start_action_for_state, DURABLE.complete_and_start_action

    def fire_in_silence(handle: object, offset: int) -> None:
        # All is fired, since durable-rules can crash over a session in which nothing was; but nothing is told.
        fired = start(handle, offset)
        while fired:
            fired = complete(handle, offset)

    monkeypatch.setattr(DURABLE, "start_action_for_state", fire_in_silence)
    with pytest.raises(EngineDisagreement, match=r"the\.rule"):
        check(engine, household(poor=poor))


def test_an_error_of_durable_rules_is_a_disagreement_that_names_the_rule(
    monkeypatch: pytest.MonkeyPatch, engine: Engine
) -> None:
    def fail(handle: object, told: str) -> Any:
        raise DURABLE.error("303")

    monkeypatch.setattr(DURABLE, "assert_fact", fail)
    with pytest.raises(EngineDisagreement, match=r"forward chaining failed over the\.rule: 303"):
        check(engine, household(poor=True))


def test_a_fact_that_durable_rules_does_not_take_is_a_disagreement(
    monkeypatch: pytest.MonkeyPatch, engine: Engine
) -> None:
    monkeypatch.setattr(DURABLE, "assert_fact", lambda handle, told: (1, 0))
    with pytest.raises(EngineDisagreement, match=r"the\.rule"):
        check(engine, household(poor=True))


def test_after_one_error_the_rules_are_compiled_again_and_the_case_is_checked(
    monkeypatch: pytest.MonkeyPatch, engine: Engine
) -> None:
    assert verdict(engine, household(poor=True)) == "applies"
    assert_fact, delete_ruleset = DURABLE.assert_fact, DURABLE.delete_ruleset
    failures = iter([DURABLE.error("303")])
    freed = []

    def fail_once(handle: object, told: str) -> Any:
        for failure in failures:
            raise failure
        return assert_fact(handle, told)

    def free(handle: object) -> None:
        freed.append(handle)
        delete_ruleset(handle)

    monkeypatch.setattr(DURABLE, "assert_fact", fail_once)
    monkeypatch.setattr(DURABLE, "delete_ruleset", free)
    with compiling() as compiled:
        assert verdict(engine, household(poor=True)) == "applies"
        assert verdict(engine, household(poor=False)) == "does_not_apply"
    assert (len(compiled), len(freed)) == (1, 1)


def test_an_engine_that_refused_one_case_finds_the_next(monkeypatch: pytest.MonkeyPatch, engine: Engine) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(DURABLE, "assert_fact", turn_codes(DURABLE.assert_fact))
        with pytest.raises(EngineDisagreement):
            check(engine, household(poor=True))
    assert verdict(engine, household(poor=True)) == "applies"
    assert verdict(engine, household()) == "undetermined"


def test_what_was_told_of_one_case_is_taken_back_before_the_next(
    monkeypatch: pytest.MonkeyPatch, engine: Engine
) -> None:
    told = []

    def watched(handle: object, fact: str) -> Any:
        told.append(handle)
        return assert_fact(handle, fact)

    assert_fact = DURABLE.assert_fact
    monkeypatch.setattr(DURABLE, "assert_fact", watched)
    for poor in (True, False, True):
        assert verdict(engine, household(poor=poor)) == ("applies" if poor else "does_not_apply")
        assert '"a0"' not in DURABLE.get_facts(told[-1], "1")
    assert len(told) == 4  # with the one that fires when the session begins


def test_an_engine_that_was_closed_compiles_again(engine: Engine) -> None:
    assert verdict(engine, household(poor=True)) == "applies"
    engine.close()
    assert verdict(engine, household(poor=False)) == "does_not_apply"


def test_a_session_in_which_nothing_of_a_case_fired_is_freed_without_a_crash() -> None:
    # What is not initialised is filled with bytes that are no address, where the system can do that.
    freed = "from clausewise.engine import formulas, forward; " \
            "group = forward.StepGroup([forward.Step(0, 'r', formulas.Atom(0))]); " \
            "group.run([forward.Told([1], [1])]); group.close()"  # fmt: skip
    environment = os.environ | {"MALLOC_PERTURB_": "165"}
    assert subprocess.run([sys.executable, "-c", freed], env=environment, check=False).returncode == 0


def test_names_are_known_by_the_hash_that_durable_rules_makes_of_them() -> None:
    assert hash_of_name("liquid") == hash_of_name("costarring")
    assert hash_of_name("a") == 0xE40C292C
    assert hash_of_name("a0") != hash_of_name("a1")


def test_two_names_with_one_hash_are_refused_before_any_case_is_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    two = plan_of(
        {"the.rule": rule("the.rule", "household", {"all": [{"if": "household.poor"}, {"if": "household.housed"}]})}
    )
    pack = pack_of(two)
    monkeypatch.setattr(forward, "hash_of_name", lambda name: len(name))
    with pytest.raises(EngineDisagreement, match="are one to durable-rules"):
        Engine(pack)


def test_a_step_with_more_properties_than_a_fact_may_have_is_refused() -> None:
    atoms = tuple(Atom(number) for number in range(241))
    with pytest.raises(PackError, match=r"the\.rule is too large for the engine — split it into several rules"):
        group_steps([Step(0, "the.rule", Both(atoms))])


def test_steps_that_match_too_often_together_go_to_rulesets_of_their_own() -> None:
    steps = [Step(number, f"r{number}", Either(tuple(map(Atom, range(20))))) for number in range(5)]
    assert [len(group.steps) for group in group_steps(steps)] == [2, 2, 1]


BOOLEANS = {f"household.b{number}": fact("boolean") for number in range(300)}


@pytest.mark.parametrize("form", ["any", "all"])
def test_a_rule_on_three_hundred_facts_waits_for_the_last_of_them(form: str) -> None:
    when = {form: [{"if": name} for name in BOOLEANS]}
    plan = Plan(BOOLEANS, {}, {"the.rule": rule("the.rule", "household", when)})
    settled = form == "any"
    all_but_one = {f"b{number}": not settled for number in range(299)}
    with engine_of(plan) as engine:
        assert verdict(engine, household(**all_but_one)) == "undetermined"
        assert verdict(engine, household(**all_but_one, b299=settled)) == ("applies" if settled else "does_not_apply")
        assert verdict(engine, household(**all_but_one, b299=not settled)) == (
            "does_not_apply" if settled else "applies"
        )
        assert verdict(engine, household(b7=settled)) == ("applies" if settled else "does_not_apply")


def test_a_rule_that_multiplies_out_to_more_ways_than_can_be_counted_is_chained() -> None:
    names = iter(BOOLEANS)
    when = {"any": [{"all": [{"if": next(names)} for _ in range(5)]} for _ in range(60)]}
    plan = Plan(BOOLEANS, {}, {"the.rule": rule("the.rule", "household", when)})
    with engine_of(plan) as engine:
        assert verdict(engine, household(**{f"b{number}": True for number in range(295, 300)})) == "applies"
        assert verdict(engine, household(**{f"b{5 * number}": False for number in range(60)})) == "does_not_apply"
        assert verdict(engine, household(**{f"b{5 * number}": False for number in range(59)})) == "undetermined"


# -- what durable-rules is given to compile ----------------------------------------------------------------------------


def matches(pattern: dict[str, Any]) -> int:
    """In how many ways a pattern can match one fact at most: what is asked for as 0 and as 2 is told one way."""
    asked = conditions(pattern)
    both_ways = sorted((name for name, code in asked if code == "0" and (name, "2") in asked), key=number_in)[:4]
    return max(
        matches_told(pattern, dict(zip(both_ways, codes, strict=True)))
        for codes in itertools.product((0, 2), repeat=len(both_ways))
    )


def number_in(name: str) -> int:
    return int(name[1:])


def matches_told(pattern: dict[str, Any], told: dict[str, int]) -> int:
    """In how many ways a pattern matches a fact that has these properties, and any others that it asks for."""
    (form, inner), *none = pattern.items()
    assert none == []
    if form == "$or":
        return sum(matches_told(part, told) for part in inner)
    if form == "$and":
        return math.prod(matches_told(part, told) for part in inner)
    return 1 if told.get(form, inner) == inner else 0


def groups(pattern: dict[str, Any]) -> int:
    """How many groups stand in each other."""
    ((form, inner),) = pattern.items()
    return 1 + max(map(groups, inner)) if form in ("$or", "$and") else 0


def conditions(pattern: dict[str, Any]) -> set[tuple[str, str]]:
    """The conditions of a pattern: a property and what is asked of it."""
    ((form, inner),) = pattern.items()
    if form in ("$or", "$and"):
        return set().union(*map(conditions, inner))
    return {(form, json.dumps(inner))}


def assert_bearable(definition: dict[str, Any]) -> None:
    """The limits that were measured: over these durable-rules fails, or never returns."""
    patterns = {name: body["all"][0]["m"] for name, body in definition.items()}
    sides: dict[str, list[int]] = {}
    for name, pattern in patterns.items():
        sides.setdefault(name[1:], []).append(matches(pattern))  # one fact never proves and refutes one step
    every = set().union(*map(conditions, patterns.values()))
    assert sum(map(max, sides.values())) <= 60
    assert max(map(groups, patterns.values())) <= 15
    assert len(every) <= 511
    assert len({name for name, _ in every}) <= 252
    assert len(definition) <= 4095


def test_the_rules_of_chongqing_are_compiled_within_the_limits() -> None:
    with compiling() as compiled:
        engine = Engine(chongqing_pack())
        engine.check(case_of(engine.pack, with_members({})))
        engine.close()
    assert len(compiled) > 1
    for definition in compiled:
        assert_bearable(definition)


@settings(max_examples=20)
@given(large_plans())
def test_rules_however_large_are_compiled_within_the_limits(plan: Plan) -> None:
    with compiling() as compiled, engine_of(plan) as engine:
        check(engine, with_members({}))
    assert compiled
    for definition in compiled:
        assert_bearable(definition)
