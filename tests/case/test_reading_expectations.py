"""What a case expects is read against the rules, the members and the facts there are."""

from __future__ import annotations

import datetime
from fractions import Fraction

import pytest

from clausewise.case import Expectations, read_case_bytes
from clausewise.case.model import Expected, ExpectedMeasure, RuleSubject
from clausewise.errors import CaseError
from clausewise.language.model import Pack
from language.small import read

CASE = "case: family\nmembers: [{id: son}, {id: mother}]\nexpect:\n"
RELIEF = RuleSubject("urgent.relief", None)
FEES = RuleSubject("school.fees", "son")


@pytest.fixture(scope="module")
def pack() -> Pack:
    return read({})


def expected_of(text: str, pack: Pack) -> Expectations:
    return read_case_bytes((CASE + text).encode(), "family.yaml", pack).expect


def refusals(text: str, pack: Pack, case: str = CASE) -> list[str]:
    with pytest.raises(CaseError) as refused:
        read_case_bytes((case + text).encode(), "family.yaml", pack)
    return [str(diagnostic).removeprefix("family.yaml:") for diagnostic in refused.value.diagnostics]


def told(one: Expected) -> tuple[str, str, tuple[str, ...] | None]:
    return str(one.subject), one.verdict, one.missing


def test_a_case_may_expect_nothing(pack: Pack) -> None:
    assert read_case_bytes(b"case: family\n", "family.yaml", pack).expect == Expectations()
    assert read_case_bytes(b"case: family\nexpect: null\n", "family.yaml", pack).expect == Expectations()


def test_verdicts_are_expected_of_rules_and_members(pack: Pack) -> None:
    findings = expected_of("  applies: [school.fees@son]\n  does_not_apply: [urgent.relief]\n", pack).findings
    assert [told(one) for one in findings] == [
        ("school.fees@son", "applies", None),
        ("urgent.relief", "does_not_apply", None),
    ]
    assert [one.subject for one in findings] == [FEES, RELIEF]


def test_missing_facts_are_expected_where_they_are_listed(pack: Pack) -> None:
    facts = "[member.age, household.dibao, member.age@mother]"
    text = f"  undetermined:\n    school.fees@son: {facts}\n    urgent.relief: []\n"
    assert [told(one) for one in expected_of(text, pack).findings] == [
        ("school.fees@son", "undetermined", ("household.dibao", "member.age@mother", "member.age@son")),
        ("urgent.relief", "undetermined", ()),
    ]


def test_missing_facts_do_not_matter_where_only_rules_are_listed(pack: Pack) -> None:
    assert [told(one) for one in expected_of("  undetermined: [urgent.relief]\n", pack).findings] == [
        ("urgent.relief", "undetermined", None)
    ]


def test_it_may_be_missing_who_the_members_are(pack: Pack) -> None:
    text = "  undetermined: {urgent.relief: [members], school.fees@?: [member.age]}\n"
    case = read_case_bytes(("case: family\nexpect:\n" + text).encode(), "family.yaml", pack)
    assert [told(one) for one in case.expect.findings] == [
        ("urgent.relief", "undetermined", ("members",)),
        ("school.fees@?", "undetermined", ("member.age@?",)),
    ]


def test_the_unnamed_member_is_there_only_while_members_are_unknown(pack: Pack) -> None:
    assert refusals("  applies: [school.fees@?]\n", pack) == [
        "4:13: the case has no member ? — its members are: son, mother"
    ]
    assert refusals("  applies: [school.fees@son]\n", pack, "case: family\nexpect:\n") == [
        "3:13: the case has no member son — the case does not say who its members are: list them, or write @?"
    ]
    assert refusals("  applies: [school.fees@son]\n", pack, "case: family\nmembers: []\nexpect:\n") == [
        "4:13: the case has no member son — it has no members"
    ]


def test_details_are_read_by_their_types(pack: Pack) -> None:
    text = (
        "  details:\n    urgent.relief: {modality: shall, agency: civil_affairs, aid: [临时救助], amount: 1000.50,"
        " months: 2, deadline: 2020-12-07, overdue: false, followup: []}\n"
    )
    (detail,) = expected_of(text, pack).details
    assert detail.subject == RELIEF
    assert (detail.modality, detail.agency, detail.aid) == ("shall", ("civil_affairs",), ("临时救助",))
    assert (detail.amount, detail.months) == (Fraction(2001, 2), 2)
    assert (detail.deadline, detail.overdue, detail.followup) == (datetime.date(2020, 12, 7), False, ())


def test_a_detail_that_is_not_written_is_not_looked_at(pack: Pack) -> None:
    (detail,) = expected_of("  details: {urgent.relief: {modality: may}}\n", pack).details
    assert (detail.agency, detail.aid, detail.amount, detail.overdue) == (None, None, None, None)


def test_measures_are_expected_by_their_numbers(pack: Pack) -> None:
    measures = expected_of("  measures: {1: applies, 3: institutional}\n", pack).measures
    assert [(one.number, one.verdict) for one in measures] == [(1, "applies"), (3, "institutional")]
    assert isinstance(measures[0], ExpectedMeasure)
    assert str(measures[0].place) == "family.yaml:4:14"


@pytest.mark.parametrize("number", ["0", "4", "01", "²", "１", "one", "-1", "1.5", "9999999"])
def test_only_clauses_of_the_document_are_measures(number: str, pack: Pack) -> None:
    assert refusals(f"  measures: {{{number}: applies}}\n", pack) == [
        f"4:14: there is no measure {number} — they go from 1 to 3"
    ]


def test_a_finding_is_expected_once(pack: Pack) -> None:
    assert refusals("  applies: [urgent.relief]\n  undetermined: {urgent.relief: [members]}\n", pack) == [
        "5:18: urgent.relief is expected twice — it is expected to be applies on line 4 already"
    ]


def test_the_subject_of_a_rule_must_fit_it(pack: Pack) -> None:
    assert refusals("  applies: [school.fees, urgent.relief@son]\n", pack) == [
        "4:13: school.fees is about each member — write school.fees@member",
        "4:26: urgent.relief is about the household — write urgent.relief",
    ]


def test_every_missing_fact_must_be_one_and_have_an_owner(pack: Pack) -> None:
    assert refusals("  undetermined: {urgent.relief: [member.age, household.dibao@son, household.dibaoo]}\n", pack) == [
        "4:34: it is not said whose member.age is missing — write member.age@id",
        "4:46: household.dibao is not about a member — write household.dibao",
        "4:67: there is no fact household.dibaoo — did you mean household.dibao?",
    ]


def test_agencies_that_are_expected_must_exist(pack: Pack) -> None:
    assert refusals("  details: {urgent.relief: {agency: [civil_affair, police]}}\n", pack) == [
        "4:38: there is no agency civil_affair — did you mean civil_affairs?",
        "4:52: there is no agency police — agencies.yaml lists them",
    ]


def test_an_empty_list_where_a_mapping_belongs_is_refused(pack: Pack) -> None:
    assert refusals("  details: []\n  measures: []\n", pack) == [
        "4:12: details is a list, not a mapping — write {rule: {modality: may}}",
        "5:13: measures is a list, not a mapping — write {13: applies}",
    ]
