"""Screens on Apache Spark: folders of Parquet and CSV files wherever Spark reads them, or tables of its catalog.

The session that is there is used; only where none is configured, one is started on this machine.
"""

from __future__ import annotations

import functools
import logging
import os
import re
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import narwhals as nw
import polars as pl

from clausewise.errors import Diagnostic, Place, RequestError, as_of_disk
from clausewise.screening.engines.engine import RawTable
from clausewise.screening.intake.rows import Lazy
from clausewise.screening.mapping.model import RegistryMapping, TableKind, TableMapping
from clausewise.screening.rules.columns import LINE, given
from clausewise.screening.tables.addresses import shown
from clausewise.screening.tables.opening import digests_of, open_tables
from clausewise.screening.tables.people_csv import OWN_HEADINGS
from clausewise.screening.tables.table import Table


@contextmanager
def open_spark(work: Path, registry: str = "") -> Iterator[SparkEngine]:
    """Spark, until the block is left; a session that was there before is left running. `work` is a folder for what is
    copied meanwhile, `registry` what is to be screened. Raises: RequestError.
    """
    session, is_ours = _session(registry)
    from py4j.protocol import Py4JError  # type: ignore[import-untyped]
    from pyspark.errors import PySparkException

    try:
        yield SparkEngine(session, work)
    except (PySparkException, Py4JError) as problem:
        if full := as_of_disk(problem):
            raise full from None
        raise RequestError(Diagnostic(f"Spark cannot screen this registry: {_said(problem)}")) from None
    finally:
        if is_ours:
            session.stop()


def _session(registry: str) -> tuple[Any, bool]:
    try:
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError:
        mend = "pip install 'clausewise[spark]'"
        raise RequestError(Diagnostic("--engine spark needs what is not installed: PySpark", None, mend)) from None
    there = SparkSession.getActiveSession()
    if there is not None:
        return there, False
    if shutil.which("java") is None and not {"JAVA_HOME", "SPARK_REMOTE"} & os.environ.keys():
        mend = "install Java 17 or later, or name its folder in JAVA_HOME"
        raise RequestError(Diagnostic("--engine spark needs Java, and there is none here", None, mend))
    # What Spark tells of its own queries is no message for whoever screens.
    logging.getLogger("DataFrameQueryContextLogger").setLevel(logging.CRITICAL)
    builder: Any = SparkSession.builder
    for name, value in SETTINGS.items():
        builder = builder.config(name, value)
    try:
        with _quiet(), quickly_compiled(registry):
            return builder.getOrCreate(), True
    except (PySparkException, RuntimeError, OSError) as problem:
        mend = "see that Java 17 or later runs here, and what SPARK_HOME and JAVA_HOME name"
        raise RequestError(Diagnostic(f"Spark cannot be started: {_said(problem)}", None, mend)) from None


# No master: Spark takes the one that is configured, and this machine where there is none.
SETTINGS = {
    "spark.app.name": "clausewise",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "OFF",
    # Spark would note for each of ten thousand expressions which line of Python made it.
    "spark.python.sql.dataFrameDebugging.enabled": "false",
}


# Compiling twice, the second time with care, is half of what Java does for ten households, and pays for millions only.
_JAVA_OPTIONS, _COMPILED_ONCE = "SPARK_SUBMIT_OPTS", "-XX:TieredStopAtLevel=1"
# About 30,000 households as CSV; the other kinds of files are packed.
_SMALL, _PACKED = 1 << 22, 16


@contextmanager
def quickly_compiled(registry: str) -> Iterator[None]:
    """Let a Java that is started meanwhile compile in one step, where a registry of files is small."""
    before = os.environ.get(_JAVA_OPTIONS)
    if not _is_small(Path(registry)):
        yield
        return
    # What somebody set comes last, and so goes before.
    os.environ[_JAVA_OPTIONS] = f"{_COMPILED_ONCE} {before or ''}".strip()
    try:
        yield
    finally:
        if before is None:
            del os.environ[_JAVA_OPTIONS]
        else:
            os.environ[_JAVA_OPTIONS] = before


def _is_small(folder: Path) -> bool:
    files = [one for one in folder.rglob("*") if one.is_file()] if folder.is_dir() else []
    sizes = (one.stat().st_size * (1 if one.suffix.lower() in (".csv", ".tsv", ".txt") else _PACKED) for one in files)
    return bool(files) and sum(sizes) <= _SMALL


@contextmanager
def _quiet() -> Iterator[None]:
    """Leave out what Java says on the way up, before anybody can tell it how much to say."""
    sys.stderr.flush()
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


_CAUSE = "Caused by: "
_CLASS = re.compile(r"^[\w.$]+(Exception|Error): ")


def _said(problem: Exception) -> str:
    """What was wrong in the first place, in one line: Spark tells it last."""
    lines = str(problem).splitlines() or ["no reason told"]
    causes = [line.removeprefix(_CAUSE) for line in lines if line.startswith(_CAUSE)]
    return _CLASS.sub("", causes[-1] if causes else lines[0])


class SparkEngine:
    """A session of Spark."""

    def __init__(self, session: Any, work: Path) -> None:
        self._session = session
        self._work = work

    def open_tables(self, registry: str, mapping: RegistryMapping) -> Mapping[TableKind, RawTable]:
        """The tables below a folder, or in a database of the catalog. Raises: RequestError for what is not there."""
        if Path(registry).is_dir():
            opened = open_tables(registry, mapping, self._work, digests_of(registry, mapping))
            return {kind: self._of_files(table) for kind, table in opened.items()}
        open_one = self._remote if "://" in registry else self._of_catalog
        return {one.kind: open_one(registry, one, mapping.time_zone) for one in mapping.tables}

    def _of_files(self, table: Table) -> RawTable:
        """The rows of files, numbered in their order."""
        from pyspark.sql import functions

        begin, frames, schema = 0, [], None
        for part in table.parts:
            reader = self._session.read if schema is None else self._session.read.schema(schema)
            rows = reader.parquet(_by_its_name(part.file))
            schema = rows.schema
            number = functions.col("_metadata.row_index") + functions.lit(begin)
            frames.append(_named(rows, tuple(table.schema), number, table.zone))
            begin += part.rows
        frame = functools.reduce(lambda one, other: one.unionAll(other), frames)
        return RawTable(table.kind, table.name, nw.from_native(frame).lazy(), tuple(table.schema), table=table)

    def _remote(self, registry: str, mapping: TableMapping, zone: str | None) -> RawTable:
        address = f"{registry.rstrip('/')}/{mapping.source}"
        is_text = address.lower().endswith((".csv", ".tsv", ".txt"))
        separator = "\t" if address.lower().endswith(".tsv") else ","
        frame = self._csv(address, mapping.encoding, separator) if is_text else self._session.read.parquet(address)
        return _raw(mapping.kind, shown(address), frame, zone)

    def _of_catalog(self, registry: str, mapping: TableMapping, zone: str | None) -> RawTable:
        name = ".".join(f"`{part}`" for part in (*registry.split("."), mapping.source))
        if not self._session.catalog.tableExists(name):
            mend = "name a folder with its files, or a database of Spark's catalog"
            raise RequestError(Diagnostic(f"there is no table {mapping.source} there", Place(shown(registry)), mend))
        return _raw(mapping.kind, f"{shown(registry)}.{mapping.source}", self._session.table(name), zone)

    def _csv(self, address: str, encoding: str, separator: str) -> Any:
        """Every cell as the text it is; a line with more or fewer cells than there are columns stops the reading."""
        # Spark reads few encodings by itself, and all that Java has when it is told to.
        self._session.conf.set("spark.sql.legacy.javaCharsets", "true")
        options = {"header": True, "inferSchema": False, "encoding": encoding, "sep": separator, "multiLine": True}
        # As CSV is written everywhere but in Spark: a quotation mark within a cell stands twice. Lines are looked at
        # whole, also where only some columns are read.
        strict = {"mode": "FAILFAST", "columnPruning": False, "escape": '"'}
        frame = self._session.read.options(**options, **strict).csv(address)
        return frame.drop(*OWN_HEADINGS)

    def keep(self, frame: Lazy) -> Lazy:
        """The same rows, computed and held by the cluster, without how they were come by: Spark plans what stands on
        them as if they had been read."""
        held: Lazy = nw.from_native(frame.to_native().localCheckpoint()).lazy()
        return held

    def let_go(self, frame: Lazy) -> None:
        """Nothing: what is held of a frame Spark cleans up by itself, once no frame stands on it any more."""

    def collect(self, frame: Lazy) -> pl.DataFrame:
        """The rows, here in memory."""
        return pl.DataFrame(frame.to_native().toArrow())

    def write_parquet(self, frame: Lazy, path: Path) -> None:
        """Write rows into a folder of files; as they are sorted, from one file to the next in their order."""
        frame.to_native().write.parquet(str(path))


def _by_its_name(file: Path) -> str:
    """A file as Spark is to be told of it, to which a name with such signs is a pattern of other names."""
    return re.sub(r"([*?\[\]{}\\])", r"\\\1", str(file.absolute()))


def _raw(kind: TableKind, name: str, frame: Any, zone: str | None) -> RawTable:
    from pyspark.sql import functions

    columns = tuple(frame.columns)
    numbered = _named(frame, columns, functions.monotonically_increasing_id(), zone)
    return RawTable(kind, name, nw.from_native(numbered).lazy(), columns)


def _named(frame: Any, columns: tuple[str, ...], number: Any, zone: str | None) -> Any:
    """What is read of a table: its number for each row, and the columns by our names for them, moments of a time zone
    as those of the clocks in a zone."""
    from pyspark.sql import functions

    numbered = frame.select(*(_column(one) for one in columns), number.alias(LINE))
    # By position: a name with a dot cannot even be asked for.
    named = numbered.toDF(*map(given, columns), LINE)
    if zone is None:
        return named
    begin, clocks = functions.lit("1970-01-01 00:00:00").cast("timestamp_ntz"), functions.lit(zone)
    names = [one.name for one in named.schema if one.dataType.typeName() == "timestamp"]
    in_utc = {one: functions.timestamp_add("MICROSECOND", functions.unix_micros(one), begin) for one in names}
    utc = functions.lit("UTC")
    return named.withColumns({name: functions.convert_timezone(utc, clocks, one) for name, one in in_utc.items()})


def _column(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"
