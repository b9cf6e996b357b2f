"""Finds the facts that could still change an undetermined verdict, and only those.

A fact counts when there are answers to some of the other open facts after which the verdict is still undetermined, and
an answer to this fact that then settles it. Parts of a condition that share no fact are treated one by one; parts that
do are tried out together, over the answers that make a difference. Where that would take more than `MAX_STATES` trials,
or where one comparison reads several open facts, every open fact in it is kept: one question too many, never one too
few.
"""

from __future__ import annotations

import datetime
import itertools
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any as AnyValue
from typing import NamedTuple

from clausewise.engine.arithmetic import FALSE, TRUE, UNKNOWN, Layout, compile_expression, compile_truth
from clausewise.engine.findings import Missing
from clausewise.engine.proof import UNNAMED_MEMBER, Compiled, ProofNode, Situation, View
from clausewise.language.conditions import All, Any, Condition, Count, Every, FindingOf, If, Not, Some
from clausewise.language.expressions import (
    Arithmetic,
    Call,
    Comparison,
    CountMembers,
    Expression,
    FactRef,
    SumMembers,
)
from clausewise.language.facts import Fact, FactType, Value, ValueProblem
from clausewise.language.model import Pack

MAX_STATES = 6561
MEMBERS = Missing("members", None)

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


Node = Leaf | Gate | Flip


@dataclass(frozen=True, slots=True)
class Drive:
    """What a node can still come out as, and for each open fact the outcomes that it can be the last to settle."""

    outcomes: Outcomes
    by_fact: Mapping[Missing, Outcomes]


class MissingFinder:
    """Finds missing facts for proofs of one pack."""

    def __init__(self, pack: Pack, layout: Layout, derivations: Mapping[str, Compiled]) -> None:
        self._facts = pack.facts
        self._layout = layout
        self._derivations = derivations
        self._truths: dict[Expression, Callable[[list[AnyValue], list[AnyValue]], int]] = {}
        self._order = {name: index for index, name in enumerate(pack.facts)}
        self._serial = itertools.count()

    def of_proof(self, proof: ProofNode) -> tuple[Missing, ...]:
        """The missing facts of an undetermined finding, household first, then members as listed."""
        node = self._finding_node(proof)
        found = [fact for fact, outcomes in _drive(node).by_fact.items() if outcomes]
        return self._sorted(found, proof.view.situation)

    def of_expression(self, expression: Expression, view: View) -> tuple[Missing, ...]:
        """The open facts an amount, a period or a deadline waits for."""
        return self._sorted(self._open_facts(expression, view), view.situation)

    def _sorted(self, found: Iterable[Missing], situation: Situation) -> tuple[Missing, ...]:
        place = {view.member: index for index, view in enumerate(situation.members)}
        return tuple(
            sorted(
                set(found),
                key=lambda one: (place.get(one.member, -1), self._order.get(one.fact, -1), one.fact),
            )
        )

    def _finding_node(self, proof: ProofNode) -> Node:
        if proof.member != UNNAMED_MEMBER:
            return self._node(proof)
        return self._if_there_is_one(proof)

    def _if_there_is_one(self, proof: ProofNode) -> Node:
        """What holds of a member of whom nothing is known holds only if there is such a member."""
        exists = self._members_leaf()
        if proof.code == TRUE:
            return exists
        return Gate("all", (self._node(proof), exists))

    def _members_leaf(self) -> Leaf:
        return Leaf(next(self._serial), (), (MEMBERS,), (), None)

    def _node(self, proof: ProofNode) -> Node:
        """The unknown part of a proof: what is known already no longer matters, or the node would not be unknown."""
        condition = proof.condition
        unknown = [child for child in proof.children if child.code == UNKNOWN]
        match condition:
            case If():
                return self._leaf(proof)
            case Not():
                return Flip(self._node(unknown[0]))
            case All():
                return Gate("all", tuple(self._node(child) for child in unknown))
            case Any():
                return Gate("any", tuple(self._node(child) for child in unknown))
            case FindingOf():
                open_findings = [
                    child for child in proof.children if child.code == UNKNOWN or child.member == UNNAMED_MEMBER
                ]
                parts = (self._finding_node(child) for child in open_findings if child.code != FALSE)
                return Gate("any", tuple(parts))
        return self._quantifier(condition, proof, unknown)

    def _quantifier(self, condition: Condition, proof: ProofNode, unknown: list[ProofNode]) -> Node:
        if not proof.view.situation.members_known:
            (one,) = proof.children
            if isinstance(condition, Every):
                return self._unless_it_holds(one)
            return self._if_there_is_one(one)
        parts = tuple(self._node(child) for child in unknown)
        if isinstance(condition, Some):
            return Gate("any", parts)
        if isinstance(condition, Every):
            return Gate("all", parts)
        assert isinstance(condition, Count)
        surely = sum(child.code == TRUE for child in proof.children)
        low = max(0, (condition.at_least or 0) - surely)
        high = None if condition.at_most is None else condition.at_most - surely
        return Gate("count", parts, low, high)

    def _unless_it_holds(self, proof: ProofNode) -> Node:
        """`every` can still become true of members of whom nothing is known, or of none."""
        exists = self._members_leaf()
        if proof.code == FALSE:
            return exists
        return Gate("any", (self._node(proof), exists))

    def _leaf(self, proof: ProofNode) -> Node:
        assert isinstance(proof.condition, If)
        expression, view = proof.condition.expression, proof.view
        if proof.children and not self._facts[_only_fact(expression)].is_asked_for_itself:
            return self._node(proof.children[0])
        slots = tuple(self._open_slots(expression, view))
        facts = tuple(dict.fromkeys(self._open_facts(expression, view)))
        whole = len(slots) == 1 and slots[0].member != UNNAMED_MEMBER
        answers = self._answers(expression, slots[0], view) if whole else None
        if answers is None:
            return Leaf(next(self._serial), slots, facts, (), None)
        return Leaf((expression, slots[0].member), slots, facts, answers, self._decider(expression, slots[0], view))

    def _open_slots(self, expression: Expression, view: View) -> Iterable[Slot]:
        for name in dict.fromkeys(_direct_facts(expression)):
            in_member = self._layout.is_member(name)
            slots, index = (view.m, self._layout.member) if in_member else (view.h, self._layout.household)
            if slots[index[name]] is None:
                yield Slot(name, view.member if in_member else None)
        for aggregate in _aggregates_in(expression):
            yield Slot(aggregate, None)

    def _open_facts(self, expression: Expression, view: View) -> Iterable[Missing]:
        """The facts to ask for so that the expression gets a value, through derivations without a question."""
        for name in dict.fromkeys(_direct_facts(expression)):
            yield from self._to_ask(self._facts[name], view)
        yield from self._open_aggregates(expression, view)

    def _open_aggregates(self, expression: Expression, view: View) -> Iterable[Missing]:
        wanted, situation = _aggregates_in(expression), view.situation
        if wanted and not situation.members_known:
            yield MEMBERS
            return
        for aggregate in wanted:
            if aggregate:
                for member in situation.members:
                    yield from self._to_ask(self._facts[aggregate], member)

    def _to_ask(self, fact: Fact, view: View) -> Iterable[Missing]:
        in_member = self._layout.is_member(fact.name)
        slots, index = (view.m, self._layout.member) if in_member else (view.h, self._layout.household)
        if slots[index[fact.name]] is not None:
            return
        if in_member and view.member == UNNAMED_MEMBER:
            yield MEMBERS
        elif fact.is_asked_for_itself:
            yield Missing(fact.name, view.member if in_member else None)
        elif isinstance(fact.derive, Condition):
            subject = view if in_member else view.situation.household
            if fact.name in subject.derived:
                yield from self.of_proof(ProofNode(self._derivations[fact.name], subject))
        elif fact.derive is not None:
            yield from self._open_facts(fact.derive, view)

    def _answers(self, expression: Expression, slot: Slot, view: View) -> tuple[Value, ...] | None:
        """Values of a slot that between them make every difference to a leaf; None when that cannot be told."""
        fact = self._facts.get(slot.fact)
        if fact is None:
            return None
        if isinstance(expression, FactRef):
            return (False, True)
        if fact.type is FactType.CHOICE:
            return tuple(fact.values or ())
        assert isinstance(expression, Comparison)
        sides = (expression.left, expression.right)
        for mine, other in (sides, sides[::-1]):
            if mine == FactRef(slot.fact, mine.kind) and slot.fact not in _direct_facts(other):
                limit = compile_expression(other, self._layout)(view.h, view.m)
                return None if limit is None else tuple(_around(limit, fact))
        return None

    def _decider(self, expression: Expression, slot: Slot, view: View) -> Callable[[Value], int]:
        truth = self._truths.get(expression)
        if truth is None:
            truth = self._truths[expression] = compile_truth(expression, self._layout)
        in_member = slot.member is not None
        index = (self._layout.member if in_member else self._layout.household)[slot.fact]

        def decide(value: Value) -> int:
            h, m = list(view.h), list(view.m)
            (m if in_member else h)[index] = value
            return truth(h, m)

        return decide


def _only_fact(expression: Expression) -> str:
    assert isinstance(expression, FactRef)
    return expression.name


def _direct_facts(expression: Expression) -> Iterable[str]:
    """The facts read of the member or household in sight, leaving out what is summed over members."""
    match expression:
        case FactRef(name=name):
            yield name
        case Arithmetic(left=left, right=right) | Comparison(left=left, right=right):
            yield from _direct_facts(left)
            yield from _direct_facts(right)
        case Call(arguments=arguments):
            for argument in arguments:
                yield from _direct_facts(argument)


def _aggregates_in(expression: Expression) -> list[str]:
    """What is summed over members; an empty name for their number."""
    match expression:
        case CountMembers():
            return [""]
        case SumMembers(fact=fact):
            return [fact]
        case Arithmetic(left=left, right=right) | Comparison(left=left, right=right):
            return _aggregates_in(left) + _aggregates_in(right)
        case Call(arguments=arguments):
            return [name for argument in arguments for name in _aggregates_in(argument)]
    return []


def _around(limit: AnyValue, fact: Fact) -> Iterable[Value]:
    """A limit and its neighbours, as far as the fact can have them."""
    step: AnyValue = 1
    if fact.type is FactType.DATE:
        step = datetime.timedelta(days=1)
    elif fact.type is FactType.MONEY:
        step = Fraction(1, 100)
    elif isinstance(limit, Fraction):
        limit = limit.numerator // limit.denominator
    for value in (limit - step, limit, limit + step):
        try:
            fact.check_domain(value)
        except ValueProblem:
            continue
        yield value


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
            flipped = {fact: frozenset(TRUE - one for one in outcomes) for fact, outcomes in inner.by_fact.items()}
            return Drive(frozenset(TRUE - one for one in inner.outcomes), flipped)
        case Gate(kind="count"):
            return _try_out(node)
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
    occurrences = Counter(slot for leaf in _leaves(gate) for slot in leaf.slots)
    shared = {slot for slot, times in occurrences.items() if times > 1}
    blocks: dict[int, Drive] = {}
    skeleton = _blockify(gate, shared, blocks, top=True)
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


def _blockify(node: Node, shared: set[Slot], blocks: dict[int, Drive], *, top: bool = False) -> Node | int:
    """The node with every largest part that reads nothing shared replaced by a number into `blocks`."""
    leaves = list(_leaves(node))
    alone = not any(slot in shared for leaf in leaves for slot in leaf.slots)
    untriable = isinstance(node, Leaf) and node.decide is None
    if (alone or untriable) and not top:
        number = len(blocks)
        blocks[number] = _drive(node)
        return number
    match node:
        case Gate(kind=kind, parts=parts, low=low, high=high):
            inner = tuple(_blockify(part, shared, blocks) for part in parts)
            return Gate(kind, inner, low, high)  # type: ignore[arg-type]
        case Flip(part=part):
            return Flip(_blockify(part, shared, blocks))  # type: ignore[arg-type]
    return node


def _slot_variables(skeleton: Node | int) -> list[_Variable]:
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


def _skeleton_leaves(node: Node | int) -> Iterable[Leaf]:
    match node:
        case Leaf():
            yield node
        case Flip(part=part):
            yield from _skeleton_leaves(part)
        case Gate(parts=parts):
            for part in parts:
                yield from _skeleton_leaves(part)


def _tabulate(skeleton: Node | int, variables: Sequence[_Variable]) -> Drive:
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


def _evaluate(node: Node | int, codes: Mapping[object, int]) -> int:
    match node:
        case int():
            return codes.get(node, UNKNOWN)
        case Leaf(key=key):
            return codes.get(key, UNKNOWN)
        case Flip(part=part):
            return TRUE - _evaluate(part, codes)
        case Gate(kind="all", parts=parts):
            return min(_evaluate(part, codes) for part in parts)
        case Gate(kind="any", parts=parts):
            return max(_evaluate(part, codes) for part in parts)
        case Gate(parts=parts, low=low, high=high):
            found = [_evaluate(part, codes) for part in parts]
            surely, possibly = found.count(TRUE), len(found) - found.count(FALSE)
            if possibly < low or (high is not None and surely > high):
                return FALSE
            return TRUE if surely >= low and (high is None or possibly <= high) else UNKNOWN
