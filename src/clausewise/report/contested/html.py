"""Contested points as one self-contained HTML file, a sheet of A4 for each: to be read, printed and argued over.

The page has no script and refers to nothing outside itself; whatever comes from a pack or a case is escaped.
"""

from __future__ import annotations

from clausewise.audit.contested import ContestedPoints
from clausewise.language.labels import Language
from clausewise.report.contested.outline import NAMES, make_contested_outline, none_contested
from clausewise.report.kit.pages import html_language, page_template
from clausewise.report.wording import Wording


def render_contested_html(found: ContestedPoints, language: Language) -> str:
    """The page, the same for the same answer, ending with a newline; one sentence where there is no point."""
    wording = Wording(found.pack, language)
    return page_template("contested/page.html.j2").render(
        outline=make_contested_outline(found, language),
        none=none_contested(found, language) if not found.points else "",
        w=wording,
        name=lambda key: wording.pick(NAMES[key]),
        language=html_language(language),
    )
