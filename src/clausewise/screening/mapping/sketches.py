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
    """A table: a file's name or that of a database's table, how many rows it has, and, of a CSV file, its encoding."""

    name: str
    rows: int
    columns: tuple[ColumnSketch, ...]
    encoding: str | None
