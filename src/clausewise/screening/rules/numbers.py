"""Exact numbers over whole columns: a whole number over a product of whole numbers, compared by multiplying out.

Yuan are fen over a hundred, an amount for each head is the amount over the number of heads; nothing is ever rounded.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from fractions import Fraction

from clausewise.classes import dataclass
from clausewise.screening.rules.graph import TRUE, Graph, NotCompilable


@dataclass(frozen=True, slots=True)
class Number:
    """`top` over `below` and over the product of `divisors`, steps of the graph that are one or more everywhere.

    It is unknown where `top` is.
    """

    top: int
    below: int = 1
    divisors: tuple[int, ...] = ()


class Numbers:
    """Arithmetic with exact numbers, in one graph."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self.unknown = Number(graph.unknown)

    def constant(self, value: Fraction | int) -> Number:
        """One number everywhere."""
        exact = Fraction(value)
        return Number(self._graph.constant(exact.numerator), exact.denominator)

    def apply(self, symbol: str, left: Number, right: Number) -> Number:
        """`+`, `-`, `*`, `/`, `min` or `max` of two. Raises: NotCompilable when it may not fit into 64 bits."""
        if self._graph.unknown in (left.top, right.top):
            return self.unknown
        if symbol == "*":
            return self._product(left, right)
        if symbol == "/":
            return self._product(left, self.inverse(right))
        a, b, below, divisors = self._over_one(left, right)
        return Number(self._joining(symbol)(a, b), below, divisors)

    def compare(self, symbol: str, left: Number, right: Number) -> tuple[int, int]:
        """Whether they compare so: proved, and possible."""
        if self._graph.unknown in (left.top, right.top):
            return self._graph.compare(symbol, left.top, right.top)
        a, b, _, _ = self._over_one(left, right)
        return self._graph.compare(symbol, a, b)

    def choose(self, condition: int, then: Number, otherwise: Number) -> Number:
        """One number where a boolean is true, else another."""
        if condition == TRUE or otherwise.top == self._graph.unknown == then.top:
            return then
        if self._graph.unknown in (then.top, otherwise.top):
            known = then if otherwise.top == self._graph.unknown else otherwise
            return Number(self._graph.choose(condition, then.top, otherwise.top), known.below, known.divisors)
        a, b, below, divisors = self._over_one(then, otherwise)
        return Number(self._graph.choose(condition, a, b), below, divisors)

    def whole(self, number: Number) -> int:
        """The step of a whole number. Raises: NotCompilable when it is divided by something."""
        if number.divisors or number.below != 1:
            raise NotCompilable("a number that is divided stands where a whole one is needed")
        return number.top

    def round_to(self, fen: Number, number: Number) -> tuple[int, int]:
        """Whether a number of yuan, rounded half up to the fen, is an amount of whole fen: proved, and possible."""
        half = self.constant(Fraction(1, 200))
        low = self.compare(">=", number, self.apply("-", fen, half))
        high = self.compare("<", number, self.apply("+", fen, half))
        return self._graph.and_((low[0], high[0])), self._graph.and_((low[1], high[1]))

    def _joining(self, symbol: str) -> Callable[[int, int], int]:
        graph = self._graph
        return {"+": graph.add, "-": graph.subtract, "min": graph.smaller, "max": graph.larger}[symbol]

    def _product(self, left: Number, right: Number) -> Number:
        top = self._graph.multiply(left.top, right.top)
        return Number(top, left.below * right.below, tuple(sorted((*left.divisors, *right.divisors))))

    def inverse(self, number: Number) -> Number:
        """One over a number; unknown where it is nought."""
        graph = self._graph
        low, high = graph.bounds(number.top)
        top, turned = number.top, self._multiplied(graph.constant(number.below), number.divisors)
        if low == high == 0:
            return self.unknown
        zero = graph.constant(0)
        if low < 0:
            negative, _ = graph.compare("<", top, zero)
            turned = graph.choose(negative, graph.subtract(zero, turned), turned)
            top = graph.larger(top, graph.subtract(zero, top))
        if low < 1:
            nought, _ = graph.compare("==", top, zero)
            turned = graph.choose(nought, graph.unknown, turned)
        if graph[number.top].nullable:
            known = graph.known(number.top)
            turned = graph.choose(known, turned, graph.unknown)
            # A divisor is a number everywhere: what stands in for an unknown quotient is multiplied by it.
            top = graph.choose(known, top, graph.constant(1))
        if low == high:
            return Number(turned, abs(low))
        return Number(turned, 1, (graph.larger(top, graph.constant(1)),))

    def _over_one(self, left: Number, right: Number) -> tuple[int, int, int, tuple[int, ...]]:
        """Both over the same divisor: their tops, and what both are over."""
        shared = math.lcm(left.below, right.below)
        all_divisors = Counter(left.divisors) | Counter(right.divisors)
        tops = [
            self._multiplied(
                self._graph.multiply(one.top, self._graph.constant(shared // one.below)),
                tuple((all_divisors - Counter(one.divisors)).elements()),
            )
            for one in (left, right)
        ]
        return tops[0], tops[1], shared, tuple(sorted(all_divisors.elements()))

    def _multiplied(self, number: int, divisors: tuple[int, ...]) -> int:
        for divisor in divisors:
            number = self._graph.multiply(number, divisor)
        return number
