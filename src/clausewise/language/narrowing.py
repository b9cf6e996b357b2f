"""A pack cut down to some of its rules, with what they rest on: verdicts of these are the same, and found faster.

Facts that follow from those left, or could contradict them, stay too. Nothing here evaluates a rule.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import replace

from clausewise.language.model import Pack


def with_rules(pack: Pack, rules: Iterable[str]) -> Pack:
    """The pack with nothing of its rules but some and those on whose findings they stand; its facts are all there.

    Raises: KeyError for a rule that the pack has not.
    """
    kept = frozenset().union(*(pack.reads.rules_behind(one) for one in rules))
    return replace(
        pack,
        rules=tuple(one for one in pack.rules if one.id in kept),
        strata=tuple(tuple(name for name in stratum if name in kept) for stratum in pack.strata),
    )


def narrow(pack: Pack, rules: Iterable[str]) -> Pack:
    """The pack with nothing but what some rules rest on, and what follows from that and could contradict it.

    Raises: KeyError for a rule that the pack has not.
    """
    reads, named = pack.reads, list(rules)
    facts = frozenset().union(*(reads.facts_behind(one) for one in named))
    following = [name for group in pack.settling_order for name in group]
    touched = [name for name in following if facts & reads.with_inputs([name])]
    facts |= reads.with_inputs(touched)
    return replace(
        with_rules(pack, named),
        facts={name: fact for name, fact in pack.facts.items() if name in facts},
        settling_order=tuple(group for group in pack.settling_order if group[0] in facts),
    )


def sections_of(pack: Pack) -> tuple[tuple[str, ...], ...]:
    """The rules of a pack by their ids, in groups that share no clause, no finding and no fact that can matter to them.

    A short document is one section; parts of a long one can have nothing to do with each other.
    """
    sections: list[tuple[set[Hashable], tuple[str, ...]]] = []
    for rule in pack.rules:
        shared: set[Hashable] = {rule.clause, *pack.reads.rules_behind(rule.id), *pack.reads.facts_behind(rule.id)}
        rules: tuple[str, ...] = (rule.id,)
        for one in [one for one in sections if not shared.isdisjoint(one[0])]:
            sections.remove(one)
            shared, rules = shared | one[0], (*one[1], *rules)
        sections.append((shared, rules))
    return tuple(rules for _, rules in sections)
