"""The engine behind everything that an audit asks of a case: the one place where the audit meets it.

It decides nothing: a verdict is the engine's, an expectation the case's.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from clausewise.audit.changes import Brought, Effect, Judged, Judgement
from clausewise.audit.observed import Observation, Observed, Wish
from clausewise.audit.sections import Sectioned
from clausewise.case import Case, parse_case
from clausewise.case.model import ExpectedMeasure
from clausewise.engine import Engine, Finding
from clausewise.engine.expectations import Expectation, compare, expectations_of, hold
from clausewise.engine.listings import followups_of
from clausewise.errors import CaseError, Diagnostic, InputError
from clausewise.language.model import Pack
from clausewise.language.verdicts import Verdict
from clausewise.yaml_source import parse_yaml, read_bytes

# Two packs are compared at a time; of mutants there are many, and what is held for one lies outside of Python.
_MOST_KEPT = 2
_MEND = "correct the case or the rules, then audit them"


class Engines:
    """Checks cases against packs. It keeps the engines of the two packs it was asked about last.

    It cannot be sent to another process: each makes its own.
    """

    def __init__(self) -> None:
        self._whole = _Latest(Engine)
        self._sectioned = _Latest(Sectioned)

    def close(self) -> None:
        """Free what the engines hold."""
        self._whole.close()
        self._sectioned.close()

    def verdicts(self, pack: Pack, case: Case) -> Mapping[str, Verdict]:
        """The verdict of each finding, by `rule` or `rule@member`; facts that the pack does not have are left out.

        Raises: CaseError, EngineDisagreement.
        """
        return self._sectioned.of(pack).verdicts(case)

    def observe(self, pack: Pack, case: Case) -> Observed:
        """What a pack finds for a case, beside what that expects. Raises: CaseError, EngineDisagreement."""
        counts = () if case.expect.unreviewed else case.expect.findings
        expected = {(one.subject.rule, one.subject.member): one.verdict for one in counts}
        findings: list[Observation] = []
        measures: dict[int, str] = {}
        differing: list[Diagnostic] = []
        for result, numbers, untouched in self._sectioned.of(pack).look(case):
            measures |= {one.number: one.verdict.value for one in result.measures if one.number in numbers}
            if untouched:
                continue
            findings += (
                Observation(case.id, one.rule.id, one.subject, one.verdict, one.because, case.everybody)
                for one in result.findings
                if expected.get((one.rule.id, one.subject)) == one.verdict
            )
            differing += (
                Diagnostic(f"{one.subject}: expected {one.expected}, found {one.found}", one.place, _MEND)
                for one in compare(result)
            )
        return Observed(case, tuple(findings), dict(sorted(measures.items())), tuple(differing))

    def first_failure(self, pack: Pack, cases: Sequence[tuple[Case, Collection[str]]]) -> tuple[str, str] | None:
        """The first case, and the id of the first of these expectations of it, that a pack does not fulfil.

        A case that the pack refuses fulfils none of them. Raises: EngineDisagreement.
        """
        with _for_once(pack) as engine:
            for case, ids in cases:
                try:
                    result = engine.check(case)
                except CaseError:
                    return case.id, min(ids)
                for expectation in expectations_of(case):
                    if expectation.id in ids and hold(expectation, result) is not None:
                        return case.id, expectation.id
        return None

    def failing(self, pack: Pack, cases: Sequence[Case]) -> frozenset[str]:
        """The ids of the cases of whose expectations a pack does not fulfil one; it fulfils none of a case it refuses.

        Raises: EngineDisagreement.
        """
        found = set()
        with _for_once(pack) as engine:
            for case in cases:
                try:
                    result = engine.check(case)
                except CaseError:
                    found.add(case.id)
                    continue
                if any(hold(expectation, result) is not None for expectation in expectations_of(case)):
                    found.add(case.id)
        return frozenset(found)

    def judge(self, pack: Pack, file: Path) -> Judged:
        """What a pack finds for the case of a file, or why it refuses it; what the case expects is not looked at.

        Raises: EngineDisagreement.
        """
        try:
            findings = self._whole.of(pack).check(_read_without_expectations(file, pack)).findings
        except InputError as problem:
            return Judged({}, tuple(str(one) for one in problem.diagnostics))
        return Judged({finding.name: _judgement(finding) for finding in findings})


def wishes_of(case: Case) -> tuple[Wish, ...]:
    """Everything a case expects; nothing while nobody has read it against the document."""
    return () if case.expect.unreviewed else tuple(map(_wish, expectations_of(case)))


def _wish(expectation: Expectation) -> Wish:
    expected = expectation.expected
    if isinstance(expected, ExpectedMeasure):
        return Wish(expectation.id, None, expected.number, is_detail=False)
    return Wish(expectation.id, expected.subject.rule, None, is_detail=expectation.field is not None)


# ---------------------------------------------------------------- what a finding brings about


def _read_without_expectations(file: Path, pack: Pack) -> Case:
    """The case of a file but for what it expects, which was written for another pack. Raises: CaseError."""
    raw = read_bytes(file, CaseError)
    source = parse_yaml(raw, str(file), CaseError)
    if isinstance(source.data, dict):
        source = replace(source, data={key: value for key, value in source.data.items() if key != "expect"})
    return parse_case(source, pack, digest=hashlib.sha256(raw).hexdigest())


def _judgement(finding: Finding) -> Judgement:
    missing = tuple((one.fact, one.member) for one in finding.missing)
    if finding.verdict is Verdict.DOES_NOT_APPLY:
        return Judgement(finding.verdict, missing)
    # In what order a rule names its agencies or aids makes no difference.
    effects = {effect: tuple(sorted(brought, key=repr)) for effect, brought in _effects(finding)}
    return Judgement(finding.verdict, missing, effects)


def _effects(finding: Finding) -> Iterator[tuple[Effect, list[Brought]]]:
    rule = finding.rule
    yield Effect.MODALITY, [Brought(value=rule.modality.kind.value)]
    yield Effect.AGENCY, [Brought(by=one) for one in rule.agency]
    yield Effect.AID, [Brought(grant.aid.label) for grant in finding.aid]
    amounts = [grant for grant in finding.aid if grant.aid.amount is not None]
    yield Effect.AMOUNT, [Brought(grant.aid.label, value=grant.amount) for grant in amounts]
    periods = [grant for grant in finding.aid if grant.aid.months is not None]
    yield Effect.MONTHS, [Brought(grant.aid.label, value=grant.months) for grant in periods]
    yield Effect.FOLLOWUP, [Brought(one.label, one.by) for one in followups_of(finding)]
    if finding.deadline is not None:
        yield Effect.DEADLINE, [Brought(value=finding.deadline.day)]
        yield Effect.OVERDUE, [Brought(value=finding.deadline.overdue)]


# ---------------------------------------------------------------- engines


class _Closable(Protocol):
    def close(self) -> None: ...


_Made = TypeVar("_Made", bound=_Closable)


class _Latest(Generic[_Made]):
    """What was made of the packs that were asked about last; what was made of others is closed."""

    def __init__(self, make: Callable[[Pack], _Made]) -> None:
        self._make = make
        # Kept with the pack, since another could take the place in memory of one that is gone.
        self._made: dict[int, tuple[Pack, _Made]] = {}

    def of(self, pack: Pack) -> _Made:
        """What is made of a pack."""
        kept = self._made.pop(id(pack), None) or (pack, self._make(pack))
        self._made[id(pack)] = kept
        if len(self._made) > _MOST_KEPT:
            _, oldest = self._made.pop(next(iter(self._made)))
            oldest.close()
        return kept[1]

    def close(self) -> None:
        for _, made in self._made.values():
            made.close()
        self._made.clear()


@contextmanager
def _for_once(pack: Pack) -> Iterator[Engine]:
    engine = Engine(pack)
    try:
        yield engine
    finally:
        engine.close()
