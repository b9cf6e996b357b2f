"""Which household each row belongs to: whatever order rows stand in, and whatever is wrong with their ids."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clausewise.errors import Place
from clausewise.screening.intake.placing import Households, Placed, Stretches, find_households, place
from clausewise.screening.intake.problems import PROBLEM
from clausewise.screening.mapping.model import TableKind, TableMapping
from clausewise.screening.rules.columns import LINE, ROW, as_given
from clausewise.screening.tables.table import Table, parquet_part, table_of

Ids = Sequence[str | None]
_HOUSEHOLDS = TableMapping(TableKind.HOUSEHOLDS, "h", "id", (), Place("mapping.yaml"))
_MEMBERS = TableMapping(TableKind.MEMBERS, "m", "whose", (), Place("mapping.yaml"), member="own")
_APPLICATIONS = TableMapping(TableKind.APPLICATIONS, "a", "whose", (), Place("mapping.yaml"))


def table(folder: Path, kind: TableKind, columns: Mapping[str, Ids]) -> Table:
    file = folder / f"{kind.value}.parquet"
    pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String)).write_parquet(file)
    return table_of(kind, kind.value, [parquet_part(kind.value, file)])


def households(folder: Path, ids: Ids) -> Households:
    return find_households(table(folder, TableKind.HOUSEHOLDS, {"id": ids}), _HOUSEHOLDS)


def members(folder: Path, ids: Ids, rows: Sequence[tuple[str | None, str | None]], *, once: bool = True) -> Placed:
    columns = {"whose": [whose for whose, _ in rows], "own": [own for _, own in rows]}
    return place(table(folder, TableKind.MEMBERS, columns), _MEMBERS, households(folder, ids), once=once)


def told(problems: pl.DataFrame) -> list[tuple[int, str]]:
    return sorted(problems.select(LINE, PROBLEM).rows())


def test_members_are_placed_by_the_id_of_their_household_whatever_order_they_stand_in(tmp_path: Path) -> None:
    placed = members(tmp_path, ["a", "b", "c"], [("c", "1"), ("a", "2"), (" a ", "3"), ("b", "4"), ("a", "5")])
    assert placed.rows.to_list() == [2, 0, 0, 1, 0]
    assert told(placed.problems) == []


def test_rows_that_name_no_household_or_a_strange_one_are_told_apart(tmp_path: Path) -> None:
    placed = members(tmp_path, ["a"], [("a", "1"), ("z", "2"), (None, "3"), ("  ", "4")])
    assert placed.rows.to_list() == [0, None, None, None]
    assert told(placed.problems) == [(1, "strange_household"), (2, "no_household"), (3, "no_household")]


def test_households_without_an_id_or_with_one_that_stands_twice_are_told(tmp_path: Path) -> None:
    assert told(households(tmp_path, ["a", None, "b", " a", ""]).problems) == [
        (0, "twice"), (1, "no_id"), (3, "twice"), (4, "no_id"),
    ]  # fmt: skip


def test_a_member_of_two_households_is_told_in_both_and_one_of_the_same_twice_too(tmp_path: Path) -> None:
    placed = members(tmp_path, ["a", "b"], [("a", "1"), ("b", "1"), ("b", "2"), ("b", "2"), ("a", None)])
    assert told(placed.problems) == [
        (0, "two_households"), (1, "two_households"), (2, "twice"), (3, "twice"), (4, "no_id"),
    ]  # fmt: skip


def test_ids_that_only_tell_members_of_one_household_apart_may_stand_in_several(tmp_path: Path) -> None:
    rows = [("a", "1"), ("b", "1"), ("b", "2"), ("b", "2")]
    assert told(members(tmp_path, ["a", "b"], rows, once=False).problems) == [(2, "twice"), (3, "twice")]


def test_a_second_application_of_a_household_is_told_with_the_first(tmp_path: Path) -> None:
    applications = table(tmp_path, TableKind.APPLICATIONS, {"whose": ["b", "a", "b"]})
    placed = place(applications, _APPLICATIONS, households(tmp_path, ["a", "b"]), once=True)
    assert told(placed.problems) == [(0, "twice"), (2, "twice")]


def test_numbers_and_texts_are_the_same_ids(tmp_path: Path) -> None:
    file = tmp_path / "numbers.parquet"
    pl.DataFrame({"whose": [2, 1], "own": ["x", "y"]}).write_parquet(file)
    placed = place(
        table_of(TableKind.MEMBERS, "m", [parquet_part("m", file)]),
        _MEMBERS,
        households(tmp_path, ["1", "2"]),
        once=True,
    )
    assert placed.rows.to_list() == [1, 0]


_IDS = st.sampled_from(["a", "b", "c", "d", "e", "f", None])


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(_IDS, st.sampled_from("123")), max_size=12), st.integers(1, 4))
def test_every_stretch_has_the_rows_of_its_households_in_their_order(
    tmp_path_factory: object, rows: list[tuple[str | None, str]], every: int
) -> None:
    folder = tmp_path_factory.mktemp("stretches")  # type: ignore[attr-defined]
    ids = ["a", "b", "c", "d", "e"]
    placed = members(folder, ids, rows)
    stretches = Stretches(placed, ["own"], every, folder)
    for number in range(-(-len(ids) // every)):
        here = ids[number * every : (number + 1) * every]
        expected = [
            (line, here.index(whose), own)
            for whose_of_stretch in here
            for line, (whose, own) in enumerate(rows)
            if whose == whose_of_stretch
        ]
        assert stretches.read(number).select(LINE, ROW, as_given("own")).rows() == expected
