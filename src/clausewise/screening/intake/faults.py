"""What is done about rows with something wrong: all of it told at once, or the rows put aside whole, with reasons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Protocol

import polars as pl

from clausewise.errors import Diagnostic, Place, RequestError
from clausewise.screening.figures.summary import Reason
from clausewise.screening.intake.problems import COLUMN, NOTICED, PROBLEM, TABLE, VALUE, Problem
from clausewise.screening.mapping.model import TableKind
from clausewise.screening.rules.columns import HOUSEHOLD, LINE, MEMBER, as_given
from clausewise.screening.tables.people_csv import (
    FILE_HEADING,
    OWN_HEADINGS,
    REASONS_HEADING,
    ROW_HEADING,
    write_for_people,
)

_SHOWN = 3
_ROWS, _FILE = "rows", "file"


class Named(Protocol):
    """A table as people know it."""

    @property
    def name(self) -> str: ...

    def numbers(self, lines: pl.Series) -> pl.Series | None:
        """The numbers by which people find rows; None where they find them by their ids."""

    def file_names(self, lines: pl.Series) -> pl.Series | None:
        """The names of the files that rows stand in; None where the table's name is enough."""


def refuse_faults(problems: pl.DataFrame, tables: Mapping[TableKind, Named], *, aside: bool = True) -> None:
    """Refuse a registry with anything wrong, naming every kind of it with how many rows, the first of them, and values.

    With `aside`, say that households can be put aside. Raises: RequestError.
    """
    if not problems.height:
        return
    found = [
        _diagnostic(rows, tables, name)
        for group in _by_kind(problems)
        for name, rows in _by_file(group, tables[TableKind(group.item(0, TABLE))])
    ]
    if not aside:
        raise RequestError(found)
    mend = "mend them, or write --on-error quarantine to put their households aside"
    rows = problems.filter(pl.col(PROBLEM) != Problem.GOES_ALONG.value).select(TABLE, LINE).unique().height
    unusable = "1 row" if rows == 1 else f"{rows:,} rows"
    raise RequestError([*found, Diagnostic(f"{unusable} cannot be used, and nothing was screened", None, mend)])


def stopping(problems: pl.DataFrame) -> pl.DataFrame:
    """Those that stop a run where nothing is to be put aside; nobody is refused for what is only noticed."""
    kinds = [*(one.value for one in NOTICED), Problem.GOES_ALONG.value]
    return problems.filter(~pl.col(PROBLEM).is_in(kinds))


def _by_kind(problems: pl.DataFrame) -> Iterator[pl.DataFrame]:
    ordered = problems.filter(pl.col(PROBLEM) != Problem.GOES_ALONG.value).sort(TABLE, COLUMN, PROBLEM, LINE)
    yield from ordered.partition_by(TABLE, COLUMN, PROBLEM, maintain_order=True)


def _by_file(group: pl.DataFrame, table: Named) -> Iterator[tuple[str, pl.DataFrame]]:
    """Rows of one table by the name of the file that they stand in."""
    names = table.file_names(group.get_column(LINE))
    if names is None:
        yield table.name, group
        return
    for (name,), rows in group.with_columns(names.alias(_FILE)).partition_by(_FILE, as_dict=True).items():
        yield name, rows


def _diagnostic(group: pl.DataFrame, tables: Mapping[TableKind, Named], name: str) -> Diagnostic:
    table, column, problem = group.select(TABLE, COLUMN, PROBLEM).row(0)
    lines = group.get_column(LINE).unique().sort()
    numbers = tables[TableKind(table)].numbers(lines.head(_SHOWN))
    found = _ids(group) if numbers is None else [f"{row:,}" for row in numbers]
    shown = ", ".join(found) + (", …" if len(lines) > _SHOWN else "")
    values = group.get_column(VALUE).drop_nulls().unique(maintain_order=True)
    said = f" ({', '.join(map(_quoted, values.head(_SHOWN)))}{', …' if len(values) > _SHOWN else ''})"
    about = f"{column}: " if column is not None else ""
    number = "row" if len(lines) == 1 else f"{len(lines):,} rows:"
    label = Problem(problem).label
    message = f"{about}{label.en} {label.zh}{said if len(values) else ''} — {number} {shown}"
    return Diagnostic(message, Place(name))


def _ids(group: pl.DataFrame) -> list[str]:
    """The first rows by their ids, of members that of the household first."""
    ids = group.unique(LINE).select(HOUSEHOLD, MEMBER).sort(HOUSEHOLD, MEMBER, nulls_last=True).head(_SHOWN)
    is_member = group.item(0, TABLE) == TableKind.MEMBERS
    return ["/".join("?" if one is None else one for one in (row if is_member else row[:1])) for row in ids.iter_rows()]


def _quoted(value: str) -> str:
    return f'"{value if len(value) <= 40 else value[:40] + "…"}"'


def reasons_of(problems: pl.LazyFrame) -> tuple[Reason, ...]:
    """Why rows are put aside, and how many for each reason."""
    counted = problems.group_by(TABLE, COLUMN, PROBLEM).agg(pl.col(LINE).n_unique().alias(_ROWS))
    rows = counted.sort(TABLE, COLUMN, PROBLEM).collect().iter_rows()
    return tuple(Reason(table, column, kind, Problem(kind).label, number) for table, column, kind, number in rows)


def quarantined_rows(problems: pl.LazyFrame, kind: TableKind) -> pl.DataFrame:
    """The rows of a table that are put aside, by their place in it, with all their reasons in one cell."""
    own = problems.filter(pl.col(TABLE) == kind.value).sort(LINE, COLUMN, PROBLEM)
    words = pl.col(PROBLEM).replace({one.value: f"{one.label.zh} {one.label.en}" for one in Problem})
    reason = pl.concat_str([pl.col(COLUMN), words], separator=": ", ignore_nulls=True)
    together = own.with_columns(reason.alias("reasons")).unique([LINE, "reasons"], maintain_order=True)
    return together.group_by(LINE).agg(pl.col("reasons").str.join("; ")).sort(LINE).collect()


def quarantine_file(kind: TableKind) -> str:
    """The file with the rows of a table that are put aside."""
    return f"quarantine-{kind.value}.csv"


def write_quarantine(aside: pl.DataFrame, rows: pl.LazyFrame, table: Named, path: Path) -> int:
    """Write the rows of a table that are put aside, whole, after their number and their reasons, as CSV.

    `rows` are those of the table, or no more than are put aside, with `LINE` and columns named by `as_given`.
    Returns how many were written.
    """
    given = [name for name in rows.collect_schema().names() if name != LINE]
    put_aside = rows.filter(pl.col(LINE).is_in(aside.get_column(LINE).implode()))
    told = put_aside.join(aside.lazy(), on=LINE, how="left", maintain_order="left")
    prefix = as_given("")
    columns = [
        pl.col(name).cast(pl.String).alias(name.removeprefix(prefix))
        for name in given
        if name.removeprefix(prefix) not in OWN_HEADINGS
    ]
    written = [pl.col("reasons").alias(REASONS_HEADING), *columns]
    none = aside.get_column(LINE).head(0)
    if table.numbers(none) is None:
        in_order = told.sort(given).select(written)
    else:
        number = pl.col(LINE).map_batches(table.numbers, pl.Int64).alias(ROW_HEADING)
        names = [] if table.file_names(none) is None else [_in_file(table)]
        in_order = told.sort(LINE).select(*names, number, *written)
    return write_for_people(path, in_order.collect_batches(maintain_order=True))


def _in_file(table: Named) -> pl.Expr:
    """The name of the file that a row stands in."""

    def named(lines: pl.Series) -> pl.Series:
        found = table.file_names(lines)
        assert found is not None, "the table lies in several files"
        return found

    return pl.col(LINE).map_batches(named, pl.String).alias(FILE_HEADING)
