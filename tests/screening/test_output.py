"""The folder of a screening: parts whole or not at all, one run at a time, results only at the end."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from clausewise.errors import RequestError
from clausewise.screening.runs.output import open_output

RUN = {"pack": "p", "rules": "1"}


def names(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


def test_results_stand_in_the_folder_only_when_all_are_written(tmp_path: Path) -> None:
    root = tmp_path / "out"
    with open_output(root, RUN) as folder:
        with folder.results() as results:
            (results / "a.txt").write_text("a")
            assert names(root) == [".run"]
        assert names(root) == [".run", "a.txt"]
        folder.close()
    assert names(root) == ["a.txt"]


def test_a_part_that_was_not_finished_is_not_there(tmp_path: Path) -> None:
    with open_output(tmp_path, RUN) as folder:
        with pytest.raises(FileNotFoundError), folder.new_part("1") as making:
            making.joinpath("half").write_text(Path("no such file").read_text())
        assert not folder.has_part("1")
        with folder.new_part("1") as making:
            assert names(making) == []
            (making / "whole").write_text("whole")
        assert names(folder.part("1")) == ["seal.json", "whole"]


def test_a_run_that_goes_on_finds_the_parts_that_were_finished(tmp_path: Path) -> None:
    with open_output(tmp_path, RUN) as folder, folder.new_part("1") as making:
        (making / "whole").write_text("whole")
    with open_output(tmp_path, RUN) as folder:
        assert folder.has_part("1")


def test_a_part_that_was_changed_since_is_not_there_any_more(tmp_path: Path) -> None:
    with open_output(tmp_path, RUN) as folder, folder.new_part("1") as making:
        (making / "whole").write_text("whole")
    (tmp_path / ".run" / "parts" / "1" / "whole").write_text("hole")
    with open_output(tmp_path, RUN) as folder:
        assert not folder.has_part("1")
        with folder.new_part("1") as making:
            (making / "whole").write_text("whole")
        assert folder.has_part("1")


def refusal(root: Path, identity: dict[str, str]) -> str:
    with pytest.raises(RequestError) as caught, open_output(root, identity):
        pass
    return str(caught.value).replace(str(root), "out")


def test_another_run_does_not_go_on_with_parts_that_are_not_its_own(tmp_path: Path) -> None:
    with open_output(tmp_path, RUN) as folder, folder.new_part("1"):
        pass
    assert refusal(tmp_path, RUN | {"rules": "2"}) == (
        "out holds a screening that was not finished, with other rules, another mapping, input or other options"
        " — finish that one, choose another folder, or delete out/.run"
    )
    with open_output(tmp_path, RUN) as folder:
        assert folder.has_part("1")


def test_a_folder_with_something_in_it_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    assert (
        refusal(tmp_path, RUN)
        == "out is not empty: it holds mine.txt — choose a new folder, or move away what is there"
    )
    assert names(tmp_path) == ["mine.txt"]


def test_a_file_is_no_folder_to_write_into(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert refusal(tmp_path / "file", RUN) == "out cannot be written: File exists — choose another folder"


def test_a_place_where_no_folder_can_be_is_refused() -> None:
    assert refusal(Path("/proc/out"), RUN).startswith("out cannot be written: ")


@pytest.mark.parametrize("written", [b"", b"{", b"\xff", b"[" * 100_000])
def test_a_run_that_does_not_say_what_it_is_of_is_refused(tmp_path: Path, written: bytes) -> None:
    with open_output(tmp_path, RUN):
        pass
    (tmp_path / ".run" / "run.json").write_bytes(written)
    assert refusal(tmp_path, RUN) == (
        "out/.run/run.json is damaged: it does not say what was being screened"
        " — delete out/.run and run the same command again"
    )


def test_parts_without_the_identity_of_their_run_are_not_gone_on_with(tmp_path: Path) -> None:
    with open_output(tmp_path, RUN) as folder, folder.new_part("1"):
        pass
    (tmp_path / ".run" / "run.json").unlink()
    with open_output(tmp_path, RUN) as folder:
        assert not folder.has_part("1")


@pytest.mark.skipif(os.name == "nt", reason="modes and owners are those of POSIX")
def test_nobody_else_reads_or_writes_what_a_run_keeps(tmp_path: Path) -> None:
    with open_output(tmp_path, RUN) as folder:
        assert folder.work.stat().st_mode & 0o777 == 0o700


@pytest.mark.skipif(os.name == "nt", reason="modes and owners are those of POSIX")
def test_a_run_that_others_could_write_is_not_gone_on_with(tmp_path: Path) -> None:
    with open_output(tmp_path, RUN):
        pass
    (tmp_path / ".run").chmod(0o777)
    assert refusal(tmp_path, RUN) == (
        "out/.run can be written by others, who may have changed what is in it"
        " — see who made it and delete out/.run, or choose another folder"
    )


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="only root gives files to others")
def test_a_run_of_somebody_else_is_not_gone_on_with(tmp_path: Path) -> None:
    with open_output(tmp_path, RUN):
        pass
    os.chown(tmp_path / ".run", 65534, 65534)
    assert refusal(tmp_path, RUN).startswith("out/.run belongs to somebody else — ")


def test_a_link_is_no_folder_of_a_run_and_what_it_names_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "target").mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / ".run").symlink_to(tmp_path / "target")
    assert refusal(tmp_path / "out", RUN).startswith(
        "out/.run is not a folder of a screening but a link or a file — see who made it and delete out/.run"
    )
    assert names(tmp_path / "target") == []


def test_a_full_disk_is_told_by_whoever_met_it_and_nothing_is_lost(tmp_path: Path) -> None:
    with open_output(tmp_path, RUN) as folder, folder.new_part("1"):
        pass
    with pytest.raises(RequestError) as caught, open_output(tmp_path, RUN):
        raise pl.exceptions.ComputeError("No space left on device (os error 28)")
    assert str(caught.value).replace(str(tmp_path), "out") == (
        "out cannot be written: the disk is full"
        " — free some space and run the same command again: it goes on where it was"
    )
    with open_output(tmp_path, RUN) as folder:
        assert folder.has_part("1")


def test_two_runs_at_once_do_not_write_into_one_folder(tmp_path: Path) -> None:
    other = (
        "import sys\nfrom pathlib import Path\nfrom clausewise.screening.runs.output import open_output\n"
        "with open_output(Path(sys.argv[1]), {'pack': 'p', 'rules': '1'}):\n"
        "    print('held', flush=True)\n    input()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", other, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        assert refusal(tmp_path, RUN) == (
            "out is being written into by another screening — wait for it, or choose another folder"
        )
        process.communicate("\n", timeout=60)
    with open_output(tmp_path, RUN):
        pass


def test_what_is_abandoned_leaves_nothing_behind(tmp_path: Path) -> None:
    root = tmp_path / "out"
    with open_output(root, RUN) as folder, folder.new_part("1"):
        pass
    with open_output(root, RUN) as folder:
        folder.abandon()
    assert not root.exists()
