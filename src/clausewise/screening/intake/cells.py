"""How a raw column of a registry becomes a normalised one (see `rules.columns`), and what is wrong with its cells.

Narwhals expressions that run alike on Polars, DuckDB and Spark. What is not well formed is made null before it is
cast, so that no engine stops over a cell; nothing is mended, and nothing is taken for what it only resembles.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import narwhals as nw
from narwhals.dtypes import DType, NumericType

from clausewise.classes import dataclass
from clausewise.errors import Diagnostic, RequestError
from clausewise.language.facts import Fact, FactType
from clausewise.screening.intake.cell_dates import date_cell
from clausewise.screening.intake.cell_kinds import Checks, Raw, RawKind
from clausewise.screening.intake.cell_numbers import number_cell
from clausewise.screening.intake.cell_words import word_cell
from clausewise.screening.intake.problems import Problem
from clausewise.screening.mapping.model import FactColumn
from clausewise.screening.tables.table import nobody_says_where

F = TypeVar("F", nw.DataFrame[Any], nw.LazyFrame[Any])


@dataclass(frozen=True)
class Cell:
    """A fact and the raw column it is read from.

    `value` is the normalised value, null where it is unknown or has a problem; `problems` are never null, and at most
    one of them is true of a row. Both rest on columns that `with_held` adds.
    """

    fact: str
    column: str
    value: nw.Expr
    problems: tuple[tuple[Problem, nw.Expr], ...]
    held: Sequence[Sequence[nw.Expr]]


def with_held(rows: F, cells: Sequence[Cell]) -> F:
    """The rows with what the values and problems of cells rest on beside, stage by stage."""
    for stage in itertools.zip_longest(*(cell.held for cell in cells), fillvalue=()):
        rows = rows.with_columns(*itertools.chain.from_iterable(stage))
    return rows


def cell_of(fact: Fact, column: FactColumn, dtype: DType, name: str, choices: type[NumericType] = nw.UInt8) -> Cell:
    """How a column of this type is read as a fact. `name` is what the column is called where it is read, `choices` the
    type of a choice's normalised column.

    Raises: RequestError when a column of this type cannot hold the fact.
    """
    if isinstance(dtype, nw.Datetime) and dtype.time_zone is not None:
        raise nobody_says_where(column)
    raw = Raw.of(column, dtype, name)
    made = None if raw is None else _READERS[fact.type](fact, raw, choices)
    if raw is None or made is None:
        problem = f"{column.column}: a column of {dtype} cannot hold {fact.name}, which is a {fact.type}"
        raise RequestError(Diagnostic(problem, column.place, _mend(fact, raw)))
    value, problems = made
    return Cell(fact.name, column.column, value, problems, raw.held)


_Read = Callable[[Fact, Raw, type[NumericType]], tuple[nw.Expr, Checks] | None]
_READERS: dict[FactType, _Read] = {
    FactType.BOOLEAN: word_cell,
    FactType.CHOICE: word_cell,
    FactType.INTEGER: number_cell,
    FactType.MONEY: number_cell,
    FactType.DATE: date_cell,
}


def _mend(fact: Fact, raw: Raw | None) -> str:
    if fact.type in (FactType.BOOLEAN, FactType.CHOICE):
        if raw is not None and raw.kind in (RawKind.INTEGER, RawKind.FLOAT, RawKind.BOOLEAN):
            return "say under values: what each of its values means"
        return "name a column of words"
    if fact.type is FactType.DATE:
        return "name a column of dates, or of text such as 2004-03-01"
    if raw is not None and raw.kind is RawKind.FLOAT:
        return "amounts need 64-bit floating point numbers, or decimals"
    return "name a column of numbers, or of text such as 620.50"
