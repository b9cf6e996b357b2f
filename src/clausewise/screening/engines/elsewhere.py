"""Screens a whole registry where it lies, in a DuckDB database or on Spark, with its rows checked on the way in.

The same registry comes to the same verdicts as in memory, and what is wrong with it is found and told by the same
intake; only that rows without numbers are told by their ids. Nothing of ours runs where the data is.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import narwhals as nw
import polars as pl

from clausewise.classes import dataclass
from clausewise.screening.engines.engine import Engine, RawTable
from clausewise.screening.engines.lazily import LazilyScreened, Told, screen_tables
from clausewise.screening.figures.summary import Reason, TableRows
from clausewise.screening.intake.asked import Asked, Kept
from clausewise.screening.intake.faults import reasons_of, refuse_faults, stopping
from clausewise.screening.intake.office_columns import office_columns
from clausewise.screening.intake.problems import PROBLEMS, TABLE, Problem
from clausewise.screening.intake.rows import (
    ELSEWHERE,
    PLACED,
    Check,
    Lazy,
    Reader,
    as_problems,
    check_rows,
    counted,
    flagged,
    marked,
    place_of,
)
from clausewise.screening.mapping.checking import check_columns
from clausewise.screening.mapping.model import TableKind, TableMapping
from clausewise.screening.rules.columns import HOUSEHOLD, LINE, MEMBER, ROW, as_given, given, plain
from clausewise.screening.tables.opening import refuse_empty


@dataclass(frozen=True)
class ElsewhereRun:
    """What came of a registry. The frames are lazy, and are read while the engine is open.

    `verdicts` has a row for each household that was screened: `household`, the columns kept (named by `given`), and a
    text column for each rule; `members` one for each member: `household`, `member`, the columns kept, the rules about
    members. `households` and `people` are their facts, normalised (named by `plain`), with the same ids. All four are
    sorted by them.
    `problems` is as `PROBLEMS` says, but for `ROW`; `quarantined` has the rows put aside, whole, with `LINE`, of each
    table that has any. `rows` and `reasons` count rows by table; `tables` are those that were read.
    """

    verdicts: Lazy
    members: Lazy
    households: Lazy
    people: Lazy
    problems: pl.DataFrame
    quarantined: Mapping[TableKind, Lazy]
    rows: tuple[TableRows, ...]
    reasons: tuple[Reason, ...]
    tables: Mapping[TableKind, RawTable]


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
        refuse_faults(stopping(run.problems()), raw)
    return run.finish(screened)


@dataclass(frozen=True)
class _Table:
    """A table that was taken in: its rows are held, with ids, facts and what the registry gives."""

    rows: Lazy
    read: int
    facts: tuple[str, ...]

    @property
    def placed(self) -> Lazy:
        """The rows whose household the registry has."""
        return self.rows.filter(nw.col(PLACED))


class _Run:
    def __init__(self, engine: Engine, asked: Asked, raw: Mapping[TableKind, RawTable], kept: Kept) -> None:
        self._engine = engine
        self._asked = asked
        self._raw = raw
        self._kept = {TableKind.HOUSEHOLDS: kept.of_households, TableKind.MEMBERS: kept.of_members}
        self._along = Kept(tuple(map(given, kept.of_households)), tuple(map(given, kept.of_members)))
        self._tables: dict[TableKind, _Table] = {}
        # What is wrong, and the households that are put aside for it; None when there are none.
        self._found: list[Lazy] = []
        self._bad: Lazy | None = None
        facts = asked.facts()
        for mapping in asked.mapping.tables:
            self._take_in(mapping, facts)

    def _take_in(self, mapping: TableMapping, facts: Collection[str]) -> None:
        kind, raw = mapping.kind, self._raw[mapping.kind]
        reader = Reader(self._asked, mapping, raw.frame.collect_schema(), ELSEWHERE, facts, self._kept.get(kind, ()))
        placed = self._with_placed(kind, reader.read(raw.frame))
        checked, of_rows = check_rows(placed, mapping, once=self._asked.mapping.members_once)
        if kind is not TableKind.HOUSEHOLDS:
            # Of a row that belongs nowhere no more is told than that, as in memory.
            cells = [(nw.col(check.flag) & nw.col(PLACED)).alias(check.flag) for check in reader.checks]
            checked = checked.with_columns(*cells) if cells else checked
        checks = (*reader.checks, *of_rows)
        ours = (LINE, HOUSEHOLD, MEMBER, PLACED, *reader.facts, *(check.flag for check in checks))
        rows = self._engine.keep(checked.select(*ours, *map(given, raw.columns)))
        numbers = self._engine.collect(rows.select(nw.len().alias(_ROWS), *counted(checks))).row(0, named=True)
        refuse_empty(numbers[_ROWS], raw.name)
        self._tables[kind] = _Table(rows, numbers[_ROWS], reader.facts)
        self._tell([flagged(rows, kind, check, ELSEWHERE) for check in checks if numbers[check.flag]])

    def _with_placed(self, kind: TableKind, rows: Lazy) -> Lazy:
        if kind is TableKind.HOUSEHOLDS:
            return rows.with_columns((~nw.col(HOUSEHOLD).is_null()).alias(PLACED))
        return marked(rows, self._tables[TableKind.HOUSEHOLDS].placed.select(HOUSEHOLD).unique(), [HOUSEHOLD], PLACED)

    def screen(self) -> LazilyScreened:
        """Screen the households with nothing wrong, also not with what their facts say of each other."""
        while True:
            households, people = self._good_households(), self._good_members()
            screened = screen_tables(self._asked.pack, self._asked.as_of, households, people, self._along, self._engine)
            told = (*screened.contradictions, *(screened.notices if self._asked.strict else ()))
            if not told or not self._tell_facts(told):
                return screened
            for held in screened.held:
                self._engine.let_go(held)

    def problems(self) -> pl.DataFrame:
        """What is wrong, but for rows that only go along."""
        return self._collected(self._found)

    def finish(self, screened: LazilyScreened) -> ElsewhereRun:
        """What came of it, with its rows counted."""
        problems = self._collected([*self._found, *self._going_along()])
        read = {kind: table.read for kind, table in self._tables.items()}
        good = {kind: self._count(self._good(kind)) for kind in read} if self._found else read
        aside = {kind: problems.filter(pl.col(TABLE) == kind.value).get_column(LINE).n_unique() for kind in good}
        return ElsewhereRun(
            screened.verdicts,
            screened.members,
            self._good_households().sort(HOUSEHOLD),
            self._good_members().sort(HOUSEHOLD, MEMBER),
            problems,
            {kind: self._aside(kind) for kind, number in aside.items() if number},
            tuple(TableRows(kind.value, read[kind], good[kind], aside[kind]) for kind in good),
            reasons_of(problems.lazy()),
            self._raw,
        )

    # ------------------------------------------------------------ what is wrong

    def _tell(self, found: Sequence[Lazy]) -> None:
        if not found:
            return
        kept = self._engine.keep(nw.concat(found))
        self._found.append(kept)
        households = kept.select(HOUSEHOLD).filter(~nw.col(HOUSEHOLD).is_null())
        before = self._bad
        known = households if before is None else nw.concat([before, households])
        self._bad = self._engine.keep(known.unique())
        if before is not None:
            self._engine.let_go(before)

    def _tell_facts(self, given: Sequence[Told]) -> bool:
        """Tell facts that say otherwise than others, or are what cannot be; whether there are any."""
        kept = [Told(self._engine.keep(one.frame), one.flags) for one in given]
        told = self._engine.keep(nw.concat([one.rows() for one in kept]).unique())
        for one in kept:
            self._engine.let_go(one.frame)
        kinds = told.select("fact", "kind", nw.col(MEMBER).is_null().alias(_OF_NOBODY)).unique()
        found = []
        for name, problem, of_nobody in sorted(self._engine.collect(kinds).iter_rows()):
            kind, column = place_of(self._asked, name, of_nobody=of_nobody)
            theirs = told.filter((nw.col("fact") == name) & (nw.col("kind") == problem))
            on = [HOUSEHOLD, MEMBER] if kind is TableKind.MEMBERS else [HOUSEHOLD]
            rows = self._tables[kind].placed.join(theirs.select(*on).unique(), on=on, how="inner")
            found.append(as_problems(rows, kind, Check(column, Problem(problem))))
        self._tell(found)
        self._engine.let_go(told)
        return bool(found)

    def _going_along(self) -> list[Lazy]:
        if self._bad is None:
            return []
        told, check = nw.concat(self._found), Check(None, Problem.GOES_ALONG)
        found = []
        for kind, table in self._tables.items():
            theirs = table.placed.join(self._bad, on=HOUSEHOLD, how="inner")
            own = told.filter(nw.col(TABLE) == kind.value).select(LINE).unique()
            found.append(as_problems(theirs.join(own, on=LINE, how="anti"), kind, check))
        return found

    def _collected(self, found: Sequence[Lazy]) -> pl.DataFrame:
        nothing = PROBLEMS.to_frame().drop(ROW)
        if not found:
            return nothing
        # Rows of engines that only tell them apart have large numbers.
        return self._engine.collect(nw.concat(found)).select(nothing.columns).with_columns(pl.col(LINE).cast(pl.Int64))

    # ------------------------------------------------------------ what is right, and what is put aside

    def _good(self, kind: TableKind) -> Lazy:
        placed = self._tables[kind].placed
        return placed if self._bad is None else placed.join(self._bad, on=HOUSEHOLD, how="anti")

    def _good_households(self) -> Lazy:
        facts = self._tables[TableKind.HOUSEHOLDS].facts
        of_office = office_columns(self._asked.pack, self._asked.said, plain, nw.Int32)
        households = self._good(TableKind.HOUSEHOLDS).select(HOUSEHOLD, *facts, *of_office, *self._along.of_households)
        applications = self._tables.get(TableKind.APPLICATIONS)
        if applications is None or not applications.facts:
            return households
        theirs = self._good(TableKind.APPLICATIONS).select(HOUSEHOLD, *applications.facts)
        return households.join(theirs, on=HOUSEHOLD, how="left")

    def _good_members(self) -> Lazy:
        table = self._tables.get(TableKind.MEMBERS)
        if table is None:
            households = self._good(TableKind.HOUSEHOLDS)
            nobody = households.filter(nw.col(HOUSEHOLD).is_null())
            return nobody.select(HOUSEHOLD, nw.col(HOUSEHOLD).alias(MEMBER))
        return self._good(TableKind.MEMBERS).select(HOUSEHOLD, MEMBER, *table.facts, *self._along.of_members)

    def _aside(self, kind: TableKind) -> Lazy:
        """The rows that are put aside as the registry gives them. A name with a dot cannot be asked for any more."""
        rows = self._tables[kind].rows
        aside = ~nw.col(PLACED)
        if self._bad is not None:
            rows = marked(rows, self._bad, [HOUSEHOLD], _IS_BAD)
            aside = aside | nw.col(_IS_BAD)
        columns = [nw.col(given(name)).alias(as_given(name)) for name in self._raw[kind].columns]
        return rows.filter(aside).select(LINE, *columns)

    def _count(self, rows: Lazy) -> int:
        return int(self._engine.collect(rows.select(nw.len().alias(_ROWS))).item())


_ROWS, _OF_NOBODY, _IS_BAD = "rows", "of nobody by name", "household is put aside"
