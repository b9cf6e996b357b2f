"""The steps that rules come to over whole columns, each written down once: a graph of booleans and whole numbers.

A truth of Kleene's logic is a pair of plain booleans, whether it is proved and whether it is possible; where nothing is
unknown both are one and the same step, so that a registry without unknowns pays for none. Numbers are whole and within
64 bits by their bounds; what could go beyond is refused by name. Nothing here knows of rules, or of data frames.
"""

from __future__ import annotations

import math

# What steps are is known by the graph's name too.
from clausewise.screening.rules.booleans import FALSE as FALSE
from clausewise.screening.rules.booleans import TRUE as TRUE
from clausewise.screening.rules.booleans import Booleans
from clausewise.screening.rules.steps import ARITHMETIC
from clausewise.screening.rules.steps import Level as Level
from clausewise.screening.rules.steps import Node as Node
from clausewise.screening.rules.steps import NotCompilable as NotCompilable
from clausewise.screening.rules.steps import Op as Op

LARGEST = 2**62
"""No number of a graph goes beyond it, in either direction."""

# Of a comparison and its opposite only one is made; the other is its negation.
_OPPOSITE = {"!=": "==", ">=": "<", ">": "<="}
_MIRRORED = {"==": "==", "<": ">", "<=": ">="}


class Graph(Booleans):
    """Makes steps, each once however often it is asked for, and simpler where what is known of them allows."""

    def __init__(self) -> None:
        super().__init__()
        self._compared: dict[tuple[str, int, int], tuple[int, int]] = {}

    def compare(self, symbol: str, left: int, right: int) -> tuple[int, int]:
        """Whether two numbers compare so: whether that is proved, and whether it is possible."""
        key = (symbol, left, right)
        if key not in self._compared:
            self._compared[key] = self._comparison(symbol, left, right)
        return self._compared[key]

    def _comparison(self, symbol: str, left: int, right: int) -> tuple[int, int]:
        if self.unknown in (left, right):
            return FALSE, TRUE
        if symbol in _OPPOSITE:
            proved, possible = self.compare(_OPPOSITE[symbol], left, right)
            return self.not_(possible), self.not_(proved)
        left, right = self._without_common_factor(left, right)
        a, b = self.nodes[left], self.nodes[right]
        settled = self._settled(symbol, a, b)
        if settled is not None:
            known = self.and_((self.known(left), self.known(right)))
            return (known, TRUE) if settled else (FALSE, self.not_(known))
        for one in (left, right):
            if self._is_taken_apart(self.nodes[one]):
                return self._compared_apart(symbol, left, right, one)
        if a.op is Op.CONSTANT:
            return self.compare(_MIRRORED[symbol], right, left)
        level, met = self._meet(left, right)
        nullable = a.nullable or b.nullable
        compared = self._add(Node(Op.COMPARE, met, symbol, level, nullable=nullable))
        if not nullable:
            return compared, compared
        return self.filled(compared, False), self.filled(compared, True)

    def _is_taken_apart(self, node: Node) -> bool:
        """Whether one of two numbers is compared by comparing both: booleans are joined in less time than a number is
        chosen, and what is compared with a constant is settled by its bounds more often than not."""
        if node.op is not Op.CHOOSE:
            return False
        condition, then, otherwise = node.arguments
        constant = Op.CONSTANT in (self.nodes[then].op, self.nodes[otherwise].op)
        return constant or condition == self.known(then)

    def _compared_apart(self, symbol: str, left: int, right: int, chosen: int) -> tuple[int, int]:
        condition, then, otherwise = self.nodes[chosen].arguments
        first, other = (
            self.compare(symbol, part if left == chosen else left, part if right == chosen else right)
            for part in (then, otherwise)
        )
        if condition == self.known(then):
            # Nothing is proved where it is not known.
            proved = self.or_((first[0], self.and_((self.not_(condition), other[0]))))
            return proved, self.and_((first[1], self.or_((condition, other[1]))))
        return self.either(condition, first[0], other[0]), self.either(condition, first[1], other[1])

    def _settled(self, symbol: str, a: Node, b: Node) -> bool | None:
        """What a comparison comes to because of the bounds of its sides, if it does."""
        (low_a, high_a), (low_b, high_b) = self._bounds(a), self._bounds(b)
        if high_a < low_b:
            return symbol != "=="
        if low_a > high_b:
            return False
        if symbol == "==":
            return True if low_a == high_a == low_b == high_b else None
        # One of < and <= is settled where the ranges only touch.
        if symbol == "<=" and high_a == low_b:
            return True
        return False if symbol == "<" and low_a == high_b else None

    # ------------------------------------------------------------ numbers

    def constant(self, value: int) -> int:
        """One whole number everywhere. Raises: NotCompilable beyond 2^62."""
        return self._add(Node(Op.CONSTANT, value=value, bounds=self._checked(value, value)))

    def column(self, name: str, level: Level, low: int, high: int, *, nullable: bool) -> int:
        """A column of whole numbers within bounds."""
        return self._add(Node(Op.COLUMN, value=name, level=level, bounds=(low, high), nullable=nullable))

    def _checked(self, low: int, high: int) -> tuple[int, int]:
        if low < -LARGEST or high > LARGEST:
            raise NotCompilable("a number may become larger than 64 bits hold")
        return low, high

    @staticmethod
    def _bounds(node: Node) -> tuple[int, int]:
        assert node.bounds is not None, "a number has bounds"
        return node.bounds

    @staticmethod
    def _value(node: Node) -> int:
        assert isinstance(node.value, int)
        return node.value

    def bounds(self, number: int) -> tuple[int, int]:
        """The least and the greatest value a number may have."""
        return self._bounds(self.nodes[number])

    def _number(self, op: Op, left: int, right: int, low: int, high: int) -> int:
        a, b = self.nodes[left], self.nodes[right]
        if self.unknown in (left, right):
            return self.unknown
        if a.op is Op.CONSTANT and b.op is Op.CONSTANT:
            return self.constant(ARITHMETIC[op](self._value(a), self._value(b)))
        level, met = self._meet(left, right)
        return self._add(Node(op, met, level=level, bounds=self._checked(low, high), nullable=a.nullable or b.nullable))

    def add(self, left: int, right: int) -> int:
        """The sum. Raises: NotCompilable when it may not fit."""
        (low_a, high_a), (low_b, high_b) = self.bounds(left), self.bounds(right)
        for one, other in ((left, right), (right, left)):
            if self.nodes[one].op is Op.CONSTANT and self.nodes[one].value == 0 and one != self.unknown:
                return other
        return self._number(Op.ADD, left, right, low_a + low_b, high_a + high_b)

    def subtract(self, left: int, right: int) -> int:
        """The difference. Raises: NotCompilable when it may not fit."""
        (low_a, high_a), (low_b, high_b) = self.bounds(left), self.bounds(right)
        if self.nodes[right].value == 0 and self.nodes[right].op is Op.CONSTANT and right != self.unknown:
            return left
        return self._number(Op.SUBTRACT, left, right, low_a - high_b, high_a - low_b)

    def multiply(self, left: int, right: int) -> int:
        """The product. Raises: NotCompilable when it may not fit."""
        if self.unknown in (left, right):
            return self.unknown
        for one, other in ((left, right), (right, left)):
            if self.nodes[one].op is Op.CONSTANT and self.nodes[one].value == 1:
                return other
            factor, rest = self._factored(other)
            if self.nodes[one].op is Op.CONSTANT and factor != 1 and rest is not None:
                return self.multiply(self.constant(self._value(self.nodes[one]) * factor), rest)
            if self.nodes[one].op is Op.CONSTANT and self._is_taken_apart(self.nodes[other]):
                condition, *parts = self.nodes[other].arguments
                then, otherwise = (self.multiply(one, part) for part in parts)
                return self.choose(condition, then, otherwise)
        if self.nodes[left].op is Op.CONSTANT:
            left, right = right, left
        corners = [a * b for a in self.bounds(left) for b in self.bounds(right)]
        return self._number(Op.MULTIPLY, left, right, min(corners), max(corners))

    def _factored(self, number: int) -> tuple[int, int | None]:
        """A number as a constant times the rest of it; a constant has no rest."""
        node = self.nodes[number]
        if node.op is Op.CONSTANT:
            return self._value(node), None
        if node.op is Op.MULTIPLY:
            for one, other in (node.arguments, node.arguments[::-1]):
                if self.nodes[one].op is Op.CONSTANT:
                    return self._value(self.nodes[one]), other
        return 1, number

    def _without_common_factor(self, left: int, right: int) -> tuple[int, int]:
        """Two numbers that compare as these do, divided by what both are multiples of."""
        sides = [self._factored(one) for one in (left, right)]
        common = math.gcd(*(factor for factor, _ in sides))
        if common < 2:
            return left, right
        divided = [(self.constant(factor // common), rest) for factor, rest in sides]
        a, b = (one if rest is None else self.multiply(one, rest) for one, rest in divided)
        return a, b

    def divide(self, number: int, by: int) -> int:
        """A number divided by a constant greater than nought, rounded down."""
        if by == 1 or number == self.unknown:
            return number
        low, high = self.bounds(number)
        if low < 0:
            # Engines differ on how they round what is below nought, so nothing below it is divided.
            shift = -(low // by)
            return self.subtract(self.divide(self.add(number, self.constant(shift * by)), by), self.constant(shift))
        if high >= 2**53:
            raise NotCompilable("a number may become too large to be divided exactly")
        return self._number(Op.DIVIDE, number, self.constant(by), low // by, high // by)

    def choose(self, condition: int, then: int, otherwise: int) -> int:
        """One number where a boolean is true, else another."""
        if condition in (FALSE, TRUE) or then == otherwise:
            return then if condition != FALSE else otherwise
        a, b = self.nodes[then], self.nodes[otherwise]
        bounds = [one for n, one in ((then, a.bounds), (otherwise, b.bounds)) if n != self.unknown and one is not None]
        level, met = self._meet(condition, then, otherwise)
        nullable = (a.nullable and condition != self.known(then)) or b.nullable
        return self._add(
            Node(
                Op.CHOOSE, met, level=level, nullable=nullable,
                bounds=(min(low for low, _ in bounds), max(high for _, high in bounds)),
            )
        )  # fmt: skip

    def smaller(self, left: int, right: int) -> int:
        """The smaller of two numbers, unknown when one is."""
        return self._one_of("<=", left, right)

    def larger(self, left: int, right: int) -> int:
        """The larger of two numbers, unknown when one is."""
        return self._one_of(">=", left, right)

    def _one_of(self, symbol: str, left: int, right: int) -> int:
        if self.unknown in (left, right):
            return self.unknown
        proved, _ = self.compare(symbol, left, right)
        known = self.and_((self.known(left), self.known(right)))
        return self.choose(known, self.choose(proved, left, right), self.unknown)

    def number_of(self, condition: int) -> int:
        """1 where a boolean is true, else 0."""
        if condition in (FALSE, TRUE):
            return self.constant(int(condition == TRUE))
        return self._add(Node(Op.NUMBER_OF, (condition,), level=self.nodes[condition].level, bounds=(0, 1)))

    def size(self, most: int) -> int:
        """How many rows of members a household has: one at least, `most` at most."""
        return self._add(Node(Op.SIZE, level=Level.HOUSEHOLD, bounds=(1, most)))

    def total(self, number: int, most: int) -> int:
        """The sum of a number that is known over the members of a household, of whom there are `most` at most.

        Raises: NotCompilable when it may not fit.
        """
        above = self._unspread(number)
        if above is not None:
            return self.multiply(above, self.size(most))
        low, high = self.bounds(number)
        bounds = self._checked(min(low, low * most), max(high, high * most))
        return self._add(Node(Op.TOTAL, (number,), level=Level.HOUSEHOLD, bounds=bounds))
