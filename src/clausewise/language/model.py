"""A pack: one document with its facts, agencies, rules and duties. Plain frozen data; nothing in it evaluates a case.

Kept apart from what reads packs, so that a pack that was read before costs no more than its own data. What a pack
holds are named tuples and data classes without slots: Python reads those back sooner than data classes with slots.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from clausewise.classes import NamedTuple, dataclass
from clausewise.document.model import Document
from clausewise.language import rules as r
from clausewise.language.assurances import Accepted, Assurance
from clausewise.language.conditions import facts_of
from clausewise.language.connectives import Connective
from clausewise.language.contested import ContestedPoint
from clausewise.language.facts import Fact, Parameter
from clausewise.language.labels import Label
from clausewise.language.reads import Reads, implied_by
from clausewise.language.topics import Topic


class PackFolders(NamedTuple):
    """Where a pack's parts lie: policy/ID, rules/ID and cases/ID (which need not exist)."""

    id: str
    policy: Path
    rules: Path
    cases: Path


class InForce(NamedTuple):
    """From when and until when a document is in force, as far as it or a cited law says so, in whose words."""

    since: datetime.date
    until: datetime.date | None
    label: Label

    def holds_on(self, day: datetime.date) -> bool:
        """Whether it is in force on a day."""
        return self.since <= day and (self.until is None or day <= self.until)


class NewerLaw(NamedTuple):
    """A law that is newer than the document: its name, from which day, and what that means for the reader."""

    label: Label
    since: datetime.date
    note: Label | None


@dataclass(frozen=True)
class English:
    """Our rendering in English; only the Chinese text counts.

    Of titles of clauses by number, of provisions, of headings by their number on the page, of laws by title, of words
    of the document that are quoted alone, and of what is quoted for a benefit.
    """

    clauses: Mapping[int, str] = field(default_factory=dict)
    provisions: Mapping[str, str] = field(default_factory=dict)
    sections: Mapping[str, str] = field(default_factory=dict)
    laws: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    quotations: Mapping[str, str] = field(default_factory=dict)


class MeasureKind(StrEnum):
    """What of a measure is encoded: rules, only duties of institutions, nothing of its text; or it has no text."""

    RULES = "rules"
    INSTITUTIONAL = "institutional"
    NOT_ENCODED = "not_encoded"
    NO_TEXT = "no_text"


@dataclass(frozen=True)
class Pack:
    """A document with its facts, rules and duties, which stand in the order of the provisions.

    `printed` is the day on which the document was printed: the day of audits and witnesses.

    `settling_order` has the facts that can follow from others, each after those it follows from: a derived fact by
    itself, and facts that imply one another in a circle together.
    `assurances`, `accepted` and `connectives`, in the order written, are for the audit; no check reads them. `topics`,
    in the order written, say what is looked into; no verdict rests on them. `entry_digests` has the SHA-256 of what is
    written of each rule, fact, parameter and point: `rule housing.town`, `fact household.area`, `parameter line`.
    """

    id: str
    title: Label
    note: Label | None
    first_clause: int
    last_clause: int
    printed: datetime.date
    document: Document
    facts: Mapping[str, Fact]
    parameters: Mapping[str, Parameter]
    agencies: Mapping[str, r.Agency]
    registers: Mapping[str, r.Register]
    contested: Mapping[str, ContestedPoint]
    rules: tuple[r.Rule, ...]
    duties: tuple[r.Duty, ...]
    missing: tuple[r.MissingText, ...]
    open: tuple[r.OpenProvision, ...]
    settling_order: tuple[tuple[str, ...], ...]
    strata: tuple[tuple[str, ...], ...]
    document_digest: str
    rules_digest: str
    assurances: tuple[Assurance, ...] = ()
    accepted: tuple[Accepted, ...] = ()
    connectives: tuple[Connective, ...] = ()
    in_force: InForce | None = None
    newer: tuple[NewerLaw, ...] = ()
    english: English = English()
    topics: tuple[Topic, ...] = ()
    entry_digests: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def rules_by_id(self) -> dict[str, r.Rule]:
        return {rule.id: rule for rule in self.rules}

    @cached_property
    def reads(self) -> Reads:
        """What its rules and facts read. A pack changed with `replace` has an index of its own."""
        return Reads(self.facts, self.rules_by_id)

    @cached_property
    def derivation_order(self) -> tuple[str, ...]:
        """The derived facts, each after those it is derived from."""
        return tuple(name for group in self.settling_order for name in group if self.facts[name].derive is not None)

    @cached_property
    def implied_facts(self) -> frozenset[str]:
        """The facts that others imply."""
        return frozenset(name for name, fact in self.facts.items() if fact.implied)

    @cached_property
    def circles(self) -> dict[str, tuple[str, ...]]:
        """The facts that imply themselves, by way of others or not, each with all that it shares a circle with."""
        return {
            name: group
            for group in self.settling_order
            for name in group
            if len(group) > 1 or (self.facts[name].implied and name in implied_by(self.facts[name]))
        }

    def rule(self, rule_id: str) -> r.Rule:
        """The rule of that id. Raises: KeyError."""
        return self.rules_by_id[rule_id]

    @cached_property
    def topics_by_rule(self) -> dict[str, tuple[Topic, ...]]:
        """The topics of each rule that has any, in the order written."""
        found: dict[str, tuple[Topic, ...]] = {}
        for topic in self.topics:
            for rule in topic.rules:
                found[rule] = (*found.get(rule, ()), topic)
        return found

    @cached_property
    def facts_asked_for(self) -> frozenset[str]:
        """Every fact that some rule rests on, that opens a topic, or on which it hangs whom others are asked of."""
        opening = (name for topic in self.topics for name in facts_of(topic.when))
        asking = (name for fact in self.facts.values() if fact.asked_of for name in facts_of(fact.asked_of))
        return self.reads.facts_used | self.reads.with_inputs((*opening, *asking))

    def numbers(self) -> range:
        """The numbers of all clauses, also those whose text is missing."""
        return range(self.first_clause, self.last_clause + 1)

    def kind_of(self, number: int) -> MeasureKind:
        """What of the measure of that number is encoded."""
        if number in self._with_rules:
            return MeasureKind.RULES
        if self.document.clause(number) is None:
            return MeasureKind.NO_TEXT
        return MeasureKind.INSTITUTIONAL if number in self._with_duties else MeasureKind.NOT_ENCODED

    @cached_property
    def _with_rules(self) -> frozenset[int]:
        return frozenset(rule.clause for rule in self.rules)

    @cached_property
    def _with_duties(self) -> frozenset[int]:
        return frozenset(duty.clause for duty in self.duties)
