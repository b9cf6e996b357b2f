"""Which kinds of values operators and functions take, and the kind of what they come to.

Used where an expression is read, and where one is changed. Nothing here refuses anything in words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from clausewise.language.expressions import Arithmetic, Call, Comparison, Expression, Kind, parts_of, with_parts

NUMERIC = (Kind.INTEGER, Kind.NUMBER, Kind.MONEY)


def kind_of_arithmetic(operator: str, left: Kind, right: Kind) -> Kind | None:
    """The kind of `left operator right`; None where the two do not go together, as an amount times an amount."""
    if left not in NUMERIC or right not in NUMERIC:
        return None
    money = [kind is Kind.MONEY for kind in (left, right)]
    if operator == "/":
        return None if money == [False, True] else Kind.MONEY if money == [True, False] else Kind.NUMBER
    if operator == "*" and all(money):
        return None
    if any(money):
        return Kind.MONEY
    return Kind.INTEGER if left is right is Kind.INTEGER else Kind.NUMBER


def kinded(expression: Expression) -> Expression | None:
    """An expression with its kinds settled again from its parts; None where they do not go together any more."""
    parts = [kinded(part) for part in parts_of(expression)]
    if any(part is None for part in parts):
        return None
    settled = with_parts(expression, [part for part in parts if part is not None])
    match settled:
        case Arithmetic(operator=operator, left=left, right=right):
            kind = kind_of_arithmetic(operator, left.kind, right.kind)
            return None if kind is None else replace(settled, kind=kind)
        case Call(function=function, arguments=(left, right)):
            kind = SIGNATURES[function](left.kind, right.kind)
            return None if kind is None else replace(settled, kind=kind)
        case Comparison(left=left, right=right):
            both_numbers = left.kind in NUMERIC and right.kind in NUMERIC
            return settled if both_numbers or left.kind is right.kind else None
    return settled


def _between_dates(left: Kind, right: Kind) -> Kind | None:
    return Kind.INTEGER if left is right is Kind.DATE else None


def _moved_date(left: Kind, right: Kind) -> Kind | None:
    return Kind.DATE if left is Kind.DATE and right is Kind.INTEGER else None


def _larger_or_smaller(left: Kind, right: Kind) -> Kind | None:
    if left is right and left in (*NUMERIC, Kind.DATE):
        return left
    if left in NUMERIC and right in NUMERIC:
        return Kind.MONEY if Kind.MONEY in (left, right) else Kind.NUMBER
    return None


SIGNATURES: Mapping[str, Callable[[Kind, Kind], Kind | None]] = {
    "years": _between_dates,
    "months": _between_dates,
    "days": _between_dates,
    "add_months": _moved_date,
    "add_days": _moved_date,
    "min": _larger_or_smaller,
    "max": _larger_or_smaller,
}
"""For each function of two values, the kind it comes to; None where it does not take these."""
