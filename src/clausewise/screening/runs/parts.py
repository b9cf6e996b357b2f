"""One stretch of a registry screened, counted, listed and written down, so that a run can go on after it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from pathlib import Path

import narwhals as nw
import polars as pl

from clausewise.classes import dataclass
from clausewise.screening.engines.in_memory import program_for, screen_frames
from clausewise.screening.engines.settled import settling_for
from clausewise.screening.figures.adding import added
from clausewise.screening.figures.outreach import OutreachFigures
from clausewise.screening.figures.outreach_listing import list_part
from clausewise.screening.figures.summary import Figures
from clausewise.screening.figures.summary_counting import Part, count_part, notices_of_each
from clausewise.screening.intake.asked import Asked
from clausewise.screening.intake.problems import PROBLEMS, TABLE, Problem
from clausewise.screening.intake.registry import Stretch, bad_households
from clausewise.screening.intake.rows import Check, as_problems, place_of
from clausewise.screening.mapping.model import TableKind
from clausewise.screening.rules.columns import HOUSEHOLD, LINE, MEMBER, NOTICES, ROW, NoticesOn, as_given
from clausewise.screening.runs.oddities import DayFigures, count_days
from clausewise.screening.runs.passes import write_for_now
from clausewise.screening.runs.sampling import count_settling
from clausewise.screening.tables.data_json import read_data, write_data

VERDICTS_FILE, MEMBERS_FILE, LISTED_FILE = "verdicts.parquet", "members.parquet", "listed.parquet"
_FIGURES_FILE, _OF_NOBODY = "figures.json", "of nobody by name"


@dataclass(frozen=True)
class StretchFigures:
    """What was counted of a stretch; `screened` are the rows of each table whose households were. All of it adds up."""

    figures: Figures = Figures()
    outreach: OutreachFigures = OutreachFigures()
    screened: Mapping[TableKind, int] = field(default_factory=dict)
    days: DayFigures = DayFigures()

    def __add__(self, other: StretchFigures) -> StretchFigures:
        return StretchFigures(
            self.figures + other.figures,
            self.outreach + other.outreach,
            added(self.screened, other.screened),
            self.days + other.days,
        )


@dataclass(frozen=True)
class Verdicts:
    """What came of a stretch that has nothing wrong with it any more.

    `households` has `HOUSEHOLD` and a column for each rule, `members` `ROW`, `MEMBER` and the rules about members,
    `notices` for each kind on each fact `ROW` and their `number`.
    """

    stretch: Stretch
    households: pl.DataFrame
    members: pl.DataFrame
    notices: Mapping[NoticesOn, pl.DataFrame]


def screen_stretch(asked: Asked, stretch: Stretch) -> tuple[Verdicts, pl.DataFrame]:
    """Screen the households of a stretch with nothing wrong, and tell what is wrong with the others.

    Beside what the stretch tells itself, that is what its facts say against each other, and where that is asked what is
    only noticed. Rows of a household that is
    left out for another row of it are told as going along.
    """
    problems = stretch.problems
    good = stretch.without(bad_households([problems]))
    while True:
        program = program_for(asked.pack, asked.as_of, good.households, good.members)
        screened = screen_frames(program, good.households, good.members)
        found = [screened.contradictions, *([screened.notices] if asked.strict else [])]
        told = _told(asked, good, pl.concat(found))
        if not told.height:
            break
        # Told by the rows of the whole stretch, of which some were left out before.
        back = stretch.households.with_row_index(ROW).select(LINE, ROW)
        lines = good.households.get_column(LINE).gather(told.get_column(ROW))
        whole = told.with_columns(lines.alias("household line")).drop(ROW)
        placed = whole.join(back.rename({LINE: "household line"}), on="household line", how="left")
        problems = pl.concat([problems, placed.select(PROBLEMS.names())])
        good = good.without(bad_households([told]))
    return Verdicts(good, screened.verdicts, screened.members, screened.counted_notices), pl.concat(
        [problems, _going_along(stretch, problems)]
    )


def screen_alike(asked: Sequence[Asked], stretches: Sequence[Stretch]) -> tuple[list[Verdicts], pl.DataFrame]:
    """Screen the same households by several packs, each with its own reading of them, and tell what is wrong.

    A household that one of them cannot use is left out for all: only the same can be compared.
    """
    found = [screen_stretch(one, stretch) for one, stretch in zip(asked, stretches, strict=True)]
    told = [problems for _, problems in found]
    bad = bad_households(told)
    verdicts = [
        verdicts if len(bad_households([problems])) == len(bad) else screen_stretch(one, stretch.without(bad))[0]
        for one, stretch, (verdicts, problems) in zip(asked, stretches, found, strict=True)
    ]
    return verdicts, pl.concat(told).unique(maintain_order=True)


def _going_along(stretch: Stretch, problems: pl.DataFrame) -> pl.DataFrame:
    bad = bad_households([problems])
    found = [PROBLEMS.to_frame()]
    for kind in TableKind:
        rows = stretch.rows_of(kind, bad)
        alone = rows.join(problems.filter(pl.col(TABLE) == kind.value), on=LINE, how="anti")
        found.append(_problems(alone, kind, Check(None, Problem.GOES_ALONG)))
    return pl.concat(found)


def _told(asked: Asked, stretch: Stretch, found: pl.DataFrame) -> pl.DataFrame:
    """What is wrong with facts of households and members, by the row and the column that each stands in."""
    told = [PROBLEMS.to_frame()]
    one_by_one = found.with_columns(pl.col(MEMBER).is_null().alias(_OF_NOBODY))
    for (fact, kind, of_nobody), rows in one_by_one.partition_by("fact", "kind", _OF_NOBODY, as_dict=True).items():
        table, column = place_of(asked, fact, of_nobody=of_nobody)
        told.append(_problems(_placed(stretch, table, rows), table, Check(column, Problem(kind))))
    return pl.concat(told)


def _problems(rows: pl.DataFrame, kind: TableKind, check: Check) -> pl.DataFrame:
    told: pl.DataFrame = as_problems(nw.from_native(rows, eager_only=True), kind, check, ROW).to_native()
    return told


def _placed(stretch: Stretch, table: TableKind, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows of a table in which something is said of households or members."""
    on = [ROW, MEMBER] if table is TableKind.MEMBERS else [ROW]
    return stretch.rows_of(table, rows.get_column(ROW).unique()).join(rows, on=on, how="semi")


# ---------------------------------------------------------------- a part on the disk


def write_part(folder: Path, asked: Asked, verdicts: Verdicts, total: int) -> None:
    """Write what came of a stretch into a folder. `total` is how many households the registry has."""
    stretch = verdicts.stretch
    part = _part(asked, verdicts, total)
    figures = count_part(asked.pack, part, asked.by)
    listed = list_part(asked.pack, part, asked.receiving, asked.keep, stretch.first) if asked.receiving else None
    rules = list(asked.pack.rules_by_id)
    kept = list(dict.fromkeys((*asked.by, *asked.keep)))
    noticed = part.verdicts.with_columns(notices_of_each(part))
    of_households = noticed.select(HOUSEHOLD, *(pl.col(one).cast(pl.String) for one in kept), NOTICES, *rules)
    write_for_now(of_households, folder / VERDICTS_FILE)
    ids = stretch.households.get_column(HOUSEHOLD).gather(verdicts.members.get_column(ROW))
    of_members = verdicts.members.select(ids.alias(HOUSEHOLD), pl.exclude(ROW))
    write_for_now(of_members, folder / MEMBERS_FILE)
    if listed is not None:
        write_for_now(listed.rows, folder / LISTED_FILE)
    taken = OutreachFigures() if listed is None else listed.figures
    counted = StretchFigures(figures, taken, rows_of(stretch), count_days(asked, stretch))
    write_data(folder / _FIGURES_FILE, counted)


def rows_of(stretch: Stretch) -> dict[TableKind, int]:
    """How many rows of each table a stretch has."""
    return {
        TableKind.HOUSEHOLDS: stretch.households.height,
        TableKind.MEMBERS: stretch.members.height,
        TableKind.APPLICATIONS: stretch.application_lines.height,
    }


def read_figures(folder: Path) -> StretchFigures:
    """What was counted of a part that was written before. Raises: RequestError when that cannot be read."""
    return read_data(folder / _FIGURES_FILE, StretchFigures)


def _part(asked: Asked, verdicts: Verdicts, total: int) -> Part:
    stretch = verdicts.stretch
    settling = settling_for(asked.pack, asked.as_of, stretch.households, stretch.members)
    settled, number = count_settling(settling, stretch.households, stretch.members, stretch.first, total)
    return Part(
        verdicts=pl.concat([as_named(stretch.households), verdicts.households.drop(HOUSEHOLD)], how="horizontal"),
        member_verdicts=pl.concat([verdicts.members, as_named(stretch.members).drop(MEMBER)], how="horizontal"),
        households=stretch.households,
        members=stretch.members,
        settling=settled,
        settling_of=number,
        given=asked.given,
        notices=verdicts.notices,
    )


def as_named(frame: pl.DataFrame) -> pl.DataFrame:
    """The columns kept of the registry under their own names, behind the ids."""
    prefix = as_given("")
    kept = [name for name in frame.columns if name.startswith(prefix)]
    first = HOUSEHOLD if HOUSEHOLD in frame.columns else MEMBER
    return frame.select(first, *(pl.col(name).alias(name.removeprefix(prefix)) for name in kept))
