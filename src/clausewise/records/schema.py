"""The JSON Schema (2020-12) of a record: made of its fields, their types and docstrings, and of nothing else."""

from __future__ import annotations

import re
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema

from clausewise.records.answer import ANSWER_FORMAT, Answer, Answers
from clausewise.records.audit import AUDIT_FORMAT, AuditReport
from clausewise.records.base import Record
from clausewise.records.comparison import COMPARISON_FORMAT, RegistryComparison
from clausewise.records.contested import CONTESTED_FORMAT, ContestedAnswer
from clausewise.records.difference import DIFF_FORMAT, PackDifference
from clausewise.records.explanation import EXPLANATION_FORMAT, Explanation
from clausewise.records.interview import INTERVIEW_FORMAT, InterviewPlan
from clausewise.records.pack import PACK_FORMAT, PackText
from clausewise.records.receipt import RECEIPT_FORMAT, REPLAY_FORMAT, ReceiptRecord, ReplayRecord
from clausewise.records.screening import SCREENING_FORMAT, ScreeningSummary

Schema = dict[str, Any]

RECORDS: dict[str, tuple[str, type[Record]]] = {
    "check": (ANSWER_FORMAT, Answers),
    "answer": (ANSWER_FORMAT, Answer),
    "explain": (EXPLANATION_FORMAT, Explanation),
    "interview": (INTERVIEW_FORMAT, InterviewPlan),
    "contested": (CONTESTED_FORMAT, ContestedAnswer),
    "audit": (AUDIT_FORMAT, AuditReport),
    "diff": (DIFF_FORMAT, PackDifference),
    "screening": (SCREENING_FORMAT, ScreeningSummary),
    "comparison": (COMPARISON_FORMAT, RegistryComparison),
    "pack-text": (PACK_FORMAT, PackText),
    "receipt": (RECEIPT_FORMAT, ReceiptRecord),
    "replay": (REPLAY_FORMAT, ReplayRecord),
}
"""What is written as JSON, by the name that `clausewise schema` takes: its format, and its record."""


class _OfRecords(GenerateJsonSchema):
    """Closed objects, and no titles that only repeat a name."""

    def dataclass_schema(self, schema: Any) -> Schema:
        """An object takes no other fields than the record's, whether or not the class is a record."""
        return super().dataclass_schema(schema) | {"additionalProperties": False}

    def field_title_should_be_set(self, schema: Any) -> bool:
        """Never: the key says it."""
        return False


def schema_of_record(kind: type[Record], format: str) -> Schema:
    """The schema of a record that is written under a format."""
    made = TypeAdapter(kind).json_schema(schema_generator=_OfRecords, mode="serialization")
    definitions = made.pop("$defs", {})
    whole = definitions.pop(kind.__name__) if "$ref" in made else made
    for one in (whole, *definitions.values()):
        one.pop("title", None)
        if "description" in one:
            one["description"] = re.sub(r"\s+", " ", one["description"])
        for part in one.get("properties", {}).values():
            if "description" in part:
                part["description"] = re.sub(r"\s+", " ", part["description"])
    of_format = whole if "format" in whole["properties"] else definitions["Decision"]
    of_format["properties"]["format"] = {"const": format, "type": "string"}
    return {"title": f"Clausewise: {format}", "$comment": "JSON Schema 2020-12", **whole, "$defs": definitions}
