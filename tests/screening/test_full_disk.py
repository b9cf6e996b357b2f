"""A full disk is told as that, whoever meets it; nothing is deleted, and with room the run comes to the same bytes."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl
import pytest

from clausewise.errors import Diagnostic, DiskFull, RequestError
from clausewise.screening.runs.elsewhere import run_elsewhere
from clausewise.screening.runs.passes import Wish
from clausewise.screening.runs.screening import run_screening
from clausewise.whole_files import write_whole
from screening.written import Written, screened, write_figures, write_registry

SAID = "cannot be written: the disk is full — free some space and run the same command again: it goes on where it was"
FILES = ["listed.parquet", "members.parquet", "summary.json", "verdicts.parquet"]


def run(written: Written, output: Path, engine: str, write: Callable[..., None] = write_figures) -> None:
    wish = Wish(str(written.folder), written.asked(), every=4)
    if engine == "duckdb":
        run_elsewhere(wish, "duckdb", output, "en", write, lambda *_: None)
    else:
        run_screening(wish, output, "en", write, lambda *_: None)


def goes_on(written: Written, output: Path, whole: Path, engine: str = "polars") -> None:
    """The run goes on where it was, and comes to the bytes of one that was never stopped."""
    assert [one.name for one in output.iterdir()] == [".run"]
    run(written, output, engine)
    run(written, whole, engine)
    assert sorted(one.name for one in output.iterdir()) == FILES
    for name in FILES:
        assert (output / name).read_bytes() == (whole / name).read_bytes(), name


class _Usage(NamedTuple):
    free: int


@pytest.mark.parametrize(
    "problem",
    [
        OSError(errno.ENOSPC, "No space left on device"),
        OSError(errno.EDQUOT, "Disk quota exceeded"),
        DiskFull(Diagnostic("cannot be written: No space left on device")),
        pl.exceptions.ComputeError("No space left on device (os error 28)"),
        # What Polars says where the head of a column did not fit.
        pl.exceptions.ComputeError("parquet: File out of specification: Invalid thrift: transport error"),
    ],
)
def test_whoever_says_that_the_disk_is_full_the_run_goes_on_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, problem: Exception
) -> None:
    written = write_registry(tmp_path / "in")

    def write(*_: Any) -> None:
        raise problem

    with monkeypatch.context() as full:
        full.setattr(shutil, "disk_usage", lambda _: _Usage(1000))
        with pytest.raises(RequestError) as caught:
            run(written, tmp_path / "out", "polars", write)
    assert str(caught.value) == f"{tmp_path / 'out'} {SAID}"
    goes_on(written, tmp_path / "out", tmp_path / "whole")


def test_with_room_left_what_a_library_says_is_no_full_disk(tmp_path: Path) -> None:
    def write(*_: Any) -> None:
        raise pl.exceptions.ComputeError("something else")

    with pytest.raises(pl.exceptions.ComputeError, match="something else"):
        run(write_registry(tmp_path / "in"), tmp_path / "out", "polars", write)


def test_a_text_that_finds_no_room_is_told_from_one_that_may_not_be_written() -> None:
    with pytest.raises(DiskFull, match="/dev/full: cannot be written: No space left on device"):
        write_whole(Path("/dev/full"), "x")


@contextmanager
def disk_of(folder: Path, kilobytes: int) -> Iterator[Callable[[int], None]]:
    """A disk of a size, and what makes it larger."""
    folder.mkdir()

    def mount(*options: str) -> None:
        done = subprocess.run(["mount", *options, "-t", "tmpfs", "tmpfs", str(folder)], capture_output=True)
        if done.returncode:
            pytest.skip("no disk can be mounted here")

    if shutil.which("mount") is None or os.name == "nt" or os.geteuid():
        pytest.skip("no disk can be mounted here")
    mount("-o", f"size={kilobytes}k")
    try:
        yield lambda size: mount("-o", f"remount,size={size}k")
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
@pytest.mark.parametrize("kilobytes", [8, 40, 120, 200, 260])
def test_on_a_disk_that_is_full_at_any_point_the_run_goes_on_when_there_is_room(
    tmp_path: Path, engine: str, kilobytes: int
) -> None:
    written = write_registry(tmp_path / "in")
    with disk_of(tmp_path / "disk", kilobytes) as enlarge:
        output = tmp_path / "disk" / "out"
        with pytest.raises(RequestError) as caught:
            run(written, output, engine)
        assert str(caught.value) == f"{output} {SAID}"
        enlarge(50_000)
        goes_on(written, output, tmp_path / "whole", engine)


def test_a_disk_with_room_is_enough(tmp_path: Path) -> None:
    with disk_of(tmp_path / "disk", 50_000):
        screened(write_registry(tmp_path / "in"), tmp_path / "disk" / "out")
