"""Ends as terms: between what least and most an unknown lies, and what that decides of a comparison.

docs/language.md says what bounds are, and `language.bounds` has them as numbers; here an end is a term, and whether it
is open a formula. Nothing here knows a fact or a household.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import z3

from clausewise.audit.solver.arithmetic import quotient_of, sum_of, times_of
from clausewise.audit.solver.numbers import Formula, is_numeral, plain, when
from clausewise.audit.solver.terms import NO, YES, Term, both, choose, compare, either, opposite
from clausewise.classes import dataclass

_ZERO = z3.IntVal(0)


@dataclass(frozen=True, slots=True)
class End:
    """Where values end: nowhere where `open` holds, and else at `value`."""

    open: Formula
    value: Any


@dataclass(frozen=True, slots=True)
class Ends:
    """From `low` to `high`, both reached, where `there` holds; elsewhere there may be no value at all."""

    there: Formula
    low: End
    high: End


NO_END = End(YES, _ZERO)
NO_ENDS = Ends(NO, NO_END, NO_END)


def point(term: Term) -> Ends:
    """The ends of what is known, and none of what is not."""
    end = End(NO, term.value)
    return Ends(term.known, end, end)


def known_or(term: Term, unknown: Ends) -> Ends:
    """The ends of a value where it is known, and others where it is not."""
    if term.known is NO:
        return unknown
    low, high = (_choose_end(term.known, End(NO, term.value), end) for end in (unknown.low, unknown.high))
    return Ends(either([term.known, unknown.there]), low, high)


def _choose_end(condition: Formula, first: End, second: End) -> End:
    opened = either([both([condition, first.open]), both([opposite(condition), second.open])])
    # What an end comes to where it is open does not matter.
    if second.open is YES:
        return End(opened, first.value)
    return End(opened, second.value if first.open is YES else choose(condition, first.value, second.value))


def add(symbol: str, left: Ends, right: Ends) -> Ends:
    """`+` or `-`: ends added, or taken away crosswise."""
    pairs = [(left.low, right.low), (left.high, right.high)]
    if symbol == "-":
        pairs = [(left.low, right.high), (left.high, right.low)]
    low, high = (End(either([a.open, b.open]), sum_of(symbol, a.value, b.value)) for a, b in pairs)
    return Ends(both([left.there, right.there]), low, high)


def scale(symbol: str, ends: Ends, factor: Term) -> Ends:
    """Ends times a number or divided by one (`*`, `/`), where it is known; divided by zero there are none."""
    nothing, below = (_compared(sign, factor) for sign in ("==", "<"))
    scaled = quotient_of if symbol == "/" else times_of
    low, high = (
        End(both([end.open, opposite(nothing)]), _ZERO if end.open is YES else scaled(Term(YES, end.value), factor))
        for end in (ends.low, ends.high)
    )
    there = both([ends.there, factor.known, opposite(nothing) if symbol == "/" else YES])
    return Ends(there, _choose_end(below, high, low), _choose_end(below, low, high))


def _compared(sign: str, factor: Term) -> Formula:
    """How a number compares with zero, settled at once where it can be."""
    if sign == "<" and factor.range[0] is not None and factor.range[0] >= 0:
        return NO
    compared = compare(sign, factor.value, _ZERO)
    if is_numeral(factor.value):
        return YES if z3.is_true(z3.simplify(compared)) else NO
    return compared


def lesser(function: str, left: Ends, right: Ends) -> Ends:
    """`min` or `max`: one open end leaves the one open, and only two leave the other open."""
    sides = [(left.low, right.low), (left.high, right.high)]
    both_needed, one_enough = sides if function == "min" else sides[::-1]
    sign = "<=" if function == "min" else ">="
    (a, b), (x, y) = both_needed, one_enough
    first = End(either([a.open, b.open]), choose(compare(sign, a.value, b.value), a.value, b.value))
    takes = either([y.open, both([opposite(x.open), compare(sign, x.value, y.value)])])
    second = End(both([x.open, y.open]), choose(takes, x.value, y.value))
    low, high = (first, second) if function == "min" else (second, first)
    return Ends(both([left.there, right.there]), low, high)


def total(ends: Iterable[tuple[Formula, Ends]]) -> Ends:
    """The sum over those who are there."""
    found = list(ends)
    there = both(either([opposite(here), one.there]) for here, one in found)
    low, high = (
        End(
            either(both([here, end.open]) for here, end in side),
            z3.Sum([when(here, _plain(end), _ZERO) for here, end in side] or [_ZERO]),
        )
        for side in ([(here, one.low) for here, one in found], [(here, one.high) for here, one in found])
    )
    return Ends(there, low, high)


def _plain(end: End) -> Any:
    return _ZERO if end.open is YES else plain(end.value)


def of_any_number(ends: Ends) -> Ends:
    """The sum over members of whom it is not known who they are, nobody among them."""
    low = End(either([ends.low.open, compare("<", ends.low.value, _ZERO)]), _ZERO)
    high = End(either([ends.high.open, compare(">", ends.high.value, _ZERO)]), _ZERO)
    return Ends(ends.there, low, high)


def chosen(condition: Formula, first: Ends, second: Ends) -> Ends:
    """`first` where the condition holds, else `second`."""
    low, high = (
        _choose_end(condition, one, other) for one, other in ((first.low, second.low), (first.high, second.high))
    )
    return Ends(either([both([condition, first.there]), both([opposite(condition), second.there])]), low, high)


def decided(symbol: str, left: Ends, right: Ends) -> tuple[Formula, Formula]:
    """That a comparison is true, and that it is false, whatever the values are that lie between the ends."""
    there = both([left.there, right.there])
    less, not_less = _less(left, right)
    more, not_more = _less(right, left)
    match symbol:
        case "<":
            true, false = less, not_less
        case ">":
            true, false = more, not_more
        case "<=":
            true, false = not_more, more
        case ">=":
            true, false = not_less, less
        case _:
            same, apart = both([not_less, not_more]), either([less, more])
            true, false = (same, apart) if symbol == "==" else (apart, same)
    return both([there, true]), both([there, false])


def _less(left: Ends, right: Ends) -> tuple[Formula, Formula]:
    """That everything left is less than everything right, and that nothing is."""
    return _held("<", left.high, right.low), _held(">=", left.low, right.high)


def _held(sign: str, first: End, second: End) -> Formula:
    closed = both([opposite(first.open), opposite(second.open)])
    return closed if closed is NO else both([closed, compare(sign, first.value, second.value)])
