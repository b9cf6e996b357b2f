"""Whether two versions of a rule mean the same: equivalent, stricter, looser or different, each with a household.

Both versions read one and the same household, of whom anything may be unknown; a case that one version would refuse is
not compared. Used for two revisions of a pack and for a pack and its mutant.
"""

from __future__ import annotations

from dataclasses import dataclass

from clausewise.audit.households import SUBJECT, Replay, confirm, finding_name, write_household
from clausewise.audit.model import Comparison, Meaning, Shift
from clausewise.audit.solver.search import Ended, Problem, cone_of_rule, search
from clausewise.audit.solver.terms import Formula, Truth, both, either, opposite
from clausewise.case.model import Case
from clausewise.language.labels import Label
from clausewise.language.model import Pack
from clausewise.language.rules import About
from clausewise.language.verdicts import VERDICTS, Verdict

NO_TIME = Label("求解器未能在限定时间内回答", "the solver gave no answer in time")
SMALL_ONLY = Label("只对成员不多于{most}人的家庭证明", "proved for households of at most {most} members")
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
    """A household on which two versions of a rule differ, and the two verdicts; no case when none was found."""

    ended: Ended
    whole: bool
    case: Case | None = None
    before: Verdict | None = None
    after: Verdict | None = None


def scope_of(whole: bool, most: int) -> Label | None:
    """For which households something was proved, when not for all."""
    return None if whole else Label(SMALL_ONLY.zh.format(most=most), SMALL_ONLY.en.format(most=most))


def compare_meaning(old: Pack, new: Pack, rule_id: str, *, replay: Replay, timeout: float = 10) -> Comparison:
    """How the meaning of a rule of both packs changed, with the smallest household whose verdict falls or rises.

    `timeout` in seconds for each of the two questions. Raises: EngineDisagreement, KeyError.
    """
    hindrance = _hindrance(old, new, rule_id)
    if hindrance is not None:
        return Comparison(Meaning.UNKNOWN, None, None, None, hindrance)
    shifts: list[Shift | None] = []
    whole, decided = True, True
    for falls in (True, False):
        apart = tell_apart(old, new, rule_id, replay=replay, timeout=timeout, falls=falls)
        decided = decided and apart.ended is not Ended.NO_TIME
        whole = whole and (apart.whole or apart.case is not None)
        shifts.append(_shift(new, rule_id, apart))
    lower, higher = shifts
    if lower and higher:
        return Comparison(Meaning.DIFFERENT, lower, higher, None, None)
    if not decided:
        return Comparison(Meaning.UNKNOWN, lower, higher, None, NO_TIME)
    most = _problem(old, new, rule_id).size
    meaning = Meaning.STRICTER if lower else Meaning.LOOSER if higher else Meaning.EQUIVALENT
    return Comparison(meaning, lower, higher, scope_of(whole, most), None)


def tell_apart(
    old: Pack,
    new: Pack,
    rule_id: str,
    *,
    replay: Replay,
    timeout: float = 10,
    falls: bool | None = None,
    smallest: bool = True,
) -> Apart:
    """A household on which a rule's verdict differs between two packs; one whose verdict falls, or rises, if asked for.

    Raises: EngineDisagreement, KeyError.
    """
    problem = _problem(old, new, rule_id)
    subject = None
    if new.rule(rule_id).about is About.MEMBER:
        problem.member_is_there()
        subject = SUBJECT
    before, after = (reading.rule(rule_id, None if subject is None else 0) for reading in problem.readings)
    problem.ask(differs(before, after, falls))
    found = search(problem, timeout) if smallest else search(problem, timeout, costs=None)
    if found.case is None:
        return Apart(found.ended, found.whole)
    name = finding_name(rule_id, subject)
    verdicts = [VERDICTS[found.code_of(truth)] for truth in (before, after)]
    for pack, verdict in zip((old, new), verdicts, strict=True):
        confirm(pack, found.case, {name: verdict}, replay)
    return Apart(found.ended, found.whole, found.case, *verdicts)


def differs(before: Truth, after: Truth, falls: bool | None = None) -> Formula:
    """That two truths are not the same; or that the second is less true (`falls`), or more."""
    lower = either([both([before.proved, opposite(after.proved)]), both([opposite(before.refuted), after.refuted])])
    higher = either([both([after.proved, opposite(before.proved)]), both([opposite(after.refuted), before.refuted])])
    return either([lower, higher]) if falls is None else lower if falls else higher


def _problem(old: Pack, new: Pack, rule_id: str) -> Problem:
    return Problem([old, new], cone_of_rule(old, rule_id) | cone_of_rule(new, rule_id))


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
    return Shift(text, subject, apart.before, apart.after)
