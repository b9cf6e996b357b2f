"""Puts the pack's words into records: those that an answer points to, each once, or all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import field

from clausewise.classes import dataclass
from clausewise.language.conditions import Contested, walk
from clausewise.language.contested import ContestedPoint, point_of_fact
from clausewise.language.facts import Fact
from clausewise.language.model import Pack
from clausewise.language.rules import Aid, Duty, Followup, Modality, OpenPoint, Rule
from clausewise.language.verdicts import Verdict
from clausewise.records.pack import PACK_FORMAT, PackText
from clausewise.records.terms import (
    ClauseText,
    ConditionText,
    DutyText,
    FactText,
    Firmness,
    OpenText,
    PointText,
    ReadingText,
    RuleText,
    StepText,
    Terms,
)


@dataclass
class Pointed:
    """What an answer points to, by id, in the order in which it came up."""

    rules: dict[str, Verdict] = field(default_factory=dict)
    """With the strongest verdict found."""
    asked: dict[str, None] = field(default_factory=dict)
    """The facts that are asked."""
    read: dict[str, None] = field(default_factory=dict)
    """The facts that are read."""
    clauses: dict[int, None] = field(default_factory=dict)
    agencies: dict[str, None] = field(default_factory=dict)
    registers: dict[str, None] = field(default_factory=dict)
    conditions: dict[str, ConditionText] = field(default_factory=dict)

    def to_finding(self, rule: str, verdict: Verdict) -> None:
        """A finding of a rule with that verdict."""
        self.rules[rule] = max(self.rules.get(rule, verdict), verdict, key=lambda one: one.code)


def record_terms(pack: Pack, pointed: Pointed) -> Terms:
    """The words for what an answer points to, and for what those point to."""
    rules = [rule for rule in pack.rules if rule.id in pointed.rules]
    names = dict.fromkeys((*pointed.asked, *pointed.read))
    facts = [pack.facts[name] for name in names if name in pack.facts and point_of_fact(name) is None]
    asked = [fact for fact in facts if fact.name in pointed.asked]
    agencies = dict.fromkeys(
        (
            *(agency for rule in rules for agency in rule.agency),
            *(one.by for rule in rules if pointed.rules[rule.id] is Verdict.APPLIES for one in rule.followup),
            *pointed.agencies,
            *(fact.known_by for fact in asked if fact.known_by is not None),
        )
    )
    registers = dict.fromkeys((*pointed.registers, *(fact.lookup for fact in asked if fact.lookup is not None)))
    return Terms(
        rules={rule.id: _rule(rule, pointed.rules[rule.id]) for rule in rules},
        provisions=_provisions(pack, rules),
        clauses={str(number): _clause(pack, number) for number in pointed.clauses},
        facts={fact.name: _fact(fact, asked=fact.name in pointed.asked) for fact in facts},
        agencies={agency: pack.agencies[agency].label for agency in agencies},
        registers={register: pack.registers[register].label for register in registers},
        conditions=pointed.conditions,
    )


def record_pack(pack: Pack) -> PackText:
    """A pack whole: what the `terms` of any answer are a part of, but for conditions, and all duties."""
    duties = {duty.id: _duty(duty) for duty in pack.duties}
    terms = Terms(
        rules={rule.id: _rule(rule) for rule in pack.rules},
        provisions={one.id: one.text for clause in pack.document.clauses for one in clause.provisions},
        clauses={str(clause.number): _clause(pack, clause.number) for clause in pack.document.clauses},
        facts={fact.name: _fact(fact) for fact in pack.facts.values() if point_of_fact(fact.name) is None},
        agencies={one.id: one.label for one in pack.agencies.values()},
        registers={one.id: one.label for one in pack.registers.values()},
        points={point.id: record_point(point) for point in pack.contested.values()},
        duties=duties,
    )
    return PackText(PACK_FORMAT, pack.id, pack.title, pack.document_digest, pack.rules_digest, terms)


def record_duties(pack: Pack, duties: Iterable[Duty]) -> PackText:
    """Some duties of institutions, with the sentences they stand in and whoever has them."""
    chosen = tuple(duties)
    agencies = dict.fromkeys(actor for duty in chosen for actor in duty.actors)
    terms = Terms(
        provisions={duty.provision: pack.document.provision(duty.provision).text for duty in chosen},
        agencies={agency: pack.agencies[agency].label for agency in agencies},
        duties={duty.id: _duty(duty) for duty in chosen},
    )
    return PackText(PACK_FORMAT, pack.id, pack.title, pack.document_digest, pack.rules_digest, terms)


def _provisions(pack: Pack, rules: Iterable[Rule]) -> dict[str, str]:
    return {rule.provision: pack.document.provision(rule.provision).text for rule in rules}


def _clause(pack: Pack, number: int) -> ClauseText:
    clause = pack.document.clause(number)
    duties = tuple(duty.id for duty in pack.duties if duty.clause == number)
    return ClauseText(None if clause is None else clause.title, duties)


def _rule(rule: Rule, verdict: Verdict = Verdict.APPLIES) -> RuleText:
    """What there is to say of a rule of which that is the strongest finding."""
    applies = verdict is Verdict.APPLIES
    return RuleText(
        title=rule.title,
        kind=rule.kind,
        provision=rule.provision,
        agency=rule.agency,
        assigned_by=rule.assigned_by,
        modality=None if verdict is Verdict.DOES_NOT_APPLY else _firmness(rule.modality),
        steps=tuple(_steps(rule)) if applies else (),
        open=_open(rule.open) if applies else (),
        contested=tuple(dict.fromkeys(one.point for one in walk(rule.when) if isinstance(one, Contested))),
    )


def _steps(rule: Rule) -> Iterator[StepText]:
    for number, aid in enumerate(rule.aid):
        yield _aid(f"aid.{number}", aid)
    for number, followup in enumerate(rule.followup):
        yield _followup(f"followup.{number}", followup)
    if rule.deadline is not None:
        yield StepText("deadline", rule.deadline.label, rule.deadline.words, _own(rule.deadline.modality))


def _aid(name: str, aid: Aid) -> StepText:
    return StepText(
        name,
        aid.label,
        aid.words,
        _own(aid.modality),
        form=aid.form,
        per_household=aid.per_household,
        computed=tuple(name for name in ("amount", "months") if getattr(aid, name) is not None),
        at_most=aid.at_most,
    )


def _followup(name: str, followup: Followup) -> StepText:
    return StepText(
        name,
        followup.label,
        followup.words,
        _own(followup.modality),
        by=followup.by,
        lists=followup.lists,
        spares=followup.spares,
    )


def _firmness(modality: Modality) -> Firmness:
    return Firmness(modality.kind, modality.words)


def _own(modality: Modality | None) -> Firmness | None:
    return None if modality is None else _firmness(modality)


def _open(points: Iterable[OpenPoint]) -> tuple[OpenText, ...]:
    return tuple(OpenText(one.words, one.label) for one in points)


def _fact(fact: Fact, *, asked: bool = True) -> FactText:
    values = dict(fact.values or {})
    if not asked:
        return FactText(fact.label, values=values, unit=fact.unit)
    return FactText(fact.label, fact.ask, fact.lookup, fact.known_by, values, fact.unit)


def record_point(point: ContestedPoint) -> PointText:
    """A contested point."""
    first, second = (ReadingText(one.id, one.name, one.label, one.law) for one in point.readings)
    return PointText(point.words, point.label, (first, second), point.decides)


def _duty(duty: Duty) -> DutyText:
    return DutyText(
        duty.provision, duty.does, duty.words, _firmness(duty.modality), duty.actors, duty.assigned_by, _open(duty.open)
    )
