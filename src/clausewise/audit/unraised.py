"""Whether a benefit could be lost by what a family does not tick: that it never applies where nothing opens its topics.

The statement is about the topics of topics.yaml: all facts that raise a topic of the rule are false, of every member
listed, and what opens one is not proved. Nothing here knows how a topic is asked about.
"""

from __future__ import annotations

from collections.abc import Iterator

from clausewise.audit.answering import no_time, weight_of
from clausewise.audit.assuring import OUTCOMES
from clausewise.audit.comparing import scope_of
from clausewise.audit.households import SUBJECT, Replay, confirm, finding_name, write_household
from clausewise.audit.model import Answer, QuestionKind, Weight
from clausewise.audit.solver.cones import SUBJECT as SUBJECT_SEEN
from clausewise.audit.solver.cones import Cone, cone_of_condition, cone_of_rule
from clausewise.audit.solver.household import Whose
from clausewise.audit.solver.limits import Limits
from clausewise.audit.solver.numbers import Formula
from clausewise.audit.solver.problem import Scene
from clausewise.audit.solver.search import small
from clausewise.audit.solver.terms import either, opposite
from clausewise.audit.witnesses import inquiry_of, subject_of
from clausewise.case.model import Case
from clausewise.language.conditions import If
from clausewise.language.labels import Label
from clausewise.language.model import Pack
from clausewise.language.rules import Rule, RuleKind
from clausewise.language.topics import Topic
from clausewise.language.verdicts import Verdict

_USUAL_LIMITS = Limits()


def benefits_with_topics(pack: Pack) -> tuple[str, ...]:
    """The ids of the benefits that a topic is about, in the order of the pack."""
    return tuple(rule.id for rule in pack.rules if rule.kind is RuleKind.BENEFIT and rule.id in pack.topics_by_rule)


def ask_of_topics(pack: Pack, rule_id: str, replay: Replay, limits: Limits = _USUAL_LIMITS) -> Iterator[Answer]:
    """Whether a benefit never applies while nothing opens a topic of it; refuted with the household that would lose it.

    Raises: EngineDisagreement.
    """
    rule, topics = pack.rule(rule_id), pack.topics_by_rule[rule_id]
    whose = subject_of(pack, rule_id)

    def pose(scene: Scene) -> list[Formula]:
        reading = scene.one.readings[0]
        opened = [reading.condition(one.opens, None).proved for one in topics if one.opens is not None]
        return [reading.rule(rule_id, whose).proved, *_unraised(scene, topics), *map(opposite, opened)]

    found = inquiry_of(pack, rule_id, limits, cone_of_rule(pack, rule_id) | cone_of_topics(pack, topics)).look(
        pose, small, hopeful=False
    )
    outcome = OUTCOMES[found.ended]
    titles = Label("、".join(one.label.zh for one in topics), "; ".join(one.label.en for one in topics))
    yield Answer(
        id=f"{QuestionKind.UNRAISED}/{rule_id}", kind=QuestionKind.UNRAISED, owners=(rule_id,),
        provisions=(rule.provision,), outcome=outcome, weight=weight_of(outcome, Weight.FAULT), place=topics[0].place,
        statement=Label(
            f"没有提到“{titles.zh}”的家庭，不会适用“{rule.title.zh}”",
            f"No household that raises none of its topics ({titles.en}) can get this: {rule.title.en}",
        ),
        household=None if found.case is None else _shown(pack, rule, found.case, replay),
        why=no_time(outcome), scope=scope_of(found.ended, found.most), tried=found.tried,
    )  # fmt: skip


def cone_of_topics(pack: Pack, topics: tuple[Topic, ...]) -> Cone:
    """What the raising and the opening of some topics rest on."""
    cone = Cone()
    for topic in topics:
        for leaf in topic.raised:
            # That a fact is false of all members holds of fewer too: nobody has to be seen for it.
            found = cone_of_condition(pack, leaf, member=True)
            cone |= Cone(facts=found.facts, around=found.around, lookers=found.lookers - {SUBJECT_SEEN})
        if topic.opens is not None:
            cone |= cone_of_condition(pack, topic.opens, member=False)
    return cone


def _unraised(scene: Scene, topics: tuple[Topic, ...]) -> Iterator[Formula]:
    """That every fact which raises one of these topics is false, of the household and of each member listed."""
    for topic in topics:
        for name, leaf in zip(topic.raised_by, topic.raised, strict=True):
            for whose in scene.one.subjects_of(name):
                yield _is_false(scene, leaf, whose)


def _is_false(scene: Scene, leaf: If, whose: Whose) -> Formula:
    refuted = scene.one.readings[0].condition(leaf, whose).refuted
    return either([opposite(scene.one.here(whose)), refuted])


def _shown(pack: Pack, rule: Rule, case: Case, replay: Replay) -> str:
    """The household that would lose it, as a case that expects it. Raises: EngineDisagreement."""
    whose = subject_of(pack, rule.id)
    shows = {finding_name(rule.id, None if whose is None else SUBJECT): Verdict.APPLIES}
    confirm(pack, case, shows, replay)
    title = Label(f"没有提到而适用：{rule.title.zh}", f"Applies although nothing of it was raised: {rule.title.en}")
    return write_household(pack, case, f"unraised-{rule.id}", title, shows)
