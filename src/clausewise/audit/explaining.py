"""Answers one question of an audit again, by its id, with what was asked for it: which households, on which days.

A mutant is asked about as a question is: whether a household tells the pack from it. Nothing here knows how questions
are asked, and no case is run.
"""

from __future__ import annotations

from collections.abc import Mapping

from clausewise.audit.engine import Engines
from clausewise.audit.killing import Hunt, Resolve, reached_from
from clausewise.audit.model import Answer, MutantReport, QuestionKind
from clausewise.audit.money import rules_with_amounts
from clausewise.audit.mutating import Mutant, mutants_of, owners_of
from clausewise.audit.questions import MakeAsker, Task, Topic, answer
from clausewise.audit.solver.cones import Cone, cone_of_condition, cone_of_rule
from clausewise.audit.solver.limits import Limits
from clausewise.audit.unraised import benefits_with_topics, cone_of_topics
from clausewise.classes import dataclass
from clausewise.language.conditions import Condition
from clausewise.language.facts import Fact
from clausewise.language.labels import Label
from clausewise.language.model import Pack


@dataclass(frozen=True, slots=True)
class Explained:
    """An answer, and what it rests on: facts with their domains, and what is sensible of those who have them."""

    answer: Answer
    facts: tuple[Fact, ...]
    sensible: Mapping[str, tuple[Label, ...]]
    enough: int | None


@dataclass(frozen=True, slots=True)
class ExplainedChange:
    """What the solver says of a mutant, of which rules, and what held of the households that it looked at."""

    report: MutantReport
    rules: tuple[str, ...]
    facts: tuple[Fact, ...]
    sensible: Mapping[str, tuple[Label, ...]]
    enough: int | None


def explain_answer(pack: Pack, answer_id: str, limits: Limits) -> Explained | None:
    """One answer of an audit with what was asked for it; None when no question has that id.

    Raises: EngineDisagreement.
    """
    task = _task_of(pack, answer_id)
    if task is None:
        return None
    asker = MakeAsker(pack, limits)()
    found = next((one for one in answer(asker, task) if one.id == answer_id), None)
    if found is None:
        return None
    cone = _cone(pack, found)
    facts = _facts_of(pack, cone)
    return Explained(found, facts, _sensible(facts), cone.enough)


def explain_change(pack: Pack, mutant_id: str, resolve: Resolve) -> ExplainedChange | None:
    """What the solver says of one mutant, whatever cases notice of it; None when no mutant has that id.

    The id is that of an audit, with or without the `mutant/` before it. Raises: EngineDisagreement.
    """
    mutant = _mutant_of(pack, mutant_id.removeprefix("mutant/"))
    if mutant is None:
        return None
    rules = reached_from(pack, mutant.owner) if mutant.in_verdicts else (mutant.owner,)
    changed, cone = mutant.make(), Cone()
    for rule_id in rules:
        cone |= cone_of_rule(pack, rule_id) | cone_of_rule(changed, rule_id)
    facts = _facts_of(pack, cone)
    return ExplainedChange(Hunt(pack, (), Engines(), resolve).run(mutant), rules, facts, _sensible(facts), cone.enough)


def _mutant_of(pack: Pack, mutant_id: str) -> Mutant | None:
    owners = (owner for owner in owners_of(pack) if mutant_id.startswith(f"{owner}/"))
    return next((one for owner in owners for one in mutants_of(pack, owner) if one.id == mutant_id), None)


def _facts_of(pack: Pack, cone: Cone) -> tuple[Fact, ...]:
    return tuple(pack.facts[name] for name in pack.facts if name in cone.facts | cone.around)


def _sensible(facts: tuple[Fact, ...]) -> dict[str, tuple[Label, ...]]:
    return {one.name: tuple(held.why for held in one.sensible) for one in facts if one.sensible}


def _task_of(pack: Pack, answer_id: str) -> Task | None:
    """The group of questions that one belongs to, by what its id begins with."""
    kind, _, rest = answer_id.partition("/")
    owner = rest.partition("/")[0]
    if kind == QuestionKind.ASSURANCE:
        known = any(one.id == owner for one in pack.assurances)
        return Task(Topic.ASSURANCE, owner) if known else None
    if kind in (QuestionKind.SAME_AID, QuestionKind.TOGETHER) and owner in pack.rules_by_id:
        return Task(Topic.SENTENCE, pack.rule(owner).provision)
    if kind in (QuestionKind.BELOW_ZERO, QuestionKind.PAID_TWICE):
        return Task(Topic.AMOUNTS, owner) if owner in rules_with_amounts(pack) else None
    if kind == QuestionKind.UNRAISED:
        return Task(Topic.UNRAISED, owner) if owner in benefits_with_topics(pack) else None
    if owner in pack.rules_by_id:
        return Task(Topic.RULE, owner)
    return Task(Topic.FACT, owner) if owner in pack.facts else None


def _cone(pack: Pack, found: Answer) -> Cone:
    cone = Cone()
    for owner in found.owners:
        if owner in pack.rules_by_id:
            cone |= cone_of_rule(pack, owner)
            if found.kind is QuestionKind.UNRAISED:
                cone |= cone_of_topics(pack, pack.topics_by_rule[owner])
        elif owner in pack.facts:
            fact = pack.facts[owner]
            for condition in (fact.derive, *(entry.when for entry in fact.implied)):
                if isinstance(condition, Condition):
                    cone |= cone_of_condition(pack, condition, member=owner.startswith("member."))
    assurance = next((one for one in pack.assurances if found.id == f"assurance/{one.id}"), None)
    for condition in (getattr(assurance.claim, part, None) for part in ("given", "condition")) if assurance else ():
        if condition is not None:
            cone |= cone_of_condition(pack, condition, member=False)
    return cone
