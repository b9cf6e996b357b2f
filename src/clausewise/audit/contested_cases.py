"""Whether the cases lie on either side of each contested point and between: one sure of each, and one that waits.

A case counts where it expects a verdict that the point bears on: it holds by both readings or as the office reads it,
it fails so, or the readings part and nobody has said. Nothing here checks a case.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from clausewise.audit.observed import Node, Observation, Observed
from clausewise.classes import dataclass
from clausewise.language.conditions import Contested, FindingOf, Not
from clausewise.language.kleene import FALSE, TRUE, UNKNOWN
from clausewise.language.model import Pack
from clausewise.language.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class PointCoverage:
    """One contested point by its id, and the cases (`case` or `case@member`) on either side of it and between."""

    point: str
    holds: tuple[str, ...]
    fails: tuple[str, ...]
    between: tuple[str, ...]

    @property
    def is_shown(self) -> bool:
        return bool(self.holds and self.fails and self.between)


def cover_points(pack: Pack, observed: Sequence[Observed]) -> tuple[PointCoverage, ...]:
    """The cases of each contested point, in the order of contested.yaml."""
    found: dict[str, dict[int, set[str]]] = {
        point: {code: set() for code in (TRUE, FALSE, UNKNOWN)} for point in pack.contested
    }
    for one in observed:
        for finding in one.findings:
            for point, code in _sides(finding):
                found[point][code].add(_name(finding))
    return tuple(
        PointCoverage(point, *(tuple(sorted(by_code[code])) for code in (TRUE, FALSE, UNKNOWN)))
        for point, by_code in found.items()
    )


def _name(finding: Observation) -> str:
    return finding.case if finding.subject is None else f"{finding.case}@{finding.subject}"


_VERDICTS = {TRUE: Verdict.APPLIES, FALSE: Verdict.DOES_NOT_APPLY, UNKNOWN: Verdict.UNDETERMINED}
_TURNED = {TRUE: FALSE, FALSE: TRUE, UNKNOWN: UNKNOWN}


def _sides(finding: Observation) -> Iterator[tuple[str, int]]:
    """The points in a finding's proof that came out as its verdict did, with what they came to.

    One that is unknown counts only where its readings part and nothing else is missing: it waits for the office alone.
    """
    for node, negated in _below(finding.proof, negated=False):
        if isinstance(node.condition, Contested):
            code = node.code
            first, second, _ = (child.code for child in node.children)
            parts = UNKNOWN not in (first, second) and first != second
            seen = _TURNED[code] if negated else code
            if finding.verdict is _VERDICTS[seen] and (code != UNKNOWN or parts):
                yield node.condition.point, code


def _below(node: Node, *, negated: bool) -> Iterator[tuple[Node, bool]]:
    """A proof with those of the facts it reads; what stands on other findings is theirs to show."""
    yield node, negated
    if isinstance(node.condition, FindingOf):
        return
    for child in node.children:
        yield from _below(child, negated=negated != isinstance(node.condition, Not))
