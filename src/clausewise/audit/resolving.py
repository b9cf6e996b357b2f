"""What the solver says of a mutant that no case noticed: it means the same, or a household tells the two apart.

A change of what a rule grants, of who handles it or how firmly it speaks, is no matter of verdicts: it shows on any
household to which the rule applies, as a detail the case has to expect. Nothing here makes a mutant.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

import z3

from clausewise.audit.comparing import NO_TIME, differs, scope_of, tell_apart
from clausewise.audit.households import SUBJECT, Replay, confirm, finding_name, write_household
from clausewise.audit.model import Fate
from clausewise.audit.resolution import Resolution
from clausewise.audit.solver.cones import cone_of_condition, cone_of_expressions, cone_of_rule
from clausewise.audit.solver.household import UNNAMED, Whose, day_in
from clausewise.audit.solver.limits import Limits
from clausewise.audit.solver.numbers import Formula, plain
from clausewise.audit.solver.problem import Scene
from clausewise.audit.solver.search import Inquiry, small
from clausewise.audit.solver.solving import Ended
from clausewise.audit.solver.terms import YES, Day, Term, both, either, opposite, same
from clausewise.audit.witnesses import subject_of
from clausewise.language.expressions import Expression, Kind
from clausewise.language.kleene import TRUE
from clausewise.language.labels import Label
from clausewise.language.model import Pack
from clausewise.language.rules import About, Rule
from clausewise.language.verdicts import VERDICTS, Verdict

_SAME = Label("没有家庭的结论因此不同", "no household gets another verdict")
_ONLY_UNKNOWN = Label("只在有事实不知道时不同", "it differs only where something is not known")
_USUAL_LIMITS = Limits()
_FATES = {Ended.NONE: Fate.EQUIVALENT, Ended.BOUNDED: Fate.BOUNDED, Ended.NO_TIME: Fate.UNDECIDED}


def resolve_mutant(
    pack: Pack, mutant: Pack, name: str, affected: Sequence[str], replay: Replay, *, limits: Limits = _USUAL_LIMITS
) -> Resolution:
    """Whether a mutant means what the pack means; `name` is its id, for the household that tells them apart.

    `affected` are the rules that could be found otherwise. Raises: EngineDisagreement.
    """
    for rule_id in affected:
        before, after = pack.rule(rule_id), mutant.rule(rule_id)
        changed = _changed_details(before, after)
        if changed:
            return _by_details(pack, before, after, changed, name, replay, limits)
    unread = pack.facts is mutant.facts and pack.parameters is mutant.parameters
    if unread and affected and _means_the_same(pack, mutant, affected[0], limits):
        # What stands on its findings then finds the same as well.
        return Resolution(Fate.EQUIVALENT, None, _SAME)
    ends: dict[Ended, int] = {}
    weak: Resolution | None = None
    for rule_id in affected:
        apart = tell_apart(pack, mutant, rule_id, replay=replay, limits=limits)
        if apart.case is not None and apart.before is not None:
            subject = None if subject_of(pack, rule_id) is None else SUBJECT
            shows = {finding_name(rule_id, subject): apart.before}
            title = Label(f"区分改动：{name}", f"Notices the change: {name}")
            text = write_household(pack, apart.case, f"kills {name}", title, shows)
            if apart.complete:
                return Resolution(Fate.SURVIVED, text)
            # Another rule may show it on a household of whom more is known.
            weak = weak or Resolution(Fate.SURVIVED, text, _ONLY_UNKNOWN)
        ends[apart.ended] = max(ends.get(apart.ended, 0), apart.most)
    return weak or _none_found(ends)


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
    return inquiry.look(lambda scene: [either(pose(scene))]).ended is Ended.NONE


# ---------------------------------------------------------------- what is no matter of verdicts


def _changed_details(before: Rule, after: Rule) -> dict[str, Any]:
    """What a case would expect of the rule as it was, of everything that is otherwise in the mutant."""
    details: dict[str, Any] = {}
    if before.modality.kind is not after.modality.kind:
        details["modality"] = before.modality.kind.value
    if before.agency != after.agency:
        details["agency"] = list(before.agency)
    if [one.label for one in before.aid] != [one.label for one in after.aid]:
        details["aid"] = [one.label.zh for one in before.aid]
    if [one.label for one in before.followup] != [one.label for one in after.followup]:
        details["followup"] = [one.label.zh for one in before.followup]
    for field, old, new in _computed(before, after):
        if old != new:
            details[field] = (old, new)
    return details


def _computed(before: Rule, after: Rule) -> Iterator[tuple[str, Expression | None, Expression | None]]:
    """Amounts, periods and the deadline, as they were and as they are in the mutant."""
    others = {one.label: one for one in after.aid}
    for aid in before.aid:
        other = others.get(aid.label)
        if other is not None:
            yield "amount", aid.amount, other.amount
            yield "months", aid.months, other.months
    days = [one.deadline.by if one.deadline else None for one in (before, after)]
    yield "deadline", days[0], days[1]


def _by_details(
    pack: Pack, before: Rule, after: Rule, changed: dict[str, Any], name: str, replay: Replay, limits: Limits
) -> Resolution:
    """A household to which the rule applies, expecting what is otherwise in the mutant."""
    whose = subject_of(pack, before.id)
    # What the mutant computes and the policy does not is nothing that a case could expect.
    terms = {field: pair for field, pair in changed.items() if isinstance(pair, tuple) and pair[0] is not None}
    read = [one for pair in terms.values() for one in pair if one is not None]
    cone = cone_of_rule(pack, before.id) | cone_of_expressions(pack, read, member=whose is not None)

    def pose(scene: Scene) -> list[Formula]:
        reading = scene.one.readings[0]
        asked = [reading.finding(before.id, whose).proved]
        for old, new in terms.values():
            value = reading.value(old, whose)
            asked.append(value.known)
            if new is not None:
                asked.append(_differ(value, reading.value(new, whose)))
        return asked

    found = Inquiry([pack], cone, limits, subject=whose is not None).look(pose, small)
    if found.case is None or found.scene is None:
        return _none_found({found.ended: found.most})
    subject = None if whose is None else SUBJECT
    shows: dict[str, Verdict] = {finding_name(before.id, subject): VERDICTS[TRUE]}
    confirm(pack, found.case, shows, replay)
    details = {field: value for field, value in changed.items() if not isinstance(value, tuple)}
    for field, (old, _) in terms.items():
        details[field] = _value(found.model, found.scene.one.readings[0].value(old, whose), old.kind)
    title = Label(f"区分改动：{name}", f"Notices the change: {name}")
    text = write_household(pack, found.case, f"kills {name}", title, shows, {next(iter(shows)): details})
    return Resolution(Fate.SURVIVED, text)


def _differ(old: Term, new: Term) -> Any:
    return either([opposite(new.known), both([new.known, opposite(same(old.value, new.value))])])


def _value(model: Any, term: Term, kind: Kind) -> Any:
    """The value of an expression for the household found, as a case writes it."""
    if isinstance(term.value, Day):
        return day_in(model, term.value)
    found = model.eval(plain(term.value), model_completion=True)
    amount = Fraction(found.as_fraction()) if z3.is_real(found) else Fraction(found.as_long())
    return amount if kind is Kind.MONEY else int(amount)
