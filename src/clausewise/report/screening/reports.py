"""Everything that people and programs read of a screening, written into its folder."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from clausewise.language.labels import Language
from clausewise.recording.screenings import record_summary
from clausewise.records.base import as_json
from clausewise.report.screening.html import render_screening_html
from clausewise.report.screening.lists import Lists, write_lists
from clausewise.screening.figures.summary import Summary
from clausewise.screening.intake.asked import Asked
from clausewise.whole_files import write_whole


def write_reports(
    asked: Asked, language: Language, folder: Path, summary: Summary, listed: pl.LazyFrame | None
) -> None:
    """Write the summary, for programs and as a page, and the lists where there are any."""
    write_whole(folder / "summary.json", f"{as_json(record_summary(summary))}\n")
    write_whole(folder / "summary.html", render_screening_html(summary, language))
    if listed is not None:
        lists = Lists(asked.pack, asked.receiving, asked.keep, language)
        write_lists(listed, lists, folder / "outreach.csv", folder / "review.csv")
