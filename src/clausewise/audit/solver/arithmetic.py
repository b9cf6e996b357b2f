"""Arithmetic on terms: what is known of a sum, a product or a quotient, and what it comes to.

Fractions keep what they were divided by, and are reduced where the same stands over and under them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any

import z3

from clausewise.audit.solver.numbers import (
    ANY,
    Formula,
    Number,
    Range,
    Ratio,
    hull,
    is_numeral,
    multiplied,
    parts_of,
    plain,
    product,
    real,
    span_of,
    when,
)
from clausewise.audit.solver.terms import NO, YES, Term, both, either, opposite


def calculate(symbol: str, left: Term, right: Term) -> Term:
    """`+`, `-`, `*` or `/` of two numbers; unknown where one is, and where something is divided by zero."""
    known = both([left.known, right.known])
    span = span_of(symbol, left.range, right.range)
    if symbol == "/":
        known = both([known, _nonzero(right.value)])
        return Term(known, quotient_of(left, right), span)
    if symbol == "*":
        return Term(known, times_of(left, right), span)
    return Term(known, sum_of(symbol, left.value, right.value), span)


def _nonzero(value: Any) -> Formula:
    over = value.over if isinstance(value, Ratio) else value
    if is_numeral(over):
        return NO if over.eq(z3.RealVal(0)) or over.eq(z3.IntVal(0)) else YES
    return over != 0


def sum_of(symbol: str, first: Any, second: Any) -> Any:
    """The value of a sum, or with `-` of a difference."""
    (a, b, over_b), (c, d, over_d) = parts_of(first), parts_of(second)
    add: Callable[[Number, Number], Number] = (lambda x, y: x + y) if symbol == "+" else (lambda x, y: x - y)
    if b is None and d is None:
        return add(a, c)
    if b is not None and d is not None and b.eq(d):
        return Ratio(add(a, c), b, over_b)
    if d is None:
        return Ratio(add(a, product(c, b, ANY, over_b)), b, over_b)
    if b is None:
        return Ratio(add(product(a, d, ANY, over_d), c), d, over_d)
    over = add(product(a, d, ANY, over_d), product(c, b, ANY, over_b))
    return Ratio(over, product(b, d, over_b, over_d), multiplied(over_b, over_d))


def times_of(left: Term, right: Term) -> Any:
    """The value of a product."""
    (a, b, over_b), (c, d, over_d) = parts_of(left.value), parts_of(right.value)
    # What was divided by something and is multiplied by it again is what it was.
    if b is not None and b.eq(c):
        return a if d is None else Ratio(a, d, over_d)
    if d is not None and d.eq(a):
        return c if b is None else Ratio(c, b, over_b)
    over = product(a, c, left.range if b is None else ANY, right.range if d is None else ANY)
    if b is None and d is None:
        return over
    if b is not None and d is not None:
        return Ratio(over, product(b, d, over_b, over_d), multiplied(over_b, over_d))
    return Ratio(over, b, over_b) if d is None else Ratio(over, d, over_d)


def quotient_of(left: Term, right: Term) -> Any:
    """The value of a quotient; what it is where something is divided by zero means nothing."""
    (a, b, over_b), (c, d, over_d) = parts_of(left.value), parts_of(right.value)
    over = real(a) if d is None else product(real(a), d, ANY, over_d)
    if is_numeral(c):
        number = Fraction(c.as_long()) if z3.is_int_value(c) else Fraction(c.as_fraction())
        over = over if number == 0 else over * z3.RealVal(1 / number)
        return over if b is None else Ratio(over, b, over_b)
    low, high = right.range if d is None else ANY
    if right.range[0] is None or right.range[0] < 0:
        over, c = when(c < 0, -over, over), when(c < 0, -c, c)
        low, high = Fraction(0), None if low is None or high is None else max(abs(low), abs(high))
    if b is None:
        return Ratio(over, c, (low, high))
    return Ratio(over, product(b, c, over_b, (low, high)), multiplied(over_b, (low, high)))


def summed(terms: Iterable[tuple[Formula, Term]]) -> Term:
    """The sum of the terms of those who are there: known where all of them are."""
    found = list(terms)
    known = both(either([opposite(here), term.known]) for here, term in found)
    zero = z3.IntVal(0)
    value = z3.Sum([when(here, plain(term.value), zero) for here, term in found] or [zero])
    low, high = Fraction(0), Fraction(0)
    span: Range = low, high
    for _, term in found:
        span = span_of("+", span, hull(term.range, (low, high)))
    return Term(known, value, span)
