"""What cases show: two findings between which one condition alone turns the verdict, also when it is not known."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from audit.toys import DIBAO, GROWN, ORPHAN, URBAN, household_rule, member_rule, toy
from clausewise.audit.engine import Engines
from clausewise.audit.exercise import cover_cases
from clausewise.audit.model import CaseCoverage, ConditionCoverage, Part
from clausewise.audit.showing import show_conditions
from clausewise.case import read_case_bytes
from clausewise.language.model import Pack
from clausewise.language.verdicts import Verdict
from specification.written import case_of

TOWN = toy(household_rule("a.town", {"all": [URBAN, DIBAO]}))


def covered(pack: Pack, *cases: dict[str, Any]) -> CaseCoverage:
    read = [replace(case_of(pack, case), id=f"case-{number}") for number, case in enumerate(cases)]
    return cover_cases(pack, [Engines().observe(pack, case) for case in read])


def home(expected: str | None, **facts: Any) -> dict[str, Any]:
    case: dict[str, Any] = {"household": facts}
    return case | ({"expect": {expected: ["a.town"]}} if expected else {})


def conditions(coverage: CaseCoverage) -> dict[str, ConditionCoverage]:
    return {one.path: one for one in coverage.rules[0].conditions}


BOTH = home("applies", area="urban", dibao=True)
COUNTRY = home("does_not_apply", area="rural", dibao=True)
NOBODY_KNOWS = home("undetermined", dibao=True)


def test_two_cases_that_differ_in_one_condition_and_the_verdict_show_it() -> None:
    found = conditions(covered(TOWN, BOTH, COUNTRY))
    pair = found["when.all.0"].decided
    assert pair is not None
    assert (str(pair.first), str(pair.second), pair.codes, pair.others) == ("case-0", "case-1", (2, 0), 0)
    assert found["when.all.1"].decided is None


def test_unknown_needs_a_pair_of_its_own() -> None:
    assert conditions(covered(TOWN, BOTH, COUNTRY))["when.all.0"].unknown is None
    found = conditions(covered(TOWN, BOTH, COUNTRY, NOBODY_KNOWS))["when.all.0"]
    assert found.unknown is not None
    assert 1 in found.unknown.codes
    assert found.is_shown


def test_a_verdict_that_no_case_expects_shows_nothing() -> None:
    found = conditions(covered(TOWN, BOTH, home(None, area="rural", dibao=True)))
    assert found["when.all.0"].decided is None


def test_what_else_differs_does_not_matter_when_it_has_no_part_in_the_verdict() -> None:
    pack = toy(household_rule("a.town", {"any": [URBAN, {"all": [DIBAO, {"if": "household.income < 620"}]}]}))
    poor = home("applies", area="urban", dibao=False, income=900)
    other = home("does_not_apply", area="rural", dibao=False, income=100)
    pair = conditions(covered(pack, poor, other))["when.any.0"].decided
    assert pair is not None
    assert pair.others == 1


def test_a_difference_that_another_condition_makes_as_well_shows_nothing() -> None:
    found = conditions(covered(TOWN, BOTH, home("does_not_apply", area="rural", dibao=False)))
    assert [one.decided for one in found.values()] == [None, None]


def test_a_condition_on_members_is_shown_by_one_of_them() -> None:
    pack = toy(household_rule("a.town", {"some": "member", "all": [ORPHAN, GROWN]}))
    grown = {"id": "a", "orphan": True, "birth_date": "1990-01-01"}
    child = {"id": "b", "orphan": True, "birth_date": "2015-01-01"}
    found = conditions(
        covered(
            pack,
            {"everybody": True, "members": [child, grown], "expect": {"applies": ["a.town"]}},
            {"everybody": True, "members": [child], "expect": {"does_not_apply": ["a.town"]}},
        )
    )
    assert list(found) == ["when.some.all.0", "when.some.all.1"]
    assert found["when.some.all.1"].decided is not None
    assert found["when.some.all.0"].decided is None


def test_each_verdict_lists_the_findings_that_are_expected() -> None:
    rule = covered(TOWN, BOTH, COUNTRY).rules[0]
    assert [str(one) for one in rule.expected[Verdict.APPLIES]] == ["case-0"]
    assert [str(one) for one in rule.expected[Verdict.DOES_NOT_APPLY]] == ["case-1"]
    assert not rule.is_driven
    assert covered(TOWN, BOTH, COUNTRY, NOBODY_KNOWS).rules[0].is_driven


def test_an_aid_is_expected_where_a_case_says_so_in_its_details() -> None:
    detailed = {**BOTH, "expect": {"applies": ["a.town"], "details": {"a.town": {"aid": ["甲"]}}}}
    (part,) = covered(TOWN, BOTH, detailed).rules[0].parts
    assert (part.part, part.label.zh, part.expected_in) == (Part.AID, "甲", ("case-1",))


def test_the_matrix_has_the_measure_of_every_clause_for_every_case() -> None:
    assert covered(TOWN, BOTH, COUNTRY).measures == {"case-0": {1: "applies"}, "case-1": {1: "does_not_apply"}}


def test_households_are_made_up_that_show_what_the_cases_do_not() -> None:
    pack = toy(member_rule("a.grown", {"all": [ORPHAN, GROWN]}))
    weak = show_conditions(pack, covered(pack))
    made = [text for one in weak.rules[0].conditions for text in one.households]
    assert len(made) == 8
    read = [replace(read_case_bytes(text.encode(), "made.yaml", pack), id=str(n)) for n, text in enumerate(made)]
    shown = cover_cases(pack, [Engines().observe(pack, case) for case in read])
    assert all(one.is_shown for one in shown.rules[0].conditions)


def test_households_that_show_a_condition_differ_in_what_it_reads() -> None:
    (weak,) = show_conditions(TOWN, covered(TOWN, BOTH, COUNTRY, NOBODY_KNOWS)).rules
    (dibao,) = [one for one in weak.conditions if one.path == "when.all.1"]
    first, second = dibao.households[:2]
    assert "area: urban" in first
    assert "dibao: true" in first
    assert "dibao: false" in second
