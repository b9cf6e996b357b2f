"""The thirty measures written for Polars by hand, on the peer's arrays as they are, in two ways.

`Grouped` is what a good user of Polars would write: one lazy query, the members grouped by a key that is known to be
sorted. `Neighbouring` joins bits of neighbouring rows as Clausewise does, measure by measure. Neither knows unknowns.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import polars as pl
from arrays import read_array

ROW = "household"
MEASURES = [f"m{number:02}" for number in range(1, 31)]
_NONE, _DIBAO, _TEKUN, _BIANYUAN, _GANGXING = range(5)
_URBAN, _RURAL = range(2)
_PRESCHOOL, _PRIMARY, _JUNIOR, _SENIOR, _VOCATIONAL, _COLLEGE = range(1, 7)
_INTELLECTUAL, _MENTAL = 5, 6


def of_members() -> dict[str, pl.Expr]:
    """Conditions on members, of which it is asked whether some member of the household fulfils them."""
    c = pl.col
    age, level, stage, kind = c("age"), c("disability_level"), c("student_stage"), c("disability_type")
    severe = (level >= 1) & (level <= 2)
    working = (age >= 16) & (age < 60)
    return {
        "able": ~((age >= 60) | (age < 16) | severe),
        "supported": c("has_supporter"),
        "orphan under age": c("is_orphan") & (age < 18),
        "unattended": c("unattended") & (age < 18) & ~c("is_orphan"),
        "disabled": level >= 1,
        "severe": severe,
        "third level": (level == 3) & ((kind == _INTELLECTUAL) | (kind == _MENTAL)),
        "frail": (age >= 60) & c("cannot_self_care"),
        "80": (age >= 80) & (age < 100),
        "100": age >= 100,
        "under 60": age < 60,
        "orphan": c("is_orphan"),
        "insured": c("insured"),
        "ill and insured": c("serious_illness") & c("insured"),
        "ill": c("serious_illness"),
        "preschool": (stage == _PRESCHOOL) & (age >= 3) & (age <= 6),
        "boarder": ((stage == _PRIMARY) | (stage == _JUNIOR)) & c("boarding"),
        "senior": (stage == _SENIOR) | (stage == _VOCATIONAL),
        "college": (stage == _COLLEGE) & (age <= 25),
        "orphan at college": c("is_orphan") & (age >= 18) & (stage == _COLLEGE),
        "idle": working & ~c("employed") & (stage == 0) & (level == 0),
        "employed": c("employed"),
        "working": working,
        "pregnant": c("pregnant"),
    }


def of_households() -> tuple[dict[str, pl.Expr], dict[str, pl.Expr], dict[str, pl.Expr]]:
    """What several measures share, in two steps, and the measures."""
    c = pl.col
    size, line, each, category = c("size"), c("line"), c("each"), c("category")
    local, poor, low = c("local_hukou"), c("poor"), c("low")
    below = each < line
    first = {
        "line": pl.when(c("residence") == _URBAN).then(pl.lit(1300, pl.Float32)).otherwise(pl.lit(1000, pl.Float32)),
        "each": c("monthly_income") / size,
        "poor": (category == _DIBAO) | (category == _TEKUN),
    }
    second = {"low": poor | (category == _BIANYUAN) | (category == _GANGXING), "below": below}
    spent = (c("medical_expense") + c("education_expense")) / 12 / size
    below = c("below")
    measures = [
        local & below & (c("assets") <= 24 * line * size) & ~c("has_car"),
        local & below & ~c("able") & ~c("supported"),
        local & ~below & (each < 1.5 * line) & ~c("has_car"),
        local & (each < 2 * line) & (spent > each - line),
        c("orphan under age"), c("unattended"), poor & c("disabled"), c("severe"), low & c("third level"),
        poor & c("frail"), c("80"), c("100"), local & ~c("under 60"), (category == _TEKUN) | c("orphan"),
        ((category == _DIBAO) | (category == _BIANYUAN)) & c("insured"), low & c("ill and insured"),
        low & (c("medical_expense") > 36 * line) & c("ill"), low & c("preschool"), poor & c("boarder"),
        (poor | c("severe")) & c("senior"), low & c("college"), c("orphan at college"),
        poor & (c("residence") == _URBAN) & (c("housing_area") / size < 15),
        low & (c("residence") == _RURAL) & c("dilapidated") & ~c("other_house"),
        c("disaster") | (c("ill") & (c("medical_expense") > 6 * c("monthly_income"))),
        low & c("idle"), ~c("employed") & c("working"), poor & ~c("has_car"), low & c("pregnant"),
        (category == _DIBAO) & ~below & (c("months_over_line") <= 6) & c("employed"),
    ]  # fmt: skip
    return first, second, dict(zip(MEASURES, measures, strict=True))


def read_peer_frames(folder: Path) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The arrays as they are: households, and members with the row of their household, which is known to be sorted."""
    households, members = (
        {path.stem.partition(".")[2]: read_array(path) for path in sorted(folder.glob(f"{one}.*.npy"))}
        for one in ("household", "member")
    )
    rows = read_array(folder / "household.npy").cast(pl.UInt32).set_sorted()
    return pl.DataFrame(households), pl.DataFrame({ROW: rows, **members})


def _measured(households: pl.LazyFrame) -> pl.DataFrame:
    first, second, measures = of_households()
    return households.with_columns(**first).with_columns(**second).select(**measures).collect()


class Grouped:
    """One lazy query with a group for each household."""

    def __init__(self, folder: Path) -> None:
        self._households, self._members = read_peer_frames(folder)

    def run(self) -> pl.DataFrame:
        """A column for each measure."""
        asked = of_members()
        some = (
            self._members.lazy()
            .select(ROW, **asked)
            .group_by(ROW, maintain_order=True)
            .agg(pl.len().cast(pl.Float32).alias("size"), *(pl.col(name).any() for name in asked))
        )
        return _measured(pl.concat([self._households.lazy(), some.drop(ROW)], how="horizontal"))


class Neighbouring:
    """Conditions of members are joined with those of the rows one, two, four further, and kept where one begins."""

    def __init__(self, folder: Path) -> None:
        self._households, self._members = read_peer_frames(folder)

    def run(self) -> pl.DataFrame:
        """A column for each measure."""
        rows = self._members[ROW]
        number = len(rows)
        true, false = pl.Series([True]), pl.Series([False])
        first = true.append(rows.slice(1) != rows.slice(0, number - 1)).rechunk()
        starts = pl.int_range(number, dtype=pl.Int32, eager=True).filter(first)
        size = starts.slice(1).append(pl.Series([number], dtype=pl.Int32)).rechunk() - starts
        same = (~first).slice(1).append(false).rechunk()
        reach = []
        while same.any():
            nothing = false.new_from_index(0, 2 ** len(reach))
            reach.append((nothing, same))
            same = same & same.slice(len(nothing)).append(nothing).rechunk()
        asked = of_members()
        conditions = self._members.select(**asked)
        some: Mapping[str, pl.Series] = {name: self._some(conditions[name], reach, first) for name in asked}
        return _measured(self._households.with_columns(size.cast(pl.Float32).alias("size"), **some).lazy())

    def _some(self, condition: pl.Series, reach: list[tuple[pl.Series, pl.Series]], first: pl.Series) -> pl.Series:
        if int(condition.sum()) * 16 < len(condition):
            none = pl.Series([False]).new_from_index(0, self._households.height)
            return none.scatter(self._members[ROW].filter(condition), True)
        for nothing, same in reach:
            condition = condition | (condition.slice(len(nothing)).append(nothing).rechunk() & same)
        return condition.filter(first)
