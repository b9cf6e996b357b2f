"""The JSON Schema (2020-12) of a screening's `summary.json`; its version stands in `format`."""

from __future__ import annotations

from clausewise.language.model import MeasureKind
from clausewise.language.rules import About, ModalityKind
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
from clausewise.screening.outreach import ListKind, Receipt
from clausewise.screening.summary import NOTICED_KINDS

SCREENING_FORMAT = "clausewise-screening/1"

NUMBER: Schema = {"type": "integer", "minimum": 0}
TRUTH: Schema = {"type": "boolean"}
MAPPING_DIGEST: Schema = DIGEST | {"description": "SHA-256 of the mapping; empty where there is none."}


def screening_schema() -> Schema:
    """The schema of `summary.json`."""
    whole = closed(
        {
            "format": {"const": SCREENING_FORMAT},
            "pack": closed({"id": TEXT, "title": ref("label"), "document": DIGEST, "rules": DIGEST}),
            "as_of": DAY,
            "mapping": MAPPING_DIGEST,
            "office": or_null(ref("office")),
            "notices": list_of(ref("notice")) | {"description": "Those that the day brings, alike for all households."},
            "inputs": inputs_schema(),
            "tables": list_of(ref("table")),
            "reasons": list_of(ref("reason")),
            "households": NUMBER,
            "members": NUMBER,
            "members_not_known": NUMBER | {"description": "Households of which it is not known who belongs to them."},
            "noticed": list_of(ref("noticed")),
            "aid": ref("count")
            | {"description": "Households by the strongest verdict of the rules that grant an aid."},
            "measures": list_of(ref("measure")),
            "rules": list_of(ref("rule")),
            "groups": list_of(closed({"column": TEXT, "values": list_of(ref("group"))})),
            "unknown": list_of(ref("unknown")),
            "settling": _settling(),
            "questions": list_of(ref("question"))
            | {"description": "Facts that could settle something, those that settle most households first."},
            "outreach": or_null(ref("outreach")) | {"description": "null: no column says who receives an aid."},
        }
    )
    definitions = {
        "label": closed({"zh": TEXT, "en": TEXT}),
        "count": count_schema(),
        "office": office_schema(),
        "notice": notice_schema(),
        "noticed": _noticed(),
        "table": table_schema(),
        "reason": reason_schema(),
        "measure": _measure(),
        "rule": _rule(),
        "group": _group(),
        "unknown": _unknown(),
        "question": _question(),
        "outreach": _outreach(),
    }
    return {
        "title": "Clausewise: the figures of a screening",
        "$comment": "JSON Schema 2020-12",
        **whole,
        "$defs": definitions,
    }


def _noticed() -> Schema:
    counted = {"households": NUMBER, "notices": NUMBER}
    fact = closed({"fact": TEXT, "label": ref("label"), **counted})
    return closed(
        {"kind": {"enum": [kind.value for kind in NOTICED_KINDS]}, **counted, "facts": list_of(fact)},
        "Notices of one kind on facts of the households screened: in how many households, and how many.",
    )


def count_schema() -> Schema:
    """How many have each verdict."""
    return closed({verdict.value: NUMBER for verdict in Verdict}, "How many have each verdict.")


def inputs_schema() -> Schema:
    """The files and tables that were read, and the SHA-256 of what each held."""
    return list_of(closed({"name": TEXT, "digest": DIGEST}))


def table_schema() -> Schema:
    """What became of the rows of a table."""
    return closed({"table": TEXT, "read": NUMBER, "screened": NUMBER, "quarantined": NUMBER})


def reason_schema() -> Schema:
    """One kind of thing that was wrong with rows of a table."""
    return closed(
        {"table": TEXT, "column": or_null(TEXT), "kind": TEXT, "label": ref("label"), "rows": NUMBER},
        "Why rows were quarantined; a row may have several reasons.",
    )


def _measure() -> Schema:
    return closed(
        {
            "number": NUMBER,
            "title": or_null(TEXT),
            "english": or_null(TEXT) | {"description": "Our rendering of the title; only the Chinese counts."},
            "kind": one_of(MeasureKind),
            "households": or_null(ref("count")),
        },
        "One measure, by the strongest verdict of its rules; null where it has none.",
    )


def _rule() -> Schema:
    return closed(
        {
            "rule": TEXT,
            "measure": NUMBER,
            "provision": PROVISION_ID,
            "title": ref("label"),
            "about": one_of(About),
            "modality": one_of(ModalityKind),
            "households": ref("count"),
            "members": or_null(ref("count")),
        },
        "One rule; of a rule about members a household has the strongest of their verdicts.",
    )


def _group() -> Schema:
    by_name = {"type": "object", "additionalProperties": ref("count")}
    return closed(
        {
            "value": or_null(TEXT),
            "households": NUMBER,
            "members": NUMBER,
            "aid": ref("count"),
            "measures": by_name | {"description": "Households, by the measure's number."},
            "rules": by_name | {"description": "Households, by rule."},
            "of_members": by_name | {"description": "Members, by rule about members."},
        },
        "Those with one value of the column; null: the registry has none.",
    )


def _unknown() -> Schema:
    return closed(
        {
            "fact": TEXT,
            "label": ref("label"),
            "given": TRUTH | {"description": "Whether the registry has the fact at all."},
            "households": NUMBER,
            "members": or_null(NUMBER),
        },
        "For how many a fact is unknown; households of whom the members are not known count for facts about members.",
    )


def _settling() -> Schema:
    return closed(
        {"counted_in": NUMBER, "estimated": TRUTH},
        "In how many households it was counted what answers would settle: in all, or in some chosen evenly. What it is "
        "for all of them is an estimate then, to three figures.",
    )


def _question() -> Schema:
    counted = NUMBER | {"description": "In how many of those that it was counted in."}
    unsaid = or_null(NUMBER) | {"description": "null: only the rules were counted one by one."}
    return closed(
        {
            "fact": TEXT,
            "households": unsaid,
            "counted": or_null(counted),
            "rules": list_of(closed({"rule": TEXT, "households": NUMBER, "counted": counted})),
        },
        "In how many households an answer could settle a rule that is undetermined.",
    )


def _outreach() -> Schema:
    crossed = closed({"receipt": one_of(Receipt), "verdict": one_of(Verdict), "number": NUMBER})
    listed = closed({"list": one_of(ListKind), "rule": or_null(TEXT), "verdict": one_of(Verdict), "rows": NUMBER})
    column = closed({"column": TEXT, "about": one_of(About), "crossed": list_of(crossed), "lists": list_of(listed)})
    return closed(
        {"review": ref("label") | {"description": "What holds of the list to be reviewed."}, "columns": list_of(column)}
    )
