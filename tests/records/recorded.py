"""Answers as the data that is written, for the tests that read them."""

from __future__ import annotations

import json
from typing import Any

from clausewise.engine import Result
from clausewise.recording.answers import record_answer
from clausewise.recording.proofs import Proofs
from clausewise.records.base import Record, as_json
from clausewise.records.schema import RECORDS, schema_of_record

Data = dict[str, Any]


def data_of(record: Record) -> Data:
    """A record as a program reads it."""
    data: Data = json.loads(as_json(record))
    return data


def schema_of(kind: str) -> Data:
    """The schema that `clausewise schema` prints under a name."""
    format, record = RECORDS[kind]
    return schema_of_record(record, format)


def answer_data(result: Result, *only: str, proofs: Proofs = Proofs.NONE) -> Data:
    """The answer as a program reads it."""
    return data_of(record_answer(result, only=only, proofs=proofs))


def finding_in(data: Data, rule: str, subject: str | None) -> Data:
    """The one finding of a rule on a subject."""
    (found,) = (one for one in data["findings"] if (one["rule"], one.get("subject")) == (rule, subject))
    one: Data = found
    return one
