"""Finds out which household each row of a registry belongs to, and which rows cannot belong to one as they stand.

Ids are compared by a hash of theirs, so that ten million fit in memory; where two hashes are the same, the ids
themselves are read and decide. Rows are counted from 0 here, and only here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import narwhals as nw
import polars as pl

from clausewise.classes import dataclass
from clausewise.screening.intake.problems import PROBLEMS
from clausewise.screening.intake.rows import IN_MEMORY, PERSON, PLACED, Check, check_rows, counted, flagged, with_ids
from clausewise.screening.mapping.model import TableKind, TableMapping
from clausewise.screening.rules.columns import HOUSEHOLD, LINE, MEMBER, MOST_MEMBERS, ROW
from clausewise.screening.tables.sealed import made_once
from clausewise.screening.tables.table import Table

_SPREAD_AT_ONCE = 500_000
_HASH = "hash"
_ODD = 0x9E3779B97F4A7C15


@dataclass(frozen=True)
class Households:
    """The table of households: the hashes of their ids (null without one), and what is wrong with rows as such."""

    table: Table
    seed: int
    hashes: pl.Series
    problems: pl.DataFrame


@dataclass(frozen=True)
class Placed:
    """Rows of a table by the household they belong to.

    `rows` holds the household's place for each row, null where it has none; `problems` is as `PROBLEMS` says, but for
    `ROW`.
    """

    table: Table
    rows: pl.Series
    problems: pl.DataFrame


def find_households(table: Table, mapping: TableMapping) -> Households:
    """Hash the households' ids, and find those without one and those that stand twice."""
    for seed in range(9):
        hashes = _hashes(table, mapping, HOUSEHOLD, seed)
        suspects = _Suspects.read(table, mapping, hashes.is_null() | _repeated(hashes), hashes.is_not_null())
        if suspects.ids.drop_nulls().is_duplicated().all():
            break
    return Households(table, seed, hashes, suspects.problems(once=True))


def place(table: Table, mapping: TableMapping, households: Households, *, once: bool) -> Placed:
    """Find the household of each member or application, and the rows that have none or stand twice.

    With `once`, a member's id may stand in one household only. Of applications a household has one at most.
    """
    rows = _rows_of(_hashes(table, mapping, HOUSEHOLD, households.seed), households.hashes)
    suspicious = rows.is_null()
    if mapping.member is None:
        suspicious = suspicious | rows.is_duplicated()
    else:
        own = _hashes(table, mapping, MEMBER, 0)
        if mapping.identity is not None:
            suspicious = suspicious | _repeated(_hashes(table, mapping, PERSON, 0))
        # Within a household only, an id and its household together must not repeat.
        keys = own if once else own ^ (rows.cast(pl.UInt64).fill_null(0) * _ODD)
        suspicious = suspicious | own.is_null() | _repeated(keys) | _repeated(rows, MOST_MEMBERS)
    return Placed(table, rows, _Suspects.read(table, mapping, suspicious, rows.is_not_null()).problems(once=once))


@dataclass(frozen=True)
class _Suspects:
    """The rows whose ids may be wrong by their hashes, with all others that have the same: they are looked at."""

    mapping: TableMapping
    frame: pl.DataFrame

    @classmethod
    def read(cls, table: Table, mapping: TableMapping, suspicious: pl.Series, placed: pl.Series) -> _Suspects:
        lines = suspicious.arg_true().cast(pl.UInt32).alias(LINE)
        given = table.given(mapping.columns) if len(lines) else table.given(mapping.columns).head(0)
        rows = given.with_row_index(LINE).filter(pl.col(LINE).is_in(lines.implode()))
        frame = table.read(with_ids(nw.from_native(rows), mapping, table.types, IN_MEMORY).to_native())
        return cls(mapping, frame.with_columns(placed.gather(frame.get_column(LINE)).alias(PLACED)))

    @property
    def ids(self) -> pl.Series:
        """The ids of their households."""
        return self.frame.get_column(HOUSEHOLD)

    def problems(self, *, once: bool) -> pl.DataFrame:
        """What is wrong with them."""
        lazy, checks = check_rows(nw.from_native(self.frame.lazy()), self.mapping, once=once)
        rows = nw.from_native(lazy.to_native().collect(), eager_only=True)
        return pl.concat([PROBLEMS.to_frame().drop(ROW), *problems_in(rows, self.mapping.kind, checks)])


def problems_in(
    rows: nw.DataFrame[pl.DataFrame], kind: TableKind, checks: Sequence[Check], *along: str
) -> list[pl.DataFrame]:
    """What is wrong with rows in memory: a frame for each check that is true of any."""
    numbers = rows.select(*counted(checks)).row(0) if checks else ()
    return [
        flagged(rows, kind, check, IN_MEMORY, *along).to_native()
        for check, number in zip(checks, numbers, strict=True)
        if number
    ]


def scan_ids(table: Table, mapping: TableMapping) -> pl.LazyFrame:
    """The ids of rows in their order: `HOUSEHOLD`, `MEMBER`, `PERSON`."""
    given = nw.from_native(table.given(mapping.columns))
    ids: pl.LazyFrame = with_ids(given, mapping, table.types, IN_MEMORY).select(HOUSEHOLD, MEMBER, PERSON).to_native()
    return ids


def _hashes(table: Table, mapping: TableMapping, whose: str, seed: int) -> pl.Series:
    own = pl.col(whose)
    hashed = pl.when(own.is_not_null()).then(own.hash(seed)).alias(_HASH)
    return table.read(scan_ids(table, mapping).select(hashed)).get_column(_HASH)


def _repeated(keys: pl.Series, times: int = 1) -> pl.Series:
    """Whether each key stands more than so many times."""
    ordered = keys.drop_nulls().sort()
    values = ordered.filter(ordered == ordered.shift(times)).unique()
    return keys.is_in(values.implode()).fill_null(False) if len(values) else pl.repeat(False, len(keys), eager=True)


def _rows_of(hashes: pl.Series, households: pl.Series) -> pl.Series:
    """The place of the household for each hash; null where there is none."""
    # Members of a household mostly stand together, and households in their order.
    begins = hashes.ne_missing(hashes.shift(1))
    if len(begins):
        begins[0] = True
    runs = hashes.filter(begins)
    if len(runs) == len(households) and bool(runs.eq(households).all()) and not runs.null_count():
        found = pl.int_range(len(runs), dtype=pl.UInt32, eager=True)
    else:
        there = households.alias(_HASH).to_frame().with_row_index(ROW).drop_nulls().unique(_HASH, keep="first")
        asked = runs.alias(_HASH).to_frame()
        found = asked.join(there, on=_HASH, how="left", maintain_order="left").get_column(ROW)
    return found.gather(begins.cast(pl.UInt32).cum_sum() - 1).alias(ROW)


# ---------------------------------------------------------------- rows of a stretch of households


class Stretches:
    """The rows of a table that belong to stretches of households, however they stand in the table."""

    def __init__(self, placed: Placed, columns: Sequence[str], every: int, work: Path) -> None:
        """`every` households make a stretch. Rows that stand in no order are sorted into files below `work` first."""
        self._placed = placed
        self._columns = tuple(columns)
        self._every = every
        known = placed.rows.drop_nulls()
        self._in_order = bool(known.is_sorted())
        # Whoever reads other columns sorts files of its own.
        read = hashlib.sha256("\0".join(self._columns).encode()).hexdigest()[:12]
        self._folder = work / f"{placed.table.kind.value}-by-household-{read}"
        if self._in_order:
            stretch_of = placed.rows.forward_fill().fill_null(0) // every
            last = int(stretch_of[-1]) if len(stretch_of) else -1
            begins = pl.int_range(last + 2, dtype=pl.UInt32, eager=True)
            self._begins: list[int] = stretch_of.search_sorted(begins, side="left").to_list()
        else:
            made_once(self._folder, self._sort)

    def read(self, number: int) -> pl.DataFrame:
        """The rows of a stretch by household: `LINE`, `ROW` (within the stretch), and the columns `as_given`."""
        frame = self._read(number)
        within = (pl.col(ROW) - number * self._every).cast(pl.UInt32)
        return frame.with_columns(within.alias(ROW))

    def _read(self, number: int) -> pl.DataFrame:
        if self._in_order:
            begin, end = (self._begins[min(one, len(self._begins) - 1)] for one in (number, number + 1))
            return self._numbered(begin, end - begin)
        files = sorted((self._folder / str(number)).glob("*.parquet"))
        if not files:
            return self._numbered(0, 0)
        return pl.read_parquet(files, glob=False).sort(ROW, LINE)

    def _numbered(self, begin: int, count: int) -> pl.DataFrame:
        """Rows with their place and household, without those that have none."""
        rows = self._placed.rows.slice(begin, count).alias(ROW)
        lines = pl.int_range(begin, begin + len(rows), dtype=pl.UInt32, eager=True).alias(LINE)
        frame = self._placed.table.stretch(self._columns, begin, count)
        return pl.DataFrame([lines, rows, *frame.get_columns()]).filter(pl.col(ROW).is_not_null())

    def _sort(self, making: Path) -> None:
        for at, frame in enumerate(self._pieces()):
            for (number,), part in frame.partition_by("stretch", include_key=False, as_dict=True).items():
                (making / str(number)).mkdir(exist_ok=True)
                part.write_parquet(making / str(number) / f"{at:06}.parquet", compression="lz4")

    def _pieces(self) -> Iterator[pl.DataFrame]:
        for begin in range(0, self._placed.table.rows, _SPREAD_AT_ONCE):
            frame = self._numbered(begin, _SPREAD_AT_ONCE)
            yield frame.with_columns((pl.col(ROW) // self._every).alias("stretch"))
