"""What the document leaves open and what is contested, beside the finding it belongs to, in every form of an answer."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from rich.console import Console

from clausewise.report import ReportOptions, render
from clausewise.report.answer.text import print_results
from cli.running import run
from contested_pack import write_contested_pack
from records.recorded import answer_data
from report.households import check

COMBINED = "「相结合方式」实物配租和租赁补贴怎样结合（二选一还是兼有），文件没有写明。"
IN_TOWN = "“城镇低保家庭”看住在城镇，还是看领城市低保？"
WAITS = (
    "Is a town household one that lives in a town, or one that is registered there? For civil affairs department to "
    "decide: read as “by where it lives”, it is: applies; read as “by its registration”, it is: does not apply"
)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder one stands in: the small pack with one contested point, its cases and an office file."""
    write_contested_pack(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def as_text(language: str, *only: str, everything: bool = False) -> str:
    console = Console(file=io.StringIO(), width=200)
    print_results(console, [check("working-mother")], ReportOptions(language, only, everything=everything))
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue().replace("\n              ", "")


def test_words_left_open_and_readings_that_agree_take_a_line_each_beside_their_finding() -> None:
    assert "未写明：「相结合方式」　有两种读法：「城镇低保家庭」\n" in as_text("zh", "housing.urban_dibao")
    shown = as_text("zh", "housing.urban_dibao", everything=True)
    assert f"未写明  {COMBINED}" in shown
    assert f"有两种读法  {IN_TOWN}（在此结果相同）" in shown


@pytest.mark.parametrize("form", ["markdown", "html"])
def test_a_note_and_a_page_say_so_too(form: str) -> None:
    shown = render([check("working-mother")], form, ReportOptions("zh", ("housing.urban_dibao",)))
    assert COMBINED in shown
    assert f"{IN_TOWN}（在此结果相同）" in shown


def test_a_finding_as_data_has_the_words_left_open_and_the_points_it_waits_for(here: Path) -> None:
    data = answer_data(check("working-mother"), "housing.urban_dibao")
    (finding,) = data["findings"]
    assert [(one["words"], one["label"]["zh"]) for one in data["terms"]["rules"]["housing.urban_dibao"]["open"]] == [
        ({"pieces": ["相结合方式"], "where": "13.1"}, COMBINED.partition("」")[2])
    ]
    assert "waits_for" not in finding
    case = "cases/old-age/moved-to-town.yaml"
    waiting = json.loads(run("check", case, "--format", "json", "--only", "age.travel_card").out)
    assert waiting["results"][0]["findings"][0]["waits_for"] == ["town"]


@pytest.mark.parametrize(
    "command", [("explain",), ("check", "--all", "--only"), ("check", "--format", "markdown", "--only")]
)
def test_a_verdict_that_waits_for_a_reading_says_who_decides_and_what_both_give(here: Path, command: list[str]) -> None:
    name, *options = command
    shown = run(name, "cases/old-age/moved-to-town.yaml", *options, "age.travel_card", env={"COLUMNS": "300"}).out
    assert " ".join(shown.split()).replace("\\", "").count(WAITS) == 1


def test_a_check_names_the_office_file_that_it_went_by_with_its_digest(here: Path) -> None:
    shown = run("check", "cases/old-age/moved-to-town.yaml", "--office", "office.yaml", env={"COLUMNS": "100"}).out
    assert "Office: a subdistrict (office.yaml) · SHA-256 " in shown.replace("\n", " ")
    assert "SHA-256" not in run("check", "cases/old-age/moved-to-town.yaml").out
