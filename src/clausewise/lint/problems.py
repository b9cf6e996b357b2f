"""What lint finds: a diagnostic and how bad it is. Nothing here looks for one."""

from __future__ import annotations

from enum import StrEnum

from clausewise.classes import dataclass
from clausewise.errors import Diagnostic


class Severity(StrEnum):
    """An error makes a pack or case unusable; a warning is a likely mistake; a note may well be meant."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that was found, and how bad it is."""

    severity: Severity
    diagnostic: Diagnostic

    def __str__(self) -> str:
        one = self.diagnostic
        where = f"{one.place}: " if one.place else ""
        mend = f" — {one.mend}" if one.mend else ""
        return f"{where}{self.severity}: {one.message}{mend}"
