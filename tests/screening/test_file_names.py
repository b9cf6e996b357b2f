"""Files are read by their names, whatever is in them: no name is a pattern of others, and none is passed over."""

from __future__ import annotations

import os
from pathlib import Path

import polars as pl
import pytest

from clausewise.errors import MappingError, RequestError
from clausewise.screening.tables.sketching import sketch_registry
from screening.test_elsewhere import Open, assert_same, opened
from screening.test_running import assert_same_verdicts
from screening.test_several_files import by_township
from screening.written import Written, screened, write_registry

__all__ = ["opened"]


def with_a_double(folder: Path, name: str, double: str) -> Written:
    """The registry of the documentation with its households in a Parquet file of one name and its members in a CSV
    file; beside each stands one that the name would mean if it were a pattern, and nobody asked for."""
    names = {"from: households.csv": f'from: "{name}.parquet"', "from: members.csv": f'from: "{name}.csv"'}
    written = write_registry(folder, names)
    households = pl.read_csv(folder / "households.csv", infer_schema=False, glob=False)
    households.write_parquet(folder / f"{name}.parquet")
    households.head(1).write_parquet(folder / f"{double}.parquet")
    (folder / "members.csv").rename(folder / f"{name}.csv")
    (folder / f"{double}.csv").write_text("x\n1\n", "utf-8")
    return written


@pytest.mark.parametrize(("name", "double"), [("名单[1]", "名单1"), ("名单*", "名单2"), ("名?", "名单")])
def test_a_file_is_read_by_its_name_and_no_other_that_the_name_would_be_a_pattern_of(
    tmp_path: Path, name: str, double: str
) -> None:
    screened(with_a_double(tmp_path / "in[1]", name, double), tmp_path / "out[1]")
    screened(write_registry(tmp_path / "plain"), tmp_path / "out")
    assert_same_verdicts(tmp_path / "out[1]", tmp_path / "out")


def test_every_engine_reads_a_file_by_its_name(opened: Open, tmp_path: Path) -> None:
    assert_same(opened, with_a_double(tmp_path / "in[1]", "名单[1]", "名单1"), tmp_path)


def refusal(written: Written, output: Path) -> str:
    with pytest.raises((RequestError, MappingError)) as caught:
        screened(written, output)
    assert not output.exists()
    return str(caught.value).replace(f"{written.folder}/", "")


@pytest.mark.parametrize("named", ["各镇", '"各镇/*.csv"'])
@pytest.mark.parametrize("target", ["gone.csv", "新镇.csv"])
def test_a_link_to_nothing_is_never_passed_over(tmp_path: Path, named: str, target: str) -> None:
    written = by_township(tmp_path / "in", named)
    (written.folder / "各镇" / "新镇.csv").symlink_to(target)
    assert refusal(written, tmp_path / "out") == (
        "各镇/新镇.csv: this is a link to a file that is not there — mend or delete it"
    )


def test_a_name_that_is_no_text_is_refused(tmp_path: Path) -> None:
    written = by_township(tmp_path / "in", "各镇")
    Path(os.fsdecode(os.fsencode(written.folder / "各镇") + b"/\xd0\xc2.csv")).write_text("x", "utf-8")
    assert refusal(written, tmp_path / "out") == (
        r"各镇/\udcd0\udcc2.csv: the name of this file is not UTF-8 — name it anew"
    )


@pytest.mark.parametrize("where", ["", "各镇"])
def test_neither_is_looked_at_for_a_mapping(tmp_path: Path, where: str) -> None:
    folder = by_township(tmp_path / "in", "各镇").folder / where
    bad = os.fsencode(folder) + b"/\xd0\xc2.csv"
    Path(os.fsdecode(bad)).write_text("x", "utf-8")
    with pytest.raises(RequestError, match="the name of this file is not UTF-8 — name it anew"):
        sketch_registry(str(tmp_path / "in"))
    Path(os.fsdecode(bad)).unlink()
    (folder / "新镇.csv").symlink_to("gone.csv")
    with pytest.raises(RequestError, match=r"新镇\.csv: this is a link to a file that is not there"):
        sketch_registry(str(tmp_path / "in"))


@pytest.mark.parametrize(
    ("named", "said"),
    [
        (
            '"各镇/a**b.csv"',
            "各镇/a**b.csv cannot be a name: Invalid pattern: '**' can only be an entire path component",
        ),
        (f"{'x' * 300}.csv", f"{'x' * 300}.csv cannot be a name: File name too long"),
    ],
)
def test_what_cannot_be_a_name_or_a_pattern_is_refused(tmp_path: Path, named: str, said: str) -> None:
    assert refusal(by_township(tmp_path / "in", named), tmp_path / "out") == (
        f'mapping.yaml:5:1: {said} — write a name or a pattern such as "townships/*.csv"'
    )


@pytest.mark.parametrize(
    ("begin", "ending", "held"),
    [
        (b"PK\x03\x04", "csv", "a workbook (.xlsx) or another archive"),
        (b"\xd0\xcf\x11\xe0", "csv", "a workbook of the older form (.xls), or one with a password"),
        (b"\xd0\xcf\x11\xe0", "xlsx", "a workbook of the older form (.xls), or one with a password"),
    ],
)
def test_a_file_that_was_given_the_ending_of_another_kind_is_refused_for_that(
    tmp_path: Path, begin: bytes, ending: str, held: str
) -> None:
    written = write_registry(tmp_path / "in", {"from: members.csv": f"from: renamed.{ending}"})
    (written.folder / f"renamed.{ending}").write_bytes(begin + b"\x14\x00\xff" * 500)
    assert refusal(written, tmp_path / "out") == (
        f"renamed.{ending}: is {held} by its first bytes, and named .{ending} — give it the ending of what it is, "
        "or save it in an office program as .xlsx without a password"
    )
