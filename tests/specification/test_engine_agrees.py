"""The engine says what the specification says, node by node, of packs and households made up for the purpose.

Few are made here; `fuzz.py` makes as many as one has time for, and the long test below runs some of those.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clausewise.engine import Engine
from clausewise.language.verdicts import Verdict
from specification.chongqing import chongqing_pack, chongqing_plan
from specification.following import following
from specification.fuzz import fuzz
from specification.generators import cases, plans, reckoning_plans, tangled_plans, with_cases
from specification.large import large_plans
from specification.properties import agree, engine_of, name_missing
from specification.written import AS_OF, Plan, fact, rule

Made = tuple[Plan, list[dict[str, Any]]]
CHONGQING = chongqing_plan()


@pytest.fixture(scope="module")
def chongqing() -> Iterator[Engine]:
    engine = Engine(chongqing_pack())
    yield engine
    engine.close()


@settings(max_examples=150)
@given(st.one_of(with_cases(plans(), 2), with_cases(reckoning_plans(), 3, known=(1, 4, 6))))
def test_verdicts_proofs_and_grants_are_those_of_the_specification(made: Made) -> None:
    plan, written = made
    with engine_of(plan) as engine:
        for case in written:
            agree(plan, engine, case)


@settings(max_examples=100)
@given(
    st.one_of(
        with_cases(plans(rules=2), 1),
        with_cases(tangled_plans(), 4, known=(0, 1, 3)),
        with_cases(reckoning_plans(), 2, known=(1, 4, 6)),
    )
)
def test_every_missing_fact_is_named_and_none_that_can_settle_nothing(made: Made) -> None:
    plan, written = made
    with engine_of(plan) as engine:
        for case in written:
            result = agree(plan, engine, case)
            if result is not None:
                name_missing(plan, result, case, limit=300)


def test_what_settles_a_verdict_only_among_more_members_than_are_tried_is_asked_for() -> None:
    poor, rooms = {"not": {"if": "household.poor"}}, {"not": {"if": "household.rooms == 0"}}
    when = {"not": {"all": [{"count": "member", "at_most": 2, "any": [poor, rooms]}, poor]}}
    facts = {"household.poor": fact("boolean"), "household.rooms": fact("integer", minimum=0, maximum=3)}
    plan = Plan(facts, {}, {"s.r": rule("s.r", "household", when)})
    nobody: dict[str, Any] = {"as_of": AS_OF}
    three = [{"id": name} for name in ("a", "b", "c")]
    with engine_of(plan) as engine:
        result = agree(plan, engine, nobody)
        assert result is not None
        assert {one.fact for one in result.by_name["s.r"].missing} >= {"household.poor", "household.rooms"}
        name_missing(plan, result, nobody)
        for known, verdict in ({}, Verdict.UNDETERMINED), ({"rooms": 1}, Verdict.APPLIES):
            told = agree(plan, engine, {**nobody, "household": known, "members": three, "everybody": True})
            assert told is not None
            assert told.by_name["s.r"].verdict is verdict


@settings(max_examples=120)
@given(following(3))
def test_what_facts_imply_and_contested_words_come_to_is_that_of_the_specification(
    made: Made,
) -> None:
    plan, written = made
    with engine_of(plan) as engine:
        for case in written:
            result = agree(plan, engine, case)
            if result is not None:
                name_missing(plan, result, case, limit=200)


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(with_cases(large_plans(), 2))
def test_rules_too_large_for_durable_rules_are_chained_in_steps_to_the_same_verdicts(made: Made) -> None:
    plan, written = made
    with engine_of(plan) as engine:
        for case in written:
            agree(plan, engine, case)


@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(st.data())
def test_every_finding_of_the_chongqing_rules_is_that_of_the_specification(
    chongqing: Engine, data: st.DataObject
) -> None:
    agree(CHONGQING, chongqing, data.draw(cases(CHONGQING)))


@settings(max_examples=6, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(st.data())
def test_missing_facts_of_the_chongqing_rules_are_those_that_can_settle_the_verdict(
    chongqing: Engine, data: st.DataObject
) -> None:
    written = data.draw(cases(CHONGQING))
    result = agree(CHONGQING, chongqing, written)
    if result is not None:
        name_missing(CHONGQING, result, written, limit=60)


@pytest.mark.long
def test_many_more_packs_and_cases_neither_differ_nor_end_the_process() -> None:
    ended = fuzz(packs=50, seed=20201207)
    assert ended.returncode == 0, ended.stdout
