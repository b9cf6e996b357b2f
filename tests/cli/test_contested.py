"""Words that are read in two ways, listed: found as people look for them, and shown in every form."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from cli.running import run
from contested_pack import write_contested_pack
from small_pack import write, write_small_pack

SHOWN = """\
Words that are read in two ways (1)
Old-age subsidy · checked as of 2024-06-30 · office: a subdistrict
Both readings are in the rules. Where they come to the same, that is the
verdict; where they part, it is what the office says on that day, and
undetermined where it says nothing: nobody is refused by it.

1.2 「城镇家庭」  town
  对「城镇家庭」可发放交通卡。
  Is a town household one that lives in a town, or one that is registered there?
  by where it lives ← the office        │ by its registration
  Where it lives. It is those who live  │ Its registration.
  there who take the bus.               │ 《户口登记条例》, article 2
  decided by         civil affairs department
  the office         by where it lives (since 2024-03-01, 会议纪要)
  benefits           1.2 Travel card  age.travel_card
  they part for      1.2 Travel card
                     household: area: urban; registered in a town: no
                     by where it lives → applies │ by its registration → does
                     not apply
  cases              1 of 3 turns; 1 more is left open by one reading
                     - moved-to-town  In town for years and registered in the
                       village
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder one stands in: the small pack with one contested point, its cases and an office file."""
    write_contested_pack(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_point_is_shown_with_both_readings_the_office_and_whom_they_tell_apart(here: Path) -> None:
    shown = run("contested", "--office", "office.yaml", "--as-of", "2024-06-30")
    assert (shown.code, shown.out, shown.err) == (0, SHOWN, "")


@pytest.mark.parametrize("wanted", ["town", "1", "1.2", "户口登记条例", "take the BUS", "交通卡", "civil affairs"])
def test_a_point_is_found_by_its_id_its_number_and_by_words_of_any_of_its_texts(here: Path, wanted: str) -> None:
    assert "1.2 「城镇家庭」" in run("contested", wanted).out


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ("twon", "no contested reading has the id or the words twon — did you mean town?"),
        ("dragon", "no contested reading has the id or the words dragon — clausewise contested lists them all"),
        ("7", "the document has no 7 — clauses are 1 to 2"),
        ("1.5", "the document has no 1.5 — clause 1 has 1.1 to 1.2"),
    ],
)
def test_what_names_no_point_is_refused_with_the_nearest(here: Path, wanted: str, said: str) -> None:
    answer = run("contested", wanted)
    assert (answer.code, answer.out, answer.err.strip()) == (2, "", said)


def test_words_narrow_what_numbers_choose(here: Path) -> None:
    assert run("contested", "1", "registered").code == 0
    answer = run("contested", "2", "registered")
    assert (answer.code, answer.err.strip()) == (
        2,
        "no contested reading is all of this: 2, registered — leave out some of it",
    )


def test_where_nothing_is_contested_that_is_said_and_no_error(here: Path) -> None:
    assert run("contested", "2").out == "Nothing there is read in two ways; at these something is: 1.2.\n"
    write_small_pack(here)
    (here / "rules/old-age/contested.yaml").unlink()
    (here / "cases/old-age/moved-to-town.yaml").unlink()
    answer = run("contested")
    assert (answer.code, answer.out) == (0, "Old-age subsidy: no words are written down as read in two ways.\n")


def test_without_an_office_and_after_its_last_answer_nothing_is_said(here: Path) -> None:
    assert "  the office         no office file was given (--office)\n" in run("contested").out
    shown = run("contested", "--office", "office.yaml", "--as-of", "2024-02-01", env={"COLUMNS": "100"}).out
    assert "  the office         says nothing today; until 2023-12-31 it read it as “by its registration”" in shown


def test_the_answer_as_json_fits_its_schema(here: Path) -> None:
    schema = json.loads(run("schema", "contested").out)
    answer = json.loads(run("contested", "--office", "office.yaml", "--as-of", "2024-06-30", "--format", "json").out)
    Draft202012Validator(schema).validate(answer)
    (point,) = answer["points"]
    assert point["held"] == {"reading": "lives", "since": "2024-03-01", "by": "会议纪要"}
    assert point["hanging"] == [{"rule": "age.travel_card", "provision": "1.2", "kind": "benefit"}]
    assert point["parting"]["verdicts"] == ["applies", "does_not_apply"]
    assert [(one["case"], one["turned"]) for one in point["cases"]] == [("grandmother", False), ("moved-to-town", True)]


def test_the_household_shown_is_a_case_that_waits_for_the_reading(here: Path) -> None:
    (point,) = json.loads(run("contested", "--format", "json").out)["points"]
    write(here / "parts.yaml", point["parting"]["household"])
    assert run("check", "--expect", "parts.yaml").out == "1 case held against expectations: 0 differences\n"


@pytest.mark.parametrize(("form", "begins"), [("markdown", "# 有两种读法的文字（1）"), ("html", "<!doctype html>")])
def test_the_answer_can_be_written_to_a_file_in_either_language(here: Path, form: str, begins: str) -> None:
    assert run("contested", "--format", form, "--lang", "zh", "-o", "answer").code == 0
    text = (here / "answer").read_text(encoding="utf-8")
    assert text.startswith(begins)
    assert "“城镇家庭”看住在哪里，还是看户口？" in text
    assert "户口登记条例" in text


def test_a_page_marks_the_contested_words_and_lets_nothing_run(here: Path) -> None:
    page = run("contested", "--format", "html").out
    assert "<mark>城镇家庭</mark>" in page
    assert "<script" not in page
    assert "default-src 'none'" in page


HOUSEHOLDS = """\
id,area,registered
in both,urban,true
in neither,rural,false
moved to town,urban,false
moved away,rural,true
moved to an unknown place,,true
of whom nothing is known,,
"""
MAPPING = """\
pack: old-age
households:
  from: households.csv
  id: id
  facts: {area: {column: area}, registered_in_town: {column: registered}}
"""


def test_of_a_registry_it_is_told_whom_the_readings_turn_and_of_whom_nobody_can_say(here: Path) -> None:
    write(here / "registry/households.csv", HOUSEHOLDS)
    write(here / "mapping.yaml", MAPPING)
    asked = ("contested", "--registry", "registry", "--mapping", "mapping.yaml", "--as-of", "2024-06-30")
    assert "  registry           2 of 6 households turn, and of 2 nobody can say yet\n" in run(*asked).out
    (point,) = json.loads(run(*asked, "--format", "json").out)["points"]
    assert point["households"] == {"turned": 2, "unsure": 2, "households": 6}
    assert not [one for one in here.iterdir() if one.name.startswith("work")]


def test_a_registry_needs_its_mapping_and_a_mapping_its_registry(here: Path) -> None:
    assert run("contested", "--mapping", "m.yaml").err == "--mapping goes with --registry — name the registry\n"
    assert run("contested", "--registry", "registry").err.startswith(
        "--mapping is missing: which column is which fact?"
    )
