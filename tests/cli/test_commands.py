"""The command line as a whole: what it lists, imports and prints first, and how it ends when something goes wrong."""

from __future__ import annotations

import importlib.util
import os
import pty
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from rich.cells import cell_len

from clausewise import __version__
from clausewise.cli import check
from clausewise.cli.app import COMMANDS
from clausewise.engine import Engine
from clausewise.errors import EngineDisagreement
from cli.running import run, start
from small_pack import CASE, write

ROOT = Path(__file__).parent.parent.parent


def test_help_names_every_command_with_a_line() -> None:
    answer = run("--help")

    assert (answer.code, answer.err) == (0, "")
    for name, (_, line) in COMMANDS.items():
        assert f"  {name:<9}  {line}\n" in answer.out


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself_and_each_of_its_options(name: str) -> None:
    answer = run(name, "--help")

    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith(f"Usage: clausewise {name} ")
    assert "  -h, --help " in answer.out
    assert "<" not in answer.out
    options = answer.out.partition("Options:\n")[2].splitlines()
    assert all(line.strip() for line in options)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_a_module_with_a_sentence_of_its_own(name: str) -> None:
    module, line = COMMANDS[name]

    assert importlib.util.find_spec(module) is not None
    assert line.endswith(".")


def test_the_version_is_that_of_the_package() -> None:
    answer = run("--version")

    assert (answer.code, answer.out, answer.err) == (0, f"clausewise {__version__}\n", "")


@pytest.mark.parametrize(
    ("word", "mend"), [("chekc", "did you mean check?"), ("frobnicate", "clausewise --help lists them")]
)
def test_a_command_that_is_none_is_refused_with_the_nearest(word: str, mend: str) -> None:
    answer = run(word)

    assert (answer.code, answer.out) == (2, "")
    assert answer.err == f"there is no command {word} — {mend}\n"


def test_a_missing_argument_is_named() -> None:
    answer = run("explain")

    assert (answer.code, answer.out) == (2, "")
    assert "Missing argument 'CASE'" in answer.err


def test_check_says_what_can_be_checked_when_nothing_is_named() -> None:
    answer = run("check")

    assert (answer.code, answer.out) == (2, "")
    assert answer.err == (
        "no case is named — name a case file or a folder of them, "
        "or a household of a registry with --registry and --household\n"
    )


def test_two_readings_that_differ_are_told_in_a_sentence_without_a_verdict(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def differ(*_: object) -> None:
        raise EngineDisagreement("age.subsidy: the proof says applies, forward chaining undetermined")

    monkeypatch.setattr(Engine, "check", differ)

    answer = run("check", "cases", "--format", "json", "--output", "answer.json")

    assert (answer.code, answer.out) == (3, "")
    assert answer.err == (
        "this is a fault of Clausewise, not of the case: "
        "age.subsidy: the proof says applies, forward chaining undetermined\n"
    )
    assert not (here / "answer.json").exists()


@pytest.mark.usefixtures("here")
def test_an_interrupted_command_ends_quietly(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(check, "open_pack_for", interrupt)

    answer = run("check", "cases")

    assert (answer.code, answer.out, answer.err) == (130, "", "")


@pytest.mark.usefixtures("here", "interruptible")
def test_an_interrupt_while_a_case_is_read_ends_quietly() -> None:
    process = start("check", "-")
    assert process.stdin is not None
    # More than a pipe holds goes in only when the command reads, and then it waits for the rest.
    process.stdin.write(b"#" * 200_000)
    process.stdin.flush()
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)

    assert (process.returncode, out, err) == (130, b"", b"")


@pytest.mark.parametrize("words", [("facts",), ("check", "cases"), ("reading",)])
def test_a_reader_who_leaves_is_no_error(words: tuple[str, ...]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "clausewise", *words]
    done = subprocess.run(command, cwd=ROOT, stdout=writing, stderr=subprocess.PIPE, check=False, timeout=60)
    os.close(writing)

    assert (done.returncode, done.stderr) == (141, b"")


def test_checking_a_case_imports_nothing_that_it_does_not_need(here: Path) -> None:
    case = here / "cases/old-age/grandmother.yaml"
    looking = (
        "import sys; from clausewise.cli.app import app\n"
        f"sys.argv = ['clausewise', 'check', {str(case)!r}]\n"
        "try: app()\n"
        "except SystemExit: pass\n"
        "print(*sorted(sys.modules), file=sys.stderr)"
    )
    command = [sys.executable, "-c", looking]
    # The first time the pack is read from its files and kept.
    subprocess.run(command, cwd=here, capture_output=True, check=True, timeout=60)
    done = subprocess.run(command, cwd=here, capture_output=True, text=True, check=True, timeout=60)
    modules = set(done.stderr.split())

    assert {"clausewise.cli.check", "clausewise.engine.check", "clausewise.report.answer.text"} <= modules
    for unneeded in ("pydantic", "jinja2", "pytest", "z3", "rich.console", "importlib.metadata", "json", "tempfile"):
        assert unneeded not in modules
    for name in ("language.pack", "language.shapes", "document.ingest", "document.store", "expectations"):
        assert f"clausewise.{name}" not in modules
    for name in set(COMMANDS) - {"check"}:
        assert f"clausewise.cli.{name}" not in modules


@pytest.mark.parametrize(
    ("environment", "width", "colour"),
    [
        ({}, 80, False),
        ({"COLUMNS": "40"}, 40, False),
        ({"COLUMNS": "0"}, 80, False),
        ({"COLUMNS": "wide"}, 80, False),
        ({"FORCE_COLOR": "1", "TERM": "xterm"}, 80, True),
        ({"TTY_COMPATIBLE": "1", "TERM": "xterm"}, 80, True),
        ({"FORCE_COLOR": "", "TERM": "xterm"}, 80, False),
    ],
)
def test_lines_in_a_pipe_are_as_wide_as_asked_for_and_coloured_only_then(
    here: Path, environment: dict[str, str], width: int, colour: bool
) -> None:
    case = here / "cases/old-age/grandmother.yaml"
    asked = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "FORCE_COLOR", "TERM")}
    done = subprocess.run(
        [sys.executable, "-m", "clausewise", "check", str(case), "--all"],
        cwd=here,
        env=asked | environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert ("\x1b[" in done.stdout) is colour
    if not colour:
        longest = max(cell_len(line) for line in done.stdout.splitlines())
        assert width - 12 < longest <= width


def test_json_needs_no_rich(here: Path) -> None:
    case = here / "cases/old-age/grandmother.yaml"
    looking = (
        "import sys; from clausewise.cli.app import app\n"
        f"sys.argv = ['clausewise', 'check', {str(case)!r}, '--format', 'json']\n"
        "try: app()\n"
        "except SystemExit: pass\n"
        "print(*sorted(sys.modules), file=sys.stderr)"
    )
    command = [sys.executable, "-c", looking]
    done = subprocess.run(command, cwd=here, capture_output=True, text=True, check=True, timeout=60)

    assert "clausewise.recording.answers" in done.stderr.split()
    assert "rich.console" not in done.stderr.split()


def on_a_terminal(*words: str, cwd: Path, kind: str = "xterm") -> tuple[str, str]:
    """What a command prints on standard output, a pipe, and on standard error, a terminal of that kind."""
    terminal, theirs = pty.openpty()
    command = [sys.executable, "-m", "clausewise", *words]
    environment = os.environ | {"TERM": kind}
    with subprocess.Popen(command, cwd=cwd, env=environment, stdout=subprocess.PIPE, stderr=theirs) as process:
        os.close(theirs)
        assert process.stdout
        out = process.stdout.read().decode()
    shown = b""
    try:
        while piece := os.read(terminal, 65536):
            shown += piece
    except OSError:
        # A terminal that the other side has left.
        pass
    os.close(terminal)
    return out, shown.decode()


def test_a_folder_shows_its_progress_on_a_terminal_and_nowhere_else(here: Path) -> None:
    write(here / "cases/old-age/another.yaml", CASE.replace("case: grandmother", "case: another"))

    out, shown = on_a_terminal("check", "cases", "--expect", cwd=here)

    assert out == "2 cases held against expectations: 0 differences\n"
    assert "checking" in shown
    assert run("check", "cases", "--expect").err == ""


def test_a_terminal_that_cannot_move_its_cursor_shows_no_progress(here: Path) -> None:
    write(here / "cases/old-age/another.yaml", CASE.replace("case: grandmother", "case: another"))

    out, shown = on_a_terminal("check", "cases", "--expect", cwd=here, kind="dumb")

    assert (out, shown) == ("2 cases held against expectations: 0 differences\n", "")


def test_one_case_shows_no_progress(here: Path) -> None:
    out, shown = on_a_terminal("check", "cases", "--expect", cwd=here)

    assert out == "1 case held against expectations: 0 differences\n"
    assert shown == ""


@pytest.mark.parametrize(
    ("closed", "words", "said"),
    [
        (
            "<&-",
            "check -",
            "standard input: standard input is closed — name a file, or give the case on standard input",
        ),
        (">&-", "check cases", "standard output is closed — leave out >&-, or send it to a file"),
        (
            ">/dev/full",
            "check cases",
            "the disk is full, and the answer is not whole — free some space and run the same command again",
        ),
    ],
)
def test_a_stream_that_takes_or_gives_nothing_is_told_in_a_sentence(
    here: Path, closed: str, words: str, said: str
) -> None:
    command = ["sh", "-c", f'"{sys.executable}" -m clausewise {words} {closed}']
    done = subprocess.run(command, cwd=here, capture_output=True, text=True, check=False, timeout=60)

    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"{said}\n")


@pytest.mark.usefixtures("here")
def test_a_terminal_without_columns_is_taken_for_one_of_eighty() -> None:
    answers = [run("check", "cases", env={"COLUMNS": columns}) for columns in ("0", "80")]

    assert answers[0].code == 0
    assert answers[0].out == answers[1].out != ""


def test_names_of_facts_that_cannot_be_seen_are_shown(here: Path) -> None:
    write(here / "case.yaml", "case: x\nhousehold: {di\u200bbao: true}\n")

    answer = run("check", "case.yaml")

    assert answer.code == 2
    assert answer.err.startswith("case.yaml:2:13: there is no fact household.di<U+200B>bao — did you mean dibao?")


def test_very_many_unknown_facts_are_told_in_time(here: Path) -> None:
    write(here / "case.yaml", "case: x\nhousehold:\n" + "".join(f"  k{number}: 1\n" for number in range(20_000)))

    answer = run("check", "case.yaml")

    assert answer.code == 2
    assert answer.err.splitlines()[-1] == (
        "case.yaml:20002:3: there is no fact household.k19999 — `clausewise facts` lists them"
    )
