"""`clausewise ask`: what it says and writes, how it is left and taken up again, and what it refuses."""

from __future__ import annotations

import difflib
import signal
from pathlib import Path

import pytest
from rich.cells import cell_len

from cli.running import Answer, run, start
from small_pack import PACK_ID, write

TWO_AT_HOME = ["grandmother, son", "y", "1944-06-30, 1990-01-01", "urban", ""]
WRITTEN = """\
case: home
pack: old-age
household:
  dibao: true
  area: urban
everybody: true
members:
  - id: grandmother
    birth_date: 1944-06-30
  - id: son
    birth_date: 1990-01-01
answers:
  - {fact: household.dibao, answer: value, at: 2024-06-30}
  - {fact: member.birth_date, of: [grandmother, son], answer: value, at: 2024-06-30}
  - {fact: household.area, answer: value, at: 2024-06-30}
"""
TOPICS = """\
old: {zh: 有老人（八十岁以上）, en: somebody is old (eighty or more), rules: [age.subsidy], raised_by: [member.old]}
town: {zh: 住在城里, en: living in a town, rules: [age.travel_card], opens: {if: household.area == "urban"}}
"""
WAITING = """\
case: man
pack: chongqing-2020
as_of: 2020-12-07
household: {area: urban, dibao: true, dibao_list: urban}
everybody: true
members: [{id: man, birth_date: 1970-01-01, orphan: false, destitute_support: none}]
answers: [{fact: household.meets_housing_criteria, answer: to_check, at: 2020-12-07}]
"""
OLD = """\
member.old:
  type: boolean
  zh: 年老
  en: old
  ask: {zh: 此人是否年老？, en: Is this person old?}
"""


def ask(*words: str | Path, answers: list[str]) -> Answer:
    return run("ask", *words, stdin="".join(f"{answer}\n" for answer in answers))


def kept(file: str = "home.yaml") -> str:
    return Path(file).read_text(encoding="utf-8")


def add_topics(here: Path) -> None:
    """Two topics: one is ticked, one opens by where the family lives; where it lives is asked with the status."""
    rules = here / "rules" / PACK_ID
    write(rules / "topics.yaml", TOPICS)
    facts = (rules / "facts.yaml").read_text(encoding="utf-8").replace("  lookup", "  asked: status\n  lookup", 1)
    write(rules / "facts.yaml", facts + OLD)
    text = (rules / "01-age.yaml").read_text(encoding="utf-8")
    write(rules / "01-age.yaml", text.replace("    all:\n", "    all:\n      - {if: member.old, text: 老人}\n", 1))


def test_an_interview_to_the_end_writes_a_case_and_prints_what_checking_it_prints(here: Path) -> None:
    answer = ask("-o", "home.yaml", answers=TWO_AT_HOME)

    assert (answer.code, answer.err) == (0, "")
    assert kept() == WRITTEN
    assert run("check", "home.yaml").out in answer.out
    assert answer.out.endswith("written to home.yaml\n")


def test_every_prompt_says_why_it_is_asked_how_to_answer_and_what_the_family_gets_so_far(here: Path) -> None:
    out = ask("-o", "home.yaml", answers=TWO_AT_HOME).out

    assert out.startswith(
        "every answer is written to home.yaml at once\n"
        "Old-age subsidy · checked as of 2024-06-30\n"
        "Enter: not known · c: to be checked · b: back · l: list the answers · g 3:\n"
        "change the third of them · t: topics again · a: look into everything · ?: help ·\n"
        "q: later\n"
        "\n"
        "  1. Who are the members of the household?\n"
    )
    assert "> grandmother, son\n    → 2 in the household: grandmother, son\n" in out
    assert (
        "nothing found to apply so far\n"
        "  3. grandmother, son: When was each of them born?\n"
        "     why: 1.1 Old-age subsidy · who can tell: household register\n"
        "     a date such as 2004-03-01, or 2004-03 or 2004 where no more is known\n"
        "     one for each in order, with commas between; or “name answer”, “all answer”\n"
        "> 1944-06-30, 1990-01-01\n"
        "    → applies: 1.1 Old-age subsidy (grandmother)\n"
        "\n"
        "so far 1: 1.1 Old-age subsidy\n"
        "  4. Does it live in a town or in the countryside?\n"
    ) in out


def test_before_the_end_all_answers_are_shown_to_be_looked_over(here: Path) -> None:
    out = ask("-o", "home.yaml", answers=TWO_AT_HOME).out

    assert (
        "There is nothing left to ask. Does this look right?\n"
        "  1  2 in the household: grandmother, son\n"
        "  2  dibao family: yes\n"
        "  3  date of birth: grandmother: 1944-06-30; son: 1990-01-01\n"
        "  4  area: urban\n"
        "Enter: it does · g 3: change the third answer · q: stop\n"
    ) in out


def test_it_asks_in_chinese_and_takes_what_a_chinese_keyboard_writes(here: Path) -> None:
    out = ask(
        "--lang", "zh", "-o", "home.yaml", answers=["奶奶　儿子", "是", "儿子　１９９０年１月１日", "城镇", "ｑ"]
    ).out

    assert "> 奶奶　儿子\n    → 成员 2 名：奶奶、儿子\n" in out
    assert "  2. 该家庭是否为低保家庭？\n     为什么问：1.1 高龄补贴\n     y：是，n：否\n> 是\n" in out
    assert out.endswith("已写入 home.yaml\n")
    assert "- id: 儿子\n    birth_date: 1990-01-01\n" in kept()
    assert "answer: unknown" in kept()


def test_without_a_file_a_free_one_is_begun_at_once(here: Path) -> None:
    write(here / "household.yaml", "case: mine\n")

    out = ask(answers=[]).out

    assert "every answer is written to household-2.yaml at once\n" in out
    assert out.endswith("written to household-2.yaml\nto go on: clausewise ask household-2.yaml\n")
    assert kept("household.yaml") == "case: mine\n"
    assert kept("household-2.yaml").startswith("case: household-2\n")


@pytest.mark.usefixtures("here", "interruptible")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_whatever_ends_an_interview_loses_no_answer(number: signal.Signals) -> None:
    process = start("ask", "-o", "home.yaml")
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(b"grandmother, son\ny\n")
    process.stdin.flush()
    assert any(line.startswith(b"  3. ") for line in process.stdout)
    process.send_signal(number)
    process.communicate(timeout=60)

    assert "dibao: true" in kept()


@pytest.mark.parametrize("answers", [["grandmother, son", "y", "q"], ["grandmother, son", "y"]])
def test_an_interview_that_is_left_is_taken_up_where_it_was_left(here: Path, answers: list[str]) -> None:
    left = ask("-o", "home.yaml", answers=answers)
    assert left.code == 0
    assert left.out.endswith("written to home.yaml\nto go on: clausewise ask home.yaml\n")

    on = ask("home.yaml", answers=["1944-06-30, 1990-01-01", "urban", ""])

    assert "  3. grandmother, son: When was each of them born?\n" in on.out
    assert kept() == WRITTEN


def test_a_file_begun_without_a_day_is_checked_on_the_day_it_is_gone_on_with(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask("-o", "home.yaml", answers=["grandmother, son", "y", "q"])
    monkeypatch.setenv("CLAUSEWISE_TODAY", "2024-07-01")

    assert "checked as of 2024-07-01\n" in ask("home.yaml", answers=["1944-06-30, 1990-01-01", "q"]).out
    assert "as_of" not in kept()
    ask("-o", "dated.yaml", "--as-of", "2024-06-30", answers=["grandmother, son", "y", "q"])
    assert "as_of: 2024-06-30\n" in kept("dated.yaml")


def test_who_asks_is_kept_with_every_answer(here: Path) -> None:
    ask("--by", "Li", "-o", "home.yaml", answers=["-", "urban", ""])

    assert "  - {fact: household.area, answer: value, by: Li, at: 2024-06-30}\n" in kept()


@pytest.mark.parametrize(("typed", "told"), [("", "unknown"), ("unknown", "unknown"), ("c", "to_check")])
def test_what_is_not_known_or_to_be_checked_is_kept_and_not_asked_again(here: Path, typed: str, told: str) -> None:
    ask("-o", "home.yaml", answers=["-", typed, ""])
    assert f"  - {{fact: household.area, answer: {told}, at: 2024-06-30}}\n" in kept()

    assert ". Does it live in a town" not in ask("home.yaml", answers=["q"]).out


# ---------------------------------------------------------------- changing answers


def test_going_back_asks_again_with_the_answer_that_stands(here: Path) -> None:
    out = ask("-o", "home.yaml", answers=["grandmother, son", "n", "b", "y", "q"]).out

    assert "     the answer now: no (Enter leaves it)\n" in out
    assert "dibao: true" in kept()


def test_a_prompt_that_is_gone_back_to_keeps_its_number_and_so_does_the_one_after_it(here: Path) -> None:
    out = ask("-o", "home.yaml", answers=["grandmother, son", "n", "b", "y", "q"]).out

    numbered = [line[:4] for line in out.splitlines() if line[:3].strip().isdecimal() and line[3:4] == "."]
    assert numbered == ["  1.", "  2.", "  3.", "  2.", "  3."]


def test_who_the_members_are_can_be_gone_back_to_when_enter_was_pressed_too_soon(here: Path) -> None:
    out = ask("-o", "home.yaml", answers=["", "b", "grandmother", "q"]).out

    assert out.count("  1. Who are the members of the household?\n") == 2
    assert "everybody: true\nmembers:\n  - id: grandmother\n" in kept()


def test_what_is_only_encouraged_is_not_counted_among_what_the_family_gets(here: Path) -> None:
    rules = here / "rules" / PACK_ID / "01-age.yaml"
    text = rules.read_text(encoding="utf-8")
    write(rules, text.replace("{is: shall, text: 给予}", "{is: encouraged, text: 给予}", 1))

    assert "so far 0, and 1 that is no claim: 1.1 Old-age subsidy\n" in ask("-o", "home.yaml", answers=TWO_AT_HOME).out


def test_where_only_procedure_is_left_it_says_how_many_benefits_wait_for_what_is_to_be_found_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(Path(__file__).parents[2])
    write(tmp_path / "man.yaml", WAITING)

    out = ask(tmp_path / "man.yaml", "--lang", "zh", "--only", "13", "--only", "33", answers=["7", "q"]).out

    assert "\n已提到的事项，救助都问完了：可得0项，还有1项等弄清才有结论。" in out


def test_enter_leaves_an_answer_that_was_gone_back_to(here: Path) -> None:
    ask("-o", "home.yaml", answers=["grandmother, son", "y", "b", "", "q"])

    assert "dibao: true" in kept()


def test_any_answer_can_be_changed_by_its_number_also_after_the_end(here: Path) -> None:
    ask("-o", "home.yaml", answers=TWO_AT_HOME)

    out = ask("home.yaml", answers=["g 2", "n", ""]).out

    assert "    → no longer found to apply: 1.1 Old-age subsidy (grandmother)\n" in out
    assert (
        "    → set aside, since it does not matter any more: grandmother: date of birth;\n      son: date of birth\n"
        in out
    )
    assert "dibao: false\n" in kept()
    assert "birth_date" not in kept().partition("answers:")[0]
    assert "set_aside:\n  - {fact: member.birth_date, of: grandmother, value: 1944-06-30}\n" in kept()


def test_what_a_slip_set_aside_is_taken_back_with_enter_where_it_is_asked_again(here: Path) -> None:
    ask("-o", "home.yaml", answers=TWO_AT_HOME)
    before = sorted(kept().splitlines())

    out = ask("home.yaml", answers=["g 2", "n", "g 2", "y", "", ""]).out

    assert "     set aside before: grandmother: 1944-06-30 (Enter takes it back)\n" in out
    assert sorted(kept().splitlines()) == before


def test_what_was_set_aside_stays_where_nobody_knows_any_more_and_goes_with_another_value(here: Path) -> None:
    ask("-o", "home.yaml", answers=TWO_AT_HOME)

    ask("home.yaml", answers=["g 2", "n", "g 2", "y", "grandmother 1950", ""])

    assert "    birth_date: 1950\n" in kept()
    assert "set_aside:\n  - {fact: member.birth_date, of: son, value: 1990-01-01}\n" in kept()


def test_going_back_after_the_file_was_opened_again_goes_step_by_step(here: Path) -> None:
    ask("-o", "home.yaml", answers=["grandmother, son", "y", "1944-06-30, 1990-01-01", "q"])

    out = ask("home.yaml", answers=["b", "b", "b", "b", "", "q"]).out

    numbered = [line[:4] for line in out.splitlines() if line[:3].strip().isdecimal() and line[3:4] == "."]
    assert numbered == ["  4.", "  3.", "  2.", "  1.", "  4."]
    assert "  ! There is nothing before this.\n" in out


def test_there_is_nothing_before_the_first_prompt_and_no_answer_of_that_number(here: Path) -> None:
    out = ask("-o", "home.yaml", answers=["b", "g 1", "-", "g 7", "q"]).out

    assert "  ! There is nothing before this.\n" in out
    assert "  ! There is no answer yet.\n" in out


# ---------------------------------------------------------------- members


@pytest.mark.parametrize("names", ["mother, son", "mother;son", "mother、 son"])
def test_names_of_members_are_parted_by_commas(here: Path, names: str) -> None:
    out = ask("-o", "home.yaml", answers=[names, "q"]).out

    assert "    → 2 in the household: mother, son\n" in out
    assert kept().endswith("everybody: true\nmembers:\n  - id: mother\n  - id: son\n")


def test_a_name_with_a_space_in_it_is_answered_for_by_its_whole(here: Path) -> None:
    ask("-o", "home.yaml", answers=["Wang Xiuying, son", "y", "Wang Xiuying 1944-06-30", "urban", ""])

    assert "  - id: Wang Xiuying\n    birth_date: 1944-06-30\n  - id: son\n" in kept()


@pytest.mark.parametrize(
    ("typed", "listed"),
    [
        ("grandmother, daughter", "grandmother, daughter"),
        ("+daughter", "grandmother, son, daughter"),
        ("-son", "grandmother"),
        ("son=Li Ming", "grandmother, Li Ming"),
        ("son=Li Ming, grandmother", "Li Ming, grandmother"),
    ],
)
def test_who_the_members_are_is_shown_and_written_anew_or_changed(here: Path, typed: str, listed: str) -> None:
    out = ask("-o", "home.yaml", answers=["grandmother, son", "b", typed, "q"]).out

    assert "     the answer now: 2 in the household: grandmother, son (Enter leaves it)\n" in out
    assert f"in the household: {listed}\n" in out


def test_a_member_keeps_what_is_known_under_another_name_and_it_is_set_aside_of_whoever_is_taken_off(
    here: Path,
) -> None:
    ask("-o", "home.yaml", answers=["grandmother, son", "y", "1944-06-30, 1990-01", "q"])

    out = ask("home.yaml", answers=["g 1", "grandmother=Wang", "g 1", "-son", "q"]).out

    assert "    → set aside what is known of son\n" in out
    assert "members:\n  - id: Wang\n    birth_date: 1944-06-30\n" in kept()
    assert "{fact: member.birth_date, of: [Wang], answer: value, at: 2024-06-30}" in kept()
    assert "set_aside:\n  - {fact: member.birth_date, of: son, value: 1990-01}\n" in kept()

    ask("home.yaml", answers=["g 1", "+son", "", "q"])

    assert "  - id: son\n    birth_date: 1990-01\n" in kept()


def test_nobody_is_taken_off_or_renamed_who_is_not_listed(here: Path) -> None:
    out = ask("-o", "home.yaml", answers=["mother, son", "b", "-aunt", "son=mother", "aunt, -son", "", "q"]).out

    assert "  ! aunt is not listed (who is: mother, son)\n" in out
    assert "  ! mother is there twice" in out
    assert "  ! write either everybody, or + or - before each\n" in out


def test_a_household_without_members_is_written_as_one(here: Path) -> None:
    ask("-o", "home.yaml", answers=["-", "urban", ""])

    assert "  area: urban\nmembers: []\n" in kept()


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
    rules = here / "rules" / PACK_ID / "01-age.yaml"
    write(rules, rules.read_text(encoding="utf-8") + OF_THE_FAMILY)
    write(here / "begun.yaml", LISTED)


def test_whether_those_listed_are_everybody_is_asked_where_it_matters(here: Path) -> None:
    begin_with_one_listed(here)

    out = ask("begun.yaml", "-o", "home.yaml", answers=["y", ""]).out

    assert (
        "  1. grandmother: Are these all the people of the household?\n"
        "     why: 1.1 A family with an old person\n"
        "     y: yes, n: no\n> y\n"
    ) in out
    assert "everybody: true\nmembers:\n" in kept()


def test_others_are_named_where_those_listed_are_not_everybody(here: Path) -> None:
    begin_with_one_listed(here)

    out = ask("begun.yaml", "-o", "home.yaml", answers=["n", "grandmother", "son", "q"]).out

    assert "    Who else is there? - if nobody\n> grandmother\n  ! grandmother is there twice" in out
    assert "    → 2 in the household: grandmother, son\n" in out
    assert "  - id: son\n" in kept()


def test_who_cannot_say_who_else_there_is_is_not_asked_again(here: Path) -> None:
    begin_with_one_listed(here)

    out = ask("begun.yaml", "-o", "home.yaml", answers=["n", "", ""]).out

    assert "  2. " not in out
    assert "  - {fact: members, answer: unknown, at: 2024-06-30}\n" in kept()


# ---------------------------------------------------------------- dates


@pytest.mark.parametrize("typed", ["1944-05", "1944年5月", "1944/5"])
def test_a_month_of_birth_settles_what_no_day_of_it_can_change(here: Path, typed: str) -> None:
    out = ask("-o", "home.yaml", answers=["grandmother", "y", typed, "urban", ""]).out

    assert f"> {typed}\n    → applies: 1.1 Old-age subsidy (grandmother)\n" in out
    assert "    birth_date: 1944-05\n" in kept()


def test_an_identity_number_gives_the_day_of_birth_and_is_not_kept(here: Path) -> None:
    # The number of GB 11643 by which the standard itself shows how the last character is worked out.
    ask("-o", "home.yaml", answers=["grandmother", "y", "11010519491231002X", "q"])

    assert "birth_date: 1949-12-31\n" in kept()
    assert "110105" not in kept()


def test_an_identity_number_is_kept_beside_the_answer_where_that_is_asked_for(here: Path) -> None:
    ask("--keep-identity", "-o", "home.yaml", answers=["grandmother, son", "y", "11010519491231002X, 1980", "q"])

    assert "birth_date: 1949-12-31\n" in kept()
    assert (
        "{fact: member.birth_date, of: [grandmother], answer: value, at: 2024-06-30, source: identity number " in kept()
    )
    assert "  - {fact: member.birth_date, of: [son], answer: value, at: 2024-06-30}\n" in kept()


def test_an_identity_number_whose_last_character_does_not_fit_is_refused(here: Path) -> None:
    out = ask("-o", "home.yaml", answers=["grandmother", "y", "510212194406300000", "q"]).out

    assert "  ! 510212194406300000 is no identity number: its last character does not fit" in out


def test_a_date_of_birth_that_nobody_can_have_is_refused_at_once(here: Path) -> None:
    out = ask("-o", "home.yaml", answers=["a", "y", "1844-06-30", "1944-06-30", "urban", ""]).out

    assert (
        "> 1844-06-30\n"
        "  ! This cannot be the answer:\n"
        "    member.age (年龄) comes out as the impossible value 180 on 2024-06-30, the\n"
        "    day of the check — write a value from 0 to 130\n"
        "> 1944-06-30\n"
    ) in out
    assert "birth_date: 1944-06-30" in kept()


@pytest.mark.parametrize(
    ("answers", "why"),
    [
        (["mother!, son"], "mother! cannot be a name: write letters, digits, - and _, 60 at most"),
        (["1990-01-01"], "1990-01-01 is no name: a name has a letter in it"),
        (["a, a"], "a is there twice: give each a name of its own"),
        (["a, b", "perhaps"], "answer y (yes) or n (no)"),
        (["a, b", "y", "last year, 1990"], "last year is not a date: write one such as 2004-03-01"),
        (["a, b", "y", "2023-02-29, 1990"], "there is no day 2023-02-29 in the calendar"),
        (["-", "3"], "write a number from 1 to 2"),
        (["-", "village"], "write a number from 1 to 2"),
    ],
)
def test_a_wrong_answer_is_told_why_and_asked_again(here: Path, answers: list[str], why: str) -> None:
    out = ask("-o", "home.yaml", answers=[*answers, "q"]).out

    assert f"> {answers[-1]}\n  ! {why}\n> q\n" in out


# ---------------------------------------------------------------- topics


def test_topics_are_ticked_and_what_nobody_ticked_is_not_asked(here: Path) -> None:
    add_topics(here)
    answers = ["grandmother, son", "rural", "-", "", "", "q"]

    out = ask("-o", "home.yaml", answers=answers).out

    why = "     why: nothing is asked but what belongs to these (clause 1)\n"
    assert f"  3. Which of these has the family met with?\n{why}      1  somebody is old (eighty or more)\n" in out
    assert "    Once more: 1 somebody is old (Enter: none)\n" in out
    assert "Is this person old?" not in out.partition("Does this look right?")[0]
    assert "the family says no to (a: everything): somebody is old\n" in out
    assert "topics:\n  old: {answer: not_ticked, at: 2024-06-30}\n" in kept()


def test_a_ticked_topic_is_asked_about_and_one_can_be_opened_later(here: Path) -> None:
    add_topics(here)
    ask("-o", "home.yaml", answers=["grandmother", "rural", "-", "", "q"])

    out = ask("home.yaml", "--topic", "old", answers=["y", "y", "1944-06-30", ""]).out

    assert "    → applies: 1.1 Old-age subsidy (grandmother)\n" in out
    assert "  old: {answer: ticked, at: 2024-06-30}\n" in kept()


def test_everything_is_looked_into_at_one_key(here: Path) -> None:
    add_topics(here)

    out = ask("-o", "home.yaml", answers=["grandmother", "rural", "-", "", "a", "y", "q"]).out

    assert "Is grandmother old?" in out
    assert "  old: {answer: not_sure, at: 2024-06-30}\n" in kept()


def test_a_topic_that_is_not_there_is_refused(here: Path) -> None:
    add_topics(here)

    answer = ask("--topic", "odl", answers=[])

    assert (answer.code, answer.out) == (2, "")
    assert "--topic: there is no topic odl — did you mean old?" in answer.err


# ---------------------------------------------------------------- files


def test_a_form_is_continued_in_place_and_every_other_byte_stays(here: Path) -> None:
    run("new", "--members", "grandmother", "-o", "form.yaml")
    form = kept("form.yaml")

    ask("form.yaml", answers=["y", "y", "1944-06-30", "urban", ""])

    lines = kept("form.yaml").splitlines()
    assert "  dibao: true  # true | false" in lines
    changed = [line for line in form.splitlines() if line not in lines]
    assert [line.split(":")[0].strip() for line in changed] == ["#dibao", "#area", "#birth_date"]
    assert [line for line in lines if line not in form.splitlines()][-4:] == [
        "answers:",
        "  - {fact: household.dibao, answer: value, at: 2024-06-30}",
        "  - {fact: member.birth_date, of: [grandmother], answer: value, at: 2024-06-30}",
        "  - {fact: household.area, answer: value, at: 2024-06-30}",
    ]


def test_a_chinese_form_is_filled_in_with_the_words_that_stand_on_its_lines(here: Path) -> None:
    run("new", "--lang", "zh", "--members", "奶奶", "-o", "form.yaml")

    ask("form.yaml", "--lang", "zh", answers=["否", "城镇", ""])

    assert "\n  dibao: 否  # 是 | 否\n" in kept("form.yaml")
    assert "\n  area: 城镇  # 城镇 | 农村\n" in kept("form.yaml")
    assert run("check", "form.yaml", "--only", "age.travel_card").code == 0


def changes(before: str, after: str) -> tuple[list[str], list[str]]:
    """The lines of a text that are gone from another, and those that are new there."""
    told = list(difflib.ndiff(before.splitlines(), after.splitlines()))
    return tuple([line[2:] for line in told if line.startswith(mark)] for mark in ("- ", "+ "))  # type: ignore[return-value]


FORM_WITH_REMARKS = """\
# what the office knows
case: form
members:
  # the mother came in
  - id: mother  # who came in
    birth_date: 1980-01-01  # from her card
  - id: son
    # nobody has seen him
    birth_date: 2010-02-02  # she says so
"""


@pytest.mark.parametrize(
    ("typed", "gone", "new"),
    [
        ("son=Li", ["  - id: son"], ["  - id: Li"]),
        ("mother=Wang", ["  - id: mother  # who came in"], ["  - id: Wang  # who came in"]),
        ("+aunt", [], ["  - id: aunt"]),
        (
            "-son",
            ["  - id: son", "    birth_date: 2010-02-02  # she says so"],
            ["    # she says so"],
        ),
    ],
)
def test_whoever_is_renamed_added_or_taken_off_leaves_the_remarks_of_a_form_where_they_are(
    here: Path, typed: str, gone: list[str], new: list[str]
) -> None:
    form = here / "form.yaml"
    form.write_text(FORM_WITH_REMARKS, encoding="utf-8")
    run("ask", form, "--lang", "en", stdin=f"g 1\n{typed}\nq\n")
    lost, added = changes(FORM_WITH_REMARKS, form.read_text(encoding="utf-8").partition("set_aside:")[0])
    assert sorted(lost) == sorted(gone)
    assert sorted(line for line in added if line != "everybody: true") == sorted(new)


def test_answers_after_a_name_was_changed_are_filled_into_the_same_form(here: Path) -> None:
    run("new", "--members", "mother,son", "--output", here / "form.yaml", "--lang", "en")
    written = (here / "form.yaml").read_text(encoding="utf-8")
    run("ask", here / "form.yaml", "--lang", "en", stdin="g 1\nson=Li\ny\nmother 1980-01-01, Li 2010-02-02\nq\n")
    lost, added = changes(written, (here / "form.yaml").read_text(encoding="utf-8"))
    assert {line.strip().partition(":")[0] for line in lost} == {"#dibao", "#everybody", "#birth_date", "- id"}
    assert "    birth_date: 2010-02-02  # a date such as 2004-03-01, or 2004-03 or 2004 where no more is known" in added
    assert "  - id: Li" in added


def test_a_file_with_remarks_that_is_not_written_line_by_line_is_left_as_it_is(here: Path) -> None:
    flow = "# 王家\ncase: begun\nmembers: [{id: a}]\n"
    write(here / "begun.yaml", flow)

    out = ask("begun.yaml", answers=["y", "q"]).out

    assert kept("begun.yaml") == flow
    assert out.endswith("written to begun-2.yaml\nto go on: clausewise ask begun-2.yaml\n")


def test_what_the_file_says_of_itself_is_kept_and_what_it_expected_is_not(here: Path) -> None:
    case = "case: begun\ntitle: {zh: 王家, en: The Wangs}\nnote: 电话里问的。\nmembers: []\n"
    write(here / "begun.yaml", case + "expect: {undetermined: [age.travel_card]}\n")

    answer = ask("begun.yaml", "-o", "home.yaml", answers=["urban", ""])

    assert kept().startswith("case: home\npack: old-age\ntitle:\n  zh: 王家\n  en: The Wangs\nnote: 电话里问的。\n")
    assert "expect" not in kept()
    assert answer.out.endswith("What the file expected was left out: it was said of what was known then.\n")


def test_a_file_that_is_there_is_not_written_over(here: Path) -> None:
    write(here / "home.yaml", "case: mine\n")

    answer = ask("-o", "home.yaml", answers=["-"])

    assert (answer.code, answer.out) == (2, "")
    assert "home.yaml: there is a file already" in answer.err
    assert kept() == "case: mine\n"


def test_only_what_is_selected_is_asked_for_and_reported(here: Path) -> None:
    out = ask("--only", "age.travel_card", "-o", "home.yaml", answers=["urban", ""]).out

    assert "Who are the members" not in out
    assert "Old-age subsidy (" not in out
    assert "1.2 Travel card" in out


def test_the_day_of_the_check_is_written(here: Path) -> None:
    out = ask("--as-of", "2030-01-01", "-o", "home.yaml", answers=["a", "y", "1949-12-31", "urban", ""]).out

    assert "→ applies: 1.1 Old-age subsidy (a)" in out
    assert "as_of: 2030-01-01\n" in kept()


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
    assert sorted(path.name for path in here.iterdir()) == ["cases", "policy", "rules"]


def test_bytes_that_are_no_text_are_no_answer(here: Path) -> None:
    answer = run("ask", "-o", "home.yaml", stdin=b"-\n\xff\xfe\x1b[A\nurban\n\n")

    assert answer.code == 0
    assert "  ! write a number from 1 to 2\n" in answer.out
    assert "area: urban" in kept()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_line_of_an_interview_is_wider_than_the_terminal(here: Path, language: str) -> None:
    answers = ["grandmother, son", "maybe", "y", "1844-06-30, 1990", "?", "l", "q"]

    out = ask("--lang", language, "-o", "home.yaml", answers=answers).out

    assert max(map(cell_len, out.splitlines())) <= 80
