"""An audit, and the difference of two versions, from Python."""

from __future__ import annotations

from functools import cached_property
from typing import Literal

from clausewise.api.reported import WIDTH, Reported, printed
from clausewise.audit import model
from clausewise.audit.changes import Differences
from clausewise.language.labels import Language
from clausewise.recording.audits import record_audit
from clausewise.recording.differences import record_differences
from clausewise.records import audit as records
from clausewise.records import difference

Part = Literal["words", "cases", "mutants", "solver"]


class Audit(Reported):
    """What an audit found of a pack."""

    def __init__(self, audit: model.Audit) -> None:
        self._audit = audit

    @cached_property
    def record(self) -> records.AuditReport:
        """As `clausewise audit --format json` writes it."""
        return record_audit(self._audit)

    def to_text(self, lang: Language = "en", width: int = WIDTH, *, everything: bool = False) -> str:
        """As `clausewise audit` prints it, in full with `everything`."""
        from clausewise.report.audit.text import print_audit

        return printed(lambda console: print_audit(console, self._audit, lang, everything=everything), width)

    def to_html(self, lang: Language = "en") -> str:
        """As a page that needs nothing beside itself."""
        from clausewise.report.audit.html import render_audit_html

        return render_audit_html(self._audit, lang)

    def __repr__(self) -> str:
        return f"<Audit of {self._audit.pack.id}>"


class Diff(Reported):
    """Everything that differs between two versions of a pack."""

    def __init__(self, differences: Differences) -> None:
        self._differences = differences

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs."""
        return self._differences.is_empty

    @cached_property
    def record(self) -> difference.PackDifference:
        """As `clausewise diff --format json` writes it."""
        return record_differences(self._differences)

    def to_text(self, lang: Language = "en", width: int = WIDTH) -> str:
        """As `clausewise diff` prints it."""
        from clausewise.report.diff.text import print_differences

        return printed(lambda console: print_differences(console, self._differences, lang), width)

    def to_markdown(self, lang: Language = "en") -> str:
        """As Markdown."""
        from clausewise.report.diff.markdown import render_diff_markdown

        return render_diff_markdown(self._differences, lang)

    def __repr__(self) -> str:
        return "<Diff: nothing differs>" if self.is_empty else f"<Diff: {len(self._differences.entries)} entries>"
