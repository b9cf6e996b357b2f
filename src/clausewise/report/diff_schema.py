"""The JSON Schema (2020-12) of what `diff` writes as JSON; its version stands in `format`."""

from __future__ import annotations

from clausewise.audit.changes import ChangeKind, EntryKind, Field, Part, Settled
from clausewise.audit.versions import Aspect, Meaning
from clausewise.language.verdicts import Verdict
from clausewise.report.schema_shapes import DIGEST, PROVISION_ID, TEXT, Schema, closed, list_of, one_of, or_null, ref

DIFF_FORMAT = "clausewise-diff/1"

_TRUTH: Schema = {"type": "boolean"}


def diff_schema() -> Schema:
    """The schema of what `diff` writes as JSON."""
    pack = closed({"name": TEXT, "id": TEXT, "document": DIGEST, "rules": DIGEST})
    cases = closed({"checked": {"type": "integer", "minimum": 0}, "changes": list_of(ref("case"))})
    whole = closed(
        {
            "format": {"const": DIFF_FORMAT},
            "old": pack,
            "new": pack,
            "differs": _TRUTH,
            "entries": list_of(ref("entry")),
            "meanings": list_of(ref("meaning")),
            "cases": or_null(cases) | {"description": "null: no cases were asked for."},
        }
    )
    definitions = {
        "entry": _entry(),
        "field": _field(),
        "meaning": _meaning(),
        "shift": _shift(),
        "case": _case(),
        "judgement": _judgement(),
        "label": closed({"zh": TEXT, "en": TEXT}),
    }
    return {
        "title": "Clausewise: what differs between two versions of a pack",
        "$comment": "JSON Schema 2020-12",
        **whole,
        "$defs": definitions,
    }


def _entry() -> Schema:
    return closed(
        {
            "kind": one_of(EntryKind),
            "id": TEXT,
            "change": one_of(ChangeKind),
            "provision": or_null(PROVISION_ID),
            "label": or_null(ref("label")),
            "wording_only": _TRUTH,
            "likely_renamed": or_null(TEXT) | {"description": "What it seems to have been called or to be called."},
            "text": or_null(TEXT),
            "fields": list_of(ref("field")),
        },
        "Something that came, went or is otherwise.",
    )


def _field() -> Schema:
    side = or_null(ref("label"))
    return closed({"field": one_of(Field), "of": or_null(ref("label")), "before": side, "after": side})


def _meaning() -> Schema:
    return closed(
        {
            "rule": TEXT,
            "provision": PROVISION_ID,
            "title": ref("label"),
            "meaning": one_of(Meaning),
            "settled": one_of(Settled),
            "through": list_of(TEXT) | {"description": "What the rule reads that is otherwise now."},
            "scope": or_null(ref("label"))
            | {"description": "Among whom no other was found, where it is not proved of all."},
            "why": or_null(ref("label")),
            "aspects": list_of(one_of(Aspect))
            | {"description": "What else the rule says otherwise where both versions apply."},
            "granted": or_null(ref("shift")),
            "lower": or_null(ref("shift")),
            "higher": or_null(ref("shift")),
        },
        "What became of the meaning of a rule that both versions have.",
    )


def _shift() -> Schema:
    return closed(
        {
            "subject": or_null(TEXT),
            "before": one_of(Verdict),
            "after": one_of(Verdict),
            "complete": _TRUTH
            | {"description": "Whether the verdicts differ whatever else becomes known of the household."},
            "household": TEXT,
        },
        "The smallest household whose verdict is another now, as a case file.",
    )


def _case() -> Schema:
    finding = {"finding": TEXT, "before": or_null(ref("judgement")), "after": or_null(ref("judgement"))}
    return closed(
        {
            "file": TEXT,
            "refused": closed({"old": list_of(TEXT), "new": list_of(TEXT)}),
            "findings": list_of(closed(finding)),
        }
    )


def _judgement() -> Schema:
    parts = {"propertyNames": one_of(Part), "additionalProperties": list_of(ref("label"))}
    return closed(
        {
            "verdict": one_of(Verdict),
            "missing": list_of(closed({"fact": TEXT, "member": or_null(TEXT)})),
            "parts": {"type": "object", **parts, "description": "What the finding brings about."},
        }
    )
