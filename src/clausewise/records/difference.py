"""What `diff` answers: what differs between two versions of a pack, and what that does to households."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from clausewise.audit.changes import ChangeKind, Effect, EntryKind, Field, Settled
from clausewise.audit.versions import Aspect, Meaning
from clausewise.classes import dataclass
from clausewise.language.labels import Label
from clausewise.language.verdicts import Verdict
from clausewise.records.base import Record
from clausewise.records.version import Version

DIFF_FORMAT = "clausewise-diff/3"


@dataclass(frozen=True, slots=True)
class FieldChange(Record):
    """One thing of an entry that is otherwise."""

    field: Field
    of: Label | None = None
    """Of which aid, follow-up or condition, where there are more."""
    before: Label | None = None
    """As the old version has it, in words; None where nothing stands there."""
    after: Label | None = None


@dataclass(frozen=True, slots=True)
class EntryChange(Record):
    """Something that came, went or is otherwise."""

    kind: EntryKind
    id: str
    change: ChangeKind
    label: Label | None = None
    provision: str | None = None
    wording_only: bool = False
    """Whether only such words changed as change nothing that is found for a household."""
    likely_renamed: str | None = None
    """What it seems to have been called, or to be called."""
    text: str | None = None
    """The text of a provision, or the words of an open entry, that came or went."""
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True)
class VerdictShift(Record):
    """The smallest household to which the versions give different verdicts."""

    before: Verdict
    after: Verdict
    household: str
    """The text of a case file."""
    subject: str | None = None
    complete: bool = True
    """Whether the verdicts differ whatever else becomes known of it."""


@dataclass(frozen=True, slots=True)
class RuleMeaning(Record):
    """What became of the meaning of a rule that both versions have."""

    rule: str
    provision: str
    title: Label
    meaning: Meaning
    settled: Settled
    through: tuple[str, ...] = ()
    """What the rule reads that is otherwise now."""
    scope: Label | None = None
    """Among whom no other was found, where it is not proved of all."""
    why: Label | None = None
    """Why it could not be settled."""
    aspects: tuple[Aspect, ...] = ()
    """What else the rule says otherwise where both versions apply."""
    granted: VerdictShift | None = None
    """A household that shows it."""
    lower: VerdictShift | None = None
    higher: VerdictShift | None = None


@dataclass(frozen=True, slots=True)
class MissingFact(Record):
    """A fact that could still change a verdict."""

    fact: str
    member: str | None = None


@dataclass(frozen=True, slots=True)
class Judgement(Record):
    """What a version finds."""

    verdict: Verdict
    missing: tuple[MissingFact, ...] = ()
    effects: Mapping[Effect, tuple[Label, ...]] = field(default_factory=dict)
    """What the finding brings about, in words."""


@dataclass(frozen=True, slots=True)
class FindingChange(Record):
    """A finding that is otherwise."""

    finding: str
    """`rule`, or `rule@member`."""
    before: Judgement | None = None
    """None where the version has no such rule."""
    after: Judgement | None = None


@dataclass(frozen=True, slots=True)
class CaseChange(Record):
    """A case whose findings differ, or that a version refuses."""

    file: str
    findings: tuple[FindingChange, ...] = ()
    refused_by_old: tuple[str, ...] = ()
    """Why the old version refuses it."""
    refused_by_new: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CasesCompared(Record):
    """The cases that both versions were asked about."""

    checked: int
    """How many."""
    changes: tuple[CaseChange, ...] = ()


@dataclass(frozen=True, slots=True)
class PackDifference(Record):
    """All that differs between two versions of a pack."""

    format: str
    old: Version
    new: Version
    differs: bool
    entries: tuple[EntryChange, ...] = ()
    meanings: tuple[RuleMeaning, ...] = ()
    cases: CasesCompared | None = None
    """None where no cases were asked for."""
