"""The cases of Chongqing-2020 between them drive every rule to each of its verdicts, on both sides of every limit."""

from __future__ import annotations

from pathlib import Path

import pytest

from clausewise.case import Case, read_case
from clausewise.engine import Engine, Result
from clausewise.language.verdicts import Verdict
from clausewise.packs import find_pack, open_pack

ROOT = Path(__file__).parent.parent.parent
PACK = open_pack("chongqing-2020")
CASES = {
    path.stem: read_case(path, PACK) for path in sorted(find_pack("chongqing-2020", start=ROOT).cases.glob("*.yaml"))
}


@pytest.fixture(scope="module")
def results() -> dict[str, Result]:
    engine = Engine(PACK)
    return {name: engine.check(case) for name, case in CASES.items()}


def expected_verdicts(case: Case) -> set[tuple[str, str]]:
    return {(expected.subject.rule, expected.verdict) for expected in case.expect.findings}


def test_there_are_at_least_two_hundred_households() -> None:
    assert len(CASES) >= 200


@pytest.mark.parametrize("name", CASES)
def test_a_case_expects_something_and_is_told_in_both_languages(name: str) -> None:
    case = CASES[name]
    assert case.id == name
    assert case.expect.findings or case.expect.measures
    assert case.title is not None
    assert case.title.zh != case.title.en


@pytest.mark.parametrize("verdict", list(Verdict))
@pytest.mark.parametrize("rule", [rule.id for rule in PACK.rules])
def test_some_case_expects_this_verdict_of_the_rule(rule: str, verdict: Verdict) -> None:
    assert any((rule, verdict.value) in expected_verdicts(case) for case in CASES.values())


def test_one_day_makes_an_orphan_eighteen(results: dict[str, Result]) -> None:
    eve = results["urban-orphan-day-before-18"].by_name["housing.urban_orphan@orphan"]
    birthday = results["urban-orphan-on-18th-birthday"].by_name["housing.urban_orphan@orphan"]
    assert (eve.verdict, birthday.verdict) == (Verdict.DOES_NOT_APPLY, Verdict.APPLIES)


def test_the_twelfth_month_paid_ends_the_work_subsidy(results: dict[str, Result]) -> None:
    eleven = results["work-subsidy-11-months-paid"].by_name["employment.dibao_work_subsidy@father"]
    twelve = results["work-subsidy-12-months-paid"].by_name["employment.dibao_work_subsidy@father"]
    assert (eleven.verdict, twelve.verdict) == (Verdict.APPLIES, Verdict.DOES_NOT_APPLY)
    assert (str(eleven.aid[0].amount), eleven.aid[0].months) == ("625/2", 1)


def test_a_month_that_began_on_the_31st_ends_with_february(results: dict[str, Result]) -> None:
    last_day = results["zero-employment-last-day"].by_name["employment.zero_employment"].deadline
    day_after = results["zero-employment-one-day-late"].by_name["employment.zero_employment"].deadline
    assert last_day is not None
    assert day_after is not None
    assert str(last_day.day) == str(day_after.day) == "2021-02-28"
    assert (last_day.overdue, day_after.overdue) == (False, True)


def test_every_measure_is_answered_for(results: dict[str, Result]) -> None:
    for result in results.values():
        assert [measure.number for measure in result.measures] == list(range(1, 38))
        assert {measure.verdict.value for measure in result.measures[:7]} == {"no_text"}


def test_every_sentence_on_the_page_is_a_rule_or_a_duty() -> None:
    sentences = {provision.id for clause in PACK.document.clauses for provision in clause.provisions}
    encoded = {rule.provision for rule in PACK.rules} | {duty.provision for duty in PACK.duties}
    assert len(sentences) == 77
    assert encoded == sentences


def test_one_day_ends_childhood(results: dict[str, Result]) -> None:
    findings = results["children-in-difficulty"].by_name
    eighteen, tomorrow = (findings[f"other_aid.children_in_difficulty@{one}"] for one in ("eldest", "second"))
    assert (eighteen.verdict, tomorrow.verdict) == (Verdict.DOES_NOT_APPLY, Verdict.APPLIES)


def test_every_aid_that_applies_is_passed_on_but_those_whose_reading_says_why_not() -> None:
    (handled,) = PACK.rule("mechanism.routing").followup
    passed_on = set(handled.of)
    assert {rule.id for rule in PACK.rules if rule.aid} - passed_on == {
        "medical.cost_no_obstacle",
        "medical.treatment_before_payment",
        "safeguards.assistance_by_departments",
        "social_forces.social_work_services",
    }
