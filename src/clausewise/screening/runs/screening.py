"""Screens a whole registry into a folder: verdicts, members, figures and lists, whole or not at all."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import polars as pl

from clausewise.case.notices import notices_of_time, outdated_answers
from clausewise.classes import dataclass
from clausewise.screening.figures.odd import Odd
from clausewise.screening.figures.summary import Summary
from clausewise.screening.intake.registry import Registry
from clausewise.screening.runs.oddities import DayFigures, in_order, odd_days, odd_ids
from clausewise.screening.runs.parts import (
    LISTED_FILE,
    MEMBERS_FILE,
    VERDICTS_FILE,
    StretchFigures,
    read_figures,
    screen_stretch,
    write_part,
)
from clausewise.screening.runs.passes import Pass, Told, Watch, Wish, open_pass, rows_written

WriteReports = Callable[[Path, Summary, pl.LazyFrame | None], None]
"""Writes what people read of a screening into a folder: of its figures, and of the rows of its lists if there are."""


@dataclass(frozen=True)
class Ran:
    """A finished screening: its figures, and the files it wrote."""

    summary: Summary
    files: tuple[Path, ...]


def run_screening(wish: Wish, output: Path, language: str, write_reports: WriteReports, watch: Watch) -> Ran:
    """Screen a registry into a folder, or go on where a screening that was killed had come to.

    Raises: RequestError when the registry, the mapping or the folder cannot be used; nothing is left there then.
    """
    asked = wish.asked
    with open_pass(wish, output, {"screening": language}, watch) as one_pass:
        registry = one_pass.registry(asked)
        one_pass.make_parts(registry, lambda number: _part(one_pass, registry, number))
        counted = read_counted(one_pass)
        told = one_pass.told([counted.screened])
        return write_results(one_pass, counted, told, output, write_reports, one_pass.write_quarantine)


def _part(one_pass: Pass, registry: Registry, number: int) -> tuple[pl.DataFrame, Callable[[Path], None]]:
    asked = one_pass.wish.asked
    verdicts, problems = screen_stretch(asked, registry.stretch(number))
    return problems, functools.partial(write_part, asked=asked, verdicts=verdicts, total=one_pass.households)


def read_counted(one_pass: Pass) -> StretchFigures:
    """What was counted of the parts of a pass, all of which are made, as that of one. Raises: RequestError."""
    return sum(map(read_figures, one_pass.parts), start=StretchFigures())


def write_results(
    one_pass: Pass,
    counted: StretchFigures,
    told: Told,
    output: Path,
    write_reports: WriteReports,
    write_quarantine: Callable[[Path], None],
) -> Ran:
    """Write what a pass found, of which all parts are made: verdicts, members, reports, and the rows put aside."""
    one_pass.watch("writing", 0, 1)
    summary = _summary(one_pass, counted, told)
    with one_pass.results() as results:
        whole = summary.figures.whole
        for file, rows in ((VERDICTS_FILE, whole.households), (MEMBERS_FILE, whole.members)):
            one_pass.join(file, results)
            one_pass.hold_rows(results / file, rows_written(results / file), rows)
        summary = replace(summary, odd=_odd(one_pass, counted.days, told, results))
        write_quarantine(results)
        write_reports(results, summary, one_pass.scan(LISTED_FILE) if one_pass.wish.asked.receiving else None)
    one_pass.watch("writing", 1, 1)
    return Ran(summary, tuple(sorted(one for one in output.iterdir() if one.is_file())))


def _odd(one_pass: Pass, days: DayFigures, told: Told, results: Path) -> tuple[Odd, ...]:
    """What is odd about the registry."""
    asked = one_pass.wish.asked
    of_ids = odd_ids(asked.mapping, results / VERDICTS_FILE, results / MEMBERS_FILE, told.names)
    return in_order([*told.odd, *odd_days(asked, days, told.names), *of_ids])


def _summary(one_pass: Pass, counted: StretchFigures, told: Told) -> Summary:
    asked = one_pass.wish.asked
    return Summary(
        pack=asked.pack,
        as_of=asked.as_of,
        mapping=asked.mapping.digest,
        inputs=told.sources,
        tables=told.rows,
        reasons=told.reasons,
        figures=counted.figures,
        outreach=counted.outreach if asked.receiving else None,
        office=asked.office,
        notices=(*outdated_answers(asked.pack, asked.as_of, asked.office), *notices_of_time(asked.pack, asked.as_of)),
    )
