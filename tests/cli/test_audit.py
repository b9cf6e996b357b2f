"""`clausewise audit`: what it prints and writes, its thresholds, and what it refuses."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from clausewise.audit import running
from clausewise.errors import ProcessGone
from cli.running import ENVIRONMENT, run, start
from small_pack import PACK_ID, alter, write

RULES = f"rules/{PACK_ID}/01-age.yaml"
CASE = f"cases/{PACK_ID}/grandmother.yaml"

pytestmark = pytest.mark.usefixtures("here")


def without_solver(patch: pytest.MonkeyPatch) -> None:
    patch.setitem(sys.modules, "z3", None)


# ---------------------------------------------------------------- what it prints and writes


def test_it_says_how_things_stand() -> None:
    pytest.importorskip("z3")
    answer = run("audit", "--workers", "1")

    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith("Do the rules, the words and the cases agree?\nold-age · Old-age subsidy\n")
    # 对, 中, 的老人, 发放 and three full stops: this pack names no connective.
    assert " ✗ gaps                            7\n" in answer.out
    # Nobody is expected to be refused the subsidy, and nobody to get the card.
    assert " ! rules driven to three verdicts  0 %     0/2\n" in answer.out
    # The card is promised to families in town only by the rule: the one case lives in the countryside.
    assert "mutant/age.travel_card/aid.0/drop · rules/old-age/01-age.yaml:16:9\n" in answer.out
    assert " ✓ dead rules                      0\n" in answer.out


def test_it_speaks_chinese() -> None:
    answer = run("audit", "--only", "words", "--lang", "zh")

    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith("规则、文件的文字和个案是否一致\nold-age · 高龄补贴\n")


def test_what_the_solver_makes_up_for_a_survivor_is_a_case_that_notices_it(here: Path) -> None:
    pytest.importorskip("z3")
    data = json.loads(run("audit", "--format", "json", "--only", "mutants", "--workers", "1").out)
    (survivor,) = (one for one in data["mutants"] if one["id"] == "age.travel_card/aid.0/drop")
    write(here / "made-up.yaml", survivor["household"])

    assert run("check", "made-up.yaml", "--expect").code == 0
    alter(here / RULES, "- {form: in_kind, zh: 交通卡", "- {form: in_kind, zh: 公交卡")
    answer = run("check", "made-up.yaml", "--expect")
    assert answer.code == 1
    assert "expected aid 交通卡, found aid 公交卡" in answer.out


def test_it_writes_json_as_its_schema_says(here: Path) -> None:
    pytest.importorskip("z3")
    answer = run("audit", "--format", "json", "--workers", "1", "-o", "audit.json")
    schema = json.loads(run("schema", "audit").out)

    assert (answer.code, answer.out) == (0, "")
    Draft202012Validator(schema).validate(json.loads((here / "audit.json").read_text(encoding="utf-8")))


def test_workers_change_nothing_but_the_time() -> None:
    pytest.importorskip("z3")
    one, two = (json.loads(run("audit", "--format", "json", "--workers", str(number)).out) for number in (1, 2))
    del one["timing"], two["timing"]
    assert one == two


def test_it_writes_sarif() -> None:
    log = json.loads(run("audit", "--format", "sarif", "--only", "words,cases").out)
    names = [one["partialFingerprints"]["clausewise/v1"] for one in log["runs"][0]["results"]]
    assert "gap/1.2/发放" in names
    assert "not_driven/age.travel_card" in names


def test_parts_that_were_not_asked_for_say_so() -> None:
    answer = run("audit", "--only", "words")
    not_run = "not run: this part was not asked for (--only)"
    assert f" – coverage by cases           {not_run}\n" in answer.out
    assert f" – mutants killed or accepted  {not_run}\n" in answer.out
    assert f" – answers of the solver       {not_run}\n" in answer.out


def test_all_shows_what_is_in_order_too() -> None:
    assert (
        "    「低保家庭」  condition: household.dibao [age.subsidy]\n" in run("audit", "--only", "words", "--all").out
    )


# ---------------------------------------------------------------- without the solver


def test_without_the_solver_the_rest_still_runs_and_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    without_solver(monkeypatch)
    english, chinese = (run("audit", "--workers", "1", "--lang", language) for language in ("en", "zh"))

    assert (english.code, english.err) == (0, "")
    assert " ! rules driven to three verdicts  0 %     0/2\n" in english.out
    assert "survived" not in english.out.partition("What is wrong")[0]
    assert "not run: The solver is not installed. Install it: pip install" in " ".join(english.out.split())
    assert "'clausewise[audit]'" in english.out
    assert "求解器没有安装。" in chinese.out


def test_without_the_solver_a_mutant_nobody_notices_is_not_settled(monkeypatch: pytest.MonkeyPatch) -> None:
    without_solver(monkeypatch)
    data = json.loads(run("audit", "--format", "json", "--workers", "1").out)
    fates = data["totals"]["mutants"]["fates"]
    assert (fates["survived"], fates["undecided"]) == (0, 5)
    assert data["not_run"]["answers"]["en"] == (
        "The solver is not installed. Install it: pip install 'clausewise[audit]'"
    )


# ---------------------------------------------------------------- thresholds


def test_below_its_thresholds_it_says_which_and_ends_with_1(here: Path) -> None:
    write(here / "pyproject.toml", "[tool.clausewise.audit]\nprovisions = 100\ngaps = 0\nsurvivors = 0\n")
    answer = run("audit", "--only", "words", "-o", "audit.txt")

    assert (answer.code, answer.out) == (1, "")
    assert answer.err == (
        "gaps: 7, more than the 0 allowed\n"
        "survivors: this part was not run, so it cannot reach the threshold set on it\n"
    )
    assert (here / "audit.txt").exists()


def test_a_file_named_takes_the_place_of_that_of_the_project(here: Path) -> None:
    write(here / "pyproject.toml", "[tool.clausewise.audit]\ngaps = 0\n")
    write(here / "loose.toml", "[tool.clausewise.audit]\ngaps = 7\n")
    assert run("audit", "--only", "words").code == 1
    assert run("audit", "--only", "words", "--config", "loose.toml").code == 0


def test_a_wrong_threshold_is_refused_before_anything_runs(here: Path) -> None:
    write(here / "pyproject.toml", "[tool.clausewise.audit]\ngap = 0\n")
    answer = run("audit")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == "pyproject.toml:2: there is no threshold gap — did you mean gaps?\n"


# ---------------------------------------------------------------- what it refuses


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--only", "word"], "--only: there is no part word — did you mean words?"),
        (["--only", ""], "--only: there is no part without a name — there are: words, cases, mutants, solver"),
        (["--workers", "0"], "--workers: 0 is too few — write 1 or more"),
        (["--members", "0"], "--members: households of up to 0 cannot be tried — write a number from 1 to 12"),
        (["--timeout", "0"], "--timeout: 0 is no time to answer in — write 1 or more"),
        (["--all", "--format", "json"], "--all is for text — the other forms always hold everything"),
        (["-o", "nowhere/audit.html"], "nowhere: there is no such folder — make it first"),
        (["old-agee"], "there is no pack old-agee — did you mean old-age?"),
        (["--config", "none.toml"], "none.toml: cannot be read: No such file or directory"),
    ],
)
def test_a_wrong_request_is_refused_in_one_line(words: list[str], message: str) -> None:
    answer = run("audit", *words)
    assert (answer.code, answer.out, answer.err) == (2, "", message + "\n")


def test_a_case_that_does_not_pass_is_refused_since_it_would_seem_to_notice_everything(here: Path) -> None:
    alter(here / CASE, "does_not_apply: [age.travel_card]", "applies: [age.travel_card, age.subsidy@grandmother]")
    alter(here / CASE, "  applies: [age.subsidy@grandmother]\n", "")
    answer = run("audit", "-o", "audit.txt")

    assert answer.code == 2
    assert answer.err == (
        f"{CASE}:8:13: age.travel_card: expected applies, found does_not_apply "
        "— correct the case or the rules, then audit them\n"
    )
    assert not (here / "audit.txt").exists()


def test_a_case_that_cannot_be_read_is_refused_with_its_place(here: Path) -> None:
    alter(here / CASE, "area: rural", "area: rurall")
    answer = run("audit")
    assert answer.code == 2
    assert answer.err.startswith(f"{CASE}:3:")


# ---------------------------------------------------------------- not finished


def test_a_process_that_was_killed_is_told_of_in_a_sentence(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def kill(*_: object, **__: object) -> None:
        raise ProcessGone("a process of the audit ended before its task was done")

    monkeypatch.setattr(running, "run_mutants", kill)
    answer = run("audit", "-o", "audit.txt")
    assert answer.code == 2
    assert answer.err == (
        "a process of the audit ended before its task was done, perhaps for want of memory — run it again, with "
        "--workers 1 if that happens again\n"
    )
    assert list(here.glob("audit.*")) == []


def test_interrupted_it_says_that_nothing_was_written(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(running, "cover_words", interrupt)
    answer = run("audit", "-o", "audit.txt")

    assert (answer.code, answer.out) == (130, "")
    assert answer.err == "interrupted: the audit is not finished, and nothing was written\n"
    assert list(here.glob("*audit*")) == []


@pytest.mark.usefixtures("interruptible")
@pytest.mark.skipif(sys.platform == "win32", reason="there is no such terminal")
def test_a_terminal_shows_how_far_it_is_and_an_interrupt_ends_all_processes_with_one_line(here: Path) -> None:
    import pty

    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "clausewise", "audit", "--workers", "2", "-o", "audit.txt"]
    environment = {name: value for name, value in {**os.environ, **ENVIRONMENT}.items() if value is not None}
    process = subprocess.Popen(command, env=environment, stdout=theirs, stderr=theirs, start_new_session=True)
    os.close(theirs)
    shown = b""
    while b"trying mutants" not in shown:
        shown += os.read(ours, 4096)
    # As a terminal does it: to every process that was begun there.
    os.killpg(process.pid, signal.SIGINT)
    code = process.wait(timeout=60)
    # When all has been read, a terminal that nobody writes to any more is an error.
    with suppress(OSError):
        while more := os.read(ours, 4096):
            shown += more
    os.close(ours)

    assert code == 130
    assert shown.endswith(b"interrupted: the audit is not finished, and nothing was written\r\n")
    assert b"Traceback" not in shown
    assert list(here.glob("*audit*")) == []


def test_progress_is_for_terminals_alone() -> None:
    process = start("audit", "--only", "cases")
    out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, b"")
    assert out.startswith(b"Do the rules, the words")


def test_an_assurance_that_is_refuted_fails_the_audit_without_any_threshold(here: Path) -> None:
    pytest.importorskip("z3")
    assurance = """\
- assurance: age.card_for_dibao_families
  zh: 低保家庭都有交通卡。
  en: Every dibao family has a travel card.
  provisions: ["1.2"]
  about: household
  given: {if: household.dibao}
  then: {finding: age.travel_card}
"""
    write(here / f"rules/{PACK_ID}/assurances.yaml", assurance)

    answer = run("audit", "--only", "solver", "--workers", "1")

    assert answer.code == 1
    assert answer.err == (
        "an assurance is refuted: Every dibao family has a travel card. (assurance/age.card_for_dibao_families)\n"
    )
