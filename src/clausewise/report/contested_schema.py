"""The JSON Schema (2020-12) of what `contested` writes as JSON; its version stands in `format`."""

from __future__ import annotations

from clausewise.language.rules import RuleKind
from clausewise.language.verdicts import Verdict
from clausewise.report.schema_shapes import DAY, DIGEST, TEXT, Schema, closed, list_of, one_of, or_null, ref

CONTESTED_FORMAT = "clausewise-contested/1"

_COUNT: Schema = {"type": "integer", "minimum": 0}
_PLACE: Schema = {"type": "string", "pattern": r"^\d+(\.\d+)?$"}


def contested_schema() -> Schema:
    """The schema of what `contested` writes as JSON."""
    whole = closed(
        {
            "format": {"const": CONTESTED_FORMAT},
            "pack": closed({"id": TEXT, "title": ref("label"), "document": DIGEST, "rules": DIGEST}),
            "as_of": DAY | {"description": "The day on which the office was asked and the registry screened."},
            "office": or_null(closed({"id": TEXT, "title": or_null(ref("label")), "digest": DIGEST}))
            | {"description": "null: no office file was given."},
            "registry": or_null(TEXT) | {"description": "null: no registry was looked at."},
            "all_points": _COUNT | {"description": "How many points the pack has."},
            "cases": _COUNT | {"description": "How many cases of the pack were looked at."},
            "points": list_of(ref("point")),
        }
    )
    definitions = {
        "point": _point(),
        "reading": _reading(),
        "said": _said(),
        "hanging": _hanging(),
        "parting": _parting(),
        "case": _case(),
        "verdicts": _verdicts(),
        "label": closed({"zh": TEXT, "en": TEXT}),
    }
    title = "Clausewise: the contested points of a pack"
    return {"title": title, "$comment": "JSON Schema 2020-12", **whole, "$defs": definitions}


def _point() -> Schema:
    return closed(
        {
            "id": TEXT,
            "provision": _PLACE | {"description": "A provision, or the number of a clause for its title."},
            "sentence": TEXT,
            "words": list_of(TEXT, at_least=1),
            "question": ref("label"),
            "readings": {"type": "array", "items": ref("reading"), "minItems": 2, "maxItems": 2},
            "decides": TEXT | {"description": "The agency that decides, by its id."},
            "says": or_null(ref("said")) | {"description": "What the office says on the day; null: nothing."},
            "outdated": or_null(ref("said")) | {"description": "What it said last, where that no longer holds."},
            "hanging": list_of(ref("hanging")),
            "parting": or_null(ref("parting")),
            "no_parting": or_null(ref("label")) | {"description": "Why no household is shown; null: one is."},
            "cases": list_of(ref("case")) | {"description": "The cases of which the two readings make two verdicts."},
            "households": or_null(closed({"turned": _COUNT, "unsure": _COUNT, "households": _COUNT})),
        },
        "Words that can be read in two ways.",
    )


def _reading() -> Schema:
    return closed({"name": TEXT, "says": ref("label"), "law": list_of(TEXT)}, "One of the two ways.")


def _said() -> Schema:
    return closed(
        {"reading": TEXT, "since": DAY, "until": or_null(DAY), "by": TEXT}, "How the office reads it, and who said so."
    )


def _hanging() -> Schema:
    through = list_of(TEXT) | {"description": "The rules through whose findings alone it can matter; none: by itself."}
    return closed(
        {"rule": TEXT, "provision": TEXT, "kind": one_of(RuleKind), "through": through},
        "A rule to whose verdict the point can matter.",
    )


def _parting() -> Schema:
    return closed(
        {"rule": TEXT, "subject": or_null(TEXT), "verdicts": ref("verdicts"), "household": TEXT},
        "The smallest household found for which the readings part, as the text of a case file.",
    )


def _case() -> Schema:
    finding = closed({"rule": TEXT, "subject": or_null(TEXT), "verdicts": ref("verdicts")})
    return closed(
        {
            "case": TEXT,
            "title": ref("label"),
            "reads": or_null(TEXT) | {"description": "How its own office reads the point; null: it says nothing."},
            "turned": {"type": "boolean", "description": "Whether a finding applies by one reading alone, surely."},
            "findings": list_of(finding, at_least=1),
        }
    )


def _verdicts() -> Schema:
    whole = {"type": "array", "items": one_of(Verdict), "minItems": 2, "maxItems": 2}
    return {**whole, "description": "By the first reading, and by the second."}
