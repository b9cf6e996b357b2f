"""What members come to for their household, and households for their members, without hashing: neighbouring rows.

Members stand by household, so those of one are neighbours. A condition that holds of few members is written down at
their households one by one. Of one that holds of many it is found whether any member fulfils it by looking one further,
two further, four further, as far as the largest household goes; on bits, 64 of them at once.
"""

from __future__ import annotations

from functools import cached_property

import polars as pl

_FEW = 16
"""A condition that holds of less than one member in so many is written down one by one."""


class Neighbours:
    """How the rows of members stand to each other: who is the first and last of a household, who is of the same one.

    `rows` says for each member in which row its household stands, counted from 0; of `number` households each has at
    least one.
    """

    def __init__(self, rows: pl.Series, number: int) -> None:
        self._rows = rows
        self._number = number
        self._first = begins(rows)
        self._nowhere = falses(number)
        self._reach = self._looked_further()

    def _looked_further(self) -> list[tuple[pl.Series, pl.Series]]:
        """For each distance rows without anything to fill up with, and which rows are of the same household."""
        found = []
        same = _further(~self._first, falses(1))
        further = 1
        while same.any():
            nothing = falses(further)
            found.append((nothing, same))
            same = same & _further(same, nothing)
            further *= 2
        return found

    def any_of(self, condition: pl.Series) -> pl.Series:
        """Whether a boolean is true of any row of the household, one value for each household."""
        if int(condition.sum()) * _FEW < len(condition):
            return self._nowhere.clone().scatter(self._rows.filter(condition), True)
        for nothing, same in self._reach:
            condition = condition | (_further(condition, nothing) & same)
        return condition.filter(self._first)

    def total_of(self, number: pl.Series) -> pl.Series:
        """The sum over the rows of the household; sums run on over all, and only their differences count."""
        running = number.cast(pl.Int64).cum_sum().filter(_further(self._first, _TRUE))
        return running - pl.Series([0], dtype=pl.Int64).append(running.slice(0, self._number - 1)).rechunk()

    @cached_property
    def size(self) -> pl.Series:
        """How many rows a household has."""
        ends = self._starts.slice(1).append(pl.Series([len(self._rows)], dtype=pl.Int64)).rechunk()
        return ends - self._starts

    @cached_property
    def _starts(self) -> pl.Series:
        return pl.int_range(len(self._rows), dtype=pl.Int64, eager=True).filter(self._first)

    def spread(self, column: pl.Series) -> pl.Series:
        """What a household has, for each of its rows."""
        if column.dtype == pl.Boolean and not column.null_count():
            is_rare = int(column.sum()) * 2 < len(column)
            return self._spread_boolean(column) if is_rare else ~self._spread_boolean(~column)
        return column.gather(self._rows)

    def _spread_boolean(self, condition: pl.Series) -> pl.Series:
        """Written down at the first row of each household of which it is true, and looked back for."""
        found = falses(len(self._rows)).scatter(self._starts.filter(condition), True)
        for nothing, same in self._reach:
            found = found | _back(found & same, nothing)
        return found


def begins(rows: pl.Series) -> pl.Series:
    """Whether a member is the first of the household, by the row of the household of each."""
    number = len(rows)
    if not number:
        return falses(0)
    return _TRUE.clone().append(rows.slice(1) != rows.slice(0, number - 1)).rechunk()


def falses(number: int) -> pl.Series:
    """So many times false."""
    return _FALSE.new_from_index(0, number)


# Operations on series whose parts are put together by hand take a tenth of what the same takes as an expression.
_TRUE, _FALSE = pl.Series([True]), pl.Series([False])


def _further(condition: pl.Series, nothing: pl.Series) -> pl.Series:
    """A boolean as it stands so many rows further as `nothing` has; in one piece, on which bits are joined fastest."""
    return condition.slice(len(nothing)).append(nothing).rechunk()


def _back(condition: pl.Series, nothing: pl.Series) -> pl.Series:
    """A boolean as it stands so many rows before."""
    return nothing.clone().append(condition.slice(0, len(condition) - len(nothing))).rechunk()
