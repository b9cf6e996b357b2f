"""Screenings that are killed, interrupted or run out of disk, and go on: the same bytes, or a refusal in a sentence."""

from __future__ import annotations

import hashlib
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

TESTS = Path(__file__).parents[1]
_ALWAYS = ("--on-error", "quarantine", "--as-of", "2020-12-07")
SIGNALS = ("SIGKILL", "SIGTERM", "SIGINT")


@dataclass(frozen=True)
class Ended:
    """How a command ended, and how many events there were where it came to its end."""

    code: int
    said: str
    events: int


@dataclass(frozen=True)
class Command:
    """A screening by its command: the registry, the folder of its mapping, and what else is said."""

    registry: str
    mapping: Path
    options: tuple[str, ...] = ()

    def run(self, output: Path, name: str = "SIGKILL", at: int = 0) -> Ended:
        """Screen into a folder; with `at`, send the process a signal at that event."""
        words = ["screen", self.registry, "--mapping", str(self.mapping), "--output", str(output)]
        environment = os.environ | {"PYTHONPATH": str(TESTS), "LANG": "C.UTF-8", "COLUMNS": "300"}
        done = subprocess.run(
            [sys.executable, "-m", "screening.stopped", str(output), name, str(at), *words, *_ALWAYS, *self.options],
            env=environment, capture_output=True, text=True, timeout=300,
        )  # fmt: skip
        assert "Traceback" not in done.stderr, done.stderr
        assert "leaked" not in done.stderr, done.stderr
        counted = re.search(r"^events (\d+)$", done.stderr, re.MULTILINE)
        return Ended(done.returncode, done.stderr, int(counted[1]) if counted else 0)


def digests(folder: Path) -> dict[str, str]:
    """The files of a folder by their bytes, but for what a run keeps while it is under way."""
    files = (one for one in sorted(folder.iterdir()) if one.is_file()) if folder.exists() else ()
    return {one.name: hashlib.sha256(one.read_bytes()).hexdigest() for one in files}


def stop_and_go_on(command: Command, whole: dict[str, str], output: Path, stops: Sequence[tuple[str, int]]) -> str:
    """Stop a screening at one event after another, then let it go on: its files are those of a `whole` one.

    Returns how it ended: `same`, or `refused` where all files were in place before it was stopped.
    """
    for name, at in stops:
        ended = command.run(output, name, at)
        assert ended.code in (0, 2, 130, -getattr(signal, name)), (name, at, ended)
        for file, digest in digests(output).items():
            assert whole[file] == digest, f"{file} is in its place and is not what comes of a whole run"
    ended = command.run(output)
    if ended.code == 2:
        assert "is not empty" in ended.said, ended.said
        assert digests(output) == whole, "a run is refused that did not come to its end"
        return "refused"
    assert ended.code == 0, ended.said
    assert digests(output) == whole
    assert not (output / ".run").exists()
    return "same"


@contextmanager
def small_disk(folder: Path, kilobytes: int) -> Iterator[None]:
    """A folder that takes no more than so much. Raises: PermissionError where this user cannot mount one."""
    folder.mkdir(parents=True)
    _mount("-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(folder))
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def _mount(*words: str) -> None:
    try:
        done = subprocess.run(["mount", *words], capture_output=True, text=True, check=False)
    except FileNotFoundError as problem:
        raise PermissionError("there is no mount here") from problem
    if done.returncode:
        raise PermissionError(done.stderr)


def fill_and_go_on(command: Command, whole: dict[str, str], folder: Path, kilobytes: int) -> str:
    """Screen onto a disk that is too small, make room, and go on. Returns `fitted` where it was not too small.

    Raises: PermissionError where this user cannot mount a disk.
    """
    with small_disk(folder, kilobytes):
        output = folder / "out"
        ended = command.run(output)
        if ended.code == 0:
            assert digests(output) == whole
            return "fitted"
        assert ended.code == 2, ended
        assert "the disk is full" in ended.said, ended.said
        kept = set(output.rglob("seal.json"))
        _mount("-o", f"remount,size={1 << 17}k", str(folder))
        assert all(one.exists() for one in kept)
        ended = command.run(output)
        assert ended.code == 0, ended.said
        assert digests(output) == whole
        return "same"
