"""The translation of one pack: its facts, conditions and findings as terms over a household.

Strong Kleene logic with two formulas for each condition, proved and refuted, as docs/language.md says it; held equal to
the engine by tests. It asks nothing of the solver.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, TypeVar

import z3

from clausewise.audit.solver.arithmetic import calculate, summed
from clausewise.audit.solver.bounding import Bounding
from clausewise.audit.solver.derivations import derivation_of
from clausewise.audit.solver.ends import Ends
from clausewise.audit.solver.household import UNNAMED, Household, Whose, is_of_member, nothing_known, reach_of, within
from clausewise.audit.solver.numbers import Formula, Range, hull, meet, plain, rounds_no_higher, rounds_no_lower, when
from clausewise.audit.solver.terms import (
    NO,
    YES,
    Term,
    Truth,
    add_months,
    both,
    choose,
    compare,
    completed_months,
    completed_years,
    constant,
    either,
    is_day,
    opposite,
    ordinal,
    same,
)
from clausewise.audit.solver.terms import Day as DayTerm
from clausewise.language import conditions as c
from clausewise.language import expressions as e
from clausewise.language.facts import Fact, FactType
from clausewise.language.kleene import FALSE, TRUE
from clausewise.language.model import Pack
from clausewise.language.rules import About

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Agreement:
    """A derived fact that a case gives beside what it follows from: `agrees` when the two do not differ."""

    given: Formula
    follows: Formula
    agrees: Formula

    @property
    def kept(self) -> Formula:
        return z3.Implies(both([self.given, self.follows]), self.agrees)


class Reading:
    """One pack over one household. Terms are made when they are first asked for, and kept.

    `beside` is a reading of another pack over the same household: what is the same in both is made once, and what is
    kept of it is kept there.
    """

    def __init__(self, pack: Pack, household: Household, beside: Reading | None = None) -> None:
        self.pack = pack
        self.household = household
        self._facts: dict[tuple[str, Whose], Term] = {}
        self._rules: dict[tuple[str, Whose], Truth] = {}
        self._kept: dict[str, list[Formula]] = {}
        self._taken: tuple[c.Condition, Truth] | None = None
        self.agreements: dict[tuple[str, Whose], Agreement] = {}
        self._bounding = Bounding(self)
        self._calls: dict[tuple[e.Call, Whose], Term] = {}
        self._derivations: dict[str, Hashable] = {}
        self._alike: dict[Hashable, Any] = {} if beside is None else beside._alike

    def rule(self, rule_id: str, whose: Whose) -> Truth:
        """What a rule's condition comes to: for the household (None), a member, or the unnamed one."""
        key = rule_id, whose
        found = self._rules.get(key)
        if found is None:
            found = self._rules[key] = self.condition(self.pack.rule(rule_id).when, whose)
        return found

    def rule_with(self, rule_id: str, whose: Whose, leaf: c.Condition, code: int) -> Truth:
        """What a rule's condition comes to with one condition of its tree taken to be false, unknown or true."""
        self._taken = (leaf, Truth(YES if code == TRUE else NO, YES if code == FALSE else NO))
        try:
            return self.condition(self.pack.rule(rule_id).when, whose)
        finally:
            self._taken = None

    def finding(self, rule_id: str, whose: Whose) -> Truth:
        """The finding of a rule: never proved of the unnamed member, of whom it is not known that there is one."""
        truth = self.rule(rule_id, whose)
        return truth.at_most_unknown() if whose == UNNAMED else truth

    def kept(self) -> list[Formula]:
        """What holds of the facts, as far as they were translated: they can be, and what is derived agrees."""
        return [*self.domains(), *(one.kept for one in self.agreements.values())]

    def domains(self) -> list[Formula]:
        """That the facts can be, as far as they were translated."""
        return [formula for name in ("", *self.pack.facts) for formula in self._kept.get(name, ())]

    def reads(self, name: str, whose: Whose) -> bool:
        """Whether a fact of somebody was translated."""
        return (name, whose) in self._facts

    def _keep(self, name: str, formula: Formula) -> None:
        self._kept.setdefault(name, []).append(formula)

    @cached_property
    def everybody(self) -> tuple[Whose, ...]:
        """Every member there may be."""
        return tuple(range(self.household.size))

    # ------------------------------------------------------------ conditions

    def condition(self, condition: c.Condition, whose: Whose) -> Truth:
        """A condition with a member in sight, or none."""
        if self._taken is not None and condition is self._taken[0]:
            return self._taken[1]
        match condition:
            case c.If(expression=expression):
                return self._leaf(expression, whose)
            case c.All(parts=parts):
                truths = [self.condition(part, whose) for part in parts]
                return Truth(both(one.proved for one in truths), either(one.refuted for one in truths))
            case c.Any(parts=parts):
                truths = [self.condition(part, whose) for part in parts]
                return Truth(either(one.proved for one in truths), both(one.refuted for one in truths))
            case c.Not(part=part):
                return self.condition(part, whose).negated()
            case c.FindingOf(rules=rules):
                return self._findings(rules, whose)
            case c.Contested():
                return self.condition(c.in_connectives(condition), whose)
        return self._quantified(condition)

    def _leaf(self, expression: e.Expression, whose: Whose) -> Truth:
        term = self.value(expression, whose)
        proved, refuted = both([term.known, term.value]), both([term.known, opposite(term.value)])
        if isinstance(expression, e.Comparison):
            surely, never = self._bounding.decided(expression, whose)
            return Truth(either([proved, surely]), either([refuted, never]))
        return Truth(proved, refuted)

    def _findings(self, rules: Iterable[str], whose: Whose) -> Truth:
        truths: list[Truth] = []
        for rule_id in rules:
            if self.pack.rule(rule_id).about is About.HOUSEHOLD:
                truths.append(self.finding(rule_id, None))
            elif whose is not None:
                truths.append(self.finding(rule_id, whose))
            else:
                truths.append(self._somebody([self.finding(rule_id, one) for one in self.everybody],
                                             self.finding(rule_id, UNNAMED)))  # fmt: skip
        return Truth(either(one.proved for one in truths), both(one.refuted for one in truths))

    def _quantified(self, condition: c.Quantifier) -> Truth:
        named = [self.condition(condition.part, one) for one in self.everybody]
        unnamed = self.condition(condition.part, UNNAMED)
        if isinstance(condition, c.Some):
            return self._somebody(named, unnamed)
        if isinstance(condition, c.Every):
            return self._somebody([one.negated() for one in named], unnamed.negated()).negated()
        return self._counted(named, unnamed, condition.at_least or 0, condition.at_most)

    def _somebody(self, named: list[Truth], unnamed: Truth) -> Truth:
        """True of at least one member; of members who are not known it may be false, never true."""
        home, known = self.household, self.household.members_known
        present = list(zip(home.present, named, strict=True))
        return Truth(
            both([known, either(both([here, one.proved]) for here, one in present)]),
            when(known, both(either([opposite(here), one.refuted]) for here, one in present), unnamed.refuted),
        )

    def _counted(self, named: list[Truth], unnamed: Truth, low: int, high: int | None) -> Truth:
        one, none = z3.IntVal(1), z3.IntVal(0)
        pairs = list(zip(self.household.present, named, strict=True))
        surely = z3.Sum([when(both([here, truth.proved]), one, none) for here, truth in pairs] or [none])
        possibly = z3.Sum([when(both([here, opposite(truth.refuted)]), one, none) for here, truth in pairs] or [none])
        proved = both([surely >= low, YES if high is None else possibly <= high])
        refuted = either([possibly < low, NO if high is None else surely > high])
        # Of members who are not known there may be any number, unless even the one of whom nothing is known is not in.
        no_lower, no_upper = low == 0, high is None
        proved_unnamed = YES if no_lower and no_upper else unnamed.refuted if no_lower else NO
        refuted_unnamed = NO if no_lower else unnamed.refuted
        known = self.household.members_known
        return Truth(when(known, proved, proved_unnamed), when(known, refuted, refuted_unnamed))

    # ------------------------------------------------------------ facts

    def fact(self, name: str, whose: Whose) -> Term:
        """A fact of the household (whose member is in sight does not matter) or of a member: given or derived."""
        whose = whose if is_of_member(name) else None
        key = name, whose
        found = self._facts.get(key)
        if found is None:
            found = self._facts[key] = self._of_fact(self.pack.facts[name], whose)
        return found

    def _of_fact(self, fact: Fact, whose: Whose) -> Term:
        if fact.derive is None:
            return self._make(fact, whose)
        term, agreement = self.alike("fact", fact.name, whose, lambda: self._made(fact, whose))
        if agreement is not None:
            self.agreements[fact.name, whose] = agreement
        return term

    def _made(self, fact: Fact, whose: Whose) -> tuple[Term, Agreement | None]:
        return self._make(fact, whose), self.agreements.get((fact.name, whose))

    def alike(self, what: str, name: str, whose: Whose, make: Callable[[], T]) -> T:
        """Something that is made of a fact, once for all packs in which it follows from the same."""
        key = what, self.derivation(name), whose
        found = self._alike.get(key)
        if found is None:
            found = self._alike[key] = make()
        made: T = found
        return made

    def derivation(self, name: str) -> Hashable:
        """How a fact follows from others, as `derivation_of` says it."""
        found = self._derivations.get(name)
        if found is None:
            found = self._derivations[name] = derivation_of(self.pack, name)
        return found

    def _make(self, fact: Fact, whose: Whose) -> Term:
        said = self.household.can_be_said(fact, whose)
        given = self.household.cell(fact, whose).term if said else nothing_known(fact)
        if said:
            self._keep(fact.name, self.household.domain(fact, whose))
        if fact.derive is None:
            return given
        derived = self._derived(fact, whose)
        if said:
            money = fact.type is FactType.MONEY
            agree = _rounds_to(derived.value, given.value) if money else same(derived.value, given.value)
            self.agreements[fact.name, whose] = Agreement(given.known, derived.known, agree)
            if self.household.rest is None:
                # Of households of any size it may be left open: what they are not proved to be, they may be.
                allowed = self._bounding.allow(fact, given.value, derived.known, whose)
                self._keep(fact.name, either([opposite(given.known), allowed]))
        bounded = fact.minimum is not None or fact.maximum is not None
        bounds = within(fact, derived.value) if bounded else None
        if bounds is not None:
            self._keep_of(fact.name, whose, z3.Implies(derived.known, bounds))
        if not said:
            return replace(derived, range=self._reach(fact, derived))
        value = choose(derived.known, derived.value, given.value)
        return Term(either([derived.known, given.known]), value, hull(self._reach(fact, derived), given.range))

    def _reach(self, fact: Fact, derived: Term) -> Range:
        """How far a derived number reaches."""
        declared = fact.minimum is not None or fact.maximum is not None
        return meet(derived.range, reach_of(fact)) if declared else derived.range

    def _derived(self, fact: Fact, whose: Whose) -> Term:
        derive = fact.derive
        assert derive is not None
        if isinstance(derive, e.Expression):
            return self.value(derive, whose)
        truth = self.condition(derive, whose)
        return Term(either([truth.proved, truth.refuted]), truth.proved)

    def _keep_of(self, name: str, whose: Whose, formula: Formula) -> None:
        """Keep something of a subject that is there."""
        here = self.household.members_known
        if whose is not None:
            here = opposite(here) if whose == UNNAMED else self.household.present[whose]
        self._keep(name, formula if whose is None else z3.Implies(here, formula))

    # ------------------------------------------------------------ expressions

    def value(self, expression: e.Expression, whose: Whose) -> Term:
        """The value of an expression with a member in sight, or none."""
        match expression:
            case e.Constant(value=value):
                return constant(value, self.household.number_of)
            case e.FactRef(name=name):
                return self.fact(name, whose)
            case e.ParameterRef(name=name):
                now = self.pack.parameters[name].on(self.household.span.day)
                return Term(NO, z3.IntVal(0)) if now is None else constant(now, self.household.number_of)
            case e.AsOf():
                return Term(YES, self.household.as_of)
            case e.CountMembers():
                return self._number
            case e.SumMembers(fact=name):
                return self._sum(name)
            case e.Comparison(operator=symbol, left=left, right=right):
                first, second = self.value(left, whose), self.value(right, whose)
                return Term(both([first.known, second.known]), compare(symbol, first.value, second.value))
            case e.Arithmetic(operator=symbol, left=left, right=right):
                return calculate(symbol, self.value(left, whose), self.value(right, whose))
            case e.Call():
                return self._called(expression, whose)
        raise TypeError(f"no expression: {expression!r}")

    @cached_property
    def _number(self) -> Term:
        return self.household.number

    def _sum(self, name: str) -> Term:
        return self.alike("sum", name, None, lambda: self._added_up(name))

    def _added_up(self, name: str) -> Term:
        home = self.household
        terms = [(here, self.fact(name, one)) for here, one in zip(home.present, self.everybody, strict=True)]
        if home.rest is not None:
            terms.append((YES, self._rest_sum(name)))
        found = summed(terms)
        return replace(found, known=both([home.members_known, found.known]))

    def rest_ends(self, name: str) -> Ends:
        """Between what the sum of a fact lies of those who are not listed. Raises: ValueError when everybody is."""
        return self.household.rest_ends(
            self.pack.facts[name], (name, derivation_of(self.pack, name)), self._rest_sum(name)
        )

    def _rest_sum(self, name: str) -> Term:
        """What those who are not listed add up to: the same for all packs in which the fact follows alike."""
        fact, reach = self.pack.facts[name], reach_of(self.pack.facts[name])
        if fact.derive is not None:
            reach = hull(reach, self.fact(name, UNNAMED).range)
        return self.household.rest_sum(fact, (name, self.derivation(name)), reach)

    def _called(self, call: e.Call, whose: Whose) -> Term:
        """A call, made once: a day that has to be found is then one and the same wherever it is spoken of."""
        key = call, whose
        found = self._calls.get(key)
        if found is None:
            left, right = (self.value(one, whose) for one in call.arguments)
            found = self._calls[key] = self._call(call.function, left, right)
        return found

    def _call(self, function: str, left: Term, right: Term) -> Term:
        known, a, b = both([left.known, right.known]), left.value, right.value
        match function:
            case "years":
                return Term(known, completed_years(a, b))
            case "months":
                return Term(known, completed_months(a, b))
            case "days":
                return Term(known, ordinal(b) - ordinal(a))
            case "add_months":
                later = add_months(a, plain(b))
                return Term(both([known, later.known]), later.value)
            case "add_days":
                return self._add_days(known, a, plain(b))
        chosen = choose(compare("<=" if function == "min" else ">=", a, b), a, b)
        return Term(known, chosen, hull(left.range, right.range))

    def _add_days(self, known: Formula, day: DayTerm, days: object) -> Term:
        """A day that the solver has to find: the one whose number is that many more."""
        later = self.household.fresh_day()
        target = ordinal(day) + days
        exists = z3.And(target >= 1, target <= 3652059)
        self._keep("", z3.Implies(exists, z3.And(is_day(later), ordinal(later) == target)))
        return Term(both([known, exists]), later)

    # ------------------------------------------------------------ people who could exist

    def sensible(self, name: str, whose: Whose) -> list[Truth]:
        """What is declared of people with such a fact; it must not be refuted."""
        return [self.condition(one.condition, whose) for one in self.pack.facts[name].sensible]


def _rounds_to(exact: object, fen: Formula) -> Formula:
    """That an amount, rounded half up to the fen, is another."""
    return both([rounds_no_higher(exact, fen), rounds_no_lower(exact, fen)])
