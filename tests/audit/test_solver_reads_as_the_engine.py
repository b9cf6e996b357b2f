"""The solver's reading of a pack gives every case the verdicts of the engine, and has no room for what that refuses.

Packs and cases are made up by Hypothesis; every fact of a case is fixed in the solver's household, and what remains
must be the one answer of the engine.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
import z3
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clausewise.audit.solver.household import UNNAMED, Household, Whose, is_of_member
from clausewise.audit.solver.numbers import Formula
from clausewise.audit.solver.reading import Reading
from clausewise.audit.solver.terms import constant, same
from clausewise.case import Case, read_case
from clausewise.case.notices import NoticeKind
from clausewise.engine import Engine
from clausewise.errors import CaseError
from clausewise.language.model import Pack
from clausewise.language.rules import About
from clausewise.packs import find_pack
from specification.chongqing import chongqing_pack, chongqing_plan
from specification.following import following
from specification.generators import PARAMETERS, cases, plans, reckoning_plans, tangled_plans, with_cases
from specification.properties import engine_of
from specification.written import AS_OF, LABEL, Plan, case_of, fact, rule

CHONGQING = chongqing_plan()
SOME_CASES = sorted(find_pack("chongqing-2020").cases.glob("*.yaml"))[::6]
PACKS = [
    with_cases(plans(), 2),
    with_cases(tangled_plans(), 2, known=(0, 1, 3)),
    with_cases(reckoning_plans(), 2, known=(1, 4, 6)),
    following(3),
]
Made = tuple[Plan, list[dict[str, Any]]]


@pytest.fixture(scope="module")
def chongqing() -> Iterator[Engine]:
    engine = Engine(chongqing_pack())
    yield engine
    engine.close()


def codes_of_engine(engine: Engine, case: Case) -> dict[str, int] | None:
    """The code of each finding; None when the engine refuses the case, or finds that it contradicts itself."""
    try:
        result = engine.check(case)
    except CaseError:
        return None
    if any(notice.kind is NoticeKind.CONTRADICTION for notice in result.notices):
        return None
    return {finding.name: finding.verdict.code for finding in result.findings}


def codes_of_solver(pack: Pack, case: Case) -> dict[str, int] | None:
    """The same of the solver, with all that the case says fixed; None when there is no such household."""
    members = case.members
    household = Household(len(members), case.as_of)
    reading = Reading(pack, household)
    subjects: dict[str, Whose] = {one.id: number for number, one in enumerate(members)}
    if not case.everybody:
        subjects = {"?": UNNAMED}
    for name in pack.facts:
        for whose in subjects.values() if is_of_member(name) else (None,):
            reading.fact(name, whose)
    truths = {
        (rule.id if member is None else f"{rule.id}@{member}"): reading.finding(rule.id, whose)
        for rule in pack.rules
        for member, whose in (subjects.items() if rule.about is About.MEMBER else ((None, None),))
    }
    solver = z3.Solver()
    contradictions = reading.contradictions()
    solver.add(household.shape(), *contradictions, *reading.kept(), *fixed(household, case))
    if solver.check() != z3.sat:
        return None
    model = solver.model()
    return {
        name: sum(code for code in (0, 1, 2) if holds(model, truth.code_is(code))) for name, truth in truths.items()
    }


def holds(model: Any, formula: Formula) -> bool:
    return bool(z3.is_true(model.eval(formula, model_completion=True)))


def fixed(household: Household, case: Case) -> Iterator[Formula]:
    """That the household is the case and nothing else."""
    yield household.members_known if case.everybody else z3.Not(household.members_known)
    yield from household.present
    for cell in list(household.cells()):
        values = case.values if cell.whose is None else case.members[cell.whose].values
        value = values.get(cell.fact.name)
        yield cell.term.known == (value is not None)
        if value is not None:
            yield same(cell.term.value, constant(value, household.number_of).value)


def agree(engine: Engine, case: Case) -> None:
    # Households that the solver makes up know no date to the month alone, and whom they list is everybody.
    if case.spans or any(member.spans for member in case.members) or (case.members and not case.everybody):
        return
    assert codes_of_solver(engine.pack, case) == codes_of_engine(engine, case)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.one_of(PACKS))
def test_every_verdict_on_a_made_up_pack_is_that_of_the_engine(made: Made) -> None:
    plan, written = made
    with engine_of(plan) as engine:
        for one in written:
            agree(engine, case_of(engine.pack, one))


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_every_verdict_of_the_chongqing_rules_is_that_of_the_engine(chongqing: Engine, data: st.DataObject) -> None:
    agree(chongqing, case_of(chongqing.pack, data.draw(cases(CHONGQING))))


@pytest.mark.parametrize(
    "path", sorted(find_pack("chongqing-2020").cases.glob("*.yaml"))[::6], ids=lambda path: path.stem
)
def test_every_verdict_on_a_case_of_the_repository_is_that_of_the_engine(chongqing: Engine, path: Any) -> None:
    agree(chongqing, read_case(path, chongqing.pack))


@pytest.mark.long
@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.one_of(PACKS))
def test_many_more_packs_and_cases_do_not_differ(made: Made) -> None:
    plan, written = made
    with engine_of(plan) as engine:
        for one in written:
            agree(engine, case_of(engine.pack, one))


DAYS = {"household.start": fact("date"), "household.end": fact("date"), "household.number": fact("integer")}
MONEY = {"household.share": fact("money"), "household.heads": fact("integer", minimum=0)}
PEOPLE = {"member.poor": fact("boolean"), "member.income": fact("money"), "household.poor": fact("boolean")}
POOR = {"if": "member.poor"}


def some_rule(when: dict[str, Any], about: str = "household") -> dict[str, dict[str, Any]]:
    return {"a.rule": rule("a.rule", about, when)}


CORNERS: dict[str, tuple[Plan, dict[str, Any]]] = {
    "of members who are not known there may be none, and a count of at least none is true": (
        Plan(PEOPLE, {}, some_rule({"count": "member", "at_least": 0, **POOR})), {}
    ),
    "of members who are not known there may be many, and a count of at most one is open": (
        Plan(PEOPLE, {}, some_rule({"count": "member", "at_most": 1, **POOR})), {}
    ),
    "a rule that is true of whoever there is is not found to apply to a member who is not known": (
        Plan(PEOPLE, {}, some_rule({"if": "household.poor"}, "member")), {"household": {"poor": True}}
    ),
    "a rule that is false of whoever there is is refused to a member who is not known": (
        Plan(PEOPLE, {}, some_rule({"if": "household.poor"}, "member")), {"household": {"poor": False}}
    ),
    "every member is poor when there is none": (
        Plan(PEOPLE, {}, some_rule({"every": "member", **POOR})), {"members": []}
    ),
    "what is divided by zero is unknown": (
        Plan(MONEY, {}, some_rule({"if": "household.share / household.heads >= 0"})),
        {"household": {"share": 100, "heads": 0}},
    ),
    "a share that is no whole number of fen is compared exactly": (
        Plan(MONEY, {}, some_rule({"if": "household.share / household.heads > 33.33"})),
        {"household": {"share": 100, "heads": 3}},
    ),
    "a sum over members is open when one of its values is": (
        Plan(PEOPLE, {}, some_rule({"if": "sum(member.income) >= 0"})),
        {"everybody": True, "members": [{"id": "a", "income": 5}, {"id": "b"}]},
    ),
    "whoever was born on a 29 February is a year older on the last day of February": (
        Plan(DAYS, {}, some_rule({"if": "years(household.start, household.end) == 21"})),
        {"household": {"start": "2000-02-29", "end": "2021-02-28"}},
    ),
    "a month after 31 January is the last day of February": (
        Plan(DAYS, {}, some_rule({"if": "add_months(household.start, household.number) == household.end"})),
        {"household": {"start": "2021-01-31", "end": "2021-02-28", "number": 1}},
    ),
    "a month has not passed on the day before its last": (
        Plan(DAYS, {}, some_rule({"if": "months(household.start, household.end) == 0"})),
        {"household": {"start": "2020-01-31", "end": "2020-02-28"}},
    ),
    "a month has passed on the last day of a shorter one": (
        Plan(DAYS, {}, some_rule({"if": "months(household.start, household.end) == 1"})),
        {"household": {"start": "2021-01-31", "end": "2021-02-28"}},
    ),
    "days are counted over the end of a leap year": (
        Plan(DAYS, {}, some_rule({"if": "days(household.start, household.end) == 366"})),
        {"household": {"start": "2020-01-01", "end": "2021-01-01"}},
    ),
    "days are added over the end of a century that is no leap year": (
        Plan(DAYS, {}, some_rule({"if": "add_days(household.start, household.number) == household.end"})),
        {"household": {"start": "1900-02-28", "end": "1900-03-01", "number": 1}},
    ),
    "a day beyond the calendar is unknown": (
        Plan(DAYS, {}, some_rule({"if": "add_days(household.start, household.number) > household.end"})),
        {"household": {"start": "9999-12-31", "end": "2020-01-01", "number": 1}},
    ),
    "a month beyond the calendar is unknown": (
        Plan(DAYS, {}, some_rule({"if": "add_months(household.start, household.number) > household.end"})),
        {"household": {"start": "9999-12-31", "end": "2020-01-01", "number": 1}},
    ),
    "a truth that changes with time is as it is on the day": (
        Plan({}, PARAMETERS, some_rule({"if": "parameter.tried_out"})), {"as_of": datetime.date(2021, 1, 1)}
    ),
    "a truth that is not known on the day is open": (
        Plan({}, PARAMETERS, some_rule({"if": "parameter.tried_out"})), {"as_of": datetime.date(2019, 12, 31)}
    ),
    "a case is refused when what follows from it cannot be": (
        Plan(
            {**DAYS, "household.years": fact("integer", asked=False, minimum=0, maximum=130,
                                             derive="years(household.start, household.end)", source=LABEL)},
            {}, some_rule({"if": "household.years >= 18"}),
        ),
        {"household": {"start": "1800-01-01", "end": "2020-01-01"}},
    ),
}  # fmt: skip


@pytest.mark.parametrize("corner", CORNERS)
def test_at_the_corners_too(corner: str) -> None:
    plan, written = CORNERS[corner]
    with engine_of(plan) as engine:
        agree(engine, case_of(engine.pack, {"as_of": AS_OF, **written}))
