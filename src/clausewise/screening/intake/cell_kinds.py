"""A raw column as cells are read from it: what it holds, whatever an engine calls its type."""

from __future__ import annotations

import re
from dataclasses import field
from enum import StrEnum

import narwhals as nw
from narwhals.dtypes import DType

from clausewise.classes import dataclass
from clausewise.screening.intake.problems import Problem
from clausewise.screening.mapping.model import FactColumn
from clausewise.screening.mapping.words import UNKNOWN_WORDS, folded
from clausewise.screening.rules.columns import plain

Checks = tuple[tuple[Problem, nw.Expr], ...]

_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{1,15})?", re.ASCII)

WHITE = " \t\r\n\u00a0\u3000\ufeff"


class RawKind(StrEnum):
    """What a raw column holds."""

    BOOLEAN = "boolean"
    INTEGER = "integer"
    FLOAT = "float"
    TEXT = "text"
    DATE = "date"
    DATETIME = "datetime"


@dataclass(frozen=True)
class Raw:
    """A raw column. `given` are its cells: text is stripped and not empty, floating point numbers are numbers, decimals
    are floating point numbers of 64 bits (each amount within bounds has one of its own). `name` is what the column is
    called where it is read. `held` are columns to be made beside it, one stage after the other."""

    column: FactColumn
    kind: RawKind
    dtype: DType
    name: str
    held: list[list[nw.Expr]] = field(default_factory=list)

    def hold(self, **expressions: nw.Expr) -> tuple[nw.Expr, ...]:
        """Columns that hold these, after those that were held before.

        What is asked for often is held: written out each time, a day of text would be more than an engine can plan.
        """
        names = [plain(f"{what} of {self.column.fact}") for what in expressions]
        self.held.append([one.alias(name) for one, name in zip(expressions.values(), names, strict=True)])
        return tuple(map(nw.col, names))

    @classmethod
    def of(cls, column: FactColumn, dtype: DType, name: str) -> Raw | None:
        """The column, or None when it holds what no fact is read from."""
        kind = next((kind for kind, types in _TYPES.items() if isinstance(dtype, types)), None)
        if kind is None:
            kind = RawKind.INTEGER if dtype.is_integer() else RawKind.FLOAT if dtype.is_numeric() else None
        return None if kind is None else cls(column, kind, dtype, name)

    @property
    def cells(self) -> nw.Expr:
        """The cells as they stand; words without the white space around them, in lower case."""
        return nw.col(self.name)

    @property
    def stripped(self) -> nw.Expr:
        """Cells of text without the white space around them; an empty one is still empty text."""
        text = self.cells if isinstance(self.dtype, nw.String) else self.cells.cast(nw.String)
        return text.str.strip_chars(WHITE)

    @property
    def given(self) -> nw.Expr:
        """The cells, null where nothing is known."""
        if self.kind is RawKind.TEXT:
            text = self.stripped
            return nw.when(~text.str.to_lowercase().is_in(["", *UNKNOWN_WORDS, *self.not_known])).then(text)
        cells = self.cells
        if self.kind is RawKind.FLOAT:
            cells = self.cells if isinstance(self.dtype, nw.Float64) else self.cells.cast(nw.Float64)
            cells = cells if self.dtype.is_decimal() else nw.when(~cells.is_nan()).then(cells)
        return self._without_numbers(cells)

    def _without_numbers(self, cells: nw.Expr) -> nw.Expr:
        """Cells of numbers without those that the mapping says are not known."""
        if self.kind not in (RawKind.INTEGER, RawKind.FLOAT):
            return cells
        said = [float(word) for word in self.not_known if _NUMBER.fullmatch(word)]
        numbers = said if self.kind is RawKind.FLOAT else [int(one) for one in said if one.is_integer()]
        return nw.when(~cells.is_in(numbers)).then(cells) if numbers else cells

    @property
    def not_known(self) -> list[str]:
        """The words that the mapping says are not known."""
        explained = {folded(word): value for word, value in self.column.values.items()}
        own = [word for word, value in explained.items() if value is None]
        return [*own, *(word for word in map(folded, self.column.unknown) if word not in explained)]


_TYPES: dict[RawKind, tuple[type[DType], ...]] = {
    RawKind.BOOLEAN: (nw.Boolean,),
    # A column of nothing but nulls has no type of its own on some engines; as text it is all unknown.
    RawKind.TEXT: (nw.String, nw.Categorical, nw.Enum, nw.Unknown),
    RawKind.DATE: (nw.Date,),
    RawKind.DATETIME: (nw.Datetime,),
}


def is_true(condition: nw.Expr) -> nw.Expr:
    """A condition that is false where it is not known."""
    return condition.fill_null(False)
