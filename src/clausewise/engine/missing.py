"""Finds the facts that could still change an undetermined verdict, and only those.

Reads the unknown part of a proof as a formula of open leaves, and asks what can be the last to settle it. A comparison
that reads several open facts is not tried out: every one of them is kept, one question too many, never one too few.
So is one on a derived fact that waits for several: answers to some of them may decide it by bounds.
"""

from __future__ import annotations

import copy
import itertools
from collections.abc import Callable, Iterable, Sequence
from typing import Any as AnyValue

from clausewise.engine.arithmetic import Layout, aggregate_name, compile_expression, compile_truth
from clausewise.engine.bounding import Bounder
from clausewise.engine.findings import Missing
from clausewise.engine.proof import UNNAMED_MEMBER, Compiled, ProofNode, Situation, View
from clausewise.engine.reasons import Reason, ReasonFinder, ReasonKind
from clausewise.engine.settling import Formulas, Node, Slot
from clausewise.language.bounds import Interval
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
from clausewise.language.expressions import (
    Comparison,
    Constant,
    Expression,
    FactRef,
    SumMembers,
    aggregates_in,
    facts_in_sight,
    reads_members,
)
from clausewise.language.facts import Fact, FactType, Value
from clausewise.language.kleene import FALSE, TRUE, UNKNOWN
from clausewise.language.limits import values_beside
from clausewise.language.model import Pack

MEMBERS = Missing("members", None)

# A condition and the member in sight of it: what is asked there of one case.
_Asked = tuple[Compiled, str | None]


class MissingFinder:
    """Finds missing facts for proofs of one pack; `for_case` gives one that keeps what it worked out for one case."""

    def __init__(self, pack: Pack, layout: Layout, bounder: Bounder) -> None:
        self._facts = pack.facts
        self._layout = layout
        self._bounder = bounder
        self._truths: dict[Expression, Callable[[list[AnyValue], list[AnyValue]], int]] = {}
        self._order = {name: index for index, name in enumerate(pack.facts, start=1)}
        self._plain_facts: dict[Compiled, Fact | None] = {}
        self._reasons = ReasonFinder(pack, layout)
        self._numbers: dict[Compiled, int] = {}
        self._questions: dict[Expression, int] = {}
        self._serial = itertools.count()
        self._formulas = Formulas()
        self._nodes: dict[_Asked, Node] = {}
        self._plain: dict[_Asked, frozenset[int] | None] = {}
        self._places: dict[str | None, int] = {}
        self._ranked: dict[int, Missing] = {}

    def for_case(self) -> MissingFinder:
        """The finder for the proofs of one case: a part that many findings share is looked at once."""
        one = copy.copy(self)
        one._formulas, one._nodes, one._plain = Formulas(), {}, {}
        one._places, one._ranked = {}, {}
        return one

    def of_proof(self, proof: ProofNode) -> tuple[Missing, ...]:
        """The missing facts of an undetermined finding that are asked, household first, then members as listed."""
        return tuple(one for one in self._all_of_proof(proof) if not self._when_raised(one))

    def _when_raised(self, missing: Missing) -> bool:
        """Whether a fact is asked only when somebody raises it."""
        fact = self._facts.get(missing.fact)
        return fact is not None and fact.when_raised

    def _all_of_proof(self, proof: ProofNode) -> tuple[Missing, ...]:
        plain = None if proof.member == UNNAMED_MEMBER else self._plain_facts_of(proof)
        if plain is not None:
            return tuple([self._ranked[rank] for rank in sorted(plain)])
        return self._sorted(self._formulas.settling_facts(self._finding_node(proof)), proof.view.situation)

    def reasons_of(self, rule: str, proof: ProofNode) -> tuple[Reason, ...]:
        """Why an undetermined finding of a rule waits for no fact that is asked."""
        not_raised = tuple(dict.fromkeys(one.fact for one in self._all_of_proof(proof)))
        if not_raised:
            return (Reason(ReasonKind.NOT_RAISED, rule, proof.member, facts=not_raised),)
        return self._reasons.of_proof(rule, proof)

    def of_expression(self, expression: Expression, view: View) -> tuple[Missing, ...]:
        """The open facts an amount, a period or a deadline waits for."""
        return self._sorted(self._open_facts(expression, view), view.situation)

    def _sorted(self, found: Iterable[Missing], situation: Situation) -> tuple[Missing, ...]:
        return tuple([self._ranked[rank] for rank in sorted({self._rank(one, situation) for one in found})])

    def _rank(self, missing: Missing, situation: Situation) -> int:
        """Where a fact stands among all that can be missing: household first, then members as listed."""
        if not self._places:
            self._places.update({view.member: index for index, view in enumerate(situation.members, start=1)})
        place = self._places.get(missing.member, 0) if missing.member else 0
        rank = place * (len(self._order) + 1) + self._order.get(missing.fact, 0)
        self._ranked[rank] = missing
        return rank

    def _plain_facts_of(self, proof: ProofNode) -> frozenset[int] | None:
        """The ranks of the facts of the unknown leaves; None unless that is all there is to it.

        Where every leaf waits for a fact of its own that can turn it either way, and nothing is counted, every one of
        them can be the last to settle the whole.
        """
        key = _asked(proof)
        if key not in self._plain:
            self._plain[key] = self._collect_plain(proof)
        return self._plain[key]

    def _collect_plain(self, proof: ProofNode) -> frozenset[int] | None:
        condition, situation = proof.condition, proof.view.situation
        if isinstance(condition, If):
            return self._plain_facts_of_leaf(proof)
        across = isinstance(condition, FindingOf | Quantifier)
        if isinstance(condition, Count) or (across and not situation.everybody):
            return None
        found: set[int] = set()
        for child in _open_parts(proof):
            below = self._plain_facts_of(child)
            if below is None or not found.isdisjoint(below):
                return None
            found |= below
        return frozenset(found)

    def _plain_facts_of_leaf(self, proof: ProofNode) -> frozenset[int] | None:
        fact, view = self._plain_fact(proof.compiled), proof.view
        if fact is None or view.member == UNNAMED_MEMBER:
            return None
        if fact.is_asked_for_itself:
            asked = [Missing(fact.name, view.member if self._layout.is_member(fact.name) else None)]
        elif proof.children:
            return self._plain_facts_of(proof.children[0])
        else:
            asked = list(self._to_ask(fact, view))
        ranks = frozenset([self._rank(one, view.situation) for one in asked])
        return ranks if asked and len(ranks) == len(asked) else None

    def _plain_fact(self, leaf: Compiled) -> Fact | None:
        """The one fact a leaf reads beside constants, if it can turn the leaf either way."""
        if leaf not in self._plain_facts:
            assert isinstance(leaf.condition, If)
            expression = leaf.condition.expression
            names = facts_in_sight(expression)
            fact = self._facts[names[0]] if len(names) == 1 and not reads_members(expression) else None
            if fact is not None and isinstance(expression, Comparison):
                fact = fact if self._turns_either_way(expression, fact) else None
            self._plain_facts[leaf] = fact
        return self._plain_facts[leaf]

    def _turns_either_way(self, expression: Comparison, fact: Fact) -> bool:
        if not isinstance(expression.left, FactRef) or not isinstance(expression.right, Constant):
            return False
        slot = Slot(fact.name, "" if self._layout.is_member(fact.name) else None)
        nobody: list[AnyValue] = [None] * len(self._layout.member)
        view = View(Situation(everybody=True), [None] * len(self._layout.household), nobody, slot.member)
        decide = self._decider(expression, slot, view)
        return {decide(answer) for answer in self._answers(expression, slot, view, None) or ()} == {FALSE, TRUE}

    def _finding_node(self, proof: ProofNode) -> Node:
        if proof.member != UNNAMED_MEMBER:
            return self._node(proof)
        return self._if_there_is_one(proof)

    def _if_there_is_one(self, proof: ProofNode) -> Node:
        """What holds of a member of whom nothing is known holds only if there is such a member."""
        exists = self._members_leaf()
        if proof.code == TRUE:
            return exists
        return self._formulas.gate("all", (self._node(proof), exists))

    def _members_leaf(self) -> Node:
        return self._formulas.leaf(next(self._serial), (), (MEMBERS,))

    def _node(self, proof: ProofNode) -> Node:
        """The unknown part of a proof: what is known already no longer matters, or the node would not be unknown."""
        key = _asked(proof)
        if key not in self._nodes:
            self._nodes[key] = self._make_node(proof)
        return self._nodes[key]

    def _make_node(self, proof: ProofNode) -> Node:
        condition = proof.condition
        unknown = _open_parts(proof)
        match condition:
            case If():
                return self._leaf(proof)
            case Not():
                return self._formulas.flip(self._node(unknown[0]))
            case All():
                return self._formulas.gate("all", tuple(self._node(child) for child in unknown))
            case Any():
                return self._formulas.gate("any", tuple(self._node(child) for child in unknown))
            case Contested():
                return self._contested(proof, unknown)
            case FindingOf():
                open_findings = [
                    child for child in proof.children if child.code == UNKNOWN or child.member == UNNAMED_MEMBER
                ]
                parts = (self._finding_node(child) for child in open_findings if child.code != FALSE)
                return self._formulas.gate("any", tuple(parts))
        return self._quantifier(condition, proof, unknown)

    def _contested(self, proof: ProofNode, unknown: Sequence[ProofNode]) -> Node:
        """What can still settle a contested point: the reading that the office holds; all three where it is silent."""
        first, second, says = proof.children
        if says.code != UNKNOWN:
            return self._node(unknown[0])
        reads_first = self._node(says)
        ways = ((first, second), (first, None), (second, None))
        said: tuple[tuple[Node, ...], ...] = ((), (reads_first,), (self._formulas.flip(reads_first),))
        parts = [
            self._formulas.gate("all", (*(self._node(one) for one in way if one and one.code == UNKNOWN), *office))
            for way, office in zip(ways, said, strict=True)
            if all(one is None or one.code != FALSE for one in way)
        ]
        return self._formulas.gate("any", tuple(parts))

    def _quantifier(self, condition: Condition, proof: ProofNode, unknown: list[ProofNode]) -> Node:
        unnamed = None if proof.view.situation.everybody else proof.children[-1]
        parts = [self._node(child) for child in unknown if child is not unnamed]
        if isinstance(condition, Some):
            if unnamed is not None and unnamed.code != FALSE:
                parts.append(self._if_there_is_one(unnamed))
            return self._formulas.gate("any", parts)
        if isinstance(condition, Every):
            if unnamed is not None and unnamed.code != TRUE:
                parts.append(self._unless_it_holds(unnamed))
            return self._formulas.gate("all", parts)
        assert isinstance(condition, Count)
        surely = sum(child.code == TRUE for child in proof.children if child is not unnamed)
        low = max(0, (condition.at_least or 0) - surely)
        high = None if condition.at_most is None else condition.at_most - surely
        if unnamed is None or unnamed.code == FALSE:
            return self._formulas.gate("count", parts, low, high)
        if not parts:
            return self._if_there_are_so_many(unnamed, low)
        others = max(low, 0 if high is None else high + 1)
        parts += [self._if_there_is_one(unnamed) for _ in range(others)]
        return self._formulas.gate("count", parts, low, high)

    def _if_there_are_so_many(self, unnamed: ProofNode, low: int) -> Node:
        """Where nobody listed is open, a count that lacks some holds if others fulfil it and are as many as it says.

        One that lacks none fails if others fulfil it and are too many.
        """
        fulfilled = self._if_there_is_one(unnamed)
        return fulfilled if low else self._formulas.flip(fulfilled)

    def _unless_it_holds(self, proof: ProofNode) -> Node:
        """`every` can still become true of members of whom nothing is known, or of none."""
        exists = self._members_leaf()
        if proof.code == FALSE:
            return exists
        return self._formulas.gate("any", (self._node(proof), exists))

    def _leaf(self, proof: ProofNode) -> Node:
        assert isinstance(proof.condition, If)
        expression, view = proof.condition.expression, proof.view
        derivation = _derivation_of(proof)
        if derivation is not None and not self._facts[_only_fact(expression)].is_asked_for_itself:
            return self._node(derivation)
        slots = tuple(self._open_slots(expression, view))
        facts = tuple(dict.fromkeys(self._open_facts(expression, view)))
        if not facts:
            return self._formulas.leaf(next(self._serial), (), ())
        answers = None
        if len(slots) == 1 and self._is_answered_whole(slots[0], facts):
            answers = self._answers(expression, slots[0], view, self._bounder.of_fact(slots[0].fact, view))
        if answers is None:
            return self._formulas.leaf(next(self._serial), slots, facts)
        decide = self._decider(expression, slots[0], view)
        return self._formulas.leaf((self._question(proof.compiled), slots[0].member), slots, facts, answers, decide)

    def _question(self, leaf: Compiled) -> int:
        """A number for what a leaf asks, so that the expression is not gone through for each member."""
        if leaf not in self._numbers:
            assert isinstance(leaf.condition, If)
            self._numbers[leaf] = self._questions.setdefault(leaf.condition.expression, len(self._questions))
        return self._numbers[leaf]

    def _is_answered_whole(self, slot: Slot, facts: tuple[Missing, ...]) -> bool:
        """Whether one answer gives a slot its value, so that nothing decides a leaf on it but that value."""
        if slot.fact not in self._facts or slot.member == UNNAMED_MEMBER:
            return False
        return self._facts[slot.fact].is_asked_for_itself or (len(facts) == 1 and MEMBERS not in facts)

    def _open_slots(self, expression: Expression, view: View) -> Iterable[Slot]:
        for name in facts_in_sight(expression):
            in_member = self._layout.is_member(name)
            slots, index = (view.m, self._layout.member) if in_member else (view.h, self._layout.household)
            if slots[index[name]] is None:
                yield Slot(name, view.member if in_member else None)
        for aggregate in aggregates_in(expression):
            yield Slot(aggregate_name(aggregate), None)

    def _open_facts(self, expression: Expression, view: View) -> Iterable[Missing]:
        """The facts to ask for so that the expression gets a value, through derivations without a question.

        None where it has no value whatever is answered.
        """
        if self._reasons.stops(expression, view):
            return
        for name in facts_in_sight(expression):
            yield from self._to_ask(self._facts[name], view)
        yield from self._open_aggregates(expression, view)

    def _open_aggregates(self, expression: Expression, view: View) -> Iterable[Missing]:
        wanted, situation = aggregates_in(expression), view.situation
        if wanted and not situation.everybody:
            yield MEMBERS
        for aggregate in wanted:
            if isinstance(aggregate, SumMembers):
                for member in situation.members:
                    yield from self._to_ask(self._facts[aggregate.fact], member)

    def _to_ask(self, fact: Fact, view: View) -> Iterable[Missing]:
        in_member = self._layout.is_member(fact.name)
        slots, index = (view.m, self._layout.member) if in_member else (view.h, self._layout.household)
        if slots[index[fact.name]] is not None:
            return
        if in_member and view.member == UNNAMED_MEMBER:
            yield MEMBERS
        elif fact.is_asked_for_itself:
            yield Missing(fact.name, view.member if in_member else None)
        if fact.is_asked_for_itself:
            return
        if isinstance(fact.derive, Condition):
            subject = view if in_member else view.situation.household
            for proof in subject.derived.get(fact.name, ()):
                yield from self.of_proof(proof)
        elif fact.derive is not None:
            yield from self._open_facts(fact.derive, view)

    def _answers(
        self, expression: Expression, slot: Slot, view: View, possible: Interval | None
    ) -> tuple[Value, ...] | None:
        """Values of a slot that between them make every difference to a leaf; None when that cannot be told."""
        fact = self._facts[slot.fact]
        if isinstance(expression, FactRef):
            return (False, True)
        if fact.type is FactType.CHOICE:
            owner = view if view.member == slot.member else view.situation.household
            return owner.left.get(fact.name) or tuple(fact.values or ())
        assert isinstance(expression, Comparison)
        sides = (expression.left, expression.right)
        for mine, other in (sides, sides[::-1]):
            if mine == FactRef(slot.fact, mine.kind) and slot.fact not in facts_in_sight(other):
                limit = compile_expression(other, self._layout)(view.h, view.m)
                return None if limit is None else _possible(values_beside(fact, [limit]), possible)
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


def _asked(proof: ProofNode) -> _Asked:
    """What a node asks: a quantifier the same whoever is in sight."""
    return proof.compiled, None if isinstance(proof.condition, Quantifier) else proof.view.member


def _open_parts(proof: ProofNode) -> list[ProofNode]:
    """The parts of a proof that are unknown and can matter: of a contested point the reading that the office holds."""
    if isinstance(proof.condition, Contested):
        first, second, says = proof.children
        if says.code != UNKNOWN:
            return [first if says.code == TRUE else second]
    return [child for child in proof.children if child.code == UNKNOWN]


def _derivation_of(leaf: ProofNode) -> ProofNode | None:
    """The proof of the derivation that a leaf rests on; what implies a fact is none."""
    return next((child for child in leaf.children if child.step is None), None)


def _only_fact(expression: Expression) -> str:
    assert isinstance(expression, FactRef)
    return expression.name


def _possible(values: tuple[Value, ...], possible: Interval | None) -> tuple[Value, ...]:
    """Those of some values that lie within bounds, and the ends of those bounds."""
    if possible is None:
        return values
    ends = (end for end in possible if end is not None)
    return tuple(value for value in dict.fromkeys((*values, *ends)) if possible.holds(value))
