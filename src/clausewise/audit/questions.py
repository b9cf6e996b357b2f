"""The questions an audit asks of the rules, each a statement in plain words with what the solver says of it.

Can this rule apply to anybody? Can this condition be true, and does it ever matter? Does one rule always bring another?
Do two rules of one sentence grant the same? Does what the analyst wrote hold? Every household shown was checked by the
engine.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from itertools import combinations

from clausewise.audit.answering import no_time, weight_of
from clausewise.audit.assuring import OUTCOMES, answer_assurance
from clausewise.audit.comparing import scope_of
from clausewise.audit.conditions import POSSIBLE, Asked, ask_of_conditions, ask_of_fact
from clausewise.audit.engine import Engines
from clausewise.audit.households import SUBJECT, Replay, confirm, finding_name, write_household
from clausewise.audit.model import Answer, QuestionKind, Weight
from clausewise.audit.money import ask_of_amounts, rules_with_amounts
from clausewise.audit.parallel import Progress, no_progress, run_tasks
from clausewise.audit.solver.cones import cone_of_rule
from clausewise.audit.solver.ended import Ended
from clausewise.audit.solver.household import Whose
from clausewise.audit.solver.limits import Limits
from clausewise.audit.solver.numbers import Formula
from clausewise.audit.solver.problem import Scene
from clausewise.audit.solver.search import Inquiry, small
from clausewise.audit.solver.terms import Truth, opposite
from clausewise.audit.unraised import ask_of_topics, benefits_with_topics
from clausewise.audit.witnesses import find_witness, inquiry_of, subject_of
from clausewise.classes import dataclass
from clausewise.language.conditions import Condition
from clausewise.language.kleene import TRUE
from clausewise.language.labels import Label
from clausewise.language.model import Pack
from clausewise.language.rules import About, Rule
from clausewise.language.verdicts import VERDICTS, Verdict

_USUAL_LIMITS = Limits()


class Topic(StrEnum):
    """What a group of questions is about."""

    RULE = "rule"
    FACT = "fact"
    SENTENCE = "sentence"
    AMOUNTS = "amounts"
    ASSURANCE = "assurance"
    UNRAISED = "unraised"


@dataclass(frozen=True, slots=True)
class Task:
    """A group of questions that are answered together: about a rule, a derived or implied fact, a provision, amounts of
    a rule, an assurance or the topics of a rule."""

    topic: Topic
    id: str


@dataclass(frozen=True, slots=True)
class Asker:
    """What answering takes: the pack, the engine to replay households with, and how far to look."""

    pack: Pack
    replay: Replay
    limits: Limits


@dataclass(frozen=True, slots=True)
class MakeAsker:
    """Makes an asker where it is needed: engines cannot be sent to another process."""

    pack: Pack
    limits: Limits

    def __call__(self) -> Asker:
        return Asker(self.pack, Engines().verdicts, self.limits)


def ask_all(
    pack: Pack,
    *,
    limits: Limits = _USUAL_LIMITS,
    workers: int = 1,
    progress: Progress = no_progress,
    tasks: Sequence[Task] | None = None,
) -> tuple[Answer, ...]:
    """Every question about a pack (or those of some tasks), answered, in a fixed order.

    Raises: EngineDisagreement when the engine does not confirm a household.
    """
    make = MakeAsker(pack, limits)
    groups = run_tasks(tasks_of(pack) if tasks is None else tasks, answer, make, workers=workers, progress=progress)
    return tuple(one for group in groups for one in group)


def tasks_of(pack: Pack) -> list[Task]:
    """What there is to ask about a pack: of its rules, facts, provisions, amounts, assurances and topics, in order."""
    following = [name for name, fact in pack.facts.items() if isinstance(fact.derive, Condition) or fact.implied]
    return [
        *(Task(Topic.RULE, rule.id) for rule in pack.rules),
        *(Task(Topic.FACT, name) for name in following),
        *(Task(Topic.SENTENCE, provision) for provision in dict.fromkeys(rule.provision for rule in pack.rules)),
        *(Task(Topic.AMOUNTS, rule) for rule in rules_with_amounts(pack)),
        *(Task(Topic.ASSURANCE, assurance.id) for assurance in pack.assurances),
        *(Task(Topic.UNRAISED, rule) for rule in benefits_with_topics(pack)),
    ]


def answer(asker: Asker, task: Task) -> tuple[Answer, ...]:
    """The answers of one group, each with the seconds it took. Raises: EngineDisagreement."""
    found = []
    began = time.perf_counter()
    for one in _ANSWERERS[task.topic](asker, task.id):
        ended = time.perf_counter()
        # Questions that were settled together say themselves what each took.
        found.append(one if one.seconds else replace(one, seconds=ended - began))
        began = ended
    return tuple(found)


# ---------------------------------------------------------------- one rule


def _about_rule(asker: Asker, rule_id: str) -> Iterator[Answer]:
    rule = asker.pack.rule(rule_id)
    inquiry = inquiry_of(asker.pack, rule_id, asker.limits)
    witness = find_witness(asker.pack, rule_id, Verdict.APPLIES, asker.replay, inquiry=inquiry)
    outcome = POSSIBLE[witness.ended]
    yield Answer(
        id=f"dead_rule/{rule_id}", kind=QuestionKind.DEAD_RULE, owners=(rule_id,), provisions=(rule.provision,),
        statement=Label(f"有家庭适用“{rule.title.zh}”", f"There is a household to which this applies: {rule.title.en}"),
        outcome=outcome, weight=weight_of(outcome, Weight.FAULT), place=rule.place, household=witness.text,
        why=no_time(outcome), scope=scope_of(witness.ended, witness.most), tried=witness.tried,
    )  # fmt: skip
    asked = Asked(rule.when, subject_of(asker.pack, rule_id), rule_id, rule.provision)
    yield from ask_of_conditions(inquiry, asked)
    if witness.case is not None:
        yield from _implied_by(asker, rule, asker.replay(asker.pack, witness.case), inquiry)


def _about_fact(asker: Asker, name: str) -> Iterator[Answer]:
    yield from ask_of_fact(asker.pack, asker.pack.facts[name], asker.replay, asker.limits)


# ---------------------------------------------------------------- rules that bring each other


def _implied_by(asker: Asker, rule: Rule, seen: Mapping[str, Verdict], about: Inquiry) -> Iterator[Answer]:
    """The rules that always apply where this one does, but for those it stands on by its own words."""
    pack = asker.pack
    by_design = pack.reads.beside(rule.id)
    others = [
        other
        for other in pack.rules
        if other.id != rule.id
        and other.id not in by_design
        and (other.about is rule.about or other.about is About.HOUSEHOLD)
    ]
    applying = _applying(seen, others)
    # Rules that bring each other read much of the same, which is then put as terms once.
    inquiries = {about.cone: about}
    while applying:
        other = applying[0]
        cone = about.cone | cone_of_rule(pack, other.id)
        inquiry = inquiries.get(cone) or inquiry_of(pack, rule.id, asker.limits, cone)
        inquiries[cone] = inquiry
        found = inquiry.look(_without(rule, other), hopeful=False)
        if found.case is not None and found.scene is not None:
            # One household tells of many rules at once.
            still = {one.id for one in _applying(asker.replay(pack, found.case), applying)}
            if other.id in still:
                name = finding_name(other.id, SUBJECT if other.about is About.MEMBER else None)
                brings = _findings(found.scene, rule, other)[1]
                confirm(pack, found.case, {name: VERDICTS[found.code_of(brings)]}, asker.replay)
            applying = [one for one in applying if one.id in still and one.id != other.id]
            continue
        applying = applying[1:]
        yield Answer(
            id=f"implied/{rule.id}/{other.id}", kind=QuestionKind.IMPLIED, owners=(rule.id, other.id),
            provisions=tuple(dict.fromkeys((rule.provision, other.provision))),
            statement=Label(
                f"凡适用“{rule.title.zh}”的，也都适用“{other.title.zh}”",
                f"Wherever this applies: {rule.title.en}; this applies too: {other.title.en}",
            ),
            outcome=OUTCOMES[found.ended], place=rule.place, scope=scope_of(found.ended, found.most),
            weight=Weight.NOTE if found.ended is Ended.NONE else weight_of(OUTCOMES[found.ended], Weight.NOTE),
            why=no_time(OUTCOMES[found.ended]), tried=found.tried,
        )  # fmt: skip


def _findings(scene: Scene, *rules: Rule) -> list[Truth]:
    """The findings of rules on the household or the member that the first of them is about."""
    whose: Whose = 0 if rules[0].about is About.MEMBER else None
    return [scene.one.readings[0].finding(one.id, whose if one.about is About.MEMBER else None) for one in rules]


def _without(rule: Rule, other: Rule) -> Callable[[Scene], list[Formula]]:
    """That one rule applies, and another does not."""

    def pose(scene: Scene) -> list[Formula]:
        brings, brought = _findings(scene, rule, other)
        return [brings.proved, opposite(brought.proved)]

    return pose


def _applying(verdicts: Mapping[str, Verdict], rules: Sequence[Rule]) -> list[Rule]:
    return [
        rule
        for rule in rules
        if verdicts.get(finding_name(rule.id, SUBJECT if rule.about is About.MEMBER else None)) is Verdict.APPLIES
    ]


# ---------------------------------------------------------------- rules of one sentence


def _about_sentence(asker: Asker, provision: str) -> Iterator[Answer]:
    """Of each two rules of a sentence about the same subject: whether they ever hold together, and grant the same."""
    rules = [rule for rule in asker.pack.rules if rule.provision == provision]
    for first, second in combinations(rules, 2):
        if first.about is second.about and second.id not in asker.pack.reads.beside(first.id):
            yield _together(asker, first, second)


def _together(asker: Asker, first: Rule, second: Rule) -> Answer:
    pack = asker.pack
    inquiry = inquiry_of(pack, first.id, asker.limits, cone_of_rule(pack, first.id) | cone_of_rule(pack, second.id))
    found = inquiry.look(lambda scene: [one.proved for one in _findings(scene, first, second)], small)
    same = [aid.label for aid in first.aid if any((aid.form, aid.words) == (one.form, one.words) for one in second.aid)]
    kind = QuestionKind.SAME_AID if same else QuestionKind.TOGETHER
    titles = Label(f"“{first.title.zh}”与“{second.title.zh}”", f"{first.title.en} / {second.title.en}")
    statement = Label(f"{titles.zh}不会同时适用", f"These two never apply together: {titles.en}")
    if same:
        aids = Label("、".join(one.zh for one in same), ", ".join(one.en for one in same))
        statement = Label(
            f"不会有人从{titles.zh}得到同一项“{aids.zh}”", f"Nobody is granted {aids.en} by both of these: {titles.en}"
        )
    household = None
    if found.case is not None:
        subject = SUBJECT if first.about is About.MEMBER else None
        shows = {finding_name(rule.id, subject): VERDICTS[TRUE] for rule in (first, second)}
        confirm(pack, found.case, shows, asker.replay)
        title = Label(f"同时适用：{titles.zh}", f"Both apply: {titles.en}")
        household = write_household(pack, found.case, f"{first.id}-and-{second.id}", title, shows)
    outcome = OUTCOMES[found.ended]
    return Answer(
        id=f"{kind}/{first.id}/{second.id}", kind=kind, owners=(first.id, second.id), provisions=(first.provision,),
        statement=statement, outcome=outcome, place=second.place, household=household,
        weight=weight_of(outcome, Weight.NOTE if same else Weight.FINE),
        scope=scope_of(found.ended, found.most), why=no_time(outcome), tried=found.tried,
    )  # fmt: skip


def _about_amounts(asker: Asker, rule_id: str) -> Iterator[Answer]:
    yield from ask_of_amounts(asker.pack, rule_id, asker.replay, asker.limits)


def _about_assurance(asker: Asker, assurance_id: str) -> Iterator[Answer]:
    assurance = next(one for one in asker.pack.assurances if one.id == assurance_id)
    yield answer_assurance(asker.pack, assurance, asker.replay, limits=asker.limits)


def _about_topics(asker: Asker, rule_id: str) -> Iterator[Answer]:
    yield from ask_of_topics(asker.pack, rule_id, asker.replay, asker.limits)


_ANSWERERS: dict[Topic, Callable[[Asker, str], Iterator[Answer]]] = {
    Topic.RULE: _about_rule,
    Topic.FACT: _about_fact,
    Topic.SENTENCE: _about_sentence,
    Topic.AMOUNTS: _about_amounts,
    Topic.ASSURANCE: _about_assurance,
    Topic.UNRAISED: _about_topics,
}
