"""Reads the unknown part of a proof as a formula of open leaves, to be tried out.

What is known already no longer matters, or the proof would not be unknown. A comparison that reads several open facts
is a leaf that is not tried out; so is one on a derived fact that waits for several: answers to some of them may decide
it by bounds.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence

from clausewise.classes import NamedTuple
from clausewise.engine.answers import Answers
from clausewise.engine.arithmetic import Layout, aggregate_name
from clausewise.engine.bounding import Bounder
from clausewise.engine.fact_bits import FactBits
from clausewise.engine.formula import Node, Slot
from clausewise.engine.open_facts import OpenFacts, Reads
from clausewise.engine.proof import UNNAMED_MEMBER, Compiled, ProofNode, Situation, View
from clausewise.language.conditions import (
    All,
    Any,
    Condition,
    Contested,
    Count,
    Every,
    FindingOf,
    If,
    Not,
    Quantifier,
    Some,
)
from clausewise.language.expressions import Expression, FactRef
from clausewise.language.facts import Value
from clausewise.language.kleene import FALSE, TRUE, UNKNOWN
from clausewise.language.model import Pack


class _LeafAsks(NamedTuple):
    """What a leaf asks: the number of its question, what it reads, and whether it reads the member in sight.

    `truth` is the fact of a leaf that asks for one truth that has a question of its own.
    """

    question: int
    reads: Reads
    of_member: bool
    truth: str | None


class UnknownParts:
    """Makes the formulas of proofs of one pack; a part that many findings share is made once."""

    def __init__(
        self,
        pack: Pack,
        layout: Layout,
        bits: FactBits,
        bounder: Bounder,
        answers: Answers,
        open_facts: OpenFacts,
    ) -> None:
        self._facts = pack.facts
        self._layout = layout
        self._bits = bits
        self._bounder = bounder
        self._answers = answers
        self._open_facts = open_facts
        self._leaves: dict[Compiled, _LeafAsks] = {}
        self._questions: dict[Expression, int] = {}
        self._serial = itertools.count()

    def of_finding(self, proof: ProofNode) -> Node:
        """The formula of an unknown finding; one on a member who may not be there waits for them to be named."""
        if proof.member != UNNAMED_MEMBER:
            return self._node(proof)
        return self._if_there_is_one(proof)

    def _if_there_is_one(self, proof: ProofNode) -> Node:
        """What holds of a member of whom nothing is known holds only if there is such a member."""
        exists = self._members_leaf(proof.view.situation)
        if proof.code == TRUE:
            return exists
        return proof.view.situation.formulas.gate("all", (self._node(proof), exists))

    def _members_leaf(self, situation: Situation) -> Node:
        return situation.formulas.leaf(next(self._serial), (), self._bits.members)

    def _node(self, proof: ProofNode) -> Node:
        """The unknown part of a proof: what is known already no longer matters, or the node would not be unknown."""
        # A quantifier asks the same whoever is in sight.
        view = proof.view.situation.household if isinstance(proof.condition, Quantifier) else proof.view
        if proof.compiled not in view.nodes:
            view.nodes[proof.compiled] = self._make_node(proof)
        return view.nodes[proof.compiled]

    def _make_node(self, proof: ProofNode) -> Node:
        condition, formulas = proof.condition, proof.view.situation.formulas
        unknown = [child for child in proof.children if child.code == UNKNOWN]
        if isinstance(condition, If):
            return self._leaf(proof)
        if isinstance(condition, All | Any):
            kind = "all" if isinstance(condition, All) else "any"
            return formulas.gate(kind, [self._node(child) for child in unknown])
        if isinstance(condition, Not):
            return formulas.flip(self._node(unknown[0]))
        if isinstance(condition, Contested):
            return self._contested(proof)
        if isinstance(condition, FindingOf):
            asked = [child for child in proof.children if child.code == UNKNOWN or child.member == UNNAMED_MEMBER]
            return formulas.gate("any", [self.of_finding(child) for child in asked if child.code != FALSE])
        return self._quantifier(condition, proof, unknown)

    def _contested(self, proof: ProofNode) -> Node:
        """What can still settle a contested point: the reading that the office holds; all three where it is silent."""
        first, second, says = proof.children
        if says.code != UNKNOWN:
            return self._node(first if says.code == TRUE else second)
        formulas = proof.view.situation.formulas
        reads_first = self._node(says)
        ways = ((first, second), (first, None), (second, None))
        said: tuple[tuple[Node, ...], ...] = ((), (reads_first,), (formulas.flip(reads_first),))
        parts = [
            formulas.gate("all", (*(self._node(one) for one in way if one and one.code == UNKNOWN), *office))
            for way, office in zip(ways, said, strict=True)
            if all(one is None or one.code != FALSE for one in way)
        ]
        return formulas.gate("any", tuple(parts))

    def _quantifier(self, condition: Condition, proof: ProofNode, unknown: Sequence[ProofNode]) -> Node:
        formulas = proof.view.situation.formulas
        unnamed = None if proof.view.situation.everybody else proof.children[-1]
        parts = [self._node(child) for child in unknown if child is not unnamed]
        if isinstance(condition, Some):
            if unnamed is not None and unnamed.code != FALSE:
                parts.append(self._if_there_is_one(unnamed))
            return formulas.gate("any", parts)
        if isinstance(condition, Every):
            if unnamed is not None and unnamed.code != TRUE:
                parts.append(self._unless_it_holds(unnamed))
            return formulas.gate("all", parts)
        assert isinstance(condition, Count)
        surely = sum(child.code == TRUE for child in proof.children if child is not unnamed)
        low = max(0, (condition.at_least or 0) - surely)
        high = None if condition.at_most is None else condition.at_most - surely
        if unnamed is None or unnamed.code == FALSE:
            return formulas.gate("count", parts, low, high)
        if not parts:
            return self._if_there_are_so_many(unnamed, low)
        others = max(low, 0 if high is None else high + 1)
        parts += [self._if_there_is_one(unnamed) for _ in range(others)]
        return formulas.gate("count", parts, low, high)

    def _if_there_are_so_many(self, unnamed: ProofNode, low: int) -> Node:
        """Where nobody listed is open, a count that lacks some holds if others fulfil it and are as many as it says.

        One that lacks none fails if others fulfil it and are too many.
        """
        fulfilled = self._if_there_is_one(unnamed)
        return fulfilled if low else unnamed.view.situation.formulas.flip(fulfilled)

    def _unless_it_holds(self, proof: ProofNode) -> Node:
        """`every` can still become true of members of whom nothing is known, or of none."""
        exists = self._members_leaf(proof.view.situation)
        if proof.code == FALSE:
            return exists
        return proof.view.situation.formulas.gate("any", (self._node(proof), exists))

    def _leaf(self, proof: ProofNode) -> Node:
        assert isinstance(proof.condition, If)
        expression, view, formulas = proof.condition.expression, proof.view, proof.view.situation.formulas
        derivation = next((child for child in proof.children if child.step is None), None)
        if derivation is not None and not self._is_asked_for_itself(expression):
            return self._node(derivation)
        asks = self._asks(proof.compiled, expression)
        key = asks.question, view.member if asks.of_member else None
        made = formulas.made(key)
        if made is not None:
            return made
        if asks.truth is not None and not (asks.of_member and view.member == UNNAMED_MEMBER):
            bit = self._bits.bit(asks.truth, view.place if asks.of_member else 0)
            return formulas.leaf(key, (Slot(asks.truth, key[1]),), bit, (False, True), _as_answered)
        facts = self._open_facts.behind(asks.reads, view).facts
        if not facts:
            return formulas.leaf(next(self._serial), (), 0)
        slots = tuple(self._open_slots(asks.reads, view))
        answers = None
        if len(slots) == 1 and self._is_answered_whole(slots[0], facts):
            possible = self._bounder.of_fact(slots[0].fact, view)
            answers = self._answers.that_matter(expression, slots[0], view, possible)
        if answers is None:
            return formulas.leaf(next(self._serial), slots, facts)
        decide = self._answers.decider(expression, slots[0], view)
        return formulas.leaf(key, slots, facts, answers, decide)

    def _is_asked_for_itself(self, expression: Expression) -> bool:
        """Of a leaf that rests on a derivation: whether its fact has a question of its own all the same."""
        assert isinstance(expression, FactRef)
        return self._facts[expression.name].is_asked_for_itself

    def _asks(self, leaf: Compiled, expression: Expression) -> _LeafAsks:
        """What a leaf asks, so that its expression is not gone through for each member."""
        asks = self._leaves.get(leaf)
        if asks is None:
            number = self._questions.setdefault(expression, len(self._questions))
            reads = self._open_facts.reads(expression)
            of_member = any(map(self._layout.is_member, reads.names))
            is_truth = isinstance(expression, FactRef) and self._is_asked_for_itself(expression) and not reads.can_stop
            asks = self._leaves[leaf] = _LeafAsks(number, reads, of_member, reads.names[0] if is_truth else None)
        return asks

    def _is_answered_whole(self, slot: Slot, facts: int) -> bool:
        """Whether one answer gives a slot its value, so that nothing decides a leaf on it but that value."""
        if slot.fact not in self._facts or slot.member == UNNAMED_MEMBER:
            return False
        one_fact = facts.bit_count() == 1 and facts != self._bits.members
        return self._facts[slot.fact].is_asked_for_itself or one_fact

    def _open_slots(self, reads: Reads, view: View) -> Iterable[Slot]:
        for name in reads.names:
            in_member = self._layout.is_member(name)
            slots, index = (view.m, self._layout.member) if in_member else (view.h, self._layout.household)
            if slots[index[name]] is None:
                yield Slot(name, view.member if in_member else None)
        for aggregate in reads.aggregates:
            yield Slot(aggregate_name(aggregate), None)


def _as_answered(answer: Value) -> int:
    """What a leaf that asks for a truth comes to with an answer."""
    return TRUE if answer else FALSE
