"""Findings explained: their proofs, and what would turn each."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from clausewise.api.answers import Finding
from clausewise.api.reported import WIDTH, Reported, printed
from clausewise.engine.findings import Finding as Found
from clausewise.engine.findings import Result
from clausewise.engine.turning import Turning
from clausewise.language.labels import Language
from clausewise.recording.explanations import record_explanation
from clausewise.records import explanation as records


class Explanation(Reported):
    """The findings of one name on one case, with the smallest sets of facts that would turn each."""

    def __init__(self, result: Result, explained: Sequence[tuple[Found, Sequence[Turning]]]) -> None:
        self._result, self._explained = result, explained

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings, in the order of the provisions, then of the members."""
        return tuple(Finding(self._result, one) for one, _ in self._explained)

    @property
    def turnings(self) -> dict[str, tuple[Turning, ...]]:
        """What would turn each finding, by its name."""
        return {finding.name: tuple(found) for finding, found in self._explained}

    @property
    def model(self) -> tuple[Result, tuple[tuple[Found, tuple[Turning, ...]], ...]]:
        """The result, and each finding with what would turn it, as the rest of Clausewise has them."""
        return self._result, tuple((finding, tuple(found)) for finding, found in self._explained)

    @cached_property
    def record(self) -> records.Explanation:
        """As `clausewise explain --format json` writes it."""
        return record_explanation(self._result, self._explained)

    def to_text(self, lang: Language = "en", width: int = WIDTH) -> str:
        """As `clausewise explain` prints it, in `zh` or `en`, so many columns wide."""
        from clausewise.report.answer.explaining import print_explanations

        return printed(lambda console: print_explanations(console, self._explained, self._result, lang), width)

    def __repr__(self) -> str:
        return f"<Explanation of {', '.join(one.name for one in self.findings)}>"
