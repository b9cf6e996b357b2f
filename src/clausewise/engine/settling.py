"""Which of the open facts of a formula can be the last to settle it: leaves and gates, and the trying out of them.

A fact counts when there are answers to some of the other open facts after which the formula is still open, and an
answer to this fact that then settles it. Parts that share no slot are treated one by one; parts that do are tried out
together, over the answers that make a difference. Where that would take more than `MAX_STATES` trials every open fact
in it is kept: one question too many, never one too few. A part that stands in many places is one node, and is settled
once. Nothing here knows of rules or cases.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence

from clausewise.engine.combinations import Variable, tabulate
from clausewise.engine.formula import BOTH, Drive, Flip, Gate, Leaf, Node, Slot, parts_of, reads_of
from clausewise.language.facts import Value
from clausewise.language.kleene import FALSE, TRUE, UNKNOWN, all_of, any_of, opposite

MAX_STATES = 6561


class Formulas:
    """Makes the nodes of one case: what asks the same is the same node. Each is settled once, when first asked for."""

    def __init__(self) -> None:
        self._made: dict[Hashable, Node] = {}
        self._bits: dict[Slot, int] = {}
        self._drives: dict[Node, Drive] = {}

    def made(self, key: Hashable) -> Node | None:
        """The leaf of that key, if there is one."""
        return self._made.get(key)

    def leaf(
        self,
        key: Hashable,
        slots: tuple[Slot, ...],
        facts: int,
        answers: tuple[Value, ...] = (),
        decide: Callable[[Value], int] | None = None,
    ) -> Node:
        """The leaf of that key, made when there is none."""
        if key not in self._made:
            self._made[key] = Leaf(slots, facts, answers, decide, self._reads(slots))
        return self._made[key]

    def gate(self, kind: str, parts: Iterable[Node], low: int = 0, high: int | None = None) -> Node:
        """A gate over parts; one of `all` or `any` says each part once, and is that part when it has no other."""
        ones = tuple(parts) if kind == "count" else tuple(dict.fromkeys(parts))
        if len(ones) == 1 and kind != "count":
            return ones[0]
        key = (kind, low, high, ones)
        if key not in self._made:
            self._made[key] = Gate(kind, ones, low, high, reads_of(ones))
        return self._made[key]

    def flip(self, part: Node) -> Node:
        """True when a part is false."""
        key = ("not", part)
        if key not in self._made:
            self._made[key] = Flip(part, part.reads)
        return self._made[key]

    def left_open(self, node: Node, never_answered: Callable[[int], int]) -> Node:
        """A node whose leaves that wait for such facts alone are answered by nothing.

        `never_answered` finds them among facts, both as bits.
        """
        key = ("left open", node)
        if key not in self._made:
            self._made[key] = self._left_open(node, never_answered)
        return self._made[key]

    def _left_open(self, node: Node, never_answered: Callable[[int], int]) -> Node:
        match node:
            case Leaf(facts=facts):
                return self.leaf((node, "silent"), (), 0) if facts and never_answered(facts) == facts else node
            case Flip(part=part):
                return self.flip(self.left_open(part, never_answered))
            case Gate(kind=kind, parts=parts, low=low, high=high):
                return self.gate(kind, [self.left_open(part, never_answered) for part in parts], low, high)

    def settling_facts(self, node: Node) -> int:
        """The open facts that can be the last to settle a node."""
        drive = self._drive(node)
        return drive.refuting | drive.proving

    def _reads(self, slots: Iterable[Slot]) -> int:
        reads = 0
        for slot in slots:
            reads |= 1 << self._bits.setdefault(slot, len(self._bits))
        return reads

    def _drive(self, node: Node) -> Drive:
        drive = self._drives.get(node)
        if drive is None:
            drive = self._drives[node] = self._settle(node)
        return drive

    def _settle(self, node: Node) -> Drive:
        match node:
            case Leaf():
                return _drive_leaf(node)
            case Flip(part=part):
                inner = self._drive(part)
                return Drive(frozenset(map(opposite, inner.outcomes)), inner.facts, inner.proving, inner.refuting)
            case Gate(kind="count"):
                return self._try_out(node)
        return _combine(node.kind, [self._together(node.kind, group) for group in _entangled(node.parts)])

    def _together(self, kind: str, group: tuple[Node, ...]) -> Drive:
        """Parts of a gate that share slots, or one alone."""
        if len(group) == 1:
            return self._drive(group[0])
        gate = Gate(kind, group, 0, None, reads_of(group))
        leaves = _leaves_on_one_slot(gate)
        return self._try_out(gate) if leaves is None else _answer(gate, leaves)

    def _try_out(self, gate: Gate) -> Drive:
        """Parts that share slots (or are counted): every combination of answers, each slot answered or not."""
        skeleton, blocks = _split(gate)
        drives = {node: self._drive(node) for node in blocks}
        variables = [
            Variable(tuple({node: outcome} for outcome in sorted(drive.outcomes)), drive.facts, drive)
            for node, drive in drives.items()
        ]
        variables += _slot_variables(skeleton)
        states = 1
        for variable in variables:
            states *= 1 + len(variable.choices)
        if states > MAX_STATES:
            facts = 0
            for variable in variables:
                facts |= variable.facts
            return Drive(BOTH, facts, facts, facts)
        return tabulate(skeleton, variables)


def _leaves_on_one_slot(gate: Gate) -> list[Leaf] | None:
    """The leaves of a gate without counts that can be tried out, where all of them read the same one slot."""
    if gate.reads & (gate.reads - 1):
        return None
    found: list[Leaf] = []
    waiting: list[Node] = [gate]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Leaf):
            if node.decide is None:
                return None
            found.append(node)
        elif isinstance(node, Gate) and node.kind == "count":
            return None
        else:
            waiting += parts_of(node)
    return found


def _answer(gate: Gate, leaves: Sequence[Leaf]) -> Drive:
    """What each answer to the one slot of a gate makes of it."""
    facts = 0
    for leaf in leaves:
        facts |= leaf.facts
    answers = dict.fromkeys(answer for leaf in leaves for answer in leaf.answers)
    outcomes = frozenset(_with_answer(gate, answer) for answer in answers) & BOTH
    return Drive(outcomes, facts, facts if FALSE in outcomes else 0, facts if TRUE in outcomes else 0)


def _with_answer(node: Node, answer: Value) -> int:
    match node:
        case Leaf(decide=decide):
            return UNKNOWN if decide is None else decide(answer)
        case Flip(part=part):
            return opposite(_with_answer(part, answer))
        case Gate(kind=kind, parts=parts):
            return (all_of if kind == "all" else any_of)([_with_answer(part, answer) for part in parts])


def _drive_leaf(leaf: Leaf) -> Drive:
    if not leaf.facts:
        return Drive(frozenset(), 0, 0, 0)
    outcomes = BOTH if leaf.decide is None else frozenset(leaf.decide(answer) for answer in leaf.answers) & BOTH
    return Drive(outcomes, leaf.facts, leaf.facts if FALSE in outcomes else 0, leaf.facts if TRUE in outcomes else 0)


def _combine(kind: str, drives: Sequence[Drive]) -> Drive:
    """Parts that share no fact: one alone settles `all` as false, true takes them all (`any`: the reverse)."""
    alone, together = (FALSE, TRUE) if kind == "all" else (TRUE, FALSE)
    reachable = {alone} if any(alone in drive.outcomes for drive in drives) else set()
    lacking = [index for index, drive in enumerate(drives) if together not in drive.outcomes]
    if not lacking:
        reachable.add(together)
    facts, settling = 0, {alone: 0, together: 0}
    for index, drive in enumerate(drives):
        facts |= drive.facts
        settling[alone] |= drive.settling(alone)
        if not lacking or lacking == [index]:
            settling[together] |= drive.settling(together)
    return Drive(frozenset(reachable), facts, settling[FALSE], settling[TRUE])


def _entangled(parts: Sequence[Node]) -> list[tuple[Node, ...]]:
    """The parts in groups: two parts are together when they read a common open slot."""
    groups: list[tuple[int, list[Node]]] = []
    seen = 0
    for part in parts:
        reads, nodes = part.reads, []
        if seen & reads:
            touching = [group for group in groups if group[0] & reads]
            groups = [group for group in groups if not group[0] & reads]
            for theirs, others in touching:
                reads |= theirs
                nodes += others
        seen |= reads
        groups.append((reads, [*nodes, part]))
    return [tuple(nodes) for _, nodes in groups]


def _split(whole: Gate) -> tuple[list[Node], list[Node]]:
    """The skeleton of a gate, parts before what they are parts of, and the blocks in it, settled on their own.

    A block is as large as can be: a node that shares no slot with what is not below it, or a leaf not to be tried out.
    """
    held = _held_alone(whole)
    skeleton: dict[Node, None] = {}
    blocks: dict[Node, None] = {}

    def visit(node: Node) -> None:
        if node in skeleton or node in blocks:
            return
        untriable = isinstance(node, Leaf) and node.decide is None
        if node is not whole and (untriable or held.get(node, 0) == node.reads):
            blocks[node] = None
            return
        for part in parts_of(node):
            visit(part)
        skeleton[node] = None

    visit(whole)
    return list(skeleton), list(blocks)


def _held_alone(whole: Node) -> Mapping[Node, int]:
    """For each node the slots that nothing reads but what is below it: every way to them leads through it."""
    over: dict[Node, Node] = {}
    depth = {whole: 0}
    reader: dict[int, Node] = {}

    def meet(one: Node, other: Node) -> Node:
        while one is not other:
            if depth[one] < depth[other]:
                one, other = other, one
            one = over[one]
        return one

    for node in _top_down(whole):
        if node in over:
            depth[node] = depth[over[node]] + 1
        for part in parts_of(node):
            over[part] = meet(over[part], node) if part in over else node
        for bit in _bits_of(node.reads) if isinstance(node, Leaf) else ():
            reader[bit] = meet(reader[bit], node) if bit in reader else node
    held: dict[Node, int] = {}
    for bit, node in reader.items():
        held[node] = held.get(node, 0) | bit
        while node in over:
            node = over[node]
            held[node] = held.get(node, 0) | bit
    return held


def _top_down(whole: Node) -> list[Node]:
    """Every node once, after all that it is a part of."""
    found: dict[Node, None] = {}

    def visit(node: Node) -> None:
        if node not in found:
            for part in parts_of(node):
                visit(part)
            found[node] = None

    visit(whole)
    return list(reversed(found))


def _bits_of(reads: int) -> Iterator[int]:
    while reads:
        lowest = reads & -reads
        yield lowest
        reads ^= lowest


def _slot_variables(skeleton: Iterable[Node]) -> list[Variable]:
    """One variable for each slot that leaves of the skeleton share, with the answers that make a difference."""
    by_slot: dict[Slot, list[Leaf]] = {}
    for leaf in skeleton:
        if isinstance(leaf, Leaf):
            by_slot.setdefault(leaf.slots[0], []).append(leaf)
    variables = []
    for leaves in by_slot.values():
        answers = dict.fromkeys(answer for leaf in leaves for answer in leaf.answers)
        choices: list[Mapping[Node, int]] = []
        for answer in answers:
            choice: Mapping[Node, int] = {leaf: leaf.decide(answer) for leaf in leaves if leaf.decide}
            if choice not in choices:
                choices.append(choice)
        facts = 0
        for leaf in leaves:
            facts |= leaf.facts
        variables.append(Variable(tuple(choices), facts, None))
    return variables
