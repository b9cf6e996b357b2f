"""`clausewise witness`: the smallest household for a verdict, both sides of a limit, and wrong requests."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest

from clausewise.audit.solver import solving
from clausewise.audit.solver.ended import Ended
from clausewise.cli import witness
from cli.running import run

CHONGQING = str(Path(__file__).parents[2] / "rules" / "chongqing-2020")


def test_it_prints_a_case_file_with_no_more_than_is_needed() -> None:
    answer = run("witness", "housing.urban_orphan", "--pack", CHONGQING)

    assert (answer.code, answer.err) == (0, "")
    # Which day it is, is for the solver to say; that it is 18 years ago or more is for the rule.
    (born,) = re.findall(r"birth_date: (\S+)\n", answer.out)
    assert datetime.date.fromisoformat(born) <= datetime.date(2002, 12, 7)
    assert answer.out == (
        "case: housing.urban-orphan-applies\n"
        "pack: chongqing-2020\n"
        "title:\n"
        "  zh: 城镇年满18周岁孤儿住房救助：适用\n"
        "  en: 'Housing aid for urban orphans of 18 or more: applies'\n"
        "as_of: 2020-12-07\n"
        "household:\n"
        "  area: urban\n"
        "everybody: true\n"
        "members:\n"
        "  - id: person-1\n"
        f"    birth_date: {born}\n"
        "    orphan: true\n"
        "    meets_housing_criteria: true\n"
        "expect:\n"
        "  applies:\n"
        "    - housing.urban_orphan@person-1\n"
    )


@pytest.mark.parametrize("verdict", ["applies", "does_not_apply", "undetermined"])
def test_what_it_writes_is_a_case_that_check_finds_as_expected(tmp_path: Path, verdict: str) -> None:
    file = tmp_path / "made-up.yaml"
    made = run("witness", "education.tracking", "--verdict", verdict, "--pack", CHONGQING, "-o", str(file))
    checked = run("check", str(file), "--expect", "--pack", CHONGQING)

    assert (made.code, made.out, made.err) == (0, "", "")
    assert (checked.code, checked.out) == (0, "1 case held against expectations: 0 differences\n")


def test_it_writes_both_sides_of_a_limit_into_a_folder(tmp_path: Path) -> None:
    answer = run("witness", "housing.urban_orphan", "--boundary", "--pack", CHONGQING, "-o", str(tmp_path))
    checked = run("check", str(tmp_path), "--expect", "--pack", CHONGQING)

    assert (answer.code, answer.err) == (0, "")
    assert [path.name for path in sorted(tmp_path.iterdir())] == [
        "housing.urban-orphan-member.age-ge-18-inside.yaml",
        "housing.urban-orphan-member.age-ge-18-outside.yaml",
    ]
    assert checked.out == "2 cases held against expectations: 0 differences\n"


def test_a_rule_without_a_limit_says_so() -> None:
    answer = run("witness", "education.preschool", "--boundary", "--pack", CHONGQING)
    assert (answer.code, answer.out) == (1, "")
    assert answer.err == "education.preschool has no limit: it compares no number, amount or date\n"


def test_a_wrong_request_names_what_would_be_right(tmp_path: Path) -> None:
    unknown = run("witness", "housing.urban_orphans", "--pack", CHONGQING)
    hurried = run("witness", "housing.urban_orphan", "--timeout", "0", "--pack", CHONGQING)
    nowhere = run("witness", "housing.urban_orphan", "--boundary", "-o", str(tmp_path / "no"), "--pack", CHONGQING)

    assert unknown.code == hurried.code == nowhere.code == 2
    assert unknown.err == "there is no rule housing.urban_orphans — did you mean housing.urban_orphan?\n"
    assert hurried.err == "--timeout: 0 is no time to answer in — write 1 or more\n"
    assert nowhere.err.endswith("there is no such folder — with --boundary, -o names one\n")


def test_without_the_solver_one_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(witness, "has_solver", lambda: False)
    answer = run("witness", "housing.urban_orphan", "--pack", CHONGQING)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == (
        "this needs the solver, which is not installed — install it: pip install 'clausewise[audit]'\n"
    )


def test_no_answer_in_time_is_not_said_to_be_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solving, "_ended", lambda solver: Ended.NO_TIME)
    answer = run("witness", "housing.urban_orphan", "--pack", CHONGQING)
    assert (answer.code, answer.out) == (1, "")
    assert answer.err == (
        "housing.urban_orphan: applies: the solver gave no answer in 10 seconds; --timeout gives it more\n"
    )


def test_a_verdict_that_is_none_is_refused_with_those_there_are() -> None:
    answer = run("witness", "age.subsidy", "--verdict", "maybe")
    assert (answer.code, answer.out) == (2, "")
    said = "--verdict: maybe is none of its values — it may be: applies, does_not_apply, undetermined\n"
    assert answer.err == said
