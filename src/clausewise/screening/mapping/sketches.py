"""What the tables of a registry look like, before there is a mapping."""

from __future__ import annotations

from clausewise.classes import dataclass

MOST_ROWS = 100_000
"""So many rows of a table are looked at; `distinct` and `unknown` count among those."""


@dataclass(frozen=True, slots=True)
class ColumnSketch:
    """A column: `kind` is boolean, integer, decimal, date, text or other; `distinct` how many different values it has.

    `values` are the commonest, most common first, as text; `unknown` counts the rows without any.
    """

    name: str
    kind: str
    distinct: int | None
    values: tuple[str, ...]
    unknown: int


@dataclass(frozen=True, slots=True)
class TableSketch:
    """A table: the name of a file, of a folder of files or of a database's table, how many rows it has, of CSV files
    the encodings, utf-8 first, and of a workbook with several sheets the one that is meant."""

    name: str
    rows: int
    columns: tuple[ColumnSketch, ...]
    encodings: tuple[str, ...] = ()
    sheet: str | None = None
