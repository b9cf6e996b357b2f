"""In which order steps are computed over whole columns: in phases of layers, some steps as columns of their own.

Steps are computed in phases: of the households, then of their members, then what members come to for their household,
and again. A step that several others stand on is a column of its own, so that it is computed once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import field
from itertools import chain

from clausewise.classes import dataclass
from clausewise.screening.rules.graph import Graph, Level, Node, Op

# What joins booleans, and joins them of nothing else.
_JOINING = frozenset((Op.CONSTANT, Op.NOT, Op.AND, Op.OR, Op.ANY, Op.SPREAD))
# What is found of a column on bits.
_OF_BITS = (Op.FILLED, Op.KNOWN)
_BETWEEN = (Op.ANY, Op.TOTAL, Op.SIZE, Op.SPREAD)
# Not worth a column of their own, or one already.
_LIGHT = (Op.CONSTANT, Op.COLUMN, Op.NOT, Op.KNOWN, *_BETWEEN)
# A column that is only filled up is worth one of its own when more than so many stand on it.
_SOME = 3


@dataclass(frozen=True, slots=True)
class Phase:
    """What is computed of the households, spread over the members, computed of these, and gathered from them again.

    `households` and `members` hold layers; steps of a layer stand on columns of the layers before. The rest are steps
    whose argument is at hand.
    """

    households: tuple[tuple[int, ...], ...]
    spread: tuple[int, ...]
    members: tuple[tuple[int, ...], ...]
    gathered: tuple[int, ...]


@dataclass(frozen=True)
class Schedule:
    """Steps of a graph in the order in which they are computed.

    `columns` are the steps that become columns, `read` names the columns that are there before; `compared` are those of
    numbers of which nothing is asked but how they compare with constants, several times. `kept` is what engines made of
    it, by type, to make it only once.
    """

    graph: Graph
    columns: frozenset[int]
    phases: tuple[Phase, ...]
    read: frozenset[str]
    compared: tuple[int, ...]
    kept: dict[type, object] = field(init=False, default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True)
class Joining:
    """Booleans apart from the columns and numbers that they stand on, for engines that join bits.

    `joined` are the steps that join others, and `read` those that are joined and join none, both in order: comparisons,
    columns filled up, whether something is known. What these read is computed by `schedule`.
    """

    schedule: Schedule
    joined: tuple[int, ...]
    read: tuple[int, ...]

    @property
    def graph(self) -> Graph:
        """The steps."""
        return self.schedule.graph


def joining(graph: Graph, outputs: Iterable[int], *, of_unknowns: bool = False) -> Joining:
    """How to join some booleans, and whatever they stand on.

    With `of_unknowns` only what stands on something that may be unknown: the rest is read too.
    """
    asked = tuple(outputs)
    everything = below(graph, asked)
    plain = _plain(graph, everything) if of_unknowns else frozenset()
    unjoined = frozenset(step for step in everything if graph[step].op not in _JOINING or step in plain)
    steps = below(graph, asked, unjoined)
    read = tuple(step for step in steps if step in unjoined)
    # What is filled up, and what of it is known, is found on bits.
    sources = frozenset(graph[step].arguments[0] if graph[step].op in _OF_BITS else step for step in read)
    return Joining(schedule(graph, sources), tuple(step for step in steps if step not in unjoined), read)


def _plain(graph: Graph, steps: Iterable[int]) -> frozenset[int]:
    """Those of some steps, in order, below which nothing is filled up or asked whether it is known."""
    plain: set[int] = set()
    for step in steps:
        node = graph[step]
        if node.op not in (Op.CONSTANT, *_OF_BITS) and all(
            one in plain or graph[one].op is Op.CONSTANT for one in node.arguments
        ):
            plain.add(step)
    return frozenset(plain)


def schedule(graph: Graph, outputs: Collection[int]) -> Schedule:
    """How to compute the columns of some steps, and whatever they stand on."""
    scheduler = _Scheduler(graph, outputs)
    return Schedule(graph, scheduler.columns, scheduler.phases(), scheduler.read, scheduler.compared())


def below(graph: Graph, outputs: Iterable[int], stops: Collection[int] = frozenset()) -> list[int]:
    """The steps that these stand on, and they themselves; what stands on others comes after them.

    Below `stops` nothing is looked for.
    """
    nodes = graph.nodes
    found = set(outputs)
    waiting = list(found)
    while waiting:
        step = waiting.pop()
        if step not in stops:
            more = [one for one in nodes[step].arguments if one not in found]
            found.update(more)
            waiting += more
    # A step is made after those it stands on.
    return sorted(found)


class _Scheduler:
    """Puts the steps that outputs stand on into phases and layers."""

    def __init__(self, graph: Graph, outputs: Collection[int]) -> None:
        self._nodes = graph.nodes
        self._steps = {step: graph.nodes[step] for step in below(graph, outputs)}
        self._uses = Counter(chain.from_iterable(node.arguments for node in self._steps.values()))
        self._outputs = frozenset(outputs)
        between = (node.arguments for node in self._steps.values() if node.op in _BETWEEN)
        self._crossing = frozenset(chain.from_iterable(between))
        self._phase: dict[int, int] = {}
        for step, node in self._steps.items():
            self._phase[step] = self._phase_of(node)
        self.columns = frozenset(step for step, node in self._steps.items() if self._is_column(step, node))
        """The steps that become columns."""
        self.read = frozenset(str(node.value) for node in self._steps.values() if node.op is Op.COLUMN)
        """The names of columns that steps are read from."""

    def phases(self) -> tuple[Phase, ...]:
        """The phases in which steps become columns."""
        columns = self.columns
        layers = self._layers(columns)
        number = max(self._phase.values(), default=0) + 1
        made: dict[tuple[int, Level], dict[int, list[int]]] = {}
        for step, node in self._steps.items():
            if step in columns and node.op not in _BETWEEN:
                made.setdefault((self._phase[step], node.level), {}).setdefault(layers[step], []).append(step)

        def at(phase: int, level: Level) -> tuple[tuple[int, ...], ...]:
            found = made.get((phase, level), {})
            return tuple(tuple(found[layer]) for layer in sorted(found))

        return tuple(
            Phase(
                at(phase, Level.HOUSEHOLD),
                self._between(phase, (Op.SPREAD,)),
                at(phase, Level.MEMBER),
                self._between(phase + 1, (Op.ANY, Op.TOTAL, Op.SIZE)),
            )
            for phase in range(number)
        )

    def compared(self) -> tuple[int, ...]:
        """The columns of numbers that are compared with constants, several times, and not asked for anything else."""
        others = {
            one
            for node in self._steps.values()
            if node.op is not Op.COMPARE or self._nodes[node.arguments[1]].op is not Op.CONSTANT
            for one in node.arguments
        }
        return tuple(
            step
            for step, node in self._steps.items()
            if node.op is Op.COLUMN and node.bounds is not None and self._uses[step] > 1 and step not in others
        )

    def _between(self, phase: int, ops: tuple[Op, ...]) -> tuple[int, ...]:
        return tuple(step for step, node in self._steps.items() if node.op in ops and self._phase[step] == phase)

    def _phase_of(self, node: Node) -> int:
        before = max(map(self._phase.__getitem__, node.arguments), default=0)
        return before + 1 if node.op in (Op.ANY, Op.TOTAL, Op.SIZE) else before

    def _is_column(self, step: int, node: Node) -> bool:
        if node.op in (Op.CONSTANT, Op.COLUMN):
            return False
        if node.op in _BETWEEN or step in self._outputs or step in self._crossing:
            return True
        filled = node.op is Op.FILLED and self._nodes[node.arguments[0]].op is Op.COLUMN
        return self._uses[step] > (_SOME if filled else 1) and node.op not in _LIGHT

    def _layers(self, columns: frozenset[int]) -> dict[int, int]:
        """For each step the layer of its phase and level it is computed in: after those it stands on there."""
        layers: dict[int, int] = {}
        phases, steps = self._phase, self._steps
        for step, node in steps.items():
            layer, level, phase = 0, node.level, phases[step]
            for one in node.arguments:
                below = steps[one]
                if below.level is level and phases[one] == phase and below.op not in _BETWEEN:
                    layer = max(layer, layers[one] + (one in columns))
            layers[step] = layer
        return layers
