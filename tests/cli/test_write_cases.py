"""`audit --write-cases`: cases that notice what no case notices, unreviewed until a person takes the mark out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.running import run
from small_pack import alter

pytest.importorskip("z3")

AUDIT = ("audit", "rules/old-age", "--only", "mutants", "--format", "json", "--workers", "1")
FOLDER = Path("cases/old-age/killing")


@pytest.fixture
def written(here: Path) -> list[Path]:
    """The case files written for the small pack, whose one case leaves most mutants alive."""
    FOLDER.mkdir()
    answer = run(*AUDIT, "--write-cases", FOLDER)
    assert answer.code == 0
    assert "all unreviewed" in answer.err
    return sorted(FOLDER.iterdir())


def survivors() -> set[str]:
    return {one["id"] for one in json.loads(run(*AUDIT).out)["mutants"] if one["fate"] == "survived"}


def test_cases_are_written_that_are_fewer_than_the_survivors_and_say_what_they_are(written: list[Path]) -> None:
    before = survivors()
    assert 0 < len(written) < len(before)
    for file in written:
        text = file.read_text(encoding="utf-8")
        assert "所期望的是规则今天的结论" in text
        assert "What is expected is what the rules say today" in text
        assert "  unreviewed: true\n" in text
        assert f"case: {file.stem}\n" in text


def test_they_kill_nothing_until_a_person_takes_the_mark_out(written: list[Path]) -> None:
    before = survivors()
    assert "age.subsidy/when.all.1/1.-1" in before
    totals = json.loads(run("audit", "rules/old-age", "--only", "cases", "--format", "json").out)["totals"]["cases"]
    assert (totals["cases"], totals["unreviewed"]) == (1 + len(written), len(written))
    for file in written:
        alter(file, "  unreviewed: true\n", "")
    assert survivors() == set()


def test_what_they_expect_holds_today_and_is_told_as_unreviewed(written: list[Path]) -> None:
    answer = run("check", "cases/old-age", "--expect")
    assert answer.code == 0
    assert f"{len(written)} cases unreviewed, which say what the rules say: " in answer.out
    lint = run("lint", "rules/old-age").out
    assert lint.count("note: this case is unreviewed") == len(written)


def test_what_does_not_hold_any_more_is_a_difference_all_the_same(written: list[Path]) -> None:
    alter(Path("rules/old-age/01-age.yaml"), "modality: {is: shall, text: 给予}", "modality: {is: may, text: 给予}")
    answer = run("check", FOLDER, "--expect")
    assert answer.code == 1
    assert "expected modality shall, found modality may" in answer.out


def test_no_case_is_written_over(written: list[Path]) -> None:
    answer = run(*AUDIT, "--write-cases", FOLDER)
    assert answer.code == 2
    assert "this case is there already" in answer.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--write-cases", "nowhere"), "there is no such folder"),
        (("--write-cases", "cases", "--only", "words"), "--write-cases needs the mutants"),
    ],
)
def test_what_cannot_be_written_is_refused_before_anything_runs(here: Path, words: tuple[str, ...], said: str) -> None:
    answer = run("audit", "rules/old-age", *words)
    assert answer.code == 2
    assert said in answer.err


def test_the_mark_is_true_or_false(here: Path) -> None:
    alter(here / "cases/old-age/grandmother.yaml", "expect:\n", "expect:\n  unreviewed: maybe\n")
    answer = run("check", "cases/old-age/grandmother.yaml")
    assert answer.code == 2
    assert 'unreviewed: the word "maybe" is neither true nor false' in answer.err


def test_the_schema_of_cases_knows_the_mark(here: Path) -> None:
    schema = json.loads(run("schema", "case", "--pack", "rules/old-age").out)
    assert schema["properties"]["expect"]["anyOf"][0]["properties"]["unreviewed"]["type"] == "boolean"
