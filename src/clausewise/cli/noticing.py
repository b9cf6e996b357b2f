"""What `--strict` makes of notices: those on what a file says are refused, those on what time brought never are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clausewise.errors import CaseError, Diagnostic
from clausewise.language.labels import Language

if TYPE_CHECKING:
    from clausewise.engine import Result


def refuse_what_is_noticed(result: Result, language: Language) -> None:
    """Refuse a case that contradicts itself or is hardly possible. Raises: CaseError naming each place."""
    found = [
        Diagnostic(notice.text.in_(language), notice.place, notice.mend.in_(language))
        for notice in result.notices
        if notice.kind.is_refused_when_strict
    ]
    if found:
        raise CaseError(found)
