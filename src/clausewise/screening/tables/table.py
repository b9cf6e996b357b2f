"""One table of a registry as Parquet that is read in stretches, whatever files it lay in.

No column is loaded that nobody asks for.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Mapping, Sequence
from itertools import accumulate
from pathlib import Path

import narwhals as nw
import polars as pl
from narwhals.dtypes import DType

from clausewise.classes import dataclass
from clausewise.errors import Diagnostic, Place, RequestError
from clausewise.screening.figures.odd import Odd, OddKind
from clausewise.screening.mapping.model import FactColumn, TableKind
from clausewise.screening.rules.columns import as_given
from clausewise.screening.tables.files import NAME_ANOTHER, hold_columns

Digests = Mapping[str, Mapping[str, str]]
"""By table the SHA-256 of each of its files, by the file's name."""


@dataclass(frozen=True)
class Part:
    """The rows of one file of a table: what people call it, the Parquet that has them, how many, and the SHA-256 of
    what they were read from.

    `blank` are the places, from 0, of lines with nothing in them that were no rows; the first place has the number
    `first` where people look rows up. `seems_utf8` is true of a file that was read as something else.
    """

    name: str
    file: Path
    rows: int
    digest: str = ""
    blank: tuple[int, ...] = ()
    first: int = 1
    seems_utf8: bool = False

    def numbers(self, places: pl.Series) -> pl.Series:
        """The numbers by which people find its rows, from their places among those that are none blank."""
        # So many rows stand before each blank line.
        before = pl.Series([place - at for at, place in enumerate(self.blank)], dtype=pl.Int64)
        return places + before.search_sorted(places, side="right").cast(pl.Int64) + self.first


@dataclass(frozen=True)
class Table:
    """One table: what people call it, and its files in order.

    Rows of a database stand `in_order` of nothing that people see. Moments that have a time zone are given as those of
    the clocks in `zone`, and as they are where that is None.
    """

    kind: TableKind
    name: str
    parts: tuple[Part, ...]
    schema: Mapping[str, pl.DataType]
    in_order: bool = True
    zone: str | None = None

    @property
    def files(self) -> tuple[Path, ...]:
        """Its Parquet files in order."""
        return tuple(part.file for part in self.parts)

    @functools.cached_property
    def rows(self) -> int:
        """How many there are."""
        return sum(part.rows for part in self.parts)

    @property
    def sources(self) -> tuple[tuple[str, str], ...]:
        """What it was read from: each by its name, with the SHA-256 of what it held."""
        return tuple((part.name, part.digest) for part in self.parts)

    @property
    def odd(self) -> tuple[Odd, ...]:
        """What is odd about its files."""
        utf8 = [Odd(OddKind.SEEMS_UTF8, part.name) for part in self.parts if part.seems_utf8]
        return (*utf8, *(Odd(OddKind.NO_ROW, part.name) for part in self.parts if not part.rows))

    def scan(self) -> pl.LazyFrame:
        """The rows in their order."""
        return pl.scan_parquet(list(self.files), glob=False)

    def given(self, columns: Sequence[str] | None = None) -> pl.LazyFrame:
        """The rows, or some columns of theirs, by names that are none of ours."""
        return self.scan().select(self._given(one) for one in dict.fromkeys(columns or self.schema))

    def _given(self, column: str) -> pl.Expr:
        return in_zone(pl.col(column), self.schema.get(column), self.zone).alias(as_given(column))

    @functools.cached_property
    def types(self) -> Mapping[str, DType]:
        """The types of the columns of `given`."""
        nothing = pl.LazyFrame(schema=dict(self.schema)).select(map(self._given, self.schema))
        return nw.from_native(nothing.collect()).schema

    def numbers(self, lines: pl.Series) -> pl.Series | None:
        """The numbers by which people find rows in their files: of CSV from 1 after the head, blank lines counted too,
        of a sheet those that stand beside it.

        None of a table that lies in no order: its rows are found by their ids.
        """
        if not self.in_order:
            return None
        of, places = self._parts_of(lines), lines.cast(pl.Int64)
        numbers = pl.zeros(len(lines), dtype=pl.Int64, eager=True)
        for at in of.unique():
            here = of == at
            found = self.parts[at].numbers(places.filter(here) - self._begins[at])
            numbers = numbers.scatter(here.arg_true(), found)
        return numbers

    def file_names(self, lines: pl.Series) -> pl.Series | None:
        """The names of the files that rows stand in; None of a table that lies in one."""
        if len(self.parts) == 1:
            return None
        return pl.Series([part.name for part in self.parts], dtype=pl.String).gather(self._parts_of(lines))

    def _parts_of(self, lines: pl.Series) -> pl.Series:
        return pl.Series(self._begins, dtype=pl.Int64).search_sorted(lines.cast(pl.Int64), side="right") - 1

    @functools.cached_property
    def _begins(self) -> list[int]:
        """The line that each file begins with."""
        return [0, *accumulate(part.rows for part in self.parts[:-1])]

    def stretch(self, columns: Sequence[str], start: int, count: int) -> pl.DataFrame:
        """So many rows of `given` from one on (counted from 0). Raises: RequestError for broken files."""
        return self.read(self.given(columns).slice(start, count))

    def read(self, rows: pl.LazyFrame) -> pl.DataFrame:
        """What was asked for of the rows. Raises: RequestError when the files break off or are damaged."""
        try:
            return rows.collect(engine="streaming")
        except (pl.exceptions.ComputeError, OSError) as problem:
            said = (str(problem).splitlines() or ["no reason told"])[0]
            mend = "write the file anew"
            raise RequestError(Diagnostic(f"is damaged and cannot be read: {said}", Place(self.name), mend)) from None


def has_zone(dtype: pl.DataType | None) -> bool:
    """Whether a column has moments of a time zone."""
    return isinstance(dtype, pl.Datetime) and dtype.time_zone is not None


def in_zone(cells: pl.Expr, dtype: pl.DataType | None, zone: str | None) -> pl.Expr:
    """Cells with moments that have a time zone as those of the clocks in `zone`; all others as they are."""
    return cells.dt.convert_time_zone(zone).dt.replace_time_zone(None) if zone and has_zone(dtype) else cells


def nobody_says_where(column: FactColumn) -> RequestError:
    """The refusal of a fact's column with moments that have a time zone, where the mapping names none."""
    problem = f"{column.column}: moments of a time zone; on which day each falls depends on where days are counted"
    mend = "write time_zone: Asia/Shanghai, or another, on a line of its own in the mapping"
    return RequestError(Diagnostic(problem, column.place, mend))


def table_of(kind: TableKind, name: str, parts: Sequence[Part], zone: str | None = None) -> Table:
    """A table of Parquet files. Raises: RequestError when one has other columns than the first, or of other types."""
    schemas = [pl.scan_parquet(part.file, glob=False).collect_schema() for part in parts]
    hold_columns((part.name, schema) for part, schema in zip(parts, schemas, strict=True))
    first = schemas[0]
    for part, schema in zip(parts, schemas, strict=True):
        for column, dtype in schema.items():
            if dtype != first[column]:
                problem = f"column {column} is of type {dtype}, and in {parts[0].name} of {first[column]}"
                mend = "write all files of a table with the same types"
                raise RequestError(Diagnostic(problem, Place(part.name), mend))
    return Table(kind, name, tuple(parts), first, zone=zone)


def parquet_part(name: str, file: Path, digest: str = "") -> Part:
    """A Parquet file of a table. Raises: RequestError when it is none."""
    try:
        rows = int(pl.scan_parquet(file, glob=False).select(pl.len()).collect().item())
    except (pl.exceptions.PolarsError, OSError) as problem:
        first = str(problem).splitlines()[0]
        raise RequestError(Diagnostic(f"is no Parquet file: {first}", Place(name), NAME_ANOTHER)) from None
    return Part(name, file, rows, digest)


def digest_of_rows(table: pl.LazyFrame) -> str:
    """The SHA-256 of what rows say, as CSV, whatever file they lie in."""
    digest = hashlib.sha256()
    for frame in table.collect_batches(maintain_order=True, chunk_size=100_000):
        digest.update(frame.write_csv(include_header=False).encode())
    return digest.hexdigest()
