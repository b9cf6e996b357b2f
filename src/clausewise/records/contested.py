"""What `contested` answers: words that can be read in two ways, what hangs on them, and whom they tell apart."""

from __future__ import annotations

from datetime import date

from clausewise.classes import dataclass
from clausewise.language.labels import Label
from clausewise.language.rules import RuleKind
from clausewise.language.verdicts import Verdict
from clausewise.records.base import Record
from clausewise.records.beside import Office
from clausewise.records.terms import PointText

CONTESTED_FORMAT = "clausewise-contested/3"

Verdicts = tuple[Verdict, Verdict]
"""By the first reading, and by the second."""


@dataclass(frozen=True, slots=True)
class Said(Record):
    """How the office reads a point, and who said so."""

    reading: str
    since: date
    by: str
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Hanging(Record):
    """A rule to whose verdict a point can matter."""

    rule: str
    provision: str
    kind: RuleKind
    through: tuple[str, ...] = ()
    """The rules through whose findings alone it can; none where it matters by itself."""


@dataclass(frozen=True, slots=True)
class Parting(Record):
    """The smallest household found for which the readings part."""

    rule: str
    verdicts: Verdicts
    household: str
    """The text of a case file."""
    subject: str | None = None


@dataclass(frozen=True, slots=True)
class TurnedFinding(Record):
    """A finding that the readings make two of."""

    rule: str
    verdicts: Verdicts
    subject: str | None = None


@dataclass(frozen=True, slots=True)
class TurnedCase(Record):
    """A case of the pack of which the two readings make two verdicts."""

    case: str
    title: Label
    turned: bool
    """Whether a finding applies by one reading alone, surely."""
    findings: tuple[TurnedFinding, ...]
    reads: str | None = None
    """How its own office reads the point; None where it says nothing."""


@dataclass(frozen=True, slots=True)
class Households(Record):
    """Of the households of a registry, how many a point turns, and of how many nobody can say yet."""

    turned: int
    unsure: int
    households: int


@dataclass(frozen=True, slots=True)
class Point(Record):
    """A contested point."""

    id: str
    says: PointText
    sentence: str
    """The provision, or the title of the clause, that holds the words."""
    hanging: tuple[Hanging, ...]
    cases: tuple[TurnedCase, ...] = ()
    held: Said | None = None
    """How the office reads it on the day; None where it says nothing."""
    outdated: Said | None = None
    """How it last did, where that no longer holds."""
    parting: Parting | None = None
    no_parting: Label | None = None
    """Why no household is shown."""
    households: Households | None = None


@dataclass(frozen=True, slots=True)
class ContestedAnswer(Record):
    """The contested points of a pack that were asked for."""

    format: str
    pack: str
    title: Label
    document: str
    """The SHA-256 of the document and its provisions."""
    rules: str
    """The SHA-256 of all files of the rules."""
    as_of: date
    """The day on which the office was asked and the registry screened."""
    all_points: int
    """How many points the pack has."""
    cases: int
    """How many cases of the pack were looked at."""
    points: tuple[Point, ...]
    office: Office | None = None
    """None where no office file was given."""
    office_digest: str | None = None
    registry: str | None = None
    """None where no registry was looked at."""
