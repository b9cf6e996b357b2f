"""Which of the open facts of a formula can be the last to settle it: leaves and gates, and the trying out of them.

A fact counts when there are answers to some of the other open facts after which the formula is still open, and an
answer to this fact that then settles it. Parts that share no slot are treated one by one; parts that do are tried out
together, over the answers that make a difference. Where that would take more than `MAX_STATES` trials every open fact
in it is kept: one question too many, never one too few. Nothing here knows of rules or cases.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from clausewise.engine.findings import Missing
from clausewise.language.expressions import Expression
from clausewise.language.facts import Value
from clausewise.language.kleene import FALSE, TRUE, UNKNOWN, all_of, any_of, counted, opposite

MAX_STATES = 6561

Outcomes = frozenset[int]
BOTH: Outcomes = frozenset((FALSE, TRUE))


class Slot(NamedTuple):
    """A value that is not known and that leaves read: a fact of the household or of one member."""

    fact: str
    member: str | None


@dataclass(frozen=True, slots=True)
class Leaf:
    """An unknown leaf: the slots it reads, the facts to ask for, and its truth once one slot has a value.

    `decide` is None when the leaf cannot be tried out: it reads several open slots, or computes with one.
    """

    key: tuple[Expression, str | None] | int
    slots: tuple[Slot, ...]
    facts: tuple[Missing, ...]
    answers: tuple[Value, ...]
    decide: Callable[[Value], int] | None


@dataclass(frozen=True, slots=True)
class Gate:
    """Unknown parts of which `low` … `high` must be true; of `all`, every one; of `any`, one."""

    kind: str
    parts: tuple[Node, ...]
    low: int = 0
    high: int | None = None


@dataclass(frozen=True, slots=True)
class Flip:
    """True when its part is false."""

    part: Node


class _Block(NamedTuple):
    """Stands where a part stood that is settled on its own; copies of a part are one block."""

    key: object


Node = Leaf | Gate | Flip | _Block


@dataclass(frozen=True, slots=True)
class Drive:
    """What a node can still come out as, and for each open fact the outcomes that it can be the last to settle."""

    outcomes: Outcomes
    by_fact: Mapping[Missing, Outcomes]


def settling_facts(node: Node) -> list[Missing]:
    """The open facts that can be the last to settle a node."""
    return [fact for fact, outcomes in _drive(node).by_fact.items() if outcomes]


def _leaves(node: Node) -> Iterable[Leaf]:
    match node:
        case Leaf():
            yield node
        case Flip(part=part):
            yield from _leaves(part)
        case Gate(parts=parts):
            for part in parts:
                yield from _leaves(part)


def _drive(node: Node) -> Drive:
    match node:
        case Leaf():
            return _drive_leaf(node)
        case Flip(part=part):
            inner = _drive(part)
            flipped = {fact: frozenset(map(opposite, outcomes)) for fact, outcomes in inner.by_fact.items()}
            return Drive(frozenset(map(opposite, inner.outcomes)), flipped)
        case Gate(kind="count"):
            return _try_out(node)
    assert isinstance(node, Gate)
    groups = _entangled(node.parts)
    drives = [_drive(group[0]) if len(group) == 1 else _try_out(Gate(node.kind, group)) for group in groups]
    return _combine(node.kind, drives)


def _drive_leaf(leaf: Leaf) -> Drive:
    if not leaf.facts:
        return Drive(frozenset(), {})
    outcomes = BOTH if leaf.decide is None else frozenset(leaf.decide(answer) for answer in leaf.answers) & BOTH
    return Drive(outcomes, dict.fromkeys(leaf.facts, outcomes))


def _combine(kind: str, drives: Sequence[Drive]) -> Drive:
    """Parts that share no fact: one alone settles `all` as false, true takes them all (`any`: the reverse)."""
    alone, together = (FALSE, TRUE) if kind == "all" else (TRUE, FALSE)
    reachable = {alone} if any(alone in drive.outcomes for drive in drives) else set()
    lacking = [index for index, drive in enumerate(drives) if together not in drive.outcomes]
    if not lacking:
        reachable.add(together)
    by_fact: dict[Missing, Outcomes] = {}
    for index, drive in enumerate(drives):
        others_can = not [one for one in lacking if one != index]
        for fact, outcomes in drive.by_fact.items():
            kept = outcomes & {alone} | (outcomes & {together} if others_can else frozenset())
            by_fact[fact] = by_fact.get(fact, frozenset()) | kept
    return Drive(frozenset(reachable), by_fact)


def _entangled(parts: Sequence[Node]) -> list[tuple[Node, ...]]:
    """The parts in groups: two parts are together when they read a common open slot."""
    groups: list[tuple[set[Slot], list[Node]]] = []
    for part in parts:
        slots = {slot for leaf in _leaves(part) for slot in leaf.slots}
        touching = [group for group in groups if group[0] & slots]
        merged: tuple[set[Slot], list[Node]] = (set(slots), [])
        for group in touching:
            merged[0].update(group[0])
            merged[1].extend(group[1])
            groups.remove(group)
        merged[1].append(part)
        groups.append(merged)
    return [tuple(nodes) for _, nodes in groups]


class _Variable(NamedTuple):
    """Something that is tried out: each choice gives codes to some leaves or blocks, and settles facts."""

    choices: tuple[Mapping[object, int], ...]
    facts: Mapping[Missing, Outcomes]
    is_block: bool


def _try_out(gate: Gate) -> Drive:
    """Parts that share slots (or are counted): every combination of answers, each slot answered or not."""
    blocks: dict[object, Drive] = {}
    skeleton = _Blocks(gate, blocks).within(gate)
    variables = [
        _Variable(tuple({key: outcome} for outcome in sorted(drive.outcomes)), drive.by_fact, True)
        for key, drive in blocks.items()
    ]
    variables += _slot_variables(skeleton)
    states = 1
    for variable in variables:
        states *= 1 + len(variable.choices)
    if states > MAX_STATES:
        facts = {fact for variable in variables for fact in variable.facts}
        return Drive(BOTH, dict.fromkeys(facts, BOTH))
    return _tabulate(skeleton, variables)


class _Blocks:
    """Finds the largest parts that share no slot with the rest but with copies of themselves, and settles each once."""

    def __init__(self, whole: Gate, blocks: dict[object, Drive]) -> None:
        self._blocks = blocks
        self._copies = Counter(_identity(node) for node in _nodes(whole))
        self._everywhere = Counter(slot for leaf in _leaves(whole) for slot in leaf.slots)

    def within(self, node: Node) -> Node:
        """A gate or flip with its parts replaced by blocks where they can be."""
        match node:
            case Gate(kind=kind, parts=parts, low=low, high=high):
                return Gate(kind, tuple(map(self._part, parts)), low, high)
            case Flip(part=part):
                return Flip(self._part(part))
        return node

    def _part(self, node: Node) -> Node:
        untriable = isinstance(node, Leaf) and node.decide is None
        if not untriable and not self._stands_alone(node):
            return self.within(node)
        block = _Block(_identity(node))
        if block.key not in self._blocks:
            self._blocks[block.key] = _drive(node)
        return block

    def _stands_alone(self, node: Node) -> bool:
        here = Counter(slot for leaf in _leaves(node) for slot in leaf.slots)
        copies = self._copies[_identity(node)]
        return all(times * copies == self._everywhere[slot] for slot, times in here.items())


def _identity(node: Node) -> object:
    """What a node asks: equal for copies of a node, and for no others."""
    match node:
        case Leaf(key=key):
            return key
        case Flip(part=part):
            return ("not", _identity(part))
        case Gate(kind=kind, parts=parts, low=low, high=high):
            return (kind, low, high, tuple(map(_identity, parts)))
    return node


def _nodes(node: Node) -> Iterable[Node]:
    yield node
    match node:
        case Flip(part=part):
            yield from _nodes(part)
        case Gate(parts=parts):
            for part in parts:
                yield from _nodes(part)


def _slot_variables(skeleton: Node) -> list[_Variable]:
    """One variable for each slot that leaves of the skeleton share, with the answers that make a difference."""
    by_slot: dict[Slot, dict[object, Leaf]] = {}
    for leaf in _skeleton_leaves(skeleton):
        by_slot.setdefault(leaf.slots[0], {})[leaf.key] = leaf
    variables = []
    for leaves in by_slot.values():
        answers = dict.fromkeys(answer for leaf in leaves.values() for answer in leaf.answers)
        choices: list[Mapping[object, int]] = []
        for answer in answers:
            choice = {key: leaf.decide(answer) for key, leaf in leaves.items() if leaf.decide}
            if choice not in choices:
                choices.append(choice)
        facts = {fact: BOTH for leaf in leaves.values() for fact in leaf.facts}
        variables.append(_Variable(tuple(choices), facts, False))
    return variables


def _skeleton_leaves(node: Node) -> Iterable[Leaf]:
    match node:
        case Leaf():
            yield node
        case Flip(part=part):
            yield from _skeleton_leaves(part)
        case Gate(parts=parts):
            for part in parts:
                yield from _skeleton_leaves(part)


def _tabulate(skeleton: Node, variables: Sequence[_Variable]) -> Drive:
    table: dict[tuple[int, ...], int] = {}
    ranges = [range(-1, len(variable.choices)) for variable in variables]
    for state in itertools.product(*ranges):
        codes: dict[object, int] = {}
        for variable, choice in zip(variables, state, strict=True):
            if choice >= 0:
                codes.update(variable.choices[choice])
        table[state] = _evaluate(skeleton, codes)
    settles: list[dict[int, set[int]]] = [{} for _ in variables]
    for state, code in table.items():
        if code != UNKNOWN:
            continue
        for index, variable in enumerate(variables):
            if state[index] >= 0:
                continue
            for choice in range(len(variable.choices)):
                outcome = table[(*state[:index], choice, *state[index + 1 :])]
                if outcome != UNKNOWN:
                    settles[index].setdefault(choice, set()).add(outcome)
    by_fact: dict[Missing, Outcomes] = {}
    for variable, settled in zip(variables, settles, strict=True):
        for fact, outcomes in variable.facts.items():
            for choice, reached in settled.items():
                if not variable.is_block or next(iter(variable.choices[choice].values())) in outcomes:
                    by_fact[fact] = by_fact.get(fact, frozenset()) | reached
            by_fact.setdefault(fact, frozenset())
    return Drive(frozenset(code for code in table.values() if code != UNKNOWN), by_fact)


def _evaluate(node: Node, codes: Mapping[object, int]) -> int:
    match node:
        case _Block(key=key):
            return codes.get(key, UNKNOWN)
        case Leaf(key=key):
            return codes.get(key, UNKNOWN)
        case Flip(part=part):
            return opposite(_evaluate(part, codes))
        case Gate(kind="all", parts=parts):
            return all_of(_evaluate(part, codes) for part in parts)
        case Gate(kind="any", parts=parts):
            return any_of(_evaluate(part, codes) for part in parts)
        case Gate(parts=parts, low=low, high=high):
            return counted([_evaluate(part, codes) for part in parts], low, high)
