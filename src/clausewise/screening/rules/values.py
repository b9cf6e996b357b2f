"""Reads expressions into ranges over whole columns, and comparisons into truths.

What columns cannot give exactly is refused by name, never approximated. Nothing here knows how a fact is given or
derived: that is handed in.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from fractions import Fraction

from clausewise.classes import dataclass
from clausewise.language.expressions import (
    Arithmetic,
    AsOf,
    Call,
    Comparison,
    Constant,
    CountMembers,
    Expression,
    FactRef,
    Kind,
    ParameterRef,
    SumMembers,
)
from clausewise.language.facts import Value
from clausewise.language.model import Pack
from clausewise.screening.rules.columns import MOST_ROWS
from clausewise.screening.rules.dates import Days, day_number
from clausewise.screening.rules.graph import FALSE, TRUE, Graph
from clausewise.screening.rules.numbers import Number
from clausewise.screening.rules.ranges import Range, Ranges

Truth = tuple[int, int]
"""A truth of Kleene's logic: the step that says whether it is proved, and the one that says whether it is possible."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice: for each of its values, in order, whether it is proved to be that one, and whether it may be."""

    truths: tuple[Truth, ...]


FactState = Truth | Range | Choice
"""What is known of a fact."""


class Values:
    """The expressions of one pack on a day, in one graph. `fact` gives what is known of a fact, by its name.

    `ghost` is true on the rows that stand for members of whom it is not known who they are.
    """

    def __init__(
        self, graph: Graph, pack: Pack, as_of: datetime.date, ghost: int, fact: Callable[[str], FactState]
    ) -> None:
        self._graph = graph
        self.ranges = Ranges(graph)
        self._days = Days(graph)
        self._pack = pack
        self._as_of = as_of
        self._ghost = ghost
        self._fact = fact

    def truth(self, expression: Expression) -> Truth:
        """A leaf: a boolean fact or parameter, or a comparison."""
        match expression:
            case FactRef(name=name):
                found = self._fact(name)
                assert isinstance(found, tuple), f"{name} is boolean"
                return found
            case Comparison(operator=symbol, left=left, right=right) if left.kind is Kind.CHOICE:
                return self._choice(symbol, left, right)
            case Comparison(operator=symbol, left=left, right=right):
                return self.ranges.compare(symbol, self.number(left), self.number(right))
            case ParameterRef(name=name):
                in_force = self._pack.parameters[name].on(self._as_of)
                return (FALSE, TRUE) if in_force is None else _always(holds=bool(in_force))
            case Constant(value=bool() as value):
                return _always(holds=value)
        raise TypeError(f"no leaf: {expression!r}")

    def number(self, expression: Expression) -> Range:
        """A number, an amount in yuan, or a day by its number. Raises: NotCompilable."""
        match expression:
            case Constant(value=int() | Fraction() | datetime.date() as value):
                return self.constant(value)
            case AsOf():
                return self.constant(self._as_of)
            case FactRef(name=name):
                return self._number_of_fact(name)
            case ParameterRef(name=name):
                in_force = self._pack.parameters[name].on(self._as_of)
                if in_force is None:
                    return self.ranges.if_known(self.ranges.numbers.unknown)
                return self.constant(in_force)
            case Arithmetic(operator=symbol, left=left, right=right):
                return self.ranges.apply(symbol, self.number(left), self.number(right))
            case Call(function=function, arguments=(left, right)):
                return self._called(function, self.number(left), self.number(right))
            case CountMembers():
                return self._count()
            case SumMembers(fact=fact):
                return self.ranges.added_up(self._number_of_fact(fact), self._ghost)
        raise TypeError(f"no number: {expression!r}")

    def constant(self, value: Value) -> Range:
        """A number or a day that is the same everywhere."""
        assert isinstance(value, int | Fraction | datetime.date), "a number or a day"
        whole = day_number(value) if isinstance(value, datetime.date) else value
        return self.ranges.asked(self.ranges.numbers.constant(whole))

    def _choice(self, symbol: str, left: Expression, right: Expression) -> Truth:
        fact, word = (left, right) if isinstance(left, FactRef) else (right, left)
        assert isinstance(fact, FactRef), "a choice is a fact"
        assert isinstance(word, Constant), "a choice is compared with a word"
        index = list(self._pack.facts[fact.name].values or {}).index(str(word.value))
        found = self._fact(fact.name)
        assert isinstance(found, Choice), f"{fact.name} is a choice"
        proved, possible = found.truths[index]
        return (proved, possible) if symbol == "==" else (self._graph.not_(possible), self._graph.not_(proved))

    def _number_of_fact(self, name: str) -> Range:
        found = self._fact(name)
        assert isinstance(found, Range), f"{name} is a number or a day"
        return found

    def _called(self, function: str, left: Range, right: Range) -> Range:
        days, ranges = self._days, self.ranges
        match function:
            case "min" | "max":
                return ranges.apply(function, left, right)
            case "years" | "months" | "days":
                count = {"years": days.years_between, "months": days.months_between, "days": days.days_between}
                return ranges.between(count[function], left, right)
            case "add_months" | "add_days":
                add = days.add_months if function == "add_months" else days.add_days
                return ranges.if_known(Number(add(left.value.top, ranges.numbers.whole(right.value))))
        raise TypeError(f"no function: {function}")

    def _count(self) -> Range:
        """How many members there are; where some may not be listed, as many as are, or more."""
        graph = self._graph
        unnamed = graph.any_of(self._ghost)
        count = graph.choose(unnamed, graph.unknown, graph.size(MOST_ROWS))
        listed = graph.total(graph.number_of(graph.not_(self._ghost)), MOST_ROWS)
        return self.ranges.asked(Number(count), low=Number(listed))


def _always(*, holds: bool) -> Truth:
    return (TRUE, TRUE) if holds else (FALSE, FALSE)
