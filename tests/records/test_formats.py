"""A shape that is written does not change by chance: whoever changes one raises its format."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from clausewise.records.schema import RECORDS
from records.recorded import schema_of

SHAPES = {
    "check": ("clausewise-check/3", "e8943b55c34f"),
    "answer": ("clausewise-check/3", "0e6df6bcaa35"),
    "explain": ("clausewise-explain/3", "2830be772206"),
    "interview": ("clausewise-interview/2", "d57d7954a22d"),
    "contested": ("clausewise-contested/3", "2a75f311f1dc"),
    "audit": ("clausewise-audit/2", "17514b60555f"),
    "diff": ("clausewise-diff/3", "13037317d71a"),
    "screening": ("clausewise-screening/4", "b18d1d2c7ed2"),
    "comparison": ("clausewise-comparison/2", "8dda81bb4be1"),
    "pack-text": ("clausewise-pack/2", "17d795ebc997"),
    "receipt": ("clausewise-receipt/1", "f344d827c36d"),
    "replay": ("clausewise-replay/1", "61b425e1d50f"),
}


def shape_of(kind: str) -> str:
    """The digest of a schema without its descriptions."""
    bare = _without_descriptions(schema_of(kind))
    return hashlib.sha256(json.dumps(bare, sort_keys=True).encode()).hexdigest()[:12]


def _without_descriptions(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_descriptions(part) for key, part in value.items() if key != "description"}
    return [_without_descriptions(part) for part in value] if isinstance(value, list) else value


@pytest.mark.parametrize("kind", RECORDS)
def test_a_shape_stays_as_it_is_while_its_format_does(kind: str) -> None:
    assert (RECORDS[kind][0], shape_of(kind)) == SHAPES[kind], "raise the format, then write the new digest here"


def test_a_name_stands_for_one_shape_whatever_is_written() -> None:
    """docs/records.md has each name once."""
    shapes: dict[str, Any] = {}
    for kind in RECORDS:
        for name, shape in schema_of(kind)["$defs"].items():
            assert shapes.setdefault(name, shape) == shape, f"{kind}: {name}"


@pytest.mark.parametrize("kind", RECORDS)
def test_every_field_of_every_record_is_told_apart_and_closed(kind: str) -> None:
    schema = schema_of(kind)
    Draft202012Validator.check_schema(schema)
    for name, one in schema["$defs"].items():
        if one.get("type") == "object":
            assert one["additionalProperties"] is False, name
            assert one.get("description"), name
