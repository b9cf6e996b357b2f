"""Verdicts: what every reader of the rules answers with."""

from __future__ import annotations

from enum import StrEnum


class Verdict(StrEnum):
    """The verdict of a finding (结论)."""

    APPLIES = "applies"
    DOES_NOT_APPLY = "does_not_apply"
    UNDETERMINED = "undetermined"

    @property
    def code(self) -> int:
        """Its code: 0 for `does_not_apply`, 1 for `undetermined`, 2 for `applies`."""
        return VERDICTS.index(self)


# The verdict of each code.
VERDICTS = (Verdict.DOES_NOT_APPLY, Verdict.UNDETERMINED, Verdict.APPLIES)
