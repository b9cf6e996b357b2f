"""Numbers as terms: whole numbers, amounts in yuan, and fractions that keep what they were divided by.

A mean is kept as a sum over a count, and compared by multiplying out, so that no variable is divided by another; where
a small count meets a variable, each number it can be is a case of its own. Nothing here knows a fact or a rule.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import z3

from clausewise.classes import dataclass

# Z3 has no types of its own to import under a strict checker: every term is one of these.
Formula = Any
Number = Any

Range = tuple[Fraction | None, Fraction | None]
"""From where to where a number can lie at all, whatever else holds; None is an end that is open."""
ANY: Range = (None, None)

# A product with a whole number of at most so many values is taken apart into cases; wider ones are left to the solver.
_MOST_CASES = 24


@dataclass(frozen=True, slots=True)
class Ratio:
    """`over` divided by `under`, which is above zero wherever the number is known; `range` is that of `under`."""

    over: Number
    under: Number
    range: Range


def is_numeral(number: Number) -> bool:
    """Whether a term is a number as it stands."""
    return isinstance(number, z3.IntNumRef | z3.RatNumRef)


def when(condition: Formula, first: Any, second: Any) -> Any:
    """`first` where the condition holds, else `second`; of two numbers several times as fast as Z3's own way."""
    if first is second:
        return first
    context = condition.ctx
    if isinstance(first, z3.BoolRef) and isinstance(second, z3.BoolRef):
        return z3.BoolRef(z3.Z3_mk_ite(context.ref(), condition.ast, first.ast, second.ast), context)
    if not isinstance(first, z3.ArithRef) or not isinstance(second, z3.ArithRef) or first.is_int() != second.is_int():
        return z3.If(condition, first, second)
    return z3.ArithRef(z3.Z3_mk_ite(context.ref(), condition.ast, first.ast, second.ast), context)


def real(number: Number) -> Number:
    """A number as a real one."""
    return z3.ToReal(number) if number.is_int() else number


def plain(value: Any) -> Any:
    """A value as one term, a fraction divided out."""
    return real(value.over) / real(value.under) if isinstance(value, Ratio) else value


def product(first: Number, second: Number, first_range: Range = ANY, second_range: Range = ANY) -> Number:
    """First times second, linear wherever one of them is a number or has few values."""
    if is_numeral(first) or is_numeral(second):
        return _by_numeral(first, second) if is_numeral(second) else _by_numeral(second, first)
    for factor, number, (low, high) in ((first, second, second_range), (second, first, first_range)):
        if low is not None and high is not None and high - low <= _MOST_CASES and number.is_int():
            return _by_cases(factor, number, int(low), int(high))
    return first * second


def _by_numeral(factor: Number, numeral: Number) -> Number:
    if isinstance(numeral, z3.IntNumRef) and numeral.as_long() in (0, 1):
        return factor if numeral.as_long() else numeral
    return factor * numeral


def _by_cases(factor: Number, number: Number, low: int, high: int) -> Number:
    """`factor` as often as `number` says, which is from `low` to `high`."""
    none = z3.RealVal(0) if z3.is_real(factor) else z3.IntVal(0)
    more = [when(number >= one, factor, none) for one in range(low + 1, high + 1)]
    return z3.Sum([_by_numeral(factor, z3.IntVal(low)), *more]) if more else _by_numeral(factor, z3.IntVal(low))


def compare_numbers(symbol: str, first: Any, second: Any) -> Formula:
    """One of == != < <= > >= between two numbers."""
    (a, b, over_b), (c, d, over_d) = parts_of(first), parts_of(second)
    if b is None and d is None:
        return _ordered(symbol, a, c)
    if b is not None and d is not None and b.eq(d):
        return _ordered(symbol, a, c)
    left = a if d is None else product(a, d, ANY, over_d)
    right = c if b is None else product(c, b, ANY, over_b)
    return _ordered(symbol, left, right)


def _ordered(symbol: str, first: Number, second: Number) -> Formula:
    if symbol not in _MAKERS or first.is_int() != second.is_int():
        return _ORDERS[symbol](first, second)
    # The same, several times as fast.
    context = first.ctx
    return z3.BoolRef(_MAKERS[symbol](context.ref(), first.ast, second.ast), context)


def parts_of(value: Any) -> tuple[Number, Number | None, Range]:
    """What stands over and under a number, with the range of the latter; nothing stands under one that is whole."""
    return (value.over, value.under, value.range) if isinstance(value, Ratio) else (value, None, ANY)


_ORDERS: Mapping[str, Callable[[Number, Number], Formula]] = {
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


_MAKERS: Mapping[str, Callable[..., Any]] = {
    "==": z3.Z3_mk_eq,
    "<": z3.Z3_mk_lt,
    "<=": z3.Z3_mk_le,
    ">": z3.Z3_mk_gt,
    ">=": z3.Z3_mk_ge,
}

_HALF_A_FEN = Fraction(1, 200)


def rounds_no_higher(exact: Any, fen: Number) -> Formula:
    """That an amount, rounded half up to the fen, is not above another, which is a whole number of fen."""
    return compare_numbers("<", exact, fen + z3.RealVal(_HALF_A_FEN))


def rounds_no_lower(exact: Any, fen: Number) -> Formula:
    """That an amount, rounded half up to the fen, is not below another, which is a whole number of fen."""
    return compare_numbers(">=", exact, fen - z3.RealVal(_HALF_A_FEN))


def choose_number(condition: Formula, first: Any, second: Any) -> Any:
    """`first` where the condition holds, else `second`."""
    if not isinstance(first, Ratio) and not isinstance(second, Ratio):
        return when(condition, first, second)
    (a, b, low), (c, d, high) = parts_of(first), parts_of(second)
    one = z3.IntVal(1)
    span = hull(low if b is not None else (Fraction(1),) * 2, high if d is not None else (Fraction(1),) * 2)
    under = when(condition, one if b is None else b, one if d is None else d)
    return Ratio(when(condition, a, c), under, span)


# ---------------------------------------------------------------- how far a number reaches, whatever is known


def hull(first: Range, second: Range) -> Range:
    """The least range that holds two."""
    (a, b), (c, d) = first, second
    return None if a is None or c is None else min(a, c), None if b is None or d is None else max(b, d)


def meet(first: Range, second: Range) -> Range:
    """What lies in two ranges."""
    lows = [one[0] for one in (first, second) if one[0] is not None]
    highs = [one[1] for one in (first, second) if one[1] is not None]
    return max(lows, default=None), min(highs, default=None)


def multiplied(first: Range, second: Range) -> Range:
    """How far a product reaches."""
    corners = [_corner(x, y, i, j) for i, x in enumerate(first) for j, y in enumerate(second)]
    lows, highs = [one[0] for one in corners], [one[1] for one in corners]
    return (
        None if any(one is None for one in lows) else min(one for one in lows if one is not None),
        None if any(one is None for one in highs) else max(one for one in highs if one is not None),
    )


def _corner(first: Fraction | None, second: Fraction | None, i: int, j: int) -> tuple[Fraction | None, Fraction | None]:
    """The least and the greatest that two ends come to; an end that is open is as far as one likes."""
    if first is not None and second is not None:
        return first * second, first * second
    signs = [(1 if at else -1) if end is None else (end > 0) - (end < 0) for end, at in ((first, i), (second, j))]
    sign = signs[0] * signs[1]
    return (None if sign < 0 else Fraction(0)), (None if sign > 0 else Fraction(0))


def span_of(symbol: str, left: Range, right: Range) -> Range:
    """How far `+`, `-`, `*` or `/` of two numbers reaches."""
    (a, b), (c, d) = left, right
    match symbol:
        case "+":
            return _plus(a, c), _plus(b, d)
        case "-":
            return _plus(a, None if d is None else -d), _plus(b, None if c is None else -c)
        case "*":
            return multiplied(left, right)
    if c is not None and c > 0:
        return multiplied(left, (Fraction(0) if d is None else 1 / d, 1 / c))
    if c is not None and c == 0 and a is not None and a >= 0:
        return Fraction(0), None
    return ANY


def _plus(first: Fraction | None, second: Fraction | None) -> Fraction | None:
    return None if first is None or second is None else first + second
