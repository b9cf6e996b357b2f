"""CSV for people: what a cell says is what they see, and what they send back reads as it was."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from clausewise.screening.tables.people_csv import write_for_people
from clausewise.screening.tables.text_tables import copy_csv

TAKEN = [
    '=HYPERLINK("http://x")', "+1", "-310.50", "@SUM(A1)", "\t=1", " =1", "＝1", "500101199001011234", "007",
    "2020-01-01", "13.1", "1E5", "May 1",
]  # fmt: skip
PLAIN = ["1234", "大观镇", "CQ001", "a=b", None]


def written(tmp_path: Path, *frames: pl.DataFrame) -> str:
    write_for_people(tmp_path / "x.csv", frames)
    return (tmp_path / "x.csv").read_bytes().decode("utf-8-sig")


@pytest.mark.parametrize("cell", TAKEN)
def test_what_an_office_program_would_compute_or_change_has_a_tab_before_it(tmp_path: Path, cell: str) -> None:
    read = written(tmp_path, pl.DataFrame({"a": [cell], "b": ["x"]})).replace('""', '"')
    assert f"\t{cell}" in read


def test_other_texts_and_numbers_stand_as_they_are(tmp_path: Path) -> None:
    frame = pl.DataFrame({"a": PLAIN, "b": [1, -2, 3, 4, 500101199001011234]})
    assert written(tmp_path, frame) == ("a,b\r\n1234,1\r\n大观镇,-2\r\nCQ001,3\r\na=b,4\r\n,500101199001011234\r\n")


def test_headings_are_guarded_as_cells_are_and_stand_once(tmp_path: Path) -> None:
    frames = [pl.DataFrame({'=HYPERLINK("x")': [one]}) for one in ("a", "b")]
    assert written(tmp_path, *frames) == '"\t=HYPERLINK(""x"")"\r\na\r\nb\r\n'


def test_rows_that_were_put_aside_and_mended_read_as_the_registry_has_them(tmp_path: Path) -> None:
    cells = [one for one in TAKEN if not one.startswith("\t")] + PLAIN[:-1]
    frame = pl.DataFrame({"行号 row": range(len(cells)), "原因 reasons": "b: x", "-a": cells, "b": "1"})
    assert write_for_people(tmp_path / "x.csv", [frame]) == len(cells)
    copy_csv(tmp_path / "x.csv", "gb18030", tmp_path / "x.parquet")
    assert pl.read_parquet(tmp_path / "x.parquet").rows(named=True) == [{"-a": cell, "b": "1"} for cell in cells]
