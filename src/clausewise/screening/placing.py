"""Finds out which household each row of a registry belongs to, and which rows cannot belong to one as they stand.

Ids are compared by a hash of theirs, so that ten million fit in memory; where two hashes are the same, the ids
themselves are read and decide. Rows are counted from 0 here, and only here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from clausewise.errors import Diagnostic, RequestError
from clausewise.screening.columns import ROW
from clausewise.screening.mapping import TableKind, TableMapping
from clausewise.screening.problems import Problem
from clausewise.screening.sealed import made_once
from clausewise.screening.tables import Table

LINE = "line of the table"
"""The column with a row's place in its table, counted from 0."""


def as_given(column: str) -> str:
    """The name of a registry's column beside ours, whatever it is."""
    return f"given {column}"


_SPREAD_AT_ONCE = 500_000
_HASH, _ID, _PROBLEM = "hash", "id", "problem"
_ODD = 0x9E3779B97F4A7C15
_NO_PROBLEMS = pl.DataFrame(schema={LINE: pl.UInt32, _PROBLEM: pl.String})


@dataclass(frozen=True)
class Households:
    """The table of households: the hashes of their ids (null without one), and what is wrong with rows as such."""

    table: Table
    column: str
    seed: int
    hashes: pl.Series
    problems: pl.DataFrame


@dataclass(frozen=True)
class Placed:
    """Rows of a table by the household they belong to.

    `rows` holds the household's place for each row, null where it has none; `problems` has `line` and `problem`.
    """

    table: Table
    rows: pl.Series
    problems: pl.DataFrame


def id_of(column: str, table: Table, mapping: TableMapping) -> pl.Expr:
    """An id as text, null where there is none. Raises: RequestError for a column that can be none."""
    dtype = table.schema[column]
    if not (dtype.is_integer() or dtype in (pl.String, pl.Categorical, pl.Enum)):
        problem = f"{column} is of type {dtype} and cannot be an id"
        raise RequestError(Diagnostic(problem, mapping.place, "name a column of texts or whole numbers"))
    written = pl.col(column).cast(pl.String).str.strip_chars()
    return pl.when(written != "").then(written)


def find_households(table: Table, mapping: TableMapping) -> Households:
    """Hash the households' ids, and find those without one and those that stand twice."""
    own = id_of(mapping.household, table, mapping)
    for seed in range(9):
        hashes = _hashes(table, own, seed)
        candidates = _repeated(hashes)
        ids = _read_at(table, own, candidates)
        twice = ids.filter(pl.col(_ID).is_duplicated())
        if twice.height == ids.height:
            break
    missing = _told(_lines(hashes.is_null()), Problem.NO_ID)
    return Households(table, mapping.household, seed, hashes, pl.concat([missing, _told(twice[LINE], Problem.TWICE)]))


def place(table: Table, mapping: TableMapping, households: Households, *, once: bool) -> Placed:
    """Find the household of each member or application, and the rows that have none or stand twice.

    With `once`, a member's id may stand in one household only. Of applications a household has one at most.
    """
    hashes = _hashes(table, id_of(mapping.household, table, mapping), households.seed)
    rows = _rows_of(hashes, households.hashes)
    problems = [
        _told(_lines(hashes.is_null()), Problem.NO_HOUSEHOLD),
        _told(_lines(hashes.is_not_null() & rows.is_null()), Problem.STRANGE_HOUSEHOLD),
    ]
    if table.kind is TableKind.APPLICATIONS:
        problems.append(_told(_lines(rows.is_duplicated() & rows.is_not_null()), Problem.TWICE))
    elif mapping.member is not None:
        problems += _members(table, id_of(mapping.member, table, mapping), rows, once=once)
    return Placed(table, rows, pl.concat(problems))


def _members(table: Table, own: pl.Expr, rows: pl.Series, *, once: bool) -> list[pl.DataFrame]:
    hashes = _hashes(table, own, 0)
    # Within a household only, an id and its household together must not repeat.
    keys = hashes if once else hashes ^ (rows.cast(pl.UInt64).fill_null(0) * _ODD)
    found = _read_at(table, own, _repeated(keys))
    found = found.with_columns(rows.gather(found[LINE]).alias(ROW)).drop_nulls()
    twice = found.filter(pl.struct(_ID, ROW).is_duplicated())
    apart = found.filter(pl.col(ROW).n_unique().over(_ID) > 1) if once else found.clear()
    return [
        _told(_lines(hashes.is_null()), Problem.NO_ID),
        _told(twice[LINE], Problem.TWICE),
        _told(apart[LINE], Problem.TWO_HOUSEHOLDS),
    ]


def _hashes(table: Table, own: pl.Expr, seed: int) -> pl.Series:
    hashed = pl.when(own.is_not_null()).then(own.hash(seed)).alias(_HASH)
    return table.read(table.scan().select(hashed)).get_column(_HASH)


def _repeated(hashes: pl.Series) -> pl.Series:
    """The rows whose hash stands more than once."""
    ordered = hashes.drop_nulls().sort()
    values = ordered.filter(ordered == ordered.shift(1)).unique()
    return _lines(hashes.is_in(values.implode())) if len(values) else pl.Series(LINE, [], pl.UInt32)


def _lines(marked: pl.Series) -> pl.Series:
    return marked.fill_null(False).arg_true().cast(pl.UInt32).alias(LINE)


def _told(lines: pl.Series, problem: Problem) -> pl.DataFrame:
    if not len(lines):
        return _NO_PROBLEMS
    return lines.to_frame().with_columns(pl.lit(problem.value).alias(_PROBLEM))


def _read_at(table: Table, own: pl.Expr, lines: pl.Series) -> pl.DataFrame:
    """The ids in some rows."""
    if not len(lines):
        return pl.DataFrame(schema={LINE: pl.UInt32, _ID: pl.String})
    numbered = table.scan().select(own.alias(_ID)).with_row_index(LINE)
    return table.read(numbered.filter(pl.col(LINE).is_in(lines.implode())))


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
        return pl.read_parquet(files).sort(ROW, LINE)

    def _numbered(self, begin: int, count: int) -> pl.DataFrame:
        """Rows with their place and household, without those that have none."""
        rows = self._placed.rows.slice(begin, count).alias(ROW)
        lines = pl.int_range(begin, begin + len(rows), dtype=pl.UInt32, eager=True).alias(LINE)
        frame = self._placed.table.stretch(self._columns, begin, count).rename(as_given)
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
