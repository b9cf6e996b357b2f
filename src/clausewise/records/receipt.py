"""A receipt of a check: what was decided, by what, and on which facts, so that it can be made again.

`decision` is what is signed and what a later receipt follows; `facts` can be erased without touching it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from typing import Any

from clausewise.case.notices import NoticeKind
from clausewise.classes import dataclass
from clausewise.language.verdicts import Verdict
from clausewise.records.base import Record

RECEIPT_FORMAT = "clausewise-receipt/1"


@dataclass(frozen=True, slots=True)
class Digests(Record):
    """What the decision was made of, by SHA-256."""

    document: str
    """The document and its provisions."""
    rules: str
    """All files of the rules."""
    program: str
    """Clausewise's version and the digest of its code."""
    office: str | None = None
    """The office's file; none where there was none."""


@dataclass(frozen=True, slots=True)
class DecidedStep(Record):
    """What came out of a step of a rule."""

    of: str
    """`aid.0` or `deadline`, as in an answer."""
    granted: bool = True
    amount: str | None = None
    """Yuan to the fen."""
    months: int | None = None
    day: date | None = None
    overdue: bool | None = None


@dataclass(frozen=True, slots=True)
class DecidedFinding(Record):
    """A finding as it was decided."""

    rule: str
    verdict: Verdict
    digest: str
    """The SHA-256 of what is written of the rule, and of every rule, fact, parameter and contested point behind it."""
    provision: str
    """The SHA-256 of the sentence that it encodes."""
    subject: str | None = None
    """m1, m2 … in the order of the case; `?` for one who may be there; none for the household."""
    steps: tuple[DecidedStep, ...] = ()
    missing: tuple[str, ...] = ()
    """`fact` or `fact@m1`: what could still have changed it."""

    @property
    def name(self) -> str:
        """`rule`, or `rule@m1`."""
        return self.rule if self.subject is None else f"{self.rule}@{self.subject}"


@dataclass(frozen=True, slots=True)
class DecidedNotice(Record):
    """A notice that stood beside the answer."""

    kind: NoticeKind
    fact: str | None = None
    member: str | None = None


@dataclass(frozen=True, slots=True)
class Decision(Record):
    """What was decided, without a fact about anybody.

    The SHA-256 of its canonical JSON (RFC 8785) is the receipt's id.
    """

    format: str
    pack: str
    """The id of the pack."""
    as_of: date
    """The day of the check."""
    at: str
    """When the receipt was made: 2026-11-28T10:20:00+08:00."""
    digests: Digests
    judges: tuple[str, ...]
    """The readings of the rules that agreed."""
    findings: tuple[DecidedFinding, ...]
    facts: str
    """The SHA-256 of the canonical JSON of `facts`, its salt within."""
    notices: tuple[DecidedNotice, ...] = ()
    by: str | None = None
    """Who made it."""
    follows: str | None = None
    """The id of the receipt that this one takes the place of."""


@dataclass(frozen=True, slots=True)
class StatedSource(Record):
    """What a fact rests on."""

    fact: str
    answer: str
    """`value`, `unknown` or `to_check`."""
    of: tuple[str, ...] = ()
    """m1, m2 …; none for the household."""
    by: str | None = None
    at: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class StatedFacts(Record):
    """What was stated of the household, members called m1, m2 …; personal data, and what is erased."""

    salt: str
    """Random, so that nobody can guess the facts from their digest."""
    stated: Mapping[str, Any]
    """Facts by subject under their short names, as docs/receipts.md describes."""
    sources: tuple[StatedSource, ...] = ()


@dataclass(frozen=True, slots=True)
class Signature(Record):
    """An Ed25519 signature of the receipt's id."""

    key: str
    """The SHA-256 of the public key's 32 bytes."""
    value: str
    """The 64 bytes of the signature, in hexadecimal digits."""


@dataclass(frozen=True, slots=True)
class ReceiptRecord(Record):
    """A receipt as it is kept."""

    decision: Decision
    facts: StatedFacts | None = None
    """None when they were erased."""
    signature: Signature | None = None


@dataclass(frozen=True, slots=True)
class ReplayedFinding(Record):
    """A finding that comes out otherwise, or rests on other words, when a receipt is replayed."""

    rule: str
    subject: str | None = None
    then: Verdict | None = None
    """None where there was no such rule."""
    now: Verdict | None = None
    """None where there is none any more."""
    why: tuple[str, ...] = ()
    """`program`, `rules`, `text`, `parameter`, `office`, `facts`."""
    what: tuple[str, ...] = ()
    """What of it is another: `verdict`, `aid.0`, `deadline`, `missing`; none where only the words are."""
    gains: bool = False
    """Whether the household would get what it did not."""


@dataclass(frozen=True, slots=True)
class ReplayedReceipt(Record):
    """What became of one receipt."""

    receipt: str
    """Its id, or its file where it is broken."""
    outcome: str
    """`same`, `same_on_other_words`, `otherwise`, `cannot_be_made_again`, `readings_differ`, `broken` or `erased`."""
    as_of: date | None = None
    says: str | None = None
    """Why it is broken, or cannot be made again, and by which version it could."""
    findings: tuple[ReplayedFinding, ...] = ()
    notices: tuple[DecidedNotice, ...] = ()
    """Notices that stood beside it then and do not now, or the other way round."""


REPLAY_FORMAT = "clausewise-replay/1"


@dataclass(frozen=True, slots=True)
class ReplayRecord(Record):
    """Receipts made again."""

    format: str
    program: str
    """Clausewise's version and the digest of its code, today."""
    receipts: tuple[ReplayedReceipt, ...]
    now: str | None = None
    """The pack under which they were decided anew, as ID and digest; none where each was made again under its own."""
    counts: Mapping[str, int] = field(default_factory=dict)
    """How many receipts had each outcome."""
