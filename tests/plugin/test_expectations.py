"""What a case expects is held against what is found, part by part, and each difference says both sides."""

from __future__ import annotations

import pytest

from clausewise.case import read_case_bytes
from clausewise.engine import Engine
from clausewise.engine.expectations import compare, expectations_of
from clausewise.language.model import Pack
from clausewise.language.pack import load_pack
from clausewise.packs import find_pack

FATHER = """\
case: father
as_of: 2020-12-07
household: {area: urban, dibao: true, dibao_reduction_month: 312.5, work_subsidy_months_paid: 11}
everybody: true
members:
  - {id: father, birth_date: 1980-01-01, employed: true, registered_unemployed: true, work_subsidy_months_paid: 11}
"""
HUSBAND = """\
case: husband
as_of: 2021-03-01
household: {area: urban, zero_employment_found_on: 2021-01-31}
everybody: true
members:
  - {id: husband, working_age: true, fit_for_work: true, employed: false}
"""
SUBSIDY = "employment.dibao_work_subsidy@father"


@pytest.fixture(scope="module")
def pack(pytestconfig: pytest.Config) -> Pack:
    return load_pack(find_pack("chongqing-2020", start=pytestconfig.rootpath))


def differences(pack: Pack, case: str, expect: str) -> list[str]:
    """How what is found for a case differs from an `expect:` written in one line."""
    read = read_case_bytes(f"{case}expect: {expect}\n".encode(), "a.yaml", pack)
    return [str(mismatch) for mismatch in compare(Engine(pack).check(read))]


@pytest.mark.parametrize(
    ("expect", "difference"),
    [
        (f"{{applies: [{SUBSIDY}]}}", None),
        (f"{{details: {{{SUBSIDY}: {{amount: 312.50, months: 1}}}}}}", None),
        (f"{{details: {{{SUBSIDY}: {{amount: 312.5}}}}}}", None),
        (
            f"{{does_not_apply: [{SUBSIDY}]}}",
            f"a.yaml:7:27: {SUBSIDY}: expected does_not_apply, found applies",
        ),
        (
            f"{{undetermined: {{{SUBSIDY}: [member.employed]}}}}",
            f"a.yaml:7:25: {SUBSIDY}: expected undetermined (missing: member.employed@father), found applies",
        ),
        (
            f"{{details: {{{SUBSIDY}: {{amount: 312.51}}}}}}",
            f"a.yaml:7:20: {SUBSIDY}: expected amount 312.51, found amount 312.50",
        ),
        (
            f"{{details: {{{SUBSIDY}: {{months: 2}}}}}}",
            f"a.yaml:7:20: {SUBSIDY}: expected months 2, found months 1",
        ),
        (
            f"{{details: {{{SUBSIDY}: {{agency: [housing, human_resources]}}}}}}",
            f"a.yaml:7:20: {SUBSIDY}: expected agency housing, human_resources, found agency human_resources",
        ),
        (
            f"{{details: {{{SUBSIDY}: {{deadline: 2020-12-31}}}}}}",
            f"a.yaml:7:20: {SUBSIDY}: expected deadline 2020-12-31, found deadline none",
        ),
        ("{measures: {15: undetermined}}", "a.yaml:7:21: measure 15: expected undetermined, found applies"),
    ],
)
def test_a_verdict_or_detail_is_as_expected_or_both_sides_are_told(
    pack: Pack, expect: str, difference: str | None
) -> None:
    assert differences(pack, FATHER, expect) == ([difference] if difference else [])


def test_a_deadline_is_expected_as_a_day_and_whether_it_is_past(pack: Pack) -> None:
    name = "employment.zero_employment"
    assert differences(pack, HUSBAND, f"{{details: {{{name}: {{deadline: 2021-02-28, overdue: true}}}}}}") == []
    assert differences(pack, HUSBAND, f"{{details: {{{name}: {{deadline: 2021-03-01, overdue: false}}}}}}") == [
        f"a.yaml:7:20: {name}: expected deadline 2021-03-01, found deadline 2021-02-28",
        f"a.yaml:7:20: {name}: expected overdue false, found overdue true",
    ]


def test_a_detail_that_cannot_be_computed_yet_is_unknown(pack: Pack) -> None:
    case = FATHER.replace(", dibao_reduction_month: 312.5", "")
    assert differences(pack, case, f"{{details: {{{SUBSIDY}: {{amount: 312.5}}}}}}") == [
        f"a.yaml:7:20: {SUBSIDY}: expected amount 312.50, found amount unknown"
    ]


def test_aids_are_expected_in_any_order_and_completely(pack: Pack) -> None:
    case = "case: family\nhousehold: {area: urban, dibao: true, meets_housing_criteria: true}\n"
    aids = "{{details: {{housing.urban_dibao: {{aid: {}}}}}}}"
    assert differences(pack, case, aids.format("[租赁补贴, 实物配租]")) == []
    assert differences(pack, case, aids.format("[租赁补贴]")) == [
        "a.yaml:3:20: housing.urban_dibao: expected aid 租赁补贴, found aid 实物配租, 租赁补贴"
    ]


def test_what_does_not_apply_grants_nothing_and_sets_nothing_in_motion(pack: Pack) -> None:
    case = "case: family\nhousehold: {dibao: false, meets_housing_criteria: false}\n"
    assert differences(pack, case, "{details: {housing.urban_dibao: {aid: [], followup: []}}}") == []


def test_every_part_of_an_expectation_has_an_id_of_its_own(pack: Pack) -> None:
    expect = f"{{applies: [{SUBSIDY}], details: {{{SUBSIDY}: {{months: 1, amount: 1}}}}, measures: {{15: applies}}}}"
    case = read_case_bytes(f"{FATHER}expect: {expect}\n".encode(), "a.yaml", pack)
    assert [expectation.id for expectation in expectations_of(case)] == [
        SUBSIDY,
        f"{SUBSIDY}:amount",
        f"{SUBSIDY}:months",
        "measure:15",
    ]
