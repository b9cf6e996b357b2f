"""What an engine elsewhere is to a screening: the tables of a registry where they lie, and what computes there."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

import polars as pl

from clausewise.classes import dataclass
from clausewise.screening.figures.odd import Odd
from clausewise.screening.intake.rows import Lazy
from clausewise.screening.mapping.model import RegistryMapping, TableKind
from clausewise.screening.tables.table import Table


@dataclass(frozen=True)
class RawTable:
    """A table as it lies there: what people call it, its rows with `LINE` and columns named by `given`, the names of
    the columns there, and the SHA-256 of the file it lies in ("" where there is none to be read from here).

    `table` is the table of files that `LINE` counts the rows of; None where it only tells them apart.
    """

    kind: TableKind
    name: str
    frame: Lazy
    columns: tuple[str, ...]
    digest: str = ""
    table: Table | None = None

    @property
    def sources(self) -> tuple[tuple[str, str], ...]:
        """What it is read from: each by its name, with the SHA-256 of what it holds."""
        return ((self.name, self.digest),) if self.table is None else self.table.sources

    @property
    def odd(self) -> tuple[Odd, ...]:
        """What is odd about its files."""
        return () if self.table is None else self.table.odd

    def file_names(self, lines: pl.Series) -> pl.Series | None:
        """The names of the files that rows stand in; None where the table's name is enough."""
        return None if self.table is None else self.table.file_names(lines)

    def numbers(self, lines: pl.Series) -> pl.Series | None:
        """The numbers by which people find rows; None where they find them by their ids."""
        return None if self.table is None else self.table.numbers(lines)


class Engine(Protocol):
    """Where a registry lies, and what computes there. Every method raises RequestError for what cannot be read."""

    def open_tables(self, registry: str, mapping: RegistryMapping) -> Mapping[TableKind, RawTable]:
        """The tables that a mapping names; none is read yet."""

    def keep(self, frame: Lazy) -> Lazy:
        """The same rows, computed once and held there until they are let go of, or the engine is closed."""

    def let_go(self, frame: Lazy) -> None:
        """Let go of rows that were kept, and that nothing reads any more which is still to be computed."""

    def collect(self, frame: Lazy) -> pl.DataFrame:
        """The rows, here in memory."""

    def write_parquet(self, frame: Lazy, path: Path) -> None:
        """Write rows where there is nothing yet, as they are sorted: into a file, or a folder of files in order."""
