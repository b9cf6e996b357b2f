"""Columns of a registry read as facts: of rows in memory, what stands in many of them is read once.

The expressions are the same, whatever is read: a cell says what its column says of its content, and nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

import narwhals as nw
import polars as pl

from clausewise.classes import dataclass
from clausewise.screening.intake.cells import Cell, with_held

F = TypeVar("F", nw.DataFrame[Any], nw.LazyFrame[Any])

_FEW_ROWS, _LOOKED_AT, _FEW = 1_000, 1_000, 100
"""Fewer rows are read one by one; text is read by its words where so many rows have few of them."""


@dataclass(frozen=True)
class RawColumn:
    """A column of the registry and what is read of it.

    `values` are the facts, `flags` what may be wrong with its cells, both named. `by_itself` is false where they rest
    on columns beside it.
    """

    name: str
    cells: tuple[Cell, ...]
    values: tuple[nw.Expr, ...]
    flags: tuple[nw.Expr, ...]
    by_itself: bool

    def read_each(self, contents: _Contents, rows: int) -> list[pl.Series]:
        """Values and flags of rows by what stands in each."""
        each = nw.from_native(contents.each.alias(self.name).to_frame(), eager_only=True)
        read = with_held(each, [*self.cells]).select(*self.values, *self.flags).to_native()
        values, flags = read.get_columns()[: len(self.values)], read.get_columns()[len(self.values) :]
        nowhere = pl.repeat(False, rows, eager=True)
        return [
            *(one.gather(contents.places) for one in values),
            *(one.gather(contents.places) if one.any() else nowhere.alias(one.name) for one in flags),
        ]


def with_cells(rows: F, columns: Sequence[RawColumn]) -> F:
    """The rows with the facts of these columns, and what is wrong with their cells."""
    if not isinstance(rows, nw.DataFrame):
        return _one_by_one(rows, columns)
    frame: pl.DataFrame = rows.to_native()
    alone: list[RawColumn] = []
    beside: list[pl.Series] = []
    for column in columns:
        contents = _Contents.of(frame.get_column(column.name)) if column.by_itself else None
        if contents is None:
            alone.append(column)
        else:
            beside += column.read_each(contents, frame.height)
    read = _one_by_one(rows, alone)
    return nw.from_native(read.to_native().with_columns(beside), eager_only=True)


def _one_by_one(rows: F, columns: Sequence[RawColumn]) -> F:
    cells, made = _all_of(columns)
    held = with_held(rows, cells)
    return held.with_columns(*made) if made else held


def _all_of(columns: Sequence[RawColumn]) -> tuple[list[Cell], list[nw.Expr]]:
    cells = [cell for one in columns for cell in one.cells]
    return cells, [made for one in columns for made in (*one.values, *one.flags)]


@dataclass(frozen=True)
class _Contents:
    """What stands in a column, each once and last nothing, and for each row the place of what stands there."""

    each: pl.Series
    places: pl.Series

    @classmethod
    def of(cls, column: pl.Series) -> _Contents | None:
        """None where that is nothing gained: of few rows, or where little stands twice."""
        if len(column) < _FEW_ROWS:
            return None
        if column.dtype == pl.String and column.head(_LOOKED_AT).n_unique() <= _FEW:
            words = column.drop_nulls().unique()
            return cls._of(words, column.cast(pl.Enum(words)).to_physical())
        if column.dtype == pl.Date:
            days = column.to_physical()
            first, last = days.min(), days.max()
            if isinstance(first, int) and isinstance(last, int) and last - first < len(column) // 2:
                every = pl.int_range(first, last + 1, dtype=pl.Int32, eager=True)
                return cls._of(every.cast(column.dtype), days - first)
        return None

    @classmethod
    def _of(cls, each: pl.Series, places: pl.Series) -> _Contents:
        nothing = pl.Series([None], dtype=each.dtype)
        return cls(pl.concat([each, nothing]), places.cast(pl.UInt32).fill_null(len(each)))
