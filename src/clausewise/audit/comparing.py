"""Whether two versions of a rule mean the same: equivalent, stricter, looser or different, each with a household.

Both versions read one and the same household, of whom anything may be unknown; a case that one version would refuse is
not compared. Used for two revisions of a pack and for a pack and its mutant.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from clausewise.audit.granting import Granting, compare_granting
from clausewise.audit.households import SUBJECT, Replay, confirm, finding_name, write_household
from clausewise.audit.solver.cones import Cone, cone_of_rule
from clausewise.audit.solver.ended import Ended
from clausewise.audit.solver.household import Whose
from clausewise.audit.solver.limits import Limits
from clausewise.audit.solver.numbers import Formula
from clausewise.audit.solver.problem import Scene
from clausewise.audit.solver.search import Inquiry, Search, small
from clausewise.audit.solver.terms import Truth, both, either, opposite
from clausewise.audit.versions import Comparison, Meaning, Shift
from clausewise.case.model import Case
from clausewise.classes import dataclass
from clausewise.language.labels import Label
from clausewise.language.model import Pack
from clausewise.language.rules import About
from clausewise.language.verdicts import VERDICTS, Verdict

_USUAL_LIMITS = Limits()
NO_TIME = Label("求解器未能在限定时间内回答", "the solver gave no answer in time")
_SMALL_ONLY = Label(
    "成员不多于{most}人的家庭中没有找到，更大的没有证明",
    "none was found among households of at most {most} members; of larger ones it is not proved",
)
_OTHER_KIND = Label(
    "事实“{fact}”的类型或主体改变了，两版不能比较",
    "the fact {fact} is of another type now, so the two cannot be compared",
)
_OTHER_SUBJECT = Label(
    "规则的认定对象改变了（家庭、成员），两版不能比较",
    "the rule is about another subject now (household, member), so the two cannot be compared",
)


@dataclass(frozen=True, slots=True)
class Apart:
    """A household on which two versions of a rule differ, and the two verdicts; no case when none was found.

    `complete` says that the two differ whatever else becomes known of that household; where it is False, no household
    was found of whom that is so. `most` is the number of members up to which households were tried.
    """

    ended: Ended
    most: int
    case: Case | None = None
    before: Verdict | None = None
    after: Verdict | None = None
    complete: bool = False


def scope_of(ended: Ended, most: int) -> Label | None:
    """For which households something was found, when not for all."""
    if ended is not Ended.BOUNDED:
        return None
    return Label(_SMALL_ONLY.zh.format(most=most), _SMALL_ONLY.en.format(most=most))


def compare_meaning(
    old: Pack, new: Pack, rule_id: str, *, replay: Replay, limits: Limits = _USUAL_LIMITS
) -> Comparison:
    """How the meaning of a rule of both packs changed, with a small household whose verdict falls, or rises.

    Raises: EngineDisagreement, KeyError.
    """
    hindrance = _hindrance(old, new, rule_id)
    if hindrance is not None:
        return Comparison(Meaning.UNKNOWN, None, None, None, hindrance)
    verdicts = _compare_verdicts(old, new, rule_id, replay, limits)
    if verdicts.meaning is Meaning.UNKNOWN:
        return verdicts
    granting = compare_granting(old, new, rule_id, replay=replay, limits=limits)
    return _with_granting(verdicts, new, rule_id, granting)


def _compare_verdicts(old: Pack, new: Pack, rule_id: str, replay: Replay, limits: Limits) -> Comparison:
    inquiry = _inquiry(old, new, rule_id, limits)
    found = [_Apartness(inquiry, rule_id, falls).look(replay) for falls in (True, False)]
    lower, higher = (_shift(new, rule_id, apart) for apart in found)
    if lower and higher:
        return Comparison(Meaning.DIFFERENT, lower, higher, None, None)
    if any(apart.ended is Ended.NO_TIME for apart in found):
        return Comparison(Meaning.UNKNOWN, lower, higher, None, NO_TIME)
    bounded = next((apart for apart in found if apart.ended is Ended.BOUNDED), None)
    scope = scope_of(bounded.ended, bounded.most) if bounded else None
    if lower or higher:
        return Comparison(Meaning.STRICTER if lower else Meaning.LOOSER, lower, higher, scope)
    return Comparison(Meaning.BOUNDED if bounded else Meaning.EQUIVALENT, scope=scope)


def _with_granting(found: Comparison, new: Pack, rule_id: str, granting: Granting) -> Comparison:
    """What became of the verdicts, with what the two versions grant otherwise where both apply."""
    if granting.ended is Ended.FOUND:
        meaning = Meaning.DETAILS if found.meaning in (Meaning.EQUIVALENT, Meaning.BOUNDED) else found.meaning
        shown = _granted(new, rule_id, granting)
        return replace(found, meaning=meaning, aspects=granting.aspects, granted=shown)
    if granting.ended is Ended.NO_TIME and found.meaning in (Meaning.EQUIVALENT, Meaning.BOUNDED):
        return Comparison(Meaning.UNKNOWN, why=NO_TIME)
    if granting.ended is Ended.BOUNDED:
        bounded = Meaning.BOUNDED if found.meaning is Meaning.EQUIVALENT else found.meaning
        return replace(found, meaning=bounded, scope=found.scope or scope_of(granting.ended, granting.most))
    return found


def _granted(new: Pack, rule_id: str, granting: Granting) -> Shift | None:
    if granting.case is None:
        return None
    rule = new.rule(rule_id)
    subject = SUBJECT if rule.about is About.MEMBER else None
    title = Label(
        f"“{rule.title.zh}”前后所给不同的家庭", f"A household that is granted something else: {rule.title.en}"
    )
    shows = {finding_name(rule_id, subject): Verdict.APPLIES}
    text = write_household(new, granting.case, f"{rule_id}-grants-otherwise", title, shows)
    return Shift(text, subject, Verdict.APPLIES, Verdict.APPLIES)


def tell_apart(
    old: Pack, new: Pack, rule_id: str, *, replay: Replay, limits: Limits = _USUAL_LIMITS, hopeful: bool = True
) -> Apart:
    """A household on which a rule's verdict differs between two packs; `hopeful` says whether one is likely to be.

    One of whom enough is known that the two differ in any case, where there is one. Raises: EngineDisagreement,
    KeyError.
    """
    return _Apartness(_inquiry(old, new, rule_id, limits), rule_id).look(replay, hopeful=hopeful)


def glance_apart(
    old: Pack, new: Pack, rules: Iterable[str], *, replay: Replay, limits: Limits
) -> tuple[str, Apart] | None:
    """The first of some rules whose verdict differs on the usual day, whatever else becomes known, with a household.

    None says nothing: there may be such households all the same. Raises: EngineDisagreement, KeyError.
    """
    for rule_id in rules:
        apart = _Apartness(_inquiry(old, new, rule_id, limits), rule_id).glance(replay)
        if apart is not None:
            return rule_id, apart
    return None


def _inquiry(old: Pack, new: Pack, rule_id: str, limits: Limits) -> Inquiry:
    cone: Cone = cone_of_rule(old, rule_id) | cone_of_rule(new, rule_id)
    return Inquiry([old, new], cone, limits, subject=new.rule(rule_id).about is About.MEMBER)


class _Apartness:
    """Where the verdicts of a rule in two packs are not the same."""

    def __init__(self, inquiry: Inquiry, rule_id: str, falls: bool | None = None) -> None:
        self._inquiry, self._rule, self._falls = inquiry, rule_id, falls
        self._whose: Whose = 0 if inquiry.packs[1].rule(rule_id).about is About.MEMBER else None

    def glance(self, replay: Replay) -> Apart | None:
        """A household on the usual day of whom enough is known that the two differ in any case, if there is one."""
        found = self._inquiry.glance(self._in_any_case, small, first=True)
        return None if found.case is None else self._read(found, replay)

    def look(self, replay: Replay, *, hopeful: bool = True) -> Apart:
        """A household for which the two differ; on any day, one of whom enough is known if there is one."""
        found = self._inquiry.look(
            self._differ, lambda scene: [self._whatever_is_known(scene), *small(scene)], hopeful=hopeful
        )
        if found.case is not None and found.scene is not None and not found.holds(self._whatever_is_known(found.scene)):
            fuller = self._inquiry.look(self._in_any_case, small)
            found = fuller if fuller.case is not None else found
        return self._read(found, replay)

    def _truths(self, scene: Scene) -> tuple[Truth, Truth]:
        before, after = (reading.rule(self._rule, self._whose) for reading in scene.one.readings)
        return before, after

    def _differ(self, scene: Scene) -> list[Formula]:
        return [differs(*self._truths(scene), self._falls)]

    def _whatever_is_known(self, scene: Scene) -> Formula:
        return either([decided_apart(*self._truths(scene)), scene.one.everything_known()])

    def _in_any_case(self, scene: Scene) -> list[Formula]:
        return [*self._differ(scene), self._whatever_is_known(scene)]

    def _read(self, found: Search, replay: Replay) -> Apart:
        if found.case is None or found.scene is None:
            return Apart(found.ended, found.most)
        before, after = (VERDICTS[found.code_of(truth)] for truth in self._truths(found.scene))
        name = finding_name(self._rule, None if self._whose is None else SUBJECT)
        for pack, verdict in zip(self._inquiry.packs, (before, after), strict=True):
            confirm(pack, found.case, {name: verdict}, replay)
        complete = found.holds(self._whatever_is_known(found.scene))
        return Apart(found.ended, found.most, found.case, before, after, complete)


def differs(before: Truth, after: Truth, falls: bool | None = None) -> Formula:
    """That two truths are not the same; or that the second is less true (`falls`), or more."""
    lower = either([both([before.proved, opposite(after.proved)]), both([opposite(before.refuted), after.refuted])])
    higher = either([both([after.proved, opposite(before.proved)]), both([opposite(after.refuted), before.refuted])])
    return either([lower, higher]) if falls is None else lower if falls else higher


def decided_apart(before: Truth, after: Truth) -> Formula:
    """That one of two truths is true and the other false: what becomes known besides turns neither."""
    return either([both([before.proved, after.refuted]), both([before.refuted, after.proved])])


def _hindrance(old: Pack, new: Pack, rule_id: str) -> Label | None:
    """Why two versions of a rule cannot be asked of one household; None when they can."""
    if old.rule(rule_id).about is not new.rule(rule_id).about:
        return _OTHER_SUBJECT
    for name in sorted(cone_of_rule(old, rule_id).facts & cone_of_rule(new, rule_id).facts):
        if old.facts[name].type is not new.facts[name].type:
            return Label(_OTHER_KIND.zh.format(fact=name), _OTHER_KIND.en.format(fact=name))
    return None


def _shift(new: Pack, rule_id: str, apart: Apart) -> Shift | None:
    if apart.case is None or apart.before is None or apart.after is None:
        return None
    rule = new.rule(rule_id)
    subject = SUBJECT if rule.about is About.MEMBER else None
    title = Label(f"“{rule.title.zh}”前后结论不同的家庭", f"A household whose verdict changed: {rule.title.en}")
    name = f"{rule_id}-from-{apart.before.value}-to-{apart.after.value}"
    text = write_household(new, apart.case, name, title, {finding_name(rule_id, subject): apart.after})
    return Shift(text, subject, apart.before, apart.after, apart.complete)
