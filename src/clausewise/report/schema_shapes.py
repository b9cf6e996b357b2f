"""The shapes that JSON Schemas of answers are put together from: closed objects, lists, texts of a certain form.

Every object names all its properties and takes no others, so that a schema says just what is written.
"""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
DAY: Schema = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
PROVISION_ID: Schema = {"type": "string", "pattern": r"^\d+\.\d+$"}
DIGEST: Schema = {"type": "string", "pattern": "^([0-9a-f]{64})?$"}


def closed(properties: Schema, description: str = "") -> Schema:
    """An object with just these properties, all of them there."""
    described = {"description": description} if description else {}
    whole = {"required": list(properties), "additionalProperties": False}
    return {"type": "object", **described, "properties": properties, **whole}


def list_of(items: Schema, *, at_least: int = 0) -> Schema:
    """A list of what fits a schema."""
    return {"type": "array", "items": items, **({"minItems": at_least} if at_least else {})}


def ref(name: str) -> Schema:
    """What stands under a name in `$defs`."""
    return {"$ref": f"#/$defs/{name}"}


def or_null(schema: Schema) -> Schema:
    """What fits a schema, or null."""
    return {"anyOf": [schema, {"type": "null"}]}


def one_of(values: Any) -> Schema:
    """One of the values of an enumeration."""
    return {"enum": [value.value for value in values]}
