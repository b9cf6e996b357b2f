"""What differs between two versions of a pack, as plain frozen data: entries, meanings of rules, findings of cases.

Sides of a change are kept as what they are (words, labels, conditions), so that a report can put them in either
language. Nothing here compares anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from fractions import Fraction

from clausewise.audit.versions import Comparison, Meaning
from clausewise.classes import dataclass
from clausewise.language.assurances import Gain, Implication, Independence
from clausewise.language.conditions import Condition, Words
from clausewise.language.expressions import Expression
from clausewise.language.facts import Implied, Parameter, Value
from clausewise.language.labels import Label
from clausewise.language.model import Pack
from clausewise.language.rules import Aid, Deadline, Followup, OpenPoint
from clausewise.language.verdicts import Verdict


class EntryKind(StrEnum):
    """What kind of entry differs, in the order in which reports show them."""

    PACK = "pack"
    SECTION = "section"
    CLAUSE = "clause"
    PROVISION = "provision"
    RULE = "rule"
    DUTY = "duty"
    OPEN = "open"
    AGENCY = "agency"
    REGISTER = "register"
    FACT = "fact"
    CONTESTED = "contested"
    TOPIC = "topic"
    PARAMETER = "parameter"
    ASSURANCE = "assurance"
    ACCEPTED = "accepted"
    CONNECTIVE = "connective"


class ChangeKind(StrEnum):
    """Whether an entry came, went, or is otherwise than it was."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


class Field(StrEnum):
    """What of an entry differs. Those in `WORDING` change nothing that is found for a household."""

    ID = "id"
    FORM = "form"
    CLAUSES = "clauses"
    PRINTED = "printed"
    IN_FORCE = "in_force"
    NEWER = "newer"
    ENGLISH = "english"
    NUMBER = "number"
    TEXT = "text"
    ON_PAGE = "on_page"
    SECTION = "section"
    PROVISION = "provision"
    KIND = "kind"
    ABOUT = "about"
    MODALITY = "modality"
    AGENCY = "agency"
    ASSIGNED_BY = "assigned_by"
    CONDITION = "condition"
    STANDS_ON = "stands_on"
    AID = "aid"
    AID_FORM = "aid.form"
    AID_LABEL = "aid.label"
    AID_AMOUNT = "aid.amount"
    AID_MONTHS = "aid.months"
    AID_MODALITY = "aid.modality"
    AID_AT_MOST = "aid.at_most"
    AID_PER = "aid.per"
    FOLLOWUP = "followup"
    FOLLOWUP_BY = "followup.by"
    FOLLOWUP_LABEL = "followup.label"
    FOLLOWUP_LIST = "followup.list"
    FOLLOWUP_OF = "followup.of"
    FOLLOWUP_SPARES = "followup.spares"
    SHORT_LABEL = "short"
    FOLLOWUP_MODALITY = "followup.modality"
    DEADLINE = "deadline"
    DEADLINE_BY = "deadline.by"
    DEADLINE_LABEL = "deadline.label"
    DEADLINE_MODALITY = "deadline.modality"
    DOES = "does"
    WORDS = "words"
    OPEN = "open"
    TYPE = "type"
    CHOICE = "choice"
    MINIMUM = "minimum"
    MAXIMUM = "maximum"
    DERIVATION = "derivation"
    IMPLIED = "implied"
    LAW = "law"
    LOOKUP = "lookup"
    VALUES = "values"
    TITLE = "title"
    READING = "reading"
    LABEL = "label"
    CHOICE_LABEL = "choice.label"
    UNIT = "unit"
    ASK = "ask"
    ASKED = "asked"
    KNOWN_BY = "known_by"
    ASKED_OF = "asked_of"
    RULES = "rules"
    RAISED_BY = "raised_by"
    OPENS = "opens"
    SOURCE = "source"
    NOTE = "note"
    CITED = "cited"
    SENSIBLE = "sensible"
    CLAIM = "claim"
    POLICY = "policy"
    WHY = "why"


WORDING = frozenset(
    {Field.TITLE, Field.READING, Field.LABEL, Field.CHOICE_LABEL, Field.UNIT}
    | {Field.ASK, Field.ENGLISH, Field.SOURCE, Field.NOTE, Field.CITED, Field.WHY, Field.LAW}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Formula:
    """An expression with the text it was written as, where that is kept."""

    expression: Expression
    source: str | None


# What stands on one side of a change: None where there is nothing. Ids and codes of files are a `str`, lists of them a
# tuple.
Side = (
    None | str | tuple[str, ...] | Value | Label | Words | Condition | Formula
    | Aid | Followup | Deadline | OpenPoint | Parameter | Implied | Implication | Independence | Gain
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One thing of an entry that is otherwise; `of` says of which aid, follow-up or condition, where there are more."""

    field: Field
    before: Side
    after: Side
    of: Label | None = None


@dataclass(frozen=True, slots=True)
class EntryChange:
    """One entry that came, went or differs. `label` is what it is called, `provision` what it encodes, if anything.

    `text` is the whole text of a provision, or the words of an open entry, that came or went. `likely` is the id that a
    rule or duty seems to have been renamed to, or from.
    """

    kind: EntryKind
    id: str
    change: ChangeKind
    label: Label | None
    provision: str | None = None
    fields: tuple[FieldChange, ...] = ()
    text: str | None = None
    likely: str | None = None

    @property
    def is_wording(self) -> bool:
        """Whether only such words changed as change nothing that is found for a household."""
        return self.change is ChangeKind.CHANGED and all(one.field in WORDING for one in self.fields)


class Settled(StrEnum):
    """How it was settled what became of a rule's meaning."""

    STRUCTURE = "structure"
    SOLVER = "solver"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True, slots=True)
class RuleMeaning:
    """What became of the meaning of a rule that stands in both packs; never asked when there is no solver.

    `through` holds what both versions read that is otherwise now: facts, parameters, rules it stands on.
    """

    rule: str
    provision: str
    title: Label
    settled: Settled
    comparison: Comparison
    through: tuple[str, ...] = ()

    @property
    def meaning(self) -> Meaning:
        return self.comparison.meaning


class Effect(StrEnum):
    """What a finding brings about that may be otherwise under another pack."""

    MODALITY = "modality"
    AGENCY = "agency"
    AID = "aid"
    AMOUNT = "amount"
    MONTHS = "months"
    DEADLINE = "deadline"
    OVERDUE = "overdue"
    FOLLOWUP = "followup"


@dataclass(frozen=True, slots=True)
class Brought:
    """One thing that a finding brings about: what it is called, the agency that does it, and what it comes to.

    A value is a modality, an amount in yuan, a number of months, a day, or whether that day is past; None where it is
    not known.
    """

    label: Label | None = None
    by: str | None = None
    value: str | Fraction | int | date | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """One finding: its verdict, the facts that could still change it, and what it brings about.

    A missing fact is a name and the member it is about, if any. A finding that does not apply brings about nothing
    (`effects` is None).
    """

    verdict: Verdict
    missing: tuple[tuple[str, str | None], ...] = ()
    effects: Mapping[Effect, tuple[Brought, ...]] | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """All findings of one case, by `rule` or `rule@member`; or why a pack refuses the case."""

    findings: Mapping[str, Judgement]
    refused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FindingChange:
    """A finding of one case that is otherwise; a side is None where the pack has no such rule."""

    name: str
    before: Judgement | None
    after: Judgement | None


@dataclass(frozen=True, slots=True)
class CaseChange:
    """One case whose findings differ, or which one of the packs, or both, refuse; with the reasons of each."""

    file: str
    findings: tuple[FindingChange, ...]
    refused_before: tuple[str, ...] = ()
    refused_after: tuple[str, ...] = ()

    @property
    def is_unusable(self) -> bool:
        """Whether neither pack takes it: that says nothing about what changed."""
        return bool(self.refused_before and self.refused_after)


@dataclass(frozen=True, slots=True)
class Replayed:
    """How many cases both packs were asked about, and those of which there is something to say."""

    cases: int
    changes: tuple[CaseChange, ...]


@dataclass(frozen=True)
class Differences:
    """Everything that differs between two packs; `names` is how the two were named. `cases` is None when not asked."""

    old: Pack
    new: Pack
    names: tuple[str, str]
    entries: tuple[EntryChange, ...]
    meanings: tuple[RuleMeaning, ...]
    cases: Replayed | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs."""
        replayed = self.cases.changes if self.cases else ()
        return not self.entries and all(one.is_unusable for one in replayed)
