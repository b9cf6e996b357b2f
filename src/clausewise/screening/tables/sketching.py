"""Looks at the tables of a registry before there is a mapping: which columns there are, and what stands in them."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import polars as pl

from clausewise.errors import Diagnostic, Place, RequestError
from clausewise.screening.mapping.model import TableKind, TableMapping
from clausewise.screening.mapping.sketches import MOST_ROWS, ColumnSketch, TableSketch
from clausewise.screening.tables.addresses import is_database, shown
from clausewise.screening.tables.copying import copy_file
from clausewise.screening.tables.files import FileKind, files_in, folder_of, is_table, kind_of, refuse_unusable
from clausewise.screening.tables.text_tables import encoding_of

_MOST_VALUES = 30


def sketch_registry(registry: str) -> list[TableSketch]:
    """What the tables of a registry look like, in the order of their names.

    Raises: RequestError when there is none, or one cannot be read.
    """
    with tempfile.TemporaryDirectory() as work:
        tables = list(_database(registry, Path(work)) if is_database(registry) else _folder(registry, Path(work)))
        if not tables:
            mend = "CSV files end in .csv, workbooks in .xlsx, Parquet files in .parquet"
            raise RequestError(Diagnostic("there is no table in this registry", Place(shown(registry)), mend))
        return tables


def _database(registry: str, work: Path) -> Iterator[TableSketch]:
    from clausewise.screening.tables.databases import open_database

    with open_database(registry) as database:
        files = database.sample(MOST_ROWS, work)
    for name in sorted(files):
        yield _sketch(name, pl.scan_parquet(files[name], glob=False))


def _folder(registry: str, work: Path) -> Iterator[TableSketch]:
    """The files of a folder, and the folders in it that have the files of one table."""
    for path in sorted(folder_of(registry).iterdir()):
        if path.is_dir():
            files = files_in(path) if any(map(is_table, path.iterdir())) else ()
        else:
            files = (path,) if is_table(path) and not path.name.startswith((".", "~$")) else ()
        for file in files:
            refuse_unusable(file)
        if len(files) > 1:
            yield _look_at_all(path, files, work)
        else:
            yield from (_look(path, files, sheet, work) for sheet in _sheets(files))


def _sheets(files: Sequence[Path]) -> Sequence[str | None]:
    """The sheets of one workbook that has several; one without a name of everything else."""
    if len(files) == 1 and kind_of(files[0]) is FileKind.WORKBOOK:
        from clausewise.screening.tables.workbooks import sheets_of

        names = sheets_of(files[0])
        return (None,) if len(names) == 1 else names
    return (None,) if files else ()


def _look_at_all(path: Path, files: Sequence[Path], work: Path) -> TableSketch:
    """The files of one table, with the first sheet that all workbooks among them have and that fits the others.

    Raises: RequestError when no sheet does.
    """
    found = [_sheets((file,)) for file in files if kind_of(file) is FileKind.WORKBOOK]
    several = next((sheets for sheets in found if sheets != (None,)), (None,))
    first = None
    for sheet in several:
        try:
            return _look(path, files, sheet, work)
        except RequestError as problem:
            first = first or problem
    assert first is not None, "there is always a sheet to try"
    raise first


def _look(path: Path, files: Sequence[Path], sheet: str | None, work: Path) -> TableSketch:
    encodings = tuple(sorted({encoding_of(file) for file in files if kind_of(file) is FileKind.TEXT}, reverse=True))
    if all(kind_of(file) is FileKind.PARQUET for file in files):
        return _sketch(path.name, pl.scan_parquet(list(files), glob=False))
    copies = []
    for at, file in enumerate(files):
        own = TableMapping(TableKind.HOUSEHOLDS, path.name, "", (), Place(path.name), encodings_else=("gb18030",))
        copies.append(work / f"{path.name}-{at}.parquet")
        copy_file(replace(own, sheet=sheet), file, copies[-1], MOST_ROWS)
    return replace(_sketch(path.name, pl.scan_parquet(copies, glob=False)), encodings=encodings, sheet=sheet)


def _sketch(name: str, scan: pl.LazyFrame) -> TableSketch:
    try:
        frame = scan.head(MOST_ROWS).collect()
        rows = int(scan.select(pl.len()).collect().item())
    except pl.exceptions.PolarsError as problem:
        said = str(problem).splitlines()[0]
        raise RequestError(Diagnostic(f"cannot be read: {said}", Place(name))) from None
    return TableSketch(name, rows, tuple(_column(column) for column in frame.get_columns()))


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
