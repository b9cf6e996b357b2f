"""The tables of a registry, whatever they lie in, as Parquet that is read in stretches.

A CSV file, and a table of a database, is copied into Parquet once; a Parquet file is read where it lies. From here on
nothing knows where a table came from, and no column is loaded that nobody asks for.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import narwhals as nw
import polars as pl
from narwhals.dtypes import DType

from clausewise.errors import Diagnostic, Place, RequestError, did_you_mean
from clausewise.screening.addresses import is_database, shown
from clausewise.screening.columns import as_given
from clausewise.screening.data_json import read_data, write_data
from clausewise.screening.mapping import RegistryMapping, TableKind, TableMapping
from clausewise.screening.sealed import made_once
from clausewise.screening.text_tables import copy_csv

COPY = "rows.parquet"
"""The file with the rows of a table that was copied, in a folder named after the table."""

_BLOCK = 1 << 22
_NAME_ANOTHER = "name a Parquet file, or one that ends in .csv"
_BLANK = "blank.json"


@dataclass(frozen=True)
class Table:
    """One table: what people call it, its Parquet files in order, and the SHA-256 of what it was read from.

    `blank` are the places, from 0, of lines with nothing in them that were no rows. Rows of a database stand `in_order`
    of nothing that people see.
    """

    kind: TableKind
    name: str
    files: tuple[Path, ...]
    digest: str
    rows: int
    schema: Mapping[str, pl.DataType]
    blank: tuple[int, ...] = ()
    in_order: bool = True

    def scan(self) -> pl.LazyFrame:
        """The rows in their order."""
        return pl.scan_parquet(list(self.files))

    def given(self, columns: Sequence[str] | None = None) -> pl.LazyFrame:
        """The rows, or some columns of theirs, by names that are none of ours."""
        return self.scan().select(pl.col(one).alias(as_given(one)) for one in dict.fromkeys(columns or self.schema))

    @functools.cached_property
    def types(self) -> Mapping[str, DType]:
        """The types of the columns of `given`."""
        return nw.from_native(pl.DataFrame(schema=dict(self.schema)).rename(as_given)).schema

    def numbers(self, lines: pl.Series) -> pl.Series | None:
        """The numbers by which people find rows in the file, from 1 after the head, blank lines counted too.

        None of a table that lies in no order: its rows are found by their ids.
        """
        if not self.in_order:
            return None
        # So many rows stand before each blank line.
        before = pl.Series([place - at for at, place in enumerate(self.blank)], dtype=pl.Int64)
        places = lines.cast(pl.Int64)
        return places + before.search_sorted(places, side="right").cast(pl.Int64) + 1

    def stretch(self, columns: Sequence[str], start: int, count: int) -> pl.DataFrame:
        """So many rows of `given` from one on (counted from 0). Raises: RequestError for broken files."""
        return self.read(self.given(columns).slice(start, count))

    def read(self, rows: pl.LazyFrame) -> pl.DataFrame:
        """What was asked for of the rows. Raises: RequestError when the files break off or are damaged."""
        try:
            return rows.collect(engine="streaming")
        except (pl.exceptions.ComputeError, OSError) as problem:
            said = (str(problem).splitlines() or ["no reason told"])[0]
            mend = "write the file anew"
            raise RequestError(Diagnostic(f"is damaged and cannot be read: {said}", Place(self.name), mend)) from None


def table_of(kind: TableKind, name: str, files: Sequence[Path], digest: str) -> Table:
    """A table of Parquet files. Raises: RequestError when one of them is none."""
    try:
        scan = pl.scan_parquet(list(files))
        schema = dict(scan.collect_schema())
        rows = int(scan.select(pl.len()).collect().item())
    except (pl.exceptions.PolarsError, OSError) as problem:
        first = str(problem).splitlines()[0]
        is_workbook = files[0].suffix.lower() in (".xlsx", ".xls", ".et", ".ods")
        mend = "save the sheet as CSV (UTF-8) and name that" if is_workbook else _NAME_ANOTHER
        raise RequestError(Diagnostic(f"is no Parquet file: {first}", Place(name), mend)) from None
    return Table(kind, name, tuple(files), digest, rows, schema)


def open_tables(
    registry: str, mapping: RegistryMapping, work: Path, digests: Mapping[str, str]
) -> dict[TableKind, Table]:
    """The tables that a mapping names, copied into `work` where they are no Parquet yet; once, also when a run goes on.

    `digests` are those of `digests_of`. Raises: RequestError for what is not there, cannot be read, or has no row.
    """
    if is_database(registry):
        # Imported only here: most registries are files.
        from clausewise.screening.databases import open_database

        with open_database(registry) as database:
            tables = database.copy(mapping.tables, work)
    else:
        folder = folder_of(registry)
        tables = {one.kind: _open_file(folder, one, work, digests[one.kind.value]) for one in mapping.tables}
    for table in tables.values():
        refuse_empty(table.rows, table.name)
    return tables


def digests_of(registry: str, mapping: RegistryMapping) -> dict[str, str]:
    """By table the SHA-256 of the files it lies in; nothing for a database on a server, which has none.

    Raises: RequestError.
    """
    return {kind: _digest_of_files(files) for kind, files in _files_by_table(registry, mapping).items()}


def stamps_of(registry: str, mapping: RegistryMapping) -> dict[str, list[tuple[int, int, int]]]:
    """By table what tells in no time that its files are others now: which they are, how long, and when written last."""
    found = {kind: [file.stat() for file in files] for kind, files in _files_by_table(registry, mapping).items()}
    return {kind: [(one.st_ino, one.st_size, one.st_mtime_ns) for one in stats] for kind, stats in found.items()}


def _files_by_table(registry: str, mapping: RegistryMapping) -> dict[str, tuple[Path, ...]]:
    if is_database(registry):
        file = Path(registry)
        return {one.kind.value: (file,) for one in mapping.tables if file.is_file()}
    folder = folder_of(registry)
    return {one.kind.value: _files_of(file_of(folder, one)) for one in mapping.tables}


def folder_of(registry: str) -> Path:
    """The folder of a registry that is no database. Raises: RequestError when there is none."""
    folder = Path(registry)
    if not folder.is_dir():
        mend = "name a folder with its files, a .duckdb file, or a postgresql:// address"
        raise RequestError(Diagnostic("there is no such registry", Place(shown(registry)), mend))
    return folder


def _open_file(folder: Path, mapping: TableMapping, work: Path, digest: str) -> Table:
    path = file_of(folder, mapping)
    files = _files_of(path)
    if path.suffix.lower() not in TEXT_ENDINGS:
        return table_of(mapping.kind, str(path), files, digest)
    copied = made_once(work / mapping.kind.value, functools.partial(_copy_csv, path, mapping.encoding))
    table = table_of(mapping.kind, str(path), (copied / COPY,), digest)
    return replace(table, blank=read_data(copied / _BLANK, _Copied).blank)


@dataclass(frozen=True)
class _Copied:
    """What is known of a CSV file that was copied: the places of its blank lines."""

    blank: tuple[int, ...]


def _copy_csv(path: Path, encoding: str, making: Path) -> None:
    write_data(making / _BLANK, _Copied(copy_csv(path, encoding, making / COPY)))


def refuse_empty(rows: int, name: str) -> None:
    """Refuse a table without a row: whoever screens nobody must not take it for an answer. Raises: RequestError."""
    if not rows:
        mend = "see whether the file is whole, or leave the table out of the mapping"
        raise RequestError(Diagnostic("there is no row in this table", Place(name), mend))


def _files_of(path: Path) -> tuple[Path, ...]:
    """The file, or the Parquet files of a folder. Raises: RequestError when it holds none."""
    if not path.is_dir():
        return (path,)
    files = tuple(sorted(path.glob("*.parquet")))
    if not files:
        raise RequestError(Diagnostic("there is no Parquet file in this folder", Place(str(path))))
    return files


def _digest_of_files(files: Sequence[Path]) -> str:
    """Of one file the SHA-256 of its bytes; of several, that of theirs one after the other."""
    digests = [digest_of(file) for file in files]
    return digests[0] if len(digests) == 1 else hashlib.sha256("".join(digests).encode()).hexdigest()


TEXT_ENDINGS = (".csv", ".tsv", ".txt")


def file_of(folder: Path, mapping: TableMapping) -> Path:
    """The file or folder of files of a table. Raises: RequestError with its place in the mapping."""
    path = folder / mapping.source
    if not path.exists():
        there = [one.name for one in sorted(folder.iterdir()) if not one.name.startswith(".")]
        mend = did_you_mean(mapping.source, there) or f"there are: {', '.join(there) or 'no files'}"
        raise RequestError(Diagnostic(f"there is no file {mapping.source} in {folder}", mapping.place, mend))
    return path


def digest_of(path: Path) -> str:
    """The SHA-256 of a file's bytes. Raises: RequestError when it is none or cannot be read."""
    digest = hashlib.sha256()
    if path.exists() and not path.is_file():
        raise RequestError(Diagnostic("this is a device or a pipe, not a file", Place(str(path)), _NAME_ANOTHER))
    try:
        with path.open("rb") as stream:
            while block := stream.read(_BLOCK):
                digest.update(block)
    except OSError as problem:
        raise RequestError(Diagnostic(f"cannot be read: {problem.strerror}", Place(str(path)))) from None
    return digest.hexdigest()


def digest_of_rows(table: pl.LazyFrame) -> str:
    """The SHA-256 of what rows say, as CSV, whatever file they lie in."""
    digest = hashlib.sha256()
    for frame in table.collect_batches(maintain_order=True, chunk_size=100_000):
        digest.update(frame.write_csv(include_header=False).encode())
    return digest.hexdigest()
