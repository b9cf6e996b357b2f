"""Opens the tables of a registry, whatever they lie in, as Parquet; and what tells that its files are still the same.

A CSV file, and a table of a database, is copied into Parquet once; a Parquet file is read where it lies. From here on
nothing knows where a table came from.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from clausewise.classes import dataclass
from clausewise.errors import Diagnostic, Place, RequestError, did_you_mean
from clausewise.screening.mapping.model import RegistryMapping, TableKind, TableMapping
from clausewise.screening.tables.addresses import is_database, shown
from clausewise.screening.tables.data_json import read_data, write_data
from clausewise.screening.tables.sealed import made_once
from clausewise.screening.tables.table import NAME_ANOTHER, Table, table_of
from clausewise.screening.tables.text_tables import copy_csv

COPY = "rows.parquet"
"""The file with the rows of a table that was copied, in a folder named after the table."""

_BLOCK = 1 << 22
_BLANK = "blank.json"


def open_tables(
    registry: str, mapping: RegistryMapping, work: Path, digests: Mapping[str, str]
) -> dict[TableKind, Table]:
    """The tables that a mapping names, copied into `work` where they are no Parquet yet; once, also when a run goes on.

    `digests` are those of `digests_of`. Raises: RequestError for what is not there, cannot be read, or has no row.
    """
    if is_database(registry):
        # Imported only here: most registries are files.
        from clausewise.screening.tables.databases import open_database

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
        raise RequestError(Diagnostic("this is a device or a pipe, not a file", Place(str(path)), NAME_ANOTHER))
    try:
        with path.open("rb") as stream:
            while block := stream.read(_BLOCK):
                digest.update(block)
    except OSError as problem:
        raise RequestError(Diagnostic(f"cannot be read: {problem.strerror}", Place(str(path)))) from None
    return digest.hexdigest()
