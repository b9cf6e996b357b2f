"""Screens a registry on DuckDB or Spark into a folder: there the verdicts, here what is counted of them and listed.

The engine checks, normalises and screens; what it wrote, sorted by household, is then read in stretches as any registry
is. So the figures, lists and files are made by the same code, whatever computed the verdicts.
"""

from __future__ import annotations

import functools
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

import polars as pl

from clausewise.case.notices import NoticeKind
from clausewise.errors import Place
from clausewise.language.facts import FactType
from clausewise.language.model import Pack
from clausewise.screening.engines.elsewhere import ElsewhereRun, screen_elsewhere
from clausewise.screening.engines.engine import Engine
from clausewise.screening.engines.lazily import notice_column
from clausewise.screening.figures.summary import Source
from clausewise.screening.figures.summary_counting import VERDICT
from clausewise.screening.intake.faults import quarantine_file, quarantined_rows, write_quarantine
from clausewise.screening.intake.placing import Placed, Stretches, find_households, place
from clausewise.screening.intake.problems import PROBLEMS
from clausewise.screening.intake.registry import Stretch
from clausewise.screening.mapping.model import TableKind, TableMapping
from clausewise.screening.rules.columns import HOUSEHOLD, LINE, MEMBER, ROW, NoticesOn, as_given, plain
from clausewise.screening.runs.parts import Verdicts, write_part
from clausewise.screening.runs.passes import Pass, Told, Watch, Wish, open_pass
from clausewise.screening.runs.screening import Ran, WriteReports, read_counted, write_results
from clausewise.screening.tables.data_json import read_data, write_data
from clausewise.screening.tables.sealed import made_once
from clausewise.screening.tables.table import Digests, Table, parquet_part, table_of

EngineName = Literal["duckdb", "spark"]

_DONE, _TOLD = "elsewhere", "told.json"
_VERDICTS, _OF_MEMBERS, _HOUSEHOLDS, _PEOPLE = "verdicts", "members", "households", "people"
_HOUSEHOLD_IDS = TableMapping(TableKind.HOUSEHOLDS, _VERDICTS, HOUSEHOLD, (), Place(_VERDICTS))
_MEMBER_IDS = TableMapping(TableKind.MEMBERS, _OF_MEMBERS, HOUSEHOLD, (), Place(_OF_MEMBERS), member=MEMBER)


def run_elsewhere(
    wish: Wish, engine: EngineName, output: Path, language: str, write_reports: WriteReports, watch: Watch
) -> Ran:
    """Screen a registry with an engine into a folder, or go on where a screening that was killed had come to.

    Raises: RequestError when the registry, the mapping, the engine or the folder cannot be used; nothing is left there.
    """

    def open_tables(work: Path, _: Digests) -> Mapping[TableKind, Table]:
        done = made_once(work / _DONE, functools.partial(_screen, wish, engine))
        return {TableKind.HOUSEHOLDS: _table(done, _VERDICTS, TableKind.HOUSEHOLDS)}

    more = {"screening": language, "engine": engine}
    with open_pass(wish, output, more, watch, open_tables) as one_pass:
        done = one_pass.folder.work / _DONE
        clean = _Clean(wish, done, one_pass.folder.work)
        one_pass.make_parts(clean, lambda number: _part(one_pass, clean, number))
        told = read_data(done / _TOLD, Told)
        counted = read_counted(one_pass)
        return write_results(
            one_pass, counted, told, output, write_reports, lambda folder: _copy_quarantine(done, folder)
        )


def _part(one_pass: Pass, clean: _Clean, number: int) -> tuple[pl.DataFrame, Callable[[Path], None]]:
    verdicts = clean.verdicts(number)
    write = functools.partial(write_part, asked=one_pass.wish.asked, verdicts=verdicts, total=one_pass.households)
    return PROBLEMS.to_frame(), write


# ---------------------------------------------------------------- what the engine does


@contextmanager
def _opened(engine: EngineName, registry: str, work: Path) -> Iterator[Engine]:
    # Each stands on an extra of its own.
    if engine == "duckdb":
        from clausewise.screening.engines.duckdb_engine import open_duckdb

        with open_duckdb(registry, work) as duckdb:
            yield duckdb
    else:
        from clausewise.screening.engines.spark_engine import open_spark

        with open_spark(work, registry) as spark:
            yield spark


def _screen(wish: Wish, name: EngineName, making: Path) -> None:
    """Write the verdicts and the facts they rest on, sorted by household, into a folder."""
    with _opened(name, wish.registry, making.parent) as engine:
        run = screen_elsewhere(engine, wish.asked, wish.registry, quarantine=wish.quarantine)
        engine.write_parquet(run.verdicts, making / _VERDICTS)
        engine.write_parquet(run.members, making / _OF_MEMBERS)
        engine.write_parquet(run.households, making / _HOUSEHOLDS)
        engine.write_parquet(run.people, making / _PEOPLE)
        for kind, frame in run.quarantined.items():
            engine.write_parquet(frame, making / _rows_of(kind))
            _write_quarantine(run, kind, making)
        sources = tuple(Source(*one) for table in run.tables.values() for one in table.sources)
        names = {kind: table.name for kind, table in run.tables.items()}
        odd = tuple(one for table in run.tables.values() for one in table.odd)
        write_data(making / _TOLD, Told(run.rows, run.reasons, sources, names, odd))


def _rows_of(kind: TableKind) -> str:
    return f"rows-put-aside-{kind.value}"


def _write_quarantine(run: ElsewhereRun, kind: TableKind, making: Path) -> None:
    aside = quarantined_rows(run.problems.lazy(), kind)
    rows = pl.scan_parquet(_files(making / _rows_of(kind)), glob=False)
    written = write_quarantine(aside, rows, run.tables[kind], making / quarantine_file(kind))
    assert written == aside.height, "an engine wrote other rows than it put aside"


def _copy_quarantine(done: Path, results: Path) -> None:
    for kind in TableKind:
        if (file := done / quarantine_file(kind)).exists():
            shutil.copyfile(file, results / file.name)


# ---------------------------------------------------------------- what it wrote


def _files(path: Path) -> list[Path]:
    """One file, or those of a folder in their order."""
    return sorted(path.glob("*.parquet")) if path.is_dir() else [path]


def _table(folder: Path, file: str, kind: TableKind) -> Table:
    return table_of(kind, file, [parquet_part(file, one) for one in _files(folder / file)])


class _Clean:
    """Verdicts and facts as an engine wrote them, in stretches of households."""

    def __init__(self, wish: Wish, done: Path, work: Path) -> None:
        self._asked = wish.asked
        self._every = wish.every
        self._verdicts = _table(done, _VERDICTS, TableKind.HOUSEHOLDS)
        self._households = _table(done, _HOUSEHOLDS, TableKind.HOUSEHOLDS)
        of_members = _table(done, _OF_MEMBERS, TableKind.MEMBERS)
        placed = place(of_members, _MEMBER_IDS, find_households(self._verdicts, _HOUSEHOLD_IDS), once=False)
        people = _table(done, _PEOPLE, TableKind.MEMBERS)
        # Both are sorted by the same ids, so that what is true of one's rows is true of the other's.
        self._of_members = Stretches(placed, list(of_members.schema), wish.every, work)
        self._people = Stretches(Placed(people, placed.rows, placed.problems), list(people.schema), wish.every, work)

    def __len__(self) -> int:
        return max(-(-self._verdicts.rows // self._every), 1)

    def homeless(self) -> pl.DataFrame:
        """Nothing: what is wrong was told elsewhere."""
        return PROBLEMS.to_frame()

    def verdicts(self, number: int) -> Verdicts:
        """Some households, by the number of their stretch."""
        first = number * self._every
        tables = (self._verdicts, self._households)
        found, facts = (_as_written(one.stretch(list(one.schema), first, self._every)) for one in tables)
        of_members, people = (_as_written(one.read(number)) for one in (self._of_members, self._people))
        _hold_same(found, facts, HOUSEHOLD)
        _hold_same(of_members, people, MEMBER)
        pack = self._asked.pack
        lines = pl.int_range(first, first + found.height, dtype=pl.UInt32, eager=True).alias(LINE)
        households = [facts.select(HOUSEHOLD), lines.to_frame(), _facts(pack, facts), _kept(found)]
        members = [people.select(ROW, LINE, MEMBER), _facts(pack, people), _kept(of_members)]
        nobody = pl.DataFrame(schema={ROW: pl.UInt32, LINE: pl.UInt32})
        stretch = Stretch(first, _beside(households), _beside(members), nobody, PROBLEMS.to_frame())
        rules = [name for name in found.columns if name in pack.rules_by_id]
        about_members = [name for name in of_members.columns if name in pack.rules_by_id]
        as_verdicts = pl.all().cast(VERDICT)
        return Verdicts(
            stretch,
            _beside([found.select(HOUSEHOLD), found.select(rules).select(as_verdicts)]),
            _beside([of_members.select(ROW, MEMBER), of_members.select(about_members).select(as_verdicts)]),
            _notices(pack, found),
        )


def _as_written(frame: pl.DataFrame) -> pl.DataFrame:
    """The columns by the names that the engine wrote."""
    prefix = as_given("")
    return frame.rename(lambda name: name.removeprefix(prefix))


def _facts(pack: Pack, frame: pl.DataFrame) -> pl.DataFrame:
    """The facts by their own names, as normalised columns here are."""
    there = [(name, fact) for name, fact in pack.facts.items() if plain(name) in frame.columns]
    types: dict[FactType, Any] = {FactType.CHOICE: pl.UInt8}
    return frame.select(
        (pl.col(plain(name)).cast(types[fact.type]) if fact.type in types else pl.col(plain(name))).alias(name)
        for name, fact in there
    )


def _notices(pack: Pack, frame: pl.DataFrame) -> dict[NoticesOn, pl.DataFrame]:
    """The notices on the facts of each household, where there are any: see `Part`."""
    rows = frame.with_row_index(ROW)
    found = {}
    for kind in NoticeKind:
        for name in pack.facts:
            column = notice_column(kind.value, name)
            if column in rows.columns:
                own = rows.filter(pl.col(column) > 0)
                if own.height:
                    found[kind.value, name] = own.select(ROW, pl.col(column).cast(pl.UInt32).alias("number"))
    return found


def _kept(frame: pl.DataFrame) -> pl.DataFrame:
    """The columns of the registry that are kept, which the engine wrote as `given`."""
    prefix = as_given("")
    return frame.select(name for name in frame.columns if name.startswith(prefix))


def _beside(frames: list[pl.DataFrame]) -> pl.DataFrame:
    return pl.concat(frames, how="horizontal")


def _hold_same(one: pl.DataFrame, other: pl.DataFrame, ids: str) -> None:
    """Hold two files to the same rows in the same order. Raises: AssertionError, a fault of ours."""
    assert one.get_column(ids).equals(other.get_column(ids)), "an engine wrote other households than it screened"
