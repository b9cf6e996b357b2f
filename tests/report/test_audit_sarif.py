"""The SARIF of an audit: what editors and code hosts need to show each finding where it is written."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from audit.sample import sample_audit, words_alone
from clausewise import __version__
from clausewise.audit.model import Audit, NotRun
from clausewise.errors import Place
from clausewise.language.assurances import Accepted
from clausewise.language.labels import Label
from clausewise.report.audit.sarif import audit_to_sarif


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Places of the pack are as one sees them from its root."""
    monkeypatch.chdir(tmp_path)


def log_of(audit: Audit) -> dict[str, Any]:
    log: dict[str, Any] = json.loads(audit_to_sarif(audit))
    return log


def results(audit: Audit) -> dict[str, Any]:
    """The results of the one run, by the names that stay."""
    (run,) = log_of(audit)["runs"]
    return {one["partialFingerprints"]["clausewise/v1"]: one for one in run["results"]}


def test_it_is_one_run_of_this_tool_whose_columns_are_characters() -> None:
    log = log_of(sample_audit(Path()))
    (run,) = log["runs"]
    assert list(log) == ["version", "runs"]
    assert log["version"] == "2.1.0"
    assert (run["tool"]["driver"]["name"], run["tool"]["driver"]["version"]) == ("clausewise", __version__)
    assert run["columnKind"] == "unicodeCodePoints"


def test_every_sort_that_was_found_is_a_rule_in_both_languages_and_results_point_at_it() -> None:
    (run,) = log_of(sample_audit(Path()))["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [(rule["id"], rule["defaultConfiguration"]["level"]) for rule in rules] == [
        ("idle_condition", "error"),
        ("gap", "error"),
        ("survivor", "error"),
        ("policy", "note"),
        ("not_driven", "warning"),
        ("not_shown", "warning"),
        ("not_expected", "warning"),
        ("bounded", "warning"),
        ("undecided", "warning"),
        ("same_aid", "note"),
    ]
    assert rules[1]["shortDescription"]["text"] == "Gaps in the text / 没有着落的文字"
    assert rules[1]["help"]["text"].startswith("No text: holds these words")
    assert "也不是连接词" in rules[1]["help"]["text"]
    assert all(rules[one["ruleIndex"]]["id"] == one["ruleId"] for one in run["results"])


def test_a_survivor_points_at_its_condition_and_brings_its_household() -> None:
    one = results(sample_audit(Path()))["mutant/age.travel_card/when/choice-rural"]
    assert (one["ruleId"], one["level"]) == ("survivor", "error")
    assert one["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "rules/old-age/01-age.yaml"},
                "region": {"startLine": 20, "startColumn": 9},
            }
        }
    ]
    assert one["message"]["text"].startswith(
        "2.2: no case notices: urban becomes rural 「城镇家庭」\n没有个案发现：“城镇”改为“农村”\n\ncase: "
    )
    assert one["properties"]["provisions"] == ["2.2"]
    assert one["properties"]["households"][0].startswith("case: age.travel_card-choice\n")


def test_a_gap_points_at_the_page() -> None:
    one = results(sample_audit(Path()))["gap/2.2/发放"]
    assert one["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "policy/old-age/source.txt"},
        "region": {"startLine": 2, "startColumn": 41},
    }


def test_names_stay_and_are_told_apart() -> None:
    names = list(results(sample_audit(Path())))
    assert names == list(results(sample_audit(Path())))
    assert len(names) == len(log_of(sample_audit(Path()))["runs"][0]["results"]) == 12
    assert "not_shown/age.subsidy/when.all.0" in names
    assert "assurance/age.everybody_over_eighty" in names


def test_the_same_words_left_out_twice_are_two_findings() -> None:
    audit = sample_audit(Path())
    first, second, third = audit.words.provisions
    twice = replace(second, runs=(*second.runs, *second.gaps))
    found = results(replace(audit, words=replace(audit.words, provisions=(first, twice, third))))
    assert [name for name in found if name.startswith("gap/")] == ["gap/2.2/发放", "gap/2.2/发放#2"]


def test_nothing_that_is_in_order_or_accepted_is_a_result() -> None:
    names = results(sample_audit(Path()))
    assert "mutant/age.subsidy/modality/may" not in names
    assert "mutant/age.subsidy/when.all.1/compare" not in names


def test_what_is_bounded_is_a_result_that_says_among_whom_none_was_found() -> None:
    one = results(sample_audit(Path()))["assurance/age.nobody_young"]
    assert (one["ruleId"], one["level"]) == ("bounded", "warning")
    assert "none was found among households of at most 4 members" in one["message"]["text"]


def test_an_entry_that_accepts_nothing_is_a_result() -> None:
    entry = Accepted("answer", "same_aid/a/b", Label("无妨", "in order"), Place("rules/old-age/accepted.yaml", 4, 3))
    one = results(replace(sample_audit(Path()), unused=(entry,)))["unused/answer/same_aid/a/b"]
    assert (one["ruleId"], one["level"]) == ("unused", "error")
    assert one["message"]["text"].startswith("nothing needs to be accepted by this: same_aid/a/b\n")


def test_a_file_elsewhere_is_named_from_here_and_as_addresses_are_written() -> None:
    audit = sample_audit(Path())
    assert not isinstance(audit.mutants, NotRun)
    (survivor,) = (one for one in audit.mutants if one.household)
    odd = replace(survivor, place=Place(str(Path.cwd() / "规则 1" / "a.yaml"), 3))
    one = results(replace(audit, mutants=(odd,)))[f"mutant/{survivor.id}"]
    assert one["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "%E8%A7%84%E5%88%99%201/a.yaml"},
        "region": {"startLine": 3},
    }


def test_parts_that_were_not_run_have_no_results() -> None:
    assert list(results(words_alone(Path()))) == ["gap/2.2/发放"]
