"""Whether a rule means in a new pack what it meant in an old one: by its structure where that is enough, else asked.

What answers is handed in. Nothing here knows a solver, and nothing is taken to mean the same without a reason.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from typing import Literal

from clausewise.audit.changes import RuleMeaning, Settled
from clausewise.audit.versions import Comparison, Meaning
from clausewise.language.conditions import Condition, meaning_tree
from clausewise.language.facts import Fact
from clausewise.language.labels import Label
from clausewise.language.model import Pack
from clausewise.language.rules import Aid, Deadline, Followup, Rule

# Compares the meaning of the rule of that id in two packs, the old one first.
Compare = Callable[[Pack, Pack, str], Comparison]

# What is read, told by its kind: a rule may be called as a fact is.
_Name = tuple[Literal["rule", "fact", "parameter"], str]

_INSTALL = Label(
    "规则有改动，是否改变含义未经证明：请安装 clausewise[audit]",
    "changed; install clausewise[audit] to have it proved",
)


def shared_rules(old: Pack, new: Pack) -> Iterator[Rule]:
    """The rules of the new pack that the old one has too, in the order of the provisions."""
    return (rule for rule in new.rules if rule.id in old.rules_by_id)


def settle_meaning(old: Pack, new: Pack, rule_id: str, compare: Compare | None) -> RuleMeaning:
    """What became of the meaning of a rule of both packs; `compare` is None when there is no solver to ask."""
    rule = new.rule(rule_id)
    before, after = _all_it_reads(old, rule_id), _all_it_reads(new, rule_id)
    if before == after:
        settled, found = Settled.STRUCTURE, Comparison(Meaning.EQUIVALENT)
    elif compare is None:
        settled, found = Settled.NOT_ASKED, Comparison(Meaning.UNKNOWN, why=_INSTALL)
    else:
        settled, found = Settled.SOLVER, compare(old, new, rule_id)
    read_by_both = before.keys() & after.keys() - {("rule", rule_id)}
    through = tuple(sorted(name for kind, name in read_by_both if before[kind, name] != after[kind, name]))
    return RuleMeaning(rule_id, rule.provision, rule.title, settled, found, through)


def _all_it_reads(pack: Pack, rule_id: str) -> dict[_Name, Hashable]:
    """A rule as it counts, and so the rules on whose findings it stands, the facts and the parameters.

    Where two packs agree in all of it, the rule says the same of every household.
    """
    found: dict[_Name, Hashable] = {}
    for rule in map(pack.rule, pack.reads.rules_behind(rule_id)):
        found["rule", rule.id] = (rule.about, meaning_tree(rule.when))
    own = pack.rule(rule_id)
    found["rule", rule_id] = (own.about, meaning_tree(own.when), _as_it_grants(own))
    for name in pack.reads.facts_behind(rule_id):
        found["fact", name] = _as_it_counts(pack.facts[name])
    for name in pack.reads.parameters_behind(rule_id):
        found["parameter", name] = (pack.parameters[name].type, pack.parameters[name].values)
    return found


def _as_it_grants(rule: Rule) -> Hashable:
    """What a rule says beside its verdict, without its words."""
    aids = tuple((one.form, one.amount, one.months, _firmness(one), one.at_most, one.per_household) for one in rule.aid)
    followups = tuple(sorted((one.by, _firmness(one) or "") for one in rule.followup))
    deadline = (rule.deadline.by, _firmness(rule.deadline)) if rule.deadline else None
    return rule.modality.kind, frozenset(rule.agency), aids, followups, deadline


def _firmness(step: Aid | Followup | Deadline) -> str | None:
    return step.modality.kind.value if step.modality else None


def _as_it_counts(fact: Fact) -> Hashable:
    """A fact without its words: its type, the values it can have, and how it follows from others."""
    values = frozenset(fact.values) if fact.values is not None else None
    derive = meaning_tree(fact.derive) if isinstance(fact.derive, Condition) else fact.derive
    implied = tuple((one.value, frozenset(one.ruled_out), meaning_tree(one.when)) for one in fact.implied)
    return fact.type, values, fact.minimum, fact.maximum, derive, implied
