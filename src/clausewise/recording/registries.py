"""Puts what became of a registry that was read into records."""

from __future__ import annotations

from collections.abc import Iterable

from clausewise.records.registry import Input, Oddity, Quarantine, TableRows
from clausewise.screening.figures import summary
from clausewise.screening.figures.odd import Odd


def record_inputs(inputs: Iterable[summary.Source]) -> tuple[Input, ...]:
    """The files and tables that were read."""
    return tuple(Input(one.name, one.digest) for one in inputs)


def record_tables(tables: Iterable[summary.TableRows]) -> tuple[TableRows, ...]:
    """What became of the rows of each table."""
    return tuple(TableRows(one.table, one.read, one.screened, one.quarantined) for one in tables)


def record_reasons(reasons: Iterable[summary.Reason]) -> tuple[Quarantine, ...]:
    """Why rows were put aside, in an order that no run can change."""
    ordered = sorted(reasons, key=lambda one: (one.table, one.column or "", one.kind))
    return tuple(Quarantine(one.table, one.kind, one.label, one.rows, one.column) for one in ordered)


def record_odd(found: Iterable[Odd]) -> tuple[Oddity, ...]:
    """What is odd about the registry."""
    return tuple(Oddity(one.kind, one.kind.label, one.where, one.column, one.value, one.rows) for one in found)
