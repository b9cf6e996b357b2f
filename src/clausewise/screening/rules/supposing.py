"""Steps made again, supposing that a fact has a value wherever it is not known."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set

from clausewise.screening.rules.columns import MOST_ROWS
from clausewise.screening.rules.graph import FALSE, TRUE, Graph, Level, Node, Op


class Supposing:
    """Makes steps of a graph again, supposing that a column has `value` wherever `where` is true.

    `value` and `where` are steps; `above` are those that stand on the column. Within a row a step comes to what it does
    where the column is that value everywhere, or to what it was; only what is gathered from several rows is mixed.
    """

    def __init__(self, graph: Graph, column: int, value: int, where: int, above: Set[int]) -> None:
        self._graph = graph
        self._column = column
        self._value = value
        self._where = where
        self._above = above
        self._made: dict[tuple[int, bool], int] = {}

    def again(self, step: int) -> int:
        """A boolean or a number, made again."""
        if step not in self._above:
            return step
        graph, node = self._graph, self._graph[step]
        supposed, otherwise = self._of(step, True), self._of(step, False)
        where = graph.spread(self._where) if node.level is Level.MEMBER else self._where
        if node.bounds is not None:
            return graph.choose(where, supposed, otherwise)
        if supposed == TRUE:
            return graph.or_((where, otherwise))
        elsewhere = graph.and_((graph.not_(where), otherwise))
        return graph.or_((graph.and_((where, supposed)), elsewhere))

    def _of(self, step: int, supposed: bool) -> int:
        """A step where the column is supposed to be the value everywhere, or nowhere in the same row."""
        if step == self._column:
            return self._value if supposed else step
        if step not in self._above:
            return step
        key = step, supposed
        if key not in self._made:
            self._made[key] = self._joined(self._graph[step], supposed)
        return self._made[key]

    def _joined(self, node: Node, supposed: bool) -> int:
        graph = self._graph
        match node.op:
            case Op.ANY:
                return graph.any_of(self.again(node.arguments[0]))
            case Op.TOTAL:
                return graph.total(self.again(node.arguments[0]), MOST_ROWS)
            case Op.FILLED if graph[node.arguments[0]].op is Op.COMPARE:
                return self._compared(graph[node.arguments[0]], supposed)[bool(node.value)]
            case Op.COMPARE:
                return self._compared(node, supposed)[0]
        parts = [self._of(one, supposed) for one in node.arguments]
        match node.op:
            case Op.FILLED:
                return parts[0] if parts[0] in (FALSE, TRUE) else graph.filled(parts[0], bool(node.value))
            case Op.KNOWN:
                return graph.known(parts[0])
            case Op.AND:
                return graph.and_(parts)
            case Op.OR:
                return graph.or_(parts)
            case Op.DIVIDE:
                return graph.divide(parts[0], int(graph[parts[1]].value or 1))
            case Op.CHOOSE:
                return graph.choose(*parts)
        return self._ways[node.op](*parts)

    def _compared(self, node: Node, supposed: bool) -> tuple[int, int]:
        left, right = (self._of(one, supposed) for one in node.arguments)
        return self._graph.compare(str(node.value), left, right)

    @property
    def _ways(self) -> Mapping[Op, Callable[..., int]]:
        graph = self._graph
        return {
            Op.NOT: graph.not_,
            Op.ADD: graph.add,
            Op.SUBTRACT: graph.subtract,
            Op.MULTIPLY: graph.multiply,
            Op.NUMBER_OF: graph.number_of,
            Op.SPREAD: graph.spread,
        }
