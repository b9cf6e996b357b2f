"""`diff`: what differs between two versions of a pack, named as folders or git revisions, told in three forms."""

from __future__ import annotations

import datetime
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from cli.running import run
from small_pack import PACK_ID, alter, write, write_small_pack

RULES = f"rules/{PACK_ID}/01-age.yaml"
DOCUMENT = f"policy/{PACK_ID}/document.yaml"

ROOMS = """\
household.rooms:
  type: integer
  minimum: 0
  unit: {zh: 间, en: rooms}
  zh: 房间
  en: rooms
  ask: {zh: 有几间房？, en: How many rooms are there?}
"""


@pytest.fixture
def two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the small pack in `old` and in `new`, where one stands."""
    for name in ("old", "new"):
        write_small_pack(tmp_path / name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def git(folder: Path, *words: str) -> str:
    identity = ["-c", "user.name=Nobody", "-c", "user.email=nobody@example.org"]
    done = subprocess.run(
        ["git", *identity, *words], cwd=folder, check=True, capture_output=True, text=True, timeout=60
    )
    return done.stdout


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository of two commits where one stands: in the second, `age >= 80` has become `age >= 90`."""
    top = tmp_path / "repository"
    write_small_pack(top)
    git(top, "init", "--quiet", "--initial-branch=main")
    git(top, "add", ".")
    git(top, "commit", "--quiet", "--message=one")
    alter(top / RULES, "member.age >= 80", "member.age >= 90")
    git(top, "commit", "--quiet", "--all", "--message=two")
    monkeypatch.chdir(top)
    return top


def as_the_schema_says(*words: str) -> Any:
    """What a command writes as JSON, held to the schema of `diff`."""
    data = json.loads(run(*words).out)
    schema = json.loads(run("schema", "diff").out)
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(data)
    return data


def test_a_pack_and_its_copy_do_not_differ(two: Path) -> None:
    answer = run("diff", "old", "new")

    assert (answer.code, answer.err) == (0, "")
    assert answer.out == "What differs\nold: old (old-age)\nnew: new (old-age)\nNothing differs.\n"


def test_a_limit_that_moved_by_one_is_proved_stricter_with_a_household_of_that_very_age(two: Path) -> None:
    pytest.importorskip("z3")
    alter(two / "new" / RULES, "member.age >= 80", "member.age > 80")

    answer = run("diff", "old", "new")

    assert (answer.code, answer.err) == (1, "")
    head, household = answer.out.split("        case: ")
    assert (
        head
        == """\
What differs
old: old (old-age)
new: new (old-age)

Rules and duties (1 changed)
  ~ rule age.subsidy  1.1 Old-age subsidy
      condition:
          all:
            household.dibao  「低保家庭」
        -   member.age >= 80  「年满80周岁」
        +   member.age > 80  「年满80周岁」

Meaning
  stricter  age.subsidy  1.1 Old-age subsidy  [proved by the solver]
      a household whose verdict falls: applies → does not apply (person-1)
"""
    )
    born = datetime.date.fromisoformat(household.partition("birth_date: ")[2][:10])
    # Eighty on 30 June 2024, the day on which the pack checks, and not yet eighty-one.
    assert datetime.date(1943, 7, 1) <= born <= datetime.date(1944, 6, 30)
    assert household.endswith(
        """\
  1 rule with the same conditions, reading the same facts: equivalent, with no
  need to ask
"""
    )


def test_where_no_household_of_whom_everything_is_known_was_found_no_more_is_said(two: Path) -> None:
    # A family of five shows it on what is known, and households are looked through up to four.
    pytest.importorskip("z3")
    both = "{if: household.dibao, text: 低保家庭}\n      - {if: member.age >= 80, text: 年满80周岁}"
    crowded = "{if: count(member) > household.rooms, text: 低保家庭}"
    few_rooms = "{if: household.rooms < 4, text: 年满80周岁}"
    for name, condition in (("old", crowded), ("new", f"{crowded}\n      - {few_rooms}")):
        alter(two / name / RULES, both, condition)
        alter(two / name / RULES, "about: member", "about: household")
        facts = two / name / f"rules/{PACK_ID}/facts.yaml"
        facts.write_text(facts.read_text("utf-8") + ROOMS, "utf-8")

    few, more = (" ".join(run("diff", "old", "new", *words).out.split()) for words in ((), ("--members", "5")))

    assert "undetermined → does not apply (none was found of whom everything is known)" in few
    assert "a household whose verdict falls: applies → does not apply case:" in more


def test_the_household_that_is_shown_gives_the_verdicts_that_are_said(two: Path) -> None:
    pytest.importorskip("z3")
    alter(two / "new" / RULES, "      - {if: household.dibao, text: 低保家庭}\n", "")

    found = as_the_schema_says("diff", "old", "new", "--format", "json")

    meaning = found["meanings"][0]
    assert (meaning["rule"], meaning["meaning"], meaning["settled"]) == ("age.subsidy", "looser", "solver")
    assert meaning.keys() & {"lower", "through"} == set()
    higher = meaning["higher"]
    write(two / "one.yaml", higher["household"])
    for side, pack in (("before", "old"), ("after", "new")):
        checked = run("check", "one.yaml", "--pack", f"{pack}/rules/{PACK_ID}", "--format", "json")
        findings = json.loads(checked.out)["results"][0]["findings"]
        verdicts = {(one["rule"], one.get("subject")): one["verdict"] for one in findings}
        assert verdicts["age.subsidy", higher.get("subject")] == higher[side]


def test_without_the_solver_the_rest_still_runs(two: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "z3", None)
    alter(two / "new" / RULES, "member.age >= 80", "member.age > 80")

    answer = run("diff", "old", "new")

    assert answer.code == 1
    assert "  ~ rule age.subsidy  1.1 Old-age subsidy\n" in answer.out
    assert (
        """\
  not settled  age.subsidy  1.1 Old-age subsidy  [changed; install
  clausewise[audit] to have it proved]
"""
        in answer.out
    )


def test_what_changed_in_a_sentence_is_marked_in_it(two: Path) -> None:
    alter(two / "new" / DOCUMENT, "给予低保家庭", "给予城乡低保家庭")

    text = "  ~ provision 1.1\n      text: 给予{+城乡+}低保家庭中年满80周岁的老人高龄补贴。\n"
    assert text in run("diff", "old", "new").out
    markdown = "- **\\~ provision `1.1`**\n  - text: 给予<ins>城乡</ins>低保家庭中年满80周岁的老人高龄补贴。\n"
    assert markdown in run("diff", "old", "new", "--format", "markdown").out


def test_numbers_change_as_a_whole(two: Path) -> None:
    for name, rides in (("old", 10), ("new", 12)):
        alter(two / name / RULES, "en: Travel card}", f"en: Travel card for {rides} rides}}")

    out = run("diff", "old", "new").out
    assert "  ~ rule age.travel_card  1.2 Travel card for 12 rides  [wording only]\n" in out
    assert "      title: Travel card for [-10-]{+12+} rides\n" in out


def test_a_change_in_one_language_alone_is_seen_in_reports_in_the_other(two: Path) -> None:
    alter(two / "new" / RULES, "title: {zh: 交通卡, en: Travel card}", "title: {zh: 公交卡, en: Travel card}")

    assert "      title (in Chinese): [-交通-]{+公交+}卡\n" in run("diff", "old", "new").out
    assert "      标题：[-交通-]{+公交+}卡\n" in run("diff", "old", "new", "--lang", "zh").out


def test_a_report_in_chinese_is_chinese_throughout(two: Path) -> None:
    alter(two / "new" / RULES, "title: {zh: 交通卡, en: Travel card}", "title: {zh: 公交卡, en: Travel card}")

    assert (
        run("diff", "old", "new", "--lang", "zh").out
        == """\
两个版本的差别
旧：old（old-age）
新：new（old-age）

规则与职责（改动 1）
  ~ 规则 age.travel_card  1.2 公交卡  [仅文字表述]
      标题：[-交通-]{+公交+}卡

含义
  2 项规则的条件及其所依据的一切结构相同，因此等价，无须求解
"""
    )


def test_a_renamed_rule_is_named_as_a_likely_rename(two: Path) -> None:
    alter(two / "new" / RULES, "rule: age.travel_card", "rule: age.bus_card")

    assert (
        """\
  - rule age.travel_card  1.2 Travel card  [likely renamed to age.bus_card: the
    conditions are the same]
  + rule age.bus_card  1.2 Travel card  [likely renamed from age.travel_card:
    the conditions are the same]
"""
        in run("diff", "old", "new").out
    )


def test_cases_that_change_are_told_and_what_they_expect_is_not_asked(two: Path) -> None:
    alter(two / "new" / RULES, "member.age >= 80", "member.age >= 90")

    answer = run("diff", "old", "new", "--cases", f"old/cases/{PACK_ID}")

    assert answer.code == 1
    assert answer.out.endswith(
        """\
Cases (1 of 1 change)
  old/cases/old-age/grandmother.yaml
    age.subsidy@grandmother  1.1 Old-age subsidy
      verdict: applies → does not apply
"""
    )


def test_a_case_that_one_of_the_packs_refuses_is_told_with_the_reason(two: Path) -> None:
    fact = "household.pet:\n  type: boolean\n  zh: 宠物\n  en: pet\n  ask: {zh: 有宠物吗？, en: Is there a pet?}\n"
    with (two / "new" / "rules" / PACK_ID / "facts.yaml").open("a", encoding="utf-8") as facts:
        facts.write(fact)
    write(two / "cases" / "pet.yaml", "case: pet\nhousehold: {pet: true}\n")

    answer = run("diff", "old", "new", "--cases", "cases")

    assert answer.code == 1
    assert "  + fact household.pet  pet\n" in answer.out
    assert (
        """\
Cases (1 of 1 change)
  cases/pet.yaml
      the old pack refuses it: cases/pet.yaml:2:13: there is no fact
      household.pet — `clausewise facts` lists them
"""
        in answer.out
    )


def test_its_json_is_as_the_schema_says_whatever_differs(two: Path) -> None:
    alter(two / "new" / RULES, "member.age >= 80", "member.age >= 90")
    alter(two / "new" / RULES, "rule: age.travel_card", "rule: age.card")
    write(two / "cases" / "born.yaml", "case: born\nmembers: [{id: a, birth_date: 1940-01-01}]\neverybody: true\n")
    write(two / "cases" / "wrong.yaml", "case: wrong\nhousehold: {dibo: true}\n")

    found = as_the_schema_says("diff", "old", "new", "--format", "json", "--cases", "cases")

    assert {entry["change"] for entry in found["entries"]} == {"added", "removed", "changed"}
    assert [case["file"] for case in found["cases"]["changes"]] == ["cases/born.yaml", "cases/wrong.yaml"]


def test_an_agency_that_is_called_otherwise_changes_no_case(two: Path) -> None:
    alter(two / "new" / "rules" / PACK_ID / "agencies.yaml", "zh: 民政部门", "zh: 民政局")

    found = as_the_schema_says("diff", "old", "new", "--format", "json", "--cases", f"old/cases/{PACK_ID}")

    assert [(one["kind"], one["id"], one["change"]) for one in found["entries"]] == [
        ("agency", "civil_affairs", "changed")
    ]
    assert found["cases"] == {"checked": 1}


def test_a_case_that_neither_pack_can_use_is_told_and_is_no_difference(two: Path) -> None:
    write(two / "cases" / "wrong.yaml", "case: wrong\nhousehold: {dibo: true}\n")

    answer = run("diff", "old", "new", "--cases", "cases")

    assert answer.code == 0
    assert answer.out.endswith(
        """\
Nothing differs.

Cases (0 of 1 change)
  cases/wrong.yaml
      both packs refuse it: cases/wrong.yaml:2:13: there is no fact
      household.dibo — did you mean dibao?
"""
    )


def test_two_revisions_are_compared_without_touching_the_work_tree(repository: Path) -> None:
    alter(repository / RULES, "member.age >= 90", "member.age >= 95")

    found = as_the_schema_says("diff", "HEAD~1", "HEAD", "--format", "json")

    assert (found["format"], found["differs"]) == ("clausewise-diff/3", True)
    assert [(one["kind"], one["id"], one["change"]) for one in found["entries"]] == [("rule", "age.subsidy", "changed")]
    (change,) = found["entries"][0]["fields"]
    assert "member.age >= 90" in change["after"]["en"]
    assert git(repository, "status", "--short") == f" M {RULES}\n"


def test_a_revision_may_be_compared_with_the_folder_one_stands_in(repository: Path) -> None:
    assert run("diff", "HEAD", ".").code == 0
    assert run("diff", "HEAD~1", ".").code == 1


def test_the_pack_of_a_revision_is_looked_for_from_the_folder_one_stands_in(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repository / "rules" / PACK_ID)

    assert run("diff", "HEAD", ".").code == 0


def test_a_folder_comes_before_a_revision_of_that_name(repository: Path) -> None:
    git(repository, "tag", "elsewhere", "HEAD~1")
    write_small_pack(repository / "elsewhere")
    alter(repository / "elsewhere" / RULES, "member.age >= 80", "member.age >= 90")

    assert run("diff", "elsewhere", "HEAD").code == 0
    assert run("diff", "refs/tags/elsewhere", "HEAD").code == 1


def test_an_unknown_revision_is_one_error(repository: Path) -> None:
    answer = run("diff", "HEAD~7", "HEAD")

    assert (answer.code, answer.out) == (2, "")
    mend = "name a folder that holds a pack, or a revision: a branch, a tag, a commit, HEAD~1"
    assert answer.err == f"there is no folder and no git revision HEAD~7 — {mend}\n"


def test_a_revision_that_looks_like_an_option_of_git_is_no_revision(repository: Path) -> None:
    answer = run("diff", "--", "--all", "HEAD")

    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("there is no folder and no git revision --all — ")


def test_a_revision_outside_a_repository_is_one_error(two: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(two.parent))

    answer = run("diff", "HEAD~1", "new")

    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("there is no folder HEAD~1, and git finds no repository here: ")
    assert answer.err.count("\n") == 1


def test_without_git_a_revision_is_one_error_and_folders_still_do(two: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(two))

    answer = run("diff", "HEAD~1", "new")

    assert (answer.code, answer.out) == (2, "")
    mend = "name a folder that holds a pack, or install git to name a revision"
    assert answer.err == f"there is no folder HEAD~1, and git is not installed — {mend}\n"
    assert run("diff", "old", "new").code == 0


def test_a_pack_that_a_revision_does_not_have_is_one_error(repository: Path) -> None:
    answer = run("diff", "HEAD~1", "HEAD", "--pack", "old-agee")

    assert (answer.code, answer.out) == (2, "")
    assert answer.err == "there is no pack old-agee in the revision HEAD~1 — did you mean old-age?\n"


def test_where_there_are_several_packs_one_is_named(repository: Path) -> None:
    for kind in ("policy", "rules"):
        shutil.copytree(repository / kind / PACK_ID, repository / kind / "second")
    alter(repository / "rules" / "second" / "pack.yaml", "pack: old-age", "pack: second")
    git(repository, "add", ".")
    git(repository, "commit", "--quiet", "--message=three")

    answer = run("diff", "HEAD", ".")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == "there are several packs in the revision HEAD — name one with --pack: old-age, second\n"
    assert run("diff", "HEAD", ".", "--pack", "second").code == 0


def test_a_pack_of_a_revision_that_cannot_be_read_is_told_by_revision_and_path(repository: Path) -> None:
    alter(repository / RULES, "member.age >= 90", "member.aje >= 90")
    git(repository, "commit", "--quiet", "--all", "--message=wrong")

    answer = run("diff", "HEAD~1", "HEAD")

    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith(f"HEAD:{RULES}:9:14: ")


def test_a_folder_without_a_pack_is_one_error(two: Path) -> None:
    (two / "empty").mkdir()

    answer = run("diff", "empty", "new")

    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("there is no pack in the folder empty — ")


def test_the_answer_is_written_whole_and_nothing_when_a_version_cannot_be_used(two: Path) -> None:
    alter(two / "new" / RULES, "member.age >= 80", "member.age > 80")

    assert run("diff", "old", "nowhere", "-o", "out.txt").code == 2
    assert not (two / "out.txt").exists()
    written = run("diff", "old", "new", "-o", "out.txt")
    assert (written.code, written.out) == (1, "")
    assert (two / "out.txt").read_text(encoding="utf-8").startswith("What differs\nold: old (old-age)\n")


def test_the_help_says_that_a_folder_comes_first_and_what_the_exit_codes_are() -> None:
    said = " ".join(run("diff", "--help").out.split())

    assert "Of a name that is both, the folder is meant." in said
    assert "Exit code 0 when nothing differs, 1 when something does, 2 when one of them cannot be used." in said
