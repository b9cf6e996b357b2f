"""What an audit finds of the words and of the cases: what encodes a sentence, what the cases try of a rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from clausewise.audit.model import Part, WordsKind
from clausewise.classes import dataclass
from clausewise.engine.findings import MeasureVerdict
from clausewise.language.labels import Label
from clausewise.language.rules import ModalityKind
from clausewise.language.verdicts import Verdict
from clausewise.records.base import Record
from clausewise.records.proof import Truth
from clausewise.records.terms import PointText

# ---------------------------------------------------------------- the words


@dataclass(frozen=True, slots=True)
class Holder(Record):
    """What holds some words."""

    id: str
    """The rule, duty, agency or register; of words left open the provision."""
    part: Part
    label: Label
    """What the part encodes."""
    place: str
    """FILE:LINE:COLUMN."""


@dataclass(frozen=True, slots=True)
class Run(Record):
    """A stretch of a sentence that one and the same holders hold; all of them in order are the sentence."""

    begin: int
    """In characters of the sentence, from 0."""
    end: int
    """The first character after it."""
    text: str
    kind: WordsKind
    holders: tuple[Holder, ...] = ()
    reason: Label | None = None
    """Why words that nothing encodes are in order."""


@dataclass(frozen=True, slots=True)
class OpenWords(Record):
    """Words of a sentence that are left open."""

    text: str
    why: Label
    place: str
    """FILE:LINE:COLUMN."""
    owner: str | None = None
    """The rule or duty that says so; None where the pack does."""


@dataclass(frozen=True, slots=True)
class ProvisionCoverage(Record):
    """A sentence of the document, and what encodes it."""

    id: str
    text: str
    page: str
    """FILE:LINE:COLUMN of the page as printed."""
    encoded: bool
    """Whether a rule, a duty or an accepted remark speaks of it."""
    runs: tuple[Run, ...]
    english: str | None = None
    """Our rendering; only the Chinese counts."""
    rules: tuple[str, ...] = ()
    duties: tuple[str, ...] = ()
    modality: tuple[ModalityKind, ...] = ()
    open: tuple[OpenWords, ...] = ()


@dataclass(frozen=True, slots=True)
class ActorDuties(Record):
    """The duties of one agency."""

    duties: tuple[str, ...]
    actor: str | None = None
    """None: the document names nobody."""


@dataclass(frozen=True, slots=True)
class QuotedNumber(Record):
    """A number in the quoted words of a rule or a derived fact that no constant of it matches."""

    id: str
    """What accepted.yaml names it by."""
    owner: str
    written: str
    words: str
    provision: str
    place: str
    """FILE:LINE:COLUMN."""


@dataclass(frozen=True, slots=True)
class WordsCoverage(Record):
    """All sentences in order, and what is the matter with the words."""

    provisions: tuple[ProvisionCoverage, ...]
    titles: Mapping[str, str] = field(default_factory=dict)
    """Our renderings of the titles of clauses, by number; only the Chinese counts."""
    missing: Mapping[str, Label] = field(default_factory=dict)
    """Why a clause has no text, by number."""
    duties_by_actor: tuple[ActorDuties, ...] = ()
    numbers: tuple[QuotedNumber, ...] = ()


# ---------------------------------------------------------------- the cases


@dataclass(frozen=True, slots=True)
class PointCases(Record):
    """The cases (`case` or `case@member`) for which a contested point holds, fails, and waits for the office."""

    holds: tuple[str, ...] = ()
    fails: tuple[str, ...] = ()
    between: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PointCoverage(Record):
    """Words that can be read in two ways, and the cases on either side."""

    id: str
    says: PointText
    cases: PointCases | None = None
    """None where cases were not looked at."""


@dataclass(frozen=True, slots=True)
class Seen(Record):
    """One finding of one case."""

    case: str
    verdict: Verdict
    subject: str | None = None
    """The id of a member; none for the household."""


@dataclass(frozen=True, slots=True)
class Pair(Record):
    """Two findings whose verdicts differ by one condition alone."""

    first: Seen
    second: Seen
    truths: tuple[Truth, Truth]
    """Of the condition in the first, and in the second."""
    others: int = 0
    """How many other conditions differ too and have no part in it."""


@dataclass(frozen=True, slots=True)
class ConditionCoverage(Record):
    """A condition without parts, and whether the cases show that it turns the verdict."""

    path: str
    """Where it stands in the rule's: when.all.1."""
    source: str
    words: str
    place: str
    """FILE:LINE:COLUMN."""
    shown: bool
    """Whether both pairs are there."""
    decided: Pair | None = None
    """Between true and false."""
    unknown: Pair | None = None
    """To or from unknown."""
    households: tuple[str, ...] = ()
    """The texts of case files that would show what the cases do not."""


@dataclass(frozen=True, slots=True)
class PartCoverage(Record):
    """What a rule brings about, and the cases that expect it."""

    part: Part
    label: Label
    words: str
    expected_in: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleCoverage(Record):
    """What the cases try of one rule."""

    rule: str
    driven: bool
    """Whether cases expect each of the three verdicts."""
    expected: Mapping[Verdict, tuple[Seen, ...]]
    conditions: tuple[ConditionCoverage, ...] = ()
    parts: tuple[PartCoverage, ...] = ()


@dataclass(frozen=True, slots=True)
class AuditedCase(Record):
    """A case of the pack."""

    id: str
    title: Label
    measures: Mapping[str, MeasureVerdict] = field(default_factory=dict)
    """The verdicts of measures, by number, as `check` gives them."""
    reviewed: bool = True
    """False where nobody has read its expectations against the document: they count for nothing."""


@dataclass(frozen=True, slots=True)
class CasesCoverage(Record):
    """What the cases try of the rules."""

    rules: tuple[RuleCoverage, ...]
    cases: tuple[AuditedCase, ...] = ()
