"""Two versions of rules over one registry, as `comparison.json` has them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from clausewise.classes import dataclass
from clausewise.language.labels import Label
from clausewise.language.model import MeasureKind
from clausewise.language.rules import About
from clausewise.records.base import Record
from clausewise.records.beside import Office
from clausewise.records.registry import Input, Quarantine, TableRows
from clausewise.records.version import Version
from clausewise.screening.figures.comparison import Standing, StandingChange

COMPARISON_FORMAT = "clausewise-comparison/2"


@dataclass(frozen=True, slots=True)
class Swings(Record):
    """Households that gain some aid and lose none, lose some and gain none, or both: from not applying to applying or
    the reverse, by some rule that grants an aid."""

    gain: int = 0
    lose: int = 0
    both: int = 0


@dataclass(frozen=True, slots=True)
class Move(Record):
    """How many stood so and stand so."""

    before: Standing
    after: Standing
    number: int
    change: StandingChange | None = None
    """None where nothing changes."""


Moves = tuple[Move, ...]


@dataclass(frozen=True, slots=True)
class MeasureMoves(Record):
    """One measure, by the strongest verdict of its rules."""

    number: int
    title: str | None = None
    old: MeasureKind | None = None
    """None where the old version's document has no such measure."""
    new: MeasureKind | None = None
    """None where the new version's document has no such measure."""
    households: Moves = ()
    """None is there where neither version has rules in it."""


@dataclass(frozen=True, slots=True)
class RuleMoves(Record):
    """One rule; of a rule about members a household has the strongest of their verdicts."""

    rule: str
    measure: int
    title: Label
    old: bool
    """Whether the old version has it."""
    new: bool
    """Whether the new version has it."""
    about: About
    aid: bool
    """Whether it grants an aid, in either version."""
    households: Moves
    members: Moves = ()
    """Of a rule about members in both versions."""


@dataclass(frozen=True, slots=True)
class GroupMoves(Record):
    """The households with one value of a column."""

    value: str | None
    """null: the registry has none."""
    households: int
    members: int
    swings: Swings
    aid: Moves
    """Households, by the strongest verdict of the rules that grant an aid."""
    measures: Mapping[str, Moves]
    """Households, by the measure's number."""
    rules: Mapping[str, Moves]
    """Households, by rule."""
    of_members: Mapping[str, Moves] = field(default_factory=dict)
    """Members, by rule about members."""


@dataclass(frozen=True, slots=True)
class GroupingMoves(Record):
    """The figures by a column."""

    column: str
    values: tuple[GroupMoves, ...]


@dataclass(frozen=True, slots=True)
class RegistryComparison(Record):
    """What two versions of rules make of one registry."""

    format: str
    old: Version
    new: Version
    inputs: tuple[Input, ...]
    tables: tuple[TableRows, ...]
    households: int
    members: int
    swings: Swings
    aid: Moves
    """Households, by the strongest verdict of the rules that grant an aid."""
    measures: tuple[MeasureMoves, ...]
    rules: tuple[RuleMoves, ...]
    mapping: str | None = None
    """The SHA-256 of the mapping; None where there is none."""
    office: Office | None = None
    office_digest: str | None = None
    """The SHA-256 of the office's file."""
    reasons: tuple[Quarantine, ...] = ()
    groups: tuple[GroupingMoves, ...] = ()
