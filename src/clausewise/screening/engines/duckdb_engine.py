"""Screens inside DuckDB: in a database file, which is only read, or over a folder of Parquet and CSV files.

CSV is copied into Parquet first, by the same reader as everywhere; what is held meanwhile is held in a folder of ours.
"""

from __future__ import annotations

import contextlib
import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import narwhals as nw
import polars as pl

from clausewise.errors import Diagnostic, Place, RequestError, did_you_mean
from clausewise.screening.engines.engine import RawTable
from clausewise.screening.intake.rows import Lazy
from clausewise.screening.mapping.model import RegistryMapping, TableKind, TableMapping
from clausewise.screening.rules.columns import LINE, given
from clausewise.screening.tables.addresses import shown
from clausewise.screening.tables.duckdb_refusals import refused_by_duckdb
from clausewise.screening.tables.opening import digest_of, digests_of, open_tables
from clausewise.screening.tables.table import Table

_ROW_GROUP = 50_000
_ENDINGS = (".duckdb", ".db", ".ddb")
_REGISTRY = "registry"
_WITH_ZONE = "TIMESTAMP WITH TIME ZONE"


@contextmanager
def open_duckdb(registry: str, work: Path) -> Iterator[DuckDBEngine]:
    """DuckDB, until the block is left. `work` is a folder for what it holds meanwhile. Raises: RequestError."""
    try:
        import duckdb
    except ImportError:
        mend = "pip install 'clausewise[duckdb]'"
        raise RequestError(Diagnostic("--engine duckdb needs what is not installed: DuckDB", None, mend)) from None
    if "://" in registry:
        mend = "use --engine polars, or export its tables as Parquet"
        raise RequestError(Diagnostic("--engine duckdb screens DuckDB databases and folders of files", None, mend))
    database = Path(registry) if registry.endswith(_ENDINGS) else None
    if database is not None and not database.is_file():
        raise RequestError(Diagnostic("there is no such file", Place(shown(registry))))
    connection = duckdb.connect()
    try:
        if database is not None:
            _attach(connection, database)
        with refused_by_duckdb("DuckDB cannot screen this registry", shown(registry)):
            connection.execute(f"set temp_directory = {_text(str(work / 'duckdb'))}")
            # Whatever has an order is sorted; the rest needs none.
            connection.execute("set preserve_insertion_order = false")
            # What a Parquet file says of the least and greatest of a column says nothing of NaN in it, and DuckDB
            # concludes from it that there is none.
            connection.execute("set disabled_optimizers = 'statistics_propagation'")
            yield DuckDBEngine(connection, database, work)
    finally:
        connection.close()
        _forget_types()


def _forget_types() -> None:
    """Let go of DuckDB's types that Narwhals remembers: of what is left at the end, DuckDB complains at length."""
    with contextlib.suppress(ImportError):
        from narwhals._duckdb import utils

        for one in vars(utils).values():
            if hasattr(one, "cache_clear"):
                one.cache_clear()


def _attach(connection: Any, database: Path) -> None:
    """Open a database beside our own, for reading only. Raises: RequestError."""
    import duckdb

    try:
        connection.execute(f"attach {_text(str(database))} as {_REGISTRY} (read_only)")
    except duckdb.Error as problem:
        said = str(problem).splitlines()[0]
        raise RequestError(Diagnostic(f"cannot be opened by DuckDB: {said}", Place(str(database)))) from None


class DuckDBEngine:
    """An open connection. `database` is the file, None for a folder of files."""

    def __init__(self, connection: Any, database: Path | None, work: Path) -> None:
        self._connection = connection
        self._database = database
        self._work = work
        self._held = 0

    def open_tables(self, registry: str, mapping: RegistryMapping) -> Mapping[TableKind, RawTable]:
        """The tables of the database, or of the folder. Raises: RequestError for what is not there."""
        if self._database is not None:
            return self._tables_of(self._database, mapping)
        opened = open_tables(registry, mapping, self._work, digests_of(registry, mapping))
        return {kind: self._of_files(table) for kind, table in opened.items()}

    def _of_files(self, table: Table) -> RawTable:
        """The rows of files, numbered in their order."""
        parts, before = [], 0
        for file in map(_by_its_name, table.files):
            rows = self._connection.read_parquet(file, file_row_number=True)
            parts.append(rows.project(_named(rows, table.schema, f"file_row_number + {before}", table.zone)))
            before += self._connection.read_parquet(file).count("*").fetchall()[0][0]
        relation = functools.reduce(lambda one, other: one.union(other), parts)
        frame = nw.from_native(relation).lazy()
        return RawTable(table.kind, table.name, frame, tuple(table.schema), table=table)

    def _tables_of(self, database: Path, mapping: RegistryMapping) -> dict[TableKind, RawTable]:
        asked = (
            "select table_schema, table_name from information_schema.tables "
            f"where table_catalog = '{_REGISTRY}' and table_schema not in ('information_schema', 'pg_catalog')"
        )
        found = self._connection.execute(asked).fetchall()
        there = {name if schema == "main" else f"{schema}.{name}": (schema, name) for schema, name in found}
        digest = digest_of(database)
        tables = {}
        for one in mapping.tables:
            if one.source not in there:
                raise _no_such_table(one, database, there)
            relation = self._connection.sql(f"select * from {_REGISTRY}." + ".".join(map(_quoted, there[one.source])))
            columns = tuple(relation.columns)
            named = _named(relation, columns, "row_number() over ()", mapping.time_zone)
            frame = nw.from_native(relation.project(named)).lazy()
            tables[one.kind] = RawTable(one.kind, f"{database} {one.source}", frame, columns, digest)
        return tables

    def keep(self, frame: Lazy) -> Lazy:
        """The same rows in a table of our own, which goes with the connection at the latest."""
        self._held += 1
        name = f"held_{self._held}"
        frame.to_native().create_view("to_be_held", replace=True)
        self._connection.execute(f"create temp table {name} as select * from to_be_held")
        held: Lazy = nw.from_native(self._connection.table(name)).lazy()
        return held

    def let_go(self, frame: Lazy) -> None:
        """Drop a table of our own."""
        self._connection.execute(f"drop table {_quoted(frame.to_native().alias)}")

    def collect(self, frame: Lazy) -> pl.DataFrame:
        """The rows, here in memory."""
        collected: pl.DataFrame = frame.to_native().pl()
        return collected

    def write_parquet(self, frame: Lazy, path: Path) -> None:
        """Write rows into one file, as they are sorted."""
        frame.to_native().write_parquet(str(path), row_group_size=_ROW_GROUP)


def _by_its_name(file: Path) -> str:
    """A file as DuckDB is to be told of it, to which a name with [, * or ? is a pattern of other names."""
    return re.sub(r"([*?\[])", r"[\1]", str(file))


def _named(relation: Any, columns: Iterable[str], number: str, zone: str | None) -> str:
    """What is read of a table: its number for each row, and the columns by our names for them, moments of a time zone
    as those of the clocks in a zone."""
    types = dict(zip(relation.columns, map(str, relation.types), strict=True))

    def read(column: str) -> str:
        quoted = _quoted(column)
        return f"timezone({_text(zone)}, {quoted})" if zone and types[column] == _WITH_ZONE else quoted

    return ", ".join((f"{number} as {_quoted(LINE)}", *(f"{read(one)} as {_quoted(given(one))}" for one in columns)))


def _no_such_table(mapping: TableMapping, database: Path, there: Mapping[str, object]) -> RequestError:
    mend = did_you_mean(mapping.source, there) or f"there are: {', '.join(sorted(there)) or 'none'}"
    return RequestError(Diagnostic(f"there is no table {mapping.source} in {database}", mapping.place, mend))


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
