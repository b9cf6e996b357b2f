"""Strong Kleene logic: three codes, and what they come to under all, any, not and the quantifiers over members.

Whoever computes with codes does so by these tables. The solver, screening and forward chaining say the same in terms of
their own and are held equal to it. Nothing here evaluates a leaf or looks at a case.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from clausewise.language.conditions import Count, Every, Quantifier, Some

FALSE, UNKNOWN, TRUE = 0, 1, 2
CODE_OF: Mapping[bool | None, int] = {False: FALSE, None: UNKNOWN, True: TRUE}
VALUE_OF: Sequence[bool | None] = (False, None, True)


def all_of(codes: Sequence[int]) -> int:
    """True when every code is, also of none; false as soon as one is."""
    return FALSE if FALSE in codes else UNKNOWN if UNKNOWN in codes else TRUE


def any_of(codes: Sequence[int]) -> int:
    """False when every code is, also of none; true as soon as one is."""
    return TRUE if TRUE in codes else UNKNOWN if UNKNOWN in codes else FALSE


def opposite(code: int) -> int:
    """True for false, false for true; unknown stays unknown."""
    return TRUE - code


def read_either_way(first: int, second: int, says_first: int) -> int:
    """What a contested point comes to: what both readings do, and where they part, the one that the office says."""
    return max(min(first, second), min(first, says_first), min(second, opposite(says_first)))


def quantified(quantifier: Quantifier, codes: Sequence[int], everybody: bool) -> int:
    """What a quantifier comes to over the members, each with a code: see `quantifying`."""
    return quantifying(quantifier)(codes, everybody)


def quantifying(quantifier: Quantifier) -> Callable[[Sequence[int], bool], int]:
    """A function to what a quantifier comes to over the members, each with a code, and whether they are everybody.

    Where those listed may not be everybody, the last code is that of the one of whom nothing is known, who may be
    nobody and may be many: they alone never make `some: member` true, nor `every: member` false.
    """
    match quantifier:
        case Some():
            return _some
        case Every():
            return _every
        case Count(at_least=low, at_most=high):
            return lambda codes, everybody: counted(codes, low, high, everybody)


def _some(codes: Sequence[int], everybody: bool) -> int:
    return any_of(codes if everybody else (*codes[:-1], min(codes[-1], UNKNOWN)))


def _every(codes: Sequence[int], everybody: bool) -> int:
    return all_of(codes if everybody else (*codes[:-1], max(codes[-1], UNKNOWN)))


def counted(codes: Sequence[int], at_least: int | None, at_most: int | None, everybody: bool = True) -> int:
    """Whether `at_least` … `at_most` of the codes are true; a bound that is None does not bind."""
    listed = codes if everybody else codes[:-1]
    surely = listed.count(TRUE)
    possibly: float = surely + listed.count(UNKNOWN)
    if not everybody and codes[-1] != FALSE:
        possibly = float("inf")
    low = at_least or 0
    if possibly < low or (at_most is not None and surely > at_most):
        return FALSE
    return TRUE if surely >= low and (at_most is None or possibly <= at_most) else UNKNOWN
