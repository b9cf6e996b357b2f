"""The JSON Schemas (2020-12) of what `check` and `explain` write as JSON; their versions stand in `format`.

Holds no data and checks nothing itself: any validator of that dialect can.
"""

from __future__ import annotations

from clausewise.engine.findings import MeasureVerdict
from clausewise.engine.reasons import ReasonKind
from clausewise.language.rules import AidForm, Ceiling, ListKind, ModalityKind, RuleKind
from clausewise.language.verdicts import Verdict
from clausewise.report.beside import notice_schema, office_schema
from clausewise.report.schema_shapes import (
    DAY,
    DIGEST,
    PROVISION_ID,
    TEXT,
    Schema,
    closed,
    list_of,
    one_of,
    or_null,
    ref,
)

FORMAT = "clausewise-check/1"
EXPLAIN_FORMAT = "clausewise-explain/1"
_WHOLE: Schema = {"type": "integer"}
_YUAN: Schema = {"type": "string", "pattern": r"^-?\d+\.\d{2}$"}


def result_schema() -> Schema:
    """The schema of what `check` writes as JSON."""
    whole = closed({"format": {"const": FORMAT}, "results": list_of(ref("result"))})
    return _schema("Clausewise: findings of one case or several", whole, {"result": _result(), "measure": _measure()})


def explained_schema() -> Schema:
    """The schema of what `explain` writes as JSON."""
    whole = closed(
        {
            "format": {"const": EXPLAIN_FORMAT},
            "case": ref("case"),
            "as_of": DAY,
            "pack": ref("pack"),
            "office": or_null(ref("office")),
            "notices": list_of(ref("notice")),
            "findings": list_of(closed({"finding": ref("finding"), "turning": list_of(ref("turning"))})),
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
        "reason": _reason(),
        "office": office_schema(),
        "notice": notice_schema(),
        "rests_on": _rests_on(),
        "label": closed({"zh": TEXT, "en": TEXT}),
        "words": closed(
            {"pieces": list_of(TEXT, at_least=1), "where": {"type": "string", "pattern": r"^\d+(\.\d+)?$"}},
            "Words of the document as they stand there, in order; `where` is a provision or a clause's title.",
        ),
        "provision": closed({"id": PROVISION_ID, "text": TEXT}, "One sentence of the document, whole."),
        "agency": closed({"id": TEXT, "label": ref("label")}),
        "modality": closed({"is": one_of(ModalityKind), "words": ref("words")}),
    }
    return {"title": title, "$comment": "JSON Schema 2020-12", **whole, "$defs": more | definitions}


def _case() -> Schema:
    return closed(
        {
            "id": TEXT,
            "title": or_null(ref("label")),
            "note": or_null(ref("label")),
            "digest": DIGEST,
            "everybody": {"type": "boolean"},
            "members": list_of(TEXT),
        },
        "The case, the SHA-256 of its file, the members that it lists, and whether these are all there are.",
    )


def _pack() -> Schema:
    return closed(
        {"id": TEXT, "title": ref("label"), "document": DIGEST, "rules": DIGEST},
        "The pack, with the digests of its document and its rules, so that a finding can be made again.",
    )


def _result() -> Schema:
    only = list_of(TEXT) | {"description": "The patterns that picked measures and findings; empty when all are here."}
    measures = {"measures": list_of(ref("measure"))}
    parts = {"case": ref("case"), "as_of": DAY, "pack": ref("pack"), "office": or_null(ref("office"))}
    parts |= {"notices": list_of(ref("notice")), "only": only}
    return closed({**parts, "granted_twice": list_of(_twice()), "granted_once": list_of(_once())} | measures)


def _twice() -> Schema:
    by = closed({"rule": TEXT, "subject": or_null(TEXT), "amount": or_null(_YUAN)})
    return closed(
        {"form": one_of(AidForm), "label": ref("label"), "by": list_of(by, at_least=2)},
        "An aid with an amount that two rules grant to one household or member: to be looked into by a person.",
    )


def _once() -> Schema:
    by = closed({"rule": TEXT, "subject": or_null(TEXT), "amount": or_null(_YUAN), "months": or_null(_WHOLE)})
    return closed(
        {"label": ref("label"), "by": list_of(by, at_least=2)},
        "An aid that is one for the household, to which several members' findings give rise.",
    )


def _turning() -> Schema:
    value: Schema = {"type": ["boolean", "integer", "string"]}
    change = closed(
        {"fact": TEXT, "member": or_null(TEXT), "before": or_null(value), "after": list_of(value, at_least=1)},
        "A fact that would have to be otherwise: null when it is not known now; any of the values would do.",
    )
    return closed(
        {
            "verdict": {"enum": ["applies", "does_not_apply"]},
            "from_day": or_null(DAY)
            | {"description": "The first later day on which a settled finding comes to it, all else as it is."},
            "complete": {"type": "boolean"},
            "sets": list_of(list_of(change)),
        },
        "The smallest sets of facts that would bring about a verdict; not complete when there may be others.",
    )


def _measure() -> Schema:
    return closed(
        {
            "number": {"type": "integer", "minimum": 1},
            "title": or_null(TEXT),
            "verdict": one_of(MeasureVerdict),
            "findings": list_of(ref("finding")),
            "duties": list_of(ref("duty")),
        },
        "One numbered clause; its verdict is the strongest of all its findings', and of what would be found of others.",
    )


def _finding() -> Schema:
    return closed(
        {
            "rule": TEXT,
            "subject": or_null(TEXT) | {"description": "A member's id; `?` for some member; null: the household."},
            "kind": one_of(RuleKind),
            "title": ref("label"),
            "verdict": one_of(Verdict),
            "modality": ref("modality"),
            "provision": ref("provision"),
            "agency": list_of(ref("agency"), at_least=1),
            "assigned_by": PROVISION_ID,
            "aid": list_of(ref("aid")) | {"description": "Empty when the rule does not apply."},
            "not_granted": list_of(ref("aid"))
            | {"description": "What would be granted, were its amount above zero: no aid."},
            "followup": list_of(ref("followup")) | {"description": "Empty when the rule does not apply."},
            "deadline": or_null(ref("deadline")),
            "because": ref("condition"),
            "missing": list_of(ref("missing")) | {"description": "The facts that could still change the verdict."},
            "reasons": list_of(ref("reason"))
            | {"description": "Why it is undetermined although nothing is missing; empty otherwise."},
            "rests_on": list_of(ref("rests_on"))
            | {
                "description": "The contested points that would give another verdict if the office read them otherwise."
            },
            "waits_for": list_of(TEXT)
            | {"description": "The contested points that wait for the office, and on which the verdict waits."},
            "open": list_of(closed({"words": ref("words"), "label": ref("label")}))
            | {"description": "Words that the document leaves open."},
        }
    )


def _duty() -> Schema:
    return closed(
        {
            "duty": TEXT,
            "provision": ref("provision"),
            "does": ref("label"),
            "words": ref("words"),
            "modality": ref("modality"),
            "actors": list_of(ref("agency")),
            "assigned_by": PROVISION_ID,
        }
    )


def _aid() -> Schema:
    return closed(
        {
            "form": one_of(AidForm),
            "label": ref("label"),
            "words": ref("words"),
            "modality": _own_modality(),
            "per": {"enum": ["household", None]}
            | {"description": "household: granted once, whoever gives rise to it."},
            "amount": or_null(_YUAN) | {"description": "Yuan, to the fen, rounded half up."},
            "months": or_null({"type": "integer"}),
            "at_most": list_of(one_of(Ceiling)) | {"description": "What is a ceiling and not the figure."},
            "computed": list_of({"enum": ["amount", "months"]})
            | {"description": "What the text fixes; one that is null here waits for the missing facts."},
            "missing": list_of(ref("missing")),
        }
    )


def _own_modality() -> Schema:
    return or_null(ref("modality")) | {"description": "Null where it is the rule's."}


def _followup() -> Schema:
    listed = closed(
        {"id": TEXT, "label": ref("label"), "entries": list_of(TEXT, at_least=1)},
        "An agency with the findings it handles, or a register with the facts it could answer.",
    )
    return closed(
        {
            "by": ref("agency"),
            "label": ref("label"),
            "words": ref("words"),
            "modality": _own_modality(),
            "spares": or_null(ref("label")) | {"description": "What the household need not bring because of it."},
            "list": or_null(one_of(ListKind)),
            "listed": list_of(listed),
        }
    )


def _deadline() -> Schema:
    return closed(
        {
            "label": ref("label"),
            "words": ref("words"),
            "modality": _own_modality(),
            "day": or_null(DAY),
            "overdue": {"type": ["boolean", "null"]},
            "missing": list_of(ref("missing")),
        }
    )


def _condition() -> Schema:
    truth: Schema = {"enum": ["true", "false", "unknown"]}
    reference = closed({"rule": TEXT, "subject": or_null(TEXT), "truth": truth})
    return closed(
        {
            "condition": {"enum": ["if", "finding", "all", "any", "not", "some", "every", "count", "contested"]},
            "label": ref("label"),
            "expression": or_null(TEXT),
            "truth": truth,
            "words": or_null(ref("words")),
            "member": or_null(TEXT),
            "reads": list_of(ref("read")),
            "findings": list_of(reference) | {"description": "For `finding`: those looked at, with their own proofs."},
            "implies": or_null(closed({"fact": TEXT, "why": ref("label")}))
            | {"description": "The fact that this condition implies, below a condition that reads the fact."},
            "parts": list_of(ref("condition"))
            | {"description": "Of `contested`: the two readings, then that the office reads it in the first way."},
        },
        "A condition as it came out, and the conditions it rests on.",
    )


def _read() -> Schema:
    end: Schema = {"type": ["integer", "string", "null"]}
    return closed(
        {
            "fact": TEXT,
            "member": or_null(TEXT),
            "label": ref("label"),
            "value": {"type": ["boolean", "integer", "string", "null"]},
            "exact": or_null(TEXT) | {"description": "A fraction such as 1240/3 where `value` is rounded to the fen."},
            "since": or_null(DAY) | {"description": "The first day of a parameter's value; null for facts."},
            "written": or_null(TEXT) | {"description": "A date known to the month or the year: 1950-06, 1950."},
            "bounds": or_null(closed({"low": end, "high": end}, "How far what is not known can go; null: open.")),
            "shown": ref("label"),
        },
        "A fact that was read; its value is null when it is unknown, money a text such as 560.00.",
    )


def _missing() -> Schema:
    return closed(
        {
            "fact": TEXT | {"description": "The fact's name; `members` when it is not known who they are."},
            "member": or_null(TEXT),
            "label": ref("label"),
            "ask": ref("label"),
            "lookup": or_null(TEXT) | {"description": "The register that could answer."},
            "decides": or_null(TEXT) | {"description": "The agency that decides a contested point; else null."},
        }
    )


def _rests_on() -> Schema:
    return closed(
        {
            "point": TEXT,
            "reading": TEXT,
            "since": or_null(DAY),
            "by": or_null(TEXT),
            "otherwise": closed({"reading": TEXT, "verdict": one_of(Verdict)}),
            "label": ref("label"),
        },
        "A contested point as the office reads it, and the verdict by the other reading.",
    )


def _reason() -> Schema:
    return closed(
        {
            "kind": one_of(ReasonKind),
            "rule": TEXT,
            "provision": PROVISION_ID,
            "member": or_null(TEXT),
            "parameter": or_null(TEXT),
            "first": or_null(DAY) | {"description": "The first day on which the parameter has a value."},
            "label": ref("label"),
        },
        "Why nobody can answer, and in which rule: something there has no value on this day or for this household.",
    )
