"""Witnesses: the smallest sensible household on which a rule comes to a verdict, and pairs on both sides of a limit.

Every witness was checked by the engine and gives just that verdict. Nothing here writes a file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import z3

from clausewise.audit.households import SUBJECT, Replay, confirm, finding_name, write_household
from clausewise.audit.solver.household import Whose
from clausewise.audit.solver.search import Cone, Ended, Problem, Search, cone_of_rule, make_alike, search
from clausewise.audit.solver.terms import Day, Formula, Term, both, is_day_before, opposite, same
from clausewise.case.model import Case
from clausewise.language import conditions as c
from clausewise.language import expressions as e
from clausewise.language.labels import Label
from clausewise.language.limits import has_limit
from clausewise.language.model import Pack
from clausewise.language.rules import About
from clausewise.language.verdicts import Verdict

VERDICT_LABELS = {
    Verdict.APPLIES: Label("适用", "applies"),
    Verdict.DOES_NOT_APPLY: Label("不适用", "does not apply"),
    Verdict.UNDETERMINED: Label("尚不能认定", "is undetermined"),
}


@dataclass(frozen=True, slots=True)
class Witness:
    """A household on which a rule comes to a verdict: the case, and its text; neither when none was found."""

    rule: str
    verdict: Verdict
    ended: Ended
    case: Case | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Boundary:
    """A limit of a rule, and a household on each side of it; `source` is the comparison as written."""

    rule: str
    source: str
    ended: Ended
    inside: Witness | None = None
    outside: Witness | None = None


def subject_of(pack: Pack, rule_id: str) -> Whose:
    """The member a rule is asked about: the first for a rule about members, none for one about the household."""
    return 0 if pack.rule(rule_id).about is About.MEMBER else None


def problem_of(pack: Pack, rule_id: str, cone: Cone, twin: Problem | None = None) -> Problem:
    """A household for a question about one rule, with the member it is about."""
    problem = Problem([pack], cone, name="other " if twin else "", twin=twin)
    if subject_of(pack, rule_id) is not None:
        problem.member_is_there()
    return problem


def find_witness(pack: Pack, rule_id: str, verdict: Verdict, replay: Replay, *, timeout: float = 10) -> Witness:
    """The smallest household on which a rule comes to a verdict, checked by the engine.

    For `undetermined` it is one of whom everything is known but what leaves the verdict open. `timeout` in seconds.
    Raises: EngineDisagreement, KeyError for an unknown rule.
    """
    problem = problem_of(pack, rule_id, cone_of_rule(pack, rule_id))
    truth = problem.readings[0].rule(rule_id, subject_of(pack, rule_id))
    problem.ask(truth.code_is(verdict.code))
    if verdict is Verdict.UNDETERMINED:
        found = search(problem, timeout, costs=lambda one: _known_but_one(one, pack, rule_id))
    else:
        found = search(problem, timeout)
    return _witness(pack, rule_id, verdict, found, replay)


def _known_but_one(problem: Problem, pack: Pack, rule_id: str) -> list[tuple[Formula, int]]:
    """Costs of a household of few members of whom little is left open."""
    behind, home = problem.cone.facts, problem.household
    costs = [(one, 45) for one in home.present[1:]]
    if home.present:
        costs.append((opposite(home.present[0]), 45))
    for cell in list(home.cells()):
        if not cell.fact.is_asked_for_itself:
            costs.append((cell.term.known, 400))
        elif cell.fact.name in behind:
            here = z3.BoolVal(True) if cell.whose is None else home.present[cell.whose]
            costs.append((both([here, opposite(cell.term.known)]), 10))
    return costs + problem.unusual()


def _witness(
    pack: Pack, rule_id: str, verdict: Verdict, found: Search, replay: Replay, name: str = "", case: Case | None = None
) -> Witness:
    case = case or found.case
    if case is None:
        return Witness(rule_id, verdict, found.ended)
    rule, says = pack.rule(rule_id), VERDICT_LABELS[verdict]
    expected = {finding_name(rule_id, SUBJECT if rule.about is About.MEMBER else None): verdict}
    confirm(pack, case, expected, replay)
    title = Label(f"{rule.title.zh}：{says.zh}", f"{rule.title.en}: {says.en}")
    text = write_household(pack, case, name or f"{rule_id}-{verdict.value}", title, expected)
    return Witness(rule_id, verdict, found.ended, case, text)


def limits_of(pack: Pack, rule_id: str) -> list[tuple[c.If, str | None]]:
    """The comparisons with a limit that a rule rests on: its own, and those of the facts it rests on (named)."""
    found: dict[str, tuple[c.If, str | None]] = {}
    behind = pack.reads.rules_behind(rule_id)
    for one in (rule_id, *(one.id for one in pack.rules if one.id in behind)):
        for node in c.walk(pack.rule(one).when):
            if isinstance(node, c.If) and has_limit(node.expression):
                found.setdefault(node.source, (node, None))
    for name in sorted(pack.reads.facts_deciding(rule_id)):
        derive = pack.facts[name].derive
        if isinstance(derive, c.Condition):
            nodes = [node for node in c.walk(derive) if isinstance(node, c.If)]
        elif derive is not None:
            nodes = [c.If(derive, pack.facts[name].derive_text or name, None, pack.facts[name].place)]
        else:
            nodes = []
        for node in nodes:
            if has_limit(node.expression):
                found.setdefault(node.source, (node, name))
    return list(found.values())


def find_boundaries(pack: Pack, rule_id: str, replay: Replay, *, timeout: float = 10) -> Iterator[Boundary]:
    """For each limit a rule rests on, two households that differ by the least step over it and in their verdict.

    `timeout` in seconds for each. Raises: EngineDisagreement, KeyError for an unknown rule.
    """
    for leaf, _ in limits_of(pack, rule_id):
        yield _boundary(pack, rule_id, leaf, replay, timeout)


def _boundary(pack: Pack, rule_id: str, leaf: c.If, replay: Replay, timeout: float) -> Boundary:
    cone, whose = cone_of_rule(pack, rule_id), subject_of(pack, rule_id)
    inside = problem_of(pack, rule_id, cone)
    outside = problem_of(pack, rule_id, cone, twin=inside)
    moved = pack.reads.with_inputs(e.facts_read(leaf.expression))
    sight: Whose = (whose or 0) if any(name.startswith("member.") for name in moved) else None
    truths = []
    for problem in (inside, outside):
        reading = problem.readings[0]
        truths.append((reading.rule(rule_id, whose), reading.condition(leaf, sight)))
    (first, over), (second, under) = truths
    inside.ask(first.proved)
    outside.ask(second.refuted)
    sides = z3.Or(both([over.proved, under.refuted]), both([over.refuted, under.proved]))
    inside.ask(sides, *make_alike(inside, outside, moved))
    steps = [
        (inside.household.cell(cell.fact, cell.whose).term, outside.household.cell(cell.fact, cell.whose).term)
        for cell in list(inside.household.cells())
        if cell.fact.name in moved
    ]
    inside.ask(*(a.known == b.known for a, b in steps))
    found = _closest(inside, outside, steps, timeout)
    if found.case is None or found.other is None:
        return Boundary(rule_id, leaf.source, found.ended)
    pair = []
    for case, verdict, side in (
        (found.case, Verdict.APPLIES, "inside"),
        (found.other, Verdict.DOES_NOT_APPLY, "outside"),
    ):
        name = f"{rule_id}-{_word(leaf.source)}-{side}"
        pair.append(_witness(pack, rule_id, verdict, found, replay, name, case))
    return Boundary(rule_id, leaf.source, Ended.FOUND, *pair)


def _closest(inside: Problem, outside: Problem, steps: Sequence[tuple[Term, Term]], timeout: float) -> Search:
    """The pair of small households with the least step over the limit: one day, one fen, one whole number."""
    found = search(inside, timeout, twin=outside, also=[_neighbours(a.value, b.value) for a, b in steps])
    return search(inside, timeout, twin=outside) if found.ended is Ended.NONE else found


def _neighbours(first: Any, second: Any) -> Formula:
    """That two values are the same or as close as two values can be."""
    if isinstance(first, Day):
        return z3.Or(same(first, second), is_day_before(first, second), is_day_before(second, first))
    if z3.is_bool(first):
        return z3.BoolVal(True)
    least = z3.RealVal("0.01") if z3.is_real(first) else 1
    return z3.And(first - second <= least, second - first <= least)


def _word(source: str) -> str:
    """A comparison as part of a file's name."""
    signs = {">=": "ge", "<=": "le", "==": "eq", "!=": "ne", ">": "gt", "<": "lt"}
    for sign, word in signs.items():
        source = source.replace(sign, f" {word} ")
    return "-".join(source.split())
