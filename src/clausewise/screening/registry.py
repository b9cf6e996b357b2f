"""A registry as the rules need it, stretch by stretch of its households: normalised, checked, its bad rows told.

A household with anything wrong in its row, or in a row of a member or an application of it, is bad as a whole: what is
known of it cannot be told from what is not. Nothing is mended and nothing left out; whoever reads decides what happens.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import narwhals as nw
import polars as pl

from clausewise.language.model import Pack
from clausewise.screening.asked import Asked
from clausewise.screening.cells import Cell, cell_of
from clausewise.screening.columns import EVERYBODY, HOUSEHOLD, MEMBER, MOST_MEMBERS, ROW
from clausewise.screening.mapping import TableKind, TableMapping, fact_in_column
from clausewise.screening.mapping_reading import check_columns
from clausewise.screening.neighbours import falses
from clausewise.screening.office_columns import office_columns
from clausewise.screening.placing import (
    LINE,
    Placed,
    Stretches,
    as_given,
    find_households,
    id_of,
    place,
)
from clausewise.screening.problems import Problem
from clausewise.screening.tables import Table

TABLE, COLUMN, PROBLEM, VALUE = "table", "column", "problem", "value"
PROBLEMS = pl.Schema(
    {TABLE: pl.String, LINE: pl.UInt32, COLUMN: pl.String, PROBLEM: pl.String, VALUE: pl.String, ROW: pl.UInt32}
)
"""One row for each thing wrong with a row: `ROW` is the household's within the stretch, null where it has none."""

STRETCH = 100_000
"""So many households are in memory at once."""


@dataclass(frozen=True)
class Stretch:
    """Some households of a registry. `first` is the place of the first of them in the registry.

    `households` has `HOUSEHOLD`, `LINE`, facts and kept columns; `members` has `ROW`, `LINE`, `MEMBER`, facts and kept
    columns; `application_lines` has `ROW` and `LINE`. `problems` is as `PROBLEMS` says.
    """

    first: int
    households: pl.DataFrame
    members: pl.DataFrame
    application_lines: pl.DataFrame
    problems: pl.DataFrame

    def without(self, rows: pl.Series) -> Stretch:
        """The same without these households, the rest numbered anew."""
        if not len(rows):
            return self
        numbered = self.households.with_row_index(ROW)
        kept = numbered.filter(~pl.col(ROW).is_in(rows.implode()))
        anew = kept.select(ROW).with_row_index("anew")
        return Stretch(
            self.first,
            kept.drop(ROW),
            _renumbered(self.members, anew),
            _renumbered(self.application_lines, anew),
            self.problems.clear(),
        )

    def whole_households(self, rows: pl.Series) -> pl.DataFrame:
        """All rows that these households stand in: `TABLE`, `LINE`, `ROW`."""
        wanted = pl.col(ROW).is_in(rows.implode())
        tables = {
            TableKind.HOUSEHOLDS: self.households.select(LINE).with_row_index(ROW),
            TableKind.MEMBERS: self.members.select(ROW, LINE),
            TableKind.APPLICATIONS: self.application_lines.select(ROW, LINE),
        }
        found = [
            frame.filter(wanted).select(pl.lit(kind.value).alias(TABLE), LINE, ROW) for kind, frame in tables.items()
        ]
        return pl.concat(found)


def _renumbered(frame: pl.DataFrame, anew: pl.DataFrame) -> pl.DataFrame:
    joined = frame.join(anew, on=ROW, how="inner", maintain_order="left")
    return joined.with_columns(pl.col("anew").cast(pl.UInt32).alias(ROW)).drop("anew")


class Registry:
    """The tables of a registry, opened. Reads nothing but ids before a stretch is asked for."""

    def __init__(self, asked: Asked, tables: Mapping[TableKind, Table], work: Path, every: int = STRETCH) -> None:
        """`work` is a folder for files that are needed meanwhile, `every` how many households make a stretch.

        Raises: RequestError for columns that are not there, or cannot hold their facts.
        """
        mapping = asked.mapping
        columns = {kind: tuple(table.schema) for kind, table in tables.items()}
        check_columns(mapping, columns)
        self.tables = tables
        self._mapping = mapping
        self._kept = asked.kept(columns)
        self._every = every
        self._work = work
        facts = asked.facts()
        self._of_office = office_columns(asked.pack, asked.said)
        self._cells = {one.kind: _cells(asked.pack, one, tables[one.kind], facts) for one in mapping.tables}
        self._households = find_households(tables[TableKind.HOUSEHOLDS], mapping.households)
        self._placed = {
            table.kind: place(tables[table.kind], table, self._households, once=mapping.members_once)
            for table in mapping.tables
            if table.kind is not TableKind.HOUSEHOLDS
        }
        self._stretches = {kind: self._stretches_of(kind, placed) for kind, placed in self._placed.items()}

    def __len__(self) -> int:
        """How many stretches there are; one at least."""
        return max(-(-self.tables[TableKind.HOUSEHOLDS].rows // self._every), 1)

    def homeless(self) -> pl.DataFrame:
        """What is wrong with rows that belong to no household, as `PROBLEMS` says."""
        found = [PROBLEMS.to_frame()]
        for kind, placed in self._placed.items():
            nobody = placed.problems.with_columns(placed.rows.gather(placed.problems[LINE])).filter(
                pl.col(ROW).is_null()
            )
            if nobody.height:
                mapping = self._mapping_of(kind)
                ids = placed.table.scan().select(ids_of(mapping)).with_row_index(LINE)
                there = ids.filter(pl.col(LINE).is_in(nobody.get_column(LINE).implode()))
                found.append(_about_ids(nobody, mapping, there.collect()))
        return pl.concat([frame.select(PROBLEMS.names()) for frame in found])

    def stretch(self, number: int) -> Stretch:
        """Some households, by the number of their stretch."""
        first = number * self._every
        households, problems = self._read_households(first)
        ids = households.get_column(HOUSEHOLD)
        members, of_members = self._read_others(TableKind.MEMBERS, number, ids)
        applications, of_applications = self._read_others(TableKind.APPLICATIONS, number, ids)
        found = [*problems, *of_members, *of_applications, _too_many(members)]
        if applications.width > 2:
            once = applications.unique(ROW, keep="first").drop(LINE)
            households = households.with_row_index(ROW).join(once, on=ROW, how="left", maintain_order="left").drop(ROW)
        told = pl.concat([frame.select(PROBLEMS.names()) for frame in (PROBLEMS.to_frame(), *found)])
        return Stretch(first, households, members, applications.select(ROW, LINE), told)

    def _mapping_of(self, kind: TableKind) -> TableMapping:
        return next(one for one in self._mapping.tables if one.kind is kind)

    def _columns(self, kind: TableKind) -> tuple[str, ...]:
        kept = {TableKind.HOUSEHOLDS: self._kept.of_households, TableKind.MEMBERS: self._kept.of_members}
        mapping = self._mapping_of(kind)
        return tuple(
            dict.fromkeys((*ids_of(mapping), *(cell.column for cell in self._cells[kind]), *kept.get(kind, ())))
        )

    def _stretches_of(self, kind: TableKind, placed: Placed) -> Stretches:
        return Stretches(placed, self._columns(kind), self._every, self._work)

    def _read_households(self, first: int) -> tuple[pl.DataFrame, list[pl.DataFrame]]:
        kind, mapping = TableKind.HOUSEHOLDS, self._mapping.households
        table = self.tables[kind]
        raw = table.stretch(self._columns(kind), first, self._every)
        rows = pl.int_range(raw.height, dtype=pl.UInt32, eager=True).alias(ROW)
        lines = (rows + first).cast(pl.UInt32).alias(LINE)
        values, problems = _normalised(raw, self._cells[kind], mapping, lines, rows)
        if mapping.everybody is False:
            values = values.with_columns(falses(raw.height).alias(EVERYBODY))
        ids = raw.select(id_of(mapping.household, table, mapping).fill_null("").alias(HOUSEHOLD))
        own = self._households.problems.filter(pl.col(LINE).is_between(first, first + self._every - 1))
        within = own.with_columns((pl.col(LINE) - first).cast(pl.UInt32).alias(ROW))
        problems.append(_about_ids(within, mapping, raw.with_columns(lines)))
        kept = raw.select(pl.col(column).alias(as_given(column)) for column in self._kept.of_households)
        households = pl.concat([ids, lines.to_frame(), values, kept], how="horizontal")
        return nw.from_native(households).with_columns(*self._of_office).to_native(), problems

    def _read_others(
        self, kind: TableKind, number: int, households: pl.Series
    ) -> tuple[pl.DataFrame, list[pl.DataFrame]]:
        """Members or applications of households with these ids; without such a table, nobody."""
        if kind not in self._stretches:
            nobody = pl.DataFrame(schema={ROW: pl.UInt32, LINE: pl.UInt32})
            return nobody.with_columns(pl.lit("").alias(MEMBER)) if kind is TableKind.MEMBERS else nobody, []
        mapping, table = self._mapping_of(kind), self.tables[kind]
        given = self._stretches[kind].read(number)
        raw = given.select(pl.col(as_given(column)).alias(column) for column in self._columns(kind))
        rows, lines = given.get_column(ROW), given.get_column(LINE)
        values, problems = _normalised(raw, self._cells[kind], mapping, lines, rows)
        own = self._placed[kind].problems.join(given.select(LINE, ROW), on=LINE, how="inner")
        told = pl.concat([own, _misplaced(raw.select(id_of(mapping.household, table, mapping)), given, households)])
        problems.append(_about_ids(told, mapping, raw.with_columns(lines)))
        frames = [rows.to_frame(), lines.to_frame()]
        if mapping.member is not None:
            frames.append(raw.select(id_of(mapping.member, table, mapping).fill_null("").alias(MEMBER)))
        kept = self._kept.of_members if kind is TableKind.MEMBERS else ()
        frames += [values, raw.select(pl.col(column).alias(as_given(column)) for column in kept)]
        return pl.concat(frames, how="horizontal"), problems


def _cells(pack: Pack, mapping: TableMapping, table: Table, facts: frozenset[str]) -> tuple[Cell, ...]:
    schema = nw.from_native(pl.DataFrame(schema=dict(table.schema))).schema
    read = (one for one in mapping.read if one.fact in (*facts, EVERYBODY))
    return tuple(cell_of(fact_in_column(pack, one), one, schema[one.column]) for one in read)


def _normalised(
    raw: pl.DataFrame, cells: Sequence[Cell], mapping: TableMapping, lines: pl.Series, rows: pl.Series
) -> tuple[pl.DataFrame, list[pl.DataFrame]]:
    """The facts of some rows, and what is wrong with their cells."""
    checked = [(cell, problem, expression) for cell in cells for problem, expression in cell.problems]
    made = nw.from_native(raw, eager_only=True).select(
        *(cell.value.alias(cell.fact) for cell in cells),
        *(expression.alias(f"problem {at}") for at, (_, _, expression) in enumerate(checked)),
    )
    frame: pl.DataFrame = made.to_native()
    problems = []
    for at, (cell, problem, _) in enumerate(checked):
        hit = frame.get_column(f"problem {at}").arg_true()
        if len(hit):
            values = raw.get_column(cell.column).gather(hit).cast(pl.String)
            told = pl.DataFrame([lines.gather(hit), values.alias(VALUE), rows.gather(hit)])
            problems.append(told.with_columns(_said(mapping.kind, cell.column, problem)))
    return frame.select(cell.fact for cell in cells), problems


def _said(kind: TableKind, column: str, problem: Problem) -> list[pl.Expr]:
    return [
        pl.lit(kind.value).alias(TABLE),
        pl.lit(column).alias(COLUMN),
        pl.lit(problem.value).alias(PROBLEM),
    ]


def ids_of(mapping: TableMapping) -> list[str]:
    """The columns with the ids of a table."""
    return list(dict.fromkeys((mapping.household, mapping.member or mapping.household)))


_ABOUT_MEMBERS = [Problem.NO_ID.value, Problem.TWICE.value, Problem.TWO_HOUSEHOLDS.value]


def _about_ids(problems: pl.DataFrame, mapping: TableMapping, raw: pl.DataFrame) -> pl.DataFrame:
    """Problems of rows as such (`LINE`, `ROW`, `PROBLEM`) with the column of the id they are about, and what it says.

    `raw` has the rows with their `LINE`, other columns as the registry names them.
    """
    column, value = pl.lit(mapping.household), pl.col("its household")
    ids = raw.select(LINE, pl.col(mapping.household).cast(pl.String).alias("its household"))
    if mapping.member is not None:
        ids = ids.with_columns(raw.get_column(mapping.member).cast(pl.String).alias("its own"))
        about_members = pl.col(PROBLEM).is_in(_ABOUT_MEMBERS)
        column = pl.when(about_members).then(pl.lit(mapping.member)).otherwise(column)
        value = pl.when(about_members).then("its own").otherwise(value)
    told = problems.join(ids, on=LINE, how="left", maintain_order="left")
    return told.with_columns(pl.lit(mapping.kind.value).alias(TABLE), column.alias(COLUMN), value.alias(VALUE))


def _misplaced(ids: pl.DataFrame, given: pl.DataFrame, households: pl.Series) -> pl.DataFrame:
    """Rows that name another household than the one that their hash says: one that the registry does not have.

    It may happen once in many billions of registries, and then both households are not to be trusted.
    """
    rows = given.select(LINE, pl.lit(Problem.STRANGE_HOUSEHOLD.value).alias(PROBLEM), ROW)
    return rows.filter(ids.to_series() != households.gather(given.get_column(ROW)))


def _too_many(members: pl.DataFrame) -> pl.DataFrame:
    """Households with more members than are read."""
    counted = members.group_by(ROW).agg(pl.len().alias("members"), pl.col(LINE).first())
    return counted.filter(pl.col("members") > MOST_MEMBERS).select(
        pl.lit(TableKind.MEMBERS.value).alias(TABLE), LINE, pl.lit(None, pl.String).alias(COLUMN),
        pl.lit(Problem.TOO_MANY_MEMBERS.value).alias(PROBLEM), pl.lit(None, pl.String).alias(VALUE), ROW,
    )  # fmt: skip


def bad_households(problems: Iterable[pl.DataFrame]) -> pl.Series:
    """The households within a stretch that anything is wrong with."""
    rows = pl.concat([frame.select(ROW) for frame in problems]).get_column(ROW)
    return rows.drop_nulls().unique().sort()
