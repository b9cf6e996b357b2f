"""Screens a whole registry where it lies, in a DuckDB database or on Spark, with its rows checked on the way in.

The same registry comes to the same verdicts as in memory, and what is wrong with it is told or put aside by the same
rules; only that rows are told by their ids, for they have no numbers there. Nothing of ours runs where the data is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import narwhals as nw
import polars as pl

from clausewise.screening.asked import Asked, Kept
from clausewise.screening.columns import HOUSEHOLD, MEMBER, plain
from clausewise.screening.elsewhere_faults import Fault, refuse_faults, with_reasons
from clausewise.screening.elsewhere_tables import (
    CheckedTable,
    Frame,
    RawTable,
    check_applications,
    check_households,
    check_members,
    given,
)
from clausewise.screening.lazily import LazilyScreened, Told, screen_tables
from clausewise.screening.mapping import RegistryMapping, TableKind
from clausewise.screening.mapping_reading import check_columns
from clausewise.screening.office_columns import office_columns
from clausewise.screening.people_csv import REASONS_HEADING
from clausewise.screening.problems import NOTICED, Problem
from clausewise.screening.summary import Reason, Source, TableRows
from clausewise.screening.tables import refuse_empty


class Engine(Protocol):
    """Where a registry lies, and what computes there. Every method raises RequestError for what cannot be read."""

    def open_tables(self, registry: str, mapping: RegistryMapping) -> Mapping[TableKind, RawTable]:
        """The tables that a mapping names; none is read yet."""

    def keep(self, frame: Frame) -> Frame:
        """The same rows, computed once and held there until the engine is closed."""

    def collect(self, frame: Frame) -> pl.DataFrame:
        """The rows, here in memory."""

    def write_parquet(self, frame: Frame, path: Path, order: Sequence[str]) -> None:
        """Write rows where there is nothing yet, sorted by some columns: into a file, or a folder of files in order."""


@dataclass(frozen=True)
class ElsewhereRun:
    """What came of a registry. The frames are lazy, and are read while the engine is open.

    `verdicts` has a row for each household that was screened: `household`, the columns kept (named by `given`), and a
    text column for each rule; `members` one for each member: `household`, `member`, the columns kept, the rules about
    members. `households` and `people` are their facts, normalised (named by `plain`), with the same ids.
    `quarantined` has the rows put aside, whole, with their reasons first, of each table that has any. `rows` and
    `reasons` count rows by table; `sources` are the tables, with the digest of their files ("" where there are none).
    """

    verdicts: Frame
    members: Frame
    households: Frame
    people: Frame
    quarantined: Mapping[TableKind, Frame]
    rows: tuple[TableRows, ...]
    reasons: tuple[Reason, ...]
    sources: tuple[Source, ...]


def screen_elsewhere(engine: Engine, asked: Asked, registry: str, *, quarantine: bool) -> ElsewhereRun:
    """Screen a registry where it lies.

    With `quarantine`, households with anything wrong are put aside with all rows of theirs, and rows that belong to no
    household alone; without, they are refused. Who is noticed is put aside either way, when that is asked.
    Raises: RequestError for what is refused, or for what cannot be read.
    """
    raw = engine.open_tables(registry, asked.mapping)
    columns = {kind: table.columns for kind, table in raw.items()}
    check_columns(asked.mapping, columns)
    run = _Run(engine, asked, raw, asked.kept(columns))
    screened = run.screen()
    if not quarantine:
        refuse_faults([one for one in run.faults if one.problem not in NOTICED], run.tables)
    return run.finish(screened)


class _Run:
    def __init__(self, engine: Engine, asked: Asked, raw: Mapping[TableKind, RawTable], kept: Kept) -> None:
        self._engine = engine
        self._asked = asked
        self._raw = raw
        self._along = Kept(tuple(map(given, kept.of_households)), tuple(map(given, kept.of_members)))
        self.tables: dict[TableKind, CheckedTable] = {}
        of_table = {TableKind.HOUSEHOLDS: kept.of_households, TableKind.MEMBERS: kept.of_members}
        for kind in raw:
            checked = self._checked(kind, of_table.get(kind, ()))
            self.tables[kind] = checked.computed(engine.keep(checked.frame))
            refuse_empty(self._count(self.tables[kind].frame), checked.name)
        self.faults: list[Fault] = []
        # The households that are put aside; None when there are none.
        self._bad: Frame | None = None

    def _checked(self, kind: TableKind, kept: Sequence[str]) -> CheckedTable:
        raw = self._raw[kind]
        if kind is TableKind.HOUSEHOLDS:
            return check_households(self._asked, raw, kept)
        households = self.tables[TableKind.HOUSEHOLDS].frame
        check = check_members if kind is TableKind.MEMBERS else check_applications
        return check(self._asked, raw, kept, households)

    def screen(self) -> LazilyScreened:
        """Find everything that is wrong, and screen the households with nothing."""
        self._find_bad_rows()
        while True:
            households, people = self._good_households(), self._good_members()
            screened = screen_tables(self._asked.pack, self._asked.as_of, households, people, self._along)
            told = (*screened.contradictions, *(screened.notices if self._asked.strict else ()))
            if not told or not self._find_told(told):
                return screened

    def finish(self, screened: LazilyScreened) -> ElsewhereRun:
        """What came of it, with its rows counted."""
        reasons: list[Reason] = [fault.reason for fault in self.faults]
        quarantined: dict[TableKind, Frame] = {}
        rows: list[TableRows] = []
        for kind, table in self.tables.items():
            read = self._count(table.frame)
            good = self._count(self._good(kind)) if self.faults else read
            aside = 0
            if self.faults:
                told = self._engine.keep(self._aside(kind))
                aside = self._count(told)
                alone = self._count(told.filter(nw.col(_GOES_ALONG)))
                if alone:
                    problem = Problem.GOES_ALONG
                    reasons.append(Reason(kind.value, None, problem.value, problem.label, alone))
                if aside:
                    quarantined[kind] = self._as_named(kind, told)
            rows.append(TableRows(kind.value, read, good, aside))
        return ElsewhereRun(
            screened.verdicts,
            screened.members,
            self._good_households(),
            self._good_members(),
            quarantined,
            tuple(rows),
            tuple(sorted(reasons, key=lambda one: (one.table, one.column or "", one.kind))),
            tuple(Source(table.name, table.digest) for table in self._raw.values()),
        )

    # ------------------------------------------------------------ what is wrong

    def _find_bad_rows(self) -> None:
        for table in self.tables.values():
            flags = [nw.col(check.flag).cast(nw.Int64).sum().alias(check.flag) for check in table.checks]
            counts = self._engine.collect(table.frame.select(*flags)).row(0, named=True)
            for check in table.checks:
                number = int(counts[check.flag] or 0)
                if number:
                    hit = table.frame.filter(nw.col(check.flag)).select(*table.ids)
                    self._tell(Fault(table.kind, check.column, check.problem, number, check.flag), hit)
        kinds = {fault.table for fault in self.faults}
        hit_tables = [table for kind, table in self.tables.items() if kind in kinds]
        self._put_aside([table.frame.filter(table.bad & table.placed).select(HOUSEHOLD) for table in hit_tables])

    def _find_told(self, given: Sequence[Told]) -> bool:
        """Tell facts that say otherwise than others, or are what cannot be; whether there are any."""
        rows = [one.rows(self._engine.keep) for one in given]
        told = self._engine.keep((nw.concat(rows) if len(rows) > 1 else rows[0]).unique())
        counted = self._engine.collect(told.group_by("fact", "kind").agg(nw.len().alias("rows")))
        for name, kind, number in sorted(counted.select("fact", "kind", "rows").iter_rows()):
            table, column = self._told_in(name)
            ids = self.tables[table].ids if table in self.tables else (HOUSEHOLD, MEMBER)
            hit = told.filter((nw.col("fact") == name) & (nw.col("kind") == kind)).select(*ids)
            self._tell(Fault(table, column, Problem(kind), number, f"{kind} of {plain(name)}", keys=hit), hit)
        if counted.height:
            self._put_aside([told.select(HOUSEHOLD)])
        return bool(counted.height)

    def _told_in(self, name: str) -> tuple[TableKind, str]:
        """The table and the column that a fact stands in; or would, with its name."""
        for mapping in self._asked.mapping.tables:
            for one in mapping.facts:
                if one.fact == name:
                    return mapping.kind, one.column
        table = TableKind.MEMBERS if name.startswith("member.") else TableKind.HOUSEHOLDS
        return table, f"{self._asked.pack.facts[name].label.zh} ({name})"

    def _tell(self, fault: Fault, hit: Frame) -> None:
        ids = hit.collect_schema().names()
        first = self._engine.collect(hit.sort(*ids, nulls_last=True).head(_SHOWN))
        self.faults.append(fault.with_ids(first.rows()))

    def _put_aside(self, households: list[Frame]) -> None:
        if not households:
            return
        known = [] if self._bad is None else [self._bad]
        together = [*known, *households]
        self._bad = self._engine.keep((nw.concat(together) if len(together) > 1 else together[0]).unique())

    # ------------------------------------------------------------ what is right, and what is put aside

    def _good(self, kind: TableKind) -> Frame:
        table = self.tables[kind]
        placed = table.frame.filter(table.placed)
        return placed if self._bad is None else placed.join(self._bad, on=HOUSEHOLD, how="anti")

    def _good_households(self) -> Frame:
        facts = self.tables[TableKind.HOUSEHOLDS].facts
        of_office = office_columns(self._asked.pack, self._asked.said, plain, nw.Int32)
        households = self._good(TableKind.HOUSEHOLDS).select(HOUSEHOLD, *facts, *of_office, *self._along.of_households)
        applications = self.tables.get(TableKind.APPLICATIONS)
        if applications is None or not applications.facts:
            return households
        theirs = self._good(TableKind.APPLICATIONS).select(HOUSEHOLD, *applications.facts)
        return households.join(theirs, on=HOUSEHOLD, how="left")

    def _good_members(self) -> Frame:
        table = self.tables.get(TableKind.MEMBERS)
        if table is None:
            households = self._good(TableKind.HOUSEHOLDS)
            nobody = households.filter(nw.col(HOUSEHOLD).is_null())
            return nobody.select(HOUSEHOLD, nw.col(HOUSEHOLD).alias(MEMBER))
        return self._good(TableKind.MEMBERS).select(HOUSEHOLD, MEMBER, *table.facts, *self._along.of_members)

    def _aside(self, kind: TableKind) -> Frame:
        """The rows that are put aside: their reasons, whether they only go along, and all columns of the registry."""
        raw = self._raw[kind]
        whole = self._checked(kind, raw.columns)
        told = [fault for fault in self.faults if fault.table is kind]
        frame = with_reasons(whole, told, self._bad, (_REASONS, _GOES_ALONG))
        return frame.select(_REASONS, _GOES_ALONG, *map(given, raw.columns))

    def _as_named(self, kind: TableKind, aside: Frame) -> Frame:
        """Rows that are put aside, with the registry's own names. A name with a dot cannot be asked for any more."""
        columns = [nw.col(given(name)).alias(name) for name in self._raw[kind].columns]
        return aside.select(nw.col(_REASONS).alias(REASONS_HEADING), *columns)

    def _count(self, frame: Frame) -> int:
        return int(self._engine.collect(frame.select(nw.len().alias("rows"))).item())


_SHOWN = 5
_REASONS, _GOES_ALONG = "reasons", "goes along"
