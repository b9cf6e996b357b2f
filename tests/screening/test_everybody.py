"""Households of a registry that may have others than those it lists: where it says so, and on every engine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from clausewise.case import Case, Member
from clausewise.engine import Engine
from clausewise.language.facts import Value
from clausewise.screening.engines.duckdb_engine import open_duckdb
from clausewise.screening.intake.one_household import read_household
from screening.agreement import screened_alike
from screening.test_elsewhere import assert_same
from screening.written import DAY, Written, screened, verdicts, write_registry
from specification.chongqing import chongqing_pack

# A rule that looks for somebody in the household: 10.1, a student of a destitute family.
STUDENT = "education.senior_high"


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    made = Engine(chongqing_pack())
    yield made
    made.close()


def registry(folder: Path, everybody: str) -> Written:
    """The registry of the documentation, with what its mapping says of the lists of members."""
    return write_registry(folder, {"from: households.csv\n": f"from: households.csv\n  everybody: {everybody}\n"})


def students_family(name: str, *, everybody: bool) -> Case:
    """A student; whether the family is destitute rests on the members, and no one listed is."""
    said: dict[str, Value] = {
        "member.destitute_support": "none",
        "member.raised_by_destitute": False,
        "member.dibao_alone": False,
    }
    son = Member("son", {"member.student_stage": "senior_high", **said})
    return Case(name, DAY, {"household.dibao": False}, (son,), everybody=everybody)


def test_of_a_list_that_is_open_nobody_says_that_no_member_is_destitute(engine: Engine) -> None:
    families = [students_family("whole", everybody=True), students_family("open", everybody=False)]
    found = screened_alike(engine, families).verdicts
    assert found[STUDENT].to_list() == ["does_not_apply", "undetermined"]


def test_whoever_is_not_listed_is_no_finding_where_others_are(engine: Engine) -> None:
    father = Member("father", {"member.meets_legal_aid_conditions": False})
    listed = Case("listed", DAY, {}, (father,), everybody=False)
    nobody = Case("nobody", DAY, {}, (), everybody=False)
    found = screened_alike(engine, [listed, nobody]).verdicts
    assert found["other_aid.legal_aid"].to_list() == ["does_not_apply", "undetermined"]


@pytest.mark.parametrize("everybody", ["false", "{column: 是否低保, values: {是: false, 否: true}}"])
def test_a_mapping_says_whether_lists_are_complete_and_check_and_duckdb_agree(
    tmp_path: Path, engine: Engine, everybody: str
) -> None:
    written = registry(tmp_path / "in", everybody)
    assert_same(open_duckdb, written, tmp_path)
    for household in ("CQ001", "CQ004", "CQ005"):
        work = tmp_path / household
        work.mkdir()
        result = engine.check(read_household(written.asked(), str(written.folder), household, work))
        for rule in (STUDENT, "employment.zero_employment"):
            found = [one for one in result.findings if one.rule.id == rule]
            strongest = max(found, key=lambda one: one.verdict.code).verdict
            assert verdicts(tmp_path / "out", rule)[household] == strongest


def test_without_a_word_on_it_lists_are_complete(tmp_path: Path) -> None:
    screened(registry(tmp_path / "in", "true"), tmp_path / "said")
    screened(write_registry(tmp_path / "silent"), tmp_path / "unsaid")
    for rule in (STUDENT, "employment.zero_employment"):
        assert verdicts(tmp_path / "said", rule) == verdicts(tmp_path / "unsaid", rule)
    screened(registry(tmp_path / "open", "false"), tmp_path / "not")
    assert "applies" not in verdicts(tmp_path / "not", "employment.zero_employment").values()
