"""Makes up the households that show a condition to matter, where the cases do not: two that it alone tells apart.

Each pair is alike in everything but what the condition reads, if there is such a pair. Both were checked by the engine.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from clausewise.audit.comparing import decided_apart
from clausewise.audit.engine import Engines
from clausewise.audit.households import SUBJECT, Replay, confirm, finding_name, write_household
from clausewise.audit.model import CaseCoverage, ConditionCoverage
from clausewise.audit.parallel import Progress, no_progress, run_tasks
from clausewise.audit.paths import Step, nodes_of
from clausewise.audit.solver.household import Whose
from clausewise.audit.solver.limits import Limits
from clausewise.audit.solver.numbers import Formula
from clausewise.audit.solver.problem import Scene
from clausewise.audit.solver.search import Search, small
from clausewise.audit.solver.terms import Truth, both, either, opposite
from clausewise.audit.witnesses import VERDICT_LABELS, inquiry_of, subject_of
from clausewise.classes import dataclass
from clausewise.language import conditions as c
from clausewise.language.kleene import FALSE, TRUE, UNKNOWN
from clausewise.language.labels import Label
from clausewise.language.model import Pack
from clausewise.language.verdicts import VERDICTS

_CODES = {
    FALSE: Label("不成立", "false"),
    UNKNOWN: Label("不知道", "not known"),
    TRUE: Label("成立", "true"),
}
_USUAL_LIMITS = Limits()
_DECIDED = ((TRUE, FALSE),)
_UNKNOWN = ((TRUE, UNKNOWN), (FALSE, UNKNOWN))


@dataclass(frozen=True, slots=True)
class Shower:
    """What showing takes: the pack, the engine to replay households with, and how far to look."""

    pack: Pack
    replay: Replay
    limits: Limits


@dataclass(frozen=True, slots=True)
class MakeShower:
    """Makes a shower where it is needed: engines cannot be sent to another process."""

    pack: Pack
    limits: Limits

    def __call__(self) -> Shower:
        return Shower(self.pack, Engines().verdicts, self.limits)


def show_conditions(
    pack: Pack,
    coverage: CaseCoverage,
    *,
    limits: Limits = _USUAL_LIMITS,
    workers: int = 1,
    progress: Progress = no_progress,
) -> CaseCoverage:
    """The coverage, with households for every condition that the cases do not show.

    Raises: EngineDisagreement when the engine does not confirm a household.
    """
    weak = [one for rule in coverage.rules for one in rule.conditions if not one.is_shown]
    make = MakeShower(pack, limits)
    shown = dict(zip(weak, run_tasks(weak, show, make, workers=workers, progress=progress), strict=True))
    rules = tuple(
        replace(rule, conditions=tuple(shown.get(one, one) for one in rule.conditions)) for rule in coverage.rules
    )
    return replace(coverage, rules=rules)


def show(shower: Shower, condition: ConditionCoverage) -> ConditionCoverage:
    """A condition with the households that would show what the cases do not."""
    rule = shower.pack.rule(condition.rule)
    step = next(one for one in nodes_of(rule.when) if one.path == condition.path)
    households: list[str] = []
    for pair, codes in ((condition.decided, _DECIDED), (condition.unknown, _UNKNOWN)):
        if pair is None:
            households += _pair(shower, condition.rule, step, codes)
    return replace(condition, households=tuple(households))


def _pair(shower: Shower, rule_id: str, step: Step, codes: Sequence[tuple[int, int]]) -> list[str]:
    """Two case files; none when there is no such pair, or none was found in time."""
    for applying in (True, False):
        for first, second in codes:
            for alike in (True, False):
                found = _search(shower, rule_id, step, (first, second), alike=alike, applying=applying)
                if found:
                    return found
    return []


def _search(
    shower: Shower, rule_id: str, step: Step, codes: tuple[int, int], *, alike: bool, applying: bool
) -> list[str]:
    """Two case files between which a condition of these codes turns the verdict; `applying`, to or from `applies`."""
    pack, leaf, (a, b) = shower.pack, step.condition, codes
    whose = subject_of(pack, rule_id)
    sight: Whose = 0 if step.quantified else whose

    def truths(scene: Scene) -> list[Truth]:
        return [problem.readings[0].rule(rule_id, whose) for problem in scene.problems]

    def pose(scene: Scene) -> list[Formula]:
        asked: list[Formula] = []
        changed: list[Truth] = []
        for problem, code, instead in zip(scene.problems, (a, b), (b, a), strict=True):
            reading = problem.readings[0]
            changed.append(reading.rule_with(rule_id, whose, leaf, instead))
            asked.append(reading.condition(leaf, sight).code_is(code))
            if step.quantified:
                asked.append(problem.subject_is_there())
        first, second = truths(scene)
        asked += [opposite(_equal(first, second)), _equal(changed[0], second), _equal(changed[1], first)]
        return [*asked, either([first.proved, second.proved])] if applying else asked

    def wishes(scene: Scene) -> list[Formula]:
        first, second = truths(scene)
        return [decided_apart(first, second), *small(scene)]

    inquiry = inquiry_of(pack, rule_id, shower.limits, moved=_facts_under(pack, leaf), alike=alike)
    found = inquiry.glance(pose, wishes)
    if found.case is None or found.other is None or found.scene is None:
        return []
    first, second = truths(found.scene)
    return _written(shower, rule_id, step, found, (first, second), (a, b))


def _equal(first: Truth, second: Truth) -> Formula:
    return both([first.proved == second.proved, first.refuted == second.refuted])


def _facts_under(pack: Pack, leaf: c.Condition) -> frozenset[str]:
    if isinstance(leaf, c.FindingOf):
        return frozenset().union(*(pack.reads.facts_behind(one) for one in leaf.rules))
    return pack.reads.derived_from(c.facts_of(leaf))


def _written(
    shower: Shower, rule_id: str, step: Step, found: Search, truths: tuple[Truth, Truth], codes: tuple[int, int]
) -> list[str]:
    pack = shower.pack
    name = finding_name(rule_id, None if subject_of(pack, rule_id) is None else SUBJECT)
    source = step.condition.source if isinstance(step.condition, c.If) else "finding"
    texts = []
    for case, truth, code in zip((found.case, found.other), truths, codes, strict=True):
        assert case is not None
        verdict = VERDICTS[found.code_of(truth)]
        confirm(pack, case, {name: verdict}, shower.replay)
        title, says, held = pack.rule(rule_id).title, VERDICT_LABELS[verdict], _CODES[code]
        label = Label(f"{title.zh}：{source} {held.zh}时{says.zh}", f"{title.en}: {says.en} with {source} {held.en}")
        file = f"{rule_id}-{step.path}-{held.en}"
        texts.append(write_household(pack, case, file, label, {name: verdict}))
    return texts
