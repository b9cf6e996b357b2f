"""Rules made ready for whole columns: which columns are read, and what is computed in which order.

Steps are computed in phases: of the households, then of their members, then what members come to for their household,
and again. A step that several others stand on is a column of its own, so that it is computed once.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import field
from itertools import chain

from clausewise.classes import dataclass
from clausewise.language.model import Pack
from clausewise.language.rules import About
from clausewise.screening.rules.flags import Flag, contradictions, notices
from clausewise.screening.rules.graph import Graph, Level, Node, Op
from clausewise.screening.rules.reading import Known, Reader, Truth
from clausewise.screening.rules.settling import settling_steps

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
class Program:
    """The rules of a pack over the columns of one kind of registry.

    `verdicts` holds the truth of each rule for the household, `of_members` of each rule about members for the member;
    both in the order of the rules. `contradictions` and `notices` say of whom what is told.
    `settling` says by fact and rule (None: any rule) whether an answer would settle it.
    `facts` are the columns that are read. `kept` is what engines made of the program, by type, to make it only once.
    """

    pack: Pack
    as_of: datetime.date
    graph: Graph
    verdicts: dict[str, Truth]
    of_members: dict[str, Truth]
    contradictions: tuple[Flag, ...]
    notices: tuple[Flag, ...]
    settling: dict[tuple[str, str | None], int]
    phases: tuple[Phase, ...]
    columns: frozenset[int]
    facts: frozenset[str] = field(init=False)
    kept: dict[type, object] = field(init=False, default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        flags = (*self.contradictions, *self.notices)
        below = _below(self.graph, _outputs(self.verdicts, self.of_members, flags, self.settling))
        read = {str(self.graph[step].value) for step in below if self.graph[step].op is Op.COLUMN}
        object.__setattr__(self, "facts", frozenset(read & set(self.pack.facts)))


def compile_rules(pack: Pack, as_of: datetime.date, known: Known, *, settling: bool = False) -> Program:
    """The rules of a pack as they stand on a day, for a registry that has certain columns.

    With `settling`, also what an answer to one fact would settle; that takes some times as long as the rules alone.
    Raises: RequestError naming the rule or fact that columns cannot give exactly.
    """
    reader = Reader(pack, as_of, known)
    reader.read(pack.rules)
    verdicts = {rule.id: reader.verdict(rule.id) for rule in pack.rules}
    of_members = {rule.id: reader.of_member(rule.id) for rule in pack.rules if rule.about is About.MEMBER}
    contradicting = tuple(contradictions(pack, reader))
    # What answers would settle is counted of households that were noticed before.
    noticed = () if settling else tuple(notices(pack, reader))
    settled = settling_steps(pack, as_of, known, reader) if settling else {}
    outputs = _outputs(verdicts, of_members, (*contradicting, *noticed), settled)
    columns, phases = _Scheduler(reader.graph, outputs).schedule()
    return Program(pack, as_of, reader.graph, verdicts, of_members, contradicting, noticed, settled, phases, columns)


def _outputs(
    verdicts: dict[str, Truth],
    of_members: dict[str, Truth],
    flags: Sequence[Flag],
    settling: dict[tuple[str, str | None], int],
) -> list[int]:
    truths = [step for truth in (*verdicts.values(), *of_members.values()) for step in truth]
    return [*truths, *(one.step for one in flags), *settling.values()]


def _below(graph: Graph, outputs: Iterable[int]) -> dict[int, None]:
    """The steps that these stand on, and they themselves; what stands on others comes after them."""
    order: dict[int, None] = {}
    nodes = graph.nodes

    def visit(step: int) -> None:
        for argument in nodes[step].arguments:
            if argument not in order:
                visit(argument)
        order[step] = None

    for output in outputs:
        if output not in order:
            visit(output)
    return order


class _Scheduler:
    """Puts the steps that outputs stand on into phases and layers."""

    def __init__(self, graph: Graph, outputs: Sequence[int]) -> None:
        self._nodes = graph.nodes
        self._steps = {step: graph.nodes[step] for step in _below(graph, outputs)}
        self._uses = Counter(chain.from_iterable(node.arguments for node in self._steps.values()))
        self._outputs = frozenset(outputs)
        between = (node.arguments for node in self._steps.values() if node.op in _BETWEEN)
        self._crossing = frozenset(chain.from_iterable(between))
        self._phase: dict[int, int] = {}
        for step, node in self._steps.items():
            self._phase[step] = self._phase_of(node)

    def schedule(self) -> tuple[frozenset[int], tuple[Phase, ...]]:
        """The steps that become columns, and the phases in which they do."""
        columns = frozenset(step for step, node in self._steps.items() if self._is_column(step, node))
        layers = self._layers(columns)
        number = max(self._phase.values(), default=0) + 1
        made: dict[tuple[int, Level], dict[int, list[int]]] = {}
        for step, node in self._steps.items():
            if step in columns and node.op not in _BETWEEN:
                made.setdefault((self._phase[step], node.level), {}).setdefault(layers[step], []).append(step)

        def at(phase: int, level: Level) -> tuple[tuple[int, ...], ...]:
            found = made.get((phase, level), {})
            return tuple(tuple(found[layer]) for layer in sorted(found))

        return columns, tuple(
            Phase(
                at(phase, Level.HOUSEHOLD),
                self._between(phase, (Op.SPREAD,)),
                at(phase, Level.MEMBER),
                self._between(phase + 1, (Op.ANY, Op.TOTAL, Op.SIZE)),
            )
            for phase in range(number)
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
