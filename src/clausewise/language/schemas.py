"""JSON Schemas of a pack's files for editors, made from the shapes that read those files.

A schema knows keys and types; whether words stand in the document and names are known is for `clausewise lint`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any

from pydantic import Field, TypeAdapter
from pydantic.json_schema import GenerateJsonSchema

from clausewise.document.shapes import DocumentShape
from clausewise.language import entry_shapes as e
from clausewise.language import shapes as s
from clausewise.language.assurance_shapes import AcceptedShape, AssuranceShape, ClaimShape
from clausewise.language.connective_reading import ConnectiveShape
from clausewise.language.contested_reading import ContestedShape
from clausewise.language.topic_reading import TopicShape

Schema = dict[str, Any]

_FactName = Annotated[str, Field(pattern=r"^(household|member|application|office)\.[^\W\d]\w*$")]
_FORMS = ("if", "all", "any", "not", "finding", "contested", "always")
# The shapes that hold exactly one of several keys.
_ONE_OF = {
    s.ConditionShape: _FORMS,
    s.ReasonedShape: _FORMS,
    ClaimShape: (*_FORMS, "aid", "followup", "agency"),
    AssuranceShape: ("then", "never", "not_refused", "independent_of", "never_lost_by"),
    AcceptedShape: ("mutant", "answer", "number", "modality"),
    s.ImpliedShape: ("is", "is_not"),
}


class _ForEditors(GenerateJsonSchema):
    """Numbers as YAML holds them, names held to their pattern, and no titles that only repeat a key."""

    def decimal_schema(self, schema: Any) -> Schema:
        """A decimal is written as a number, never as text."""
        return {"type": "number"}

    def dict_schema(self, schema: Any) -> Schema:
        """A mapping whose keys must fit their pattern."""
        made = super().dict_schema(schema)
        return made | {"additionalProperties": False} if "patternProperties" in made else made

    def default_schema(self, schema: Any) -> Schema:
        """What a key left out means is for docs/language.md to say."""
        return self.generate_inner(schema["schema"])

    def field_title_should_be_set(self, schema: Any) -> bool:
        """Never: the key says it."""
        return False


def schema_of_shape(what: Any, title: str) -> Schema:
    """The schema of what a shape, or a list or mapping of shapes, reads."""
    made = TypeAdapter(what).json_schema(schema_generator=_ForEditors)
    for shape in (made, *made.get("$defs", {}).values()):
        shape.pop("title", None)
    for one, forms in _ONE_OF.items():
        found = made.get("$defs", {}).get(one.__name__)
        if found is not None:
            found["oneOf"] = [{"required": [form]} for form in forms]
        if found is not None and s.READINGS in found["properties"]:
            _tell_of_readings(found)
    return {"title": title} | made


def _tell_of_readings(condition: Schema) -> None:
    """Keys that are no keys of a condition are the readings of a contested point, and stand nowhere else."""
    del condition["properties"][s.READINGS]
    condition["additionalProperties"] = {"$ref": "#/$defs/ConditionShape"}
    condition["if"] = {"not": {"required": ["contested"]}}
    condition["then"] = {"propertyNames": {"enum": list(condition["properties"])}}
    condition["else"] = {"maxProperties": len(condition["properties"])}


_SCHEMAS: Mapping[str, Callable[[], Schema]] = {
    "facts": lambda: schema_of_shape(dict[_FactName, s.FactShape], "facts.yaml"),
    "rules": lambda: schema_of_shape(list[e.RuleShape | e.DutyShape | e.MissingShape | e.OpenShape], "a rules file"),
    "pack": lambda: schema_of_shape(s.PackShape, "pack.yaml"),
    "agencies": lambda: schema_of_shape(dict[s.Name, s.AgencyShape], "agencies.yaml"),
    "registers": lambda: schema_of_shape(dict[s.Name, s.AgencyShape], "registers.yaml"),
    "parameters": lambda: schema_of_shape(dict[s.Name, s.ParameterShape], "parameters.yaml"),
    "contested": lambda: schema_of_shape(dict[s.Name, ContestedShape], "contested.yaml"),
    "connectives": lambda: schema_of_shape(list[ConnectiveShape], "connectives.yaml"),
    "assurances": lambda: schema_of_shape(list[AssuranceShape], "assurances.yaml"),
    "accepted": lambda: schema_of_shape(list[AcceptedShape], "accepted.yaml"),
    "english": lambda: schema_of_shape(s.EnglishShape, "english.yaml"),
    "topics": lambda: schema_of_shape(dict[s.Name, TopicShape], "topics.yaml"),
    "document": lambda: schema_of_shape(DocumentShape, "document.yaml"),
}
PACK_FILES = tuple(_SCHEMAS)


def schema_of(file: str) -> Schema:
    """The schema of one kind of file: `facts`, `rules`, … (see `PACK_FILES`). Raises: KeyError."""
    return _SCHEMAS[file]()
