"""Reports as one self-contained HTML file: readable on a phone, on a wide screen, on paper, and without colour."""

from __future__ import annotations

from collections.abc import Sequence

from clausewise.engine.findings import Result
from clausewise.language.verdicts import Verdict
from clausewise.report import ReportOptions
from clausewise.report.answer.outline import make_outline
from clausewise.report.kit.pages import html_language, page_template
from clausewise.report.wording import Wording


def render_html(results: Sequence[Result], options: ReportOptions) -> str:
    """One page with the report of each result, ending with a newline."""
    pages = [(make_outline(result, options, whole=True), Wording(result.pack, options.language)) for result in results]
    return page_template("answer/page.html.j2").render(
        pages=pages, language=html_language(options.language), everything=options.everything, Verdict=Verdict
    )
