"""An audit arranged as the page shows it: the document in order, each sentence with all that was found about it.

Only arranges what the audit found; it computes no figure and writes no markup.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from clausewise.audit.model import (
    Answer,
    Audit,
    ConditionCoverage,
    Fate,
    Holder,
    MutantReport,
    NotRun,
    OpenWords,
    Outcome,
    Part,
    ProvisionCoverage,
    RuleCoverage,
    Run,
    Weight,
    WordsKind,
)
from clausewise.audit.paths import path_below
from clausewise.classes import dataclass
from clausewise.document.model import Section
from clausewise.language.conditions import Condition, If, parts_of
from clausewise.language.labels import Label
from clausewise.language.rules import Duty, Rule
from clausewise.language.verdicts import Verdict
from clausewise.report.audit.clauses import ClauseRow, clause_rows
from clausewise.report.audit.concern_kinds import ConcernKind, Level
from clausewise.report.audit.concerns import Concern


@dataclass(frozen=True, slots=True)
class Strand:
    """A group of parts that are marked alike: a name for its style, a letter, and what it is called."""

    name: str
    letter: Label
    label: Label
    parts: frozenset[Part]


# In the order in which a sentence is underlined, from the top.
STRANDS = (
    Strand("condition", Label("条", "C"), Label("条件", "condition"), frozenset({Part.CONDITION})),
    Strand("aid", Label("助", "A"), Label("救助", "aid"), frozenset({Part.AID})),
    Strand(
        "step", Label("续", "F"), Label("后续、期限", "follow-up, deadline"), frozenset({Part.FOLLOWUP, Part.DEADLINE})
    ),
    Strand("modality", Label("力", "M"), Label("力度", "modality"), frozenset({Part.MODALITY})),
    Strand("duty", Label("职", "D"), Label("职责", "duty"), frozenset({Part.DUTY})),
    Strand(
        "agency", Label("部", "G"), Label("部门、登记", "agency, register"), frozenset({Part.AGENCY, Part.REGISTER})
    ),
    Strand("open", Label("空", "O"), Label("留空", "left open"), frozenset({Part.OPEN})),
)


@dataclass(frozen=True, slots=True)
class RunView:
    """A stretch of a sentence; `anchor` names the list of its holders, and is empty where nothing holds it."""

    text: str
    kind: WordsKind
    strands: tuple[Strand, ...]
    anchor: str
    holders: tuple[Holder, ...]
    reason: Label | None


@dataclass(frozen=True, slots=True)
class ConditionView:
    """One condition of a rule. `coverage` is None for what is no leaf, and where cases were not looked at."""

    condition: Condition
    source: str
    coverage: ConditionCoverage | None
    below: tuple[ConditionView, ...]


@dataclass(frozen=True, slots=True)
class RuleView:
    """A rule with its conditions; `coverage` is None where cases were not looked at."""

    rule: Rule
    when: ConditionView
    coverage: RuleCoverage | None

    @property
    def shown(self) -> tuple[int, int]:
        """How many of its conditions the cases show to matter, and how many there are."""
        conditions = self.coverage.conditions if self.coverage else ()
        return sum(one.is_shown for one in conditions), len(conditions)


@dataclass(frozen=True, slots=True)
class MutantView:
    """A mutant, numbered as in the table of mutants."""

    number: int
    mutant: MutantReport


@dataclass(frozen=True, slots=True)
class AnswerView:
    """An answer, numbered as in the table of answers. `many` is set where it is about more rules than are named."""

    number: int
    answer: Answer
    many: bool


@dataclass(frozen=True, slots=True)
class ProvisionView:
    """One sentence and all that was found about it; `level` is that of the worst of its concerns."""

    covered: ProvisionCoverage
    runs: tuple[RunView, ...]
    rules: tuple[RuleView, ...]
    duties: tuple[Duty, ...]
    mutants: tuple[MutantView, ...]
    answers: tuple[AnswerView, ...]
    level: Level | None

    def of_fate(self, *fates: Fate) -> tuple[MutantView, ...]:
        """Its mutants that came to one of these."""
        return tuple(one for one in self.mutants if one.mutant.fate in fates)


@dataclass(frozen=True, slots=True)
class ClauseView:
    """One clause, or the number of one whose text is missing with why."""

    row: ClauseRow
    provisions: tuple[ProvisionView, ...]
    missing: Label | None
    level: Level | None


@dataclass(frozen=True, slots=True)
class SectionView:
    """A heading with its clauses; None for the clauses whose text is missing, which stand under no heading."""

    section: Section | None
    clauses: tuple[ClauseView, ...]

    @property
    def why_missing(self) -> tuple[tuple[tuple[int, ...], Label], ...]:
        """The numbers of clauses that are missing for one reason, with the reason."""
        absent = [(one.row.number, one.missing) for one in self.clauses if one.missing is not None]
        return tuple(
            (tuple(number for number, _ in group), why) for why, group in groupby(absent, key=lambda pair: pair[1])
        )


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One case, with the verdict of each clause's measure in the order of the clauses."""

    case: str
    title: Label
    verdicts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AuditPage:
    """All that the page shows. What was not run is None."""

    concerns: tuple[tuple[ConcernKind, tuple[Concern, ...]], ...]
    sections: tuple[SectionView, ...]
    rules: tuple[RuleView, ...]
    mutants: tuple[MutantView, ...] | None
    answers: tuple[AnswerView, ...] | None
    open: tuple[tuple[str, OpenWords], ...]
    duties: tuple[tuple[str, Duty], ...]
    matrix: tuple[MatrixRow, ...] | None

    @property
    def clauses(self) -> tuple[ClauseView, ...]:
        """All clauses, in order."""
        return tuple(clause for section in self.sections for clause in section.clauses)

    @property
    def provisions(self) -> tuple[ProvisionView, ...]:
        """All sentences, in order."""
        return tuple(provision for clause in self.clauses for provision in clause.provisions)

    def cases_of(self, verdict: Verdict) -> tuple[int, ...]:
        """For each clause, in how many cases its measure has a verdict."""
        columns = zip(*(row.verdicts for row in self.matrix or ()), strict=True)
        return tuple(column.count(verdict.value) for column in columns)

    def count(self, level: Level) -> int:
        """How many concerns are of a level."""
        return sum(one.level is level for _, concerns in self.concerns for one in concerns)

    @property
    def about_policy(self) -> int:
        """How many concerns are findings about the policy itself, which are no fault of the rules."""
        return sum(len(concerns) for kind, concerns in self.concerns if kind is ConcernKind.POLICY)


# What the analyst has to look at comes first.
_FATES = (Fate.SURVIVED, Fate.BOUNDED, Fate.UNDECIDED, Fate.ACCEPTED, Fate.KILLED, Fate.EQUIVALENT)
_WEIGHTS = (
    Weight.FAULT, Weight.WEAK, Weight.BOUNDED, Weight.UNDECIDED, Weight.POLICY, Weight.NOTE, Weight.ACCEPTED,
    Weight.IDLE, Weight.FINE,
)  # fmt: skip
_OUTCOMES = (Outcome.REFUTED, Outcome.BOUNDED, Outcome.UNKNOWN, Outcome.PROVED)
_MANY_OWNERS = 4


def arrange(audit: Audit, concerns: Sequence[Concern]) -> AuditPage:
    """The page of an audit, whose concerns were gathered before."""
    mutants, answers = _mutants(audit), _answers(audit)
    arranger = _Arranger(audit, mutants or (), answers or (), concerns)
    return AuditPage(
        concerns=tuple((kind, tuple(group)) for kind, group in groupby(concerns, key=lambda one: one.kind)),
        sections=arranger.sections(),
        rules=tuple(arranger.rule(rule) for rule in audit.pack.rules),
        mutants=mutants,
        answers=answers,
        open=tuple((covered.id, one) for covered in audit.words.provisions for one in covered.open),
        duties=tuple(arranger.duties()),
        matrix=_matrix(audit),
    )


def fate_rank(mutant: MutantReport) -> int:
    """How early a mutant stands in the table: survivors first."""
    return _FATES.index(mutant.fate)


def weight_rank(answer: Answer) -> int:
    """How early an answer stands in the table: faults first, and of one weight what is refuted."""
    return _WEIGHTS.index(answer.weight) * len(_OUTCOMES) + _OUTCOMES.index(answer.outcome)


def _mutants(audit: Audit) -> tuple[MutantView, ...] | None:
    if isinstance(audit.mutants, NotRun):
        return None
    ordered = sorted(audit.mutants, key=fate_rank)
    return tuple(MutantView(number, mutant) for number, mutant in enumerate(ordered, start=1))


def _answers(audit: Audit) -> tuple[AnswerView, ...] | None:
    if isinstance(audit.answers, NotRun):
        return None
    ordered = sorted(audit.answers, key=weight_rank)
    return tuple(
        AnswerView(number, answer, len(answer.owners) > _MANY_OWNERS) for number, answer in enumerate(ordered, start=1)
    )


def _matrix(audit: Audit) -> tuple[MatrixRow, ...] | None:
    if isinstance(audit.cases, NotRun):
        return None
    numbers = audit.pack.numbers()
    return tuple(
        MatrixRow(case, title, tuple(audit.cases.measures[case][number] for number in numbers))
        for case, title in audit.cases.cases.items()
    )


class _Arranger:
    """Finds for each sentence what speaks of it."""

    def __init__(
        self,
        audit: Audit,
        mutants: Iterable[MutantView],
        answers: Iterable[AnswerView],
        concerns: Iterable[Concern],
    ) -> None:
        self._pack = audit.pack
        self._rows = {row.number: row for row in clause_rows(audit)}
        self._words = audit.words
        self._covered = {one.id: one for one in audit.words.provisions}
        self._coverage = {} if isinstance(audit.cases, NotRun) else {one.rule: one for one in audit.cases.rules}
        self._duties = {duty.id: duty for duty in audit.pack.duties}
        self._mutants: dict[str, list[MutantView]] = {}
        for one in mutants:
            self._mutants.setdefault(one.mutant.provision, []).append(one)
        self._answers: dict[str, list[AnswerView]] = {}
        for answer in answers:
            for provision in answer.answer.provisions:
                self._answers.setdefault(provision, []).append(answer)
        self._levels: dict[str, list[Level]] = {}
        for concern in concerns:
            for provision in concern.provisions:
                self._levels.setdefault(provision, []).append(concern.level)

    def sections(self) -> tuple[SectionView, ...]:
        """All clauses under their headings, those that are missing where their numbers put them."""
        headed = {number: section for section in self._pack.document.sections for number in section.clauses}
        return tuple(
            SectionView(section, tuple(map(self._clause, numbers)))
            for section, numbers in groupby(self._pack.numbers(), key=headed.get)
        )

    def _clause(self, number: int) -> ClauseView:
        clause = self._pack.document.clause(number)
        provisions = () if clause is None else tuple(self._provision(one.id) for one in clause.provisions)
        return ClauseView(
            row=self._rows[number],
            provisions=provisions,
            missing=self._words.missing.get(number),
            level=_worst(one.level for one in provisions if one.level is not None),
        )

    def _provision(self, provision: str) -> ProvisionView:
        covered = self._covered[provision]
        return ProvisionView(
            covered=covered,
            runs=tuple(_run(provision, number, run) for number, run in enumerate(covered.runs, start=1)),
            rules=tuple(self.rule(self._pack.rule(rule)) for rule in covered.rules),
            duties=tuple(self._duties[duty] for duty in covered.duties),
            mutants=tuple(self._mutants.get(provision, ())),
            answers=tuple(self._answers.get(provision, ())),
            level=_worst(self._levels.get(provision, ())),
        )

    def duties(self) -> Iterator[tuple[str, Duty]]:
        """The duties of each agency; under "" those of nobody named."""
        for actor, duties in self._words.duties_by_actor.items():
            for duty in duties:
                yield actor, self._duties[duty]

    def rule(self, rule: Rule) -> RuleView:
        """A rule with what the cases show of it."""
        coverage = self._coverage.get(rule.id)
        shown = {one.path: one for one in coverage.conditions} if coverage else {}
        return RuleView(rule, _condition(rule.when, "when", shown), coverage)


def _worst(levels: Iterable[Level]) -> Level | None:
    order = list(Level)
    return min(levels, key=order.index, default=None)


def _run(provision: str, number: int, run: Run) -> RunView:
    parts = {holder.part for holder in run.holders}
    return RunView(
        text=run.text,
        kind=run.kind,
        strands=tuple(strand for strand in STRANDS if strand.parts & parts),
        anchor=f"words-{provision}-{number}" if run.holders or run.kind is WordsKind.GAP else "",
        holders=run.holders,
        reason=run.reason,
    )


def _condition(condition: Condition, path: str, shown: Mapping[str, ConditionCoverage]) -> ConditionView:
    return ConditionView(
        condition=condition,
        source=condition.source if isinstance(condition, If) else "",
        coverage=shown.get(path),
        below=tuple(
            _condition(part, path_below(condition, path, index), shown)
            for index, part in enumerate(parts_of(condition))
        ),
    )
