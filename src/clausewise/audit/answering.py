"""What an outcome means for the audit, and why there is none: the same for all questions. Nothing here asks one."""

from __future__ import annotations

from clausewise.audit.comparing import NO_TIME
from clausewise.audit.model import Outcome, Weight
from clausewise.language.labels import Label


def weight_of(outcome: Outcome, otherwise: Weight) -> Weight:
    """Fine when proved; `otherwise` when refuted."""
    found = {Outcome.PROVED: Weight.FINE, Outcome.REFUTED: otherwise, Outcome.BOUNDED: Weight.BOUNDED}
    return found.get(outcome, Weight.UNDECIDED)


def no_time(outcome: Outcome) -> Label | None:
    """Why there is no answer, where there is none."""
    return NO_TIME if outcome is Outcome.UNKNOWN else None
