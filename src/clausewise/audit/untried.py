"""What mutants do not try: kinds of changes that a slip could make, and the entries they would be made to.

Counted so that a full figure for mutants is not read as more than it says. Nothing here changes a pack.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum

from clausewise.audit.mutating import PARAMETER
from clausewise.audit.neighbours import NOT_EXCHANGED, Neighbours
from clausewise.classes import dataclass
from clausewise.language.conditions import Condition, FindingOf, walk
from clausewise.language.facts import Fact, FactType
from clausewise.language.labels import Label
from clausewise.language.model import Pack


class Untried(StrEnum):
    """A kind of change that no mutant makes; `label` says which."""

    OTHER_BOOLEAN = "other_boolean"
    FURTHER_FACT = "further_fact"
    OTHER_FINDING = "other_finding"
    WRITTEN_VALUE = "written_value"
    FOLLOWUP_BY = "followup_by"
    AID_FORM = "aid_form"
    DOMAIN = "domain"
    SENSIBLE = "sensible"
    DUTY = "duty"

    @property
    def label(self) -> Label:
        return _LABELS[self]


_LABELS = {
    Untried.OTHER_BOOLEAN: Label("换成别的是非事实或选项事实", "another boolean fact or choice in its place"),
    Untried.FURTHER_FACT: Label(
        "同类的事实不止两个时，换成再下一个", "where more than two facts are of one sort, others than the next one"
    ),
    Untried.OTHER_FINDING: Label("换成另一条规则的认定", "the finding of another rule in its place"),
    Untried.WRITTEN_VALUE: Label("参数的选项值改为另一个", "another value of a choice for a parameter"),
    Untried.FOLLOWUP_BY: Label("由谁办理后续、列出什么", "who does a follow-up, and what it lists"),
    Untried.AID_FORM: Label("救助的形式与名称", "the form and the name of an aid"),
    Untried.DOMAIN: Label("事实的最小值与最大值", "the least and the greatest value of a fact"),
    Untried.SENSIBLE: Label("事实的 sensible", "what is sensible of a fact"),
    Untried.DUTY: Label("职责（主体、力度、内容）", "duties: who, how firmly, what"),
}


@dataclass(frozen=True, slots=True)
class NotTried:
    """A kind of change, and the ids of the rules, duties, facts and parameters it is not made to."""

    kind: Untried
    entries: tuple[str, ...]


def not_tried(pack: Pack) -> tuple[NotTried, ...]:
    """What the mutants of a pack do not try, kind by kind; a kind that could be made to nothing is left out."""
    return tuple(one for one in _kinds(pack) if one.entries)


def _kinds(pack: Pack) -> Iterator[NotTried]:
    used = pack.reads.facts_used
    facts = [fact for name, fact in pack.facts.items() if name in used]
    following = [fact for fact in facts if fact.derive is not None or fact.implied]
    reading = {rule.id: pack.reads.named_by(rule.id) for rule in pack.rules}
    reading |= {fact.name: pack.reads.inputs(fact.name) for fact in following}
    exchanged = {name for name, fact in pack.facts.items() if fact.type not in NOT_EXCHANGED}
    yield NotTried(
        Untried.OTHER_BOOLEAN, _named((owner, not exchanged.issuperset(names)) for owner, names in reading.items())
    )
    yield NotTried(
        Untried.FURTHER_FACT, _named((owner, _has_further(pack, owner, names)) for owner, names in reading.items())
    )
    yield NotTried(Untried.OTHER_FINDING, _named((rule.id, _stands_on_a_finding(rule.when)) for rule in pack.rules))
    choices = (name for name, one in pack.parameters.items() if one.type is FactType.CHOICE)
    yield NotTried(
        Untried.WRITTEN_VALUE, tuple(PARAMETER + name for name in choices if pack.reads.rules_on_parameter(name))
    )
    yield NotTried(Untried.FOLLOWUP_BY, _named((rule.id, bool(rule.followup)) for rule in pack.rules))
    yield NotTried(Untried.AID_FORM, _named((rule.id, bool(rule.aid)) for rule in pack.rules))
    yield NotTried(Untried.DOMAIN, _named((fact.name, _has_bounds(fact)) for fact in facts))
    yield NotTried(Untried.SENSIBLE, _named((fact.name, bool(fact.sensible)) for fact in facts))
    yield NotTried(Untried.DUTY, tuple(duty.id for duty in pack.duties))


def _named(entries: Iterable[tuple[str, bool]]) -> tuple[str, ...]:
    return tuple(name for name, concerned in entries if concerned)


def _has_further(pack: Pack, owner: str, names: Iterable[str]) -> bool:
    beside = Neighbours(pack, owner if owner in pack.facts else None)
    exchanged = (name for name in names if pack.facts[name].type not in NOT_EXCHANGED)
    return any(len(beside.facts_like(name)) > 1 for name in exchanged)


def _stands_on_a_finding(condition: Condition) -> bool:
    return any(isinstance(node, FindingOf) for node in walk(condition))


def _has_bounds(fact: Fact) -> bool:
    return fact.minimum is not None or fact.maximum is not None
