"""The command line and the day: today where nobody names one, notices beside the answer, --strict."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.running import run
from docs.console import ROOT


@pytest.fixture(autouse=True)
def _from_the_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


OLD = "case: old\nas_of: 2030-01-01\neverybody: true\nmembers:\n  - {id: old, birth_date: 1905-01-01}\n"


def test_a_case_that_names_no_day_is_checked_today(tmp_path: Path) -> None:
    case = tmp_path / "empty.yaml"
    case.write_text("case: empty\nmembers: []\n", encoding="utf-8")
    answer = run("check", str(case), "--only", "13", env={"CLAUSEWISE_TODAY": "2026-11-28"})
    assert "checked as of 2026-11-28" in " ".join(answer.out.split())
    assert "! the Social Assistance Law is in force since 2026-07-01, after this document" in answer.out
    assert run("check", str(case), "--strict", env={"CLAUSEWISE_TODAY": "2026-11-28"}).code == 0


def test_a_day_in_the_environment_that_is_none_is_refused(tmp_path: Path) -> None:
    case = tmp_path / "empty.yaml"
    case.write_text("case: empty\n", encoding="utf-8")
    answer = run("check", str(case), env={"CLAUSEWISE_TODAY": "soon"})
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == "CLAUSEWISE_TODAY is no day: soon — write a date such as 2020-12-07\n"


def test_strict_refuses_what_is_hardly_possible_and_names_its_place(tmp_path: Path) -> None:
    case = tmp_path / "old.yaml"
    case.write_text(OLD, encoding="utf-8")
    assert "hardly possible" in run("check", str(case)).out
    answer = run("check", str(case), "--strict")
    assert (answer.code, answer.out) == (2, "")
    assert "old.yaml:5:27: old: age in completed years: hardly possible" in answer.err
