"""A raw column as cells are read from it: what it holds, whatever an engine calls its type."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import narwhals as nw
from narwhals.dtypes import DType

from clausewise.screening.mapping import FactColumn
from clausewise.screening.problems import Problem

Checks = tuple[tuple[Problem, nw.Expr], ...]

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
    called where it is read."""

    column: FactColumn
    kind: RawKind
    dtype: DType
    name: str

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
            return nw.when(~text.str.to_lowercase().is_in(["", *self._not_known])).then(text)
        if self.kind is RawKind.FLOAT:
            numbers = self.cells if isinstance(self.dtype, nw.Float64) else self.cells.cast(nw.Float64)
            return numbers if self.dtype.is_decimal() else nw.when(~numbers.is_nan()).then(numbers)
        return self.cells

    @property
    def _not_known(self) -> list[str]:
        """The words that the mapping says are not known."""
        return [word.strip().lower() for word, value in self.column.values.items() if value is None]


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
