"""One household read under the rules of a pack: what is known of each fact, and what each rule comes to.

Whatever is asked twice is worked out once and kept.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from clausewise.plain.conditions import TRUE, UNKNOWN, Condition, Proof, truth
from clausewise.plain.ends import Ends, between, meet
from clausewise.plain.expressions import Expression
from clausewise.plain.household import GHOST, Household
from clausewise.plain.implying import Settled, settle
from clausewise.plain.pack import Fact, PlainPack, Rule
from clausewise.plain.refusing import Refused
from clausewise.plain.values import agree, fen

Granted = tuple[list[tuple[Fraction | None, int | None]], datetime.date | None, bool | None]
"""The amount and the months of each aid, the day of the deadline, and whether it is past."""
_BEING_WORKED_OUT = object()


@dataclass(eq=False)
class Reading:
    """A household under the rules. `settled` is what is implied, worked out first where it is not given."""

    pack: PlainPack
    household: Household
    settled: Settled = field(default_factory=Settled)
    is_settled: bool = False
    _kept: dict[tuple[str, Any], dict[Any, Any]] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        if not self.is_settled:
            settle(self)
            self.is_settled = True

    # -- what is kept ------------------------------------------------------------------------------------------------

    def once(self, what: str, of: Any, about: Any, work: Callable[[], Any]) -> Any:
        """What is worked out of a form, a fact or a rule, about somebody: the first time by `work`, then as it was.

        Raises: Refused where that needs itself.
        """
        kept = self._kept.setdefault((what, of), {})
        if about in kept:
            if kept[about] is _BEING_WORKED_OUT:
                raise Refused(f"{getattr(of, 'name', 'a condition')} follows from itself")
            return kept[about]
        kept[about] = _BEING_WORKED_OUT
        try:
            kept[about] = work()
        except BaseException:
            del kept[about]
            raise
        return kept[about]

    def forget(self, names: frozenset[str]) -> None:
        """Work out again what reads some facts, since more is known of them now."""
        for key in [key for key in self._kept if not key[1].names.isdisjoint(names)]:
            del self._kept[key]

    # -- facts -------------------------------------------------------------------------------------------------------

    def people(self) -> list[str]:
        """The members to look at: those listed, and last the ghost when there may be others."""
        return [*self.household.members] if self.household.everybody else [*self.household.members, GHOST]

    @property
    def has_ghost(self) -> bool:
        """Whether there may be others than those listed."""
        return not self.household.everybody

    def about(self, fact: Fact) -> list[Any]:
        """Whom a fact is about: each member, or nobody (None)."""
        return self.people() if fact.of_member else [None]

    def given(self, name: str, who: str | None) -> Any:
        """What is said of a fact."""
        known = self.household.members.get(str(who), {}) if name.startswith("member.") else self.household.facts
        return known.get(name)

    def left(self, name: str, who: str | None) -> tuple[Any, ...] | None:
        """The values left to a fact that nobody states; None where nothing implies anything of it."""
        return self.settled.left.get((name, who))

    def fact(self, name: str, who: str | None) -> Any:
        """What follows from other facts, to the last fraction of a fen; else what the case says; else None."""
        fact = self.pack.facts[name]
        about = who if fact.of_member else None
        return self.once("fact", fact, about, lambda: self._find(fact, about))

    def _find(self, fact: Fact, who: str | None) -> Any:
        value = self.derived(fact, who)
        if value is None:
            value = self.given(fact.name, who)
        if value is None:
            left = self.left(fact.name, who)
            value = left[0] if left is not None and len(left) == 1 else None
        return value

    def derived(self, fact: Fact, who: str | None) -> Any:
        """What follows from other facts by a derivation; None where nothing does yet."""
        if isinstance(fact.derived_by, Condition):
            proof = self.derivation(fact.name, who)
            return None if proof is None else truth(proof[1])
        return None if fact.derived_by is None else fact.derived_by.value(self, who)

    def derivation(self, name: str, who: str | None) -> Proof | None:
        """The proof of a boolean fact that is derived; None of any other."""
        fact = self.pack.facts[name]
        if not isinstance(fact.derived_by, Condition):
            return None
        condition = fact.derived_by
        proof: Proof = self.once("derivation", fact, who, lambda: condition.prove(self, who, None))
        return proof

    def steps(self, expression: Expression, who: str | None) -> Iterator[Proof]:
        """The entries by which the facts of a leaf are implied, in the order in which the facts are first read."""
        for name in expression.in_sight:
            about = who if name.startswith("member.") else None
            for number in self.settled.entries.get((name, about), ()):
                yield f"implied by {number}", TRUE, about, ()

    def parameter(self, name: str) -> Any:
        """Its value on the day of the check: the last that has begun."""
        value = None
        for since, dated in self.pack.parameters[name]:
            if since <= self.household.as_of:
                value = dated
        return value

    def ends_of_fact(self, name: str, who: str | None) -> Ends | None:
        """The ends of a fact: of what is known of it, of its derivation, or else of what it may be."""
        value = self.fact(name, who)
        return self.ends_of_unknown(name, who) if value is None else (value, value)

    def ends_of_unknown(self, name: str, who: str | None) -> Ends | None:
        """The ends of a fact that is not known."""
        fact = self.pack.facts[name]
        if isinstance(fact.derived_by, Expression):
            derive = fact.derived_by
            ends: Ends | None = self.once("ends", fact, who, lambda: derive.ends(self, who))
            return ends
        if fact.domain is None:
            return None
        return meet(fact.domain, self.household.spans.get((name, who), (None, None)))

    # -- whether the household can be so -----------------------------------------------------------------------------

    def check(self) -> None:
        """Raises: Refused when a derived fact differs from what is given, or lies outside minimum … maximum."""
        for fact in self.pack.facts.values():
            if fact.derived_by is None:
                continue
            for who in self.about(fact):
                given, derived = self.given(fact.name, who), self.derived(fact, who)
                if derived is None:
                    self._check_ends(fact, who, given)
                elif given is not None and not agree(fact.kind, given, derived):
                    raise Refused(f"{fact.name} is given as {given} and derived as {derived}")
                elif not between((fact.least, fact.most), derived):
                    raise Refused(f"{fact.name} cannot be {derived}")

    def _check_ends(self, fact: Fact, who: str | None, given: Any) -> None:
        """Raises: Refused when a fact that does not follow yet is given, or made by a date, as it never can follow."""
        ends = self.ends_of_unknown(fact.name, who)
        if ends is None:
            return
        if given is None:
            spans = self.household.spans
            rests_on_a_span = any((one, about) in spans for one in fact.follows_from for about in (who, None))
            if rests_on_a_span and meet(ends, (fact.least, fact.most)) is None:
                raise Refused(f"{fact.name} cannot be {ends}")
            return
        if fact.kind == "money":
            given, ends = fen(given), (fen(ends[0]), fen(ends[1]))
        if not between(ends, given):
            raise Refused(f"{fact.name} is given as {given} and can only be {ends}")

    # -- rules -------------------------------------------------------------------------------------------------------

    def subjects(self, rule_id: str) -> list[Any]:
        """Whom a rule is about: each member, or nobody (None)."""
        return [None] if self.pack.rules[rule_id].about == "household" else self.people()

    def findings(self) -> list[tuple[str, str | None]]:
        """Every rule with every subject it is about; the ghost is one only where nobody is listed."""
        every = [(rule_id, subject) for rule_id in self.pack.rules for subject in self.subjects(rule_id)]
        return [(rule_id, one) for rule_id, one in every if one != GHOST or not self.household.members]

    def rule(self, rule_id: str, subject: str | None) -> Proof:
        """The proof of a rule. Its root is about the subject, also where it is a quantifier."""
        rule = self.pack.rules[rule_id]
        proof: Proof = self.once("rule", rule, subject, lambda: self._prove(rule, subject))
        return proof

    def _prove(self, rule: Rule, subject: str | None) -> Proof:
        form, code, _, proofs = rule.when.prove(self, subject, subject)
        return form, code, subject, proofs

    def verdict(self, rule_id: str, subject: str | None) -> int:
        """The code of a finding. It never applies to the member of whom it is not known that there is one."""
        code = self.rule(rule_id, subject)[1]
        return min(code, UNKNOWN) if subject == GHOST else code

    def computed(self, rule_id: str, subject: str | None) -> Granted:
        """What a rule computes for its subject: amounts and periods, and by when something must be done."""
        rule = self.pack.rules[rule_id]

        def value(expression: Expression | None) -> Any:
            return None if expression is None else expression.value(self, subject)

        day = value(rule.deadline)
        aid = [(value(amount), value(months)) for amount, months in rule.aid]
        return aid, day, None if day is None else day < self.household.as_of
