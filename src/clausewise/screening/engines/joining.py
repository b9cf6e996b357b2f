"""Joins booleans on bits: what reads columns and numbers is computed by Polars, and all that is joined of it here."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import reduce
from operator import and_, itemgetter, or_
from typing import Any, Protocol

import polars as pl

from clausewise.classes import NamedTuple, dataclass
from clausewise.screening.engines.bits import bits_of, known_of
from clausewise.screening.rules.expressions import column_of
from clausewise.screening.rules.graph import Graph, Level, Op
from clausewise.screening.rules.scheduling import Joining
from clausewise.screening.rules.steps import ARITHMETIC


class Layout(Protocol):
    """How bits of members and of households stand to each other."""

    members: int
    """Every member."""
    households: int
    """Every household."""

    def any_of(self, bits: int) -> int:
        """For households, whether a member of theirs is in."""

    def spread(self, bits: int) -> int:
        """For members, whether their household is in."""


class Join(NamedTuple):
    """A step that joins others: what it does, to which, how to pick these, and whether it is about members."""

    step: int
    op: Op
    arguments: tuple[int, ...]
    parts: Callable[[Sequence[int]], Any]
    of_members: bool

    def of(self, bits: Sequence[int], layout: Layout) -> int:
        """What it comes to, with the bits of all steps before it."""
        parts = self.parts(bits)
        found: int
        match self.op:
            case Op.AND:
                found = reduce(and_, parts)
            case Op.OR:
                found = reduce(or_, parts)
            case Op.NOT:
                found = parts ^ (layout.members if self.of_members else layout.households)
            case Op.ANY:
                found = layout.any_of(parts)
            case _:
                found = layout.spread(parts)
        return found


def joins_of(graph: Graph, steps: Iterable[int]) -> tuple[Join, ...]:
    """Steps that join others, ready to run; constants are none."""
    nodes = ((step, graph[step]) for step in steps)
    return tuple(
        Join(step, node.op, node.arguments, itemgetter(*node.arguments), node.level is Level.MEMBER)
        for step, node in nodes
        if node.op is not Op.CONSTANT
    )


class Columns:
    """The columns of a frame as bits, each read once."""

    def __init__(self, graph: Graph, frame: pl.DataFrame) -> None:
        self._graph = graph
        self._frame = frame
        self._names = frozenset(frame.columns)
        self._every = (1 << frame.height) - 1
        self._values: dict[int, int] = {}
        self._known: dict[int, int] = {}

    def bits(self, step: int) -> int:
        """A boolean that stands on no others: a comparison, a column filled up, or what is known of one."""
        node = self._graph[step]
        match node.op:
            case Op.KNOWN:
                return self._known_of(node.arguments[0])
            case Op.FILLED:
                values, known = self._values_of(node.arguments[0]), self._known_of(node.arguments[0])
                return values | (known ^ self._every) if node.value else values & known
        return self._values_of(step)

    def _values_of(self, step: int) -> int:
        if step not in self._values:
            self._values[step] = bits_of(self._frame[column_of(self._graph, step)])
        return self._values[step]

    def _known_of(self, step: int) -> int:
        if step not in self._known:
            node = self._graph[step]
            if not node.nullable:
                found = self._every
            elif (node.op is Op.COMPARE or node.op in ARITHMETIC) and all(map(self._is_there, node.arguments)):
                # What is known of a fact is read once for all that it is compared with.
                found = reduce(and_, map(self._known_of, node.arguments))
            else:
                found = known_of(self._frame[column_of(self._graph, step)])
            self._known[step] = found
        return self._known[step]

    def _is_there(self, step: int) -> bool:
        return not self._graph[step].nullable or column_of(self._graph, step) in self._names


@dataclass(frozen=True)
class Joins:
    """The booleans of a program, ready to run.

    Each step stands beside those that are read for the last time by it.
    """

    graph: Graph
    steps: tuple[tuple[int, Join | None, tuple[int, ...]], ...]

    @classmethod
    def of(cls, joining: Joining, outputs: Collection[int]) -> Joins:
        """Those of a program as they were made before, or are now."""
        kept = joining.schedule.kept.get(cls)
        if not isinstance(kept, cls):
            kept = joining.schedule.kept[cls] = cls._made(joining, outputs)
        return kept

    @classmethod
    def _made(cls, joining: Joining, outputs: Collection[int]) -> Joins:
        graph = joining.graph
        joins = {join.step: join for join in joins_of(graph, joining.joined)}
        last = {one: step for step in sorted(joins) for one in joins[step].arguments}
        gone: dict[int, list[int]] = {}
        for one, step in last.items():
            if one not in outputs:
                gone.setdefault(step, []).append(one)
        # What is read for nothing else stands in its column.
        read = [step for step in joining.read if step in last or graph[step].op in (Op.FILLED, Op.KNOWN)]
        ordered = sorted((*joins, *read))
        return cls(graph, tuple((step, joins.get(step), tuple(gone.get(step, ()))) for step in ordered))

    def run(self, households: pl.DataFrame, members: pl.DataFrame, layout: Layout) -> Sequence[int]:
        """By step the bits of what is asked for; of others nothing is kept."""
        graph = self.graph
        bits = [0] * len(graph.nodes)
        columns: Mapping[bool, Columns] = {True: Columns(graph, members), False: Columns(graph, households)}
        for step, join, gone in self.steps:
            if join is None:
                bits[step] = columns[graph[step].level is Level.MEMBER].bits(step)
            else:
                bits[step] = join.of(bits, layout)
            for one in gone:
                bits[one] = 0
        return bits
