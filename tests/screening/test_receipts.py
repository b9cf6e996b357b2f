"""Columns that say who receives an aid: words that nobody explained are told with their rows, like any other fault."""

from __future__ import annotations

import functools
from pathlib import Path

import pytest

from clausewise.errors import RequestError
from clausewise.screening.runs.elsewhere import run_elsewhere
from clausewise.screening.runs.passes import Wish
from clausewise.screening.runs.screening import run_screening
from screening.written import screened, write_figures, write_registry


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
def test_words_that_nobody_explained_are_told_with_their_rows_before_anything_is_screened(
    tmp_path: Path, engine: str
) -> None:
    changes = {"CQ002,大观镇,城镇,是,是,是,": "CQ002,大观镇,城镇,是,是,已享受,",
               "CQ008,石墙镇,城镇,否,否,是,": "CQ008,石墙镇,郊区,否,否,-310.50,",
               "CQ001,大观镇,城镇,是,是,否,": 'CQ001,大观镇,城镇,是,是,"1,310.50",'}  # fmt: skip
    written = write_registry(tmp_path / "in", changes)
    wish = Wish(str(written.folder), written.asked(), every=4)
    run = (
        functools.partial(run_elsewhere, wish, "duckdb")
        if engine == "duckdb"
        else functools.partial(run_screening, wish)
    )
    with pytest.raises(RequestError) as caught:
        run(tmp_path / "out", "en", write_figures, lambda *_: None)
    assert str(caught.value).replace(f"{written.folder}/", "").splitlines()[:2] == [
        'households.csv: 居住地类型: is none of its values 不是可选的值 ("郊区") — row 8',
        "households.csv: 领取住房补贴: is not said to mean receiving or not 没有说明是否表示领取"
        ' ("已享受", "-310.50") — 2 rows: 2, 8',
    ]


def test_households_with_such_words_are_put_aside(tmp_path: Path) -> None:
    changes = {"CQ002,大观镇,城镇,是,是,是,": "CQ002,大观镇,城镇,是,是,已享受,"}
    ran = screened(write_registry(tmp_path / "in", changes), tmp_path / "out", quarantine=True)
    assert [(one.table, one.read, one.quarantined) for one in ran.summary.tables] == [
        ("households", 10, 1), ("members", 13, 1),
    ]  # fmt: skip
