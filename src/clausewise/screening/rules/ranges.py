"""What a number can come to where it is not known: its least and its greatest value, as steps over whole columns.

docs/language.md says which bounds an expression has. Ends are worked out only where something is unknown and has an
end, so that the graph of a registry without unknowns holds none of them. Days are numbers here, as `dates` has them.
"""

from __future__ import annotations

from collections.abc import Callable

from clausewise.classes import NamedTuple, dataclass
from clausewise.screening.rules.columns import MOST_ROWS
from clausewise.screening.rules.graph import FALSE, TRUE, Graph, NotCompilable
from clausewise.screening.rules.numbers import Number, Numbers

# Of a comparison and its opposite only one is worked out.
_OPPOSITE = {"!=": "==", ">=": "<", ">": "<="}


@dataclass(frozen=True, slots=True)
class Range:
    """A number, and what it can be where it is not known.

    Where `value` is unknown, `low` and `high` are its ends, each unknown where it is open, and `there` says whether it
    has bounds at all. Elsewhere they mean nothing, but where `agreeing`: then an end that is not open is the number
    itself wherever that is known. Without bounds both ends are unknown.
    """

    value: Number
    low: Number
    high: Number
    there: int
    agreeing: bool = False


class _Ends(NamedTuple):
    low: Number
    high: Number
    there: int
    agreeing: bool = False


class Ranges:
    """Arithmetic with ranges, in one graph."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self.numbers = Numbers(graph)
        self._open = self.numbers.unknown

    def asked(self, value: Number, low: Number | None = None, high: Number | None = None) -> Range:
        """A number that lies between two ends where it is not known; None for one that is open."""
        return Range(value, low or self._open, high or self._open, TRUE)

    def if_known(self, value: Number) -> Range:
        """A number that may have no value: where it is not known it has no bounds."""
        return Range(value, self._open, self._open, FALSE)

    def filled_up(self, number: Range, other: Number) -> Range:
        """A number where it is known, else another; where neither is known it has the bounds it had."""
        return Range(self._or_else(number.value, other), number.low, number.high, number.there)

    # ------------------------------------------------------------ arithmetic

    def apply(self, symbol: str, left: Range, right: Range) -> Range:
        """`+`, `-`, `*`, `/`, `min` or `max` of two. Raises: NotCompilable when it may not fit into 64 bits."""
        value = self.numbers.apply(symbol, left.value, right.value)
        if not self._may_be_unknown(left) and not self._may_be_unknown(right) and symbol != "/":
            return Range(value, self._open, self._open, TRUE)
        if symbol == "*":
            return Range(value, *self._product(left, right))
        if symbol == "/":
            return Range(value, *self._quotient(left, right))
        a, b = self._ends(left, right), self._ends(right, left)
        there = self._graph.and_((a.there, b.there))
        if symbol in ("min", "max"):
            return Range(value, *self._outer(symbol, a, b, there))
        first, last = (b.high, b.low) if symbol == "-" else (b.low, b.high)
        ends = self.numbers.apply(symbol, a.low, first), self.numbers.apply(symbol, a.high, last)
        # An end that is unknown wherever the number is, is open.
        low, high = (self._open if end == value else end for end in ends)
        return Range(value, low, high, there, a.agreeing and b.agreeing)

    def between(self, count: Callable[[int, int], int], start: Range, end: Range) -> Range:
        """Completed periods from one day to another: fewest from the last to the first, most the other way round."""

        def counted(first: Number, last: Number) -> Number:
            if self._is_open(first) or self._is_open(last):
                return self._open
            return Number(count(first.top, last.top))

        value = counted(start.value, end.value)
        a, b = self._ends(start, end), self._ends(end, start)
        there = self._graph.and_((a.there, b.there))
        return Range(value, counted(a.high, b.low), counted(a.low, b.high), there, a.agreeing and b.agreeing)

    def added_up(self, number: Range, ghost: int) -> Range:
        """The sum over all members of a household; `ghost` is true of the one who stands for those not listed.

        Of these it is not known how many there are: their sum is nought or more where none of them adds less.
        """
        graph, value = self._graph, number.value
        total = self._total(value, ghost)
        if not graph[total.top].nullable:
            return self.asked(total)
        low, high = (self._end_or_value(number, end) for end in (number.low, number.high))
        there = graph.or_((graph.known(value.top), number.there))
        ends = []
        for end, symbol in ((low, ">="), (high, "<=")):
            never_beyond, _ = self.numbers.compare(symbol, end, self.numbers.constant(0))
            of_others = self.numbers.choose(never_beyond, self.numbers.constant(0), self._open)
            ends.append(self._total(self.numbers.choose(ghost, of_others, end), FALSE))
        return Range(total, ends[0], ends[1], graph.not_(graph.any_of(graph.not_(there))), agreeing=True)

    def _total(self, number: Number, ghost: int) -> Number:
        """A sum over members, unknown where that of one is, or who they are."""
        graph = self._graph
        if number.divisors:
            raise NotCompilable("what is divided by what is not constant is added up over members")
        if self._is_open(number):
            return self._open
        known = graph.known(number.top)
        unknown = graph.any_of(graph.or_((graph.not_(known), ghost)))
        total = graph.total(graph.choose(known, number.top, graph.constant(0)), MOST_ROWS)
        return Number(graph.choose(unknown, graph.unknown, total), number.below)

    def _outer(self, symbol: str, a: _Ends, b: _Ends, there: int) -> _Ends:
        """Ends of the lesser or the greater of two: on one side either end alone is one, as far as both have bounds."""
        apply = self.numbers.apply
        near, far = (a.high, b.high) if symbol == "min" else (a.low, b.low)
        either = self._or_else(apply(symbol, near, far), self._or_else(near, far))
        bounded = self.numbers.choose(there, either, self._open)
        if symbol == "min":
            return _Ends(apply(symbol, a.low, b.low), bounded, there)
        return _Ends(bounded, apply(symbol, a.high, b.high), there)

    def _product(self, left: Range, right: Range) -> _Ends:
        """Ends where just one side is known; where neither is, there are none."""
        graph = self._graph
        a, b = self._scaled(right, left.value), self._scaled(left, right.value)
        there = graph.or_((a.there, b.there))
        agreeing = a.agreeing and b.agreeing
        return _Ends(self._or_else(a.low, b.low), self._or_else(a.high, b.high), there, agreeing)

    def _quotient(self, left: Range, right: Range) -> _Ends:
        """Ends where the right side is known and not nought."""
        return self._scaled(left, self.numbers.inverse(right.value))

    def _scaled(self, number: Range, factor: Number) -> _Ends:
        """Ends of what is not known times a factor, where that is known."""
        graph = self._graph
        known = graph.known(factor.top)
        if not self._may_be_unknown(number) or known == FALSE:
            return _Ends(self._open, self._open, FALSE, agreeing=True)
        there = graph.and_((known, number.there))
        least, most = graph.bounds(factor.top)
        zero = graph.constant(0)
        low, high = (self.numbers.apply("*", end, factor) for end in (number.low, number.high))
        if least < 0:
            negative, _ = graph.compare("<", factor.top, zero)
            low, high = self.numbers.choose(negative, high, low), self.numbers.choose(negative, low, high)
        if least <= 0 <= most:
            # Nought times whatever there is, is nought.
            nought = graph.and_((graph.compare("==", factor.top, zero)[0], there))
            low, high = (self.numbers.choose(nought, self.numbers.constant(0), end) for end in (low, high))
        # Of a factor of nought or below an end may be there where the other is open.
        return _Ends(low, high, there, number.agreeing and least > 0)

    # ------------------------------------------------------------ comparisons

    def compare(self, symbol: str, left: Range, right: Range) -> tuple[int, int]:
        """Whether two compare so: proved, and possible. Where one is not known, its bounds may decide it."""
        if symbol in _OPPOSITE:
            proved, possible = self.compare(_OPPOSITE[symbol], left, right)
            return self._graph.not_(possible), self._graph.not_(proved)
        graph = self._graph
        proved, possible = self.numbers.compare(symbol, self._where_known(left), self._where_known(right))
        unsure = [one for one in (left, right) if self._may_be_unknown(one)]
        if all(self._is_open(one.low) and self._is_open(one.high) for one in unsure):
            return proved, possible
        surely, perhaps = self._compared(symbol, self._ends(left, right), self._ends(right, left))
        if len(unsure) > 1:
            return surely, perhaps
        known = graph.known(unsure[0].value.top)
        # What is settled by bounds everywhere takes no step of its own.
        if surely in (FALSE, TRUE):
            sure = possible if surely == TRUE else proved
        else:
            sure = graph.or_((proved, graph.and_((graph.not_(known), surely))))
        if perhaps in (FALSE, TRUE):
            likely = possible if perhaps == TRUE else proved
        else:
            likely = graph.and_((possible, graph.or_((known, perhaps))))
        return sure, likely

    def _compared(self, symbol: str, a: _Ends, b: _Ends) -> tuple[int, int]:
        compare, graph = self.numbers.compare, self._graph
        if symbol != "==":
            return compare(symbol, a.high, b.low)[0], compare(symbol, a.low, b.high)[1]
        one_point = graph.and_((compare("<=", a.high, b.low)[0], compare("<=", b.high, a.low)[0]))
        meeting = graph.and_((compare("<=", a.low, b.high)[1], compare("<=", b.low, a.high)[1]))
        return one_point, meeting

    def outside(self, given: Number, derived: Range, half: Number) -> int:
        """Whether what is given lies outside the bounds of what follows, by `half` a step or more unless that is 0."""
        graph, compare, apply = self._graph, self.numbers.compare, self.numbers.apply
        if not self._may_be_unknown(derived):
            return FALSE
        whole = half == self.numbers.constant(0)
        too_low, _ = compare(">" if whole else ">=", derived.low, apply("+", given, half))
        too_high, _ = compare("<", derived.high, apply("-", given, half))
        return graph.and_((graph.not_(graph.known(derived.value.top)), graph.or_((too_low, too_high))))

    # ------------------------------------------------------------ ends

    def _is_open(self, end: Number) -> bool:
        return end.top == self._graph.unknown

    def _may_be_unknown(self, number: Range) -> bool:
        return self._graph[number.value.top].nullable

    def _ends(self, number: Range, other: Range) -> _Ends:
        """The ends of a number where it or the other is not known: both are what it is, where it is known."""
        if not self._may_be_unknown(number):
            return _Ends(number.value, number.value, TRUE, agreeing=True)
        if not self._may_be_unknown(other):
            return _Ends(number.low, number.high, number.there, number.agreeing)
        there = self._graph.or_((self._graph.known(number.value.top), number.there))
        low, high = (self._end_or_value(number, end) for end in (number.low, number.high))
        return _Ends(low, high, there, agreeing=True)

    def _end_or_value(self, number: Range, end: Number) -> Number:
        """A number where it is known, else one of its ends."""
        if self._is_open(end):
            return self._where_known(number)
        return end if number.agreeing else self._or_else(number.value, end)

    def _where_known(self, number: Range) -> Number:
        """A number where it is known; an end that is there everywhere stands for it, so that only that is made."""
        if not number.agreeing or self._graph[number.low.top].nullable:
            return number.value
        return self.numbers.choose(self._graph.known(number.value.top), number.low, self._open)

    def _or_else(self, one: Number, other: Number) -> Number:
        """A number where it is known, else another."""
        if self._is_open(other) or one == other:
            return one
        return self.numbers.choose(self._graph.known(one.top), one, other)
