"""Looks at the tables of a registry before there is a mapping: which columns there are, and what stands in them."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from clausewise.errors import Diagnostic, Place, RequestError
from clausewise.screening.mapping.sketches import MOST_ROWS, ColumnSketch, TableSketch
from clausewise.screening.tables.addresses import is_database, shown
from clausewise.screening.tables.opening import TEXT_ENDINGS, folder_of
from clausewise.screening.tables.text_tables import copy_csv, encoding_of

_MOST_VALUES = 30


def sketch_registry(registry: str) -> list[TableSketch]:
    """What the tables of a registry look like, in the order of their names.

    Raises: RequestError when there is none, or one cannot be read.
    """
    with tempfile.TemporaryDirectory() as work:
        tables = list(_database(registry, Path(work)) if is_database(registry) else _folder(registry, Path(work)))
        if not tables:
            mend = "CSV files end in .csv, Parquet files in .parquet"
            raise RequestError(Diagnostic("there is no table in this registry", Place(shown(registry)), mend))
        return [_sketch(name, scan, encoding) for name, scan, encoding in tables]


def _database(registry: str, work: Path) -> Iterator[tuple[str, pl.LazyFrame, str | None]]:
    from clausewise.screening.tables.databases import open_database

    with open_database(registry) as database:
        files = database.sample(MOST_ROWS, work)
    for name in sorted(files):
        yield name, pl.scan_parquet(files[name]), None


def _folder(registry: str, work: Path) -> Iterator[tuple[str, pl.LazyFrame, str | None]]:
    for at, path in enumerate(sorted(folder_of(registry).iterdir())):
        if path.is_file() and path.suffix.lower() in TEXT_ENDINGS:
            encoding = encoding_of(path)
            copy = work / f"{at}.parquet"
            copy_csv(path, encoding, copy, MOST_ROWS)
            yield path.name, pl.scan_parquet(copy), encoding
        elif (path.suffix.lower() == ".parquet" and path.is_file()) or (path.is_dir() and any(path.glob("*.parquet"))):
            files = sorted(path.glob("*.parquet")) if path.is_dir() else [path]
            yield path.name, pl.scan_parquet(files), None


def _sketch(name: str, scan: pl.LazyFrame, encoding: str | None) -> TableSketch:
    try:
        frame = scan.head(MOST_ROWS).collect()
        rows = int(scan.select(pl.len()).collect().item())
    except pl.exceptions.PolarsError as problem:
        said = str(problem).splitlines()[0]
        raise RequestError(Diagnostic(f"cannot be read: {said}", Place(name))) from None
    return TableSketch(name, rows, tuple(_column(column) for column in frame.get_columns()), encoding)


def _column(column: pl.Series) -> ColumnSketch:
    dtype = column.dtype
    if dtype.is_nested() or dtype in (pl.Binary, pl.Object):
        return ColumnSketch(column.name, "other", None, (), column.null_count())
    written = column.cast(pl.String).str.strip_chars()
    said = written.set(written == "", None).drop_nulls()
    counted = said.value_counts(sort=True, name="times")
    return ColumnSketch(
        column.name, _kind(dtype), counted.height, tuple(counted.head(_MOST_VALUES)[column.name].to_list()),
        len(column) - len(said),
    )  # fmt: skip


def _kind(dtype: pl.DataType) -> str:
    if dtype == pl.Boolean:
        return "boolean"
    if dtype.is_integer():
        return "integer"
    if dtype.is_numeric():
        return "decimal"
    return "date" if dtype.is_temporal() else "text"
