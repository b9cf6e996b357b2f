"""The shape of document.yaml as pydantic models: which keys there are, and of what type.

Kept apart from `store`, which imports it only when a file is read. Nothing here knows the order of clauses.
"""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from clausewise.document.model import DOCUMENT_ID, Form, Span
from clausewise.errors import Diagnostic, DocumentError, did_you_mean
from clausewise.yaml_source import PathKey, Source, describe

_SPAN = re.compile(r"([1-9]\d{0,8}):([1-9]\d{0,8})-([1-9]\d{0,8}):([1-9]\d{0,8})\Z", re.ASCII)


def _read_span(value: object) -> object:
    found = _SPAN.match(value) if isinstance(value, str) else None
    if found is None:
        raise ValueError("write line:column-line:column, such as 313:13-318:11")
    return Span(*(int(part) for part in found.groups()))


# The pattern is for JSON Schema; the validator reads the text itself.
_Written = Annotated[str, Field(pattern=r"^[1-9][0-9]*:[1-9][0-9]*-[1-9][0-9]*:[1-9][0-9]*$")]
At = Annotated[Span, BeforeValidator(_read_span, json_schema_input_type=_Written)]
Number = Annotated[int, Field(ge=1)]
Text = Annotated[str, Field(min_length=1)]


class _Shape(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class ProvisionShape(_Shape):
    """One provision: its id, its place on the page, its words."""

    id: Text
    at: At
    text: Text


class ClauseShape(_Shape):
    """One clause that is on the page."""

    number: Number
    title: Text | None = None
    at: At
    provisions: Annotated[list[ProvisionShape], Field(min_length=1)]


class NoteShape(_Shape):
    """Why a page has no heading there, in both languages."""

    zh: Text
    en: Text


class SectionShape(_Shape):
    """A heading with its clauses; number and heading must be written even when they are null."""

    number: Text | None
    heading: Text | None
    at: At | None = None
    note: NoteShape | None = None
    clauses: list[ClauseShape]


class MissingShape(_Shape):
    """Clauses that are not on the page."""

    first: Number
    last: Number
    evidence: Text
    line: Number


class SourceShape(_Shape):
    """The page, and the part of it that is the document."""

    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    at: At


class DocumentShape(_Shape):
    """document.yaml"""

    document: Annotated[str, Field(pattern=f"^{DOCUMENT_ID}$")]
    form: Form
    source: SourceShape
    missing: list[MissingShape] = []
    sections: Annotated[list[SectionShape], Field(min_length=1)]


_MENDS = {
    "string_type": "write text",
    "string_too_short": "it needs words",
    "int_type": "write a whole number",
    "greater_than_equal": "write a whole number from 1",
    "list_type": "write a list",
    "too_short": "it needs at least one",
    "model_type": "write a mapping",
    "string_pattern_mismatch": "write lower-case letters and digits as `clausewise ingest` does",
}
_KEYS = sorted(
    {
        key
        for shape in (DocumentShape, SourceShape, MissingShape, SectionShape, NoteShape, ClauseShape, ProvisionShape)
        for key in shape.model_fields
    }
)


def read_document_shape(source: Source) -> DocumentShape:
    """A file's data in the shape of document.yaml. Raises: DocumentError for everything that does not fit."""
    try:
        return DocumentShape.model_validate(source.data)
    except ValidationError as problem:
        raise DocumentError(_diagnose(source, error) for error in problem.errors(include_url=False)) from None


def _diagnose(source: Source, error: Any) -> Diagnostic:
    path: PathKey = tuple(error["loc"])
    key = path[-1] if path else "document.yaml"
    match error["type"]:
        case "missing":
            return Diagnostic(f"{key} is missing", source.place(path[:-1]))
        case "extra_forbidden":
            place = source.place(path, key=True)
            return Diagnostic(f"unknown key {key}", place, did_you_mean(str(key), _KEYS))
        case "value_error":
            mend = str(error["ctx"]["error"])
        case "literal_error":
            mend = "it may be: measures, articles"
        case kind:
            mend = _MENDS.get(kind, str(error["msg"]))
    return Diagnostic(f"{key}: {describe(error.get('input'))} does not fit", source.place(path), mend)
