"""The JSON Schema (2020-12) of a comparison's `comparison.json`; its version stands in `format`."""

from __future__ import annotations

from clausewise.language.model import MeasureKind
from clausewise.language.rules import About
from clausewise.report.beside import office_schema
from clausewise.report.schema_shapes import DAY, DIGEST, TEXT, Schema, closed, list_of, one_of, or_null, ref
from clausewise.report.screening_schema import MAPPING_DIGEST, NUMBER, TRUTH, inputs_schema, reason_schema, table_schema
from clausewise.screening.comparison import Change, Standing

COMPARISON_FORMAT = "clausewise-comparison/1"


def comparison_schema() -> Schema:
    """The schema of `comparison.json`."""
    whole = closed(
        {
            "format": {"const": COMPARISON_FORMAT},
            "old": ref("version"),
            "new": ref("version"),
            "mapping": MAPPING_DIGEST,
            "office": or_null(ref("office")),
            "inputs": inputs_schema(),
            "tables": list_of(ref("table")),
            "reasons": list_of(ref("reason")),
            "households": NUMBER,
            "members": NUMBER,
            "swings": ref("swings"),
            "aid": ref("moves") | {"description": "By the strongest verdict of the rules that grant an aid."},
            "measures": list_of(ref("measure")),
            "rules": list_of(ref("rule")),
            "groups": list_of(closed({"column": TEXT, "values": list_of(ref("group"))})),
        }
    )
    definitions = {
        "label": closed({"zh": TEXT, "en": TEXT}),
        "version": _version(),
        "office": office_schema(),
        "table": table_schema(),
        "reason": reason_schema(),
        "swings": closed(
            {"gain": NUMBER, "lose": NUMBER, "both": NUMBER},
            "Households that gain some aid and lose none, lose some and gain none, or both: from not applying to "
            "applying or the reverse, by some rule that grants an aid.",
        ),
        "moves": _moves(),
        "measure": _measure(),
        "rule": _rule(),
        "group": _group(),
    }
    return {
        "title": "Clausewise: two versions of rules over one registry",
        "$comment": "JSON Schema 2020-12",
        **whole,
        "$defs": definitions,
    }


def _version() -> Schema:
    return closed({"name": TEXT, "id": TEXT, "title": ref("label"), "document": DIGEST, "rules": DIGEST, "as_of": DAY})


def _moves() -> Schema:
    return list_of(
        closed(
            {
                "before": one_of(Standing),
                "after": one_of(Standing),
                "change": or_null(one_of(Change)),
                "number": {"type": "integer", "minimum": 1},
            }
        )
    ) | {"description": "How many were so and are so; `absent`: the version has no such rule. null: nothing changes."}


def _measure() -> Schema:
    kind = or_null(one_of(MeasureKind)) | {"description": "null: the version's document has no such measure."}
    return closed(
        {"number": NUMBER, "title": or_null(TEXT), "old": kind, "new": kind, "households": or_null(ref("moves"))},
        "One measure, by the strongest verdict of its rules; null where neither version has any.",
    )


def _rule() -> Schema:
    return closed(
        {
            "rule": TEXT,
            "measure": NUMBER,
            "title": ref("label"),
            "old": TRUTH | {"description": "Whether the old version has it."},
            "new": TRUTH | {"description": "Whether the new version has it."},
            "about": one_of(About),
            "aid": TRUTH | {"description": "Whether it grants an aid, in either version."},
            "households": ref("moves"),
            "members": or_null(ref("moves")),
        },
        "One rule; of a rule about members a household has the strongest of their verdicts.",
    )


def _group() -> Schema:
    by_name = {"type": "object", "additionalProperties": ref("moves")}
    return closed(
        {
            "value": or_null(TEXT),
            "households": NUMBER,
            "members": NUMBER,
            "swings": ref("swings"),
            "aid": ref("moves"),
            "measures": by_name | {"description": "Households, by the measure's number."},
            "rules": by_name | {"description": "Households, by rule."},
            "of_members": by_name | {"description": "Members, by rule about members."},
        },
        "Those with one value of the column; null: the registry has none.",
    )
