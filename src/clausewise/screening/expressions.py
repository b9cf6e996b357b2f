"""Steps as Narwhals expressions, the same for Polars, DuckDB and PySpark."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping

import narwhals as nw

from clausewise.screening.graph import Graph, Node, Op
from clausewise.screening.program import Program

_COMPARE: Mapping[str, Callable[[nw.Expr, nw.Expr], nw.Expr]] = {
    "==": operator.eq,
    "<": operator.lt,
    "<=": operator.le,
}
_ARITHMETIC: Mapping[Op, Callable[[nw.Expr, nw.Expr], nw.Expr]] = {
    Op.ADD: operator.add,
    Op.SUBTRACT: operator.sub,
    Op.MULTIPLY: operator.mul,
}
_NARROW = 2**31 - 1


def column_of(graph: Graph, step: int) -> str:
    """The name of the column that a step is kept in."""
    node = graph[step]
    return str(node.value) if node.op is Op.COLUMN else f"step {step}"


class Writer:
    """Writes the steps of a program; those that are columns of their own are read from there."""

    def __init__(self, program: Program, named: Callable[[str], str] = str) -> None:
        """`named` gives the columns of facts other names, for engines that have no dots in theirs."""
        self._named = named
        self._graph: Graph = program.graph
        self._columns = program.columns
        self._widths: dict[int, int] = {}

    def name(self, step: int) -> str:
        """The name of the column that a step is kept in, or read from."""
        return self._named(column_of(self._graph, step))

    def column(self, step: int) -> nw.Expr:
        """What makes the column of a step."""
        return self._computed(step).alias(self.name(step))

    def read(self, step: int) -> nw.Expr:
        """A step, from its column if it has one."""
        return nw.col(self.name(step)) if step in self._columns else self._computed(step)

    def _computed(self, step: int) -> nw.Expr:
        node = self._graph[step]
        match node.op:
            case Op.CONSTANT:
                return self._constant(node)
            case Op.COLUMN:
                return nw.col(self._named(str(node.value)))
            case Op.KNOWN:
                return ~self.read(node.arguments[0]).is_null()
            case Op.FILLED:
                return self.read(node.arguments[0]).fill_null(bool(node.value))
            case Op.AND:
                return nw.all_horizontal(*self._parts(node.arguments), ignore_nulls=False)
            case Op.OR:
                return nw.any_horizontal(*self._parts(node.arguments), ignore_nulls=False)
            case Op.NOT:
                return ~self.read(node.arguments[0])
            case Op.COMPARE:
                left, right = self._sides(node)
                return _COMPARE[str(node.value)](left, right)
            case Op.DIVIDE:
                return self.read(node.arguments[0]) // int(self._graph[node.arguments[1]].value or 1)
            case Op.CHOOSE:
                condition, then, otherwise = node.arguments
                width = self._width(step)
                return (
                    nw.when(self.read(condition)).then(self._wide(then, width)).otherwise(self._wide(otherwise, width))
                )
            case Op.NUMBER_OF:
                return self.read(node.arguments[0]).cast(nw.Int32)
        return _ARITHMETIC[node.op](*(self._wide(one, self._width(step)) for one in node.arguments))

    def _parts(self, parts: Iterable[int]) -> Iterator[nw.Expr]:
        """What is joined; columns are named all at once, which takes a third of naming each."""
        columns, turned = [], []
        for part in parts:
            node = self._graph[part]
            if part in self._columns:
                columns.append(self.name(part))
            elif node.op is Op.NOT and node.arguments[0] in self._columns:
                turned.append(self.name(node.arguments[0]))
            else:
                yield self._computed(part)
        if columns:
            yield nw.col(*columns)
        if turned:
            yield ~nw.col(*turned)

    def _constant(self, node: Node) -> nw.Expr:
        if node.value is None:
            return nw.lit(None, dtype=nw.Int64)
        return nw.lit(node.value)

    def _sides(self, node: Node) -> tuple[nw.Expr, nw.Expr]:
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

    def _wide(self, step: int, width: int) -> nw.Expr:
        """A number as so many bits, so that no engine computes in fewer than its result takes."""
        node = self._graph[step]
        if node.op is Op.CONSTANT:
            return nw.lit(node.value, dtype=nw.Int64 if width == 64 else nw.Int32)
        read = self.read(step)
        if width == self._width(step) and not (node.op is Op.COLUMN and width == 32):
            return read
        return read.cast(nw.Int64 if width == 64 else nw.Int32)
