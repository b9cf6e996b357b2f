"""The record of a comparison: all households stand in every table, and it is as its schema says."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import Draft202012Validator, ValidationError

from clausewise.recording.comparisons import record_comparison
from clausewise.screening.figures.comparison import Comparison
from records.recorded import Data, data_of, schema_of
from report.comparisons import GONE, HOUSEHOLDS, made_comparison, same_comparison

SCHEMA = schema_of("comparison")


@pytest.fixture
def data() -> Data:
    """What is written of two versions that differ."""
    return data_of(record_comparison(made_comparison()[0]))


@pytest.mark.parametrize("comparison", [made_comparison()[0], same_comparison()], ids=["two", "same"])
def test_what_is_written_fits_the_schema(comparison: Comparison) -> None:
    Draft202012Validator(SCHEMA).validate(data_of(record_comparison(comparison)))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["format"], "clausewise-comparison/1"),
        (["aid", 0, "before"], "perhaps"),
        (["aid", 0, "change"], "improves"),
        (["aid", 0, "number"], "many"),
        (["new", "rules"], 1),
        (["rules", 0, "old"], "yes"),
        (["groups", 0, "values", 0, "swings"], {"win": 1}),
        (["remark"], "nothing else is written"),
    ],
)
def test_the_schema_takes_nothing_else(data: Data, path: list[str | int], value: object) -> None:
    at: Any = data
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    with pytest.raises(ValidationError):
        Draft202012Validator(SCHEMA).validate(data)


def test_all_households_stand_in_every_table(data: Data) -> None:
    tables = [one["households"] for one in (*data["measures"], *data["rules"]) if "households" in one]
    assert len(tables) == 25 + 73
    assert {sum(move["number"] for move in table) for table in [*tables, data["aid"]]} == {HOUSEHOLDS}
    townships = data["groups"][0]["values"]
    assert sum(one["households"] for one in townships) == HOUSEHOLDS
    for kind in ("gain", "lose", "both"):
        assert sum(one["swings"].get(kind, 0) for one in townships) == data["swings"].get(kind, 0)


def test_a_rule_that_is_gone_is_absent_and_said_to_be(data: Data) -> None:
    gone = next(one for one in data["rules"] if one["rule"] == GONE)
    assert (gone["old"], gone["new"]) == (True, False)
    assert {move["after"] for move in gone["households"]} == {"absent"}
    assert {(move["before"], move.get("change")) for move in gone["households"]} == {
        ("applies", "loses"),
        ("undetermined", "settled_against"),
        ("does_not_apply", None),
    }


def test_each_version_is_named_as_it_was_asked_for_with_its_digests(data: Data) -> None:
    assert [data[side]["name"] for side in ("old", "new")] == ["chongqing-2020", "../draft-2021"]
    assert data["new"]["rules"] == "cd" * 32
    assert data["old"]["document"] == data["new"]["document"]
