"""How far the cases try the rules: each rule's verdicts, each condition's part in them, each aid and deadline.

A condition is shown to matter by two findings between which it alone turns the verdict: MC/DC, with unknown as a third
value. Only verdicts that a case expects count, for one that nobody looks at tests nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from clausewise.audit.contested_cases import cover_points
from clausewise.audit.model import (
    CaseCoverage,
    ConditionCoverage,
    Pair,
    Part,
    PartCoverage,
    RuleCoverage,
    Seen,
)
from clausewise.audit.observed import Node, Observation, Observed
from clausewise.audit.paths import nodes_of, path_below
from clausewise.case.model import Case, Detail
from clausewise.classes import dataclass
from clausewise.language import conditions as c
from clausewise.language.kleene import UNKNOWN, all_of, any_of, opposite, quantified, read_either_way
from clausewise.language.labels import Label
from clausewise.language.model import Pack
from clausewise.language.rules import Rule
from clausewise.language.verdicts import VERDICTS, Verdict

# A leaf by its path, and the member it is looked at for: None outside a quantifier.
Spot = tuple[str, str | None]


def cover_cases(pack: Pack, observed: Sequence[Observed]) -> CaseCoverage:
    """What the cases show of every rule, and the measures of every case."""
    by_rule: dict[str, list[Observation]] = {rule.id: [] for rule in pack.rules}
    for one in observed:
        for finding in one.findings:
            by_rule[finding.rule].append(finding)
    details: dict[str, list[tuple[str, Detail]]] = {}
    for one in observed:
        for detail in () if one.case.expect.unreviewed else one.case.expect.details:
            details.setdefault(detail.subject.rule, []).append((one.case.id, detail))
    rules = tuple(
        RuleCoverage(
            rule.id,
            _expected(by_rule[rule.id]),
            tuple(_conditions(rule, by_rule[rule.id])),
            tuple(_parts(rule, details.get(rule.id, []))),
        )
        for rule in pack.rules
    )
    return CaseCoverage(
        rules,
        {one.case.id: _title(one.case) for one in observed},
        {one.case.id: dict(one.measures) for one in observed},
        tuple(one.case.id for one in observed if one.case.expect.unreviewed),
        cover_points(pack, observed),
    )


def _title(case: Case) -> Label:
    return case.title or Label(case.id, case.id)


def _expected(observations: Sequence[Observation]) -> Mapping[Verdict, tuple[Seen, ...]]:
    found: dict[Verdict, list[Seen]] = {verdict: [] for verdict in Verdict}
    for one in observations:
        found[one.verdict].append(_seen(one))
    return {verdict: tuple(sorted(seen, key=str)) for verdict, seen in found.items()}


def _seen(observation: Observation) -> Seen:
    return Seen(observation.case, observation.subject, observation.verdict)


# ---------------------------------------------------------------- conditions


@dataclass(frozen=True, slots=True)
class _Trial:
    """One finding as the codes of its leaves: what changing one of them would come to can be worked out."""

    seen: Seen
    condition: c.Condition
    codes: Mapping[Spot, int]
    members: tuple[str, ...]
    everybody: bool

    def code(self, changed: Spot | None = None, to: int = UNKNOWN) -> int:
        """The verdict's code, with one leaf at another code."""
        return self._evaluate(self.condition, "when", None, changed, to)

    def _evaluate(self, condition: c.Condition, path: str, member: str | None, changed: Spot | None, to: int) -> int:
        if isinstance(condition, c.If | c.FindingOf):
            spot = (path, member)
            return to if spot == changed else self.codes[spot]
        if isinstance(condition, c.Quantifier):
            below = path_below(condition, path, 0)
            found = [self._evaluate(condition.part, below, one, changed, to) for one in self.members]
            return quantified(condition, found, self.everybody)
        codes = [
            self._evaluate(part, path_below(condition, path, index), member, changed, to)
            for index, part in enumerate(c.parts_of(condition))
        ]
        if isinstance(condition, c.Not):
            return opposite(codes[0])
        if isinstance(condition, c.Contested):
            return read_either_way(*codes)
        return all_of(codes) if isinstance(condition, c.All) else any_of(codes)


def _trial(observation: Observation, rule: Rule) -> _Trial:
    codes: dict[Spot, int] = {}
    members: dict[str, None] = {}

    def read(node: Node, path: str, member: str | None) -> None:
        condition = node.condition
        if isinstance(condition, c.If | c.FindingOf):
            codes[path, member] = node.code
        elif isinstance(condition, c.Quantifier):
            for below in node.children:
                name = below.member or ""
                members[name] = None
                read(below, path_below(condition, path, 0), name)
        else:
            for index, below in enumerate(node.children):
                read(below, path_below(condition, path, index), member)

    read(observation.proof, "when", None)
    return _Trial(_seen(observation), rule.when, codes, tuple(members), observation.everybody)


def _conditions(rule: Rule, observations: Sequence[Observation]) -> Iterator[ConditionCoverage]:
    trials = _distinct([_trial(one, rule) for one in observations if one.subject != "?"])
    for step in nodes_of(rule.when):
        leaf = step.condition
        if isinstance(leaf, c.If | c.FindingOf) and not c.is_constant(leaf):
            source = leaf.source if isinstance(leaf, c.If) else f"finding {', '.join(leaf.patterns)}"
            words = _words_of(rule.when, step.path)
            decided, unknown = _pairs(trials, step.path)
            yield ConditionCoverage(rule.id, step.path, source, words, leaf.place, decided, unknown)


def _words_of(whole: c.Condition, path: str) -> str:
    """The words that a leaf encodes: its own, or those of the nearest branch above it."""
    words = ""
    for step in nodes_of(whole):
        if (path == step.path or path.startswith(f"{step.path}.")) and step.condition.words is not None:
            words = str(step.condition.words)
    return words


def _distinct(trials: Sequence[_Trial]) -> list[_Trial]:
    """One finding of each kind, the first by name: what tells no more than another is left out."""
    found: dict[Any, _Trial] = {}
    for trial in sorted(trials, key=lambda one: str(one.seen)):
        members = tuple(
            sorted(tuple(sorted((path, code) for (path, whose), code in trial.codes.items() if whose == member))
                   for member in trial.members)
        )  # fmt: skip
        outside = tuple(sorted((path, code) for (path, whose), code in trial.codes.items() if whose is None))
        found.setdefault((outside, members, trial.everybody, trial.seen.verdict), trial)
    return list(found.values())


def _pairs(trials: Sequence[_Trial], path: str) -> tuple[Pair | None, Pair | None]:
    """The pair that shows a leaf between true and false, and the one that shows it to or from unknown."""
    spots = [(trial, spot) for trial in trials for spot in trial.codes if spot[0] == path]
    decided: Pair | None = None
    unknown: Pair | None = None
    for index, (first, here) in enumerate(spots):
        for second, there in spots[index + 1 :]:
            codes = (first.codes[here], second.codes[there])
            if codes[0] == codes[1] or first.seen.verdict is second.seen.verdict:
                continue
            others = _others(first, here, second, there)
            best = unknown if UNKNOWN in codes else decided
            if (best is not None and best.others <= others) or not _turns(first, here, second, there):
                continue
            pair = Pair(first.seen, second.seen, codes, others)
            decided, unknown = (decided, pair) if UNKNOWN in codes else (pair, unknown)
    return decided, unknown


def _turns(first: _Trial, here: Spot, second: _Trial, there: Spot) -> bool:
    """Whether either finding has the other's verdict when this leaf alone is as it is there."""
    forth = VERDICTS[first.code(here, second.codes[there])] is second.seen.verdict
    return forth and VERDICTS[second.code(there, first.codes[here])] is first.seen.verdict


def _others(first: _Trial, here: Spot, second: _Trial, there: Spot) -> int:
    """How many other leaves differ between two findings; leaves of members are matched by their codes."""
    counts: dict[tuple[str, int], int] = {}
    for trial, spot, sign in ((first, here, 1), (second, there, -1)):
        for (path, member), code in trial.codes.items():
            if (path, member) != spot:
                counts[path, code] = counts.get((path, code), 0) + sign
    by_path: dict[str, list[int]] = {}
    for (path, _), count in counts.items():
        by_path.setdefault(path, []).append(count)
    return sum(max(sum(n for n in ns if n > 0), -sum(n for n in ns if n < 0)) for ns in by_path.values())


# ---------------------------------------------------------------- what a finding carries


def _parts(rule: Rule, details: Sequence[tuple[str, Detail]]) -> Iterator[PartCoverage]:
    def where(holds: Any) -> tuple[str, ...]:
        return tuple(sorted({case for case, detail in details if holds(detail)}))

    for aid in rule.aid:
        name, words = aid.label, str(aid.words)
        expected = where(lambda detail, zh=name.zh: zh in (detail.aid or ()))
        yield PartCoverage(rule.id, Part.AID, name, words, expected)
        if aid.amount is not None:
            label = Label(f"{name.zh}：金额", f"{name.en}: amount")
            yield PartCoverage(rule.id, Part.AID, label, words, where(lambda detail: detail.amount is not None))
        if aid.months is not None:
            label = Label(f"{name.zh}：月数", f"{name.en}: months")
            yield PartCoverage(rule.id, Part.AID, label, words, where(lambda detail: detail.months is not None))
    for followup in rule.followup:
        expected = where(lambda detail, zh=followup.label.zh: zh in (detail.followup or ()))
        yield PartCoverage(rule.id, Part.FOLLOWUP, followup.label, str(followup.words), expected)
    if rule.deadline is not None:
        expected = where(lambda detail: detail.deadline is not None)
        yield PartCoverage(rule.id, Part.DEADLINE, rule.deadline.label, str(rule.deadline.words), expected)
