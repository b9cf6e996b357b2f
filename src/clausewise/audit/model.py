"""What an audit finds, as plain frozen data: coverage of the words, coverage by cases, mutants, answers of the solver.

Reports are made of this and of the pack alone. Nothing here computes or decides.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from enum import StrEnum

from clausewise.audit.contested_cases import PointCoverage
from clausewise.audit.solver.ended import Ended
from clausewise.classes import dataclass
from clausewise.errors import Place
from clausewise.language.assurances import Accepted
from clausewise.language.conditions import Condition
from clausewise.language.expressions import Expression
from clausewise.language.labels import Label
from clausewise.language.model import Pack
from clausewise.language.quoted_numbers import UnmatchedNumber
from clausewise.language.rules import ModalityKind
from clausewise.language.verdicts import Verdict

# ---------------------------------------------------------------- the words


class WordsKind(StrEnum):
    """What becomes of some words of a provision."""

    HELD = "held"
    CONNECTIVE = "connective"
    ACCEPTED = "accepted"
    GAP = "gap"


class Part(StrEnum):
    """What of an entry holds words."""

    CONDITION = "condition"
    AID = "aid"
    FOLLOWUP = "followup"
    DEADLINE = "deadline"
    MODALITY = "modality"
    DUTY = "duty"
    AGENCY = "agency"
    REGISTER = "register"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Holder:
    """What holds some words: the id of a rule, duty, agency or register (of the provision, for `open`), and its part.

    `label` says what the part encodes: an aid's label, a condition as written, what a duty asks for.
    """

    id: str
    part: Part
    label: Label
    place: Place


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a provision's text, `begin` to `end` (characters), that one and the same holders hold.

    `reason` says why words that nothing encodes are in order: what kind of connective, or why a gap is accepted.
    """

    begin: int
    end: int
    text: str
    kind: WordsKind
    holders: tuple[Holder, ...] = ()
    reason: Label | None = None


@dataclass(frozen=True, slots=True)
class OpenWords:
    """Words of a provision that are left open, and why; `owner` is the rule or duty that says so, if one does."""

    text: str
    why: Label
    owner: str | None
    place: Place


@dataclass(frozen=True, slots=True)
class ProvisionCoverage:
    """One provision: its text in runs (which join up to it), and what encodes it."""

    id: str
    text: str
    page: Place
    runs: tuple[Run, ...]
    rules: tuple[str, ...]
    duties: tuple[str, ...]
    modality: tuple[ModalityKind, ...]
    open: tuple[OpenWords, ...]

    @property
    def is_encoded(self) -> bool:
        """Whether a rule, a duty or an accepted open entry speaks of it."""
        return bool(self.rules or self.duties or any(run.kind is WordsKind.ACCEPTED for run in self.runs))

    @property
    def gaps(self) -> tuple[Run, ...]:
        return tuple(run for run in self.runs if run.kind is WordsKind.GAP)

    def characters(self, kind: WordsKind) -> int:
        """How many characters are of a kind."""
        return sum(run.end - run.begin for run in self.runs if run.kind is kind)


@dataclass(frozen=True, slots=True)
class TextCoverage:
    """All provisions in order; `missing` holds the numbers of clauses whose text is not there, each with why.

    `numbers` are those in quoted words that no constant matches and that the pack does not accept.
    """

    provisions: tuple[ProvisionCoverage, ...]
    missing: Mapping[int, Label]
    duties_by_actor: Mapping[str, tuple[str, ...]]
    numbers: tuple[UnmatchedNumber, ...] = ()


# ---------------------------------------------------------------- the cases


@dataclass(frozen=True, slots=True)
class Seen:
    """One finding of one case: `subject` is a member's id, None for the household."""

    case: str
    subject: str | None
    verdict: Verdict

    def __str__(self) -> str:
        return self.case if self.subject is None else f"{self.case}@{self.subject}"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two findings between which one condition alone, going from one code (0, 1, 2) to another, turns the verdict.

    `others` is how many other conditions differ between the two; they have no part in it.
    """

    first: Seen
    second: Seen
    codes: tuple[int, int]
    others: int


@dataclass(frozen=True, slots=True)
class ConditionCoverage:
    """One leaf of a rule's condition: `path` is where it stands in the tree (`when.all.1`).

    `decided` is a pair on which it goes between true and false, `unknown` one on which it goes to or from unknown.
    Where one of them is missing, `households` are the texts of case files that the solver made up to show it.
    """

    rule: str
    path: str
    source: str
    words: str
    place: Place
    decided: Pair | None
    unknown: Pair | None
    households: tuple[str, ...] = ()

    @property
    def is_shown(self) -> bool:
        """Whether the cases show that this condition turns the verdict, also when it is not known."""
        return self.decided is not None and self.unknown is not None


@dataclass(frozen=True, slots=True)
class PartCoverage:
    """An aid, follow-up, deadline, amount or period of a rule, and the cases that expect it."""

    rule: str
    part: Part
    label: Label
    words: str
    expected_in: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RuleCoverage:
    """One rule: the findings of each verdict that cases expect, its conditions, and its parts."""

    rule: str
    expected: Mapping[Verdict, tuple[Seen, ...]]
    conditions: tuple[ConditionCoverage, ...]
    parts: tuple[PartCoverage, ...]

    @property
    def is_driven(self) -> bool:
        """Whether cases expect each of the three verdicts."""
        return all(self.expected.get(verdict) for verdict in Verdict)


@dataclass(frozen=True, slots=True)
class CaseCoverage:
    """All rules in order, and for each case the verdict of each clause's measure (the matrix clauses × cases).

    `unreviewed` are the cases whose expectations nobody has read against the document, which count for nothing;
    `points` the contested points.
    """

    rules: tuple[RuleCoverage, ...]
    cases: Mapping[str, Label]
    measures: Mapping[str, Mapping[int, str]]
    unreviewed: tuple[str, ...] = ()
    points: tuple[PointCoverage, ...] = ()


# ---------------------------------------------------------------- mutants


class MutantKind(StrEnum):
    """What a mutant changes."""

    DROP = "drop"
    NEGATE = "negate"
    EXCHANGE = "exchange"
    SHIFT = "shift"
    COMPARE = "compare"
    CHOICE = "choice"
    QUANTIFIER = "quantifier"
    DROP_AID = "drop_aid"
    DROP_FOLLOWUP = "drop_followup"
    MODALITY = "modality"
    AGENCY = "agency"
    DEADLINE = "deadline"
    AMOUNT = "amount"
    OPERATOR = "operator"
    DROP_TERM = "drop_term"
    OTHER_FACT = "other_fact"
    PARAMETER = "parameter"
    SINCE = "since"


class Fate(StrEnum):
    """What became of a mutant. One that is bounded has survived: no household was found that would tell it from the
    pack, and it is not proved that there is none."""

    KILLED = "killed"
    EQUIVALENT = "equivalent"
    ACCEPTED = "accepted"
    SURVIVED = "survived"
    BOUNDED = "bounded"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Edited:
    """What a mutant changes in a condition or an expression: as it stands, and as it becomes (None: it is left out).

    `of` says of what it is the expression: an amount, a deadline, a derived fact.
    """

    before: Condition | Expression
    after: Condition | Expression | None
    of: Label | None = None


@dataclass(frozen=True, slots=True)
class MutantReport:
    """One change to the policy, and whether any case noticed.

    `id` is stable: the rule or fact, where in it, and the change (`housing.urban_orphan/when.all.2/1.-1`). `owner` is
    the rule, derived fact or parameter; `says` what is changed to what, for people, and `edited` the same as data.
    `killed_by` is a case and the expectation that failed; `household` the text of a case file that would tell the two
    apart, for a survivor; `why` the reason why a survivor is accepted, or why it is not decided.
    """

    id: str
    owner: str
    provision: str
    change: MutantKind
    says: Label
    words: str
    place: Place
    fate: Fate
    killed_by: tuple[str, str] | None = None
    household: str | None = None
    why: Label | None = None
    edited: Edited | None = None


# ---------------------------------------------------------------- the solver


class QuestionKind(StrEnum):
    """The questions an audit asks of the rules."""

    DEAD_RULE = "dead_rule"
    DEAD_CONDITION = "dead_condition"
    IDLE_CONDITION = "idle_condition"
    ENTRIES_MEET = "entries_meet"
    UNRAISED = "unraised"
    IMPLIED = "implied"
    SAME_AID = "same_aid"
    TOGETHER = "together"
    PAID_TWICE = "paid_twice"
    BELOW_ZERO = "below_zero"
    ASSURANCE = "assurance"


class Outcome(StrEnum):
    """What the solver says of a statement: it holds for every household, for not every one, for those of up to so many
    members (which is no proof), or no answer in time."""

    PROVED = "proved"
    REFUTED = "refuted"
    BOUNDED = "bounded"
    UNKNOWN = "unknown"


class Weight(StrEnum):
    """What an answer means for the audit: all is well, all is well since nothing reads what it is about, it is in order
    for a reason that the pack gives (`why`), worth knowing, a finding about the policy itself, weak, a fault, so far as
    small households go, or not decided."""

    FINE = "fine"
    IDLE = "idle"
    ACCEPTED = "accepted"
    NOTE = "note"
    POLICY = "policy"
    WEAK = "weak"
    FAULT = "fault"
    BOUNDED = "bounded"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Tried:
    """Households that were looked at for an answer: checked on a day from `first` to `last`, and how that `ended`.

    They have up to `members` members; or any number of them, of whom so many are looked at one by one.
    """

    first: datetime.date
    last: datetime.date
    members: int
    any_number: bool
    ended: Ended


@dataclass(frozen=True, slots=True)
class Answer:
    """One statement, put in plain words, and what the solver says of it.

    `id` is stable (`dead_rule/housing.rural_renovation`); `owners` are the rules it is about; `household` the text of
    a case file that shows it, when it is refuted (or, for what can happen, when it can); `scope` says among which
    households none was found when that is not proved of all; `why` adds what a reader should know; `seconds` is the
    time it took, and `tried` what was asked for it.
    """

    id: str
    kind: QuestionKind
    owners: tuple[str, ...]
    provisions: tuple[str, ...]
    statement: Label
    outcome: Outcome
    weight: Weight
    place: Place
    household: str | None = None
    scope: Label | None = None
    why: Label | None = None
    seconds: float = 0.0
    tried: tuple[Tried, ...] = ()


@dataclass(frozen=True, slots=True)
class NotRun:
    """A part of the audit that was not run, and why: what to install, or that it was not asked for."""

    why: Label


@dataclass(frozen=True, slots=True)
class Audit:
    """Everything an audit found. A part that was not run says so; a part is never there in half.

    `unused` are the entries of accepted.yaml that nothing needs, of the parts that were run; `seconds` is what each
    part took.
    """

    pack: Pack
    words: TextCoverage
    cases: CaseCoverage | NotRun
    mutants: tuple[MutantReport, ...] | NotRun
    answers: tuple[Answer, ...] | NotRun
    seconds: Mapping[str, float]
    unused: tuple[Accepted, ...] = ()
