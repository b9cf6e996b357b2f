"""Writes a registry of made-up households for any pack: Parquet files and the mapping that reads them.

    python benchmarks/screening/registry.py --households 1000000 --unknown 0.2 --pack chongqing-2020 --output DIR

Households have one to six members. There is a column for every fact that rules read and that follows from no other; of
each, a share is unknown. Every value comes from a hash of the seed, the column and the row, so that the same options
give the same registry however many rows are written at once, on the same version of Polars. Nobody in it exists.
"""

from __future__ import annotations

import argparse
import datetime
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import polars as pl
import pyarrow.parquet as pq

from clausewise.language.facts import Fact, FactType, Subject
from clausewise.language.model import Pack
from clausewise.packs import open_pack
from clausewise.screening.rules.columns import range_of
from clausewise.screening.rules.program import compile_rules
from clausewise.screening.rules.reading import Known

CHUNK = 250_000
"""Households written at once."""
MOST_MEMBERS = 6
SIZES = (0.22, 0.31, 0.24, 0.14, 0.06, 0.03)
"""Shares of households of one, two … members."""
TOWNSHIPS = (
    "青石镇", "白马镇", "龙溪镇", "石桥镇", "长滩镇", "双河镇", "柳坪镇", "金竹乡", "大梁乡", "茶园乡",
    "云台乡", "清水街道", "南岸街道", "北门街道", "桂花街道", "新桥街道",
)  # fmt: skip
SHARES = {
    "household.dibao": 0.06, "household.other_low_income": 0.06, "household.disaster_affected": 0.03,
    "household.hardship_sudden": 0.02, "member.orphan": 0.003, "member.severely_disabled": 0.04,
    "member.employed": 0.5, "member.working_age": 0.6, "household.funeral_due": 0.01, "application.disputed": 0.02,
}  # fmt: skip
"""How often boolean facts are true; others by a share of their own between 2 and 30 %."""
_GRAIN = 2.0**-64
_ID, _HOUSEHOLD, _SIZE, _AGE = "member", "household", "size", "age"


@dataclass(frozen=True)
class Recipe:
    """What a registry is made by: the pack, its facts that get columns, the share of unknowns and the seed."""

    pack: Pack
    facts: tuple[Fact, ...]
    unknown: float
    seed: int

    def of(self, subject: Subject) -> list[Fact]:
        """The facts of a subject."""
        return [fact for fact in self.facts if fact.subject is subject]

    def chance(self, what: str, key: pl.Expr) -> pl.Expr:
        """A number from 0 to 1 for each key, another for each `what`."""
        return key.hash(seed=crc32(f"{self.seed} {what}".encode())).cast(pl.Float64) * _GRAIN

    def column(self, fact: Fact, key: pl.Expr) -> pl.Expr:
        """The column of a fact; unknown where chance says so."""
        drawn = self.chance(fact.name, key)
        known = self.chance(f"{fact.name} is known", key) >= self.unknown
        return pl.when(known).then(self._value(fact, drawn)).alias(fact.name)

    def _value(self, fact: Fact, drawn: pl.Expr) -> pl.Expr:
        match fact.type:
            case FactType.BOOLEAN:
                return drawn < SHARES.get(fact.name, 0.02 + crc32(fact.name.encode()) % 100 * 0.0028)
            case FactType.CHOICE:
                return _choice(fact, drawn)
            case FactType.DATE:
                # Nobody is born after the day of the pack; other days are of the last three years.
                days = pl.col(_AGE) * 365.25 if fact.name == "member.birth_date" else drawn * 1095
                return pl.lit(self.pack.printed) - pl.duration(days=days.cast(pl.Int64) + 1)
        low, high = range_of(fact)
        span = min(high - low, 500_000 if fact.type is FactType.MONEY else 48)
        # Small numbers are more frequent than large ones; a third are nought, or the least there is.
        return low + ((drawn - 1 / 3).clip(0, 1) ** 2 * 2.25 * span).cast(pl.Int64)


def _choice(fact: Fact, drawn: pl.Expr) -> pl.Expr:
    """A choice by name: seven in ten have none of it where there is such a value; only the young go to school."""
    names = list(fact.values or {})
    others = [name for name in names if name != "none"]
    bounds = [(name, (place + 1) / len(others)) for place, name in enumerate(others)]
    if len(others) == len(names):
        return _picked(bounds, drawn)
    chosen = _picked(bounds, (drawn - 0.7) / 0.3)
    if fact.name == "member.student_stage":
        return pl.when(pl.col(_AGE) < 24).then(_picked(bounds, pl.col(_AGE) / 24)).otherwise(pl.lit("none"))
    return pl.when(drawn < 0.7).then(pl.lit("none")).otherwise(chosen)


def _picked(bounds: Sequence[tuple[str, float]], drawn: pl.Expr) -> pl.Expr:
    picked = pl.lit(bounds[-1][0])
    for name, bound in reversed(bounds[:-1]):
        picked = pl.when(drawn < bound).then(pl.lit(name)).otherwise(picked)
    return picked


def recipe_for(pack: Pack, unknown: float, seed: int) -> Recipe:
    """A recipe with every fact that rules read and that is not derived. What an office says stands in no registry."""
    asked = (fact for fact in pack.facts.values() if fact.derive is None and fact.subject is not Subject.OFFICE)
    given = frozenset(fact.name for fact in asked)
    read = compile_rules(pack, pack.printed, Known(given)).facts
    return Recipe(pack, tuple(fact for fact in pack.facts.values() if fact.name in read), unknown, seed)


def tables(recipe: Recipe, first: int, number: int) -> dict[str, pl.DataFrame]:
    """So many households from a row on: `households`, `members`, `applications`."""
    rows = pl.DataFrame({"row": pl.int_range(first, first + number, dtype=pl.UInt64, eager=True)})
    key = pl.col("row")
    identity = (pl.lit("H") + key.cast(pl.String).str.zfill(7)).alias(_HOUSEHOLD)
    rows = rows.with_columns(identity, _number_of_members(recipe.chance(_SIZE, key)).alias(_SIZE))
    township = (recipe.chance("township", key) * len(TOWNSHIPS)).cast(pl.UInt32)
    names = pl.Series(TOWNSHIPS)
    households = rows.select(
        _HOUSEHOLD,
        pl.lit(names).gather(township).alias("township"),
        *(recipe.column(fact, key) for fact in recipe.of(Subject.HOUSEHOLD)),
    )
    applications = rows.select(_HOUSEHOLD, *(recipe.column(fact, key) for fact in recipe.of(Subject.APPLICATION)))
    return {"households": households, "members": _members(recipe, rows), "applications": applications}


def _number_of_members(drawn: pl.Expr) -> pl.Expr:
    number, below = pl.lit(1, pl.UInt64), 0.0
    for share in SIZES[:-1]:
        below += share
        number = number + (drawn >= below).cast(pl.UInt64)
    return number


def _members(recipe: Recipe, rows: pl.DataFrame) -> pl.DataFrame:
    place = pl.int_ranges(1, pl.col(_SIZE) + 1, dtype=pl.UInt64).alias("place")
    people = rows.select("row", _HOUSEHOLD, place).explode("place")
    people = people.with_columns((pl.col("row") * 8 + pl.col("place")).alias("key"))
    key = pl.col("key")
    drawn = recipe.chance(_AGE, key)
    age = pl.when(pl.col("place") <= 2).then(22 + drawn.sqrt() * 73).otherwise(drawn * 42)
    people = people.with_columns(age.alias(_AGE))
    return people.select(
        _HOUSEHOLD,
        (pl.col(_HOUSEHOLD) + "-" + pl.col("place").cast(pl.String)).alias(_ID),
        *(recipe.column(fact, key) for fact in recipe.of(Subject.MEMBER)),
    )


def chunks(recipe: Recipe, households: int) -> Iterator[dict[str, pl.DataFrame]]:
    """A registry in parts of `CHUNK` households."""
    for first in range(0, households, CHUNK):
        yield tables(recipe, first, min(CHUNK, households - first))


def write_registry(recipe: Recipe, households: int, folder: Path) -> dict[str, int]:
    """Write households.parquet, members.parquet, applications.parquet and mapping.yaml; returns the rows of each."""
    folder.mkdir(parents=True, exist_ok=True)
    rows: dict[str, int] = {}
    writers: dict[str, pq.ParquetWriter] = {}
    with ExitStack() as open_files:
        for made in chunks(recipe, households):
            for name, frame in made.items():
                if frame.width == 1:
                    continue  # a pack whose rules read nothing of applications
                table = frame.to_arrow(compat_level=pl.CompatLevel.oldest())
                if name not in writers:
                    writer = pq.ParquetWriter(folder / f"{name}.parquet", table.schema, compression="zstd")
                    writers[name] = open_files.enter_context(writer)
                writers[name].write_table(table)
                rows[name] = rows.get(name, 0) + len(table)
    (folder / "mapping.yaml").write_text(mapping_text(recipe, rows), encoding="utf-8")
    return rows


def mapping_text(recipe: Recipe, rows: Mapping[str, int]) -> str:
    """The mapping file that reads such a registry."""
    lines = [f"pack: {recipe.pack.id}"]
    for name, ids, subjects in (
        ("households", f"  id: {_HOUSEHOLD}", (Subject.HOUSEHOLD,)),
        ("members", f"  household: {_HOUSEHOLD}\n  id: {_ID}", (Subject.MEMBER,)),
        ("applications", f"  household: {_HOUSEHOLD}", (Subject.APPLICATION,)),
    ):
        if name not in rows:
            continue
        lines += [f"{name}:", f"  from: {name}.parquet", ids, "  facts:"]
        for fact in (fact for subject in subjects for fact in recipe.of(subject)):
            unit = ", unit: fen" if fact.type is FactType.MONEY else ""
            lines.append(f"    {fact.short_name}: {{column: {fact.name}{unit}}}")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Write a registry."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--households", type=int, required=True)
    arguments.add_argument("--unknown", type=float, default=0.2, help="the share of values that are not known")
    arguments.add_argument("--seed", type=int, default=7)
    arguments.add_argument("--pack")
    arguments.add_argument("--output", type=Path, required=True)
    options = arguments.parse_args()
    started = datetime.datetime.now()
    recipe = recipe_for(open_pack(options.pack), options.unknown, options.seed)
    rows = write_registry(recipe, options.households, options.output)
    taken = (datetime.datetime.now() - started).total_seconds()
    print(", ".join(f"{number:,} {name}" for name, number in rows.items()), f"in {taken:.1f} s")


if __name__ == "__main__":
    main()
