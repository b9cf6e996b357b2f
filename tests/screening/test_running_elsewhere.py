"""A registry screened by DuckDB or Spark into a folder: the same files that come of it in memory."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from clausewise.errors import RequestError
from clausewise.screening.runs.elsewhere import EngineName, run_elsewhere
from clausewise.screening.runs.passes import Wish
from clausewise.screening.runs.screening import Ran
from screening.spark import needs_java
from screening.test_running import FAULTS
from screening.written import DOCS, Written, screened, write_figures, write_registry

ENGINES = [
    pytest.param("duckdb", id="duckdb"),
    pytest.param("spark", id="spark", marks=[pytest.mark.long, needs_java]),
]


def elsewhere(
    written: Written, engine: EngineName, output: Path, *, registry: str | None = None, quarantine: bool = False,
    **options: object,
) -> Ran:  # fmt: skip
    wish = Wish(registry or str(written.folder), written.asked(**options), quarantine=quarantine, every=4)
    return run_elsewhere(wish, engine, output, "en", write_figures, lambda work, done, of: None)


def sorted_rows(folder: Path, name: str) -> list[tuple[Any, ...]]:
    frame = pl.read_parquet(folder / name)
    return frame.with_columns(pl.all().cast(pl.String)).sort(frame.columns[:2]).rows()


@pytest.mark.parametrize("engine", ENGINES)
def test_an_engine_comes_to_the_files_that_memory_comes_to(tmp_path: Path, engine: EngineName) -> None:
    written = write_registry(tmp_path / "in")
    elsewhere(written, engine, tmp_path / "there", by=("乡镇",), keep=("领取住房补贴",))
    screened(written, tmp_path / "here", by=("乡镇",), keep=("领取住房补贴",))
    names = sorted(one.name for one in (tmp_path / "here").iterdir())
    assert sorted(one.name for one in (tmp_path / "there").iterdir()) == names
    for name in ("verdicts.parquet", "members.parquet"):
        assert sorted_rows(tmp_path / "there", name) == sorted_rows(tmp_path / "here", name)
    figures = [json.loads((tmp_path / where / "summary.json").read_text("utf-8")) for where in ("there", "here")]
    assert figures[0] == figures[1]
    assert pl.read_parquet(tmp_path / "there" / "listed.parquet").equals(
        pl.read_parquet(tmp_path / "here" / "listed.parquet")
    )


def test_what_an_engine_puts_aside_is_what_memory_puts_aside(tmp_path: Path) -> None:
    written = write_registry(tmp_path / "in", FAULTS)
    there = elsewhere(written, "duckdb", tmp_path / "there", quarantine=True).summary
    here = screened(written, tmp_path / "here", quarantine=True).summary
    assert there.tables == here.tables
    assert there.reasons == here.reasons
    for name in ("quarantine-households.csv", "quarantine-members.csv"):
        assert (tmp_path / "there" / name).read_bytes() == (tmp_path / "here" / name).read_bytes()


def test_what_stops_a_run_is_told_with_its_rows_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match=r'"郊区"\) — row 3'):
        elsewhere(write_registry(tmp_path / "in", FAULTS), "duckdb", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_duckdb_file_is_screened_inside(tmp_path: Path) -> None:
    written = write_registry(tmp_path / "in")
    screened(written, tmp_path / "here")
    file = str(tmp_path / "registry.duckdb")
    with duckdb.connect(file) as connection:
        for table in ("households", "members"):
            source = f"read_csv('{written.folder}/{table}.csv', all_varchar = true)"
            connection.execute(f"create table {table} as select * from {source}")
    mapping = written.folder / "mapping.yaml"
    mapping.write_text(mapping.read_text("utf-8").replace(".csv", ""), "utf-8")
    elsewhere(written, "duckdb", tmp_path / "there", registry=file)
    assert sorted_rows(tmp_path / "there", "verdicts.parquet") == sorted_rows(tmp_path / "here", "verdicts.parquet")


def test_a_registry_that_an_engine_cannot_reach_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="--engine duckdb screens DuckDB databases and folders of files"):
        elsewhere(write_registry(tmp_path / "in"), "duckdb", tmp_path / "out", registry="postgresql://db/registry")


def test_a_program_that_screened_in_duckdb_ends_without_a_word(tmp_path: Path) -> None:
    registry, output = str(DOCS / "registry"), str(tmp_path / "out")
    words = ["screen", registry, "--mapping", f"{registry}/mapping.yaml", "--as-of", "2020-12-07", "--output", output]
    done = subprocess.run(
        [sys.executable, "-m", "clausewise", *words, "--engine", "duckdb"], capture_output=True, text=True, timeout=300
    )
    assert (done.returncode, done.stderr) == (0, "")
