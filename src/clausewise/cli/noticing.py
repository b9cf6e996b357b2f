"""What `--strict` makes of notices: those on what a file says are refused, those on what time brought never are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from clausewise.errors import CaseError, Diagnostic
from clausewise.language.labels import Language

if TYPE_CHECKING:
    from clausewise.engine import Result


def refuse_what_is_noticed(results: Iterable[Result], language: Language) -> None:
    """Refuse cases that contradict themselves or are hardly possible. Raises: CaseError naming each place."""
    found = [
        Diagnostic(notice.text.in_(language), notice.place, notice.mend.in_(language))
        for result in results
        for notice in result.notices
        if notice.kind.is_refused_when_strict
    ]
    if found:
        raise CaseError(found)
