"""Opens the tables of a registry, whatever they lie in, as Parquet; and what tells that its files are still the same.

CSV files, sheets of workbooks and tables of a database are copied into Parquet once; a Parquet file is read where it
lies. From here on nothing knows where a table came from.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from clausewise.errors import Diagnostic, Place, RequestError
from clausewise.screening.mapping.model import RegistryMapping, TableKind, TableMapping
from clausewise.screening.tables.addresses import is_database
from clausewise.screening.tables.copying import open_files
from clausewise.screening.tables.files import NAME_ANOTHER, files_of, folder_of
from clausewise.screening.tables.table import Digests, Table

_BLOCK = 1 << 22


def open_tables(registry: str, mapping: RegistryMapping, work: Path, digests: Digests) -> dict[TableKind, Table]:
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
        tables = {}
        for one in mapping.tables:
            files = files_of(folder, one)
            tables[one.kind] = open_files(
                one, _name_of(folder, one, tuple(files)), files, work, digests[one.kind.value], mapping.time_zone
            )
    for table in tables.values():
        refuse_empty(table.rows, table.name)
    return {kind: replace(table, zone=mapping.time_zone) for kind, table in tables.items()}


def digests_of(registry: str, mapping: RegistryMapping) -> dict[str, dict[str, str]]:
    """By table the SHA-256 of each file it lies in; nothing for a database on a server, which has none.

    Raises: RequestError.
    """
    found = _files_by_table(registry, mapping)
    return {kind: {str(file): digest_of(file) for file in files} for kind, files in found.items()}


def stamps_of(registry: str, mapping: RegistryMapping) -> dict[str, list[tuple[str, int, int, int]]]:
    """By table what tells in no time that its files are others now: which they are, how long, and when written last."""
    return {kind: list(map(_stamp, files)) for kind, files in _files_by_table(registry, mapping).items()}


def _stamp(file: Path) -> tuple[str, int, int, int]:
    found = file.stat()
    return str(file), found.st_ino, found.st_size, found.st_mtime_ns


def _files_by_table(registry: str, mapping: RegistryMapping) -> dict[str, tuple[Path, ...]]:
    if is_database(registry):
        # What was written last of a DuckDB file may stand beside it.
        files = tuple(file for file in (Path(registry), Path(f"{registry}.wal")) if file.is_file())
        return {one.kind.value: files for one in mapping.tables if files}
    folder = folder_of(registry)
    return {one.kind.value: tuple(files_of(folder, one)) for one in mapping.tables}


def refuse_empty(rows: int, name: str) -> None:
    """Refuse a table without a row: whoever screens nobody must not take it for an answer. Raises: RequestError."""
    if not rows:
        mend = "see whether the file is whole, or leave the table out of the mapping"
        raise RequestError(Diagnostic("there is no row in this table", Place(name), mend))


def _name_of(folder: Path, mapping: TableMapping, files: Sequence[Path]) -> str:
    """What people call a table of files: its file, or what the mapping names."""
    if len(files) == 1:
        return str(files[0])
    return str(folder / mapping.source) + (" …" if mapping.more else "")


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
