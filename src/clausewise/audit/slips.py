"""Slips in an expression: a limit one too high or too low, `<` for `<=`, `*` for `/`, a factor left out, another fact.

Each comes with the expression as it would be written. Nothing here knows where an expression stands.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from clausewise.audit.model import MutantKind
from clausewise.audit.neighbours import Neighbours
from clausewise.classes import dataclass
from clausewise.language import expressions as e
from clausewise.language.expression_kinds import kinded
from clausewise.language.labels import Label
from clausewise.language.periods import add_days

_ONE_OFF = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "=="}
_OPERATORS = {"+": "plus", "-": "minus", "*": "times", "/": "over"}
_OTHER_FUNCTION = {"min": "max", "max": "min"}


@dataclass(frozen=True, slots=True)
class Slip:
    """A changed expression: how it is written, what changed, and a name for it that is its own in the expression."""

    expression: e.Expression
    written: str
    change: MutantKind
    name: str
    says: Label


def slips_of(expression: e.Expression, beside: Neighbours) -> Iterator[Slip]:
    """Every slip there can be in an expression, no two of which come to one; `beside` says what is taken for what.

    First those in comparisons and constants, then those in arithmetic, so that the names of the first do not depend on
    the second.
    """
    before = write_expression(expression)
    found = (*_slips(expression, beside, ()), *_in_arithmetic(expression, beside))
    seen = {expression}
    for number, (change, what, changed) in enumerate(found):
        settled = kinded(changed)
        if settled is None or not _fits(expression.kind, settled.kind) or settled in seen:
            continue
        seen.add(settled)
        after = write_expression(settled)
        yield Slip(
            settled, after, change, f"{number}.{what}", Label(f"{before} 改为 {after}", f"{before} made {after}")
        )


_Found = tuple[MutantKind, str, e.Expression]


def _fits(was: e.Kind, becomes: e.Kind) -> bool:
    """Whether a value of another kind can stand where one stood: a whole number where any number may."""
    return was is becomes or (was is e.Kind.NUMBER and becomes is e.Kind.INTEGER)


def _slips(expression: e.Expression, beside: Neighbours, choices: tuple[str, ...]) -> Iterator[_Found]:
    if isinstance(expression, e.Constant):
        yield from _of_constant(expression, choices)
    parts = e.parts_of(expression)
    within: tuple[str, ...] = ()
    if isinstance(expression, e.Comparison):
        symbol = expression.operator
        if parts[0].kind not in (e.Kind.CHOICE, e.Kind.BOOLEAN) and symbol not in ("==", "!="):
            yield MutantKind.COMPARE, _ONE_OFF[symbol], replace(expression, operator=_ONE_OFF[symbol])
        compared = [one.name for one in parts if isinstance(one, e.FactRef) and one.kind is e.Kind.CHOICE]
        within = beside.values_of(compared[0]) if compared else ()
    for index, part in enumerate(parts):
        for change, what, changed in _slips(part, beside, within):
            yield change, what, e.with_parts(expression, (*parts[:index], changed, *parts[index + 1 :]))


def _of_constant(constant: e.Constant, choices: tuple[str, ...]) -> Iterator[_Found]:
    value = constant.value
    if isinstance(value, str):
        for other in choices:
            if other != value:
                yield MutantKind.CHOICE, other, replace(constant, value=other)
        return
    for shift, moved in steps_from(value):
        yield MutantKind.SHIFT, shift, replace(constant, value=moved)


def steps_from(value: int | Fraction | datetime.date) -> Iterator[tuple[str, int | Fraction | datetime.date]]:
    """A value one step lower and one step higher, each with the step: a day, or one in the last decimal it needs."""
    for sign in (-1, 1):
        if isinstance(value, datetime.date):
            day = add_days(value, sign)
            if day is not None:
                yield f"{sign:+}", day
            continue
        step = Fraction(1)
        while (value / step).denominator != 1:
            step /= 10
        moved = value + sign * step
        written = write_number(step)
        yield f"{'-' if sign < 0 else '+'}{written}", int(moved) if isinstance(value, int) else moved


def _in_arithmetic(expression: e.Expression, beside: Neighbours) -> Iterator[_Found]:
    """What can be done to the operators, factors, summands and facts of an expression."""
    match expression:
        case e.Arithmetic(operator=operator, left=left, right=right):
            for other, word in _OPERATORS.items():
                if other != operator:
                    yield MutantKind.OPERATOR, word, replace(expression, operator=other)
            yield MutantKind.DROP_TERM, "without-last", left
            if operator in ("+", "*"):
                yield MutantKind.DROP_TERM, "without-first", right
        case e.Call(function="min" | "max" as function):
            other = _OTHER_FUNCTION[function]
            yield MutantKind.OPERATOR, other, replace(expression, function=other)
        case e.FactRef(name=name):
            if other_fact := beside.fact_beside(name):
                yield MutantKind.OTHER_FACT, other_fact, replace(expression, name=other_fact)
        case e.SumMembers(fact=name):
            if other_fact := beside.fact_beside(name):
                yield MutantKind.OTHER_FACT, other_fact, replace(expression, fact=other_fact)
        case e.ParameterRef(name=name):
            if parameter := beside.parameter_beside(name):
                yield MutantKind.OTHER_FACT, f"parameter.{parameter}", replace(expression, name=parameter)
    parts = e.parts_of(expression)
    for index, part in enumerate(parts):
        for change, what, changed in _in_arithmetic(part, beside):
            yield change, what, e.with_parts(expression, (*parts[:index], changed, *parts[index + 1 :]))


def write_number(value: int | Fraction) -> str:
    """An exact number with the decimals it needs: 12, 0.5, 0.125."""
    number = Fraction(value)
    if number.denominator == 1:
        return str(number.numerator)
    return format(Decimal(number.numerator) / Decimal(number.denominator), "f")


def write_expression(expression: e.Expression) -> str:
    """An expression as a rules file would have it."""
    match expression:
        case e.Constant(value=value):
            if isinstance(value, datetime.date):
                return f'date("{value.isoformat()}")'
            return f'"{value}"' if isinstance(value, str) else write_number(value)
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
