"""Counts the households of a registry whose verdicts the two readings of a contested point turn.

Each household is screened by both readings in the same pass; nothing is written but counts, and no point is decided.
"""

from __future__ import annotations

import functools
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import polars as pl

from clausewise.classes import dataclass
from clausewise.language.contested import ContestedPoint
from clausewise.language.labels import Label
from clausewise.language.model import Pack
from clausewise.language.narrowing import with_rules
from clausewise.language.one_reading import read_as, where_they_part
from clausewise.language.rules import About, Rule
from clausewise.language.verdicts import Verdict
from clausewise.screening.intake.asked import Asked
from clausewise.screening.intake.registry import Registry
from clausewise.screening.rules.columns import ROW
from clausewise.screening.runs.parts import Verdicts, screen_alike
from clausewise.screening.runs.passes import Watch, Wish, open_pass
from clausewise.screening.tables.data_json import read_data, write_data

_FIGURES_FILE = "told-apart.json"
_PARTS = "they part here"


@dataclass(frozen=True, slots=True)
class ToldApart:
    """How many households were screened, for how many the readings make opposite verdicts, and of how many it cannot
    be told: a verdict is undetermined, and the readings may part there."""

    turned: int = 0
    unsure: int = 0
    households: int = 0

    def __add__(self, other: ToldApart) -> ToldApart:
        turned, unsure = self.turned + other.turned, self.unsure + other.unsure
        return ToldApart(turned, unsure, self.households + other.households)


@dataclass(frozen=True)
class _Counted:
    points: Mapping[str, ToldApart]


@dataclass(frozen=True)
class _Sides:
    """A point as two packs, one for each reading, with the rules about households and members that are compared.

    The first also has a rule that applies where the readings part, to whomever.
    """

    asked: tuple[Asked, Asked]
    rules: tuple[Rule, ...]


def count_told_apart(
    wish: Wish, points: Mapping[ContestedPoint, Sequence[str]], held: Mapping[str, str], watch: Watch
) -> dict[str, ToldApart]:
    """For each point, by its id, the households of a registry that it turns, by the verdicts of some rules.

    `held` says how the office reads points: of each, the others are held to that. Raises: RequestError when the
    registry or the mapping cannot be used.
    """
    sides = {point.id: _sides(wish.asked, point, rules, held) for point, rules in points.items()}
    total = {point: ToldApart() for point in sides}
    with tempfile.TemporaryDirectory() as folder, open_pass(wish, Path(folder) / "work", {}, watch) as one_pass:
        registry = one_pass.registry(wish.asked)
        one_pass.make_parts(registry, lambda number: _part(sides, registry, number))
        for part in one_pass.parts:
            for point, counted in read_data(part / _FIGURES_FILE, _Counted).points.items():
                total[point] += counted
    return total


def _sides(asked: Asked, point: ContestedPoint, rules: Sequence[str], held: Mapping[str, str]) -> _Sides:
    pack = asked.pack
    for other, reading in held.items():
        pack = pack if other == point.id else read_as(pack, other, reading)
    first, second = (with_rules(read_as(pack, point.id, one), rules) for one in point.reading_ids)
    parting = _with_parting(first, pack, point.id)
    return _Sides((replace(asked, pack=parting), replace(asked, pack=second)), tuple(map(pack.rule, rules)))


def _with_parting(pack: Pack, whole: Pack, point: str) -> Pack:
    """The pack with a rule on the household that applies where the readings of a point part, after all others."""
    nobody = Label("", "")
    like = pack.rules[-1]
    rule = replace(
        like, id=_PARTS, about=About.HOUSEHOLD, when=where_they_part(whole, point), aid=(), followup=(), deadline=None,
        title=nobody, reading=nobody, open=(),
    )  # fmt: skip
    return replace(pack, rules=(*pack.rules, rule), strata=(*pack.strata, (_PARTS,)))


def _part(sides: Mapping[str, _Sides], registry: Registry, number: int) -> tuple[pl.DataFrame, Callable[[Path], None]]:
    stretch = registry.stretch(number)
    told = [stretch.problems]
    counted = {}
    for point, one in sides.items():
        (first, second), problems = screen_alike(one.asked, [stretch, stretch])
        counted[point] = _count(one.rules, first, second)
        told.append(problems)
    write = functools.partial(_write, counted=_Counted(counted))
    return pl.concat(told).unique(maintain_order=True), write


def _write(folder: Path, counted: _Counted) -> None:
    write_data(folder / _FIGURES_FILE, counted)


def _count(rules: Sequence[Rule], first: Verdicts, second: Verdicts) -> ToldApart:
    households = first.households.height
    of_households = [rule.id for rule in rules if rule.about is About.HOUSEHOLD]
    of_members = [rule.id for rule in rules if rule.about is About.MEMBER]
    turned = _any(_opposite, of_households, first.households, second.households)
    open_ = _any(_undetermined, [rule.id for rule in rules], first.households, second.households)
    if of_members and first.members.height:
        rows = first.members.get_column(ROW)
        for seen, test in ((turned, _opposite), (open_, _undetermined)):
            hit = rows.filter(_any(test, of_members, first.members, second.members)).unique()
            seen.scatter(hit, True)
    parting = first.households.get_column(_PARTS).cast(pl.String) != Verdict.DOES_NOT_APPLY.value
    unsure = open_ & parting & ~turned
    return ToldApart(int(turned.sum()), int(unsure.sum()), households)


_Test = Callable[[pl.Series, pl.Series], pl.Series]


def _any(test: _Test, rules: Sequence[str], first: pl.DataFrame, second: pl.DataFrame) -> pl.Series:
    """For each row whether a test holds of some rule's two verdicts."""
    found = pl.repeat(False, first.height, dtype=pl.Boolean, eager=True)
    for rule in rules:
        found = found | test(*(one.get_column(rule).cast(pl.String) for one in (first, second)))
    return found


def _opposite(one: pl.Series, other: pl.Series) -> pl.Series:
    return (one != other) & ~_undetermined(one, other)


def _undetermined(one: pl.Series, other: pl.Series) -> pl.Series:
    return (one == Verdict.UNDETERMINED.value) | (other == Verdict.UNDETERMINED.value)
