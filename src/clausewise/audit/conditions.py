"""The questions asked of conditions, of rules and of what facts follow from: can each be true, and does it matter?

Of the entries that imply a fact also whether two of them ever say different things. Nothing here knows which conditions
there are to ask about, or what a rule grants.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace

from clausewise.audit.answering import no_time, weight_of
from clausewise.audit.assuring import OUTCOMES
from clausewise.audit.comparing import differs, scope_of
from clausewise.audit.households import SUBJECT, Replay, confirm, finding_name, write_household
from clausewise.audit.model import Answer, Outcome, QuestionKind, Weight
from clausewise.audit.paths import Step, dropped, nodes_of, say_condition
from clausewise.audit.solver.cones import Cone, cone_of_condition
from clausewise.audit.solver.ended import Ended
from clausewise.audit.solver.household import Whose
from clausewise.audit.solver.limits import Limits
from clausewise.audit.solver.numbers import Formula
from clausewise.audit.solver.problem import Scene
from clausewise.audit.solver.search import Inquiry, Search, small
from clausewise.audit.solver.terms import NO, both
from clausewise.case.model import Case
from clausewise.classes import dataclass
from clausewise.language import conditions as c
from clausewise.language.facts import Fact, Implied
from clausewise.language.labels import Label
from clausewise.language.model import Pack
from clausewise.language.rules import About
from clausewise.language.verdicts import Verdict

POSSIBLE = {**OUTCOMES, Ended.FOUND: Outcome.PROVED, Ended.NONE: Outcome.REFUTED}
"""What a search says of a statement that something can be: a household that was found is the proof."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A condition that is asked about: of whom, whose it is, of which provision, and where it stands in its owner.

    `itself` says that the whole is asked about too, and not only what is below it.
    """

    whole: c.Condition
    whose: Whose
    owner: str
    provision: str
    root: str = "when"
    itself: bool = False


def ask_of_fact(pack: Pack, fact: Fact, replay: Replay, limits: Limits) -> Iterator[Answer]:
    """The questions about what a fact follows from. Raises: EngineDisagreement."""
    member = fact.name.startswith("member.")
    whose: Whose = 0 if member else None
    provision = fact.cited[0] if fact.cited else ""
    if fact.implied:
        yield from _on_meeting(pack, fact, replay, limits)
    asked = [
        Asked(entry.when, whose, fact.name, provision, f"implied.{number}.when", itself=True)
        for number, entry in enumerate(fact.implied)
    ]
    if isinstance(fact.derive, c.Condition):
        asked.append(Asked(fact.derive, whose, fact.name, provision))
    for one in asked:
        cone = cone_of_condition(pack, one.whole, member=member)
        yield from ask_of_conditions(Inquiry([pack], cone, limits, subject=member), one)


# ---------------------------------------------------------------- each condition


def ask_of_conditions(inquiry: Inquiry, asked: Asked) -> Iterator[Answer]:
    """Of each condition: whether it can be true, and whether leaving it out ever matters.

    Of a contested point it is asked as a whole: one reading may well contain the other, or be always true.
    """
    whole, whose = asked.whole, asked.whose
    steps = [step for step in nodes_of(whole, asked.root) if not step.contested][0 if asked.itself else 1 :]
    if not steps:
        return
    droppable = [step for step in steps if step.can_be_dropped]

    def possible_and_mattering(scene: Scene) -> list[Formula]:
        reading = scene.one.readings[0]
        goals = []
        for step in steps:
            # Under a quantifier it is asked of some member.
            somebody = scene.one.household.present[:1] if step.quantified else ()
            goals.append(both([*somebody, reading.condition(step.condition, 0 if somebody else whose).proved]))
        truth = reading.condition(whole, whose)
        rest = [dropped(whole, step.path, asked.root) for step in droppable]
        goals += [differs(truth, reading.condition(without, whose)) for without in rest]
        return goals

    began = time.perf_counter()
    found = inquiry.settle(possible_and_mattering)
    seconds = (time.perf_counter() - began) / len(found)
    for step, one in zip(steps, found, strict=False):
        says = say_condition(step.condition)
        statement = Label(f"“{says}”可以成立", f"This can be true: {says}")
        yield _on_condition(QuestionKind.DEAD_CONDITION, asked, step, statement, one, seconds)
    for step, one in zip(droppable, found[len(steps) :], strict=True):
        says = say_condition(step.condition)
        statement = Label(
            f"“{says}”起作用：去掉它，有家庭的结论会变", f"This matters, some verdict turns without it: {says}"
        )
        yield _on_condition(QuestionKind.IDLE_CONDITION, asked, step, statement, one, seconds)


def _on_condition(
    kind: QuestionKind, asked: Asked, step: Step, statement: Label, found: Search, seconds: float
) -> Answer:
    outcome = POSSIBLE[found.ended]
    return Answer(
        id=f"{kind}/{asked.owner}/{step.path}", kind=kind, owners=(asked.owner,),
        provisions=(asked.provision,) if asked.provision else (), statement=statement, outcome=outcome,
        weight=weight_of(outcome, Weight.FAULT), place=step.condition.place, why=no_time(outcome),
        scope=scope_of(found.ended, found.most), seconds=seconds, tried=found.tried,
    )  # fmt: skip


# ---------------------------------------------------------------- entries that meet


def _on_meeting(pack: Pack, fact: Fact, replay: Replay, limits: Limits) -> Iterator[Answer]:
    """Whether entries of a fact are ever proved that no value fulfils; not asked where none says anything else."""
    member = fact.name.startswith("member.")
    whose: Whose = 0 if member else None
    cone = Cone()
    for entry in fact.implied:
        cone |= cone_of_condition(pack, entry.when, member=member)
    inquiry = Inquiry([pack], cone, limits, subject=member)

    def pose(scene: Scene) -> list[Formula]:
        return [scene.one.readings[0].implying.meeting(fact, whose)]

    if pose(inquiry.scene(inquiry.today)) == [NO]:
        return
    found = inquiry.look(pose, small)
    outcome = OUTCOMES[found.ended]
    household, why, place = None, no_time(outcome), fact.place
    if found.case is not None and found.scene is not None:
        proved = found.scene.one.readings[0].implying.proved(fact, whose)
        met = [entry for entry, truth in zip(fact.implied, proved, strict=True) if found.holds(truth.proved)]
        _confirm_met(pack, fact, met, found.case, replay)
        title = Label(f"推定互相抵触：{fact.label.zh}", f"What is implied meets: {fact.label.en}")
        household = write_household(pack, found.case, f"entries-meet-{fact.name}", title, {})
        why, place = _says_met(fact, met), met[-1].place
    yield Answer(
        id=f"{QuestionKind.ENTRIES_MEET}/{fact.name}", kind=QuestionKind.ENTRIES_MEET, owners=(fact.name,),
        provisions=fact.cited[:1],
        statement=Label(
            f"“{fact.label.zh}”不会由不同的推定得出不同的结果",
            f"No two entries imply different things of this: {fact.label.en}",
        ),
        outcome=outcome, weight=weight_of(outcome, Weight.FAULT), place=place, household=household, why=why,
        scope=scope_of(found.ended, found.most), tried=found.tried,
    )  # fmt: skip


def _confirm_met(pack: Pack, fact: Fact, met: Sequence[Implied], case: Case, replay: Replay) -> None:
    """Let the engine check that all these entries are proved, as one rule. Raises: EngineDisagreement."""
    about = About.MEMBER if fact.name.startswith("member.") else About.HOUSEHOLD
    when = c.All(tuple(entry.when for entry in met), None, fact.place)
    rule = replace(pack.rules[0], id=fact.name, about=about, when=when, aid=(), followup=(), deadline=None)
    probe = replace(pack, rules=(rule,), duties=(), strata=((rule.id,),))
    name = finding_name(rule.id, SUBJECT if about is About.MEMBER else None)
    confirm(probe, case, {name: Verdict.APPLIES}, replay)


def _says_met(fact: Fact, met: Sequence[Implied]) -> Label:
    """Which entries meet, with what each says and why."""
    zh = "；".join(f"第{fact.implied.index(one) + 1}条：{_says(fact, one, 'zh')}（{one.why.zh}）" for one in met)
    en = "; ".join(f"entry {fact.implied.index(one) + 1}: {_says(fact, one, 'en')} ({one.why.en})" for one in met)
    return Label(f"同时成立的有{zh}。", f"These are proved together: {en}.")


def _says(fact: Fact, entry: Implied, language: str) -> str:
    if entry.value is not None:
        return fact.show(entry.value, language)
    values = [fact.show(one, language) for one in entry.ruled_out]
    return f"不是{'、'.join(values)}" if language == "zh" else f"not {' or '.join(values)}"
