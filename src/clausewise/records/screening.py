"""The figures of a screening, as its `summary.json` has them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date

from clausewise.case.notices import NoticeKind
from clausewise.classes import dataclass
from clausewise.language.labels import Label
from clausewise.language.model import MeasureKind
from clausewise.language.rules import About, ModalityKind
from clausewise.language.verdicts import Verdict
from clausewise.records.base import Record
from clausewise.records.beside import Notice, Office
from clausewise.records.registry import Input, Oddity, Quarantine, TableRows
from clausewise.records.version import Version
from clausewise.screening.figures.outreach import OutreachList, Receipt

SCREENING_FORMAT = "clausewise-screening/4"


@dataclass(frozen=True, slots=True)
class Counts(Record):
    """How many have each verdict."""

    applies: int = 0
    undetermined: int = 0
    does_not_apply: int = 0


@dataclass(frozen=True, slots=True)
class NoticedFact(Record):
    """Notices on one fact."""

    fact: str
    label: Label
    households: int
    notices: int


@dataclass(frozen=True, slots=True)
class Noticed(Record):
    """Notices of one kind on facts of the households screened."""

    kind: NoticeKind
    households: int
    """In how many households there are any."""
    notices: int
    """How many there are."""
    facts: tuple[NoticedFact, ...] = ()


@dataclass(frozen=True, slots=True)
class MeasureCounts(Record):
    """One measure, by the strongest verdict of its rules."""

    number: int
    kind: MeasureKind
    title: str | None = None
    english: str | None = None
    """Our rendering of the title; only the Chinese counts."""
    households: Counts | None = None
    """None where it has no rules."""


@dataclass(frozen=True, slots=True)
class RuleCounts(Record):
    """One rule; of a rule about members a household has the strongest of their verdicts."""

    rule: str
    measure: int
    provision: str
    title: Label
    about: About
    modality: ModalityKind
    households: Counts
    members: Counts | None = None
    """Of a rule about members."""
    open: tuple[str, ...] = ()
    """The words of its sentence that the text leaves open."""
    contested: tuple[str, ...] = ()
    """The contested points that its verdict can hang on."""


@dataclass(frozen=True, slots=True)
class GroupCounts(Record):
    """The households with one value of a column."""

    value: str | None
    """null: the registry has none."""
    households: int
    members: int
    aid: Counts
    """Households, by the strongest verdict of the rules that grant an aid."""
    measures: Mapping[str, Counts]
    """Households, by the measure's number."""
    rules: Mapping[str, Counts]
    """Households, by rule."""
    of_members: Mapping[str, Counts] = field(default_factory=dict)
    """Members, by rule about members."""


@dataclass(frozen=True, slots=True)
class Grouping(Record):
    """The figures by a column."""

    column: str
    values: tuple[GroupCounts, ...]


@dataclass(frozen=True, slots=True)
class UnknownFact(Record):
    """For how many a fact is not known."""

    fact: str
    label: Label
    given: bool
    """Whether the registry has the fact at all."""
    households: int
    """Those of which the members are not known count for facts about members."""
    members: int | None = None
    """Of a fact about members."""


@dataclass(frozen=True, slots=True)
class Settling(Record):
    """In how many households it was counted what answers would settle: in all, or in some chosen evenly."""

    counted_in: int
    estimated: bool
    """Whether what it is for all of them is an estimate, to three figures."""


@dataclass(frozen=True, slots=True)
class SettledRule(Record):
    """In how many households an answer could settle one rule."""

    rule: str
    households: int
    """Of all."""
    counted: int
    """Of those that it was counted in."""


@dataclass(frozen=True, slots=True)
class Question(Record):
    """In how many households an answer could settle a rule that is undetermined."""

    fact: str
    households: int | None = None
    """Of all; None where only the rules were counted one by one."""
    counted: int | None = None
    """Of those that it was counted in."""
    rules: tuple[SettledRule, ...] = ()


@dataclass(frozen=True, slots=True)
class Crossed(Record):
    """How many with that receipt have that verdict."""

    receipt: Receipt
    verdict: Verdict
    number: int


@dataclass(frozen=True, slots=True)
class ListRows(Record):
    """How many rows a list has of a rule and a verdict."""

    kind: OutreachList
    verdict: Verdict
    rows: int
    rule: str | None = None
    """None of the list to be reviewed."""


@dataclass(frozen=True, slots=True)
class ReceivingColumn(Record):
    """A column that says who receives an aid."""

    column: str
    about: About
    crossed: tuple[Crossed, ...]
    lists: tuple[ListRows, ...]


@dataclass(frozen=True, slots=True)
class Outreach(Record):
    """Who seems entitled to an aid and does not receive it, and the reverse."""

    review: Label
    """What holds of the list to be reviewed."""
    columns: tuple[ReceivingColumn, ...]


@dataclass(frozen=True, slots=True)
class ScreeningSummary(Record):
    """The figures of a screening."""

    format: str
    pack: Version
    as_of: date
    """The day of the screening."""
    inputs: tuple[Input, ...]
    tables: tuple[TableRows, ...]
    households: int
    members: int
    aid: Counts
    """Households, by the strongest verdict of the rules that grant an aid."""
    measures: tuple[MeasureCounts, ...]
    rules: tuple[RuleCounts, ...]
    settling: Settling
    mapping: str | None = None
    """The SHA-256 of the mapping; None where there is none."""
    office: Office | None = None
    office_digest: str | None = None
    """The SHA-256 of the office's file."""
    notices: tuple[Notice, ...] = ()
    """Those that the day brings, alike for all households."""
    reasons: tuple[Quarantine, ...] = ()
    members_not_known: int = 0
    """Households of which it is not known who belongs to them."""
    odd: tuple[Oddity, ...] = ()
    """What a person should look at in the registry; no verdict rests on it."""
    noticed: tuple[Noticed, ...] = ()
    groups: tuple[Grouping, ...] = ()
    unknown: tuple[UnknownFact, ...] = ()
    questions: tuple[Question, ...] = ()
    """Facts that could settle something, those that settle most households first."""
    outreach: Outreach | None = None
    """None where no column says who receives an aid."""
