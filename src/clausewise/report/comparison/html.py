"""Two versions of rules over one registry as one self-contained HTML file: who gains, who loses, by measure and group.

Made as the page of a screening is, with its words, its script and its way of drawing. Nothing here counts anything.
"""

from __future__ import annotations

from clausewise.language.labels import Label, Language
from clausewise.report.comparison.page import AGAINST, FOR, arrange_comparison, standings_after, standings_before
from clausewise.report.kit.pages import page_template
from clausewise.report.screening.html import shared_by_pages
from clausewise.screening.figures.comparison import Comparison, Standing, StandingChange, change_of

STANDINGS = {
    Standing.APPLIES: Label("适用", "applies"),
    Standing.UNDETERMINED: Label("待定", "undetermined"),
    Standing.DOES_NOT_APPLY: Label("不适用", "does not apply"),
    Standing.ABSENT: Label("该版本没有", "not in this version"),
}
"""What a version says of somebody, in words."""


def render_comparison_html(comparison: Comparison, language: Language) -> str:
    """The page of a comparison, the same for the same figures, ending with a newline."""
    return page_template("comparison/page.html.j2").render(
        **shared_by_pages(comparison.new.pack, language),
        summary=comparison,
        old=comparison.old,
        new=comparison.new,
        page=arrange_comparison(comparison),
        quarantined=sum(table.quarantined for table in comparison.tables),
        # What is odd about a registry is told where it is screened.
        odd=(),
        reasons=sorted(comparison.reasons, key=lambda one: (-one.rows, one.table, one.column or "", one.kind)),
        standing_words=STANDINGS,
        standings_before=standings_before,
        standings_after=standings_after,
        changes=(*FOR, *AGAINST),
        to_the_right=FOR,
        to_the_left=AGAINST,
        gains=StandingChange.GAINS,
        loses=StandingChange.LOSES,
        becomes_open=(StandingChange.OPENED, StandingChange.IN_DOUBT),
        becomes_settled=(StandingChange.SETTLED_FOR, StandingChange.SETTLED_AGAINST),
        change_of=change_of,
    )
