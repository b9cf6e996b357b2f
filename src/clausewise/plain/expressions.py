"""The forms of an expression, and the two things the language says of each: its value, and its bounds.

One class for each form. A value is None where something it needs is unknown; bounds are None where it may have no value
at all. `who` is the member in sight.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from clausewise.plain.ends import Ends, added, added_up, of_the_two, passed, times, whatever_they_are
from clausewise.plain.refusing import Refused
from clausewise.plain.values import come_to

if TYPE_CHECKING:
    from clausewise.plain.reading import Reading

COMPARISONS = frozenset({"==", "!=", "<", "<=", ">", ">="})


class Expression(ABC):
    """A part of an expression. `names` are the facts it reads, of all members too; `in_sight` what it reads of the
    household and of the member in sight, each once, in the order in which that is first read."""

    names: frozenset[str] = frozenset()
    in_sight: tuple[str, ...] = ()
    of_member = False
    """Whether it reads a fact of the member in sight."""
    parts: tuple[Expression, ...] = ()

    @abstractmethod
    def value(self, reading: Reading, who: str | None) -> Any:
        """What it comes to; None when that is unknown."""

    def ends(self, reading: Reading, who: str | None) -> Ends | None:
        """The ends between which it lies; None when it may have no value."""
        known = self.value(reading, who)
        return self.ends_of_unknown(reading, who) if known is None else (known, known)

    def ends_of_unknown(self, reading: Reading, who: str | None) -> Ends | None:
        """The same where it is not known."""
        return None

    def joins(self, *parts: Expression) -> None:
        """Takes over its parts and what they read."""
        self.parts = parts
        self.in_sight = tuple(dict.fromkeys(name for part in parts for name in part.in_sight))
        self.names = frozenset().union(*(part.names for part in parts))
        self.of_member = any(part.of_member for part in parts)

    def walk(self) -> Iterator[Expression]:
        """It and all its parts."""
        yield self
        for part in self.parts:
            yield from part.walk()


class Constant(Expression):
    """A number, a word, or a day."""

    def __init__(self, written: Any) -> None:
        self.written = written

    def value(self, reading: Reading, who: str | None) -> Any:
        return self.written


class AsOf(Expression):
    """The day of the check."""

    def value(self, reading: Reading, who: str | None) -> Any:
        return reading.household.as_of


class Parameter(Expression):
    """A parameter, on the day of the check."""

    def __init__(self, name: str) -> None:
        self.name = name

    def value(self, reading: Reading, who: str | None) -> Any:
        return reading.parameter(self.name)


class Named(Expression):
    """A fact."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.in_sight = (name,)
        self.names = frozenset(self.in_sight)
        self.of_member = name.startswith("member.")

    def value(self, reading: Reading, who: str | None) -> Any:
        return reading.fact(self.name, who)

    def ends_of_unknown(self, reading: Reading, who: str | None) -> Ends | None:
        return reading.ends_of_unknown(self.name, who if self.of_member else None)


class Count(Expression):
    """How many members there are."""

    def value(self, reading: Reading, who: str | None) -> Any:
        people = reading.people()
        return None if reading.has_ghost else len(people)

    def ends_of_unknown(self, reading: Reading, who: str | None) -> Ends | None:
        return len(reading.household.members), None


class Sum(Expression):
    """A fact of all members added up."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.names = frozenset({name})

    def value(self, reading: Reading, who: str | None) -> Any:
        return reading.once("sum", self, None, lambda: self._add_up(reading))

    def _add_up(self, reading: Reading) -> Any:
        values = [reading.fact(self.name, one) for one in reading.people()]
        return None if reading.has_ghost or None in values else sum(values)

    def ends_of_unknown(self, reading: Reading, who: str | None) -> Ends | None:
        ends: Ends | None = reading.once("ends of a sum", self, None, lambda: self._ends(reading))
        return ends

    def _ends(self, reading: Reading) -> Ends | None:
        each = [reading.ends_of_fact(self.name, one) for one in reading.people()]
        if not reading.has_ghost:
            return added_up(each)
        # Of those of whom nothing is known there may be any number.
        *listed, of_ghost = each
        if of_ghost is None:
            return None
        low, high = of_ghost
        others = 0 if low is not None and low >= 0 else None, 0 if high is not None and high <= 0 else None
        return added_up([*listed, others])


class Computed(Expression):
    """`+ - * /`, or a function of two values."""

    def __init__(self, function: str, left: Expression, right: Expression) -> None:
        self.function = function
        self.left = left
        self.right = right
        self.joins(left, right)

    def value(self, reading: Reading, who: str | None) -> Any:
        return come_to(self.function, self.left.value(reading, who), self.right.value(reading, who))

    def ends_of_unknown(self, reading: Reading, who: str | None) -> Ends | None:
        left, right = self.left, self.right
        match self.function:
            case "+":
                return added(left.ends(reading, who), right.ends(reading, who))
            case "-":
                return added(left.ends(reading, who), times(right.ends(reading, who), -1))
            case "*":
                for known, other in ((right, left), (left, right)):
                    factor = known.value(reading, who)
                    if factor is not None:
                        return times(other.ends(reading, who), factor)
            case "/":
                divisor = right.value(reading, who)
                return times(left.ends(reading, who), 1 / Fraction(divisor)) if divisor else None
            case "years" | "months" | "days":
                return passed(self.function, left.ends(reading, who), right.ends(reading, who))
            case "min" | "max":
                return of_the_two(self.function, left.ends(reading, who), right.ends(reading, who))
        return None


class Comparison(Expression):
    """One side held against the other; where that is unknown, what it comes to whatever the unknown is."""

    def __init__(self, operator: str, left: Expression, right: Expression) -> None:
        self.operator = operator
        self.left = left
        self.right = right
        self.joins(left, right)

    def value(self, reading: Reading, who: str | None) -> bool | None:
        known: bool | None = come_to(self.operator, self.left.value(reading, who), self.right.value(reading, who))
        if known is not None:
            return known
        if isinstance(self.left, Constant) and isinstance(self.left.written, str):
            return self._by_what_is_left(reading, who, self.right, self.left.written)
        if isinstance(self.right, Constant) and isinstance(self.right.written, str):
            return self._by_what_is_left(reading, who, self.left, self.right.written)
        first, second = self.left.ends(reading, who), self.right.ends(reading, who)
        return None if first is None or second is None else whatever_they_are(self.operator, first, second)

    def _by_what_is_left(self, reading: Reading, who: str | None, fact: Expression, word: str) -> bool | None:
        """A choice against one of its values: decided where that value is ruled out."""
        if not isinstance(fact, Named):
            raise Refused(f"the word {word} is compared with something that is no choice")
        left = reading.left(fact.name, who if fact.of_member else None)
        return None if left is None or word in left else self.operator == "!="
