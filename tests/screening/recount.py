"""Recounts a screening from the files alone: what was read is what was screened and what was put aside, row by row.

It shares nothing with the product, nor with what it stands on: CSV by the standard library, Parquet by Arrow.
"""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

HOME = "家庭编号"
NUMBER, REASONS = "行号 row", "原因 reasons"
WHITE = " \t\r\n\u00a0\u3000\ufeff"

Line = tuple[int, Mapping[str, object]]
"""The number of a row, from 1, and its cells."""


def read_tables(folder: Path) -> dict[str, list[Line]]:
    """The rows of every table of a registry's folder, whatever files it has."""
    tables = {}
    for path in sorted(folder.iterdir()):
        if path.suffix in (".csv", ".txt"):
            tables[path.stem] = _csv_lines(path.read_bytes())
        elif path.suffix == ".parquet":
            tables[path.stem] = list(enumerate(pq.read_table(path).to_pylist(), 1))
        elif path.suffix == ".duckdb":
            with duckdb.connect(str(path), read_only=True) as connection:
                for (name,) in connection.execute("select table_name from information_schema.tables").fetchall():
                    read = connection.sql(f"select * from {name}").to_arrow_table()
                    tables[name] = list(enumerate(read.to_pylist(), 1))
    return tables


def _csv_lines(data: bytes) -> list[Line]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030")
    head = text.splitlines()[0]
    separator = max(",;\t", key=head.count)
    heading, *lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    return [(at, dict(zip(heading, line, strict=True))) for at, line in enumerate(lines, 1) if line]


def recount(tables: Mapping[str, Sequence[Line]], output: Path) -> dict[str, tuple[int, int, int]]:
    """Hold a screening to the rows it was given. Returns for each table how many were read, screened and put aside."""
    summary = json.loads((output / "summary.json").read_text("utf-8"))
    said = {one["table"]: (one["read"], one["screened"], one["quarantined"]) for one in summary["tables"]}
    screened = {row["household"] for row in pq.read_table(output / "verdicts.parquet").to_pylist()}
    assert pq.read_metadata(output / "verdicts.parquet").num_rows == len(screened) == summary["households"]
    people = pq.read_table(output / "members.parquet").to_pylist()
    assert len({(one["household"], one["member"]) for one in people}) == len(people) == summary["members"]
    found = {}
    for table, lines in tables.items():
        aside = _aside(output / f"quarantine-{table}.csv")
        left = _without(lines, aside, table)
        homes = [str(cells[HOME] or "").strip(WHITE) for _, cells in left]
        assert set(homes) <= screened, f"{table}: a row is neither screened nor put aside"
        if table == "households":
            assert sorted(homes) == sorted(screened), "a household was screened that no row is of"
        if table == "members":
            assert Counter(homes) == Counter(one["household"] for one in people), "members are lost or made up"
        found[table] = (len(lines), len(left), len(aside))
    assert found == said, "the summary counts otherwise than the files"
    return found


def _aside(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return [{name.removeprefix("\t"): cell for name, cell in row.items()} for row in csv.DictReader(stream)]


def _without(lines: Sequence[Line], aside: Sequence[Mapping[str, str]], table: str) -> list[Line]:
    """The rows that were not put aside; each that was has its number, if there are numbers, and its cells."""
    for row in aside:
        assert row[REASONS], f"{table}: a row is put aside without a reason"
    if aside and NUMBER not in aside[0]:
        left = list(lines)
        for row in aside:
            # Rows of a database have no number: one that says the same is taken away for each.
            at = next(at for at, (_, cells) in enumerate(left) if _same(cells, row))
            del left[at]
        return left
    by_number = {int(row[NUMBER]): row for row in aside}
    assert len(by_number) == len(aside), f"{table}: a row is put aside twice"
    there = dict(lines)
    for number, row in by_number.items():
        assert _same(there[number], row), f"{table}: row {number} is put aside with other cells"
    return [line for line in lines if line[0] not in by_number]


def _same(cells: Mapping[str, object], row: Mapping[str, str]) -> bool:
    """Whether texts are the same; a tab that guards one against office programs is no part of it."""
    texts = {name: cell for name, cell in cells.items() if isinstance(cell, str)}
    return all(row[name].removeprefix("\t") == cell for name, cell in texts.items()) and all(
        row[name] == "" for name, cell in cells.items() if cell is None
    )
