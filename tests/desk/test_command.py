"""`clausewise desk` on the command line: verify, backup, and what is refused."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from desk.conftest import Desk


def command(*words: str) -> tuple[int, str, str]:
    """What a command comes to in a process of its own: its exit code, what it says, and what it says is wrong."""
    done = subprocess.run(
        [sys.executable, "-m", "clausewise", "desk", *words, "--lang", "en"],
        capture_output=True, text=True, check=False, env={**os.environ, "LC_ALL": "C.UTF-8"},
    )  # fmt: skip
    return done.returncode, done.stdout, done.stderr


def test_a_whole_log_is_verified_and_a_backup_says_where_it_lies_and_its_head(desk: Desk) -> None:
    data = str(desk.folder.root)
    code, said, _ = command("backup", "--data", data)
    assert code == 0
    path, head = said.removeprefix("backed up to ").rstrip().split(", with the log up to ")
    assert sorted(one.name for one in Path(path).iterdir()) == ["desk.sqlite3", "manifest.json"]
    code, said, _ = command("verify", "--data", data, "--head", head)
    assert (code, said) == (0, f"the log has {head.partition(':')[0]} entries and is whole\n")
    code, said, _ = command("verify", "--data", data, "--head", "99:abcdef")
    assert (code, said) == (1, "the log has no 99:abcdef, which is written down elsewhere\n")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--port", "70000"), "there is no port 70000 — write a number from 1 to 65535\n"),
        (("verify", "--data", "/proc/nowhere"), "/proc/nowhere: cannot be written: No such file or directory\n"),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(words: tuple[str, ...], says: str) -> None:
    assert command(*words) == (2, "", says)


def test_what_serves_all_day_looks_for_garbage_which_a_command_that_ends_soon_does_not(desk: Desk) -> None:
    served = """
import gc, clausewise.cli, clausewise.cli.app
clausewise.cli.app.app = lambda **_: None
clausewise.cli.main()
before = gc.get_threshold()[0]
from clausewise.desk.serving import make_application
make_application()
print(before, gc.get_threshold()[0])
"""
    folder = {"CLAUSEWISE_DESK_FOLDER": str(desk.folder.root), "CLAUSEWISE_DESK_HOST": "127.0.0.1"}
    done = subprocess.run(
        [sys.executable, "-c", served], env={**os.environ, **folder}, stdout=subprocess.PIPE, check=True
    )
    assert done.stdout.decode() == "200000 10000\n"


def test_the_tables_are_those_of_the_models(desk: Desk) -> None:
    from django.core.management import call_command

    call_command("makemigrations", "desk", check=True, dry_run=True, verbosity=0)
