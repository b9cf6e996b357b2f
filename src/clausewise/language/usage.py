"""Which facts rules rest on: directly, through what those are derived from, and through findings they stand on.

Reads rules; it evaluates nothing and judges nothing.
"""

from __future__ import annotations

from collections.abc import Iterable

from clausewise.language.conditions import facts_of, findings_of
from clausewise.language.expressions import Expression, facts_read
from clausewise.language.model import Pack, inputs_of
from clausewise.language.rules import Rule


def computed_by(rule: Rule) -> tuple[Expression, ...]:
    """The expressions a rule computes beside its condition: amounts (yuan), periods (months) and its deadline."""
    found = [one for aid in rule.aid for one in (aid.amount, aid.months) if one is not None]
    return (*found, rule.deadline.by) if rule.deadline else tuple(found)


def facts_read_by(rule: Rule) -> tuple[str, ...]:
    """The facts a rule names itself, in its condition and in what it computes, each once."""
    computed = (name for expression in computed_by(rule) for name in facts_read(expression))
    return tuple(dict.fromkeys((*facts_of(rule.when), *computed)))


def with_inputs(pack: Pack, facts: Iterable[str]) -> frozenset[str]:
    """These facts and all that they are derived from."""
    found: set[str] = set()
    waiting = list(facts)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            derive = pack.facts[name].derive
            waiting += inputs_of(derive) if derive is not None else ()
    return frozenset(found)


def facts_behind(pack: Pack, rule: Rule) -> frozenset[str]:
    """Every fact that can matter to a rule: its own, their inputs, and those behind the findings it stands on."""
    rules: set[str] = set()
    waiting = [rule.id]
    while waiting:
        rule_id = waiting.pop()
        if rule_id not in rules:
            rules.add(rule_id)
            waiting += findings_of(pack.rule(rule_id).when)
    return with_inputs(pack, (name for rule_id in rules for name in facts_read_by(pack.rule(rule_id))))


def facts_used(pack: Pack) -> frozenset[str]:
    """Every fact that some rule rests on."""
    return with_inputs(pack, (name for rule in pack.rules for name in facts_read_by(rule)))
