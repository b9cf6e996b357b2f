"""What the solver says of a mutant that no case noticed: it means the same, or a household tells the two apart.

A change of what a rule grants, of who handles it or how firmly it speaks, is no matter of verdicts: it shows on any
household to which the rule applies, as a detail the case has to expect. Nothing here makes a mutant.
"""

from __future__ import annotations

from collections.abc import Sequence

from clausewise.audit.comparing import NO_TIME, Apart, differs, glance_apart, scope_of, tell_apart
from clausewise.audit.granting import compare_granting
from clausewise.audit.households import SUBJECT, Replay, finding_name, write_household
from clausewise.audit.model import Fate
from clausewise.audit.resolution import Resolution
from clausewise.audit.solver.cones import Cone, cone_of_condition, cone_of_rule
from clausewise.audit.solver.ended import Ended
from clausewise.audit.solver.household import UNNAMED, Whose
from clausewise.audit.solver.limits import Limits
from clausewise.audit.solver.numbers import Formula
from clausewise.audit.solver.problem import Scene
from clausewise.audit.solver.search import Inquiry
from clausewise.audit.solver.terms import YES, both, either, opposite
from clausewise.audit.witnesses import subject_of
from clausewise.language.labels import Label
from clausewise.language.model import Pack
from clausewise.language.rules import About, Rule
from clausewise.language.verdicts import Verdict

_SAME = Label("没有家庭的结论因此不同", "no household gets another verdict")
_ONLY_UNKNOWN = Label("没有找到一切都知道的这样的家庭", "no such household was found of whom everything is known")
_USUAL_LIMITS = Limits()
_FATES = {Ended.NONE: Fate.EQUIVALENT, Ended.BOUNDED: Fate.BOUNDED, Ended.NO_TIME: Fate.UNDECIDED}


def resolve_mutant(
    pack: Pack, mutant: Pack, name: str, affected: Sequence[str], replay: Replay, *, limits: Limits = _USUAL_LIMITS
) -> Resolution:
    """Whether a mutant means what the pack means; `name` is its id, for the household that tells them apart.

    `affected` are the rules that could be found otherwise. Raises: EngineDisagreement.
    """
    for rule_id in affected:
        if _is_written_otherwise(pack.rule(rule_id), mutant.rule(rule_id)):
            return _by_granting(pack, mutant, [rule_id], name, replay, limits)
    if pack.facts is not mutant.facts and _all_mean_the_same(pack, mutant, affected, limits):
        return _by_granting(pack, mutant, affected, name, replay, limits)
    seen = glance_apart(pack, mutant, affected, replay=replay, limits=limits)
    if seen is not None:
        return _told_apart(pack, *seen, name)
    unread = pack.facts is mutant.facts and pack.parameters is mutant.parameters
    if unread and affected and _means_the_same(pack, mutant, affected[0], limits):
        # What stands on its findings then finds the same as well.
        return Resolution(Fate.EQUIVALENT, None, _SAME)
    ends: dict[Ended, int] = {}
    weak: Resolution | None = None
    for rule_id in affected:
        apart = tell_apart(pack, mutant, rule_id, replay=replay, limits=limits, hopeful=False)
        if apart.complete:
            return _told_apart(pack, rule_id, apart, name)
        # Another rule may show it on a household of whom more is known.
        weak = weak or (None if apart.case is None else _told_apart(pack, rule_id, apart, name))
        ends[apart.ended] = max(ends.get(apart.ended, 0), apart.most)
    if weak is not None:
        return weak
    granting = _by_granting(pack, mutant, affected, name, replay, limits)
    return granting if granting.fate is not Fate.EQUIVALENT else _none_found(ends)


def _told_apart(pack: Pack, rule_id: str, apart: Apart, name: str) -> Resolution:
    """A mutant that a household tells from the pack by the verdict of a rule."""
    assert apart.case is not None
    assert apart.before is not None
    shows = {finding_name(rule_id, None if subject_of(pack, rule_id) is None else SUBJECT): apart.before}
    title = Label(f"区分改动：{name}", f"Notices the change: {name}")
    text = write_household(pack, apart.case, f"kills {name}", title, shows)
    return Resolution(Fate.SURVIVED, text, None if apart.complete else _ONLY_UNKNOWN)


def _none_found(ends: dict[Ended, int]) -> Resolution:
    """What a mutant comes to that no household was found for."""
    worst = next((one for one in (Ended.NO_TIME, Ended.BOUNDED) if one in ends), Ended.NONE)
    why = {Ended.NO_TIME: NO_TIME, Ended.NONE: _SAME}.get(worst) or scope_of(worst, ends[worst])
    return Resolution(_FATES[worst], None, why)


def _means_the_same(pack: Pack, mutant: Pack, rule_id: str, limits: Limits) -> bool:
    """Whether one changed rule is proved to come to the same of everybody, of a member who is not known as well."""
    changed = mutant.rule(rule_id)
    member = changed.about is About.MEMBER
    cone = cone_of_rule(pack, rule_id) | cone_of_condition(pack, changed.when, member=member)

    def pose(scene: Scene) -> list[Formula]:
        reading, home = scene.one.readings[0], scene.one.household
        subjects: list[tuple[Whose, Formula]] = [(None, YES)]
        if member:
            subjects = [(0, home.present[0]), (UNNAMED, opposite(home.members_known))]
        return [
            both([there, differs(reading.rule(rule_id, whose), reading.condition(changed.when, whose))])
            for whose, there in subjects
        ]

    inquiry = Inquiry([pack], cone, limits)
    return inquiry.look(lambda scene: [either(pose(scene))], hopeful=False).ended is Ended.NONE


def _all_mean_the_same(pack: Pack, mutant: Pack, rules: Sequence[str], limits: Limits) -> bool:
    """Whether all of some rules are proved at once to come to the same of everybody.

    It takes little more than to prove it of one of them, since they read much of the same.
    """
    cone = Cone()
    for rule_id in rules:
        cone |= cone_of_rule(pack, rule_id) | cone_of_rule(mutant, rule_id)
    if cone.enough is None:
        return False

    def differ(scene: Scene) -> list[Formula]:
        found = []
        for rule_id in rules:
            whose = subject_of(pack, rule_id)
            there = YES if whose is None else scene.one.household.present[0]
            before, after = (reading.rule(rule_id, whose) for reading in scene.one.readings)
            found.append(both([there, differs(before, after)]))
        return [either(found)]

    return Inquiry([pack, mutant], cone, limits).look(differ, hopeful=False).ended is Ended.NONE


# ---------------------------------------------------------------- what is no matter of verdicts


def _is_written_otherwise(before: Rule, after: Rule) -> bool:
    """Whether a mutant changes what its rule grants, who handles it or how firmly it speaks, and no verdict."""
    return before is not after and before.when is after.when


def _by_granting(
    pack: Pack, mutant: Pack, rules: Sequence[str], name: str, replay: Replay, limits: Limits
) -> Resolution:
    """A household that is granted something else by the mutant, expecting what the pack grants."""
    ends: dict[Ended, int] = {}
    for rule_id in rules:
        found = compare_granting(pack, mutant, rule_id, replay=replay, limits=limits)
        if found.case is not None:
            finding = finding_name(rule_id, None if subject_of(pack, rule_id) is None else SUBJECT)
            title = Label(f"区分改动：{name}", f"Notices the change: {name}")
            shows, details = {finding: Verdict.APPLIES}, {finding: found.expected}
            text = write_household(pack, found.case, f"kills {name}", title, shows, details if found.expected else None)
            return Resolution(Fate.SURVIVED, text)
        ends[found.ended] = max(ends.get(found.ended, 0), found.most)
    return _none_found(ends)
