"""Statements of the product about a pack, in a form that one household can show to be false, and who judges that.

The judge is the second judge, `clausewise.plain`. Nothing here asks the product.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

from clausewise.plain.household import GHOST
from clausewise.plain.reading import Granted, Reading
from specification.properties import reading_of, refused
from specification.written import Plan

WORDS = ("does_not_apply", "undetermined", "applies")
Written = Mapping[str, Any]
Fact = tuple[str, str | None]
"""A fact, and the member it is of (None for the household)."""


class Kind(StrEnum):
    """The kinds of statements, counted apart."""

    NEVER = "never"
    WITNESS = "witness"
    DEAD_CONDITION = "dead condition"
    IDLE_CONDITION = "idle condition"
    IMPLIED = "implied"
    NOT_TOGETHER = "never together"
    ASSURED = "assured"
    REFUTED = "refuted"
    EQUIVALENT = "equivalent"
    DETAILS = "same verdicts"
    STRICTER = "stricter"
    LOOSER = "looser"
    SHIFT = "shift"
    EQUIVALENT_MUTANT = "equivalent mutant"
    KILLING = "killing household"
    TURNS = "turns"
    NOTHING_TURNS = "nothing else turns"
    NO_CRASH = "answered at all"


@dataclass
class Judged:
    """What the second judge says of one household under one pack, each answer worked out once."""

    plan: Plan
    written: Written
    _codes: dict[tuple[str, str | None], int] = field(default_factory=dict)

    @cached_property
    def reading(self) -> Reading:
        return reading_of(self.plan, self.written)

    @cached_property
    def refusal(self) -> str:
        """Why the household contradicts itself, or nothing."""
        return refused(self.reading)

    def code(self, rule: str, subject: str | None) -> int:
        key = rule, subject
        if key not in self._codes:
            self._codes[key] = self.reading.verdict(rule, subject)
        return self._codes[key]

    def subjects(self, rule: str) -> list[str | None]:
        """Whom a rule is about; the member of whom nothing is known is nobody that anything is stated of."""
        return [one for one in self.reading.subjects(rule) if one != GHOST]

    def computed(self, rule: str, subject: str | None) -> Granted:
        """What a rule computes, also what is no aid: a case can expect it."""
        return self.reading.computed(rule, subject)


class Judge:
    """Judges households under packs; each pair once."""

    def __init__(self) -> None:
        self._judged: dict[tuple[int, int], Judged] = {}

    def __call__(self, plan: Plan, written: Written) -> Judged:
        key = id(plan), id(written)
        if key not in self._judged or self._judged[key].written is not written:
            self._judged[key] = Judged(plan, written)
        return self._judged[key]


# What shows that a statement is false, or None.
Attack = Callable[[Judge, Written], str | None]


@dataclass(frozen=True)
class Statement:
    """One statement: what it says, the command that says it, and what a household has to show against it.

    `tried` are households to attack it with; None means those of its pack. `other` is the second pack of a
    statement about two; `up_to` the number of members of households that it speaks of (None: any). Those of its pack
    that it speaks of list everybody or nobody.
    """

    kind: Kind
    says: str
    command: str
    attack: Attack
    tried: tuple[Written, ...] | None = None
    other: Plan | None = None
    up_to: int | None = None

    def falsified_by(self, judge: Judge, attackers: Sequence[Written]) -> tuple[Written, str] | None:
        """The first household that shows it to be false, and how; None when none does."""
        for written in filter(self._is_about, attackers) if self.tried is None else self.tried:
            shown = self.attack(judge, written)
            if shown is not None:
                return written, shown
        return None

    def _is_about(self, written: Written) -> bool:
        members = written.get("members") or ()
        return (self.up_to is None or len(members) <= self.up_to) and (not members or written.get("everybody", False))


def smaller(statement: Statement, judge: Judge, written: Written) -> Written:
    """The household without what can be left out of it while it still shows the statement to be false."""
    if statement.tried is not None:
        return written
    for other in _without_one(written):
        if statement.attack(judge, other) is not None:
            return smaller(statement, judge, other)
    return written


def _without_one(written: Written) -> Sequence[Written]:
    members = list(written.get("members") or ())
    fewer: list[Written] = [
        {**written, "members": members[:index] + members[index + 1 :]} for index in range(len(members))
    ]
    for short in written.get("household", {}):
        left = {key: value for key, value in written["household"].items() if key != short}
        fewer.append({**written, "household": left})
    for index, member in enumerate(members):
        for short in member:
            if short != "id":
                left = {key: value for key, value in member.items() if key != short}
                fewer.append({**written, "members": [*members[:index], left, *members[index + 1 :]]})
    return fewer
