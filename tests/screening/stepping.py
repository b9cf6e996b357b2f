"""Works out one step of a graph for one row, in plain Python, as its documentation says; no engine is asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clausewise.screening.rules.graph import Graph, Node, Op


def value_of(graph: Graph, step: int, row: Mapping[str, Any]) -> Any:
    """The value of a step, None where it is unknown. Bounds that are promised are held to."""
    return _Row(graph, row).value(step)


class _Row:
    def __init__(self, graph: Graph, row: Mapping[str, Any]) -> None:
        self._graph = graph
        self._row = row
        self._values: dict[int, Any] = {}

    def value(self, step: int) -> Any:
        if step not in self._values:
            self._values[step] = self._worked_out(step)
        return self._values[step]

    def _worked_out(self, step: int) -> Any:
        node = self._graph[step]
        value = _apply(node.op, node.value, [self.value(argument) for argument in node.arguments], self._row)
        return _held(step, node, value)


def _held(step: int, node: Node, value: Any) -> Any:
    if value is not None and node.bounds is not None:
        low, high = node.bounds
        assert low <= value <= high, f"step {step} ({node.op}) is {value}, not within {low} … {high}"
    assert value is not None or node.nullable, f"step {step} ({node.op}) is never unknown, it says"
    return value


def _apply(op: Op, value: Any, below: list[Any], row: Mapping[str, Any]) -> Any:
    match op, below:
        case Op.CONSTANT, _:
            return value
        case Op.COLUMN, _:
            return row[str(value)]
        case Op.KNOWN, [one]:
            return one is not None
        case Op.FILLED, [one]:
            return value if one is None else one
        case Op.NOT, [one]:
            return not one
        case Op.AND, parts:
            return all(parts)
        case Op.OR, parts:
            return any(parts)
        case Op.CHOOSE, [condition, then, otherwise]:
            return then if condition else otherwise
        case Op.NUMBER_OF, [one]:
            return int(one)
    if None in below:
        return None
    left, right = below
    match op:
        case Op.COMPARE:
            return {"==": left == right, "<": left < right, "<=": left <= right}[str(value)]
        case Op.ADD:
            return left + right
        case Op.SUBTRACT:
            return left - right
        case Op.MULTIPLY:
            return left * right
        case Op.DIVIDE:
            return left // right
    raise AssertionError(f"{op} goes beyond one row")
