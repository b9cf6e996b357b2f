"""The figures of a screening as one self-contained HTML file: measures by verdict, groups, unknowns, what to ask.

Plots are drawn by the template, as lines of SVG and shaded cells: a bar is three of them. A library for charts would
bring a script that the page must let run, and more bytes than all of the page; and nothing it drew could be read on
paper, without script, or by who does not see colours, as these can. The script is that of an audit's page: it sorts,
filters and opens what is there without it. Nothing here counts anything.
"""

from __future__ import annotations

from typing import Any

from clausewise.language.labels import Label, Language
from clausewise.language.model import Pack
from clausewise.language.verdicts import Verdict
from clausewise.report.audit.words import PARTS
from clausewise.report.kit.pages import given_to_figures, page_template
from clausewise.report.phrases import notice_in_words
from clausewise.report.screening.odd import odd_in_words
from clausewise.report.screening.page import NOTICED, TABLES, arrange_screening, write_number, write_share
from clausewise.report.wording import Wording
from clausewise.screening.figures.outreach import MOST_OPEN, NEVER_CUT_OFF, OutreachList, Receipt
from clausewise.screening.figures.summary import NOTICED_KINDS, Summary

# From the firmest to the least, as bars are drawn and columns stand.
VERDICTS = (Verdict.APPLIES.value, Verdict.UNDETERMINED.value, Verdict.DOES_NOT_APPLY.value)


def render_screening_html(summary: Summary, language: Language) -> str:
    """The page of a screening, the same for the same figures, ending with a newline."""
    return page_template("screening/page.html.j2").render(
        **shared_by_pages(summary.pack, language),
        summary=summary,
        page=arrange_screening(summary),
        quarantined=sum(table.quarantined for table in summary.tables),
        odd=[odd_in_words(one, Wording(summary.pack, language)) for one in summary.odd],
        reasons=sorted(summary.reasons, key=lambda one: (-one.rows, one.table, one.column or "", one.kind)),
        notices=[notice_in_words(one, Wording(summary.pack, language)) for one in summary.notices],
        kinds=[(kind, NOTICED[kind]) for kind in NOTICED_KINDS if kind in summary.figures.noticed],
        lists=tuple(OutreachList),
        receipts=tuple(Receipt),
        most_open=MOST_OPEN,
        counted_in=summary.figures.settling_of,
        about="" if not summary.is_sampled else "约" if language == "zh" else "about ",
    )


def shared_by_pages(pack: Pack, language: Language) -> dict[str, Any]:
    """What the templates of all pages on screenings are given: words and numbers."""
    wording = Wording(pack, language)

    def named(names: dict[str, Label], key: str) -> str:
        return wording.pick(names[key]) if key in names else key

    return {
        **given_to_figures(wording),
        "n": write_number,
        "share": write_share,
        "short_share": _short_share,
        "verdicts": VERDICTS,
        "verdict_of": Verdict,
        "never": NEVER_CUT_OFF,
        "table_name": lambda table: named(TABLES, table),
        # For the cards of rules.
        "parts": PARTS,
    }


def _short_share(share: float) -> str:
    """A share in percent as a narrow cell holds it: 62, 3.4, <.1."""
    percent = 100 * share
    if percent < 0.1:
        return "<.1"
    return f"{percent:.1f}" if percent < 9.95 else f"{percent:.0f}"
