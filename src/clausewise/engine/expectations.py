"""Holds what a case expects against what was found, one expectation at a time.

Says only whether the two are the same and where the expectation is written; it neither reads files nor prints.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction

from clausewise.case.model import Case, Detail, Expected, ExpectedMeasure
from clausewise.classes import dataclass
from clausewise.engine.findings import Finding, Grant, Result
from clausewise.errors import Place
from clausewise.language.facts import to_fen
from clausewise.language.labels import Label, Language
from clausewise.language.verdicts import Verdict

_DIFFERS = Label(
    "{place}：{subject}：预期 {expected}，实际 {found}", "{place}: {subject}: expected {expected}, found {found}"
)


@dataclass(frozen=True, slots=True)
class Expectation:
    """One thing a case expects. `field` is the detail that is looked at, None for a verdict.

    `id` tells it from the others of its case: `rule`, `rule@member`, `rule@member:amount`, `measure:13`.
    """

    id: str
    expected: Expected | Detail | ExpectedMeasure
    field: str | None = None

    @property
    def place(self) -> Place:
        """Where in the case it is written."""
        return self.expected.place


@dataclass(frozen=True, slots=True)
class Mismatch:
    """An expectation that did not come true: where it is written, of what, and both sides in words."""

    place: Place
    subject: str
    expected: str
    found: str

    def __str__(self) -> str:
        return self.said("en")

    def said(self, language: Language) -> str:
        """The difference in one line; names and values are those that case files write."""
        return _DIFFERS.in_(language).format(
            place=self.place, subject=self.subject, expected=self.expected, found=self.found
        )


def expectations_of(case: Case) -> Iterator[Expectation]:
    """Everything a case expects, each with an id of its own: verdicts, then details, then measures, as written."""
    for finding in case.expect.findings:
        yield Expectation(str(finding.subject), finding)
    for detail in case.expect.details:
        for field in _FOUND:
            if getattr(detail, field) is not None:
                yield Expectation(f"{detail.subject}:{field}", detail, field)
    for measure in case.expect.measures:
        yield Expectation(f"measure:{measure.number}", measure)


def compare(result: Result) -> list[Mismatch]:
    """Where a result differs from what its case expects, in the order in which the expectations come."""
    found = (hold(expectation, result) for expectation in expectations_of(result.case))
    return [mismatch for mismatch in found if mismatch is not None]


def hold(expectation: Expectation, result: Result) -> Mismatch | None:
    """How a result differs from one expectation of its case; None when it is as expected."""
    match expectation.expected:
        case Expected() as expected:
            return _hold_verdict(expected, result.by_name[str(expected.subject)])
        case Detail() as detail:
            return _hold_detail(detail, expectation.field or "", result.by_name[str(detail.subject)])
        case ExpectedMeasure() as measure:
            verdict = result.measure(measure.number).verdict
            if verdict == measure.verdict:
                return None
            return Mismatch(measure.place, f"measure {measure.number}", measure.verdict, verdict)


def _hold_verdict(expected: Expected, finding: Finding) -> Mismatch | None:
    missing = sorted(str(one) for one in finding.missing)
    same_missing = expected.missing is None or sorted(expected.missing) == missing
    if finding.verdict == expected.verdict and same_missing:
        return None
    return Mismatch(
        expected.place, str(expected.subject), _verdict(expected.verdict, expected.missing),
        _verdict(finding.verdict, missing),
    )  # fmt: skip


def _verdict(verdict: str, missing: Iterable[str] | None) -> str:
    if verdict != Verdict.UNDETERMINED or missing is None:
        return verdict
    return f"{verdict} (missing: {', '.join(missing) or 'nothing'})"


def _hold_detail(detail: Detail, field: str, finding: Finding) -> Mismatch | None:
    written = getattr(detail, field)
    expected = [_write(one) for one in (written if isinstance(written, tuple) else (written,))]
    found = [_write(one) for one in _FOUND[field](finding)]
    # A case says which agencies or aids there are, not in what order.
    if sorted(expected) == sorted(found):
        return None
    return Mismatch(detail.place, str(detail.subject), _listed(field, expected), _listed(field, found))


def _write(value: object) -> str:
    """A value as a case writes it; yuan to the fen, since no case can write a third of one."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return ": ".join(value)
    if isinstance(value, Fraction):
        return format(to_fen(value), "f")
    return "unknown" if value is None else str(value)


def _listed(field: str, values: Iterable[str]) -> str:
    return f"{field} {', '.join(values) or 'none'}"


def _followups(finding: Finding) -> list[str]:
    """What a finding sets in motion; one that does not apply sets nothing."""
    followups = () if finding.verdict is Verdict.DOES_NOT_APPLY else finding.rule.followup
    return [followup.label.zh for followup in followups]


def firmness_of_steps(finding: Finding) -> dict[str, str]:
    """The modality of each step that has one of its own, by its Chinese label; none where nothing applies."""
    steps = () if finding.verdict is Verdict.DOES_NOT_APPLY else finding.rule.steps
    return {step.label.zh: step.modality.kind.value for step in steps if step.modality is not None}


def _computed(finding: Finding) -> tuple[Grant, ...]:
    """What a finding computes; also at or below zero, where it is no aid."""
    return (*finding.aid, *finding.not_granted)


_FOUND: Mapping[str, Callable[[Finding], Iterable[object]]] = {
    "modality": lambda finding: [finding.rule.modality.kind],
    "agency": lambda finding: finding.rule.agency,
    "aid": lambda finding: [grant.aid.label.zh for grant in finding.aid],
    "amount": lambda finding: [grant.amount for grant in _computed(finding) if grant.aid.amount is not None],
    "months": lambda finding: [grant.months for grant in _computed(finding) if grant.aid.months is not None],
    "deadline": lambda finding: [finding.deadline.day] if finding.deadline else [],
    "overdue": lambda finding: [finding.deadline.overdue] if finding.deadline else [],
    "followup": _followups,
    "at_most": lambda finding: [one for grant in _computed(finding) for one in grant.aid.at_most],
    "steps": lambda finding: firmness_of_steps(finding).items(),
}
