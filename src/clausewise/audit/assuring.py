"""Answers the assurances of a pack: each statement is proved, or refuted with a small household.

What a statement means is written in docs/language.md; what an answer means for the audit depends on whether the text
was expected to refute it. Nothing here reads a file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from clausewise.audit.comparing import NO_TIME, decided_apart, differs, scope_of
from clausewise.audit.households import SUBJECT, Replay, confirm, finding_name, write_household
from clausewise.audit.model import Answer, Outcome, QuestionKind, Tried, Weight
from clausewise.audit.solver.cones import Cone, cone_of_condition, cone_of_rule
from clausewise.audit.solver.ended import Ended
from clausewise.audit.solver.household import Whose
from clausewise.audit.solver.limits import Limits
from clausewise.audit.solver.numbers import Formula
from clausewise.audit.solver.problem import Scene
from clausewise.audit.solver.search import Inquiry, Search, small
from clausewise.audit.solver.terms import YES, Truth, both, either, opposite, same
from clausewise.audit.witnesses import VERDICT_LABELS, inquiry_of, subject_of
from clausewise.case.model import Case, Values
from clausewise.classes import dataclass
from clausewise.language.assurances import Assurance, Gain, Implication, Independence
from clausewise.language.conditions import findings_of
from clausewise.language.facts import Value, write_value
from clausewise.language.labels import Label
from clausewise.language.model import Pack
from clausewise.language.rules import About
from clausewise.language.verdicts import VERDICTS, Verdict

_EMPTY = Label("没有家庭能满足前提，因此这句话什么也没说", "no household fulfils what is given, so this says nothing")
_IDLE = Label(
    "这些规则都没有用到所说的事实，所以这句话成立，却没有说明什么",
    "none of these rules reads the fact it is about, so that it holds without saying anything of them",
)
_HOLDS_AFTER_ALL = Label("注明为文件本身所否定，但规则中它成立", "marked as refuted by the text, and yet it holds")
_MOST_SHOWN = 12


@dataclass(frozen=True, slots=True)
class _Found:
    """What became of a statement: a household against it, with the verdicts that show it and what has to be said."""

    ended: Ended
    most: int = 0
    case: Case | None = None
    shows: Mapping[str, Verdict] | None = None
    why: Label | None = None
    empty: bool = False
    tried: tuple[Tried, ...] = ()

    @property
    def outcome(self) -> Outcome:
        """What it says of the statement: a household found refutes it."""
        return OUTCOMES[self.ended]


OUTCOMES = {
    Ended.FOUND: Outcome.REFUTED,
    Ended.NONE: Outcome.PROVED,
    Ended.BOUNDED: Outcome.BOUNDED,
    Ended.NO_TIME: Outcome.UNKNOWN,
}
"""What a search for a household against a statement says of it."""

_USUAL_LIMITS = Limits()


def answer_assurance(pack: Pack, assurance: Assurance, replay: Replay, *, limits: Limits = _USUAL_LIMITS) -> Answer:
    """One statement answered. Raises: EngineDisagreement."""
    match assurance.claim:
        case Implication() as claim:
            found = _implication(pack, assurance, claim, replay, limits)
        case Independence() as claim:
            found = _for_rules(pack, claim.facts, claim.rules, claim.excepted, None, replay, limits)
        case Gain() as claim:
            found = _for_rules(pack, (claim.fact,), claim.rules, claim.excepted, claim.fact, replay, limits)
    weight, why = _weigh(assurance, found)
    if weight is Weight.FINE and _is_idle(pack, assurance):
        weight, why = Weight.IDLE, _IDLE
    household = None
    if found.case is not None:
        name = f"against-{assurance.id}"
        household = write_household(pack, found.case, name, assurance.label, found.shows or {})
    return Answer(
        id=f"assurance/{assurance.id}", kind=QuestionKind.ASSURANCE, owners=_owners(assurance),
        provisions=assurance.provisions, statement=assurance.label, outcome=found.outcome, weight=weight,
        place=assurance.place, household=household, why=why,
        scope=scope_of(found.ended, found.most), tried=found.tried,
    )  # fmt: skip


def _is_idle(pack: Pack, assurance: Assurance) -> bool:
    """Whether a statement holds only because nothing in the rules it is about reads the fact it is about."""
    match assurance.claim:
        case Independence(facts=facts, rules=rules, excepted=excepted):
            about = frozenset(facts)
        case Gain(fact=fact, rules=rules, excepted=excepted):
            about = frozenset({fact})
        case _:
            return False
    return all(about.isdisjoint(pack.reads.facts_deciding(rule)) for rule in rules if rule not in excepted)


def _owners(assurance: Assurance) -> tuple[str, ...]:
    match assurance.claim:
        case Implication(given=given, condition=condition):
            found = [*(findings_of(given) if given else ()), *findings_of(condition)]
            return tuple(dict.fromkeys(found))
        case Independence(rules=rules) | Gain(rules=rules):
            return rules


def _weigh(assurance: Assurance, found: _Found) -> tuple[Weight, Label | None]:
    """What the answer means for the audit, and what a reader should know of it."""
    if found.outcome is Outcome.UNKNOWN:
        return Weight.UNDECIDED, NO_TIME
    if found.outcome is Outcome.REFUTED:
        if assurance.policy is None:
            return Weight.FAULT, found.why
        return Weight.POLICY, _joined(assurance.policy, found.why)
    if found.empty:
        return Weight.FAULT, _EMPTY
    if found.outcome is Outcome.BOUNDED:
        return Weight.BOUNDED, found.why
    if assurance.policy is not None:
        return Weight.FAULT, _HOLDS_AFTER_ALL
    return Weight.FINE, found.why


def _joined(first: Label, second: Label | None) -> Label:
    return first if second is None else Label(f"{first.zh} {second.zh}", f"{first.en} {second.en}")


# ---------------------------------------------------------------- whenever … is true


def _implication(pack: Pack, assurance: Assurance, claim: Implication, replay: Replay, limits: Limits) -> _Found:
    member = assurance.about is About.MEMBER
    whose: Whose = 0 if member else None
    cone = cone_of_condition(pack, claim.condition, member=member)
    if claim.given is not None:
        cone |= cone_of_condition(pack, claim.given, member=member)
    inquiry = Inquiry([pack], cone, limits, subject=member)

    def given(scene: Scene) -> Formula:
        return YES if claim.given is None else scene.one.readings[0].condition(claim.given, whose).proved

    def concluded(scene: Scene) -> Truth:
        return scene.one.readings[0].condition(claim.condition, whose)

    against: dict[str, Callable[[Truth], Formula]] = {
        "then": lambda truth: opposite(truth.proved),
        "never": lambda truth: truth.proved,
        "not_refused": lambda truth: truth.refuted,
    }

    def pose(scene: Scene) -> list[Formula]:
        return [given(scene), against[claim.kind](concluded(scene))]

    # A household that is surely not so says more than one of whom it is not known.
    found = inquiry.look(pose, lambda scene: [concluded(scene).refuted, *small(scene)])
    if found.case is None or found.scene is None:
        empty = found.ended is Ended.NONE and inquiry.look(lambda scene: [given(scene)]).ended is Ended.NONE
        return _Found(found.ended, found.most, empty=empty, tried=found.tried)
    rules = [*(findings_of(claim.given) if claim.given else ()), *findings_of(claim.condition)]
    shows = _verdicts_of(pack, found, rules, whose, replay)
    return _Found(Ended.FOUND, case=found.case, shows=shows, tried=found.tried)


def _verdicts_of(pack: Pack, found: Search, rules: Iterable[str], whose: Whose, replay: Replay) -> dict[str, Verdict]:
    """The verdicts of rules on a household found, as the engine gives them and the solver confirms."""
    case, scene = found.case, found.scene
    assert case is not None
    assert scene is not None
    verdicts = replay(pack, case)
    shown: dict[str, Verdict] = {}
    for rule_id in dict.fromkeys(rules):
        of_member = pack.rule(rule_id).about is About.MEMBER
        if of_member and whose is None:
            names = [name for name in verdicts if name.startswith(f"{rule_id}@")]
            shown |= {name: verdicts[name] for name in names}
            continue
        name = finding_name(rule_id, SUBJECT if of_member else None)
        expected = found.code_of(scene.one.readings[0].finding(rule_id, whose if of_member else None))
        confirm(pack, case, {name: VERDICTS[expected]}, replay)
        shown[name] = verdicts[name]
    return dict(list(shown.items())[:_MOST_SHOWN])


# ---------------------------------------------------------------- what a verdict does not depend on


def _for_rules(
    pack: Pack,
    facts: Sequence[str],
    rules: Sequence[str],
    excepted: Sequence[str],
    gained: str | None,
    replay: Replay,
    limits: Limits,
) -> _Found:
    """Whether no verdict turns when only these facts change; for `gained`, none falls when it becomes true."""
    moved = pack.reads.derived_from(facts)
    against: list[tuple[str, _Found]] = []
    idle, most, ended = [], 0, {Ended.NONE}
    tried: list[Tried] = []
    for rule_id in rules:
        one = _Found(Ended.NONE)
        if not moved.isdisjoint(pack.reads.facts_deciding(rule_id)):
            one = _turned(pack, rule_id, _cone(pack, rule_id, gained), moved, gained, replay, limits)
        if rule_id in excepted:
            idle += [rule_id] if one.ended is Ended.NONE else []
            continue
        if one.ended is Ended.FOUND:
            against.append((rule_id, one))
        most = max(most, one.most)
        ended.add(one.ended)
        tried += one.tried
    if against:
        return _first_of(against)
    worst = next(one for one in (Ended.NO_TIME, Ended.BOUNDED, Ended.NONE) if one in ended)
    return _Found(worst, most, why=_unneeded(idle) if idle else None, tried=tuple(dict.fromkeys(tried)))


def _cone(pack: Pack, rule_id: str, gained: str | None) -> Cone:
    """What a rule rests on; of a member's fact that is gained, whoever gains it has to be seen as well."""
    cone = cone_of_rule(pack, rule_id)
    if gained is not None and gained.startswith("member."):
        cone |= Cone(lookers=frozenset({("whoever gains", 1)}))
    return cone


def _first_of(against: Sequence[tuple[str, _Found]]) -> _Found:
    """The first rule against a statement, naming the others."""
    _, found = against[0]
    others = [other for other, _ in against[1:]]
    if not others or found.why is None:
        return found
    names = "、".join(others), ", ".join(others)
    more = Label(f"同样如此的规则：{names[0]}。", f"The same of: {names[1]}.")
    return replace(found, why=_joined(found.why, more))


def _unneeded(idle: Sequence[str]) -> Label:
    return Label(f"例外不必要：{'、'.join(idle)}", f"not needed as exceptions: {', '.join(idle)}")


def _turned(
    pack: Pack, rule_id: str, cone: Cone, moved: frozenset[str], gained: str | None, replay: Replay, limits: Limits
) -> _Found:
    """Two households that differ in these facts alone, and in the verdict of a rule."""
    whose = subject_of(pack, rule_id)

    def truths(scene: Scene) -> list[Truth]:
        return [problem.readings[0].rule(rule_id, whose) for problem in scene.problems]

    def pose(scene: Scene) -> list[Formula]:
        asked = []
        if gained is not None:
            asked.append(_gains(scene, gained, whose))
        first, second = truths(scene)
        return [*asked, differs(first, second, falls=None if gained is None else True)]

    def wishes(scene: Scene) -> list[Formula]:
        first, second = truths(scene)
        return [decided_apart(first, second), *small(scene)]

    found = inquiry_of(pack, rule_id, limits, cone, moved).look(pose, wishes, hopeful=False)
    if found.case is None or found.other is None or found.scene is None:
        return _Found(found.ended, found.most, tried=found.tried)
    name = finding_name(rule_id, None if whose is None else SUBJECT)
    verdicts = [VERDICTS[found.code_of(truth)] for truth in truths(found.scene)]
    for case, verdict in zip((found.case, found.other), verdicts, strict=True):
        confirm(pack, case, {name: verdict}, replay)
    why = _says_turned(pack, name, found.case, found.other, verdicts)
    return _Found(Ended.FOUND, case=found.case, shows={name: verdicts[0]}, why=why, tried=found.tried)


def _gains(scene: Scene, gained: str, whose: Whose) -> Formula:
    """That a fact of the household, or of one member alone, goes from false to true.

    Whoever gains it is the member whom the rule is about, or another, who may as well be the next: members are alike
    but for that.
    """
    first, second = scene.problems
    everybody: Sequence[Whose] = range(len(scene.one.household.present)) if gained.startswith("member.") else [None]
    ways = []
    for one in everybody[: 1 if whose is None else 2]:
        before, after = (problem.readings[0].fact(gained, one) for problem in (first, second))
        here = [before.known, opposite(before.value), after.known, after.value]
        here += [scene.one.household.present[one]] if one is not None else []
        for other in everybody:
            if other != one:
                was, now = (problem.readings[0].fact(gained, other) for problem in (first, second))
                here += [same(was.known, now.known), same(was.value, now.value)]
        ways.append(both(here))
    return either(ways)


def _says_turned(pack: Pack, name: str, before: Case, after: Case, verdicts: Sequence[Verdict]) -> Label:
    """Which facts change between two households, and how the verdict turns."""
    first, second = VERDICT_LABELS[verdicts[0]], VERDICT_LABELS[verdicts[1]]
    changes = [
        f"{fact}{f'@{member}' if member else ''}: {_written(a)} → {_written(b)}"
        for member, one, other in _sides(before, after)
        for fact in pack.facts
        if (a := one.get(fact)) != (b := other.get(fact))
    ]
    listed = "; ".join(changes)
    return Label(
        f"{name}：{listed} 时，由“{first.zh}”变为“{second.zh}”。", f"{name} {first.en}, and {second.en} with {listed}."
    )


def _sides(before: Case, after: Case) -> Iterator[tuple[str | None, Values, Values]]:
    yield None, before.values, after.values
    for one, other in zip(before.members, after.members, strict=True):
        yield one.id, one.values, other.values


def _written(value: Value | None) -> str:
    return "?" if value is None else write_value(value)
