"""What became of a registry that was read: the same for a screening and for a comparison."""

from __future__ import annotations

from clausewise.classes import dataclass
from clausewise.language.labels import Label
from clausewise.records.base import Record
from clausewise.screening.figures.odd import OddKind


@dataclass(frozen=True, slots=True)
class Input(Record):
    """A file or table that was read."""

    name: str
    digest: str
    """The SHA-256 of what it held."""


@dataclass(frozen=True, slots=True)
class TableRows(Record):
    """What became of the rows of a table: those read are those screened and those put aside."""

    table: str
    read: int
    screened: int
    quarantined: int


@dataclass(frozen=True, slots=True)
class Quarantine(Record):
    """Why rows were put aside; a row may have several reasons."""

    table: str
    kind: str
    label: Label
    rows: int
    column: str | None = None
    """None where no one column is it."""


@dataclass(frozen=True, slots=True)
class Oddity(Record):
    """What is odd about a registry that could be used."""

    kind: OddKind
    label: Label
    where: str
    """The file or table that it is about."""
    column: str | None = None
    value: str | None = None
    """What stands in the column."""
    rows: int | None = None
    """Of how many rows it is true; None where it is about the file."""
