"""What became of a rule between two versions of a pack, as plain frozen data: its verdicts, and what else it says.

Nothing here compares anything.
"""

from __future__ import annotations

from enum import StrEnum

from clausewise.classes import dataclass
from clausewise.language.labels import Label
from clausewise.language.verdicts import Verdict


class Aspect(StrEnum):
    """What a rule says beside its verdict."""

    MODALITY = "modality"
    AGENCY = "agency"
    AID = "aid"
    FOLLOWUP = "followup"
    AMOUNT = "amount"
    MONTHS = "months"
    DEADLINE = "deadline"
    AT_MOST = "at_most"
    STEPS = "steps"


class Meaning(StrEnum):
    """How a rule in one pack stands to that of another, over all households and days: it says the same wherever it
    applies; the same of households of so many members (bounded); the same verdict, and else something otherwise
    (details); some verdicts are lower only (stricter), some higher only (looser), some either way; or it could not be
    settled."""

    EQUIVALENT = "equivalent"
    BOUNDED = "bounded"
    DETAILS = "details"
    STRICTER = "stricter"
    LOOSER = "looser"
    DIFFERENT = "different"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Shift:
    """One household to which two versions of a rule give different verdicts.

    `household` is the text of a case file, valid for the new pack, and for the old one where its facts exist there.
    `subject` is the member's id, None for the household. `complete` says that the verdicts differ whatever else becomes
    known of it; otherwise no household was found of whom that is so.
    """

    household: str
    subject: str | None
    before: Verdict
    after: Verdict
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a rule means in a new pack, compared with an old one.

    `lower` is a household whose verdict falls (applies → undetermined → does_not_apply), `higher` one whose verdict
    rises. `aspects` is what else the rule says otherwise where both versions apply, `granted` a household showing it.
    `scope` says among which households no other was found, when that is not proved of all; `why` says why it is
    UNKNOWN, or cannot be compared.
    """

    meaning: Meaning
    lower: Shift | None = None
    higher: Shift | None = None
    scope: Label | None = None
    why: Label | None = None
    aspects: tuple[Aspect, ...] = ()
    granted: Shift | None = None
