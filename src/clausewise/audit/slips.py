"""Slips in an expression: a limit one too high or too low, `<` for `<=`, one value of a choice for another.

Each comes with the expression as it would be written. Nothing here knows where an expression stands.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from clausewise.audit.model import Change
from clausewise.language import expressions as e
from clausewise.language.labels import Label

# The values of the choice of that name.
ValuesOf = Callable[[str], tuple[str, ...]]

_ONE_OFF = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "=="}


@dataclass(frozen=True, slots=True)
class Slip:
    """A changed expression: how it is written, what changed, and a name for it that is its own in the expression."""

    expression: e.Expression
    written: str
    change: Change
    name: str
    says: Label


def slips_of(expression: e.Expression, values_of: ValuesOf) -> Iterator[Slip]:
    """Every slip there can be in an expression, as written; `values_of` gives the values of a choice by its fact."""
    before = write_expression(expression)
    for number, (change, what, changed) in enumerate(_slips(expression, values_of, ())):
        after = write_expression(changed)
        yield Slip(
            changed, after, change, f"{number}.{what}", Label(f"{before} 改为 {after}", f"{before} made {after}")
        )


_Found = tuple[Change, str, e.Expression]


def _slips(expression: e.Expression, values_of: ValuesOf, choices: tuple[str, ...]) -> Iterator[_Found]:
    if isinstance(expression, e.Constant):
        yield from _of_constant(expression, choices)
    parts = e.parts_of(expression)
    within: tuple[str, ...] = ()
    if isinstance(expression, e.Comparison):
        symbol = expression.operator
        if parts[0].kind not in (e.Kind.CHOICE, e.Kind.BOOLEAN) and symbol not in ("==", "!="):
            yield Change.COMPARE, _ONE_OFF[symbol], replace(expression, operator=_ONE_OFF[symbol])
        compared = [one.name for one in parts if isinstance(one, e.FactRef) and one.kind is e.Kind.CHOICE]
        within = values_of(compared[0]) if compared else ()
    for index, part in enumerate(parts):
        for change, what, changed in _slips(part, values_of, within):
            yield change, what, e.with_parts(expression, (*parts[:index], changed, *parts[index + 1 :]))


def _of_constant(constant: e.Constant, choices: tuple[str, ...]) -> Iterator[_Found]:
    value = constant.value
    if isinstance(value, str):
        for other in choices:
            if other != value:
                yield Change.CHOICE, other, replace(constant, value=other)
        return
    for shift in (-1, 1):
        moved = value + datetime.timedelta(days=shift) if isinstance(value, datetime.date) else value + shift
        yield Change.SHIFT, f"{shift:+}", replace(constant, value=moved)


def write_expression(expression: e.Expression) -> str:
    """An expression as a rules file would have it."""
    match expression:
        case e.Constant(value=value):
            if isinstance(value, datetime.date):
                return f'date("{value.isoformat()}")'
            if isinstance(value, Fraction):
                return str(value.numerator) if value.denominator == 1 else f"{float(value):.2f}"
            return f'"{value}"' if isinstance(value, str) else str(value)
        case e.FactRef(name=name):
            return name
        case e.ParameterRef(name=name):
            return f"parameter.{name}"
        case e.AsOf():
            return "case.as_of"
        case e.CountMembers():
            return "count(member)"
        case e.SumMembers(fact=name):
            return f"sum({name})"
        case e.Call(function=function, arguments=arguments):
            return f"{function}({', '.join(map(write_expression, arguments))})"
        case e.Arithmetic(operator=symbol, left=left, right=right):
            return f"{_bracketed(left)} {symbol} {_bracketed(right)}"
        case e.Comparison(operator=symbol, left=left, right=right):
            return f"{write_expression(left)} {symbol} {write_expression(right)}"


def _bracketed(expression: e.Expression) -> str:
    written = write_expression(expression)
    return f"({written})" if isinstance(expression, e.Arithmetic) else written
