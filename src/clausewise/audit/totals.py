"""The figures of an audit: how much of what there is, counted once for reports and for thresholds.

Only counts; what was not run has no figures rather than zeros.
"""

from __future__ import annotations

from collections.abc import Iterable

from clausewise.audit.model import (
    Answer,
    Audit,
    CaseCoverage,
    Fate,
    MutantReport,
    NotRun,
    Outcome,
    ProvisionCoverage,
    QuestionKind,
    Weight,
    WordsKind,
)
from clausewise.classes import dataclass


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    part: int
    whole: int

    @property
    def is_whole(self) -> bool:
        return self.part == self.whole

    @property
    def tenths(self) -> int:
        """Tenths of a percent, rounded down, so that only a whole is 1000. Nothing of nothing is a whole."""
        return 1000 if self.is_whole else self.part * 1000 // self.whole

    def __str__(self) -> str:
        """A percentage such as `98.6 %` or `100 %`."""
        whole, tenth = divmod(self.tenths, 10)
        return f"{whole}.{tenth} %" if tenth else f"{whole} %"


@dataclass(frozen=True, slots=True)
class WordTotals:
    """The words. `held` is the share of characters that something encodes, of those that are not connective."""

    provisions: Share
    held: Share
    characters: dict[WordsKind, int]
    gaps: int
    missing: int


@dataclass(frozen=True, slots=True)
class CaseTotals:
    """Rules that cases drive to all three verdicts, conditions that cases show to matter, parts that cases expect, and
    contested points with a case on either side and one between."""

    rules: Share
    conditions: Share
    parts: Share
    contested: Share
    cases: int
    unreviewed: int = 0


@dataclass(frozen=True, slots=True)
class MutantTotals:
    """Mutants by their fate. `noticed` is the share that is killed or accepted, of those that mean something else."""

    noticed: Share
    fates: dict[Fate, int]

    @property
    def survived(self) -> int:
        """Those that no case notices and that are not proved to be harmless, or told of so far."""
        return self.fates[Fate.SURVIVED] + self.fates[Fate.BOUNDED]


@dataclass(frozen=True, slots=True)
class AnswerTotals:
    """What the solver says: statements of the analyst by what they mean for the audit, and the faults of any kind.

    `dead` are the rules that can apply to nobody. An assurance counts as `proved` when all is well with it, as `idle`
    when it holds because none of its rules reads its fact, and as `bounded` when no household of so many members is
    against it; `all_bounded` are all answers that go so far.
    """

    proved: int
    idle: int
    bounded: int
    refuted: int
    policy: int
    accepted: int
    undecided: int
    dead: int
    faults: int
    answers: int
    all_undecided: int
    all_bounded: int


@dataclass(frozen=True, slots=True)
class Totals:
    """The figures of each part; None for a part that was not run."""

    words: WordTotals
    cases: CaseTotals | None
    mutants: MutantTotals | None
    answers: AnswerTotals | None

    @property
    def undecided(self) -> int:
        """The answers and mutants that the solver did not settle in time."""
        return (self.answers.all_undecided if self.answers else 0) + (
            self.mutants.fates[Fate.UNDECIDED] if self.mutants else 0
        )

    @property
    def bounded(self) -> int:
        """The answers and mutants that are settled for households of so many members, and not proved."""
        return (self.answers.all_bounded if self.answers else 0) + (
            self.mutants.fates[Fate.BOUNDED] if self.mutants else 0
        )


def totals_of(audit: Audit) -> Totals:
    """The figures of an audit."""
    return Totals(
        words=count_words(audit.words.provisions, missing=len(audit.words.missing)),
        cases=None if isinstance(audit.cases, NotRun) else _count_cases(audit.cases),
        mutants=None if isinstance(audit.mutants, NotRun) else count_mutants(audit.mutants),
        answers=None if isinstance(audit.answers, NotRun) else _count_answers(audit.answers),
    )


def count_words(provisions: Iterable[ProvisionCoverage], *, missing: int = 0) -> WordTotals:
    """The figures of some provisions."""
    counted = list(provisions)
    characters = {kind: sum(one.characters(kind) for one in counted) for kind in WordsKind}
    return WordTotals(
        provisions=Share(sum(one.is_encoded for one in counted), len(counted)),
        held=Share(characters[WordsKind.HELD], sum(characters.values()) - characters[WordsKind.CONNECTIVE]),
        characters=characters,
        gaps=sum(len(one.gaps) for one in counted),
        missing=missing,
    )


def count_mutants(mutants: Iterable[MutantReport]) -> MutantTotals:
    """The figures of some mutants."""
    counted = [one.fate for one in mutants]
    fates = {fate: counted.count(fate) for fate in Fate}
    return MutantTotals(
        noticed=Share(fates[Fate.KILLED] + fates[Fate.ACCEPTED], len(counted) - fates[Fate.EQUIVALENT]), fates=fates
    )


def _count_cases(cases: CaseCoverage) -> CaseTotals:
    conditions = [condition for rule in cases.rules for condition in rule.conditions]
    parts = [part for rule in cases.rules for part in rule.parts]
    return CaseTotals(
        rules=Share(sum(rule.is_driven for rule in cases.rules), len(cases.rules)),
        conditions=Share(sum(one.is_shown for one in conditions), len(conditions)),
        parts=Share(sum(bool(part.expected_in) for part in parts), len(parts)),
        contested=Share(sum(one.is_shown for one in cases.points), len(cases.points)),
        cases=len(cases.cases),
        unreviewed=len(cases.unreviewed),
    )


def _count_answers(answers: Iterable[Answer]) -> AnswerTotals:
    counted = list(answers)
    assurances = [one.weight for one in counted if one.kind is QuestionKind.ASSURANCE]
    weights = [one.weight for one in counted]
    dead = [one for one in counted if one.kind is QuestionKind.DEAD_RULE and one.outcome is Outcome.REFUTED]
    return AnswerTotals(
        proved=assurances.count(Weight.FINE) + assurances.count(Weight.NOTE),
        idle=assurances.count(Weight.IDLE),
        bounded=assurances.count(Weight.BOUNDED),
        refuted=assurances.count(Weight.FAULT),
        policy=assurances.count(Weight.POLICY),
        accepted=assurances.count(Weight.ACCEPTED),
        undecided=assurances.count(Weight.UNDECIDED),
        dead=len([one for one in dead if one.weight is not Weight.ACCEPTED]),
        faults=weights.count(Weight.FAULT),
        answers=len(counted),
        all_undecided=weights.count(Weight.UNDECIDED),
        all_bounded=weights.count(Weight.BOUNDED),
    )
