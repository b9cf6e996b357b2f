"""What follow-ups list: agencies of the findings a rule stands on, registers that hold facts of the case."""

from __future__ import annotations

import shutil
from pathlib import Path

from clausewise.engine import Finding, Result
from clausewise.engine.listings import listings_of
from report.households import ROOT, check


def listed(result: Result, finding: str) -> dict[str, tuple[str, ...]]:
    found: Finding = result.by_name[finding]
    return {one.id: one.entries for one in listings_of(result, found, found.rule.followup[0])}


def test_each_agency_stands_with_the_applying_findings_it_handles() -> None:
    assert listed(check("filed"), "mechanism.routing") == {
        "education": ("education.senior_high@son",),
        "housing": ("housing.urban_dibao",),
    }


def test_a_register_holds_facts_that_were_given_and_facts_that_are_missing(tmp_path: Path) -> None:
    for part in ("policy", "rules"):
        shutil.copytree(ROOT / part, tmp_path / part)
    rules = tmp_path / "rules" / "chongqing-2020" / "11-mechanism.yaml"
    words = "      text: 取消可以通过国家或地方政务服务平台查询的相关证明材料\n"
    rules.write_text(rules.read_text("utf-8").replace(words, f"{words}      list: registers\n"), "utf-8")
    registers = listed(check("filed", tmp_path), "mechanism.documents_not_required")
    assert list(registers) == ["household_registration", "social_insurance", "real_estate"]
    assert registers["real_estate"] == ("household.meets_housing_criteria",)
    assert registers["household_registration"] == (
        "member.birth_date@mother",
        "member.birth_date@son",
        "application.registered_here",
    )
    assert registers["social_insurance"][:2] == ("member.employed@mother", "member.employed@son")


def test_a_follow_up_without_a_list_lists_nothing() -> None:
    assert listed(check("nobody-employed"), "employment.zero_employment") == {}
