"""Runs the console examples of the documentation and holds what they print against what the page says.

An example is a block fenced with ```console: lines that begin with `$ ` are commands, the lines below each are what it
prints, on standard output and standard error, from the root of the project. `python tests/docs/console.py` writes what
is printed today into the pages; the tests only compare.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
PAGES = [ROOT / "README.md", ROOT / "README.zh.md", *sorted((ROOT / "docs").glob("*.md"))]
_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Example:
    """A command of a page and what the page says that it prints."""

    page: Path
    line: int
    command: str
    printed: str


def examples_of(page: Path) -> Iterator[Example]:
    """The commands of a page, in order."""
    text = page.read_text(encoding="utf-8")
    for block in _BLOCK.finditer(text):
        start = text.count("\n", 0, block.start()) + 2
        command: str | None = None
        line = start
        printed: list[str] = []
        for offset, one in enumerate(block[1].splitlines()):
            if one.startswith("$ "):
                if command is not None:
                    yield Example(page, line, command, "\n".join(printed).strip("\n"))
                command, line, printed = one[2:], start + offset, []
            else:
                printed.append(one.rstrip())
        if command is not None:
            yield Example(page, line, command, "\n".join(printed).strip("\n"))


def run(command: str) -> str:
    """What a command prints, with Clausewise's own console script for the word `clausewise`.

    What it writes with --output goes into a folder that is gone afterwards, by the name that the page says.
    """
    words = shlex.split(command)
    if words[0] != "clausewise":
        raise ValueError(f"only clausewise is run from the documentation, not {words[0]}")
    with tempfile.TemporaryDirectory() as folder:
        if "--output" in words:
            at = words.index("--output") + 1
            words[at] = str(Path(folder) / words[at])
        return _printed(words).replace(f"{folder}{os.sep}", "")


def _printed(words: list[str]) -> str:
    environment = os.environ | {"COLUMNS": "100", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "NO_COLOR": "1"}
    done = subprocess.run(
        [sys.executable, "-m", *words],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=600,
    )
    return "\n".join(line.rstrip() for line in (done.stdout + done.stderr).splitlines()).strip("\n")


def matches(said: str, printed: str) -> bool:
    """Whether a page says what is printed; a line `…` on the page stands for any lines."""
    pattern = "\n".join(".*?" if line.strip() == "…" else re.escape(line) for line in said.splitlines())
    return re.fullmatch(pattern, printed, re.DOTALL) is not None


def rewrite(page: Path) -> None:
    """Put what is printed today under every command that does not end in a shortened output."""
    text = page.read_text(encoding="utf-8")

    def renew(block: re.Match[str]) -> str:
        lines: list[str] = []
        kept = [example for example in examples_of(page) if f"$ {example.command}\n" in block[1]]
        for example in kept:
            shortened = "…" in example.printed.splitlines()
            lines += [f"$ {example.command}", example.printed if shortened else run(example.command), ""]
        return "```console\n" + "\n".join(lines).rstrip("\n") + "\n```"

    page.write_text(_BLOCK.sub(renew, text), encoding="utf-8")


if __name__ == "__main__":
    for one in PAGES:
        rewrite(one)
