"""Runs the parts of an audit over a pack and its cases, and puts what they found together.

A part that cannot run here says why; one that fails on its way fails the whole, since half an audit is none. How a
change is said in the words of the policy is handed in: here nothing knows a language.
"""

from __future__ import annotations

import functools
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING

from clausewise.audit.accepting import accept_answers, unused_entries
from clausewise.audit.engine import Engines
from clausewise.audit.exercise import cover_cases
from clausewise.audit.killing import Resolve, run_mutants
from clausewise.audit.model import Answer, Audit, CaseCoverage, MutantReport, NotRun
from clausewise.audit.observed import Observed
from clausewise.audit.parallel import Progress
from clausewise.audit.solver import has_solver
from clausewise.audit.solver.limits import Limits
from clausewise.audit.suite import read_suite
from clausewise.audit.words import cover_words
from clausewise.case import Case
from clausewise.errors import CaseError
from clausewise.language.labels import Label
from clausewise.language.pack import load_pack

if TYPE_CHECKING:
    from clausewise.language.model import Pack, PackFolders


class AuditPart(StrEnum):
    """A part of an audit that can be asked for."""

    WORDS = "words"
    CASES = "cases"
    MUTANTS = "mutants"
    SOLVER = "solver"


Watch = Callable[[AuditPart, int, int], None]
"""Told which part is at work, how many of its tasks are done, and of how many."""

SayMutant = Callable[["Pack", MutantReport], Label]
"""Says what a mutant changes in the words of the policy, in both languages."""

NOT_ASKED = NotRun(Label("没有要求运行这一部分（--only）", "this part was not asked for (--only)"))
NO_SOLVER = NotRun(
    Label(
        "求解器没有安装。安装它：pip install 'clausewise[audit]'",
        "The solver is not installed. Install it: pip install 'clausewise[audit]'",
    )
)


def watch_nothing(part: AuditPart, done: int, of: int) -> None:
    """Tells nobody."""


def run_audit(
    folders: PackFolders,
    say: SayMutant,
    *,
    parts: Sequence[AuditPart] = tuple(AuditPart),
    progress: Watch = watch_nothing,
    workers: int = 1,
    limits: Limits | None = None,
) -> Audit:
    """An audit of a pack. The words are always looked at; `say` says a change, `limits` are those of the solver.

    Raises: PackError, DocumentError; CaseError also for cases that expect what is not found; EngineDisagreement.
    """
    pack = load_pack(folders)
    run = _Run(pack, say, progress, workers, limits or Limits())
    needs_cases = AuditPart.CASES in parts or AuditPart.MUTANTS in parts
    suite = _passing_suite(folders, pack) if needs_cases else ()
    with run.timed(AuditPart.WORDS):
        words = cover_words(pack)
    cases = run.cases(suite) if AuditPart.CASES in parts else NOT_ASKED
    mutants = run.mutants([one.case for one in suite]) if AuditPart.MUTANTS in parts else NOT_ASKED
    answers = run.answers() if AuditPart.SOLVER in parts else NOT_ASKED
    return Audit(pack, words, cases, mutants, answers, run.seconds, unused_entries(pack, mutants, answers))


def _passing_suite(folders: PackFolders, pack: Pack) -> tuple[Observed, ...]:
    """The cases of a pack with what was found, all of which pass: one that does not would seem to notice every mutant.

    Raises: CaseError.
    """
    engines = Engines()
    observed = tuple(engines.observe(pack, case) for case in read_suite(folders, pack))
    engines.close()
    differing = [one for case in observed for one in case.differing]
    if differing:
        raise CaseError(differing)
    return observed


class _Run:
    """The parts of one audit, each timed."""

    def __init__(self, pack: Pack, say: SayMutant, progress: Watch, workers: int, limits: Limits) -> None:
        self._pack = pack
        self._say = say
        self._progress = progress
        self._workers = workers
        self._limits = limits
        self._seconds: dict[str, float] = {}

    @property
    def seconds(self) -> Mapping[str, float]:
        """What each part took that was run."""
        return self._seconds

    @contextmanager
    def timed(self, part: AuditPart) -> Iterator[Progress]:
        """Measures a part, and tells who watches how far it is."""
        began = time.perf_counter()
        yield functools.partial(self._progress, part)
        self._seconds[part.value] = time.perf_counter() - began

    def cases(self, suite: Sequence[Observed]) -> CaseCoverage:
        """What the cases show of the rules; for what they do not, the households that would, if there is a solver."""
        with self.timed(AuditPart.CASES) as tell:
            covered = cover_cases(self._pack, suite)
            if not has_solver():
                return covered
            from clausewise.audit.showing import show_conditions

            return show_conditions(self._pack, covered, limits=self._limits, workers=self._workers, progress=tell)

    def mutants(self, suite: Sequence[Case]) -> tuple[MutantReport, ...]:
        """What becomes of every change to the policy. Without the solver, what no case notices is undecided."""
        with self.timed(AuditPart.MUTANTS) as tell:
            found = run_mutants(self._pack, suite, resolve=self._resolve(), workers=self._workers, progress=tell)
            return tuple(replace(one, says=self._say(self._pack, one)) for one in found)

    def _resolve(self) -> Resolve | None:
        if not has_solver():
            return None
        from clausewise.audit.resolving import resolve_mutant

        return functools.partial(resolve_mutant, limits=self._limits)

    def answers(self) -> tuple[Answer, ...] | NotRun:
        """What the solver says, with what the pack accepts of it."""
        if not has_solver():
            return NO_SOLVER
        from clausewise.audit.questions import ask_all

        with self.timed(AuditPart.SOLVER) as tell:
            found = ask_all(self._pack, limits=self._limits, workers=self._workers, progress=tell)
        return accept_answers(self._pack, found)
