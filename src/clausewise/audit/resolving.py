"""What the solver says of a mutant that no case noticed: it means the same, or a household tells the two apart.

A change of what a rule grants, of who handles it or how firmly it speaks, is no matter of verdicts: it shows on any
household to which the rule applies, as a detail the case has to expect. Nothing here makes a mutant.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

import z3

from clausewise.audit.comparing import NO_TIME, differs, scope_of, tell_apart
from clausewise.audit.households import SUBJECT, Replay, confirm, finding_name, write_household
from clausewise.audit.model import Fate
from clausewise.audit.resolution import Resolution
from clausewise.audit.solver.household import UNNAMED, Whose
from clausewise.audit.solver.search import (
    MOST_MEMBERS,
    Cone,
    Ended,
    Problem,
    cone_of_condition,
    cone_of_rule,
    search,
    settle,
)
from clausewise.audit.solver.terms import YES, Day, Formula, Term, both, either, opposite, same
from clausewise.audit.witnesses import problem_of, subject_of
from clausewise.language.expressions import Expression, Kind, facts_read
from clausewise.language.kleene import TRUE
from clausewise.language.labels import Label
from clausewise.language.model import Pack
from clausewise.language.rules import About, Rule
from clausewise.language.verdicts import VERDICTS, Verdict

_SAME = Label("没有家庭的结论因此不同", "no household gets another verdict")


def resolve_mutant(
    pack: Pack, mutant: Pack, name: str, affected: Sequence[str], replay: Replay, *, timeout: float = 10
) -> Resolution:
    """Whether a mutant means what the pack means; `name` is its id, for the household that tells them apart.

    `affected` are the rules that could be found otherwise. Raises: EngineDisagreement.
    """
    for rule_id in affected:
        before, after = pack.rule(rule_id), mutant.rule(rule_id)
        changed = _changed_details(before, after)
        if changed:
            return _by_details(pack, before, after, changed, name, replay, timeout)
    if pack.facts is mutant.facts and affected and _means_the_same(pack, mutant, affected[0], timeout):
        # What stands on its findings then finds the same as well.
        return Resolution(Fate.EQUIVALENT, None, _SAME)
    open_ended, whole = False, True
    for rule_id in affected:
        apart = tell_apart(pack, mutant, rule_id, replay=replay, timeout=timeout)
        if apart.case is not None and apart.before is not None:
            subject = None if subject_of(pack, rule_id) is None else SUBJECT
            shows = {finding_name(rule_id, subject): apart.before}
            title = Label(f"区分改动：{name}", f"Notices the change: {name}")
            return Resolution(Fate.SURVIVED, write_household(pack, apart.case, f"kills {name}", title, shows))
        open_ended = open_ended or apart.ended is Ended.NO_TIME
        whole = whole and apart.whole
    if open_ended:
        return Resolution(Fate.UNDECIDED, None, NO_TIME)
    if not whole:
        most = max(min(cone_of_rule(pack, one).members, MOST_MEMBERS) for one in affected)
        return Resolution(Fate.EQUIVALENT, None, scope_of(False, most))
    return Resolution(Fate.EQUIVALENT, None, _SAME)


def _means_the_same(pack: Pack, mutant: Pack, rule_id: str, timeout: float) -> bool:
    """Whether one changed rule is proved to come to the same of everybody, of a member who is not known as well."""
    changed = mutant.rule(rule_id)
    member = changed.about is About.MEMBER
    cone = cone_of_rule(pack, rule_id) | cone_of_condition(pack, changed.when, member=member)
    problem = Problem([pack], cone)
    if not problem.whole:
        return False
    reading, known = problem.readings[0], problem.household.members_known
    subjects: list[tuple[Whose, Formula]] = [(None, YES)]
    if member:
        subjects = [(0, problem.household.present[0]), (UNNAMED, opposite(known))]
    goals = [
        both([there, differs(reading.rule(rule_id, whose), reading.condition(changed.when, whose))])
        for whose, there in subjects
    ]
    return settle(problem, goals, timeout) == [Ended.NONE] * len(goals)


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
    pack: Pack, before: Rule, after: Rule, changed: dict[str, Any], name: str, replay: Replay, timeout: float
) -> Resolution:
    """A household to which the rule applies, expecting what is otherwise in the mutant."""
    whose = subject_of(pack, before.id)
    terms = {field: pair for field, pair in changed.items() if isinstance(pair, tuple)}
    read = {fact for pair in terms.values() for one in pair if one is not None for fact in facts_read(one)}
    cone = cone_of_rule(pack, before.id) | Cone(pack.reads.with_inputs(read), frozenset(), True)
    problem = problem_of(pack, before.id, cone)
    reading = problem.readings[0]
    problem.ask(reading.finding(before.id, whose).proved)
    values: dict[str, Term] = {}
    for field, (old, new) in terms.items():
        if old is None:
            # The mutant computes what the policy does not: nothing that a case could expect.
            continue
        values[field] = reading.value(old, whose)
        problem.ask(values[field].known)
        if new is not None:
            problem.ask(_differ(values[field], reading.value(new, whose)))
    found = search(problem, timeout)
    if found.case is None:
        fate = Fate.UNDECIDED if found.ended is Ended.NO_TIME else Fate.EQUIVALENT
        return Resolution(fate, None, NO_TIME if fate is Fate.UNDECIDED else _SAME)
    subject = None if whose is None else SUBJECT
    shows: dict[str, Verdict] = {finding_name(before.id, subject): VERDICTS[TRUE]}
    confirm(pack, found.case, shows, replay)
    details = {field: value for field, value in changed.items() if field not in terms}
    for field, term in values.items():
        computed = terms[field][0]
        details[field] = _value(found.model, term, computed.kind)
    title = Label(f"区分改动：{name}", f"Notices the change: {name}")
    text = write_household(pack, found.case, f"kills {name}", title, shows, {next(iter(shows)): details})
    return Resolution(Fate.SURVIVED, text)


def _differ(old: Term, new: Term) -> Any:
    return either([opposite(new.known), both([new.known, opposite(same(old.value, new.value))])])


def _value(model: Any, term: Term, kind: Kind) -> Any:
    """The value of an expression for the household found, as a case writes it."""

    def whole(part: Any) -> int:
        return int(model.eval(part, model_completion=True).as_long())

    if isinstance(term.value, Day):
        return datetime.date(whole(term.value.year), whole(term.value.month), whole(term.value.day))
    found = model.eval(term.value, model_completion=True)
    amount = Fraction(found.as_fraction()) if z3.is_real(found) else Fraction(found.as_long())
    return amount if kind is Kind.MONEY else int(amount)
