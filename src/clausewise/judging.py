"""Checks cases for the audit: the engine, behind what the audit knows of it.

Stands at the top, since it knows both. It decides nothing: a verdict is the engine's, an expectation the case's.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager

from clausewise.audit.judge import Observation, Observed, Wish
from clausewise.case import Case, read_case
from clausewise.case.model import ExpectedMeasure
from clausewise.case_files import case_files_below
from clausewise.engine import Engine
from clausewise.errors import CaseError, Diagnostic, Place
from clausewise.expectations import Expectation, expectations_of, hold
from clausewise.language.model import Pack, PackFolders
from clausewise.language.verdicts import Verdict


def read_suite(folders: PackFolders, pack: Pack) -> tuple[Case, ...]:
    """All cases of a pack, in the order of their files. Raises: CaseError with everything that is wrong in them."""
    cases: list[Case] = []
    found: list[Diagnostic] = []
    if folders.cases.is_dir():
        try:
            files = case_files_below(folders.cases)
        except OSError as problem:
            raise CaseError(Diagnostic(f"cannot be read: {problem.strerror}", Place(str(problem.filename)))) from None
        for file in files:
            try:
                cases.append(read_case(file, pack))
            except CaseError as problem:
                found += problem.diagnostics
    if found:
        raise CaseError(found)
    return tuple(cases)


def make_judge() -> EngineJudge:
    """A judge with engines of its own; to be called in the process that asks it."""
    return EngineJudge()


class EngineJudge:
    """Checks cases on the engine; it keeps the one of the pack it was asked about last."""

    def __init__(self) -> None:
        self._pack: Pack | None = None
        self._engine: Engine | None = None

    def observe(self, pack: Pack, case: Case) -> Observed:
        """What a pack finds for a case. Raises: CaseError, EngineDisagreement."""
        result = self._kept(pack).check(case)
        counts = () if case.expect.unreviewed else case.expect.findings
        expected = {(one.subject.rule, one.subject.member): one.verdict for one in counts}
        findings = tuple(
            Observation(
                case=case.id, rule=finding.rule.id, subject=finding.subject, verdict=finding.verdict,
                proof=finding.because, everybody=case.everybody,
                expected=expected.get((finding.rule.id, finding.subject)) == finding.verdict,
            )
            for finding in result.findings
        )  # fmt: skip
        return Observed(case, findings, {one.number: one.verdict.value for one in result.measures})

    def wishes(self, case: Case) -> tuple[Wish, ...]:
        """Everything a case expects; nothing while nobody has read it against the document."""
        return () if case.expect.unreviewed else tuple(map(_wish, expectations_of(case)))

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

    def verdicts(self, pack: Pack, case: Case) -> Mapping[str, Verdict]:
        """The verdict of each finding, by `rule` or `rule@member`. Raises: CaseError, EngineDisagreement."""
        return {finding.name: finding.verdict for finding in self._kept(pack).check(case).findings}

    def _kept(self, pack: Pack) -> Engine:
        if self._engine is None or self._pack is not pack:
            if self._engine is not None:
                self._engine.close()
            self._pack, self._engine = pack, Engine(pack)
        return self._engine


@contextmanager
def _for_once(pack: Pack) -> Iterator[Engine]:
    engine = Engine(pack)
    try:
        yield engine
    finally:
        engine.close()


def _wish(expectation: Expectation) -> Wish:
    expected = expectation.expected
    if isinstance(expected, ExpectedMeasure):
        return Wish(expectation.id, None, expected.number, is_detail=False)
    return Wish(expectation.id, expected.subject.rule, None, is_detail=expectation.field is not None)
