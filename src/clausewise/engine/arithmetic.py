"""Turns expressions into functions of the values of a household and a member; None in, None out.

Numbers are exact (`int`, `Fraction`); money is in yuan. Ages and periods count completed units, as `language.periods`
says.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from clausewise.classes import NamedTuple
from clausewise.language.expressions import (
    Aggregate,
    Arithmetic,
    AsOf,
    Call,
    Comparison,
    Constant,
    CountMembers,
    Expression,
    FactRef,
    ParameterRef,
    SumMembers,
    walk,
)
from clausewise.language.kleene import CODE_OF, FALSE, TRUE, UNKNOWN
from clausewise.language.periods import add_days, add_months, completed_months, completed_years

if TYPE_CHECKING:
    from clausewise.engine.proof import View

Slots = list[Any]
Evaluator = Callable[[Slots, Slots], Any]

_OPERATORS: Mapping[str, Callable[[Any, Any], Any]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
}


class Layout(NamedTuple):
    """Where each value lies: household slots (with application, parameters and aggregates) and member slots."""

    household: Mapping[str, int]
    member: Mapping[str, int]

    def is_member(self, name: str) -> bool:
        return name in self.member


def aggregate_name(expression: Aggregate) -> str:
    """The name under which a count or a sum over members lies among the household's slots."""
    return "count(member)" if isinstance(expression, CountMembers) else f"sum({expression.fact})"


def parts_read(expression: Expression) -> Iterator[tuple[str, FactRef | ParameterRef | Aggregate]]:
    """What an expression reads, with the names under which it lies in the slots, in the order written."""
    for node in walk(expression):
        match node:
            case FactRef(name=name):
                yield name, node
            case ParameterRef(name=name):
                yield f"parameter.{name}", node
            case CountMembers() | SumMembers():
                yield aggregate_name(node), node


def _divide(left: Any, right: Any) -> Fraction | None:
    return None if right == 0 else Fraction(left) / Fraction(right)


COUNTING: Mapping[str, Callable[[Any, Any], int]] = {
    "years": completed_years,
    "months": completed_months,
    "days": lambda start, end: (end - start).days,
}
_FUNCTIONS: Mapping[str, Callable[[Any, Any], Any]] = {
    **COUNTING,
    "add_months": add_months,
    "add_days": add_days,
    "min": min,
    "max": max,
    "/": _divide,
}


def compile_expression(expression: Expression, layout: Layout) -> Evaluator:
    """A function from household and member slots to the value, or None when it is unknown."""
    match expression:
        case Constant(value=value):
            return lambda h, m: value
        case FactRef(name=name) if layout.is_member(name):
            index = layout.member[name]
            return lambda h, m: m[index]
        case FactRef(name=name):
            return _household_slot(layout, name)
        case ParameterRef(name=name):
            return _household_slot(layout, f"parameter.{name}")
        case AsOf():
            return _household_slot(layout, "case.as_of")
        case CountMembers() | SumMembers():
            return _household_slot(layout, aggregate_name(expression))
        case Arithmetic(operator=symbol, left=left, right=right):
            return _both(_OPERATORS.get(symbol) or _FUNCTIONS[symbol], left, right, layout)
        case Call(function=function, arguments=(left, right)):
            return _both(_FUNCTIONS[function], left, right, layout)
        case Comparison(operator=symbol, left=left, right=right):
            return _both(_OPERATORS[symbol], left, right, layout)
    raise TypeError(f"no expression: {expression!r}")


def compile_truth(expression: Expression, layout: Layout) -> Callable[[View], int]:
    """A function from whoever is in sight to the codes 0 (false), 1 (unknown), 2 (true) of a comparison or a truth."""
    match expression:
        case FactRef(name=name) if layout.is_member(name):
            index = layout.member[name]
            return lambda view: CODE_OF[view.m[index]]
        case FactRef(name=name):
            index = layout.household[name]
            return lambda view: CODE_OF[view.h[index]]
        case Comparison(operator=symbol, left=FactRef(name=name), right=Constant(value=value)):
            return _fact_against_constant(_OPERATORS[symbol], name, value, layout)
    evaluate = compile_expression(expression, layout)
    return lambda view: CODE_OF[evaluate(view.h, view.m)]


def _household_slot(layout: Layout, name: str) -> Evaluator:
    index = layout.household[name]
    return lambda h, m: h[index]


def _both(function: Callable[[Any, Any], Any], left: Expression, right: Expression, layout: Layout) -> Evaluator:
    first, second = compile_expression(left, layout), compile_expression(right, layout)

    def evaluate(h: Slots, m: Slots) -> Any:
        a = first(h, m)
        if a is None:
            return None
        b = second(h, m)
        return None if b is None else function(a, b)

    return evaluate


def _fact_against_constant(
    compare: Callable[[Any, Any], Any], name: str, value: Any, layout: Layout
) -> Callable[[View], int]:
    in_member = layout.is_member(name)
    index = (layout.member if in_member else layout.household)[name]

    def of_member(view: View) -> int:
        known = view.m[index]
        return UNKNOWN if known is None else (TRUE if compare(known, value) else FALSE)

    def of_household(view: View) -> int:
        known = view.h[index]
        return UNKNOWN if known is None else (TRUE if compare(known, value) else FALSE)

    return of_member if in_member else of_household
