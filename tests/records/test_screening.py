"""The record of a screening: its figures add up, stand in one order, and are as its schema says."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import Draft202012Validator, ValidationError

from clausewise.recording.screenings import record_summary
from clausewise.records.base import as_json
from clausewise.screening.figures.summary import Summary
from records.recorded import Data, data_of, schema_of
from report.screenings import HOUSEHOLDS, bare_summary, made_summary, sampled_summary

SCHEMA = schema_of("screening")


@pytest.fixture
def data() -> Data:
    """What is written of a made registry."""
    return data_of(record_summary(made_summary()[0]))


@pytest.mark.parametrize("summary", [made_summary()[0], bare_summary(), sampled_summary()], ids=["all", "bare", "some"])
def test_what_is_written_fits_the_schema(summary: Summary) -> None:
    Draft202012Validator(SCHEMA).validate(data_of(record_summary(summary)))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["format"], "clausewise-screening/1"),
        (["pack", "rules"], 1),
        (["aid", "applies"], "many"),
        (["measures", 8, "kind"], "rule"),
        (["groups", 0, "values", 0, "measures", "8"], {"refused": 1}),
        (["questions", 0, "households"], "many"),
        (["outreach", "columns", 0, "lists", 0, "kind"], "cut_off"),
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


def test_the_counts_in_the_file_add_up(data: Data) -> None:
    assert [(one["read"], one["screened"] + one["quarantined"]) for one in data["tables"]] == [
        (one["read"], one["read"]) for one in data["tables"]
    ]
    assert data["households"] == HOUSEHOLDS
    assert {sum(rule["households"].values()) for rule in data["rules"]} == {HOUSEHOLDS}
    assert {sum(rule["members"].values()) for rule in data["rules"] if "members" in rule} == {data["members"]}
    townships = data["groups"][0]["values"]
    assert sum(one["households"] for one in townships) == HOUSEHOLDS
    assert [one["value"] for one in townships] == [*sorted(one["value"] for one in townships[:-1]), None]
    for number in ("8", "13", "30"):
        measure = data["measures"][int(number) - 1]
        applies = sum(one["measures"][number].get("applies", 0) for one in townships)
        assert applies == measure["households"].get("applies", 0)


def test_all_37_measures_are_there_also_those_without_rules_or_text(data: Data) -> None:
    measures = data["measures"]
    assert [one["number"] for one in measures] == list(range(1, 38))
    assert measures[0] == {"number": 1, "kind": "no_text"}
    assert (measures[25]["kind"], measures[25]["title"]) == ("institutional", "引导慈善救助")
    assert measures[12]["title"] == "加强城镇救助对象住房保障"


def test_a_rule_has_the_words_that_the_text_leaves_open_and_the_points_that_are_contested(data: Data) -> None:
    rules = {one["rule"]: one for one in data["rules"]}
    housing = rules["housing.urban_dibao"]
    assert (housing["open"], housing["contested"]) == (["相结合方式"], ["urban_dibao", "counted_apart"])
    assert "contested" not in rules["disaster.emergency_relief"]


def test_the_digests_of_document_rules_mapping_and_input_are_there(data: Data) -> None:
    pack = made_summary()[0].pack
    assert (data["pack"]["document"], data["pack"]["rules"]) == (pack.document_digest, pack.rules_digest)
    assert data["mapping"] == "ab" * 32
    assert data["inputs"] == [
        {"name": "households.csv", "digest": "12" * 32},
        {"name": "members.csv", "digest": "34" * 32},
    ]


def test_the_list_to_be_reviewed_says_that_no_machine_cuts_anybody_off(data: Data) -> None:
    assert data["outreach"]["review"] == {
        "zh": "由人复核，不得由机器停发",
        "en": "to be reviewed by a person; never cut off by a machine",
    }


def test_what_was_counted_in_all_says_so_and_what_is_an_estimate_says_that(data: Data) -> None:
    assert data["settling"] == {"counted_in": HOUSEHOLDS, "estimated": False}
    assert all(one["households"] == one["counted"] for one in data["questions"])
    estimated = data_of(record_summary(sampled_summary()))
    assert estimated["settling"] == {"counted_in": HOUSEHOLDS, "estimated": True}
    assert [one["fact"] for one in estimated["questions"]] == [one["fact"] for one in data["questions"]]
    assert all(one["households"] == 100 * one["counted"] for one in estimated["questions"])


def test_the_same_figures_give_the_same_bytes() -> None:
    summary = made_summary()[0]
    made_summary.cache_clear()
    again = made_summary()[0]
    assert again is not summary
    assert as_json(record_summary(again)) == as_json(record_summary(summary))
