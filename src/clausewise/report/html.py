"""Reports as one self-contained HTML file: readable on a phone, on a wide screen, on paper, and without colour.

The page has no script and refers to nothing outside itself; whatever comes from a case or a pack is escaped.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from clausewise.engine.findings import Result
from clausewise.language.verdicts import Verdict
from clausewise.report import ReportOptions
from clausewise.report.entries import Quotation
from clausewise.report.outline import make_outline
from clausewise.report.wording import Wording


def render_html(results: Sequence[Result], options: ReportOptions) -> str:
    """One page with the report of each result, ending with a newline."""
    pages = [(make_outline(result, options, whole=True), Wording(result.pack, options.language)) for result in results]
    return page_template("check.html.j2").render(
        pages=pages,
        language="zh-Hans" if options.language == "zh" else "en",
        everything=options.everything,
        pieces=pieces,
        Verdict=Verdict,
    )


@cache
def page_template(name: str) -> Template:
    """The template of a page: whatever is put into it is escaped, and a name that it does not know is an error."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template(name)


def pieces(quotation: Quotation) -> Iterator[tuple[str, bool]]:
    """The text of a quotation in stretches, and whether a finding relies on each."""
    at = 0
    for begin, end in quotation.spans:
        yield quotation.text[at:begin], False
        yield quotation.text[begin:end], True
        at = end
    yield quotation.text[at:], False
