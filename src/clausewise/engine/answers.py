"""Which answers to an open fact make a difference to a leaf, and what the leaf comes to with one of them.

A leaf that reads several open facts, or computes with one, is not tried out here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any as AnyValue

from clausewise.engine.arithmetic import Evaluator, Layout, compile_expression, compile_truth
from clausewise.engine.formula import Slot
from clausewise.engine.proof import Code, Situation, View
from clausewise.language.bounds import Interval
from clausewise.language.expressions import Comparison, Constant, Expression, FactRef, facts_in_sight
from clausewise.language.facts import Fact, FactType, Value
from clausewise.language.kleene import FALSE, TRUE
from clausewise.language.limits import values_beside
from clausewise.language.model import Pack


class Answers:
    """The answers that matter to the leaves of one pack."""

    def __init__(self, pack: Pack, layout: Layout) -> None:
        self._facts = pack.facts
        self._layout = layout
        self._limits: dict[Expression, Evaluator] = {}
        self._truths: dict[Expression, Code] = {}

    def that_matter(
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
                if other not in self._limits:
                    self._limits[other] = compile_expression(other, self._layout)
                limit = self._limits[other](view.h, view.m)
                return None if limit is None else _possible(values_beside(fact, [limit]), possible)
        return None

    def decider(self, expression: Expression, slot: Slot, view: View) -> Callable[[Value], int]:
        """A function from an answer to the code of a leaf."""
        truth = self._truths.get(expression)
        if truth is None:
            truth = self._truths[expression] = compile_truth(expression, self._layout)
        in_member = slot.member is not None
        slots, index = (view.m, self._layout.member) if in_member else (view.h, self._layout.household)
        at = index[slot.fact]

        def decide(value: Value) -> int:
            # It is tried in its place, which is empty: whoever is in sight has a hundred others.
            slots[at] = value
            code = truth(view)
            slots[at] = None
            return code

        return decide

    def turn_either_way(self, expression: Comparison, fact: Fact) -> bool:
        """Whether a comparison of a fact with a constant comes out true for one answer, and false for another."""
        if not isinstance(expression.left, FactRef) or not isinstance(expression.right, Constant):
            return False
        slot = Slot(fact.name, "" if self._layout.is_member(fact.name) else None)
        nobody: list[AnyValue] = [None] * len(self._layout.member)
        view = View(Situation(everybody=True), [None] * len(self._layout.household), nobody, slot.member)
        decide = self.decider(expression, slot, view)
        return {decide(answer) for answer in self.that_matter(expression, slot, view, None) or ()} == {FALSE, TRUE}


def _possible(values: tuple[Value, ...], possible: Interval | None) -> tuple[Value, ...]:
    """Those of some values that lie within bounds, and the ends of those bounds."""
    if possible is None:
        return values
    ends = (end for end in possible if end is not None)
    return tuple(value for value in dict.fromkeys((*values, *ends)) if possible.holds(value))
