"""What a mutant that no case noticed comes to.

Kept apart from what asks the solver, which need not be installed.
"""

from __future__ import annotations

from clausewise.audit.model import Fate
from clausewise.classes import dataclass
from clausewise.language.labels import Label


@dataclass(frozen=True, slots=True)
class Resolution:
    """The fate of a mutant, the text of a household that would notice it, and why."""

    fate: Fate
    household: str | None = None
    why: Label | None = None
