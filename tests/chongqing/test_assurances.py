"""The assurances of Chongqing-2020, held against the second judge on our households and on others made up.

For each that the text refutes there is a household that shows it. That none at all refutes the rest is for the solver.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from clausewise.language.assurances import Assurance, Gain, Implication, Independence
from clausewise.plain.conditions import FALSE, TRUE
from clausewise.plain.household import GHOST
from clausewise.plain.implying import contradicted
from clausewise.plain.reading import Reading
from clausewise.yaml_source import parse_yaml, read_yaml
from specification.chongqing import FOLDERS, chongqing_pack, chongqing_plan
from specification.generators import cases
from specification.properties import code_of, reading_of

PACK, PLAN = chongqing_pack(), chongqing_plan()
WRITTEN = {entry["assurance"]: entry for entry in read_yaml(FOLDERS.rules / "assurances.yaml").data}
IMPLICATIONS = [one for one in PACK.assurances if isinstance(one.claim, Implication)]
INDEPENDENT = [one for one in PACK.assurances if isinstance(one.claim, Independence)]
GAINS = [one for one in PACK.assurances if isinstance(one.claim, Gain)]
# What somebody on dibao does not have from 25.3, and a registered poor household has where it counts as low-income.
EXTENDED = """
    household: {registered_poor: true}
    everybody: true
    members: [{id: man, dibao_alone: false, disabled: true}]
    office: {facts: {disability_subsidy_extended: [{from: 2020-01-01, value: true}]},
             reads: {registered_poor: [{from: 2020-01-01, value: counts}]}}"""
AS_OF = datetime.date(2020, 12, 7)
OURS = {path.stem: read_yaml(path).data for path in sorted(FOLDERS.cases.glob("*.yaml"))}

# For each assurance that the text refutes, a household that does so.
REFUTING = {
    "education.fees_are_relieved_at_every_stage": """
        household: {dibao: true}
        everybody: true
        members: [{id: daughter, student_stage: higher}]""",
    "education.other_low_income_students_are_aided": """
        household: {other_low_income: true, dibao: false}
        everybody: true
        members: [{id: son, student_stage: senior_high, dibao_alone: false, destitute_support: none}]""",
    "housing.every_grown_orphan_has_a_claim": """
        household: {area: rural, meets_renovation_policy: true, dibao: false, registered_poor: false,
                    other_renovation_priority_group: false}
        everybody: true
        members: [{id: orphan, orphan: true, age: 19, resettled: none, dibao_alone: false, destitute_support: none}]""",
    "housing.every_dibao_family_has_something": """
        household: {area: urban, house: town, dibao: true, meets_housing_criteria: false}
        members: []""",
    "disaster.emergency_bars_transition": """
        household: {disaster_in_emergency: true, disaster_in_transition: true}
        members: []""",
    "urgent.the_two_types_exclude_each_other": """
        household: {dibao: true, basic_living_difficulty: true, emergency: illness, expenditure_hardship: true,
                    expenditure_sudden: true}
        members: []""",
    "other_aid.a_large_bill_makes_a_recipient": """
        household: {expenditure_hardship: true, expenditure_recognised: false, dibao: false, other_low_income: false,
                    registered_poor: false, disaster_affected: false, disaster_in_year_of_winter: none,
                    basic_living_difficulty: false}
        everybody: true
        members: [{id: man, age: 40, dibao_alone: false, destitute_support: none, orphan: false,
                   homeless_or_begging: false, away_distress: none, public_emergency_hardship: false,
                   medical_assistance_recipient: false, other_recipient: false}]""",
    "other_aid.disabled_people_of_low_income_families_have_the_subsidy": """
        household: {dibao: false, other_low_income: true}
        everybody: true
        members: [{id: father, dibao_alone: false, severely_disabled: true}]
        office: {facts: {disability_subsidy_extended: [{from: 2020-01-01, value: false}]}}""",
    "mechanism.everybody_may_apply_where_they_live": """
        application: {filed: true, registered_here: false, lives_here: true, residence_permit_here: false}
        members: []
        office: {facts: {takes_outsiders: [{from: 2020-01-01, value: false}]}}""",
}

REFUTED_BY: Mapping[str, Callable[[int], bool]] = {
    "then": lambda code: code != TRUE,
    "never": lambda code: code == TRUE,
    "not_refused": lambda code: code == FALSE,
}


def resolved(written: Any) -> Any:
    """A claim in the forms every condition has: what rules grant or set in motion as findings of those rules."""
    if isinstance(written, list):
        return [resolved(one) for one in written]
    if not isinstance(written, dict):
        return written
    for key in ("aid", "followup"):
        if key in written:
            wanted = [written[key]] if isinstance(written[key], str) else written[key]
            return {
                "finding": [
                    name for name, rule in PLAN.rules.items() if any(one["zh"] in wanted for one in rule.get(key, ()))
                ]
            }
    return {key: resolved(value) for key, value in written.items()}


def refutations(one: Assurance, reading: Reading) -> Iterator[str | None]:
    """The subjects of a household of whom an implication does not hold: members, or None for the household."""
    entry = WRITTEN[one.id]
    for who in [None] if one.about == "household" else reading.people():
        if who == GHOST:
            continue
        if "given" in entry and code_of(reading, resolved(entry["given"]), who, who) != TRUE:
            continue
        (form,) = entry.keys() & {"then", "never", "not_refused"}
        code = code_of(reading, resolved(entry[form]), who, who)
        if REFUTED_BY[form](code):
            yield who


def read(case: Mapping[str, Any]) -> Reading:
    return reading_of(PLAN, {"as_of": AS_OF, **case})


@st.composite
def households(draw: st.DrawFn) -> dict[str, Any]:
    """Households of whom much is known, without what contradicts the rest of it."""
    drawn = draw(cases(PLAN, (7, 8)))
    derived = {name for name, fact in PLAN.facts.items() if "derive" in fact}
    case = without(drawn, {(name, one["id"]) for name in derived for one in [*drawn.get("members", ()), {"id": None}]})
    while found := contradicted(read(case)):
        case = without(case, found)
    return case


def without(case: Mapping[str, Any], facts: set[tuple[str, str | None]]) -> dict[str, Any]:
    """A case that does not state these facts."""

    def left(subject: str, stated: Mapping[str, Any], who: str | None) -> dict[str, Any]:
        return {short: value for short, value in stated.items() if (f"{subject}.{short}", who) not in facts}

    less = dict(case) | {
        subject: left(subject, case.get(subject, {}), None) for subject in ("household", "application")
    }
    if "members" in case:
        less["members"] = [left("member", one, one["id"]) for one in case["members"]]
    return less


def test_they_are_many_and_some_the_text_refutes() -> None:
    assert len(PACK.assurances) >= 30
    refuted = {one.id for one in PACK.assurances if one.policy is not None}
    assert refuted == {*REFUTING, "safeguards.dibao_costs_no_finding"}


@pytest.mark.parametrize("name", OURS)
def test_our_households_refute_none_that_the_text_does_not(name: str) -> None:
    reading = read(OURS[name])
    assert [one.id for one in IMPLICATIONS if one.policy is None and list(refutations(one, reading))] == []


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(households())
def test_made_up_households_refute_none_that_the_text_does_not(case: dict[str, Any]) -> None:
    reading = read(case)
    assert [one.id for one in IMPLICATIONS if one.policy is None and list(refutations(one, reading))] == []


@pytest.mark.parametrize("name", REFUTING)
def test_what_the_text_refutes_a_household_shows(name: str) -> None:
    (one,) = (one for one in IMPLICATIONS if one.id == name)
    reading = read(parse_yaml(REFUTING[name].encode(), name).data)
    assert list(refutations(one, reading)) == ([None] if one.about == "household" else list(reading.people()))


@pytest.mark.parametrize(
    "one", [one for one in PACK.assurances if isinstance(one.claim, Independence)], ids=lambda one: one.id
)
def test_no_rule_rests_on_what_it_is_independent_of_and_every_exception_does(one: Assurance) -> None:
    assert isinstance(one.claim, Independence)
    resting = {name for name in one.claim.rules if PACK.reads.facts_behind(name) & set(one.claim.facts)}
    assert resting == set(one.claim.excepted)


def test_dibao_costs_a_disabled_person_what_is_extended_to_others() -> None:
    case = parse_yaml(EXTENDED.encode(), "extended").data
    extended = ("other_aid.disability_subsidy_for_low_income", "man")
    verdicts = [
        read({**case, "household": {**case["household"], "dibao": dibao}}).verdict(*extended) for dibao in (False, True)
    ]
    assert verdicts == [TRUE, FALSE]


def test_dibao_that_does_not_count_a_lodger_takes_nothing_from_the_lodger() -> None:
    lodger = """
        household: {registered_poor: false, expenditure_recognised: false, disaster_affected: false,
                    winter_relief_confirmed: false, basic_living_difficulty: false}
        everybody: true
        members: [{id: lodger, relation: other, age: 40, dibao_alone: false, not_counted_in_family: true,
                   destitute_support: none, orphan: false, homeless_or_begging: false, away_distress: none,
                   public_emergency_hardship: false, medical_assistance_recipient: false, other_recipient: false,
                   meets_legal_aid_conditions: true}]"""
    case = parse_yaml(lodger.encode(), "lodger").data
    verdicts = [
        read({**case, "household": {**case["household"], "dibao": dibao}}).verdict("other_aid.legal_aid", "lodger")
        for dibao in (False, True)
    ]
    assert verdicts == [FALSE, FALSE]


@pytest.mark.parametrize("one", [one for one in GAINS if one.policy is None], ids=lambda one: one.id)
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_no_verdict_falls_with_what_nothing_is_lost_by(one: Assurance, data: st.DataObject) -> None:
    assert isinstance(one.claim, Gain)
    subject, _, short = one.claim.fact.partition(".")
    case = data.draw(households())

    def with_value(value: bool) -> Reading:
        changed = dict(case)
        if subject == "member":
            changed["members"] = [member | {short: value} for member in case.get("members", [])]
        else:
            changed[subject] = {**case.get(subject, {}), short: value}
        return read(changed)

    before, after = with_value(False), with_value(True)
    assume(not contradicted(before) and not contradicted(after))
    rules = set(one.claim.rules) - set(one.claim.excepted)
    fallen = [
        finding
        for finding in before.findings()
        if finding[0] in rules and after.verdict(*finding) < before.verdict(*finding)
    ]
    assert fallen == []
