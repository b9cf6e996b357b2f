"""Runs commands as a terminal would, 80 columns wide and in English, and tells what they printed where."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from typer.testing import CliRunner

from clausewise.cli.app import app

# Whatever the machine speaks and however wide its terminal is.
ENVIRONMENT: Mapping[str, str | None] = {
    "COLUMNS": "80",
    "LANG": "C.UTF-8",
    "TERM": "xterm",
    **dict.fromkeys(("LC_ALL", "LC_MESSAGES", "FORCE_COLOR", "TTY_COMPATIBLE")),
}


@dataclass(frozen=True)
class Answer:
    """What a command left behind."""

    code: int
    out: str
    err: str


def run(*words: str | Path, stdin: str | bytes | None = None, env: Mapping[str, str] | None = None) -> Answer:
    """Run a command in this process."""
    done = CliRunner().invoke(
        app, [str(word) for word in words], input=stdin, env={**ENVIRONMENT, **(env or {})}, prog_name="clausewise"
    )
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return Answer(done.exit_code, done.stdout, done.stderr)


def start(*words: str | Path) -> subprocess.Popen[bytes]:
    """Start a command in a process of its own, with pipes."""
    environment = {name: value for name, value in {**os.environ, **ENVIRONMENT}.items() if value is not None}
    command = [sys.executable, "-m", "clausewise", *map(str, words)]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, env=environment, stdin=pipe, stdout=pipe, stderr=pipe)
