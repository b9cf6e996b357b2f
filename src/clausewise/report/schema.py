"""The JSON Schemas (2020-12) of what `check` and `explain` write as JSON; their versions stand in `format`.

Holds no data and checks nothing itself: any validator of that dialect can.
"""

from __future__ import annotations

from typing import Any

from clausewise.engine.findings import MeasureVerdict
from clausewise.language.rules import AidForm, ListKind, ModalityKind
from clausewise.language.verdicts import Verdict

FORMAT = "clausewise-check/1"
EXPLAIN_FORMAT = "clausewise-explain/1"

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_DAY: Schema = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
_PROVISION_ID: Schema = {"type": "string", "pattern": r"^\d+\.\d+$"}
_DIGEST: Schema = {"type": "string", "pattern": "^([0-9a-f]{64})?$"}


def result_schema() -> Schema:
    """The schema of what `check` writes as JSON."""
    whole = _object({"format": {"const": FORMAT}, "results": _list(_ref("result"))})
    return _schema("Clausewise: findings of one case or several", whole, {"result": _result(), "measure": _measure()})


def explained_schema() -> Schema:
    """The schema of what `explain` writes as JSON."""
    whole = _object(
        {
            "format": {"const": EXPLAIN_FORMAT},
            "case": _ref("case"),
            "as_of": _DAY,
            "pack": _ref("pack"),
            "findings": _list(_object({"finding": _ref("finding"), "turning": _list(_ref("turning"))})),
        }
    )
    return _schema("Clausewise: findings of one rule, and what would turn them", whole, {"turning": _turning()})


def _schema(title: str, whole: Schema, more: Schema) -> Schema:
    definitions = {
        "case": _case(),
        "pack": _pack(),
        "finding": _finding(),
        "duty": _duty(),
        "aid": _aid(),
        "followup": _followup(),
        "deadline": _deadline(),
        "condition": _condition(),
        "read": _read(),
        "missing": _missing(),
        "label": _object({"zh": _TEXT, "en": _TEXT}),
        "words": _object(
            {"pieces": _list(_TEXT, at_least=1), "where": {"type": "string", "pattern": r"^\d+(\.\d+)?$"}},
            "Words of the document as they stand there, in order; `where` is a provision or a clause's title.",
        ),
        "provision": _object({"id": _PROVISION_ID, "text": _TEXT}, "One sentence of the document, whole."),
        "agency": _object({"id": _TEXT, "label": _ref("label")}),
        "modality": _object({"is": _one_of(ModalityKind), "words": _ref("words")}),
    }
    return {"title": title, "$comment": "JSON Schema 2020-12", **whole, "$defs": more | definitions}


def _object(properties: Schema, description: str = "") -> Schema:
    """An object with just these properties, all of them there."""
    described = {"description": description} if description else {}
    closed = {"required": list(properties), "additionalProperties": False}
    return {"type": "object", **described, "properties": properties, **closed}


def _list(items: Schema, *, at_least: int = 0) -> Schema:
    return {"type": "array", "items": items, **({"minItems": at_least} if at_least else {})}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _one_of(values: Any) -> Schema:
    return {"enum": [value.value for value in values]}


def _case() -> Schema:
    return _object(
        {
            "id": _TEXT,
            "title": _or_null(_ref("label")),
            "note": _or_null(_ref("label")),
            "digest": _DIGEST,
            "members": _or_null(_list(_TEXT)),
        },
        "The case, the SHA-256 of its file, and its members; null when it is not known who they are.",
    )


def _pack() -> Schema:
    return _object(
        {"id": _TEXT, "title": _ref("label"), "document": _DIGEST, "rules": _DIGEST},
        "The pack, with the digests of its document and its rules, so that a finding can be made again.",
    )


def _result() -> Schema:
    only = _list(_TEXT) | {"description": "The patterns that picked measures and findings; empty when all are here."}
    parts = {"case": _ref("case"), "as_of": _DAY, "pack": _ref("pack"), "only": only}
    return _object({**parts, "measures": _list(_ref("measure"))})


def _turning() -> Schema:
    value: Schema = {"type": ["boolean", "integer", "string"]}
    change = _object(
        {"fact": _TEXT, "member": _or_null(_TEXT), "before": _or_null(value), "after": _list(value, at_least=1)},
        "A fact that would have to be otherwise: null when it is not known now; any of the values would do.",
    )
    return _object(
        {
            "verdict": {"enum": ["applies", "does_not_apply"]},
            "complete": {"type": "boolean"},
            "sets": _list(_list(change)),
        },
        "The smallest sets of facts that would bring about a verdict; not complete when there may be others.",
    )


def _measure() -> Schema:
    return _object(
        {
            "number": {"type": "integer", "minimum": 1},
            "title": _or_null(_TEXT),
            "verdict": _one_of(MeasureVerdict),
            "findings": _list(_ref("finding")),
            "duties": _list(_ref("duty")),
        },
        "One numbered clause; its verdict is the strongest of all its findings'.",
    )


def _finding() -> Schema:
    return _object(
        {
            "rule": _TEXT,
            "subject": _or_null(_TEXT) | {"description": "A member's id; `?` for some member; null: the household."},
            "title": _ref("label"),
            "verdict": _one_of(Verdict),
            "modality": _ref("modality"),
            "provision": _ref("provision"),
            "agency": _list(_ref("agency"), at_least=1),
            "assigned_by": _PROVISION_ID,
            "aid": _list(_ref("aid")) | {"description": "Empty when the rule does not apply."},
            "followup": _list(_ref("followup")) | {"description": "Empty when the rule does not apply."},
            "deadline": _or_null(_ref("deadline")),
            "because": _ref("condition"),
            "missing": _list(_ref("missing")) | {"description": "The facts that could still change the verdict."},
        }
    )


def _duty() -> Schema:
    return _object(
        {
            "duty": _TEXT,
            "provision": _ref("provision"),
            "does": _ref("label"),
            "words": _ref("words"),
            "modality": _ref("modality"),
            "actors": _list(_ref("agency")),
            "assigned_by": _PROVISION_ID,
        }
    )


def _aid() -> Schema:
    return _object(
        {
            "form": _one_of(AidForm),
            "label": _ref("label"),
            "words": _ref("words"),
            "amount": _or_null({"type": "string", "pattern": r"^-?\d+\.\d{2}$"})
            | {"description": "Yuan, to the fen, rounded half up."},
            "months": _or_null({"type": "integer"}),
            "computed": _list({"enum": ["amount", "months"]})
            | {"description": "What the text fixes; one that is null here waits for the missing facts."},
            "missing": _list(_ref("missing")),
        }
    )


def _followup() -> Schema:
    listed = _object(
        {"id": _TEXT, "label": _ref("label"), "entries": _list(_TEXT, at_least=1)},
        "An agency with the findings it handles, or a register with the facts it could answer.",
    )
    return _object(
        {
            "by": _ref("agency"),
            "label": _ref("label"),
            "words": _ref("words"),
            "list": _or_null(_one_of(ListKind)),
            "listed": _list(listed),
        }
    )


def _deadline() -> Schema:
    return _object(
        {
            "label": _ref("label"),
            "words": _ref("words"),
            "day": _or_null(_DAY),
            "overdue": {"type": ["boolean", "null"]},
            "missing": _list(_ref("missing")),
        }
    )


def _condition() -> Schema:
    truth: Schema = {"enum": ["true", "false", "unknown"]}
    reference = _object({"rule": _TEXT, "subject": _or_null(_TEXT), "truth": truth})
    return _object(
        {
            "condition": {"enum": ["if", "finding", "all", "any", "not", "some", "every", "count"]},
            "label": _ref("label"),
            "expression": _or_null(_TEXT),
            "truth": truth,
            "words": _or_null(_ref("words")),
            "member": _or_null(_TEXT),
            "reads": _list(_ref("read")),
            "findings": _list(reference) | {"description": "For `finding`: those looked at; their proofs are theirs."},
            "parts": _list(_ref("condition")),
        },
        "A condition as it came out, and the conditions it rests on.",
    )


def _read() -> Schema:
    return _object(
        {
            "fact": _TEXT,
            "member": _or_null(_TEXT),
            "label": _ref("label"),
            "value": {"type": ["boolean", "integer", "string", "null"]},
            "shown": _ref("label"),
        },
        "A fact that was read; its value is null when it is unknown, money a text such as 560.00.",
    )


def _missing() -> Schema:
    return _object(
        {
            "fact": _TEXT | {"description": "The fact's name; `members` when it is not known who they are."},
            "member": _or_null(_TEXT),
            "label": _ref("label"),
            "ask": _ref("label"),
            "lookup": _or_null(_TEXT) | {"description": "The register that could answer."},
        }
    )
