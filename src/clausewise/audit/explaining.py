"""Answers one question of an audit again, by its id, with what was asked for it: which households, on which days.

Nothing here knows how questions are asked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from clausewise.audit.households import Replay
from clausewise.audit.model import Answer, QuestionKind
from clausewise.audit.money import rules_with_amounts
from clausewise.audit.questions import MakeAsker, Task, Topic, answer
from clausewise.audit.solver.cones import Cone, cone_of_condition, cone_of_rule
from clausewise.audit.solver.limits import Limits
from clausewise.audit.unraised import benefits_with_topics, cone_of_topics
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


def explain_answer(pack: Pack, answer_id: str, make_replay: Callable[[], Replay], limits: Limits) -> Explained | None:
    """One answer of an audit with what was asked for it; None when no question has that id.

    Raises: EngineDisagreement.
    """
    task = _task_of(pack, answer_id)
    if task is None:
        return None
    asker = MakeAsker(pack, make_replay, limits)()
    found = next((one for one in answer(asker, task) if one.id == answer_id), None)
    if found is None:
        return None
    cone = _cone(pack, found)
    facts = tuple(pack.facts[name] for name in pack.facts if name in cone.facts | cone.around)
    sensible: dict[str, Any] = {one.name: tuple(held.why for held in one.sensible) for one in facts if one.sensible}
    return Explained(found, facts, sensible, cone.enough)


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
