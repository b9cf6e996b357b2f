"""What is wrong with rows of a registry that lies elsewhere: told at once, or beside each row, in the same words."""

from __future__ import annotations

import operator
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from typing import Any

import narwhals as nw

from clausewise.errors import Diagnostic, Place, RequestError
from clausewise.screening.columns import HOUSEHOLD
from clausewise.screening.elsewhere_tables import CheckedTable, Frame, marked
from clausewise.screening.mapping import TableKind
from clausewise.screening.problems import Problem
from clausewise.screening.summary import Reason

_IS_BAD = "household is put aside"


@dataclass(frozen=True)
class Fault:
    """Rows of a table with one thing wrong, how many, and the ids of the first.

    `flag` is the column that is true of them; where they were found later than that, `keys` has the ids of all.
    """

    table: TableKind
    column: str | None
    problem: Problem
    rows: int
    flag: str
    ids: tuple[tuple[Any, ...], ...] = ()
    keys: Frame | None = None

    def with_ids(self, ids: Sequence[tuple[Any, ...]]) -> Fault:
        """The same with the ids of the first rows."""
        return replace(self, ids=tuple(ids))

    @property
    def said(self) -> str:
        """What is wrong, as it stands beside a row."""
        label = self.problem.label
        return f"{self.column}: {label.zh} {label.en}" if self.column else f"{label.zh} {label.en}"

    @property
    def reason(self) -> Reason:
        """The same as it is counted."""
        return Reason(self.table.value, self.column, self.problem.value, self.problem.label, self.rows)


def refuse_faults(faults: Sequence[Fault], tables: Mapping[TableKind, CheckedTable]) -> None:
    """Refuse a registry with anything wrong: every kind of it, how many rows, and the ids of the first.

    Raises: RequestError.
    """
    if not faults:
        return
    ordered = sorted(faults, key=lambda one: (one.table.value, one.column or "", one.problem.value))
    found = [_diagnostic(fault, tables) for fault in ordered]
    mend = "mend them, or write --on-error quarantine to put their households aside"
    raise RequestError([*found, Diagnostic("these rows cannot be used, and nothing was screened", None, mend)])


def _diagnostic(fault: Fault, tables: Mapping[TableKind, CheckedTable]) -> Diagnostic:
    label = fault.problem.label
    about = f"{fault.column}: " if fault.column else ""
    ids = ["/".join("?" if one is None else str(one) for one in row) for row in fault.ids]
    number = "1 row" if fault.rows == 1 else f"{fault.rows:,} rows"
    more = ", …" if fault.rows > len(ids) else ""
    table = tables.get(fault.table)
    place = Place(fault.table.value if table is None else table.name)
    return Diagnostic(f"{about}{label.en} {label.zh} — {number}: {', '.join(ids)}{more}", place)


def with_reasons(
    table: CheckedTable, faults: Sequence[Fault], bad: Frame | None, names: tuple[str, str]
) -> Frame:  # fmt: skip
    """The rows that are put aside, with their reasons in one column and whether they only go along in another.

    `faults` are those of the table, `bad` the households that are put aside, `names` those of the two columns.
    """
    reasons, along = names
    frame = table.frame
    aside = ~table.placed
    if bad is not None:
        frame = marked(frame, bad, [HOUSEHOLD], _IS_BAD)
        aside = aside | nw.col(_IS_BAD)
    for fault in faults:
        if fault.keys is not None:
            frame = marked(frame, fault.keys.unique(), list(table.ids), fault.flag)
    frame = frame.filter(aside)
    goes = Problem.GOES_ALONG.label
    if not faults:
        return frame.with_columns(nw.lit(f"{goes.zh} {goes.en}").alias(reasons), nw.lit(True).alias(along))
    own = reduce(operator.or_, (nw.col(fault.flag) for fault in faults))
    ordered = sorted(faults, key=lambda one: (one.column or "", one.problem.value))
    said = [nw.when(nw.col(fault.flag)).then(nw.lit(fault.said)) for fault in ordered]
    together = nw.concat_str(*said, separator="; ", ignore_nulls=True)
    return frame.with_columns(
        nw.when(own).then(together).otherwise(nw.lit(f"{goes.zh} {goes.en}")).alias(reasons), (~own).alias(along)
    )
