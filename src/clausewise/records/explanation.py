"""What `explain` answers: findings with their whole proofs, and what would turn each."""

from __future__ import annotations

from datetime import date

from clausewise.classes import dataclass
from clausewise.language.verdicts import Verdict
from clausewise.records.answer import Answer
from clausewise.records.base import Record, Value

EXPLANATION_FORMAT = "clausewise-explain/3"


@dataclass(frozen=True, slots=True)
class Change(Record):
    """A fact that would have to be otherwise."""

    fact: str
    """Its name; `members` with the value true stands for those listed being everybody."""
    after: tuple[Value, ...]
    """Any of these would do."""
    member: str | None = None
    before: Value | None = None
    """What it is now; None where it is not known."""


@dataclass(frozen=True, slots=True)
class Turning(Record):
    """What would bring about another verdict."""

    verdict: Verdict
    complete: bool
    """False where there may be other sets than these."""
    sets: tuple[tuple[Change, ...], ...] = ()
    """The smallest sets of facts: all of a set together bring it about, and no part of it does."""
    from_day: date | None = None
    """The first later day on which a settled finding comes to it, all else as it is."""


@dataclass(frozen=True, slots=True)
class Turned(Record):
    """A finding, and what would turn it."""

    rule: str
    turning: tuple[Turning, ...]
    subject: str | None = None


@dataclass(frozen=True, slots=True)
class Explanation(Record):
    """The findings of one name on one case, explained."""

    format: str
    answer: Answer
    """Those findings alone, with their whole proofs."""
    turned: tuple[Turned, ...]
    """In the order of the findings."""
