"""Steps as expressions, the same for Polars, DuckDB and PySpark: by Narwhals, or in the same words by Polars itself."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import narwhals as nw

from clausewise.classes import dataclass
from clausewise.screening.rules.graph import Graph, Node, Op
from clausewise.screening.rules.scheduling import Schedule

if TYPE_CHECKING:
    import polars as pl

Written = TypeVar("Written", "nw.Expr", "pl.Expr")


@dataclass(frozen=True)
class Dialect(Generic[Written]):
    """The words in which a library writes expressions. What is unknown is joined by strong Kleene logic."""

    column: Callable[..., Written]
    constant: Callable[..., Written]
    all_of: Callable[..., Written]
    any_of: Callable[..., Written]
    when: Callable[[Written], Any]
    int32: Any
    int64: Any


NARWHALS: Dialect[nw.Expr] = Dialect(
    nw.col,
    nw.lit,
    partial(nw.all_horizontal, ignore_nulls=False),
    partial(nw.any_horizontal, ignore_nulls=False),
    nw.when,
    nw.Int32,
    nw.Int64,
)

_COMPARE: Mapping[str, Callable[[Any, Any], Any]] = {
    "==": operator.eq,
    "<": operator.lt,
    "<=": operator.le,
}
_ARITHMETIC: Mapping[Op, Callable[[Any, Any], Any]] = {
    Op.ADD: operator.add,
    Op.SUBTRACT: operator.sub,
    Op.MULTIPLY: operator.mul,
}
_NARROW = 2**31 - 1


def column_of(graph: Graph, step: int) -> str:
    """The name of the column that a step is kept in."""
    node = graph[step]
    return str(node.value) if node.op is Op.COLUMN else f"step {step}"


class Writer(Generic[Written]):
    """Writes the steps of a schedule; those that are columns of their own are read from there."""

    def __init__(self, schedule: Schedule, dialect: Dialect[Written], named: Callable[[str], str] = str) -> None:
        """`named` gives the columns of facts other names, for engines that have no dots in theirs."""
        self._words: Dialect[Written] = dialect
        self._named = named
        self._graph: Graph = schedule.graph
        self._nodes = schedule.graph.nodes
        self._columns = schedule.columns
        self._widths: dict[int, int] = {}
        self._names: dict[int, str] = {}

    def name(self, step: int) -> str:
        """The name of the column that a step is kept in, or read from."""
        name = self._names.get(step)
        if name is None:
            name = self._names[step] = self._named(column_of(self._graph, step))
        return name

    def column(self, step: int) -> Written:
        """What makes the column of a step."""
        return self._computed(step).alias(self.name(step))

    def read(self, step: int) -> Written:
        """A step, from its column if it has one."""
        return self._words.column(self.name(step)) if step in self._columns else self._computed(step)

    def _computed(self, step: int) -> Written:
        node = self._nodes[step]
        # Nine of ten steps are these.
        match node.op:
            case Op.AND:
                return self._words.all_of(*self._parts(node.arguments))
            case Op.OR:
                return self._words.any_of(*self._parts(node.arguments))
            case Op.NOT:
                return ~self.read(node.arguments[0])
            case Op.CONSTANT:
                return self._constant(node)
            case Op.COLUMN:
                return self._words.column(self._named(str(node.value)))
            case Op.KNOWN:
                return ~self.read(node.arguments[0]).is_null()
            case Op.FILLED:
                return self.read(node.arguments[0]).fill_null(bool(node.value))
            case Op.COMPARE:
                left, right = self._sides(node)
                compared: Written = _COMPARE[str(node.value)](left, right)
                return compared
            case Op.DIVIDE:
                return self.read(node.arguments[0]) // int(self._graph[node.arguments[1]].value or 1)
            case Op.CHOOSE:
                condition, then, otherwise = node.arguments
                width = self._width(step)
                begun = self._words.when(self.read(condition)).then(self._wide(then, width))
                chosen: Written = begun.otherwise(self._wide(otherwise, width))
                return chosen
            case Op.NUMBER_OF:
                return self.read(node.arguments[0]).cast(self._words.int32)
        computed: Written = _ARITHMETIC[node.op](*(self._wide(one, self._width(step)) for one in node.arguments))
        return computed

    def _parts(self, parts: Iterable[int]) -> Iterator[Written]:
        """What is joined; columns are named all at once, which takes a third of naming each."""
        columns, turned = [], []
        nodes, are_columns = self._nodes, self._columns
        for part in parts:
            if part in are_columns:
                columns.append(self.name(part))
                continue
            node = nodes[part]
            if node.op is Op.NOT and node.arguments[0] in are_columns:
                turned.append(self.name(node.arguments[0]))
            else:
                yield self._computed(part)
        if columns:
            yield self._words.column(*columns)
        if turned:
            yield ~self._words.column(*turned)

    def _constant(self, node: Node) -> Written:
        if node.value is None:
            return self._words.constant(None, dtype=self._words.int64)
        return self._words.constant(node.value)

    def _sides(self, node: Node) -> tuple[Written, Written]:
        left, right = node.arguments
        if self._graph[right].op is Op.CONSTANT:
            return self.read(left), self.read(right)
        width = max(self._width(one) for one in node.arguments)
        return self._wide(left, width), self._wide(right, width)

    def _width(self, step: int) -> int:
        """The bits that a number and what it is computed from take."""
        width = self._widths.get(step)
        if width is None:
            width = self._widths[step] = self._measured(self._graph[step])
        return width

    def _measured(self, node: Node) -> int:
        low, high = node.bounds or (0, 0)
        if max(-low, high) > _NARROW or node.op in (Op.TOTAL, Op.SIZE):
            return 64
        if node.op in (Op.COLUMN, Op.CONSTANT):
            return 32
        return max((self._width(one) for one in node.arguments if self._graph[one].bounds is not None), default=32)

    def _wide(self, step: int, width: int) -> Written:
        """A number as so many bits, so that no engine computes in fewer than its result takes."""
        node = self._graph[step]
        if node.op is Op.CONSTANT:
            return self._words.constant(node.value, dtype=self._words.int64 if width == 64 else self._words.int32)
        read = self.read(step)
        if width == self._width(step) and not (node.op is Op.COLUMN and width == 32):
            return read
        return read.cast(self._words.int64 if width == 64 else self._words.int32)
