"""A proof as data: each condition by its place, how it came out, and what it read."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from clausewise.classes import dataclass
from clausewise.records.base import Record, Value


class Truth(StrEnum):
    """What a condition came out at."""

    TRUE = "true"
    FALSE = "false"
    UNKNOWN = "unknown"


class Source(StrEnum):
    """Where a value is from that the case does not give: what a fact is derived from or implied by, a parameter of the
    pack, or what is counted and added up over the members."""

    DERIVED = "derived"
    IMPLIED = "implied"
    PARAMETER = "parameter"
    COUNTED = "counted"


@dataclass(frozen=True, slots=True)
class Bounds(Record):
    """How far something unknown can go; an end that is not there is open."""

    low: Value | None = None
    high: Value | None = None


@dataclass(frozen=True, slots=True)
class Read(Record):
    """A fact that a condition read."""

    fact: str
    """Its name; `parameter.NAME`, `count(member)` and `sum(member.FACT)` are read as facts are."""
    value: Value | None = None
    """None where it is not known."""
    member: str | None = None
    """The member it is of, where that is not the member in sight."""
    source: Source | None = None
    """None where the case gives it, or where it is not known."""
    exact: str | None = None
    """A fraction such as 1240/3 where `value` is rounded to the fen."""
    since: date | None = None
    """The first day of a parameter's value."""
    written: str | None = None
    """A date known to its month or year: 1950-06, 1950."""
    bounds: Bounds | None = None


@dataclass(frozen=True, slots=True)
class Reference(Record):
    """A finding that a condition looked at; its own proof stands with it."""

    rule: str
    truth: Truth
    subject: str | None = None


@dataclass(frozen=True, slots=True)
class Proof(Record):
    """A condition as it came out, and the conditions it rests on. What it says stands once, in `terms.conditions`."""

    at: str
    """Its place: RULE, or RULE/2.1 for the first part of the second; of what a fact rests on FACT/derive or
    FACT/implied.1, parts likewise. It is the key in `terms.conditions`."""
    truth: Truth
    member: str | None = None
    """The member in sight, where that is not the finding's subject, or the one in sight of the condition above."""
    reads: tuple[Read, ...] = ()
    findings: tuple[Reference, ...] = ()
    parts: tuple[Proof, ...] = ()
    """Of a contested point: the two readings, then that the office reads it in the first way."""
