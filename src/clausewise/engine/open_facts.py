"""Finds the facts to ask for so that an expression gets a value, through derivations without a question.

What is known of a fact is never looked behind. What was found of a fact is kept with the household or the member it is
about, for as long as the case is looked at.
"""

from __future__ import annotations

from collections.abc import Callable

from clausewise.classes import NamedTuple
from clausewise.engine.arithmetic import Layout
from clausewise.engine.fact_bits import FactBits
from clausewise.engine.proof import UNNAMED_MEMBER, ProofNode, View, Waiting
from clausewise.engine.reasons import ReasonFinder
from clausewise.language.conditions import Condition
from clausewise.language.expressions import Aggregate, Expression, SumMembers, aggregates_in, facts_in_sight
from clausewise.language.facts import Fact
from clausewise.language.model import Pack


class Reads(NamedTuple):
    """What an expression reads: the facts in sight, and what it counts or adds up over members.

    `can_stop` tells whether it can be without a value whatever is answered.
    """

    expression: Expression
    names: tuple[str, ...]
    aggregates: tuple[Aggregate, ...]
    can_stop: bool


NOTHING = Waiting(0)


class OpenFacts:
    """The open facts of cases of one pack, as bits.

    `reasons` says what has no value whatever is answered; `of_derivation` finds what the proof waits for that a derived
    fact rests on.
    """

    def __init__(
        self,
        pack: Pack,
        layout: Layout,
        bits: FactBits,
        reasons: ReasonFinder,
        of_derivation: Callable[[ProofNode], int],
    ) -> None:
        self._facts = pack.facts
        self._layout = layout
        self._bits = bits
        self._reasons = reasons
        self._of_derivation = of_derivation
        self._reads: dict[Expression, Reads] = {}

    def reads(self, expression: Expression) -> Reads:
        """What an expression reads, gone through once."""
        found = self._reads.get(expression)
        if found is None:
            can_stop = self._reasons.can_stop(expression)
            found = Reads(expression, facts_in_sight(expression), aggregates_in(expression), can_stop)
            self._reads[expression] = found
        return found

    def of_expression(self, expression: Expression, view: View) -> Waiting:
        """What to ask for so that the expression gets a value; nothing where it has none whatever is answered."""
        return self.behind(self.reads(expression), view)

    def behind(self, reads: Reads, view: View) -> Waiting:
        """What to ask for so that an expression that reads this gets a value."""
        expression, names, aggregates, can_stop = reads
        if can_stop and self._reasons.stops(expression, view):
            return NOTHING
        found = NOTHING
        for name in names:
            found = found.and_also(self.of_fact(self._facts[name], view))
        situation = view.situation
        if aggregates and not situation.everybody:
            found = found.and_also(Waiting(self._bits.members))
        for aggregate in aggregates:
            if isinstance(aggregate, SumMembers):
                for member in situation.members:
                    found = found.and_also(self.of_fact(self._facts[aggregate.fact], member))
        return found

    def of_fact(self, fact: Fact, view: View) -> Waiting:
        """What to ask for so that a fact of the household, or of the member in sight, gets a value."""
        owner = view if self._layout.is_member(fact.name) else view.situation.household
        found = owner.waiting.get(fact.name)
        if found is None:
            found = owner.waiting[fact.name] = self._of_owner(fact, owner)
        return found

    def _of_owner(self, fact: Fact, owner: View) -> Waiting:
        name = fact.name
        known = owner.m[self._layout.member[name]] if owner.place else owner.h[self._layout.household[name]]
        if known is not None:
            return NOTHING
        found = NOTHING
        if owner.member == UNNAMED_MEMBER:
            found = Waiting(self._bits.members)
        elif fact.is_asked_for_itself:
            found = Waiting(self._bits.bit(name, owner.place))
        if fact.is_asked_for_itself:
            return found
        if isinstance(fact.derive, Condition):
            for proof in owner.behind.get(name, ()):
                found = found.and_also(Waiting(self._of_derivation(ProofNode(proof, 0))))
        elif fact.derive is not None:
            found = found.and_also(self.of_expression(fact.derive, owner))
        return found
