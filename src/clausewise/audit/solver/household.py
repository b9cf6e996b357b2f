"""A household as variables: every fact of every member may be known or not, and if known, have any value it can have.

What can be known of people who could exist is what facts.yaml declares: domains are kept always, and what is said to be
sensible is never refuted. Nothing here reads a rule.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import z3

from clausewise.audit.solver.terms import NO, Day, Formula, Term, both, constant, is_day
from clausewise.case.model import Case, Member
from clausewise.language.facts import Fact, FactType, Subject, Value

# Which member a term is about: a number for a member of the list, UNNAMED for the one of whom nothing is known when it
# is not known who the members are, None for the household.
Whose = int | None
UNNAMED = -1


@dataclass(frozen=True, slots=True)
class Cell:
    """What a case may say of one fact of one subject: a variable for whether it does, and the value."""

    fact: Fact
    whose: Whose
    term: Term


class Household:
    """Variables for a household of up to `size` members on a day; made when they are first asked for.

    Two households with different names share no variable.
    """

    def __init__(self, size: int, as_of: datetime.date, name: str = "", twin: Household | None = None) -> None:
        self.size = size
        self.as_of = as_of
        self._name = name
        self._cells: dict[tuple[str, Whose], Cell] = {}
        # The same name of a choice's value is the same number in both of two households that are compared.
        self._numbers: dict[str, int] = twin._numbers if twin else {}
        self._days = 0
        self.members_known: Formula = z3.Bool(f"{name}members known")
        self.present: tuple[Formula, ...] = tuple(z3.Bool(f"{name}member {one}") for one in range(size))

    def number_of(self, value: str) -> int:
        """The number that stands for the name of a choice's value."""
        return self._numbers.setdefault(value, len(self._numbers))

    def cell(self, fact: Fact, whose: Whose) -> Cell:
        """The variables of a fact. Raises: KeyError for the unnamed member, of whom nothing can be said."""
        if whose == UNNAMED:
            raise KeyError(fact.name)
        key = fact.name, whose
        found = self._cells.get(key)
        if found is None:
            found = self._cells[key] = self._make(fact, whose)
        return found

    def cells(self) -> Iterator[Cell]:
        """All variables that were asked for."""
        yield from self._cells.values()

    def shape(self) -> Formula:
        """Members are listed without holes, and none is when it is not known who they are."""
        rules = [z3.Implies(later, earlier) for earlier, later in zip(self.present, self.present[1:], strict=False)]
        if self.present:
            rules.append(z3.Implies(self.present[0], self.members_known))
        return z3.And(rules) if rules else z3.BoolVal(True)

    def fresh_day(self) -> Day:
        """A day of nobody's, for the solver to find."""
        self._days += 1
        return Day(*(z3.Int(f"{self._name}day {self._days} {part}") for part in ("year", "month", "day")))

    def _make(self, fact: Fact, whose: Whose) -> Cell:
        name = f"{self._name}{fact.name}@{whose}" if whose is not None else f"{self._name}{fact.name}"
        value: Any
        if fact.type is FactType.BOOLEAN:
            value = z3.Bool(name)
        elif fact.type is FactType.DATE:
            value = Day(*(z3.Int(f"{name} {part}") for part in ("year", "month", "day")))
        elif fact.type is FactType.MONEY:
            value = z3.ToReal(z3.Int(f"{name} fen")) / 100
        else:
            value = z3.Int(name)
        return Cell(fact, whose, Term(z3.Bool(f"{name} known"), value))

    def domain(self, fact: Fact, whose: Whose) -> Formula:
        """That what is said of a fact can be: its type, its bounds, its values; and nothing of who is not there."""
        known, value = self.cell(fact, whose).term.known, self.cell(fact, whose).term.value
        kept = [is_day(value)] if isinstance(value, Day) else []
        if fact.type is FactType.CHOICE:
            kept.append(z3.Or([value == self.number_of(one) for one in fact.values or {}]))
        bounds = within(fact, value)
        if bounds is not None:
            kept.append(z3.Implies(known, bounds))
        if whose is not None:
            kept.append(z3.Implies(known, self.present[whose]))
        return both(kept)

    def read(self, model: Any, case_id: str) -> Case:
        """The case that a model of the variables describes; only what is known stands in it."""

        def holds(formula: Formula) -> bool:
            return bool(z3.is_true(model.eval(formula, model_completion=True)))

        values: dict[str, Value] = {}
        of_members: list[dict[str, Value]] = [{} for _ in self.present]
        for cell in self._cells.values():
            if holds(cell.term.known):
                into = values if cell.whose is None else of_members[cell.whose]
                into[cell.fact.name] = self._value(model, cell)
        members = None
        if holds(self.members_known):
            count = sum(holds(one) for one in self.present)
            members = tuple(Member(f"person-{one + 1}", of_members[one]) for one in range(count))
        return Case(case_id, self.as_of, values, members)

    def _value(self, model: Any, cell: Cell) -> Value:
        value, fact = cell.term.value, cell.fact

        def whole(term: Any) -> int:
            return int(model.eval(term, model_completion=True).as_long())

        if isinstance(value, Day):
            return datetime.date(whole(value.year), whole(value.month), whole(value.day))
        if fact.type is FactType.BOOLEAN:
            return bool(z3.is_true(model.eval(value, model_completion=True)))
        if fact.type is FactType.CHOICE:
            names = {number: name for name, number in self._numbers.items()}
            return names[whole(value)]
        if fact.type is FactType.MONEY:
            return Fraction(model.eval(value, model_completion=True).as_fraction())
        return whole(value)


def within(fact: Fact, value: Any) -> Formula | None:
    """That a value lies in a fact's domain; None when any value does. Amounts of money are not below zero."""
    low, high = fact.minimum, fact.maximum
    if fact.type is FactType.MONEY and low is None:
        low = Fraction(0)
    bounds = []
    for limit, is_low in ((low, True), (high, False)):
        if limit is None:
            continue
        bound, of = (one.key if isinstance(one, Day) else one for one in (constant(limit, _no_choice).value, value))
        bounds.append(of >= bound if is_low else of <= bound)
    return z3.And(bounds) if bounds else None


def _no_choice(name: str) -> int:
    raise KeyError(name)


def nothing_known(fact: Fact) -> Term:
    """The term of a fact that cannot be known."""
    blank: Mapping[FactType, Any] = {
        FactType.BOOLEAN: z3.BoolVal(False),
        FactType.DATE: Day(z3.IntVal(1), z3.IntVal(1), z3.IntVal(1)),
        FactType.MONEY: z3.RealVal(0),
    }
    return Term(NO, blank.get(fact.type, z3.IntVal(0)))


def is_of_member(name: str) -> bool:
    """Whether a fact is one of members, by its name."""
    return name.startswith(f"{Subject.MEMBER.value}.")
