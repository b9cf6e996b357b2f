"""Finds what is odd about a registry that can be used: days that may stand for none, ids that are almost the same.

Counted of the households that were screened, from what every engine wrote alike.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from pathlib import Path

import polars as pl

from clausewise.classes import dataclass
from clausewise.language.facts import FactType
from clausewise.screening.figures.odd import Odd, OddKind
from clausewise.screening.intake.asked import Asked
from clausewise.screening.intake.registry import Stretch
from clausewise.screening.mapping.model import RegistryMapping, TableKind
from clausewise.screening.rules.columns import HOUSEHOLD, MEMBER
from clausewise.screening.rules.dates import day_number, day_of

_OLDEST = 110
"""Who is older, in years, was more likely born on a day that nobody knows."""
_MANY, _SHARE = 20, 100
"""A day that stands in so many rows, and in one of so many of those known, may stand for none."""

_SHOWN = 3
_ODD_LETTER = r"[^\x21-\x7e]"
_NO_LETTERS = r"[\s\u200b-\u200f\u2060\ufeff]"
_ID, _FOLDED = "id", "folded"


@dataclass(frozen=True)
class DayFigures:
    """How many rows have each day that may stand for none, by fact and the day's number, and how many days are known of
    each fact."""

    days: Mapping[tuple[str, int], int] = field(default_factory=dict)
    known: Mapping[str, int] = field(default_factory=dict)

    def __add__(self, other: DayFigures) -> DayFigures:
        return DayFigures(
            dict(Counter(self.days) + Counter(other.days)), dict(Counter(self.known) + Counter(other.known))
        )


def count_days(asked: Asked, stretch: Stretch) -> DayFigures:
    """The days of a stretch that are so early or so frequent there that they may stand for none."""
    days: dict[tuple[str, int], int] = {}
    known: dict[str, int] = {}
    oldest = day_number(_oldest(asked.as_of))
    for frame in (stretch.households, stretch.members):
        for name in frame.columns:
            if name not in asked.pack.facts or asked.pack.facts[name].type is not FactType.DATE:
                continue
            counted = frame.get_column(name).drop_nulls().alias("day").value_counts(name="rows")
            known[name] = int(counted.get_column("rows").sum())
            odd = (pl.col("day") < oldest) | ((pl.col("rows") >= 2) & (pl.col("rows") * _SHARE >= known[name]))
            days |= {(name, day): rows for day, rows in counted.filter(odd).iter_rows()}
    return DayFigures(days, known)


def _oldest(as_of: datetime.date) -> datetime.date:
    return datetime.date(max(as_of.year - _OLDEST, 1), 1, 1)


def odd_days(asked: Asked, figures: DayFigures, names: Mapping[TableKind, str]) -> Iterator[Odd]:
    """The days that may stand for none, those of most rows first. `names` are those of the tables."""
    columns = {one.fact: (names[table.kind], one.column) for table in asked.mapping.tables for one in table.facts}
    oldest = _oldest(asked.as_of)
    for (fact, number), rows in sorted(figures.days.items(), key=lambda pair: (-pair[1], pair[0])):
        day = day_of(number)
        is_frequent = rows >= _MANY and rows * _SHARE >= figures.known[fact]
        if fact in columns and (is_frequent or day < oldest):
            where, column = columns[fact]
            yield Odd(OddKind.PERHAPS_NO_DAY, where, column, day.isoformat(), rows)


def odd_ids(mapping: RegistryMapping, verdicts: Path, members: Path, names: Mapping[TableKind, str]) -> Iterator[Odd]:
    """The ids of households and members that differ by case, width or white space alone, from the files with them."""
    yield from _alike(verdicts, [], HOUSEHOLD, names[TableKind.HOUSEHOLDS], mapping.households.household)
    if mapping.members is not None and mapping.members.member is not None:
        within = [] if mapping.members_once else [HOUSEHOLD]
        yield from _alike(members, within, MEMBER, names[TableKind.MEMBERS], mapping.members.member)


def _alike(file: Path, within: Sequence[str], own: str, where: str, column: str) -> Iterator[Odd]:
    scan = pl.scan_parquet(file, glob=False)
    if own not in scan.collect_schema():
        return
    ids = scan.select(*within, pl.col(own).alias(_ID))
    has = [pl.col(_ID).str.contains(one).any().alias(one) for one in (_ODD_LETTER, "[a-z]", "[A-Z]")]
    odd, small, capital = ids.select(has).collect(engine="streaming").row(0)
    # Most ids are digits: they can differ by nothing of the kind.
    if not (odd or (small and capital)):
        return
    folded = pl.col(_ID).str.normalize("NFKC").str.replace_all(_NO_LETTERS, "").str.to_lowercase()
    # By hashes, so that ten million fit in memory.
    keys = ids.select(pl.struct(*within, folded.alias(_FOLDED)).hash().alias(_FOLDED), pl.col(_ID).hash().alias(_ID))
    many = keys.unique().group_by(_FOLDED).len().filter(pl.col("len") > 1).select(_FOLDED)
    found = many.collect(engine="streaming").get_column(_FOLDED)
    if not len(found):
        return
    hashed = pl.struct(*within, folded.alias(_FOLDED)).hash()
    alike = ids.with_columns(hashed.alias(_FOLDED)).filter(pl.col(_FOLDED).is_in(found.implode()))
    rows = alike.unique().sort(_FOLDED, *within, _ID).collect()
    pairs = rows.group_by(_FOLDED, *within).agg(pl.col(_ID)).sort(pl.col(_ID).list.first())
    shown = [" / ".join(one) for one in pairs.get_column(_ID).head(_SHOWN)]
    value = ", ".join(shown) + (", …" if pairs.height > _SHOWN else "")
    yield Odd(OddKind.ALIKE_IDS, where, column, value, rows.height)


def in_order(found: Iterable[Odd]) -> tuple[Odd, ...]:
    """Odd things by what they are about."""
    kinds = list(OddKind)
    return tuple(sorted(found, key=lambda one: (kinds.index(one.kind), one.where, -(one.rows or 0), one.value or "")))
