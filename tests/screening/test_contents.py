"""What stands in many rows of a column is read once, and comes to what each row comes to by itself."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

import narwhals as nw
import polars as pl
import pytest

from clausewise.errors import Place
from clausewise.language.facts import Fact, FactType
from clausewise.language.labels import Label
from clausewise.screening.intake.cells import cell_of
from clausewise.screening.intake.contents import RawColumn, with_cells
from clausewise.screening.mapping.model import FactColumn
from clausewise.screening.rules.dates import day_number

HERE = Place("mapping.yaml", 7)
AREAS = {"urban": Label("城镇", "town"), "rural": Label("农村", "village")}
AREA = Fact("household.x", FactType.CHOICE, Label("某", "some"), HERE, values=AREAS)
DATE = Fact("household.x", FactType.DATE, Label("某", "some"), HERE)
BORN = Fact("household.x", FactType.DATE, Label("某", "some"), HERE, maximum=datetime.date(2020, 12, 7))


def column_of(fact: Fact, cells: pl.Series) -> RawColumn:
    dtype = nw.from_native(cells.to_frame(), eager_only=True).schema[cells.name]
    read = cell_of(fact, FactColumn("household.x", cells.name, HERE), dtype, cells.name)
    flags = tuple(condition.alias(problem.value) for problem, condition in read.problems)
    return RawColumn(cells.name, (read,), (read.value.alias(read.fact),), flags, by_itself=True)


def read_in_memory(fact: Fact, cells: pl.Series) -> pl.DataFrame:
    rows = nw.from_native(cells.to_frame(), eager_only=True)
    read: pl.DataFrame = with_cells(rows, [column_of(fact, cells)]).to_native()
    return read


def both(fact: Fact, kind: Any, few: Sequence[Any], times: int = 1000) -> tuple[pl.DataFrame, pl.DataFrame]:
    """What a few cells come to where each stands in many rows, and where each is read for itself."""
    cells = pl.Series("列", few, dtype=kind)
    return read_in_memory(fact, pl.concat([cells] * times)).head(len(cells)), read_in_memory(fact, cells)


def test_words_come_to_what_each_row_comes_to() -> None:
    many, one = both(AREA, pl.String, ["城镇", None, "农村", "郊区", " rural ", "不详", ""])
    assert many.get_column("household.x").to_list() == [0, None, 1, None, 1, None, None]
    assert many.get_column("strange_value").to_list() == [False, False, False, True, False, False, False]
    assert many.select(one.columns).equals(one)


def test_days_come_to_what_each_row_comes_to() -> None:
    days = [datetime.date(2004, 2, 29), None, datetime.date(2020, 12, 7), datetime.date(2020, 12, 8)]
    many, one = both(BORN, pl.Date, days)
    known = [day_number(days[0]), None, day_number(days[2]), None] if days[0] and days[2] else []
    assert many.get_column("household.x").to_list() == known
    assert many.get_column("beyond").to_list() == [False, False, False, True]
    assert many.select(one.columns).equals(one)


@pytest.mark.parametrize("words", [0, 1, 255, 256, 257])
def test_however_many_words_there_are_each_is_told(words: int) -> None:
    strange = [f"区{number}" for number in range(words)]
    read = read_in_memory(AREA, pl.Series("列", ["城镇", None] * 1000 + strange, dtype=pl.String))
    assert read.get_column("household.x").to_list() == [0, None] * 1000 + [None] * words
    assert read.get_column("strange_value").arg_true().to_list() == list(range(2000, 2000 + words))


def test_a_column_of_nothing_is_unknown() -> None:
    read = read_in_memory(AREA, pl.Series("列", [None] * 2000, dtype=pl.String))
    assert read.get_column("household.x").null_count() == 2000
    assert not read.get_column("strange_value").any()


def test_texts_of_which_few_stand_twice_are_read_one_by_one() -> None:
    first = datetime.date(1900, 1, 1)
    texts = [str(first + datetime.timedelta(days=day)) for day in range(2000)]
    read = read_in_memory(DATE, pl.Series("列", [*texts, "昨天"]))
    days = read.get_column("household.x")
    assert days.to_list()[:2] == [day_number(first), day_number(datetime.date(1900, 1, 2))]
    assert days.null_count() == 1
    assert read.get_column("not_a_date").arg_true().to_list() == [2000]


@pytest.mark.parametrize("last", [datetime.date(9999, 12, 31), None], ids=["days far apart", "no day"])
def test_days_without_a_range_are_read_one_by_one(last: datetime.date | None) -> None:
    first = None if last is None else datetime.date(1, 1, 1)
    read = read_in_memory(DATE, pl.Series("列", [first, last] * 1000, dtype=pl.Date))
    known = [None, None] if first is None or last is None else [day_number(first), day_number(last)]
    assert read.get_column("household.x").to_list()[:2] == known
    assert not read.get_column("not_a_date").any()
