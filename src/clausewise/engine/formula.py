"""The parts of a formula of open leaves: leaves, gates, and what a part can still come out as.

Plain data. A formula knows nothing of rules or cases.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from clausewise.classes import NamedTuple, dataclass
from clausewise.language.facts import Value
from clausewise.language.kleene import FALSE, TRUE

Outcomes = frozenset[int]
BOTH: Outcomes = frozenset((FALSE, TRUE))


class Slot(NamedTuple):
    """A value that is not known and that leaves read: a fact of the household or of one member."""

    fact: str
    member: str | None


@dataclass(frozen=True, slots=True, eq=False)
class Leaf:
    """An unknown leaf: the slots it reads, the facts to ask for (as bits), and its truth once one slot has a value.

    `decide` is None when the leaf cannot be tried out: it reads several open slots, or computes with one. `reads` has
    a bit for each slot, of nodes as of leaves.
    """

    slots: tuple[Slot, ...]
    facts: int
    answers: tuple[Value, ...]
    decide: Callable[[Value], int] | None
    reads: int


@dataclass(frozen=True, slots=True, eq=False)
class Gate:
    """Unknown parts of which `low` … `high` must be true; of `all`, every one; of `any`, one."""

    kind: str
    parts: tuple[Node, ...]
    low: int
    high: int | None
    reads: int


@dataclass(frozen=True, slots=True, eq=False)
class Flip:
    """True when its part is false."""

    part: Node
    reads: int


Node = Leaf | Gate | Flip


class Drive(NamedTuple):
    """What a node can still come out as, its open facts, and which of them can be the last to settle it so."""

    outcomes: Outcomes
    facts: int
    refuting: int
    proving: int

    def settling(self, outcome: int) -> int:
        """The facts that can be the last to settle it so."""
        return self.proving if outcome == TRUE else self.refuting


def parts_of(node: Node) -> tuple[Node, ...]:
    """What a node is made of; nothing for a leaf."""
    match node:
        case Gate(parts=parts):
            return parts
        case Flip(part=part):
            return (part,)
    return ()


def reads_of(parts: Iterable[Node]) -> int:
    """The slots that any of some nodes read."""
    reads = 0
    for part in parts:
        reads |= part.reads
    return reads
