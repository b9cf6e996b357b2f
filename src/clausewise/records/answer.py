"""What `check` answers: a household's findings, what they were made of, and the words for what they point to."""

from __future__ import annotations

from datetime import date

from clausewise.classes import dataclass
from clausewise.engine.findings import MeasureVerdict
from clausewise.engine.reasons import ReasonKind
from clausewise.language.labels import Label
from clausewise.language.verdicts import Verdict
from clausewise.records.base import Record
from clausewise.records.beside import Notice, Office
from clausewise.records.proof import Proof
from clausewise.records.terms import Terms
from clausewise.report.answer.standing import Waits

ANSWER_FORMAT = "clausewise-check/3"


@dataclass(frozen=True, slots=True)
class Ask(Record):
    """A fact that could still change something."""

    fact: str
    """Its name; `members` where it is not known who they are."""
    member: str | None = None
    """The id of the member it is about; none for the household, the application and the office."""
    why: Waits = Waits.NOT_ASKED
    """Why it is open: not asked yet, to be checked, asked and not known, or for the office to say (`contested`)."""


@dataclass(frozen=True, slots=True)
class Listed(Record):
    """A line of a list that a follow-up hands on: an agency with findings, or a register with facts."""

    id: str
    entries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step(Record):
    """What comes out of an aid, a follow-up or the deadline of a rule for this household."""

    of: str
    """`aid.0`, `followup.1` or `deadline`: the step of the rule in `terms.rules`, counted from 0."""
    granted: bool = True
    """False for an aid whose amount comes out at zero or below: there is nothing to grant."""
    amount: str | None = None
    """Yuan to the fen, rounded half up, where the text fixes an amount and all it rests on is known."""
    months: int | None = None
    """For so many months, where the text fixes a period and all it rests on is known."""
    day: date | None = None
    """The last day, of a deadline."""
    overdue: bool | None = None
    """Whether the day of the check is past that day."""
    listed: tuple[Listed, ...] = ()
    """What a follow-up lists."""
    missing: tuple[Ask, ...] = ()
    """What its amount, period or day waits for."""


@dataclass(frozen=True, slots=True)
class Reason(Record):
    """Why nobody can answer: something has no value on this day, or for this household."""

    kind: ReasonKind
    rule: str
    """The rule in whose conditions it stands."""
    says: Label
    """The same in words."""
    member: str | None = None
    parameter: str | None = None
    """The parameter without a value on the day."""
    first: date | None = None
    """The first day on which it has one."""


@dataclass(frozen=True, slots=True)
class RestsOn(Record):
    """A contested point as the office reads it, where the other reading would give another verdict."""

    point: str
    """Its id, in `terms.points`."""
    reading: str
    otherwise: Verdict
    """The verdict by the other reading."""
    since: date | None = None
    """The day from which the office reads it so."""
    by: str | None = None
    """By whose decision."""


@dataclass(frozen=True, slots=True)
class Finding(Record):
    """One rule on one subject."""

    rule: str
    """The rule's id, in `terms.rules`."""
    verdict: Verdict
    subject: str | None = None
    """The id of a member; `?` for one who may be there and is not listed; none for the household."""
    waits: Waits | None = None
    """What an undetermined finding waits for, above all; nothing is asked for one that was not looked into."""
    steps: tuple[Step, ...] = ()
    """All steps of what applies; of what is undetermined those that the facts already decide."""
    missing: tuple[Ask, ...] = ()
    """The facts that could still change the verdict."""
    reasons: tuple[Reason, ...] = ()
    """Why it is undetermined although there is nothing to ask."""
    rests_on: tuple[RestsOn, ...] = ()
    """The contested points without whose reading by the office the verdict would be another."""
    waits_for: tuple[str, ...] = ()
    """The contested points that the office has yet to decide and that could change the verdict."""
    because: Proof | None = None
    """The proof, with `--proofs full`; with `decisive` the parts that alone bring the verdict about: of several
    each of which would, the first."""

    @property
    def name(self) -> str:
        """`rule`, or `rule@member`."""
        return self.rule if self.subject is None else f"{self.rule}@{self.subject}"


@dataclass(frozen=True, slots=True)
class Measure(Record):
    """One numbered clause; its verdict is the strongest of its findings', whichever of them are here."""

    number: int
    verdict: MeasureVerdict
    findings: tuple[int, ...] = ()
    """Their places in `findings`, counted from 0."""


@dataclass(frozen=True, slots=True)
class Granting(Record):
    """A finding that grants an aid, and what it grants."""

    rule: str
    subject: str | None = None
    amount: str | None = None
    months: int | None = None


@dataclass(frozen=True, slots=True)
class Together(Record):
    """One aid that several findings grant."""

    label: Label
    by: tuple[Granting, ...]


@dataclass(frozen=True, slots=True)
class Made(Record):
    """What the answer was made of, by SHA-256: where all are equal, the answers are."""

    document: str
    """The document and its provisions."""
    rules: str
    """All files of the rules."""
    program: str
    """Clausewise's version and the digest of its code."""
    judges: tuple[str, ...]
    """The readings of the rules that agreed."""
    case: str | None = None
    """The case's file; none where it was no file."""
    office: str | None = None
    """The office's file; none where there is none."""


@dataclass(frozen=True, slots=True)
class Answer(Record):
    """Everything found for one household on one day."""

    format: str
    pack: str
    """The id of the pack."""
    case: str
    """The id of the case."""
    as_of: date
    """The day of the check."""
    members: tuple[str, ...]
    """The ids of the members that the case lists."""
    everybody: bool
    """Whether these are known to be all there are."""
    measures: tuple[Measure, ...]
    findings: tuple[Finding, ...]
    """In the order of the provisions, then of the members."""
    made: Made
    title: Label | None = None
    """What the case is called."""
    office: Office | None = None
    notices: tuple[Notice, ...] = ()
    only: tuple[str, ...] = ()
    """The patterns that picked measures and findings; none where all are here."""
    granted_twice: tuple[Together, ...] = ()
    """Aids with an amount that two rules grant to one household or member: for a person to look into."""
    granted_once: tuple[Together, ...] = ()
    """Aids that are one for the household, however many members give rise to them."""
    terms: Terms | None = None
    """The pack's words for all that is pointed to here, each once; the same for every household."""


@dataclass(frozen=True, slots=True)
class Answers(Record):
    """What `clausewise check --format json` writes, for one case and for many."""

    format: str
    results: tuple[Answer, ...]
