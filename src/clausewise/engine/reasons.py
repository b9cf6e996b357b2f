"""Says why a finding stays undetermined where there is nothing to ask: what has no value, whatever anybody answers.

Looks at the unknown part of a proof, through derivations and the findings it stands on. It asks nothing, and words are
for the reports.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from enum import StrEnum
from typing import Any

from clausewise.classes import NamedTuple
from clausewise.engine.arithmetic import Evaluator, Layout, compile_expression
from clausewise.engine.proof import Compiled, ProofNode, View
from clausewise.language import conditions
from clausewise.language.conditions import Condition, If
from clausewise.language.expressions import (
    Arithmetic,
    Call,
    Expression,
    FactRef,
    ParameterRef,
    SumMembers,
    reads_members,
    walk,
)
from clausewise.language.facts import Fact
from clausewise.language.kleene import UNKNOWN
from clausewise.language.model import Pack


class ReasonKind(StrEnum):
    """Why something has no value: a list to which others may be added."""

    NO_VALUE_ON_THAT_DAY = "no_value_on_that_day"
    DIVISION_BY_ZERO = "division_by_zero"
    NOBODY_TO_COUNT = "nobody_to_count"
    BEYOND_THE_CALENDAR = "beyond_the_calendar"
    NOT_RAISED = "not_raised"


class Reason(NamedTuple):
    """Why nobody can answer: a parameter without a value on the day, or an expression that has none.

    `rule` is the rule in whose conditions it stands, `member` the one in sight there. `parameter` and the day of its
    first value (None: it has none) go with `no_value_on_that_day`, `expression` (the divisor, or the day that would be
    computed) with the others; `facts`, which are asked only when somebody raises them, with `not_raised`.
    """

    kind: ReasonKind
    rule: str
    member: str | None
    parameter: str | None = None
    first: datetime.date | None = None
    expression: Expression | None = None
    facts: tuple[str, ...] = ()


# The conditions, each with the member in sight, that were looked at already.
_Seen = set[tuple[Compiled, str | None]]


class ReasonFinder:
    """Finds the reasons for proofs and expressions of one pack."""

    def __init__(self, pack: Pack, layout: Layout) -> None:
        self._facts = pack.facts
        self._parameters = pack.parameters
        self._layout = layout
        self._evaluators: dict[Expression, Evaluator] = {}
        self._suspects = _suspects(pack)
        self._none = not any(map(_can_fail, pack.reads.expressions()))

    def of_proof(self, rule: str, proof: ProofNode) -> tuple[Reason, ...]:
        """The reasons in the unknown part of a proof of that rule, each once, in the order of its conditions."""
        return tuple(dict.fromkeys(self._in_proof(rule, proof, set())))

    def stops(self, expression: Expression, view: View) -> bool:
        """Whether an expression has no value, whatever is answered of what is asked for."""
        return any(True for _ in self._in_expression("", expression, view, set()))

    def can_stop(self, expression: Expression) -> bool:
        """Whether an expression can be without a value although all that is asked for is answered."""
        read = {node.name for node in walk(expression) if isinstance(node, FactRef)}
        read |= {node.fact for node in walk(expression) if isinstance(node, SumMembers)}
        return _can_fail(expression) or not self._suspects.isdisjoint(read)

    def _in_proof(self, rule: str, proof: ProofNode, seen: _Seen) -> Iterator[Reason]:
        key = proof.compiled, proof.view.member
        if self._none or key in seen:
            return
        seen.add(key)
        if isinstance(proof.condition, If):
            yield from self._in_expression(rule, proof.condition.expression, proof.view, seen)
            return
        for child in proof.children:
            if child.code == UNKNOWN:
                yield from self._in_proof(child.about or rule, child, seen)

    def _in_expression(self, rule: str, expression: Expression, view: View, seen: _Seen) -> Iterator[Reason]:
        for node in walk(expression):
            match node:
                case ParameterRef(name=name) if self._value(node, view) is None:
                    values = self._parameters[name].values
                    first = values[0][0] if values else None
                    yield Reason(ReasonKind.NO_VALUE_ON_THAT_DAY, rule, view.member, name, first)
                case Arithmetic(operator="/", right=divisor) if self._value(divisor, view) == 0:
                    yield Reason(self._of_divisor(divisor, view), rule, view.member, expression=divisor)
                case Call(function="add_months" | "add_days", arguments=(day, number)):
                    known = None not in (self._value(day, view), self._value(number, view))
                    if known and self._value(node, view) is None:
                        yield Reason(ReasonKind.BEYOND_THE_CALENDAR, rule, view.member, expression=node)
                case FactRef(name=name) if name in self._suspects:
                    yield from self._in_fact(rule, self._facts[name], view, seen)
                case SumMembers(fact=name) if name in self._suspects:
                    for member in view.situation.listed:
                        yield from self._in_fact(rule, self._facts[name], member, seen)

    def _in_fact(self, rule: str, fact: Fact, view: View, seen: _Seen) -> Iterator[Reason]:
        """Why a fact that nobody is asked for does not follow from others."""
        of_member = self._layout.is_member(fact.name)
        subject = view if of_member else view.situation.household
        slots, index = (view.m, self._layout.member) if of_member else (view.h, self._layout.household)
        if slots[index[fact.name]] is not None:
            return
        if isinstance(fact.derive, Condition):
            for proof in subject.behind.get(fact.name, ()):
                yield from self._in_proof(rule, ProofNode(proof, 0), seen)
        elif fact.derive is not None:
            yield from self._in_expression(rule, fact.derive, subject, seen)

    def _of_divisor(self, divisor: Expression, view: View) -> ReasonKind:
        nobody = view.situation.everybody and not view.situation.members
        return ReasonKind.NOBODY_TO_COUNT if nobody and self._counts(divisor) else ReasonKind.DIVISION_BY_ZERO

    def _counts(self, expression: Expression) -> bool:
        """Whether members are counted or added up, through derivations."""
        derived = (self._facts[node.name].derive for node in walk(expression) if isinstance(node, FactRef))
        below = (one for one in derived if one is not None and not isinstance(one, Condition))
        return reads_members(expression) or any(map(self._counts, below))

    def _value(self, expression: Expression, view: View) -> Any:
        if expression not in self._evaluators:
            self._evaluators[expression] = compile_expression(expression, self._layout)
        return self._evaluators[expression](view.h, view.m)


def _can_fail(expression: Expression) -> bool:
    """Whether an expression can have no value although all that it reads is known."""
    for node in walk(expression):
        match node:
            case ParameterRef() | Arithmetic(operator="/") | Call(function="add_months" | "add_days"):
                return True
    return False


def _suspects(pack: Pack) -> frozenset[str]:
    """The facts that nobody is asked for and that may not follow although all that they are derived from is known."""
    found: set[str] = set()
    for name in pack.derivation_order:
        fact = pack.facts[name]
        if fact.derive is None or fact.is_asked_for_itself:
            continue
        if isinstance(fact.derive, Condition):
            read = [node.expression for node in conditions.walk(fact.derive) if isinstance(node, If)]
        else:
            read = [fact.derive]
        if any(map(_can_fail, read)) or not found.isdisjoint(pack.reads.inputs(name)):
            found.add(name)
    return frozenset(found)
