"""Reports of what was found for a case: text for a terminal, Markdown, HTML, a notice. JSON is made of records.

Importing this costs next to nothing; what writes a format is imported when it is asked for. Nothing here evaluates.
"""

from __future__ import annotations

from collections.abc import Sequence
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from clausewise.classes import NamedTuple

if TYPE_CHECKING:
    from clausewise.engine.findings import Finding, Result

__all__ = ["ReportOptions", "render"]


class ReportOptions(NamedTuple):
    """What a report shows, and in which language (`zh` or `en`).

    `only` holds patterns of rule ids (`education.*`) and numbers of measures (`21`); nothing in it means everything.
    `everything` adds each finding that does not apply, with the conditions that decided it.
    """

    language: str = "en"
    only: tuple[str, ...] = ()
    everything: bool = False

    def selects_measure(self, number: int) -> bool:
        """Whether a measure is wanted as a whole."""
        return not self.only or str(number) in self.only

    def selects(self, finding: Finding) -> bool:
        """Whether a finding is wanted: its measure, its rule, or its name (`rule@member`)."""
        rule = finding.rule
        names = (rule.id, finding.name)
        return self.selects_measure(rule.clause) or any(
            fnmatchcase(name, wanted) for wanted in self.only for name in names
        )


def render(results: Sequence[Result], format: str, options: ReportOptions) -> str:
    """The report of some results as `markdown`, `html` or `notice`, to its last newline. Raises: ValueError."""
    if format == "markdown":
        from clausewise.report.answer.markdown import render_markdown

        return render_markdown(results, options)
    if format == "html":
        from clausewise.report.answer.html import render_html

        return render_html(results, options)
    if format == "notice":
        from clausewise.report.answer.notice import render_notice

        return render_notice(results, options)
    raise ValueError(f"there is no format {format}: write markdown, html or notice")
