"""Contested points as JSON, whole and in no language: labels in both, verdicts and rules by their names.

The same pack, cases and office give the same bytes every time. The schema is in `contested_schema`.
"""

from __future__ import annotations

import json
from typing import Any

from clausewise.audit.contested import Contested, ContestedPoints, Parting, TurnedCase, Verdicts
from clausewise.case.office import Said
from clausewise.language.labels import Label
from clausewise.language.model import Pack
from clausewise.report.contested_schema import CONTESTED_FORMAT

Data = dict[str, Any]


def render_contested_json(found: ContestedPoints) -> str:
    """One object with every point that was asked for, ending with a newline."""
    return json.dumps(contested_as_data(found), ensure_ascii=False, indent=1) + "\n"


def contested_as_data(found: ContestedPoints) -> Data:
    """The answer as the object that is written."""
    pack, office = found.pack, found.office
    title = None if office is None or office.title is None else _label(office.title)
    return {
        "format": CONTESTED_FORMAT,
        "pack": {
            "id": pack.id,
            "title": _label(pack.title),
            "document": pack.document_digest,
            "rules": pack.rules_digest,
        },
        "as_of": found.as_of.isoformat(),
        "office": None if office is None else {"id": office.id, "title": title, "digest": office.digest},
        "registry": found.registry,
        "all_points": found.all_points,
        "cases": found.cases,
        "points": [_point(one, pack) for one in found.points],
    }


def _point(one: Contested, pack: Pack) -> Data:
    point, turned = one.point, one.turned
    return {
        "id": point.id,
        "provision": point.words.where,
        "sentence": _sentence(pack, point.words.where),
        "words": list(point.words.pieces),
        "question": _label(point.label),
        "readings": [
            {"name": reading.name, "says": _label(reading.label), "law": list(reading.law)}
            for reading in point.readings
        ],
        "decides": point.decides,
        "says": _said(one.says),
        "outdated": _said(one.outdated),
        "hanging": [
            {
                "rule": hanging.rule.id,
                "provision": hanging.rule.provision,
                "kind": hanging.rule.kind.value,
                "through": list(hanging.through),
            }
            for hanging in one.hanging
        ],
        "parting": None if one.parting is None else _parting(one.parting),
        "no_parting": None if one.no_parting is None else _label(one.no_parting),
        "cases": [_case(case) for case in one.cases],
        "households": None
        if turned is None
        else {"turned": turned.turned, "unsure": turned.unsure, "households": turned.households},
    }


def _sentence(pack: Pack, where: str) -> str:
    if "." in where:
        return pack.document.provision(where).text
    clause = pack.document.clause(int(where))
    return (clause.title if clause else None) or ""


def _said(said: Said | None) -> Data | None:
    if said is None:
        return None
    until = None if said.until is None else said.until.isoformat()
    return {"reading": str(said.value), "since": said.since.isoformat(), "until": until, "by": said.by}


def _parting(parting: Parting) -> Data:
    return {
        "rule": parting.rule,
        "subject": parting.subject,
        "verdicts": _verdicts(parting.verdicts),
        "household": parting.text,
    }


def _case(case: TurnedCase) -> Data:
    return {
        "case": case.case,
        "title": _label(case.title),
        "reads": case.reads,
        "turned": case.is_turned,
        "findings": [
            {"rule": one.rule, "subject": one.subject, "verdicts": _verdicts(one.verdicts)} for one in case.findings
        ],
    }


def _verdicts(verdicts: Verdicts) -> list[str]:
    return [verdict.value for verdict in verdicts]


def _label(label: Label) -> Data:
    return {"zh": label.zh, "en": label.en}
