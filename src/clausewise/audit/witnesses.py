"""Witnesses: a small sensible household on which a rule comes to a verdict, and pairs on both sides of a limit.

Every witness was checked by the engine and gives just that verdict. Nothing here writes a file.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import z3

from clausewise.audit.households import SUBJECT, Replay, confirm, finding_name, write_household
from clausewise.audit.model import Tried
from clausewise.audit.solver.cones import Cone, cone_of_rule
from clausewise.audit.solver.ended import Ended
from clausewise.audit.solver.household import Cell, Whose
from clausewise.audit.solver.limits import Limits
from clausewise.audit.solver.numbers import Formula
from clausewise.audit.solver.problem import Scene
from clausewise.audit.solver.search import Inquiry, Search, all_but_known, fewest_members, small
from clausewise.audit.solver.terms import Day, Truth, both, either, is_day_before, same
from clausewise.case.model import Case
from clausewise.classes import dataclass
from clausewise.language import conditions as c
from clausewise.language import expressions as e
from clausewise.language.labels import Label
from clausewise.language.limits import has_limit
from clausewise.language.model import Pack
from clausewise.language.rules import About
from clausewise.language.verdicts import Verdict

_USUAL_LIMITS = Limits()

VERDICT_LABELS = {
    Verdict.APPLIES: Label("适用", "applies"),
    Verdict.DOES_NOT_APPLY: Label("不适用", "does not apply"),
    Verdict.UNDETERMINED: Label("尚不能认定", "is undetermined"),
}


@dataclass(frozen=True, slots=True)
class Witness:
    """A household on which a rule comes to a verdict: the case, and its text; neither when none was found.

    `most` is the number of members up to which households were tried.
    """

    rule: str
    verdict: Verdict
    ended: Ended
    most: int = 0
    case: Case | None = None
    text: str | None = None
    tried: tuple[Tried, ...] = ()


@dataclass(frozen=True, slots=True)
class Boundary:
    """A limit of a rule, and a household on each side of it; `source` is the comparison as written.

    `most` is the number of members up to which households were tried.
    """

    rule: str
    source: str
    ended: Ended
    most: int = 0
    inside: Witness | None = None
    outside: Witness | None = None


def subject_of(pack: Pack, rule_id: str) -> Whose:
    """The member a rule is asked about: the first for a rule about members, none for one about the household."""
    return 0 if pack.rule(rule_id).about is About.MEMBER else None


def inquiry_of(
    pack: Pack,
    rule_id: str,
    limits: Limits,
    cone: Cone | None = None,
    moved: frozenset[str] | None = None,
    *,
    alike: bool = True,
) -> Inquiry:
    """Questions about one rule, with the member it is about; `cone` is what they rest on, if not on the rule alone."""
    subject = subject_of(pack, rule_id) is not None
    return Inquiry([pack], cone or cone_of_rule(pack, rule_id), limits, subject=subject, moved=moved, alike=alike)


def find_witness(
    pack: Pack, rule_id: str, verdict: Verdict, replay: Replay, *, limits: Limits = _USUAL_LIMITS,
    inquiry: Inquiry | None = None,
) -> Witness:  # fmt: skip
    """A small household on which a rule comes to a verdict, checked by the engine: nothing in it can be left out.

    For `undetermined` it is one of whom everything is known but what leaves the verdict open.
    Raises: EngineDisagreement, KeyError for an unknown rule.
    """
    whose = subject_of(pack, rule_id)
    found = (inquiry or inquiry_of(pack, rule_id, limits)).look(
        lambda scene: [scene.one.readings[0].rule(rule_id, whose).code_is(verdict.code)],
        all_but_known if verdict is Verdict.UNDETERMINED else small,
    )
    return _witness(pack, rule_id, verdict, found, replay)


def _witness(
    pack: Pack, rule_id: str, verdict: Verdict, found: Search, replay: Replay, name: str = "", case: Case | None = None
) -> Witness:
    case = case or found.case
    if case is None:
        return Witness(rule_id, verdict, found.ended, found.most, tried=found.tried)
    rule, says = pack.rule(rule_id), VERDICT_LABELS[verdict]
    expected = {finding_name(rule_id, SUBJECT if rule.about is About.MEMBER else None): verdict}
    confirm(pack, case, expected, replay)
    title = Label(f"{rule.title.zh}：{says.zh}", f"{rule.title.en}: {says.en}")
    text = write_household(pack, case, name or f"{rule_id}-{verdict.value}", title, expected)
    return Witness(rule_id, verdict, found.ended, found.most, case, text, found.tried)


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


def find_boundaries(pack: Pack, rule_id: str, replay: Replay, *, limits: Limits = _USUAL_LIMITS) -> Iterator[Boundary]:
    """For each limit a rule rests on, two households that differ by the least step over it and in their verdict.

    Raises: EngineDisagreement, KeyError for an unknown rule.
    """
    for leaf, _ in limits_of(pack, rule_id):
        yield _boundary(pack, rule_id, leaf, replay, limits)


def _boundary(pack: Pack, rule_id: str, leaf: c.If, replay: Replay, limits: Limits) -> Boundary:
    moved = pack.reads.derived_from(e.facts_read(leaf.expression))
    found = _closest(inquiry_of(pack, rule_id, limits, moved=moved), rule_id, leaf)
    if found.case is None or found.other is None:
        return Boundary(rule_id, leaf.source, found.ended, found.most)
    pair = []
    for case, verdict, side in (
        (found.case, Verdict.APPLIES, "inside"),
        (found.other, Verdict.DOES_NOT_APPLY, "outside"),
    ):
        name = f"{rule_id}-{_word(leaf.source)}-{side}"
        pair.append(_witness(pack, rule_id, verdict, found, replay, name, case))
    return Boundary(rule_id, leaf.source, Ended.FOUND, found.most, *pair)


def _closest(inquiry: Inquiry, rule_id: str, leaf: c.If) -> Search:
    """The pair of small households with the least step over the limit: one day, one fen, one whole number."""
    whose, moved = subject_of(inquiry.packs[0], rule_id), inquiry.moved
    sight: Whose = (whose or 0) if any(name.startswith("member.") for name in moved) else None

    def sides(scene: Scene) -> list[Formula]:
        truths: list[Truth] = []
        for problem in scene.problems:
            reading = problem.readings[0]
            truths += [reading.rule(rule_id, whose), reading.condition(leaf, sight)]
        first, over, second, under = truths
        across = either([both([over.proved, under.refuted]), both([over.refuted, under.proved])])
        known = [
            problem.household.cell(cell.fact, cell.whose).term.known
            for cell in _moved_cells(scene)
            for problem in scene.problems
        ]
        pairs = zip(known[::2], known[1::2], strict=True)
        return [first.proved, second.refuted, across, *(a == b for a, b in pairs)]

    def apart(scene: Scene) -> Iterator[Formula]:
        """As close as two can be: all values in one step, and then as they are derived."""
        yield both(_neighbours(*_values(scene, cell)) for cell in _moved_cells(scene))
        # Of as few people as can be, as few facts as can be are moved.
        yield from fewest_members(scene)
        yield from (same(*_values(scene, cell)) for cell in _moved_cells(scene))
        yield from small(scene)

    return inquiry.look(sides, apart)


def _moved_cells(scene: Scene) -> list[Cell]:
    return [cell for cell in scene.one.cells() if cell.fact.name in scene.moved]


def _values(scene: Scene, cell: Cell) -> tuple[Any, Any]:
    first, second = (problem.household.cell(cell.fact, cell.whose).term.value for problem in scene.problems)
    return first, second


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
