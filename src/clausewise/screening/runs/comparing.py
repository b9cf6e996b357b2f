"""Screens one registry by two versions of the rules, into a folder: who gains, who loses, household by household.

A household that either version cannot use is put aside, or stops the run, for both: only the same can be compared.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from pathlib import Path

import polars as pl

from clausewise.classes import dataclass
from clausewise.screening.figures.comparison import Comparison, ComparisonFigures, Version, add_up_comparisons
from clausewise.screening.figures.comparison_counting import Found, count_comparison, list_changes
from clausewise.screening.intake.asked import Asked
from clausewise.screening.intake.registry import Registry
from clausewise.screening.mapping.model import TableKind
from clausewise.screening.rules.columns import HOUSEHOLD
from clausewise.screening.runs.parts import Verdicts, as_named, rows_of, screen_alike
from clausewise.screening.runs.passes import Pass, Watch, Wish, identity_of_pack, open_pass, write_for_now
from clausewise.screening.tables.data_json import read_data, write_data

CHANGES_FILE, _FIGURES_FILE = "changes.parquet", "comparison.json"

WriteComparison = Callable[[Path, Comparison], None]
"""Writes what people read of a comparison into a folder."""


@dataclass(frozen=True)
class Compared:
    """A finished comparison: its figures, and the files it wrote."""

    comparison: Comparison
    files: tuple[Path, ...]


@dataclass(frozen=True)
class _Counted:
    """What was counted of a stretch, and the rows of each table whose households were compared."""

    figures: ComparisonFigures
    screened: Mapping[TableKind, int]


@dataclass(frozen=True)
class Sides:
    """What is asked by the old version and by the new one, and what the versions were called."""

    old: Asked
    new: Asked
    names: tuple[str, str]

    def versions(self) -> tuple[Version, Version]:
        """Both as a comparison names them."""
        old, new = (
            Version(name, asked.pack, asked.as_of) for name, asked in zip(self.names, (self.old, self.new), strict=True)
        )
        return old, new


def run_comparison(wish: Wish, sides: Sides, output: Path, write_reports: WriteComparison, watch: Watch) -> Compared:
    """Compare two versions over the registry of a wish, which asks by the new one, into a folder.

    Raises: RequestError when the registry, the mapping or the folder cannot be used; nothing is left there then.
    """
    more = {"old": [*identity_of_pack(sides.old.pack), sides.old.as_of.isoformat()], "names": list(sides.names)}
    with open_pass(wish, output, more, watch) as one_pass:
        registries = one_pass.registry(sides.old), one_pass.registry(sides.new)
        one_pass.make_parts(registries[1], lambda number: _part(sides, registries, number))
        watch("writing", 0, 1)
        comparison = _comparison(one_pass, sides)
        with one_pass.results() as results:
            one_pass.join(CHANGES_FILE, results)
            one_pass.write_quarantine(results)
            write_reports(results, comparison)
        watch("writing", 1, 1)
    return Compared(comparison, tuple(sorted(one for one in output.iterdir() if one.is_file())))


def _part(
    sides: Sides, registries: tuple[Registry, Registry], number: int
) -> tuple[pl.DataFrame, Callable[[Path], None]]:
    asked = (sides.old, sides.new)
    (old, new), problems = screen_alike(asked, [registry.stretch(number) for registry in registries])
    return problems, functools.partial(_write, sides=sides, verdicts=(old, new))


def _write(folder: Path, sides: Sides, verdicts: tuple[Verdicts, Verdicts]) -> None:
    old, new = (_found(asked, one) for asked, one in zip((sides.old, sides.new), verdicts, strict=True))
    write_for_now(list_changes(old, new), folder / CHANGES_FILE)
    figures = count_comparison(old, new, sides.new.by)
    write_data(folder / _FIGURES_FILE, _Counted(figures, rows_of(verdicts[1].stretch)))


def _found(asked: Asked, verdicts: Verdicts) -> Found:
    frame = pl.concat([as_named(verdicts.stretch.households), verdicts.households.drop(HOUSEHOLD)], how="horizontal")
    return Found(asked.pack, frame, verdicts.members)


def _comparison(one_pass: Pass, sides: Sides) -> Comparison:
    read = [read_data(part / _FIGURES_FILE, _Counted) for part in one_pass.parts]
    old, new = sides.versions()
    told = one_pass.told(one.screened for one in read)
    return Comparison(
        old=old,
        new=new,
        mapping=one_pass.wish.asked.mapping.digest,
        inputs=told.sources,
        tables=told.rows,
        reasons=told.reasons,
        figures=add_up_comparisons(one.figures for one in read),
        office=one_pass.wish.asked.office,
    )
