"""The shapes of a mapping file, of which its JSON Schema is made as well.

Like those of a pack's files they know keys and types, and nothing of a pack's facts or of a registry's columns.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from clausewise.language.shapes import FOR_ALL, OneOrMore, Shape, Text

# What a word may mean is for the fact to say, in words that name the fact.
_Meaning = Annotated[Any, WithJsonSchema({"type": ["boolean", "string", "null"]})]
_Receipt = Annotated[Any, WithJsonSchema({"type": ["boolean", "null"]})]


class FactColumnShape(Shape):
    """The column of a fact, and how it is read."""

    column: Text
    values: Annotated[dict[str, _Meaning], Field(min_length=1)] | None = None
    unit: Literal["yuan", "fen", "wan_yuan"] | None = None
    read: Literal["id_number"] | None = None


def _for_all(written: object) -> object:
    return written if isinstance(written, dict) or written is None else {FOR_ALL: written}


_Row = Annotated[int, Field(ge=1, le=1_000)]
_Sheets = dict[str, Text]
_Rows = dict[str, _Row]


class TableShape(Shape):
    """What all tables have."""

    from_: Annotated[OneOrMore, Field(alias="from")]
    encoding: OneOrMore | None = None
    sheet: Annotated[_Sheets | None, BeforeValidator(_for_all, json_schema_input_type=Text | _Sheets | None)] = None
    header_row: Annotated[_Rows | None, BeforeValidator(_for_all, json_schema_input_type=_Row | _Rows | None)] = None
    facts: dict[str, FactColumnShape] | None = None


class HouseholdsShape(TableShape):
    """The table of households."""

    id: Text
    everybody: bool | FactColumnShape | None = None


class IdentityShape(Shape):
    """The column with identity numbers, and the fact that must be the day of birth in them."""

    column: Text
    born: Text | None = None


class MembersShape(TableShape):
    """The table of members."""

    household: Text
    id: Text
    identity: IdentityShape | None = None
    ids: Literal["registry", "household"] | None = None


class ApplicationsShape(TableShape):
    """The table of applications."""

    household: Text


class ReceivingShape(Shape):
    """A column that says who receives an aid now."""

    column: Text
    grants: OneOrMore
    values: Annotated[dict[str, _Receipt], Field(min_length=1)] | None = None


class MappingShape(Shape):
    """A mapping file."""

    pack: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    time_zone: Text | None = None
    unknown: list[Annotated[Any, WithJsonSchema({"type": ["string", "number"]})]] | None = None
    households: HouseholdsShape
    members: MembersShape | None = None
    applications: ApplicationsShape | None = None
    receiving: list[ReceivingShape] | None = None
