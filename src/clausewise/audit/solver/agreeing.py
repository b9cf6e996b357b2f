"""That what a case gives of a derived fact agrees with what follows, as formulas. Nothing here knows a pack."""

from __future__ import annotations

from clausewise.audit.solver.numbers import Formula, rounds_no_higher, rounds_no_lower
from clausewise.audit.solver.terms import both, implies
from clausewise.classes import dataclass


@dataclass(frozen=True, slots=True)
class Agreement:
    """A derived fact that a case gives beside what it follows from: `agrees` when the two do not differ."""

    given: Formula
    follows: Formula
    agrees: Formula

    @property
    def kept(self) -> Formula:
        return implies(both([self.given, self.follows]), self.agrees)


def rounds_to(exact: object, fen: Formula) -> Formula:
    """That an amount, rounded half up to the fen, is another."""
    return both([rounds_no_higher(exact, fen), rounds_no_lower(exact, fen)])
