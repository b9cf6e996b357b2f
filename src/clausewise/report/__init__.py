"""Reports of what was found for a case: text for a terminal, JSON, Markdown, HTML.

Importing this costs next to nothing; what writes a format is imported when it is asked for. Nothing here evaluates.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from clausewise.engine.findings import Finding, Result

__all__ = ["ReportOptions", "render", "render_pieces"]


@dataclass(frozen=True, slots=True)
class ReportOptions:
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
    """The report of some results as `json`, `markdown`, `html` or `notice`, to its last newline. Raises: ValueError."""
    return "".join(render_pieces(results, format, options))


def render_pieces(results: Sequence[Result], format: str, options: ReportOptions) -> Iterator[str]:
    """The same in pieces: as JSON a large family is more than a gigabyte. Raises: ValueError."""
    if format == "json":
        from clausewise.report.json import json_pieces

        return json_pieces(results, options)
    if format == "markdown":
        from clausewise.report.markdown import render_markdown

        return iter((render_markdown(results, options),))
    if format == "html":
        from clausewise.report.html import render_html

        return iter((render_html(results, options),))
    if format == "notice":
        from clausewise.report.notice import render_notice

        return iter((render_notice(results, options),))
    raise ValueError(f"there is no format {format}: write json, markdown, html or notice")
