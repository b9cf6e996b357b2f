"""Finds the bounds of expressions in a household, and what they decide of comparisons that came out unknown.

Asked only where something is unknown; what a fact's bounds come to is worked out once for each household or member.
The arithmetic of intervals is that of `language.bounds`; nothing here evaluates what is known.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from clausewise.engine.arithmetic import COUNTING, Evaluator, Layout, aggregate_name, compile_expression
from clausewise.language import bounds as b
from clausewise.language.conditions import Condition
from clausewise.language.expressions import (
    Arithmetic,
    Call,
    Comparison,
    Constant,
    CountMembers,
    Expression,
    FactRef,
    Kind,
    SumMembers,
    walk,
)
from clausewise.language.facts import Fact
from clausewise.language.kleene import CODE_OF, FALSE, TRUE, UNKNOWN

if TYPE_CHECKING:
    from clausewise.engine.proof import View

Bounds = b.Interval | None
BoundsOf = Callable[["View"], Bounds]
Decider = Callable[["View"], int]

_BOTH = {"+": b.add, "-": b.subtract, "min": b.lesser, "max": b.greater}


class Bounder:
    """The bounds of the expressions of one pack. What is asked for is compiled then, and kept."""

    def __init__(self, facts: Mapping[str, Fact], layout: Layout) -> None:
        self._facts = facts
        self._layout = layout
        self._compiled: dict[Expression, BoundsOf] = {}

    def decider(self, expression: Expression) -> Decider | None:
        """A function to the code that bounds give a comparison (1: they leave it unknown).

        None where they never decide it: of truth values, of choices of which no value is ever ruled out, and where
        nothing it reads has an end.
        """
        if not isinstance(expression, Comparison):
            return None
        if expression.left.kind is Kind.CHOICE:
            return self._decide_choice(expression)
        rests_on = self._rests_on(expression)
        always = any(not isinstance(one, FactRef) or self._has_an_end(one.name) for one in rests_on)
        if not always and not any(one.kind is Kind.DATE for one in rests_on):
            return None
        if self._never_decided(expression):
            return None

        left, right = self.of(expression.left), self.of(expression.right)

        def decide(view: View) -> int:
            if not always and not view.situation.has_spans:
                return UNKNOWN
            return CODE_OF[b.decide(expression.operator, left(view), right(view))]

        return decide

    def _never_decided(self, expression: Comparison) -> bool:
        """Whether it is one of a fact with a constant that all the fact can be leaves open; no date, known in part."""
        match expression:
            case Comparison(operator=name, left=FactRef(name=fact), right=Constant(value=value)) if not isinstance(
                value, str
            ):
                one = self._facts[fact]
                if one.derive is None and expression.left.kind is not Kind.DATE:
                    return b.decide(name, b.domain_of(one), b.exactly(value)) is None
        return False

    def _decide_choice(self, expression: Comparison) -> Decider | None:
        """A choice against one of its values: decided where that is ruled out; one with one value left is known."""
        sides = (expression.left, expression.right)
        fact = next(one for one in sides if isinstance(one, FactRef))
        value = next(one.value for one in sides if isinstance(one, Constant))
        if not any(one.ruled_out for one in self._facts[fact.name].implied):
            return None
        ruled_out = FALSE if expression.operator == "==" else TRUE

        def decide(view: View) -> int:
            owner = view if self._layout.is_member(fact.name) else view.situation.household
            left = owner.left.get(fact.name)
            return UNKNOWN if left is None or value in left else ruled_out

        return decide

    def of(self, expression: Expression) -> BoundsOf:
        """A function from the member or household in sight to an expression's bounds there."""
        compiled = self._compiled.get(expression)
        if compiled is None:
            compiled = self._compiled[expression] = self._compile(expression)
        return compiled

    def of_fact(self, name: str, view: View) -> Bounds:
        """The bounds of a fact of the household, or of the member in sight."""
        slots, index = (
            (view.m, self._layout.member) if self._layout.is_member(name) else (view.h, self._layout.household)
        )
        value = slots[index[name]]
        if value is not None:
            return b.exactly(value)
        owner = view if self._layout.is_member(name) else view.situation.household
        if name not in owner.bounds:
            owner.bounds[name] = self._of_unknown(self._facts[name], owner)
        return owner.bounds[name]

    def _of_unknown(self, fact: Fact, owner: View) -> Bounds:
        if fact.derive is not None:
            return None if isinstance(fact.derive, Condition) else self.of(fact.derive)(owner)
        span = owner.spans.get(fact.name)
        domain = b.domain_of(fact)
        return domain if span is None or domain is None else b.within(b.Interval(span.first, span.last), domain)

    def _compile(self, expression: Expression) -> BoundsOf:
        match expression:
            case FactRef(name=name):
                return lambda view: self.of_fact(name, view)
            case CountMembers() | SumMembers():
                return self._over_members(expression)
            case Arithmetic(operator="*", left=left, right=right):
                return self._product(left, right)
            case Arithmetic(operator="/", left=left, right=right):
                return self._quotient(left, right)
            case Arithmetic(operator=name, left=left, right=right) | Call(function=name, arguments=(left, right)):
                first, second = self.of(left), self.of(right)
                if name in _BOTH:
                    both = _BOTH[name]
                    return lambda view: both(first(view), second(view))
                if name in COUNTING:
                    count = COUNTING[name]
                    return lambda view: b.counted(count, first(view), second(view))
        return self._if_known(compile_expression(expression, self._layout))

    def _if_known(self, evaluate: Evaluator) -> BoundsOf:
        def of(view: View) -> Bounds:
            value = evaluate(view.h, view.m)
            return None if value is None else b.exactly(value)

        return of

    def _product(self, left: Expression, right: Expression) -> BoundsOf:
        values = [compile_expression(side, self._layout) for side in (left, right)]
        first, second = self.of(left), self.of(right)

        def of(view: View) -> Bounds:
            known, also_known = (evaluate(view.h, view.m) for evaluate in values)
            if also_known is not None:
                return b.multiply(first(view), also_known)
            return None if known is None else b.multiply(second(view), known)

        return of

    def _quotient(self, left: Expression, right: Expression) -> BoundsOf:
        divisor, first = compile_expression(right, self._layout), self.of(left)

        def of(view: View) -> Bounds:
            known = divisor(view.h, view.m)
            return None if known is None else b.divide(first(view), known)

        return of

    def _over_members(self, expression: CountMembers | SumMembers) -> BoundsOf:
        name = aggregate_name(expression)
        index = self._layout.household[name]

        def of(view: View) -> Bounds:
            value = view.h[index]
            if value is not None:
                return b.exactly(value)
            kept = view.situation.household.bounds
            if name not in kept:
                kept[name] = self._count(view) if isinstance(expression, CountMembers) else self._sum(expression, view)
            return kept[name]

        return of

    def _count(self, view: View) -> Bounds:
        return b.Interval(len(view.situation.listed), None)

    def _sum(self, expression: SumMembers, view: View) -> Bounds:
        situation = view.situation
        each = [self.of_fact(expression.fact, member) for member in situation.members]
        if not situation.everybody:
            each[-1] = b.sum_over_any_number(each[-1])
        return b.add_up(each)

    def _rests_on(self, expression: Expression) -> dict[Expression, None]:
        """The facts and what else may have an end in an expression, and in the derivations of those facts.

        Counts and sums have ends; `min`, `max` and `*` give one to what has none: `min(x, 5)` is never above 5.
        """
        found: dict[Expression, None] = {}
        waiting = [expression]
        while waiting:
            for node in walk(waiting.pop()):
                if isinstance(node, FactRef | SumMembers) and node not in found:
                    derive = self._facts[node.name if isinstance(node, FactRef) else node.fact].derive
                    if derive is not None and not isinstance(derive, Condition):
                        waiting.append(derive)
                match node:
                    case FactRef() | CountMembers() | SumMembers():
                        found[node] = None
                    case Call(function="min" | "max") | Arithmetic(operator="*"):
                        found[node] = None
        return found

    def _has_an_end(self, name: str) -> bool:
        fact = self._facts[name]
        return fact.derive is None and b.domain_of(fact) not in (None, b.OPEN)
