"""The bounds of a pack's expressions over a household as terms, and what they decide of comparisons.

The definition is that of docs/language.md; tests hold it equal to the engine's. Nothing here is asked of comparisons
for which bounds never matter.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import z3

from clausewise.audit.solver import ends as n
from clausewise.audit.solver.ends import End, Ends
from clausewise.audit.solver.household import UNNAMED, Whose, is_of_member
from clausewise.audit.solver.numbers import Formula, Number, rounds_no_higher, rounds_no_lower
from clausewise.audit.solver.terms import (
    NO,
    YES,
    Day,
    both,
    compare,
    completed_months,
    completed_years,
    constant,
    either,
    opposite,
    ordinal,
)
from clausewise.language import expressions as e
from clausewise.language.bounds import OPEN, domain_of
from clausewise.language.conditions import Condition
from clausewise.language.facts import Fact, FactType

if TYPE_CHECKING:
    from clausewise.audit.solver.reading import Reading


def _days(start: Day, end: Day) -> Number:
    return ordinal(end) - ordinal(start)


_COUNTING: Mapping[str, Callable[[Day, Day], Number]] = {
    "years": completed_years,
    "months": completed_months,
    "days": _days,
}


class Bounding:
    """The bounds of what one pack says over one household. Made when they are first asked for, and kept."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._found: dict[tuple[e.Expression, Whose], Ends] = {}

    def decided(self, comparison: e.Comparison, whose: Whose) -> tuple[Formula, Formula]:
        """That bounds make a comparison true, and false; neither where they never matter."""
        if not self._matters(comparison):
            return NO, NO
        return n.decided(comparison.operator, self.of(comparison.left, whose), self.of(comparison.right, whose))

    def allow(self, fact: Fact, given: z3.ExprRef | Day, follows: Formula, whose: Whose) -> Formula:
        """That a value given for a derived fact lies within the bounds of its derivation, where it does not follow."""
        if fact.derive is None or isinstance(fact.derive, Condition) or fact.type is FactType.CHOICE:
            return YES
        ends = self.of(fact.derive, whose)
        money = fact.type is FactType.MONEY
        held = []
        for end, is_low in ((ends.low, True), (ends.high, False)):
            closed = both([opposite(follows), ends.there, opposite(end.open)])
            if closed is NO or z3.is_false(z3.simplify(closed)):
                continue
            if money:
                fits = (rounds_no_higher if is_low else rounds_no_lower)(end.value, given)
            else:
                fits = compare(">=" if is_low else "<=", given, end.value)
            held.append(either([opposite(closed), fits]))
        return both(held)

    def of(self, expression: e.Expression, whose: Whose) -> Ends:
        """The bounds of an expression with a member in sight, or none."""
        key = expression, whose
        found = self._found.get(key)
        if found is None:
            found = self._found[key] = self._make(expression, whose)
        return found

    def _make(self, expression: e.Expression, whose: Whose) -> Ends:
        match expression:
            case e.FactRef(name=name):
                return self._fact(name, whose)
            case e.CountMembers():
                return n.known_or(self._reading.value(expression, whose), Ends(YES, End(NO, z3.IntVal(0)), n.NO_END))
            case e.SumMembers(fact=name):
                return self._reading.alike("ends of sum", name, None, lambda: self._sum(expression))
            case e.Arithmetic(operator="*", left=left, right=right):
                first, second = (self._reading.value(side, whose) for side in (left, right))
                by_first, by_second = (
                    n.scale("*", self.of(right, whose), first),
                    n.scale("*", self.of(left, whose), second),
                )
                return n.chosen(second.known, by_second, by_first)
            case e.Arithmetic(operator="/", left=left, right=right):
                return n.scale("/", self.of(left, whose), self._reading.value(right, whose))
            case e.Arithmetic(operator=symbol, left=left, right=right):
                return n.add(symbol, self.of(left, whose), self.of(right, whose))
            case e.Call(function="min" | "max" as function, arguments=(left, right)):
                return n.lesser(function, self.of(left, whose), self.of(right, whose))
            case e.Call(function=function, arguments=(left, right)) if function in _COUNTING:
                return _counted(function, self.of(left, whose), self.of(right, whose))
        return n.point(self._reading.value(expression, whose))

    def _fact(self, name: str, whose: Whose) -> Ends:
        whose = whose if is_of_member(name) else None
        return self._reading.alike("ends", name, whose, lambda: self._of_fact(name, whose))

    def _of_fact(self, name: str, whose: Whose) -> Ends:
        return n.known_or(self._reading.fact(name, whose), self._unknown(self._reading.pack.facts[name], whose))

    def _unknown(self, fact: Fact, whose: Whose) -> Ends:
        if fact.derive is not None:
            return n.NO_ENDS if isinstance(fact.derive, Condition) else self.of(fact.derive, whose)
        domain = domain_of(fact)
        if domain is None:
            return n.NO_ENDS
        number_of = self._reading.household.number_of
        low, high = (n.NO_END if end is None else End(NO, constant(end, number_of).value) for end in domain)
        return Ends(YES, low, high)

    def _sum(self, expression: e.SumMembers) -> Ends:
        reading, home = self._reading, self._reading.household
        each = [
            (here, self._fact(expression.fact, one)) for here, one in zip(home.present, reading.everybody, strict=True)
        ]
        if home.rest is not None:
            each.append((YES, reading.rest_ends(expression.fact)))
        nobody_knows_whom = n.of_any_number(self._fact(expression.fact, UNNAMED))
        unknown = n.chosen(home.members_known, n.total(each), nobody_knows_whom)
        return n.known_or(reading.value(expression, None), unknown)

    def _matters(self, comparison: e.Comparison) -> bool:
        """Whether bounds can decide a comparison: a count or a sum stands in it, or a fact whose domain has an end."""
        if comparison.left.kind in (e.Kind.CHOICE, e.Kind.BOOLEAN):
            return False
        facts, seen, waiting = self._reading.pack.facts, set[str](), [comparison.left, comparison.right]
        while waiting:
            for node in e.walk(waiting.pop()):
                if isinstance(node, e.Aggregate):
                    return True
                if isinstance(node, e.FactRef) and node.name not in seen:
                    seen.add(node.name)
                    fact = facts[node.name]
                    if fact.derive is None and domain_of(fact) not in (None, OPEN):
                        return True
                    if fact.derive is not None and not isinstance(fact.derive, Condition):
                        waiting.append(fact.derive)
        return False


def _counted(function: str, start: Ends, end: Ends) -> Ends:
    """`years`, `months` or `days` between two days: fewest from the last to the first, most the other way round."""
    count = _COUNTING[function]
    found = []
    for first, last in ((start.high, end.low), (start.low, end.high)):
        opened = either([first.open, last.open])
        days = isinstance(first.value, Day) and isinstance(last.value, Day)
        found.append(End(opened, count(first.value, last.value)) if days else n.NO_END)
    return Ends(both([start.there, end.there]), *found)
