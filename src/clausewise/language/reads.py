"""What every rule and fact of a pack reads: directly, through what facts follow from, and through findings.

The index belongs to one pack (`pack.reads`): a changed pack has an index of its own. Each entry is worked out when it
is first asked for and kept. Nothing here evaluates or judges a rule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import TypeVar

from clausewise.language.conditions import Condition, Quantifier, expressions_in, facts_of, findings_of, walk
from clausewise.language.expressions import (
    Aggregate,
    Expression,
    aggregates_in,
    facts_read,
    parameters_read,
    reads_members,
)
from clausewise.language.facts import Fact
from clausewise.language.rules import Rule
from clausewise.language.topics import NOTHING

T = TypeVar("T")


def implied_by(fact: Fact) -> tuple[str, ...]:
    """The facts that the conditions read which imply a fact, each once."""
    return tuple(dict.fromkeys(name for one in fact.implied for name in facts_of(one.when)))


def inputs_of(derive: Expression | Condition) -> tuple[str, ...]:
    """The facts a derivation reads directly, each once."""
    return facts_of(derive) if isinstance(derive, Condition) else facts_read(derive)


def _expressions_of(derive: Expression | Condition) -> Iterable[Expression]:
    return expressions_in(derive) if isinstance(derive, Condition) else (derive,)


def _parameters_of(derive: Expression | Condition) -> frozenset[str]:
    return frozenset().union(*map(parameters_read, _expressions_of(derive)))


def _followed_from(fact: Fact) -> Iterator[Expression | Condition]:
    """What a fact is derived by, or the conditions that imply it."""
    if fact.derive is not None:
        yield fact.derive
    yield from (one.when for one in fact.implied)


def _looks_at_members(derive: Expression | Condition) -> bool:
    quantified = isinstance(derive, Condition) and any(isinstance(node, Quantifier) for node in walk(derive))
    return quantified or any(map(reads_members, _expressions_of(derive)))


def _kept(work_out: Callable[[Reads, str], T]) -> Callable[[Reads, str], T]:
    """Work out an entry of the index once."""

    def entry(self: Reads, name: str) -> T:
        key = (work_out.__name__, name)
        found: T | None = self._entries.get(key)  # type: ignore[assignment]
        if found is None:
            found = self._entries[key] = work_out(self, name)
        return found

    entry.__doc__ = work_out.__doc__
    return entry


class Reads:
    """The index of one pack's facts and rules. Asked for a rule or fact that the pack has not, it raises KeyError."""

    def __init__(self, facts: Mapping[str, Fact], rules: Mapping[str, Rule]) -> None:
        self._facts = facts
        self._rules = rules
        self._entries: dict[object, object] = {}

    def fill(self) -> None:
        """Work out what every check asks, so that it need not where the index is kept with its pack."""
        for rule in self._rules:
            for entry in (self.facts_read, self.facts_behind, self.facts_deciding, self.looks_at_members):
                entry(rule)
        for fact in self._facts:
            self.wholes(fact)
            self.rules_on_fact(fact)
        _ = self.aggregates

    # ------------------------------------------------------------ facts

    @_kept
    def inputs(self, fact: str) -> tuple[str, ...]:
        """The facts that a fact follows from directly: what it is derived from, or what implies it."""
        derive = self._facts[fact].derive
        return implied_by(self._facts[fact]) if derive is None else inputs_of(derive)

    def with_inputs(self, facts: Iterable[str]) -> frozenset[str]:
        """These facts and all that they follow from."""
        return _closure(facts, self.inputs)

    def derived_from(self, facts: Iterable[str]) -> frozenset[str]:
        """These facts and all that they are derived from; without what implies any of them."""
        derived = self._facts
        return _closure(facts, lambda name: () if derived[name].derive is None else self.inputs(name))

    @_kept
    def sensible_alone(self, fact: str) -> tuple[Condition, ...]:
        """What is sensible of whoever has a fact, as far as no derived fact looks at members for it."""
        held = (one.condition for one in self._facts[fact].sensible)
        return tuple(one for one in held if not any(map(self._is_of_members, self.with_inputs(facts_of(one)))))

    def _is_of_members(self, fact: str) -> bool:
        derive = self._facts[fact].derive
        return derive is not None and _looks_at_members(derive)

    # ------------------------------------------------------------ what a rule reads

    @_kept
    def named_by(self, rule: str) -> tuple[str, ...]:
        """The facts a rule names itself, in its condition and in what it computes, each once."""
        one = self._rules[rule]
        computed = (name for expression in one.computed for name in facts_read(expression))
        return tuple(dict.fromkeys((*facts_of(one.when), *computed)))

    @_kept
    def facts_read(self, rule: str) -> frozenset[str]:
        """Every fact a rule reads itself, in its condition and in what it computes, and all that these follow from."""
        return self.with_inputs(self.named_by(rule))

    @_kept
    def facts_behind(self, rule: str) -> frozenset[str]:
        """Every fact that can matter to a rule: its own, their inputs, and those behind the findings it stands on."""
        return self.with_inputs(name for one in self.rules_behind(rule) for name in self.named_by(one))

    @_kept
    def facts_deciding(self, rule: str) -> frozenset[str]:
        """Every fact that can matter to a rule's verdict; what it computes beside its condition does not."""
        return self.with_inputs(name for one in self.rules_behind(rule) for name in facts_of(self._rules[one].when))

    @_kept
    def parameters_behind(self, rule: str) -> frozenset[str]:
        """Every parameter that can matter to a rule: to its verdict, to what it computes, or behind a fact it reads."""
        rules = [self._rules[one] for one in self.rules_behind(rule)]
        read = [*(one.when for one in rules), *(computed for one in rules for computed in one.computed)]
        read += (one for name in self.facts_behind(rule) for one in _followed_from(self._facts[name]))
        return frozenset().union(*map(_parameters_of, read))

    @_kept
    def looks_at_members(self, rule: str) -> bool:
        """Whether members are quantified over, counted or added up anywhere behind a rule's verdict."""
        return any(map(_looks_at_members, self._deciding(rule)))

    def _deciding(self, rule: str) -> Iterator[Expression | Condition]:
        """The conditions of the rules behind a verdict, and what the facts behind it are derived or implied by."""
        yield from (self._rules[one].when for one in self.rules_behind(rule))
        yield from (one for name in self.facts_deciding(rule) for one in _followed_from(self._facts[name]))

    # ------------------------------------------------------------ rules on rules

    @_kept
    def findings(self, rule: str) -> tuple[str, ...]:
        """The rules on whose findings a rule stands directly."""
        return findings_of(self._rules[rule].when)

    @_kept
    def rules_behind(self, rule: str) -> frozenset[str]:
        """A rule and all rules on whose findings it stands, however deep."""
        return _closure([rule], self.findings)

    def beside(self, rule: str) -> frozenset[str]:
        """The rules on whose findings a rule stands directly, and those that stand directly on its own."""
        return frozenset(self.findings(rule)) | {one for one in self._rules if rule in self.findings(one)}

    # ------------------------------------------------------------ who rests on what

    def rules_on_rule(self, rule: str) -> tuple[str, ...]:
        """The rules that stand on a rule's findings, however deep, in the order of the pack."""
        return tuple(one for one in self._rules if one != rule and rule in self.rules_behind(one))

    @_kept
    def rules_on_fact(self, fact: str) -> tuple[str, ...]:
        """The rules to which a fact can matter, in the order of the pack."""
        return tuple(one for one in self._rules if fact in self.facts_behind(one))

    def rules_on_parameter(self, parameter: str) -> tuple[str, ...]:
        """The rules to which a parameter can matter, in the order of the pack."""
        return tuple(one for one in self._rules if parameter in self.parameters_behind(one))

    @_kept
    def verdicts_on_fact(self, fact: str) -> tuple[str, ...]:
        """The rules to whose verdict a fact can matter, in the order of the pack."""
        return tuple(one for one in self._rules if fact in self.facts_deciding(one))

    @_kept
    def wholes(self, fact: str) -> frozenset[str]:
        """The facts that can say that this one is not so: what is not there has no parts."""
        says = (one for one in self._facts[fact].implied if one.value in (False, NOTHING))
        return frozenset(read for one in says for read in facts_of(one.when))

    # ------------------------------------------------------------ all of a pack

    @cached_property
    def facts_used(self) -> frozenset[str]:
        """Every fact that some rule rests on."""
        return self.with_inputs(name for rule in self._rules for name in self.named_by(rule))

    def expressions(self) -> Iterator[Expression]:
        """Every expression of a pack: in conditions, amounts, periods, deadlines, and behind facts."""
        for rule in self._rules.values():
            yield from expressions_in(rule.when)
            yield from rule.computed
        for fact in self._facts.values():
            yield from (expression for one in _followed_from(fact) for expression in _expressions_of(one))

    @cached_property
    def aggregates(self) -> tuple[Aggregate, ...]:
        """What is counted or added up over members anywhere in a pack, also in what is sensible of facts, each once."""
        sensible = (one.condition for fact in self._facts.values() for one in fact.sensible)
        read = (*self.expressions(), *(expression for one in sensible for expression in expressions_in(one)))
        return tuple(dict.fromkeys(one for expression in read for one in aggregates_in(expression)))


def _closure(starts: Iterable[str], below: Callable[[str], Iterable[str]]) -> frozenset[str]:
    """These names, those below them, and so on down."""
    found: set[str] = set()
    waiting = list(starts)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += below(name)
    return frozenset(found)
