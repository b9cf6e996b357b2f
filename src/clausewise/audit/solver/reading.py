"""The translation of one pack: its facts, conditions and findings as terms over a household.

Strong Kleene logic with two formulas for each condition, proved and refuted, as docs/language.md says it; held equal to
the engine by tests. It asks nothing of the solver.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import replace
from functools import cached_property
from typing import Any, TypeVar

import z3

from clausewise.audit.solver.agreeing import Agreement, rounds_to
from clausewise.audit.solver.arithmetic import calculate, summed
from clausewise.audit.solver.bounding import Bounding
from clausewise.audit.solver.calls import called
from clausewise.audit.solver.derivations import derivation_of
from clausewise.audit.solver.ends import Ends
from clausewise.audit.solver.household import UNNAMED, Household, Whose, is_of_member, nothing_known, reach_of, within
from clausewise.audit.solver.implying import Implying
from clausewise.audit.solver.numbers import Formula, Range, hull, meet
from clausewise.audit.solver.quantifying import counted, somebody
from clausewise.audit.solver.terms import (
    NO,
    YES,
    Term,
    Truth,
    both,
    choose,
    compare,
    constant,
    either,
    implies,
    opposite,
    read_either_way,
    same,
)
from clausewise.audit.solver.terms import Day as DayTerm
from clausewise.language import conditions as c
from clausewise.language import expressions as e
from clausewise.language.facts import Fact, FactType, Value
from clausewise.language.kleene import FALSE, TRUE
from clausewise.language.model import Pack
from clausewise.language.rules import About

T = TypeVar("T")


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
        self._given: dict[tuple[str, Whose], Term] = {}
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

    def contradictions(self) -> list[Formula]:
        """That nothing is stated that is implied to be otherwise: of everything that can be stated so far."""
        held: dict[tuple[str, Whose], Formula] = {}
        while True:
            cells = [one for one in self.household.cells() if (one.fact.name, one.whose) not in held]
            if not cells:
                return [one for one in held.values() if one is not YES]
            for cell in cells:
                fact = self.pack.facts.get(cell.fact.name)
                is_implied = fact is not None and fact.implied
                formula = self.implying.kept(fact, cell.whose) if fact is not None and is_implied else YES
                held[cell.fact.name, cell.whose] = formula

    def reads(self, name: str, whose: Whose) -> bool:
        """Whether a fact of somebody was translated."""
        return (name, whose) in self._facts

    def keep(self, name: str, formula: Formula) -> None:
        """Keep something of a fact, that holds whatever is asked."""
        self._kept.setdefault(name, []).append(formula)

    @cached_property
    def implying(self) -> Implying:
        """What is implied."""
        return Implying(self)

    def during(self, circle: frozenset[str], rounds: int) -> Reading:
        """The same where the facts of a circle are as they are after so many rounds, and all others as they are."""
        return _During(self, circle, rounds)

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
                return read_either_way(*(self.condition(part, whose) for part in c.parts_of(condition)))
        return self._quantified(condition)

    def _leaf(self, expression: e.Expression, whose: Whose) -> Truth:
        term = self.value(expression, whose)
        proved, refuted = both([term.known, term.value]), both([term.known, opposite(term.value)])
        if isinstance(expression, e.Comparison):
            surely, never = self._decided(expression, whose)
            return Truth(either([proved, surely]), either([refuted, never]))
        return Truth(proved, refuted)

    def _decided(self, comparison: e.Comparison, whose: Whose) -> tuple[Formula, Formula]:
        """That a comparison is true, and that it is false, whatever what is unknown in it is."""
        match comparison.left, comparison.right:
            case (e.FactRef(kind=e.Kind.CHOICE, name=name), e.Constant(value=value)) | (
                e.Constant(value=value), e.FactRef(kind=e.Kind.CHOICE, name=name)
            ):  # fmt: skip
                if not any(one.ruled_out for one in self.pack.facts[name].implied):
                    return NO, NO
                out = self.ruled_out(name, value, whose if is_of_member(name) else None)
                return (NO, out) if comparison.operator == "==" else (out, NO)
        return self._bounding.decided(comparison, whose)

    def ruled_out(self, name: str, value: Value, whose: Whose) -> Formula:
        """That a choice is not stated and cannot have a value, by what is implied."""
        return self.implying.ruled_out(self.pack.facts[name], value, whose)

    def _findings(self, rules: Iterable[str], whose: Whose) -> Truth:
        truths: list[Truth] = []
        for rule_id in rules:
            if self.pack.rule(rule_id).about is About.HOUSEHOLD:
                truths.append(self.finding(rule_id, None))
            elif whose is not None:
                truths.append(self.finding(rule_id, whose))
            else:
                truths.append(somebody(self.household, [self.finding(rule_id, one) for one in self.everybody],
                                             self.finding(rule_id, UNNAMED)))  # fmt: skip
        return Truth(either(one.proved for one in truths), both(one.refuted for one in truths))

    def _quantified(self, condition: c.Quantifier) -> Truth:
        named = [self.condition(condition.part, one) for one in self.everybody]
        unnamed = self.condition(condition.part, UNNAMED)
        if isinstance(condition, c.Some):
            return somebody(self.household, named, unnamed)
        if isinstance(condition, c.Every):
            return somebody(self.household, [one.negated() for one in named], unnamed.negated()).negated()
        return counted(self.household, condition, named, unnamed)

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
        if fact.derive is None and not fact.implied:
            return self.given(fact, whose)
        term, agreement = self.alike("fact", fact.name, whose, lambda: self._made(fact, whose))
        if agreement is not None:
            self.agreements[fact.name, whose] = agreement
        return term

    def _made(self, fact: Fact, whose: Whose) -> tuple[Term, Agreement | None]:
        return self._make(fact, whose), self.agreements.get((fact.name, whose))

    def alike(self, what: str, name: str, whose: Whose, make: Callable[[], T]) -> T:
        """Something that is made of a fact, once for all packs in which it follows from the same."""
        key = what, self.key(name), whose
        found = self._alike.get(key)
        if found is None:
            found = self._alike[key] = make()
        made: T = found
        return made

    def key(self, name: str) -> Hashable:
        """How a fact follows from others, as `derivation_of` says it."""
        found = self._derivations.get(name)
        if found is None:
            found = self._derivations[name] = derivation_of(self.pack, name)
        return found

    def given(self, fact: Fact, whose: Whose) -> Term:
        """What is stated of a fact."""
        key = fact.name, whose
        found = self._given.get(key)
        if found is None:
            said = self.household.can_be_said(fact, whose)
            found = self._given[key] = self.household.cell(fact, whose).term if said else nothing_known(fact)
            if said:
                self.keep(fact.name, self.household.domain(fact, whose))
        return found

    def _make(self, fact: Fact, whose: Whose) -> Term:
        if fact.derive is None:
            return self.implying.term(fact, whose)
        said = self.household.can_be_said(fact, whose)
        given = self.given(fact, whose)
        derived = self._derived(fact, whose)
        if said:
            money = fact.type is FactType.MONEY
            agree = rounds_to(derived.value, given.value) if money else same(derived.value, given.value)
            self.agreements[fact.name, whose] = Agreement(given.known, derived.known, agree)
            # Of a rest of the household it may be left open: what they are not proved to be, they may be.
            rest = NO if self.household.rest is None else self.household.members_known
            allowed = self._bounding.allow(fact, given.value, derived.known, whose)
            self.keep(fact.name, either([opposite(given.known), rest, allowed]))
        bounded = fact.minimum is not None or fact.maximum is not None
        bounds = within(fact, derived.value) if bounded else None
        if bounds is not None:
            self._keep_of(fact.name, whose, implies(derived.known, bounds))
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
        self.keep(name, formula if whose is None else implies(here, formula))

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
                if now is None:
                    return Term(NO, NO if expression.kind is e.Kind.BOOLEAN else z3.IntVal(0))
                return constant(now, self.household.number_of)
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
        return self.household.rest_ends(self.pack.facts[name], (name, self.key(name)), self._rest_sum(name))

    def _rest_sum(self, name: str) -> Term:
        """What those who are not listed add up to: the same for all packs in which the fact follows alike."""
        fact, reach = self.pack.facts[name], reach_of(self.pack.facts[name])
        if fact.derive is not None:
            reach = hull(reach, self.fact(name, UNNAMED).range)
        return self.household.rest_sum(fact, (name, self.key(name)), reach)

    def _called(self, call: e.Call, whose: Whose) -> Term:
        """A call, made once: a day that has to be found is then one and the same wherever it is spoken of."""
        key = call, whose
        found = self._calls.get(key)
        if found is None:
            left, right = (self.value(one, whose) for one in call.arguments)
            found = self._calls[key] = called(call.function, left, right, self._find_day)
        return found

    def _find_day(self, holds: Callable[[DayTerm], Formula]) -> DayTerm:
        """A day that the solver has to find, of which something holds."""
        day = self.household.fresh_day()
        self.keep("", holds(day))
        return day

    # ------------------------------------------------------------ people who could exist

    def sensible(self, name: str, whose: Whose) -> list[Truth]:
        """What is declared of people with such a fact, seen by themselves; it must not be refuted."""
        return [self.condition(one, whose) for one in self.pack.reads.sensible_alone(name)]


class _During(Reading):
    """A reading in which the facts of a circle are as they are after so many of its rounds."""

    def __init__(self, whole: Reading, circle: frozenset[str], rounds: int) -> None:
        super().__init__(whole.pack, whole.household, whole)
        self._whole, self._circle, self._after = whole, circle, rounds

    def fact(self, name: str, whose: Whose) -> Term:
        if name not in self._circle:
            return self._whole.fact(name, whose)
        fact = self.pack.facts[name]
        return self._whole.implying.term(fact, whose if is_of_member(name) else None, self._after)

    def ruled_out(self, name: str, value: Value, whose: Whose) -> Formula:
        fact = self.pack.facts[name]
        return self._whole.implying.ruled_out(fact, value, whose, self._after if name in self._circle else None)

    def key(self, name: str) -> Hashable:
        derivation = self._whole.key(name)
        return (derivation, self._after) if name in self._circle else derivation

    def keep(self, name: str, formula: Formula) -> None:
        self._whole.keep(name, formula)
