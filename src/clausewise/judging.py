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
from clausewise.expectations import Expectation, compare, expectations_of, hold
from clausewise.language.model import Pack, PackFolders
from clausewise.language.verdicts import Verdict
from clausewise.sectioned import Sectioned

_MEND = "correct the case or the rules, then audit them"


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
    """Checks cases on engines; it keeps those of the pack it was asked about last."""

    def __init__(self) -> None:
        self._pack: Pack | None = None
        self._engines: Sectioned | None = None

    def observe(self, pack: Pack, case: Case) -> Observed:
        """What a pack finds for a case, beside what that expects. Raises: CaseError, EngineDisagreement."""
        counts = () if case.expect.unreviewed else case.expect.findings
        expected = {(one.subject.rule, one.subject.member): one.verdict for one in counts}
        findings: list[Observation] = []
        measures: dict[int, str] = {}
        differing: list[Diagnostic] = []
        for result, numbers, untouched in self._kept(pack).look(case):
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
        return self._kept(pack).verdicts(case)

    def _kept(self, pack: Pack) -> Sectioned:
        if self._engines is None or self._pack is not pack:
            if self._engines is not None:
                self._engines.close()
            self._pack, self._engines = pack, Sectioned(pack)
        return self._engines


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
