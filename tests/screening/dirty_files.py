"""Made-up registries in files and databases, as exports write them: encodings, separators, quotes, blank lines."""

from __future__ import annotations

import csv
import datetime
import io
import random
from pathlib import Path
from typing import Literal

import adbc_driver_postgresql.dbapi as postgresql
import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from screening.dirty import Registry, Row

FORMS = ("csv", "parquet", "duckdb")


def write_form(registry: Registry, form: str, folder: Path, seed: int) -> str:
    """Write a registry as CSV files, Parquet files or a DuckDB database into a new folder, with its mapping.

    Returns what is screened: the folder, or the database in it.
    """
    folder.mkdir(parents=True)
    if form == "csv":
        _write_csv(registry, folder, random.Random(seed))
        return str(folder)
    for name, rows in registry.rows.items():
        pq.write_table(_typed(registry, rows), folder / f"{name}.parquet", row_group_size=17)
    if form == "parquet":
        _write_mapping(registry, folder, ".parquet")
        return str(folder)
    database = folder / "registry.duckdb"
    with duckdb.connect(str(database)) as connection:
        for name in registry.rows:
            connection.execute(f"create table {name} as select * from '{folder}/{name}.parquet'")
            (folder / f"{name}.parquet").unlink()
    _write_mapping(registry, folder, "")
    return str(database)


def write_postgresql(registry: Registry, address: str, folder: Path) -> None:
    """Put the tables of a registry, all of it text, into a database in place of those that are there."""
    folder.mkdir(parents=True)
    _write_mapping(registry, folder, "")
    with postgresql.connect(address) as connection, connection.cursor() as cursor:
        for name in ("households", "members", "applications"):
            cursor.execute(f"drop table if exists {name}")
        for name, rows in registry.rows.items():
            columns = list(rows[0].cells)
            named = ", ".join(f'"{column}" text' for column in columns)
            cursor.execute(f"create table {name} ({named})")
            marks = ", ".join(f"${at + 1}" for at in range(len(columns)))
            cursor.executemany(
                f"insert into {name} values ({marks})", [tuple(row.cells[one] for one in columns) for row in rows]
            )
        connection.commit()


def _write_mapping(registry: Registry, folder: Path, ending: str) -> None:
    (folder / "mapping.yaml").write_text(registry.mapping.replace(".ENDING", ending), "utf-8")


def _write_csv(registry: Registry, folder: Path, chance: random.Random) -> None:
    mapping = registry.mapping
    for name, rows in registry.rows.items():
        encoding = chance.choice(("utf-8", "utf-8-sig", "gb18030"))
        ending = chance.choice(("csv", "txt"))
        told = "\n  encoding: gb18030" if encoding == "gb18030" else ""
        mapping = mapping.replace(f"  from: {name}.ENDING", f"  from: {name}.{ending}{told}")
        text = io.StringIO()
        columns = list(rows[0].cells)
        chance.shuffle(columns)
        line_end = chance.choice(("\n", "\r\n"))
        quoting: Literal[0, 1] = chance.choice((csv.QUOTE_MINIMAL, csv.QUOTE_ALL))
        writer = csv.writer(text, delimiter=chance.choice(",;\t"), lineterminator=line_end, quoting=quoting)
        writer.writerow(columns)
        for row in rows:
            if chance.random() < 0.05:
                text.write(line_end)
            writer.writerow([row.cells[one] or "" for one in columns])
        (folder / f"{name}.{ending}").write_bytes(text.getvalue().encode(encoding))
    (folder / "mapping.yaml").write_text(mapping, "utf-8")


def _typed(registry: Registry, rows: list[Row]) -> pa.Table:
    """The rows, some columns as numbers, days and truth values."""
    columns = {}
    for name in rows[0].cells:
        true = [row.true.get(name) for row in rows]
        if name not in registry.typed or not any(one is not None for one in true):
            columns[name] = pa.array([row.cells[name] for row in rows], pa.string())
        elif name.endswith("dibao_reduction_month"):
            # Kept in yuan, of which fen are hundredths that no binary number is exactly.
            columns[name] = pa.array([None if one is None else int(str(one)) / 100 for one in true], pa.float64())
        elif isinstance(first := next(one for one in true if one is not None), bool):
            columns[name] = pa.array(true, pa.bool_())
        elif isinstance(first, datetime.date):
            columns[name] = pa.array(true, pa.date32())
        elif isinstance(first, int):
            columns[name] = pa.array(true, pa.int64())
        else:
            columns[name] = pa.array(true, pa.string())
    return pa.table(columns)
