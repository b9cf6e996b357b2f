"""What `audit` answers: the figures, then every sentence, rule, mutant and answer of the solver."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date

from clausewise.audit.model import Fate, MutantKind, Outcome, QuestionKind, Weight, WordsKind
from clausewise.audit.solver.ended import Ended
from clausewise.audit.untried import Untried
from clausewise.classes import dataclass
from clausewise.language.assurances import AcceptedKind
from clausewise.language.labels import Label
from clausewise.records.base import Record
from clausewise.records.coverage import CasesCoverage, PointCoverage, WordsCoverage
from clausewise.records.version import Version

AUDIT_FORMAT = "clausewise-audit/2"

# ---------------------------------------------------------------- figures


@dataclass(frozen=True, slots=True)
class Share(Record):
    """So many of so many."""

    part: int
    whole: int
    percent: float
    """Rounded down to a tenth, so that only a whole is 100."""


@dataclass(frozen=True, slots=True)
class WordTotals(Record):
    """The words."""

    provisions: Share
    """Sentences that are encoded."""
    held: Share
    """Characters that something encodes, of those that are not connective."""
    characters: Mapping[WordsKind, int]
    gaps: int
    missing: int
    """How many clauses have no text."""


@dataclass(frozen=True, slots=True)
class CaseTotals(Record):
    """What the cases try."""

    rules: Share
    """Those of which cases expect all three verdicts."""
    conditions: Share
    """Those that cases show to matter."""
    parts: Share
    """Aids, follow-ups, deadlines, amounts and periods that cases expect."""
    contested: Share
    """Contested points with a case on either side and one between."""
    cases: int
    unreviewed: int
    """Cases that count for nothing, since nobody has read them against the document."""


@dataclass(frozen=True, slots=True)
class MutantTotals(Record):
    """The mutants."""

    noticed: Share
    """Killed or accepted, of those that are not equivalent."""
    fates: Mapping[Fate, int]


@dataclass(frozen=True, slots=True)
class AssuranceTotals(Record):
    """The statements of assurances.yaml, by what their answers mean for the audit."""

    proved: int
    idle: int
    """They hold because none of their rules reads their fact."""
    bounded: int
    """No household of so many members is against them, which is no proof."""
    refuted: int
    policy: int
    accepted: int
    undecided: int


@dataclass(frozen=True, slots=True)
class AnswerTotals(Record):
    """What the solver says."""

    assurances: AssuranceTotals
    dead: int
    """Rules that can apply to nobody."""
    faults: int
    answers: int
    undecided: int
    bounded: int


@dataclass(frozen=True, slots=True)
class AuditTotals(Record):
    """The figures; none of a part that was not run."""

    words: WordTotals
    undecided: int
    """Answers and mutants that were not settled in time."""
    bounded: int
    """Answers and mutants that are settled for households of so many members, and not proved."""
    cases: CaseTotals | None = None
    mutants: MutantTotals | None = None
    answers: AnswerTotals | None = None


# ---------------------------------------------------------------- mutants


@dataclass(frozen=True, slots=True)
class KilledBy(Record):
    """What noticed a mutant."""

    case: str
    expectation: str


@dataclass(frozen=True, slots=True)
class Mutant(Record):
    """One change to the policy, and whether any case noticed."""

    id: str
    """The same in every audit: the rule or fact, where in it, and the change."""
    owner: str
    """The rule, derived fact or parameter."""
    change: MutantKind
    says: Label
    """What is changed to what."""
    words: str
    place: str
    """FILE:LINE:COLUMN."""
    fate: Fate
    provision: str | None = None
    killed_by: KilledBy | None = None
    household: str | None = None
    """The text of a case file that would notice the change."""
    why: Label | None = None
    """Why a survivor is accepted, or why it is not decided."""


@dataclass(frozen=True, slots=True)
class NotTried(Record):
    """A kind of change that no mutant makes."""

    change: Untried
    says: Label
    entries: tuple[str, ...]
    """The rules, duties, facts and parameters that it is not made to."""


# ---------------------------------------------------------------- the solver


@dataclass(frozen=True, slots=True)
class Tried(Record):
    """Households that were looked at for an answer."""

    first: date
    """They are checked on a day from this one on."""
    last: date
    """The last of these days."""
    members: int
    """Up to how many members they have."""
    any_number: bool
    """Whether they have any number of members, of whom so many are looked at one by one."""
    ended: Ended


@dataclass(frozen=True, slots=True)
class SolverAnswer(Record):
    """One statement, and what the solver says of it."""

    id: str
    """The same in every audit."""
    kind: QuestionKind
    statement: Label
    outcome: Outcome
    weight: Weight
    place: str
    """FILE:LINE:COLUMN."""
    owners: tuple[str, ...] = ()
    """The rules that it is about."""
    provisions: tuple[str, ...] = ()
    household: str | None = None
    """The text of a case file that shows it."""
    scope: Label | None = None
    """Among which households none was found, where that is not proved of all."""
    why: Label | None = None
    tried: tuple[Tried, ...] = ()


@dataclass(frozen=True, slots=True)
class Unused(Record):
    """An entry of accepted.yaml that nothing needs."""

    kind: AcceptedKind
    id: str
    why: Label
    place: str
    """FILE:LINE:COLUMN."""


@dataclass(frozen=True, slots=True)
class Timing(Record):
    """Seconds; they alone differ from run to run."""

    parts: Mapping[str, float] = field(default_factory=dict)
    answers: Mapping[str, float] = field(default_factory=dict)
    """By the answer's id."""


@dataclass(frozen=True, slots=True)
class AuditReport(Record):
    """Everything that an audit of a pack found."""

    format: str
    pack: Version
    looked_at: Label
    cannot_see: tuple[Label, ...]
    totals: AuditTotals
    words: WordsCoverage
    covers: Label | None = None
    """What proved and equivalent say here."""
    contested: tuple[PointCoverage, ...] = ()
    cases: CasesCoverage | None = None
    mutants: tuple[Mutant, ...] = ()
    not_tried: tuple[NotTried, ...] = ()
    answers: tuple[SolverAnswer, ...] = ()
    unused: tuple[Unused, ...] = ()
    not_run: Mapping[str, Label] = field(default_factory=dict)
    """Why a part was not run, by the field that it would fill: `cases`, `mutants`, `answers`."""
    timing: Timing = field(default_factory=Timing)
