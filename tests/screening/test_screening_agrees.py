"""Screened households have the verdicts of the engine: all cases of the repository, and registries made up."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import groupby
from typing import Any

import pytest
from hypothesis import given, settings

from clausewise.case import Case, read_case
from clausewise.case_files import case_files_below
from clausewise.engine import Engine
from clausewise.language.verdicts import Verdict
from clausewise.packs import find_pack
from screening.agreement import screened_alike
from screening.registries import as_told
from specification.chongqing import chongqing_pack
from specification.following import sensibly_following
from specification.generators import PARAMETERS, plans, reckoning_plans, tangled_plans, with_cases
from specification.properties import engine_of
from specification.written import LABEL, Plan, case_of, rule

Made = tuple[Plan, list[dict[str, Any]]]


@pytest.fixture(scope="module")
def chongqing() -> Iterator[Engine]:
    engine = Engine(chongqing_pack())
    yield engine
    engine.close()


def by_day(cases: list[Case]) -> Iterator[list[Case]]:
    """Cases of one day each, as a registry can tell them."""
    for _, group in groupby(sorted(map(as_told, cases), key=lambda case: case.as_of), key=lambda case: case.as_of):
        yield list(group)


def test_every_case_of_the_repository_is_screened_as_it_is_checked(chongqing: Engine) -> None:
    files = case_files_below(find_pack("chongqing-2020").cases)
    for cases in by_day([read_case(file, chongqing.pack) for file in files]):
        screened_alike(chongqing, cases)


@settings(max_examples=150)
@given(with_cases(plans(), 5))
def test_registries_of_made_up_packs_are_screened_as_they_are_checked(made: Made) -> None:
    plan, written = made
    with engine_of(plan) as engine:
        for cases in by_day([case_of(engine.pack, one) for one in written]):
            screened_alike(engine, cases)


@pytest.mark.long
@settings(max_examples=80)
@given(with_cases(reckoning_plans(), 5))
def test_what_is_reckoned_with_unknowns_is_screened_as_it_is_checked(made: Made) -> None:
    plan, written = made
    with engine_of(plan) as engine:
        for cases in by_day([case_of(engine.pack, one) for one in written]):
            screened_alike(engine, cases)


@settings(max_examples=60)
@given(with_cases(tangled_plans(), 5, known=(0, 1, 3)))
def test_conditions_that_name_a_fact_several_times_are_screened_as_they_are_checked(made: Made) -> None:
    plan, written = made
    with engine_of(plan) as engine:
        for cases in by_day([case_of(engine.pack, one) for one in written]):
            screened_alike(engine, cases)


@settings(max_examples=50)
@given(sensibly_following(5))
def test_what_is_implied_or_said_by_the_office_is_screened_as_it_is_checked(made: Made) -> None:
    plan, written = made
    with engine_of(plan) as engine:
        for cases in by_day([case_of(engine.pack, one) for one in written]):
            screened_alike(engine, cases)


def test_what_no_column_says_is_unknown_and_no_column_is_needed_for_it(chongqing: Engine) -> None:
    nobody = Case("nobody", datetime.date(2020, 12, 7), {}, (), everybody=False)
    screened = screened_alike(chongqing, [nobody, replace(nobody, id="nobody-else")])
    assert screened.program.facts == frozenset()
    assert screened.count("housing.urban_dibao") == {"does_not_apply": 0, "undetermined": 2, "applies": 0}


@pytest.mark.parametrize(
    ("day", "verdict"),
    [("2019-12-31", "undetermined"), ("2020-12-31", "applies"), ("2021-01-01", "does_not_apply")],
)
def test_a_truth_that_changes_with_time_is_as_it_is_on_the_day(day: str, verdict: str) -> None:
    tried_out = rule("s.tried", "household", {"if": "parameter.tried_out"})
    with engine_of(Plan({}, PARAMETERS, {"s.tried": tried_out})) as engine:
        screened = screened_alike(engine, [case_of(engine.pack, {"as_of": datetime.date.fromisoformat(day)})])
    assert screened.count("s.tried")[Verdict(verdict)] == 1


def test_a_mean_that_is_stated_stands_where_others_than_those_listed_may_be_counted() -> None:
    mean = {
        "rule": "s.mean",
        "provision": "1.1",
        "kind": "procedure",
        "title": LABEL,
        "about": "household",
        "modality": {"is": "shall", "text": "给予"},
        "when": {"if": "household.mean_grade == 0", "text": "甲"},
        "aid": [{"form": "cash", **LABEL, "text": "乙"}],
        "agency": "office",
        "reading": LABEL,
    }
    facts: dict[str, dict[str, Any]] = {
        "member.grade": {"type": "integer", "minimum": 0, **LABEL, "ask": LABEL},
        "household.mean_grade": {
            "type": "money",
            "derive": "sum(member.grade) / count(member)",
            **LABEL,
            "ask": LABEL,
            "source": LABEL,
        },
    }
    written = {
        "as_of": datetime.date(2020, 12, 7),
        "household": {"mean_grade": Fraction(0)},
        "members": [{"id": "m0", "grade": 0}],
        "everybody": False,
    }
    with engine_of(Plan(facts, {}, {"s.mean": mean})) as engine:
        screened = screened_alike(engine, [case_of(engine.pack, written)])
    assert screened.count("s.mean") == {"does_not_apply": 0, "undetermined": 0, "applies": 1}
