"""The pack's words as data: what an answer points to by id, each once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from clausewise.classes import dataclass
from clausewise.language.conditions import Words
from clausewise.language.labels import Label
from clausewise.language.rules import AidForm, Ceiling, ListKind, ModalityKind, RuleKind
from clausewise.records.base import Record


@dataclass(frozen=True, slots=True)
class Firmness(Record):
    """How firmly the text speaks (力度), and the words that say so."""

    kind: ModalityKind
    words: Words


@dataclass(frozen=True, slots=True)
class StepText(Record):
    """An aid, a follow-up or a deadline as its rule has it."""

    id: str
    """`aid.0`, `followup.1` or `deadline`."""
    label: Label
    words: Words
    modality: Firmness | None = None
    """None where it is the rule's."""
    form: AidForm | None = None
    """Of an aid."""
    per_household: bool = False
    """An aid that is granted once, whoever gives rise to it."""
    computed: tuple[str, ...] = ()
    """What the text fixes: `amount`, `months`."""
    at_most: tuple[Ceiling, ...] = ()
    """What is a ceiling and not the figure."""
    by: str | None = None
    """The agency that does it, of a follow-up."""
    lists: ListKind | None = None
    """What a follow-up lists."""
    spares: Label | None = None
    """What the household need not bring because of a follow-up."""


@dataclass(frozen=True, slots=True)
class OpenText(Record):
    """Words that the document leaves open, and what follows from that."""

    words: Words
    label: Label


@dataclass(frozen=True, slots=True)
class RuleText(Record):
    """A rule in the pack's words; its conditions stand in `terms.conditions`.

    An answer says of a rule what its findings need: what it brings about and leaves open where it applies, and how
    firmly it speaks where it may. A pack written whole says all of every rule.
    """

    title: Label
    kind: RuleKind
    provision: str
    """The provision that it encodes, in `terms.provisions`."""
    agency: tuple[str, ...]
    """The agencies that are responsible, in `terms.agencies`."""
    assigned_by: str | None = None
    """The provision that names them, where that is another."""
    modality: Firmness | None = None
    """None in an answer in which it does not apply."""
    steps: tuple[StepText, ...] = ()
    """None in an answer in which it does not apply, or may not."""
    open: tuple[OpenText, ...] = ()
    """Words that the document leaves open; none in an answer in which it does not apply, or may not."""
    contested: tuple[str, ...] = ()
    """The contested points that its conditions read; `clausewise contested` tells them."""


@dataclass(frozen=True, slots=True)
class FactText(Record):
    """A fact in the pack's words."""

    label: Label
    ask: Label | None = None
    """The question; none where nobody is asked for it, or where an answer reads it and does not ask."""
    lookup: str | None = None
    """The register that could answer, in `terms.registers`."""
    known_by: str | None = None
    """The agency that finds it, where no family can tell."""
    values: Mapping[str, Label] = field(default_factory=dict)
    """What it can be, of a choice."""
    unit: Label | None = None


@dataclass(frozen=True, slots=True)
class ConditionText(Record):
    """What a condition says."""

    form: str
    """`if`, `finding`, `all`, `any`, `not`, `some`, `every`, `count` or `contested`."""
    label: Label | None = None
    """In words; none where the form says it, or the fact, the rules or the point that `expression` names."""
    expression: str | None = None
    """As the rules have it."""
    words: Words | None = None
    """The words of the document that it encodes."""
    implies: str | None = None
    """The fact that it implies."""
    why: Label | None = None
    """Why it does."""


@dataclass(frozen=True, slots=True)
class ReadingText(Record):
    """One of the two ways in which words can be read: its id, what it is called, and what it says."""

    id: str
    name: Label
    says: Label
    law: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PointText(Record):
    """Words that can be read in two ways."""

    words: Words
    question: Label
    readings: tuple[ReadingText, ReadingText]
    decides: str
    """The agency that decides."""


@dataclass(frozen=True, slots=True)
class DutyText(Record):
    """What an institution must do."""

    provision: str
    does: Label
    words: Words
    modality: Firmness
    actors: tuple[str, ...]
    assigned_by: str | None = None
    open: tuple[OpenText, ...] = ()


@dataclass(frozen=True, slots=True)
class ClauseText(Record):
    """A numbered clause."""

    title: str | None = None
    duties: tuple[str, ...] = ()
    """The ids of what institutions must do under it; `clausewise duties --format json` has their words."""


@dataclass(frozen=True, slots=True)
class Terms(Record):
    """What is pointed to by id, each once; in the order in which it came up, rules in that of the pack."""

    rules: Mapping[str, RuleText] = field(default_factory=dict)
    provisions: Mapping[str, str] = field(default_factory=dict)
    """Whole sentences of the document."""
    clauses: Mapping[str, ClauseText] = field(default_factory=dict)
    """By number."""
    facts: Mapping[str, FactText] = field(default_factory=dict)
    agencies: Mapping[str, Label] = field(default_factory=dict)
    registers: Mapping[str, Label] = field(default_factory=dict)
    conditions: Mapping[str, ConditionText] = field(default_factory=dict)
    """By the place of the condition, as in a proof's `at`."""
    points: Mapping[str, PointText] = field(default_factory=dict)
    """Contested points; only where a pack is written whole."""
    duties: Mapping[str, DutyText] = field(default_factory=dict)
    """Only where a pack is written whole."""
