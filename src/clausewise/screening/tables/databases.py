"""Tables of a DuckDB or PostgreSQL database, copied whole into Parquet, in the order of their ids.

A database keeps no order of its own; sorted by their ids, the same rows are the same registry every time. Nothing is
ever written into the database.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

import polars as pl

from clausewise.errors import Diagnostic, Place, RequestError, as_of_disk, did_you_mean
from clausewise.screening.mapping.model import TableKind, TableMapping
from clausewise.screening.tables.addresses import check_address, shown, without_secrets
from clausewise.screening.tables.duckdb_refusals import refused_by_duckdb
from clausewise.screening.tables.sealed import made_once
from clausewise.screening.tables.table import Table, digest_of_rows, parquet_part, table_of

_ROW_GROUP = 100_000


class Database(Protocol):
    """A database that is open for reading. `name` is what people call it, without a password."""

    name: str

    def tables(self) -> Mapping[str, tuple[str, ...]]:
        """Every table in reach and the names of its columns."""

    def copy_table(self, table: str, copy: Path, order: tuple[str, ...] = (), most: int | None = None) -> None:
        """Copy a table's rows, or at most so many, into a Parquet file, sorted by some columns."""


class OpenDatabase:
    """A database by the tables of a mapping."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._tables = dict(database.tables())

    def sample(self, most: int, work: Path) -> dict[str, Path]:
        """Some rows of every table in reach, as Parquet files in a folder."""
        files = {table: work / f"{at}.parquet" for at, table in enumerate(self._tables)}
        for table, file in files.items():
            self._database.copy_table(table, file, most=most)
        return files

    def copy(self, mappings: Sequence[TableMapping], work: Path) -> dict[TableKind, Table]:
        """The tables of a mapping as they were at one moment, copied into a folder unless they were before.

        Raises: RequestError.
        """

        def copy_all(making: Path) -> None:
            for one in mappings:
                self._copy(one, making / _copy_of(one))

        for one in mappings:
            if one.source not in self._tables:
                raise self._no_table(one)
        made = made_once(work / _COPIES, copy_all)
        return {one.kind: self._copied(one, made / _copy_of(one)) for one in mappings}

    def _no_table(self, mapping: TableMapping) -> RequestError:
        there = ", ".join(sorted(self._tables)) or "none"
        mend = did_you_mean(mapping.source, self._tables) or f"there are: {there}"
        problem = f"there is no table {mapping.source} in {self._database.name}"
        return RequestError(Diagnostic(problem, mapping.place, mend))

    def _copy(self, mapping: TableMapping, copy: Path) -> None:
        table = mapping.source
        ids = (mapping.household,) if mapping.member is None else (mapping.household, mapping.member)
        order = tuple(one for one in ids if one in self._tables[table])
        self._database.copy_table(table, copy, order)

    def _copied(self, mapping: TableMapping, copy: Path) -> Table:
        name = f"{self._database.name} {mapping.source}"
        part = parquet_part(name, copy, digest_of_rows(pl.scan_parquet(copy, glob=False)))
        return replace(table_of(mapping.kind, name, [part]), in_order=False)


_COPIES = "tables"


def _copy_of(mapping: TableMapping) -> str:
    return f"{mapping.kind.value}.parquet"


@contextmanager
def open_database(registry: str) -> Iterator[OpenDatabase]:
    """Open a .duckdb file or a postgresql:// address for reading. Raises: RequestError."""
    opened = _postgresql(registry) if "://" in registry else _duckdb(Path(registry))
    with opened as database:
        yield OpenDatabase(database)


def _ending(keys: list[str], most: int | None) -> str:
    order = f" order by {', '.join(keys)}" if keys else ""
    return order if most is None else f"{order} limit {most}"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


# ---------------------------------------------------------------- DuckDB


@contextmanager
def _duckdb(path: Path) -> Iterator[Database]:
    try:
        import duckdb
    except ImportError:
        raise _not_installed("A DuckDB database", "duckdb") from None
    if not path.is_file():
        raise RequestError(Diagnostic("there is no such file", Place(str(path))))
    try:
        connection = duckdb.connect(str(path), read_only=True)
    except duckdb.Error as problem:
        said = str(problem).splitlines()[0]
        raise RequestError(Diagnostic(f"cannot be opened by DuckDB: {said}", Place(str(path)))) from None
    try:
        with refused_by_duckdb("cannot be read by DuckDB", str(path)):
            yield _DuckDB(str(path), connection)
    finally:
        connection.close()


class _DuckDB:
    def __init__(self, name: str, connection: Any) -> None:
        self.name = name
        self._connection = connection

    def tables(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        asked = (
            "select table_schema, table_name, column_name from information_schema.columns "
            "where table_schema not in ('information_schema', 'pg_catalog') order by ordinal_position"
        )
        for schema, table, column in self._connection.execute(asked).fetchall():
            found.setdefault(table if schema == "main" else f"{schema}.{table}", []).append(column)
        return {table: tuple(columns) for table, columns in found.items()}

    def copy_table(self, table: str, copy: Path, order: tuple[str, ...] = (), most: int | None = None) -> None:
        by = _ending(list(map(_quoted, order)), most)
        named = ".".join(map(_quoted, table.split(".")))
        target = str(copy).replace("'", "''")
        how = f"(format parquet, row_group_size {_ROW_GROUP})"
        self._connection.execute(f"copy (select * from {named}{by}) to '{target}' {how}")


# ---------------------------------------------------------------- PostgreSQL


@contextmanager
def _postgresql(address: str) -> Iterator[Database]:
    try:
        import adbc_driver_postgresql.dbapi as postgresql
        import pyarrow  # noqa: F401
    except ImportError:
        raise _not_installed("A PostgreSQL database", "postgresql") from None
    check_address(address)
    name = shown(address)
    try:
        connection = postgresql.connect(address)
    except postgresql.Error as problem:
        said = without_secrets(" ".join(str(problem).split()), address)
        mend = "write postgresql://user@host:port/database; the password may stand in PGPASSWORD or ~/.pgpass"
        raise RequestError(Diagnostic(f"{name} cannot be opened: {said}", None, mend)) from None
    try:
        with connection.cursor() as cursor:
            # All tables as they were at one moment, whoever writes meanwhile.
            cursor.execute("set transaction isolation level repeatable read, read only")
        yield _PostgreSQL(name, connection)
    except postgresql.Error as problem:
        if full := as_of_disk(problem):
            raise full from None
        said = without_secrets(" ".join(str(problem).split()), address)
        raise RequestError(Diagnostic(f"{name} cannot be read: {said}")) from None
    finally:
        connection.close()


# What comes as it is; every other type is asked for as text, which cells are read from.
_AS_IT_IS = {
    "boolean", "smallint", "integer", "bigint", "real", "double precision", "date", "text", "character varying",
    "timestamp without time zone", "timestamp with time zone",
}  # fmt: skip
_TEXTS = {"text", "character varying", "character"}


class _PostgreSQL:
    def __init__(self, name: str, connection: Any) -> None:
        self.name = name
        self._connection = connection
        self._types: dict[str, dict[str, str]] = {}

    def tables(self) -> Mapping[str, tuple[str, ...]]:
        asked = (
            "select table_schema::text, table_name::text, column_name::text, data_type::text "
            "from information_schema.columns "
            "where table_schema not in ('information_schema', 'pg_catalog') order by ordinal_position"
        )
        with self._connection.cursor() as cursor:
            cursor.execute(asked)
            for schema, table, column, kind in cursor.fetchall():
                named = table if schema == "public" else f"{schema}.{table}"
                self._types.setdefault(named, {})[column] = kind
        return {table: tuple(columns) for table, columns in self._types.items()}

    def copy_table(self, table: str, copy: Path, order: tuple[str, ...] = (), most: int | None = None) -> None:
        import pyarrow.parquet

        types = self._types[table]
        columns = [
            _quoted(column) if kind in _AS_IT_IS else f"{_quoted(column)}::text as {_quoted(column)}"
            for column, kind in types.items()
        ]
        named = ".".join(map(_quoted, table.split(".")))
        # By their bytes: each database sorts texts by a language of its own.
        by = _ending([f"{_quoted(one)}{_by_bytes(types[one])}" for one in order], most)
        with self._connection.cursor() as cursor:
            cursor.execute(f"select {', '.join(columns)} from {named}{by}")
            reader = cursor.fetch_record_batch()
            with pyarrow.parquet.ParquetWriter(copy, reader.schema) as writer:
                for batch in reader:
                    writer.write_batch(batch, row_group_size=_ROW_GROUP)


def _by_bytes(kind: str) -> str:
    return ' collate "C"' if kind in _TEXTS else ""


def _not_installed(what: str, extra: str) -> RequestError:
    return RequestError(Diagnostic(f"{what} needs what is not installed", None, f"pip install 'clausewise[{extra}]'"))
