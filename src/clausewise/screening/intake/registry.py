"""A registry as the rules need it, stretch by stretch of its households: normalised, checked, its bad rows told.

A household with anything wrong in its row, or in a row of a member or an application of it, is bad as a whole: what is
known of it cannot be told from what is not. Nothing is mended and nothing left out; whoever reads decides what happens.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import narwhals as nw
import polars as pl

from clausewise.classes import dataclass
from clausewise.screening.intake.asked import Asked
from clausewise.screening.intake.office_columns import office_columns
from clausewise.screening.intake.placing import Stretches, find_households, place, problems_in
from clausewise.screening.intake.problems import PROBLEMS, Problem
from clausewise.screening.intake.rows import IN_MEMORY, Check, Reader
from clausewise.screening.mapping.checking import check_columns
from clausewise.screening.mapping.model import TableKind
from clausewise.screening.rules.columns import HOUSEHOLD, LINE, MEMBER, ROW, as_given
from clausewise.screening.tables.table import Table

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

    def rows_of(self, kind: TableKind, households: pl.Series) -> pl.DataFrame:
        """The rows of a table that these households stand in, with their ids: `LINE`, `ROW`, `HOUSEHOLD`, `MEMBER`."""
        frame = {
            TableKind.HOUSEHOLDS: self.households.select(LINE).with_row_index(ROW),
            TableKind.MEMBERS: self.members.select(LINE, ROW, MEMBER),
            TableKind.APPLICATIONS: self.application_lines,
        }[kind].filter(pl.col(ROW).is_in(households.implode()))
        if kind is not TableKind.MEMBERS:
            frame = frame.with_columns(pl.lit(None, pl.String).alias(MEMBER))
        ids = self.households.get_column(HOUSEHOLD).gather(frame.get_column(ROW))
        return frame.with_columns(ids.alias(HOUSEHOLD))


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
        self._kept = asked.kept(columns)
        self._every = every
        facts = asked.facts()
        self._of_office = office_columns(asked.pack, asked.said)
        self._mappings = {one.kind: one for one in mapping.tables}
        along = {TableKind.HOUSEHOLDS: self._kept.of_households, TableKind.MEMBERS: self._kept.of_members}
        self._readers = {
            kind: Reader(asked, one, tables[kind].types, IN_MEMORY, facts, along.get(kind, ()))
            for kind, one in self._mappings.items()
        }
        self._households = find_households(tables[TableKind.HOUSEHOLDS], mapping.households)
        self._placed = {
            kind: place(tables[kind], one, self._households, once=mapping.members_once)
            for kind, one in self._mappings.items()
            if kind is not TableKind.HOUSEHOLDS
        }
        self._stretches = {
            kind: Stretches(placed, self._columns(kind), every, work) for kind, placed in self._placed.items()
        }

    def __len__(self) -> int:
        """How many stretches there are; one at least."""
        return max(-(-self.tables[TableKind.HOUSEHOLDS].rows // self._every), 1)

    def homeless(self) -> pl.DataFrame:
        """What is wrong with rows that belong to no household, as `PROBLEMS` says."""
        found = [PROBLEMS.to_frame()]
        for placed in self._placed.values():
            rows = placed.rows.gather(placed.problems.get_column(LINE)).alias(ROW)
            found.append(placed.problems.with_columns(rows).filter(pl.col(ROW).is_null()))
        return pl.concat(found)

    def stretch(self, number: int) -> Stretch:
        """Some households, by the number of their stretch."""
        first = number * self._every
        households, problems = self._read_households(first)
        ids = households.get_column(HOUSEHOLD)
        members, of_members = self._read_others(TableKind.MEMBERS, number, ids)
        applications, of_applications = self._read_others(TableKind.APPLICATIONS, number, ids)
        if applications.width > 2:
            once = applications.unique(ROW, keep="first").drop(LINE)
            households = households.with_row_index(ROW).join(once, on=ROW, how="left", maintain_order="left").drop(ROW)
        told = pl.concat([PROBLEMS.to_frame(), *problems, *of_members, *of_applications])
        return Stretch(first, households, members, applications.select(ROW, LINE), told)

    def _columns(self, kind: TableKind) -> tuple[str, ...]:
        kept = {TableKind.HOUSEHOLDS: self._kept.of_households, TableKind.MEMBERS: self._kept.of_members}
        return tuple(dict.fromkeys((*self._readers[kind].columns, *kept.get(kind, ()))))

    def _read_households(self, first: int) -> tuple[pl.DataFrame, list[pl.DataFrame]]:
        kind = TableKind.HOUSEHOLDS
        raw = self.tables[kind].stretch(self._columns(kind), first, self._every)
        rows = pl.int_range(raw.height, dtype=pl.UInt32, eager=True).alias(ROW)
        numbered = pl.DataFrame([(rows + first).cast(pl.UInt32).alias(LINE), rows, *raw.get_columns()])
        read = nw.from_native(numbered, eager_only=True).pipe(self._readers[kind].read)
        own = self._households.problems.filter(pl.col(LINE).is_between(first, first + self._every - 1))
        told = [own.with_columns((pl.col(LINE) - first).cast(pl.UInt32).alias(ROW))]
        told += problems_in(read, kind, self._readers[kind].checks, ROW)
        kept = map(as_given, self._kept.of_households)
        households = read.select(nw.col(HOUSEHOLD).fill_null(""), LINE, *self._readers[kind].facts, *kept)
        return households.with_columns(*self._of_office).to_native(), told

    def _read_others(
        self, kind: TableKind, number: int, households: pl.Series
    ) -> tuple[pl.DataFrame, list[pl.DataFrame]]:
        """Members or applications of households with these ids; without such a table, nobody."""
        if kind not in self._stretches:
            nobody = pl.DataFrame(schema={ROW: pl.UInt32, LINE: pl.UInt32})
            return nobody.with_columns(pl.lit("").alias(MEMBER)) if kind is TableKind.MEMBERS else nobody, []
        reader, mapping = self._readers[kind], self._mappings[kind]
        given = self._stretches[kind].read(number)
        # A row that names another household than its hash says names one that the registry does not have. It may happen
        # once in many billions of registries, and then both households are not to be trusted.
        misplaced = Check(mapping.household, Problem.STRANGE_HOUSEHOLD)
        said = pl.col(HOUSEHOLD).ne_missing(pl.lit(households.gather(given.get_column(ROW))))
        read = nw.from_native(given, eager_only=True).pipe(reader.read)
        read = nw.from_native(read.to_native().with_columns(said.alias(misplaced.flag)), eager_only=True)
        told = [self._placed[kind].problems.join(given.select(LINE, ROW), on=LINE, how="inner")]
        told += problems_in(read, kind, (*reader.checks, misplaced), ROW)
        member = [nw.col(MEMBER).fill_null("")] if kind is TableKind.MEMBERS else []
        kept = map(as_given, self._kept.of_members if kind is TableKind.MEMBERS else ())
        return read.select(ROW, LINE, *member, *reader.facts, *kept).to_native(), told


def bad_households(problems: Iterable[pl.DataFrame]) -> pl.Series:
    """The households within a stretch that anything is wrong with."""
    rows = pl.concat([frame.select(ROW) for frame in problems]).get_column(ROW)
    return rows.drop_nulls().unique().sort()
