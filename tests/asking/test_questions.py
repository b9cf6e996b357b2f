"""What is asked next: never what cannot matter, always what settles the most, until nothing is open."""

from __future__ import annotations

from collections.abc import Collection

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clausewise.case import Case, read_case_bytes
from clausewise.case.writing import write_case
from clausewise.engine import Engine, Finding, Missing, Result
from clausewise.engine.listings import still_open
from clausewise.engine.missing import MEMBERS
from clausewise.engine.probing import changed_case
from clausewise.engine.questions import MAX_TRIED, Question, is_for_office, next_question
from clausewise.errors import CaseError
from clausewise.language.facts import FactType, Value
from clausewise.language.verdicts import Verdict
from clausewise.packs import open_pack

PACK = open_pack("chongqing-2020")
ENGINE = Engine(PACK)


def household(text: str) -> Case:
    return read_case_bytes(f"case: household\nas_of: 2020-12-07\n{text}".encode(), "household.yaml", PACK)


def everything(finding: Finding) -> bool:
    return True


def asked_of(case: Case, passed_over: Collection[Missing] = ()) -> Question | None:
    return next_question(ENGINE, ENGINE.check(case), everything, passed_over)


def answers_to(question: Question) -> st.SearchStrategy[Value]:
    fact = PACK.facts[question.about.fact]
    match fact.type:
        case FactType.BOOLEAN:
            return st.booleans()
        case FactType.CHOICE:
            return st.sampled_from(sorted(fact.values or {}))
        case FactType.DATE:
            return st.dates(household("").as_of.replace(year=1930), household("").as_of)
    return st.integers(0, 20)


def facts_open(result: Result) -> set[Missing]:
    return {missing for finding in result.findings for missing in still_open(finding)}


@settings(max_examples=2)
@given(st.data())
def test_an_interview_asks_only_what_matters_and_ends_when_only_the_office_can_settle_the_rest(
    data: st.DataObject,
) -> None:
    case = household(
        "members: [{id: mother}, {id: son}]\neverybody: true\n" if data.draw(st.booleans()) else "members: []\n"
    )
    asked: set[Missing] = set()
    while question := asked_of(case):
        result = ENGINE.check(case)
        assert question.about in facts_open(result)
        assert question.about not in asked
        assert all(question.about in still_open(finding) for finding in question.findings)
        asked.add(question.about)
        case = changed_case(case, {question.about: data.draw(answers_to(question))})
    result = ENGINE.check(case)
    assert all(is_for_office(one) for one in facts_open(result))
    # What comes up only when somebody raises it is not asked.
    raised = {"safeguards.recovery_after_deceit", "safeguards.liability_after_deceit", "safeguards.handler_exempt"}
    unsettled = [one for one in result.findings if one.verdict is Verdict.UNDETERMINED and one.rule.id not in raised]
    assert all(still_open(finding) for finding in unsettled)
    written = ENGINE.check(read_case_bytes(write_case(case, PACK).encode(), "written", PACK))
    assert [(one.name, one.verdict) for one in written.findings] == [(one.name, one.verdict) for one in result.findings]


@settings(max_examples=2)
@given(st.data())
def test_what_was_passed_over_is_not_asked_again_and_the_rest_still_is(data: st.DataObject) -> None:
    case = household("members: []\n")
    passed_over: set[Missing] = set()
    while question := asked_of(case, passed_over):
        assert question.about not in passed_over
        if data.draw(st.booleans()):
            passed_over.add(question.about)
        else:
            case = changed_case(case, {question.about: data.draw(answers_to(question))})
    assert {one for one in facts_open(ENGINE.check(case)) if not is_for_office(one)} <= passed_over


def test_who_the_members_are_is_asked_before_anything_else_when_it_is_not_known() -> None:
    question = asked_of(household(""))
    assert question is not None
    assert question.about == MEMBERS


def test_who_the_members_are_is_not_asked_where_it_does_not_matter() -> None:
    result = ENGINE.check(household("household: {bereaved_by_disaster: true}\n"))
    question = next_question(ENGINE, result, lambda finding: finding.rule.clause == 17)
    assert question is not None
    assert question.about != MEMBERS


def test_nothing_is_asked_for_findings_that_are_not_selected() -> None:
    result = ENGINE.check(household("household: {area: urban, dibao: true, dibao_list: urban}\nmembers: []\n"))

    def selects(finding: Finding) -> bool:
        return finding.rule.id == "housing.urban_dibao"

    question = next_question(ENGINE, result, selects)
    assert question is not None
    assert question.about == Missing("household.meets_housing_criteria", None)
    assert next_question(ENGINE, result, selects, {question.about}) is None


def test_the_day_that_a_deadline_runs_from_is_asked_for_where_the_rule_applies() -> None:
    case = household(
        "household: {dibao: true, zero_employment_found_on: null}\n"
        "everybody: true\n"
        "members: [{id: a, working_age: true, fit_for_work: true, employed: false}]\n"
    )

    def selects(finding: Finding) -> bool:
        return finding.rule.id == "employment.zero_employment"

    result = ENGINE.check(case)
    assert result.by_name["employment.zero_employment"].verdict is Verdict.APPLIES
    question = next_question(ENGINE, result, selects)
    assert question is not None
    assert question.about == Missing("household.zero_employment_found_on", None)


def asked_in_turn(case: Case, *rules: str) -> list[str]:
    """Everything that is asked for some rules when nobody knows any of it."""
    result = ENGINE.check(case)
    asked: list[Missing] = []
    while question := next_question(ENGINE, result, lambda finding: finding.rule.id in rules, asked):
        asked.append(question.about)
    return [str(about) for about in asked]


def test_what_only_a_deadline_waits_for_is_asked_for_after_every_question_on_what_applies() -> None:
    case = household(
        "household: {dibao: true, dibao_list: urban}\n"
        "everybody: true\n"
        "members: [{id: a, working_age: true, fit_for_work: true, employed: false}]\n"
    )
    assert asked_in_turn(case, "employment.zero_employment", "housing.urban_dibao") == [
        "household.meets_housing_criteria",
        "household.area",
        "household.zero_employment_found_on",
    ]


def test_questions_that_settle_as_much_come_in_the_order_of_the_facts_and_then_of_the_members() -> None:
    case = household(
        "household: {dibao: true, dibao_reduction_month: 300}\nmembers: [{id: son}, {id: mother}]\neverybody: true\n"
    )
    assert asked_in_turn(case, "employment.dibao_work_subsidy")[:4] == [
        "member.employed@son",
        "member.employed@mother",
        "member.registered_unemployed@son",
        "member.registered_unemployed@mother",
    ]


def settled_by(case: Case, about: Missing, value: Value) -> int:
    before = {finding.name for finding in ENGINE.check(case).findings if finding.verdict is Verdict.UNDETERMINED}
    then = ENGINE.check(changed_case(case, {about: value})).findings
    return len(before) - sum(finding.verdict is Verdict.UNDETERMINED for finding in then)


def test_a_question_settles_more_by_its_answers_than_any_other_yes_or_no_question_for_which_many_wait() -> None:
    case = household("members: [{id: mother}, {id: son}]\neverybody: true\n")
    first = asked_of(case)
    assert first is not None
    waiting: dict[Missing, int] = {}
    for finding in ENGINE.check(case).findings:
        for missing in finding.missing:
            waiting[missing] = waiting.get(missing, 0) + 1
    choices: tuple[Value, ...] = tuple(PACK.facts[first.about.fact].values or (True, False))
    average = sum(settled_by(case, first.about, value) for value in choices) / len(choices)
    for about in sorted(waiting, key=lambda one: -waiting[one])[: MAX_TRIED // 2]:
        if PACK.facts[about.fact].type is FactType.BOOLEAN:
            assert average >= sum(settled_by(case, about, value) for value in (True, False)) / 2


def test_the_same_case_is_asked_the_same_question_in_whatever_order_its_facts_are_written() -> None:
    one = asked_of(household("household: {area: urban, dibao: false}\nmembers: [{id: a}, {id: b}]\neverybody: true\n"))
    other = asked_of(
        household("members: [{id: a}, {id: b}]\neverybody: true\nhousehold: {dibao: false, area: urban}\n")
    )
    assert one is not None
    assert other is not None
    assert one.about == other.about


def test_an_answer_that_contradicts_the_case_keeps_nobody_from_asking() -> None:
    case = household(
        "everybody: true\n"
        "members: [{id: a, birth_date: 2000-01-01, orphan: true, meets_housing_criteria: true, recipient: false}]\n"
    )
    with pytest.raises(CaseError):
        ENGINE.check(changed_case(case, {("household.area", None): "urban"}))

    def selects(finding: Finding) -> bool:
        return finding.rule.id == "housing.urban_orphan"

    asked: set[Missing] = set()
    while question := next_question(ENGINE, ENGINE.check(case), selects, asked):
        asked.add(question.about)
    assert Missing("household.area", None) in asked
