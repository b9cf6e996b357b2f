"""Answers the assurances of a pack: each statement is proved, or refuted with the smallest household.

What a statement means is written in docs/language.md; what an answer means for the audit depends on whether the text
was expected to refute it. Nothing here reads a file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from clausewise.audit.comparing import NO_TIME, differs, scope_of
from clausewise.audit.households import SUBJECT, Replay, confirm, finding_name, write_household
from clausewise.audit.model import Answer, Outcome, QuestionKind, Weight
from clausewise.audit.solver.household import Whose
from clausewise.audit.solver.search import (
    Cone,
    Ended,
    Problem,
    Search,
    cone_of_condition,
    cone_of_rule,
    make_alike,
    search,
    settle,
)
from clausewise.audit.solver.terms import YES, opposite
from clausewise.audit.witnesses import VERDICT_LABELS, problem_of, subject_of
from clausewise.case.model import Case, Values
from clausewise.language.assurances import Assurance, Gain, Implication, Independence
from clausewise.language.conditions import findings_of
from clausewise.language.facts import Value, write_value
from clausewise.language.labels import Label
from clausewise.language.model import Pack
from clausewise.language.rules import About
from clausewise.language.verdicts import VERDICTS, Verdict

_EMPTY = Label("没有家庭能满足前提，因此这句话什么也没说", "no household fulfils what is given, so this says nothing")
_HOLDS_AFTER_ALL = Label("注明为文件本身所否定，但规则中它成立", "marked as refuted by the text, and yet it holds")
_MOST_SHOWN = 12


@dataclass(frozen=True, slots=True)
class _Found:
    """What became of a statement: a household against it, with the verdicts that show it and what has to be said."""

    outcome: Outcome
    whole: bool = True
    most: int = 0
    case: Case | None = None
    shows: Mapping[str, Verdict] | None = None
    why: Label | None = None
    empty: bool = False


def answer_assurance(pack: Pack, assurance: Assurance, replay: Replay, *, timeout: float = 10) -> Answer:
    """One statement answered; seconds for each question it comes to. Raises: EngineDisagreement."""
    match assurance.claim:
        case Implication() as claim:
            found = _implication(pack, assurance, claim, replay, timeout)
        case Independence() as claim:
            found = _for_rules(pack, claim.facts, claim.rules, claim.excepted, None, replay, timeout)
        case Gain() as claim:
            found = _for_rules(pack, (claim.fact,), claim.rules, claim.excepted, claim.fact, replay, timeout)
    weight, why = _weigh(assurance, found)
    household = None
    if found.case is not None:
        name = f"against-{assurance.id}"
        household = write_household(pack, found.case, name, assurance.label, found.shows or {})
    return Answer(
        id=f"assurance/{assurance.id}", kind=QuestionKind.ASSURANCE, owners=_owners(assurance),
        provisions=assurance.provisions, statement=assurance.label, outcome=found.outcome, weight=weight,
        place=assurance.place, household=household, why=why,
        scope=scope_of(found.whole, found.most) if found.outcome is Outcome.PROVED else None,
    )  # fmt: skip


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
    if assurance.policy is not None:
        return Weight.FAULT, _HOLDS_AFTER_ALL
    return Weight.FINE, found.why


def _joined(first: Label, second: Label | None) -> Label:
    return first if second is None else Label(f"{first.zh} {second.zh}", f"{first.en} {second.en}")


# ---------------------------------------------------------------- whenever … is true


def _implication(pack: Pack, assurance: Assurance, claim: Implication, replay: Replay, timeout: float) -> _Found:
    member = assurance.about is About.MEMBER
    whose: Whose = 0 if member else None
    cone = cone_of_condition(pack, claim.condition, member=member)
    if claim.given is not None:
        cone |= cone_of_condition(pack, claim.given, member=member)
    problem = Problem([pack], cone)
    if member:
        problem.member_is_there()
    reading = problem.readings[0]
    given = reading.condition(claim.given, whose).proved if claim.given is not None else YES
    concluded = reading.condition(claim.condition, whose)
    against = {
        # A household that is surely not so says more than one of whom it is not known.
        "then": (concluded.refuted, opposite(concluded.proved)),
        "never": (concluded.proved,),
        "not_refused": (concluded.refuted,),
    }
    problem.ask(given)
    for goal in against[claim.kind]:
        found = search(problem, timeout, also=[goal])
        if found.case is not None:
            break
    if found.case is None:
        (possible,) = settle(problem, [YES], timeout) if found.ended is Ended.NONE else (Ended.NO_TIME,)
        outcome = Outcome.PROVED if found.ended is Ended.NONE else Outcome.UNKNOWN
        return _Found(outcome, found.whole, problem.size, empty=possible is Ended.NONE)
    rules = [*(findings_of(claim.given) if claim.given else ()), *findings_of(claim.condition)]
    shows = _verdicts_of(pack, problem, found, rules, whose, replay)
    return _Found(Outcome.REFUTED, case=found.case, shows=shows)


def _verdicts_of(
    pack: Pack, problem: Problem, found: Search, rules: Iterable[str], whose: Whose, replay: Replay
) -> dict[str, Verdict]:
    """The verdicts of rules on a household found, as the engine gives them and the solver confirms."""
    case = found.case
    assert case is not None
    verdicts = replay(pack, case)
    shown: dict[str, Verdict] = {}
    for rule_id in dict.fromkeys(rules):
        of_member = pack.rule(rule_id).about is About.MEMBER
        if of_member and whose is None:
            names = [name for name in verdicts if name.startswith(f"{rule_id}@")]
            shown |= {name: verdicts[name] for name in names}
            continue
        name = finding_name(rule_id, SUBJECT if of_member else None)
        expected = found.code_of(problem.readings[0].finding(rule_id, whose if of_member else None))
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
    timeout: float,
) -> _Found:
    """Whether no verdict turns when only these facts change; for `gained`, none falls when it becomes true."""
    moved = pack.reads.with_inputs(facts)
    against: list[tuple[str, _Found]] = []
    idle, whole, most, undecided = [], True, 0, False
    for rule_id in rules:
        cone = cone_of_rule(pack, rule_id)
        one = _Found(Outcome.PROVED)
        if cone.facts & moved:
            one = _turned(pack, rule_id, cone, moved, gained, replay, timeout)
        whole, most = whole and one.whole, max(most, one.most)
        if rule_id in excepted:
            idle += [rule_id] if one.outcome is Outcome.PROVED else []
        elif one.outcome is Outcome.REFUTED:
            against.append((rule_id, one))
        undecided = undecided or (one.outcome is Outcome.UNKNOWN and rule_id not in excepted)
    if against:
        return _first_of(against)
    if undecided:
        return _Found(Outcome.UNKNOWN)
    return _Found(Outcome.PROVED, whole, most, why=_unneeded(idle) if idle else None)


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
    pack: Pack, rule_id: str, cone: Cone, moved: frozenset[str], gained: str | None, replay: Replay, timeout: float
) -> _Found:
    """Two households that differ in these facts alone, and in the verdict of a rule."""
    whose = subject_of(pack, rule_id)
    before = problem_of(pack, rule_id, cone)
    after = problem_of(pack, rule_id, cone, twin=before)
    first, second = (problem.readings[0].rule(rule_id, whose) for problem in (before, after))
    if gained is not None:
        # Of a member's fact it is the member asked about whose fact changes; of the others nothing is said.
        sight: Whose = (whose or 0) if gained.startswith("member.") else None
        for problem, value in ((before, False), (after, True)):
            term = problem.readings[0].fact(gained, sight)
            problem.ask(term.known, term.value if value else opposite(term.value))
    before.ask(differs(first, second, falls=None if gained is None else True), *make_alike(before, after, moved))
    found = search(before, timeout, twin=after)
    if found.case is None or found.other is None:
        outcome = Outcome.PROVED if found.ended is Ended.NONE else Outcome.UNKNOWN
        return _Found(outcome, found.whole, before.size)
    name = finding_name(rule_id, None if whose is None else SUBJECT)
    verdicts = [VERDICTS[found.code_of(truth)] for truth in (first, second)]
    for case, verdict in zip((found.case, found.other), verdicts, strict=True):
        confirm(pack, case, {name: verdict}, replay)
    why = _says_turned(pack, name, found.case, found.other, verdicts)
    return _Found(Outcome.REFUTED, case=found.case, shows={name: verdicts[0]}, why=why)


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
    for one, other in zip(before.members or (), after.members or (), strict=True):
        yield one.id, one.values, other.values


def _written(value: Value | None) -> str:
    return "?" if value is None else write_value(value)
