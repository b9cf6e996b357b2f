"""`check`: which files are read, what is refused, where the answer goes, and when the exit code is 1."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from cli.running import run
from small_pack import CASE, alter, write

GRANDMOTHER = "cases/old-age/grandmother.yaml"

pytestmark = pytest.mark.usefixtures("here")


def verdicts(printed: str) -> list[dict[str, str]]:
    """The verdict of each measure, by number, for each case of a JSON answer."""
    results = json.loads(printed)["results"]
    return [{str(one["number"]): one["verdict"] for one in result["measures"]} for result in results]


def test_a_case_is_answered_with_what_applies_and_on_which_provision() -> None:
    answer = run("check", GRANDMOTHER)

    assert answer.code == 0
    assert answer.err == ""
    assert answer.out.startswith("A dibao family with a grandmother of eighty (2 people) · ")
    assert "shall 1.1 「" in answer.out
    assert "When was grandson born?" in answer.out
    assert "\x1b" not in answer.out


@pytest.mark.parametrize(
    ("environment", "title"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "低保家庭，奶奶八十岁"),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_GB.UTF-8"}, "A dibao family with a grandmother of eighty"),
        ({"LANG": "en_GB.UTF-8", "LC_ALL": "zh_TW.UTF-8"}, "低保家庭，奶奶八十岁"),
        ({"LANG": "de_DE.UTF-8"}, "A dibao family with a grandmother of eighty"),
    ],
)
def test_the_answer_speaks_the_language_of_the_environment(environment: dict[str, str], title: str) -> None:
    assert run("check", GRANDMOTHER, env=environment).out.startswith(title)


def test_an_option_overrules_the_language_of_the_environment() -> None:
    assert run("check", GRANDMOTHER, "--lang", "zh").out.startswith("低保家庭，奶奶八十岁")


def test_json_holds_every_measure() -> None:
    answer = run("check", GRANDMOTHER, "--format", "json")

    assert answer.code == 0
    assert verdicts(answer.out) == [{"1": "applies", "2": "institutional"}]


@pytest.mark.parametrize(("form", "beginning"), [("markdown", "# "), ("html", "<!doctype html>")])
def test_other_forms_are_whole_documents(form: str, beginning: str) -> None:
    answer = run("check", GRANDMOTHER, "--format", form)

    assert answer.code == 0
    assert answer.out.startswith(beginning)
    assert answer.out.endswith("\n")


def test_another_day_overrules_the_day_of_the_case() -> None:
    answer = run("check", GRANDMOTHER, "--as-of", "2024-06-29", "--format", "json")

    # On the day before her eightieth birthday; the grandson's age is still unknown.
    assert verdicts(answer.out) == [{"1": "undetermined", "2": "institutional"}]


def test_a_folder_gives_its_cases_in_the_order_of_their_names(here: Path) -> None:
    write(here / "some/b.yml", CASE.replace("case: grandmother", "case: b"))
    write(here / "some/a/z.json", '{"case": "z", "household": {"area": "urban"}}')
    write(here / "some/.draft.yaml", "not: [a case")
    write(here / "some/.git/hidden.yaml", "not: [a case")
    write(here / "some/notes.txt", "not: [a case")

    answer = run("check", "some", "--format", "json")

    assert answer.code == 0
    assert answer.err == ""
    assert [result["case"] for result in json.loads(answer.out)["results"]] == ["z", "b"]


def test_a_file_that_is_named_twice_is_checked_once(here: Path) -> None:
    answer = run("check", GRANDMOTHER, "cases", here / GRANDMOTHER, "--format", "json")

    assert len(json.loads(answer.out)["results"]) == 1


def test_standard_input_is_a_case() -> None:
    answer = run("check", "-", "--format", "json", stdin=CASE)

    assert verdicts(answer.out) == [{"1": "applies", "2": "institutional"}]


def test_what_is_wrong_with_standard_input_has_its_line_and_column() -> None:
    answer = run("check", "-", stdin="case: x\nhousehold: {dibo: true}\n")

    assert (answer.code, answer.out) == (2, "")
    assert answer.err == "standard input:2:13: there is no fact household.dibo — did you mean dibao?\n"


def test_every_wrong_file_of_a_folder_is_named_and_no_verdict_given(here: Path) -> None:
    write(here / "some/a.yaml", "case: a\nhousehold:\n  dibo: true\n")
    write(here / "some/b.yaml", CASE)
    write(here / "some/c.yaml", "case: c\nmembers:\n  - {id: son}\n  - {id: son}\n")

    answer = run("check", "some", "--format", "json", "--output", "answer.json")

    assert (answer.code, answer.out) == (2, "")
    assert answer.err.splitlines() == [
        "some/a.yaml:3:3: there is no fact household.dibo — did you mean dibao?",
        "some/c.yaml:4:10: the member son is listed twice — give each member an id of its own",
    ]
    assert not (here / "answer.json").exists()


def test_cases_that_contradict_themselves_are_all_named(here: Path) -> None:
    member = "members:\n  - {id: m, birth_date: 1944-06-30, age: 12}\n"
    write(here / "some/a.yaml", f"case: a\n{member}")
    write(here / "some/b.yaml", f"case: b\n{member}")

    answer = run("check", "some")

    assert (answer.code, answer.out) == (2, "")
    assert [line.partition(": ")[0] for line in answer.err.splitlines()] == ["some/a.yaml:3:42", "some/b.yaml:3:42"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nothing.yaml"], "nothing.yaml: there is no such file"),
        (["empty"], "empty: there is no case in this folder — case files end in .yaml, .yml or .json"),
        (["a" * 300], "a" * 300 + ": cannot be read: File name too long"),
        ([GRANDMOTHER, "--as-of", "2024-02-30"], "--as-of: 2024-02-30 is not a date — write a date such as 2020-12-07"),
        ([GRANDMOTHER, "--pack", "oldage"], "there is no pack oldage — did you mean old-age?"),
        ([GRANDMOTHER, "--format", "jsn"], "--format: jsn is none of its values — did you mean json?"),
        ([GRANDMOTHER, "--lang", "fr"], "--lang: fr is none of its values — it may be: zh, en"),
        (["-", "--only", "age.subsidi"], "--only age.subsidi: there is no such rule — did you mean age.subsidy?"),
        (["-", "--only", "housing.*"], "--only housing.*: there is no such rule — clausewise rules lists the rules"),
        ([GRANDMOTHER, "--only", "3"], "--only 3: there is no such measure — they are 1 to 2"),
        (
            [GRANDMOTHER, "--only", "age.subsidy@grandmothr"],
            "--only age.subsidy@grandmothr: there is no such rule — did you mean age.subsidy@grandmother?",
        ),
    ],
)  # fmt: skip
def test_what_names_nothing_is_refused_with_what_would_be_right(here: Path, words: list[str], said: str) -> None:
    (here / "empty").mkdir()

    answer = run("check", *words, stdin=CASE)

    assert (answer.code, answer.out) == (2, "")
    assert answer.err == f"{said}\n"


def test_everything_that_only_names_in_vain_is_told_at_once() -> None:
    answer = run("check", GRANDMOTHER, "--only", "9", "--only", "age.*", "--only", "nothing")

    assert answer.code == 2
    assert len(answer.err.splitlines()) == 2


@pytest.mark.parametrize("only", ["1", "age.subsidy", "age.sub*", "age.subsidy@grandmother"])
def test_only_takes_numbers_rules_patterns_and_findings(only: str) -> None:
    answer = run("check", GRANDMOTHER, "--only", only, "--format", "json")

    assert verdicts(answer.out) == [{"1": "applies"}]


@pytest.mark.parametrize("form", ["text", "json", "markdown", "html"])
def test_the_answer_goes_into_a_file(here: Path, form: str) -> None:
    answer = run("check", GRANDMOTHER, "--format", form, "--output", "answer")

    assert answer == run("check", GRANDMOTHER, "--format", form, "-o", "again")
    assert (answer.code, answer.out, answer.err) == (0, "", "")
    assert "grandmother" in (here / "answer").read_text(encoding="utf-8")
    assert sorted(path.name for path in here.iterdir()) == ["again", "answer", "cases", "policy", "rules"]


def test_a_file_that_is_there_keeps_its_permissions_and_a_link_keeps_pointing(here: Path) -> None:
    write(here / "kept/answer.json", "old")
    (here / "kept/answer.json").chmod(0o640)
    (here / "link.json").symlink_to("kept/answer.json")

    assert run("check", GRANDMOTHER, "--format", "json", "--output", "link.json").code == 0

    assert (here / "link.json").is_symlink()
    assert stat.S_IMODE((here / "kept/answer.json").stat().st_mode) == 0o640
    assert verdicts((here / "kept/answer.json").read_text(encoding="utf-8")) == [{"1": "applies", "2": "institutional"}]


@pytest.mark.parametrize(
    ("output", "said"),
    [
        ("nowhere/answer.json", "nowhere: there is no such folder — make it first"),
        ("cases", "cases: this is a folder, not a file — name a file in it"),
        (GRANDMOTHER, f"{GRANDMOTHER}: this is one of the cases — name another file for --output"),
    ],
)
def test_an_answer_that_cannot_be_written_leaves_everything_as_it_was(here: Path, output: str, said: str) -> None:
    answer = run("check", GRANDMOTHER, "--format", "json", "--output", output)

    assert (answer.code, answer.out, answer.err) == (2, "", f"{said}\n")
    assert (here / GRANDMOTHER).read_text(encoding="utf-8") == CASE
    assert sorted(path.name for path in here.iterdir()) == ["cases", "policy", "rules"]


def test_a_wrong_case_leaves_the_answer_of_before(here: Path) -> None:
    write(here / "answer.json", "the answer of before")
    alter(here / GRANDMOTHER, "area: rural", "area: suburban")

    answer = run("check", GRANDMOTHER, "--format", "json", "--output", "answer.json")

    assert answer.code == 2
    assert (here / "answer.json").read_text(encoding="utf-8") == "the answer of before"


def test_findings_that_are_as_expected_give_exit_code_0() -> None:
    answer = run("check", GRANDMOTHER, "--expect")

    assert (answer.code, answer.err) == (0, "")
    assert answer.out == "1 case held against expectations: 0 differences\n"


def test_findings_that_differ_are_told_with_their_line_and_give_exit_code_1(here: Path) -> None:
    alter(here / GRANDMOTHER, "does_not_apply: [age.travel_card]", "applies_not: []")
    alter(here / GRANDMOTHER, "  applies_not: []\n", "")
    alter(here / GRANDMOTHER, "applies: [age.subsidy@grandmother]", "applies: [age.travel_card]")
    write(here / "cases/old-age/silent.yaml", "case: silent\n")

    answer = run("check", "cases", "--expect")

    assert (answer.code, answer.err) == (1, "")
    assert answer.out.splitlines() == [
        f"{GRANDMOTHER}:8:13: age.travel_card: expected applies, found does_not_apply",
        "1 case held against expectations: 1 difference; 1 case expecting nothing",
    ]


def test_differences_go_into_a_file_too(here: Path) -> None:
    alter(here / GRANDMOTHER, "1: applies", "1: undetermined")

    answer = run("check", GRANDMOTHER, "--expect", "--output", "differences.txt")

    assert (answer.code, answer.out, answer.err) == (1, "", "")
    assert (here / "differences.txt").read_text(encoding="utf-8").splitlines() == [
        f"{GRANDMOTHER}:13:14: measure 1: expected undetermined, found applies",
        "1 case held against expectations: 1 difference",
    ]


def test_nothing_expected_is_not_as_expected() -> None:
    answer = run("check", "-", "--expect", stdin="case: silent\n")

    assert (answer.code, answer.out) == (2, "")
    assert answer.err == "no case says what it expects — write expect: in one, see docs/language.md\n"


def test_expectations_are_held_against_every_finding() -> None:
    answer = run("check", GRANDMOTHER, "--expect", "--only", "1")

    assert answer.code == 2
    assert answer.err.endswith("— leave out --format, --only and --all\n")


def test_json_lines_are_one_answer_each_and_all_or_none(here: Path) -> None:
    write(here / "some/a.yaml", CASE.replace("case: grandmother", "case: a"))
    write(here / "some/b.yaml", CASE.replace("case: grandmother", "case: b"))

    lines = run("check", "some", "--format", "jsonl", "--terms", "none").out.splitlines()

    assert [json.loads(line)["case"] for line in lines] == ["a", "b"]
    assert all("terms" not in json.loads(line) for line in lines)

    write(here / "some/c.yaml", "case: c\nhousehold: {dibo: true}\n")
    answer = run("check", "some", "--format", "jsonl")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == "some/c.yaml:2:13: there is no fact household.dibo — did you mean dibao?\n"


def test_json_lines_of_one_member_only_name_what_was_picked(here: Path) -> None:
    (line,) = run("check", GRANDMOTHER, "--format", "jsonl", "--only", "age.subsidy").out.splitlines()

    assert {finding["rule"] for finding in json.loads(line)["findings"]} == {"age.subsidy"}


def test_proofs_and_terms_go_with_json() -> None:
    answer = run("check", GRANDMOTHER, "--proofs", "full")

    assert (answer.code, answer.out) == (2, "")
    assert answer.err == (
        "--proofs and --terms go with --format json or jsonl — write --format json, or leave them out\n"
    )
    data = json.loads(run("check", GRANDMOTHER, "--format", "json", "--proofs", "decisive").out)
    assert data["results"][0]["findings"][0]["because"]["truth"] == "true"
