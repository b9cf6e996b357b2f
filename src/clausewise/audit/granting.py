"""Whether two versions of a rule grant the same to whom both apply: amounts, periods, deadline, agency and the rest.

What stands in the rule itself is compared as it is written; what is computed is asked of the solver, over one and the
same household. Verdicts are compared elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from fractions import Fraction
from typing import Any

import z3

from clausewise.audit.households import SUBJECT, Replay, confirm, finding_name
from clausewise.audit.solver.cones import cone_of_expressions, cone_of_rule
from clausewise.audit.solver.derivations import meant_by
from clausewise.audit.solver.ended import Ended
from clausewise.audit.solver.household import Whose, day_in
from clausewise.audit.solver.limits import Limits
from clausewise.audit.solver.numbers import Formula, plain
from clausewise.audit.solver.problem import Scene
from clausewise.audit.solver.search import Inquiry, small
from clausewise.audit.solver.terms import NO, Day, Term, both, compare, either, opposite, same
from clausewise.audit.versions import Aspect
from clausewise.case.model import Case
from clausewise.classes import dataclass
from clausewise.language.expressions import Expression, Kind
from clausewise.language.model import Pack
from clausewise.language.rules import About, Aid, Rule
from clausewise.language.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class Computed:
    """What a rule computes in one version, and in the other; None where it computes nothing there."""

    aspect: Aspect
    before: Expression | None
    after: Expression | None


@dataclass(frozen=True, slots=True)
class Granting:
    """What two versions of a rule grant otherwise, and a household to which both apply and that shows it.

    `expected` is what a case expects of the old version in what differs; a household there is for whatever differs.
    """

    ended: Ended
    most: int = 0
    aspects: tuple[Aspect, ...] = ()
    case: Case | None = None
    expected: dict[str, Any] = field(default_factory=dict)


def compare_granting(old: Pack, new: Pack, rule_id: str, *, replay: Replay, limits: Limits) -> Granting:
    """What two versions of a rule grant otherwise where both apply. Raises: EngineDisagreement, KeyError."""
    before, after = old.rule(rule_id), new.rule(rule_id)
    fixed = dict(_fixed(before, after))
    computed = [one for one in _computed(before, after) if meant_by(old, one.before) != meant_by(new, one.after)]
    if not fixed and not computed:
        return Granting(Ended.NONE)
    whose: Whose = 0 if before.about is About.MEMBER else None
    inquiry = _inquiry(old, new, rule_id, computed, limits)

    def applies(scene: Scene) -> list[Formula]:
        return [reading.finding(rule_id, whose).proved for reading in scene.one.readings]

    def differ(scene: Scene) -> list[Formula]:
        return [_differ(*pair) for pair in _terms(scene, computed, whose)]

    def shown(scene: Scene) -> list[Formula]:
        return [_shown(*pair) for pair in _terms(scene, computed, whose)]

    # Where something differs as it is written, every household to which both apply shows it.
    found = inquiry.look(
        lambda scene: applies(scene) if fixed else [*applies(scene), either(differ(scene))],
        lambda scene: [either(shown(scene)), *small(scene)] if computed else small(scene),
    )
    if found.case is None or found.scene is None:
        return Granting(found.ended, found.most)
    name = finding_name(rule_id, None if whose is None else SUBJECT)
    for pack in (old, new):
        confirm(pack, found.case, {name: Verdict.APPLIES}, replay)
    expected = {aspect.value: value for aspect, value in fixed.items() if value is not None}
    aspects = list(fixed)
    for one, pair in zip(computed, _terms(found.scene, computed, whose), strict=True):
        if found.holds(_differ(*pair)):
            aspects.append(one.aspect)
            if one.before is not None and found.holds(pair[0].known):
                expected[one.aspect.value] = _value(found.model, pair[0], one.before.kind)
    return Granting(Ended.FOUND, found.most, tuple(dict.fromkeys(aspects)), found.case, expected)


def _inquiry(old: Pack, new: Pack, rule_id: str, computed: list[Computed], limits: Limits) -> Inquiry:
    member = old.rule(rule_id).about is About.MEMBER
    cone = cone_of_rule(old, rule_id) | cone_of_rule(new, rule_id)
    for pack, side in ((old, "before"), (new, "after")):
        read = [expression for one in computed if (expression := getattr(one, side)) is not None]
        cone |= cone_of_expressions(pack, read, member=member)
    return Inquiry([old, new], cone, limits, subject=member)


def _fixed(before: Rule, after: Rule) -> Iterator[tuple[Aspect, Any]]:
    """What stands otherwise in the two rules themselves, with what a case expects of it in the old one."""
    if before.modality.kind is not after.modality.kind:
        yield Aspect.MODALITY, before.modality.kind.value
    if set(before.agency) != set(after.agency):
        yield Aspect.AGENCY, list(before.agency)
    if sorted(one.form for one in before.aid) != sorted(one.form for one in after.aid):
        yield Aspect.AID, [one.label.zh for one in before.aid]
    if _steps(before) != _steps(after):
        yield Aspect.STEPS, _steps(before)
    ceilings = [[one.value for aid in rule.aid for one in aid.at_most] for rule in (before, after)]
    if ceilings[0] != ceilings[1]:
        yield Aspect.AT_MOST, ceilings[0]
    if sorted(one.by for one in before.followup) != sorted(one.by for one in after.followup):
        yield Aspect.FOLLOWUP, [one.label.zh for one in before.followup]


def _steps(rule: Rule) -> dict[str, str]:
    """The firmness of the steps that have one of their own, by their labels."""
    return {one.label.zh: one.modality.kind.value for one in rule.steps if one.modality is not None}


def _computed(before: Rule, after: Rule) -> Iterator[Computed]:
    """Amounts, periods and the deadline, as they were and as they are."""
    for aid, other in _same_aids(before, after):
        yield Computed(Aspect.AMOUNT, aid.amount, other.amount)
        yield Computed(Aspect.MONTHS, aid.months, other.months)
    days = [one.deadline.by if one.deadline else None for one in (before, after)]
    yield Computed(Aspect.DEADLINE, days[0], days[1])


def _same_aids(before: Rule, after: Rule) -> Iterator[tuple[Aid, Aid]]:
    """The aids that are the same in both: of one name, or where none is called as before, of one place."""
    others = {one.label.zh: one for one in after.aid}
    renamed = len(before.aid) == len(after.aid) and not any(one.label.zh in others for one in before.aid)
    if renamed:
        yield from zip(before.aid, after.aid, strict=True)
        return
    yield from ((aid, others[aid.label.zh]) for aid in before.aid if aid.label.zh in others)


def _terms(scene: Scene, computed: list[Computed], whose: Whose) -> list[tuple[Term, Term]]:
    """The values of what is computed in the two versions."""
    old, new = scene.one.readings
    return [
        tuple(  # type: ignore[misc]
            _nothing() if expression is None else reading.value(expression, whose)
            for reading, expression in ((old, one.before), (new, one.after))
        )
        for one in computed
    ]


def _nothing() -> Term:
    return Term(NO, z3.IntVal(0))


def _differ(old: Term, new: Term) -> Formula:
    """That two computed values are not the same, or that only one of them is known."""
    alike = type(old.value) is type(new.value) or (not isinstance(old.value, Day) and not isinstance(new.value, Day))
    apart = both([old.known, new.known, opposite(same(old.value, new.value))]) if alike else NO
    return either([both([old.known, opposite(new.known)]), both([opposite(old.known), new.known]), apart])


def _shown(old: Term, new: Term) -> Formula:
    """That the difference is one that is seen: both known, amounts a fen or more apart and both above zero."""
    if isinstance(old.value, Day) or isinstance(new.value, Day):
        return both([old.known, new.known, _differ(old, new)])
    fen = z3.RealVal(Fraction(1, 100))
    more = compare(">=", old.value, _plus(new.value, fen))
    less = compare(">=", new.value, _plus(old.value, fen))
    zero = z3.IntVal(0)
    sensible = [compare(">", one.value, zero) for one in (old, new)]
    return both([old.known, new.known, either([more, less]), *sensible])


def _plus(value: Any, number: Any) -> Any:
    return plain(value) + number


def _value(model: Any, term: Term, kind: Kind) -> Any:
    """The value of an expression for the household found, as a case writes it."""
    if isinstance(term.value, Day):
        return day_in(model, term.value)
    found = model.eval(plain(term.value), model_completion=True)
    amount = Fraction(found.as_fraction()) if z3.is_real(found) else Fraction(found.as_long())
    return amount if kind is Kind.MONEY else int(amount)
