"""Verdicts, and the three codes of strong Kleene logic behind them. What every reader of the rules answers with."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

FALSE, UNKNOWN, TRUE = 0, 1, 2
CODE_OF: Mapping[bool | None, int] = {False: FALSE, None: UNKNOWN, True: TRUE}


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
