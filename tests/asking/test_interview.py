"""`clausewise ask`: what it says and writes, how it is left and taken up again, and what it refuses."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest
from rich.cells import cell_len

from cli.running import Answer, run, start
from small_pack import PACK_ID

TWO_AT_HOME = ["grandmother, son", "y", "urban", "1944-06-30", "1990-01-01"]
WRITTEN = """\
case: home
pack: old-age
as_of: 2024-06-30
household:
  dibao: true
  area: urban
everybody: true
members:
  - id: grandmother
    birth_date: 1944-06-30
  - id: son
    birth_date: 1990-01-01
"""


def ask(*words: str | Path, answers: list[str]) -> Answer:
    return run("ask", *words, stdin="".join(f"{answer}\n" for answer in answers))


def test_an_interview_to_the_end_writes_a_case_and_prints_what_checking_it_prints(here: Path) -> None:
    answer = ask("-o", "home.yaml", answers=TWO_AT_HOME)

    assert (answer.code, answer.err) == (0, "")
    assert Path("home.yaml").read_text(encoding="utf-8") == WRITTEN
    assert run("check", "home.yaml").out in answer.out
    assert answer.out.endswith("written to home.yaml\n")


def test_every_question_is_shown_with_what_may_be_answered_and_what_the_answer_settled(here: Path) -> None:
    out = ask("-o", "home.yaml", answers=TWO_AT_HOME).out

    assert out.startswith(
        "Old-age subsidy · checked as of 2024-06-30\n"
        "2 undetermined; 0 found to apply\n"
        "? or Enter: not known · b: back · q: leave\n"
        "\n"
        "  1. Who are the members of the household?\n"
        "     everybody, each by a name of your own, with commas or spaces between:\n"
        "     mother, son; - if there are none\n"
        "> grandmother, son\n"
        "    → 2 in the household: grandmother, son\n"
        "    → 3 undetermined; 0 found to apply\n"
        "\n"
        "  2. Is it a dibao family?\n"
        "     dibao family · 1.1\n"
        "     y: yes, n: no\n"
        "> y\n"
        "    → 3 undetermined; 0 found to apply\n"
        "\n"
        "  3. Does it live in a town or in the countryside?\n"
        "     area · 1.2 · may be looked up in: household register\n"
        "      1  urban\n"
        "      2  rural\n"
        "> urban\n"
        "    → applies: 1.2 Travel card\n"
        "    → 2 undetermined; 1 found to apply\n"
    )
    assert (
        "  5. son: When was this person born?\n"
        "     date of birth · 1.1 · may be looked up in: household register\n"
        "     a date such as 2004-03-01, or 2004-03 or 2004 where no more is known\n"
        "> 1990-01-01\n"
        "    → does not apply: 1.1 Old-age subsidy (son)\n"
        "    → nothing undetermined; 2 found to apply\n"
        "\n"
        "There is nothing left to ask.\n"
    ) in out


def test_it_asks_in_chinese_and_takes_what_a_chinese_keyboard_writes(here: Path) -> None:
    answer = ask("--lang", "zh", "-o", "home.yaml", answers=["奶奶　儿子", "是", "城镇", "１９４４年６月３０日", "ｑ"])

    assert answer.code == 0
    assert "> 奶奶　儿子\n    → 成员 2 名：奶奶、儿子\n    → 尚有 3 项待定；适用 0 项\n" in answer.out
    assert "  2. 该家庭是否为低保家庭？\n     低保家庭 · 1.1\n     y：是，n：否\n> 是\n" in answer.out
    assert "    → 适用：1.1 高龄补贴（奶奶）\n    → 尚有 1 项待定；适用 2 项\n" in answer.out
    assert answer.out.endswith("已写入 home.yaml\n继续问：clausewise ask home.yaml\n")
    assert "- id: 奶奶\n    birth_date: 1944-06-30\n" in Path("home.yaml").read_text(encoding="utf-8")


def test_an_answer_that_settles_the_same_for_several_members_says_so_once(here: Path) -> None:
    out = ask("-o", "home.yaml", answers=["grandmother, son", "n", "q"]).out

    assert "> n\n    → does not apply: 1.1 Old-age subsidy (grandmother, son)\n    → 1 undetermined; 0 found" in out


@pytest.mark.parametrize("names", ["mother, son", "mother son", "mother;son", "mother、 son"])
def test_names_of_members_are_parted_by_commas_or_by_spaces(here: Path, names: str) -> None:
    out = ask("-o", "home.yaml", answers=[names, "q"]).out

    assert "    → 2 in the household: mother, son\n" in out
    assert Path("home.yaml").read_text(encoding="utf-8").endswith("members:\n  - id: mother\n  - id: son\n")


def test_nothing_more_is_asked_once_it_cannot_matter(here: Path) -> None:
    out = ask("-o", "home.yaml", answers=["grandmother, son", "n", "2"]).out

    assert "When was this person born?" not in out
    assert "There is nothing left to ask." in out


def test_a_household_without_members_is_written_as_one(here: Path) -> None:
    ask("-o", "home.yaml", answers=["-", "urban"])

    assert Path("home.yaml").read_text(encoding="utf-8").endswith("  area: urban\nmembers: []\n")


OF_THE_FAMILY = """
- rule: age.family
  provision: "1.1"
  title: {zh: 有老人的家庭, en: A family with an old person}
  about: household
  modality: {is: shall, text: 给予}
  when: {some: member, if: member.age >= 80, text: 年满80周岁}
  aid:
    - {form: cash, zh: 高龄补贴, en: old-age subsidy, text: 高龄补贴}
  agency: civil_affairs
  assigned_by: "2.1"
  reading: {zh: 按字面理解。, en: As it stands.}
  kind: benefit
"""
LISTED = "case: begun\nhousehold: {dibao: true, area: urban}\nmembers: [{id: grandmother, birth_date: 1990-01-01}]\n"


def begin_with_one_listed(here: Path) -> None:
    """A case that does not say whether the one it lists is everybody, and a rule for which that matters."""
    rules = here / "rules" / "old-age" / "01-age.yaml"
    rules.write_text(rules.read_text(encoding="utf-8") + OF_THE_FAMILY, encoding="utf-8")
    (here / "begun.yaml").write_text(LISTED, encoding="utf-8")


def test_whether_those_listed_are_everybody_is_asked_where_it_matters(here: Path) -> None:
    begin_with_one_listed(here)

    out = ask("begun.yaml", "-o", "home.yaml", answers=["y"]).out

    assert "  1. grandmother: Are these all the people of the household?\n     y: yes, n: no\n> y\n" in out
    assert "There is nothing left to ask." in out
    assert "everybody: true\nmembers:\n" in Path("home.yaml").read_text(encoding="utf-8")


def test_others_are_named_where_those_listed_are_not_everybody(here: Path) -> None:
    begin_with_one_listed(here)

    out = ask("begun.yaml", "-o", "home.yaml", answers=["n", "grandmother", "son", "q"]).out

    assert "    Who else is there? - if nobody\n> grandmother\n  ! grandmother is there twice" in out
    assert "    → 2 in the household: grandmother, son\n" in out
    kept = Path("home.yaml").read_text(encoding="utf-8")
    assert "everybody: true\nmembers:\n" in kept
    assert kept.endswith("  - id: son\n")


def test_who_cannot_say_who_else_there_is_is_not_asked_again(here: Path) -> None:
    begin_with_one_listed(here)

    out = ask("begun.yaml", "-o", "home.yaml", answers=["n", "?"]).out

    assert "  2. " not in out
    assert "everybody: false\nmembers:\n" in Path("home.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("typed", ["1944-05", "1944年5月", "1944/5"])
def test_a_month_of_birth_settles_what_no_day_of_it_can_change(here: Path, typed: str) -> None:
    out = ask("-o", "home.yaml", answers=["grandmother", "urban", typed, "y"]).out

    assert "> y\n    → applies: 1.1 Old-age subsidy (grandmother)\n    → nothing undetermined;" in out
    assert "    birth_date: 1944-05\n" in Path("home.yaml").read_text(encoding="utf-8")


def test_who_knows_but_the_year_of_birth_is_not_asked_for_the_day_again(here: Path) -> None:
    out = ask("-o", "home.yaml", answers=["grandmother", "urban", "1944", "y"]).out

    assert out.count(". grandmother: When was this person born?") == 1
    assert "All that is left to ask was answered with “not known”." in out
    assert Path("home.yaml").read_text(encoding="utf-8").endswith("  - id: grandmother\n    birth_date: 1944\n")


@pytest.mark.parametrize("not_known", ["", "?"])
def test_what_is_not_known_is_passed_over_and_left_out_of_the_file(here: Path, not_known: str) -> None:
    out = ask("-o", "home.yaml", answers=["grandmother", "urban", "1944-06-30", not_known]).out

    assert "dibao" not in Path("home.yaml").read_text(encoding="utf-8")
    assert "All that is left to ask was answered with “not known”." in out
    assert out.count(". Is it a dibao family?") == 1


def test_going_back_takes_an_answer_back(here: Path) -> None:
    ask("-o", "home.yaml", answers=["grandmother, son", "n", "b", "y", "q"])

    assert "dibao: true" in Path("home.yaml").read_text(encoding="utf-8")


def test_going_back_asks_again_what_was_passed_over(here: Path) -> None:
    ask("-o", "home.yaml", answers=["grandmother, son", "?", "b", "y", "q"])

    assert "dibao: true" in Path("home.yaml").read_text(encoding="utf-8")


def test_there_is_no_question_before_the_first(here: Path) -> None:
    assert "  ! This is the first question.\n> " in ask("-o", "home.yaml", answers=["b", "-", "q"]).out


@pytest.mark.parametrize(
    ("answers", "why"),
    [
        (["my mother, son"], "my mother cannot be a name: write letters, digits, - and _, 60 at most"),
        (["a, a"], "a is there twice: give each a name of its own"),
        (["a, b", "perhaps"], "answer y (yes) or n (no)"),
        (["a, b", "y", "urban", "last year"], "last year is not a date: write one such as 2004-03-01"),
        (["a, b", "y", "urban", "2023-02-29"], "there is no day 2023-02-29 in the calendar"),
        (["-", "3"], "write a number from 1 to 2"),
        (["-", "village"], "write a number from 1 to 2"),
    ],
)
def test_a_wrong_answer_is_told_why_and_asked_again(here: Path, answers: list[str], why: str) -> None:
    out = ask("-o", "home.yaml", answers=[*answers, "q"]).out

    assert f"> {answers[-1]}\n  ! {why}\n> q\n" in out


def test_a_date_of_birth_that_nobody_can_have_is_refused_at_once(here: Path) -> None:
    out = ask("-o", "home.yaml", answers=["a", "urban", "1844-06-30", "1944-06-30", "y"]).out

    assert (
        "> 1844-06-30\n"
        "  ! This cannot be the answer:\n"
        "    member.age (年龄) comes out as the impossible value 180 on 2024-06-30, the\n"
        "    day of the check — write a value from 0 to 130\n"
        "> 1944-06-30\n"
    ) in out
    assert "birth_date: 1944-06-30" in Path("home.yaml").read_text(encoding="utf-8")


def test_an_answer_that_contradicts_what_the_file_gives_is_refused_at_once(here: Path) -> None:
    facts = Path("rules") / PACK_ID / "facts.yaml"
    worked_out = 'household.has_old:\n  type: boolean\n  zh: 有老人\n  en: has old people\n  cited: ["1.1"]\n'
    worked_out += "  derive: {some: member, if: member.age >= 80}\n  source: {zh: 见1.1。, en: See 1.1.}\n"
    facts.write_text(facts.read_text(encoding="utf-8") + worked_out, encoding="utf-8")
    begun = "case: begun\nhousehold: {dibao: true, has_old: false, area: urban}\nmembers: [{id: a}]\neverybody: true\n"
    Path("begun.yaml").write_text(begun, encoding="utf-8")

    out = ask("begun.yaml", "-o", "home.yaml", answers=["1944-06-30", "1945-06-30"]).out

    assert "  ! This cannot be the answer:\n    household.has_old (有老人) is given as false" in out
    assert "birth_date: 1945-06-30" in Path("home.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("answers", [["grandmother, son", "y", "q"], ["grandmother, son", "y"]])
def test_an_interview_that_is_left_is_taken_up_where_it_was_left(here: Path, answers: list[str]) -> None:
    left = ask("-o", "home.yaml", answers=answers)
    assert left.code == 0
    assert left.out.endswith("written to home.yaml\nto go on: clausewise ask home.yaml\n")

    on = ask("home.yaml", "-o", "home.yaml", answers=["urban", "1944-06-30", "1990-01-01"])

    assert on.code == 0
    assert "  1. Does it live in a town or in the countryside?\n" in on.out
    assert Path("home.yaml").read_text(encoding="utf-8") == WRITTEN


@pytest.mark.usefixtures("here", "interruptible")
def test_interrupting_writes_what_was_answered() -> None:
    process = start("ask", "-o", "home.yaml")
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(b"grandmother, son\ny\n")
    process.stdin.flush()
    assert any(line.startswith(b"  3. ") for line in process.stdout)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)

    assert process.returncode == 0
    assert "dibao: true" in Path("home.yaml").read_text(encoding="utf-8")


def test_what_the_file_says_of_itself_is_kept_and_what_it_expected_is_not(here: Path) -> None:
    case = "case: begun\ntitle: {zh: 王家, en: The Wangs}\nnote: 电话里问的。\nmembers: []\n"
    Path("begun.yaml").write_text(case + "expect: {undetermined: [age.travel_card]}\n", encoding="utf-8")

    answer = ask("begun.yaml", "-o", "home.yaml", answers=["urban"])

    written = Path("home.yaml").read_text(encoding="utf-8")
    assert written.startswith("case: home\npack: old-age\ntitle:\n  zh: 王家\n  en: The Wangs\nnote: 电话里问的。\n")
    assert "expect" not in written
    assert answer.out.endswith("What the file expected was left out: it was said of what was known then.\n")


def test_the_file_is_asked_for_at_the_end_and_one_that_is_there_is_never_suggested(here: Path) -> None:
    Path("household.yaml").write_text("case: mine\n", encoding="utf-8")

    out = ask(answers=["-", "urban", "household.yaml", ""]).out

    assert "Write it to which file? Enter: household-2.yaml · -: to none\n> household.yaml\n" in out
    assert "  ! household.yaml: there is a file already" in out
    assert Path("household.yaml").read_text(encoding="utf-8") == "case: mine\n"
    assert "case: household-2\n" in Path("household-2.yaml").read_text(encoding="utf-8")


def test_a_file_with_comments_is_never_written_over(here: Path) -> None:
    text = "# what the neighbours said\ncase: begun\nmembers: []\n"
    Path("begun.yaml").write_text(text, encoding="utf-8")

    refused = ask("begun.yaml", "-o", "begun.yaml", answers=["urban"])
    assert (refused.code, refused.out) == (2, "")
    assert "begun.yaml: there is a file already — name another file" in refused.err

    ask("begun.yaml", answers=["urban", ""])
    assert Path("begun.yaml").read_text(encoding="utf-8") == text
    assert "area: urban" in Path("begun-2.yaml").read_text(encoding="utf-8")


def test_nothing_is_written_when_nobody_wants_it(here: Path) -> None:
    before = sorted(here.rglob("*"))

    out = ask(answers=["-", "urban", "-"]).out

    assert out.endswith("No file was written.\n")
    assert sorted(here.rglob("*")) == before


def test_nothing_is_written_when_nothing_was_answered(here: Path) -> None:
    out = ask(answers=["q"]).out

    assert "Write it to which file?" not in out
    assert out.endswith("No file was written.\n")


def test_only_what_is_selected_is_asked_for_and_reported(here: Path) -> None:
    out = ask("--only", "age.travel_card", "-o", "home.yaml", answers=["urban"]).out

    assert "Who are the members" not in out
    assert "Old-age subsidy (" not in out
    assert "1.2 Travel card" in out


def test_the_day_of_the_check_is_written(here: Path) -> None:
    out = ask("--as-of", "2030-01-01", "-o", "home.yaml", answers=["a", "urban", "1949-12-31", "y"]).out

    assert "→ applies: 1.1 Old-age subsidy (a)" in out
    assert "as_of: 2030-01-01\n" in Path("home.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["-"], "answers come from standard input, so a case cannot"),
        (["nowhere.yaml"], "nowhere.yaml: there is no such file"),
        (["-o", "no/home.yaml"], "no: there is no such folder — make it first"),
        (["-o", "my home.yaml"], 'the word "my home" cannot be the id of a case'),
        (["--only", "age.subsdy"], "--only age.subsdy: there is no such rule — did you mean age.subsidy?"),
    ],
)
def test_what_cannot_be_done_is_said_before_anything_is_asked(here: Path, words: list[str], message: str) -> None:
    answer = ask(*words, answers=["-", "urban"])

    assert (answer.code, answer.out) == (2, "")
    assert message in answer.err


def test_bytes_that_are_no_text_are_no_answer(here: Path) -> None:
    answer = run("ask", "-o", "home.yaml", stdin=b"-\n\xff\xfe\x1b[A\nurban\n")

    assert answer.code == 0
    assert "  ! write a number from 1 to 2\n" in answer.out
    assert "area: urban" in Path("home.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_line_of_an_interview_is_wider_than_the_terminal(here: Path, language: str) -> None:
    out = ask("--lang", language, "-o", "home.yaml", answers=["grandmother, son", "maybe", "y", "1844-06-30", "q"]).out

    assert max(map(cell_len, out.splitlines())) <= 80
