"""A household as variables: every fact of every member may be known or not, and if known, have any value it can have.

Members are listed one by one; beside them there may be a rest of the household, of whom it is only said how many they
are and what their facts add up to. What can be known is what facts.yaml declares. Nothing here reads a rule.
"""

from __future__ import annotations

import datetime
from collections.abc import Hashable, Iterator, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any

import z3

from clausewise.audit.solver.days import Span
from clausewise.audit.solver.ends import End, Ends
from clausewise.audit.solver.numbers import ANY, Formula, Number, Range
from clausewise.audit.solver.terms import (
    NO,
    YES,
    Day,
    Term,
    both,
    compare,
    constant,
    either,
    implies,
    is_day,
    opposite,
    same,
    whole,
)
from clausewise.case.model import Case, Member
from clausewise.case.office import Office, Said
from clausewise.classes import dataclass
from clausewise.language.facts import Fact, FactType, Subject, Value

# Who decided what an office says in a household that nobody has.
_SAID_BY = "本例所设 (made up)"

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


@dataclass(frozen=True, slots=True)
class Rest:
    """Those of a household who are not listed: how many, and by what they are summed, what each sum comes to.

    Every household of more members than are listed is one of these, and not every one of these is a household: where
    there is none, there is no household of any size.
    """

    number: Number
    sums: dict[Hashable, Cell]
    ends: dict[Hashable, Ends]


class Household:
    """Variables for a household of up to `size` members, and a rest of any size if asked for; made when asked for.

    It is checked on a day, or on any day of a span. Two households with different names share no variable. `facts` are
    those that can be said of it, all if that is None.
    """

    def __init__(
        self, size: int, on: datetime.date | Span, name: str = "", twin: Household | None = None, *, rest: bool = False
    ) -> None:
        self.size = size
        self._name = name
        self._cells: dict[tuple[str, Whose], Cell] = {}
        # The same name of a choice's value is the same number in both of two households that are compared.
        self._numbers: dict[str, int] = twin._numbers if twin else {}
        self._days = 0
        self.span = on if isinstance(on, Span) else Span(on, on, on)
        self.as_of: Day = twin.as_of if twin else self._checked_on()
        self.facts: frozenset[str] | None = None
        self.members_known: Formula = z3.Bool(f"{name}members known")
        self.present: tuple[Formula, ...] = tuple(z3.Bool(f"{name}member {one}") for one in range(size))
        self.rest: Rest | None = Rest(z3.Int(f"{name}others"), {}, {}) if rest else None
        self._reaches: list[tuple[Term, Range]] = []
        self._rests: list[Formula] = []

    def _checked_on(self) -> Day:
        if self.span.is_one_day:
            return _fixed(self.span.day)
        return _day_called("checked on")

    @property
    def number(self) -> Term:
        """How many members there are."""
        here = [z3.If(one, z3.IntVal(1), z3.IntVal(0)) for one in self.present]
        others = [self.rest.number] if self.rest else []
        most = None if others else Fraction(self.size)
        return Term(self.members_known, z3.Sum([*here, *others] or [z3.IntVal(0)]), (Fraction(0), most))

    def rest_sum(self, fact: Fact, key: Hashable, reach: Range) -> Term:
        """What a fact of those who are not listed adds up to, each lying within a reach.

        Sums of one key are the same for all who read this household. Raises: ValueError when everybody is listed.
        """
        if self.rest is None:
            raise ValueError(fact.name)
        found = self.rest.sums.get(key)
        if found is None:
            name = f"{self._name}others {fact.name} {len(self.rest.sums)}"
            value = z3.Int(name) if fact.type is FactType.INTEGER else z3.Real(name)
            if fact.type is FactType.MONEY and fact.derive is None:
                value = z3.ToReal(z3.Int(f"{name} fen")) / 100
            # As far as the sum of any number reaches.
            low = Fraction(0) if reach[0] is not None and reach[0] >= 0 else None
            high = Fraction(0) if reach[1] is not None and reach[1] <= 0 else None
            found = self.rest.sums[key] = Cell(fact, UNNAMED, Term(z3.Bool(f"{name} known"), value, (low, high)))
            self._reaches.append((found.term, reach))
        return found.term

    def rest_ends(self, fact: Fact, key: Hashable, sum_: Term) -> Ends:
        """Between what the sum of a fact lies of those who are not listed; anything, of a fact that is derived.

        Raises: ValueError when everybody is listed.
        """
        if self.rest is None:
            raise ValueError(fact.name)
        found = self.rest.ends.get(key)
        if found is None:
            name = f"{self._name}others {fact.name} {len(self.rest.ends)}"
            asked = fact.derive is None
            ends = [End(z3.Bool(f"{name} {side} open"), z3.Real(f"{name} {side}")) for side in ("low", "high")]
            found = Ends(YES if asked else z3.Bool(f"{name} there"), *ends)
            self.rest.ends[key] = found
            self._rests += [z3.Implies(sum_.known, both([found.there, *map(opposite, (one.open for one in ends))]))]
            self._rests += [z3.Implies(sum_.known, one.value == sum_.value) for one in ends]
            low, high = ends
            self._rests.append(either([low.open, high.open, low.value <= high.value]))
            if asked:
                self._rests += self._rest_within(reach_of(fact), found)
        return found

    def _rest_within(self, reach: Range, ends: Ends) -> Iterator[Formula]:
        """That the ends of a sum are those of values within a reach."""
        assert self.rest is not None
        low, high = (None if end is None else z3.RealVal(end) * self.rest.number for end in reach)
        for end, reaches in ((ends.low, low), (ends.high, high)):
            if reaches is not None:
                yield opposite(end.open)
            if low is not None:
                yield either([end.open, end.value >= low])
            if high is not None:
                yield either([end.open, end.value <= high])

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
        """Members are listed without holes, and none is when it is not known who they are; the day is in the span."""
        rules = [z3.Implies(later, earlier) for earlier, later in zip(self.present, self.present[1:], strict=False)]
        if self.present:
            rules.append(z3.Implies(self.present[0], self.members_known))
        if not self.span.is_one_day:
            first, last = (compare(sign, self.as_of, _fixed(end)) for sign, end in self.span.ends)
            rules += [is_day(self.as_of), first, last]
        return both([*rules, *self._shape_of_rest()])

    def _shape_of_rest(self) -> Iterator[Formula]:
        if self.rest is None:
            return
        number = self.rest.number
        yield number >= 0
        yield z3.Implies(number > 0, self.members_known)
        yield from self._rests
        for term, (low, high) in self._reaches:
            yield z3.Implies(number == 0, both([term.known, term.value == 0]))
            for end, is_low in ((low, True), (high, False)):
                if end is not None:
                    bound = z3.RealVal(0) if end == 0 else z3.RealVal(end) * number
                    yield z3.Implies(term.known, term.value >= bound if is_low else term.value <= bound)

    def fresh_day(self) -> Day:
        """A day of nobody's, for the solver to find."""
        self._days += 1
        return _day_called(f"{self._name}day {self._days}")

    def _make(self, fact: Fact, whose: Whose) -> Cell:
        name = f"{self._name}{fact.name}@{whose}" if whose is not None else f"{self._name}{fact.name}"
        known, value = _variables(name, fact.type)
        return Cell(fact, whose, Term(known, value, reach_of(fact)))

    def can_be_said(self, fact: Fact, whose: Whose) -> bool:
        """Whether a case could say this of somebody."""
        return whose != UNNAMED and (self.facts is None or fact.name in self.facts)

    def domain(self, fact: Fact, whose: Whose) -> Formula:
        """That what is said of a fact can be: its type, its bounds, its values; and nothing of who is not there."""
        known, value = self.cell(fact, whose).term.known, self.cell(fact, whose).term.value
        kept = [is_day(value)] if isinstance(value, Day) else []
        if fact.type is FactType.CHOICE:
            kept.append(either(same(value, whole(self.number_of(one))) for one in fact.values or {}))
        bounds = within(fact, value)
        if bounds is not None:
            kept.append(implies(known, bounds))
        if whose is not None:
            kept.append(implies(known, self.present[whose]))
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
        everybody = holds(self.members_known)
        count = sum(holds(one) for one in self.present) if everybody else 0
        members = tuple(Member(f"person-{one + 1}", of_members[one]) for one in range(count))
        day = day_in(model, self.as_of)
        said = {name: value for name, value in values.items() if name.startswith(f"{Subject.OFFICE.value}.")}
        office = _office_saying(said, day) if said else None
        return Case(case_id, day, values, members, everybody, office=office)

    def _value(self, model: Any, cell: Cell) -> Value:
        value, fact = cell.term.value, cell.fact

        def whole(term: Any) -> int:
            return int(model.eval(term, model_completion=True).as_long())

        if isinstance(value, Day):
            return day_in(model, value)
        if fact.type is FactType.BOOLEAN:
            return bool(z3.is_true(model.eval(value, model_completion=True)))
        if fact.type is FactType.CHOICE:
            names = {number: name for name, number in self._numbers.items()}
            return names[whole(value)]
        if fact.type is FactType.MONEY:
            return Fraction(model.eval(value, model_completion=True).as_fraction())
        return whole(value)


def _office_saying(values: Mapping[str, Value], day: datetime.date) -> Office:
    """An office that says just this on a day."""
    return Office("", None, {name: (Said(value, day, None, _SAID_BY),) for name, value in values.items()})


def day_in(model: Any, day: Day) -> datetime.date:
    """The date that a model of the variables gives to a day."""
    parts = (model.eval(part, model_completion=True).as_long() for part in (day.year, day.month, day.day))
    return datetime.date(*parts)


@lru_cache(maxsize=100_000)
def _day_called(name: str) -> Day:
    """Variables for a day."""
    return Day(*(z3.Int(f"{name} {part}") for part in ("year", "month", "day")))


@lru_cache(maxsize=100_000)
def _variables(name: str, kind: FactType) -> tuple[Formula, Any]:
    """Whether something is known, and its value: the same variables in every household that calls them so."""
    value: Any
    match kind:
        case FactType.BOOLEAN:
            value = z3.Bool(name)
        case FactType.DATE:
            value = _day_called(name)
        case FactType.MONEY:
            value = z3.ToReal(z3.Int(f"{name} fen")) / 100
        case _:
            value = z3.Int(name)
    return z3.Bool(f"{name} known"), value


def domain_of(fact: Fact) -> tuple[Value | None, Value | None]:
    """The least and the greatest value of a fact, None where there is none. Amounts of money are not below zero."""
    low = fact.minimum
    if fact.type is FactType.MONEY and low is None:
        low = Fraction(0)
    return low, fact.maximum


def reach_of(fact: Fact) -> Range:
    """How far the numbers reach that a case can give for a fact."""
    if fact.type not in (FactType.INTEGER, FactType.MONEY):
        return ANY
    low, high = (None if end is None else Fraction(end) for end in domain_of(fact))  # type: ignore[arg-type]
    return low, high


def within(fact: Fact, value: Any) -> Formula | None:
    """That a value lies in a fact's domain; None when any value does."""
    bounds = [
        compare(sign, value, constant(limit, _no_choice).value)
        for limit, sign in zip(domain_of(fact), (">=", "<="), strict=True)
        if limit is not None
    ]
    return both(bounds) if bounds else None


def _fixed(day: datetime.date) -> Day:
    return Day(z3.IntVal(day.year), z3.IntVal(day.month), z3.IntVal(day.day))


def _no_choice(name: str) -> int:
    raise KeyError(name)


def nothing_known(fact: Fact) -> Term:
    """The term of a fact that cannot be known."""
    blank: Mapping[FactType, Any] = {
        FactType.BOOLEAN: NO,
        FactType.DATE: Day(z3.IntVal(1), z3.IntVal(1), z3.IntVal(1)),
        FactType.MONEY: z3.RealVal(0),
    }
    return Term(NO, blank.get(fact.type, z3.IntVal(0)), reach_of(fact))


def is_of_member(name: str) -> bool:
    """Whether a fact is one of members, by its name."""
    return name.startswith(f"{Subject.MEMBER.value}.")
