"""A table of a registry as Parquet that is read in stretches, whatever it was copied from.

No column is loaded that nobody asks for.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import narwhals as nw
import polars as pl
from narwhals.dtypes import DType

from clausewise.classes import dataclass
from clausewise.errors import Diagnostic, Place, RequestError
from clausewise.screening.mapping.model import TableKind
from clausewise.screening.rules.columns import as_given

NAME_ANOTHER = "name a Parquet file, or one that ends in .csv"


@dataclass(frozen=True)
class Table:
    """One table: what people call it, its Parquet files in order, and the SHA-256 of what it was read from.

    `blank` are the places, from 0, of lines with nothing in them that were no rows. Rows of a database stand `in_order`
    of nothing that people see.
    """

    kind: TableKind
    name: str
    files: tuple[Path, ...]
    digest: str
    rows: int
    schema: Mapping[str, pl.DataType]
    blank: tuple[int, ...] = ()
    in_order: bool = True

    def scan(self) -> pl.LazyFrame:
        """The rows in their order."""
        return pl.scan_parquet(list(self.files))

    def given(self, columns: Sequence[str] | None = None) -> pl.LazyFrame:
        """The rows, or some columns of theirs, by names that are none of ours."""
        return self.scan().select(pl.col(one).alias(as_given(one)) for one in dict.fromkeys(columns or self.schema))

    @functools.cached_property
    def types(self) -> Mapping[str, DType]:
        """The types of the columns of `given`."""
        return nw.from_native(pl.DataFrame(schema=dict(self.schema)).rename(as_given)).schema

    def numbers(self, lines: pl.Series) -> pl.Series | None:
        """The numbers by which people find rows in the file, from 1 after the head, blank lines counted too.

        None of a table that lies in no order: its rows are found by their ids.
        """
        if not self.in_order:
            return None
        # So many rows stand before each blank line.
        before = pl.Series([place - at for at, place in enumerate(self.blank)], dtype=pl.Int64)
        places = lines.cast(pl.Int64)
        return places + before.search_sorted(places, side="right").cast(pl.Int64) + 1

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


def table_of(kind: TableKind, name: str, files: Sequence[Path], digest: str) -> Table:
    """A table of Parquet files. Raises: RequestError when one of them is none."""
    try:
        scan = pl.scan_parquet(list(files))
        schema = dict(scan.collect_schema())
        rows = int(scan.select(pl.len()).collect().item())
    except (pl.exceptions.PolarsError, OSError) as problem:
        first = str(problem).splitlines()[0]
        is_workbook = files[0].suffix.lower() in (".xlsx", ".xls", ".et", ".ods")
        mend = "save the sheet as CSV (UTF-8) and name that" if is_workbook else NAME_ANOTHER
        raise RequestError(Diagnostic(f"is no Parquet file: {first}", Place(name), mend)) from None
    return Table(kind, name, tuple(files), digest, rows, schema)


def digest_of_rows(table: pl.LazyFrame) -> str:
    """The SHA-256 of what rows say, as CSV, whatever file they lie in."""
    digest = hashlib.sha256()
    for frame in table.collect_batches(maintain_order=True, chunk_size=100_000):
        digest.update(frame.write_csv(include_header=False).encode())
    return digest.hexdigest()
