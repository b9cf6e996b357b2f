"""Puts contested points, and what was found of them, into their record."""

from __future__ import annotations

from clausewise.audit import contested as audit
from clausewise.case import office
from clausewise.language.model import Pack
from clausewise.recording.beside import record_office
from clausewise.recording.terms import record_point
from clausewise.records.contested import (
    CONTESTED_FORMAT,
    ContestedAnswer,
    Hanging,
    Households,
    Parting,
    Point,
    Said,
    TurnedCase,
    TurnedFinding,
)


def record_contested(found: audit.ContestedPoints) -> ContestedAnswer:
    """The points that were asked for."""
    pack, said = found.pack, found.office
    return ContestedAnswer(
        format=CONTESTED_FORMAT,
        pack=pack.id,
        title=pack.title,
        document=pack.document_digest,
        rules=pack.rules_digest,
        as_of=found.as_of,
        all_points=found.all_points,
        cases=found.cases,
        points=tuple(_point(one, pack) for one in found.points),
        office=None if said is None else record_office(said),
        office_digest=None if said is None else said.digest,
        registry=found.registry,
    )


def _point(one: audit.Contested, pack: Pack) -> Point:
    turned = one.turned
    return Point(
        id=one.point.id,
        says=record_point(one.point),
        sentence=pack.document.words_at(one.point.words.where),
        hanging=tuple(
            Hanging(each.rule.id, each.rule.provision, each.rule.kind, tuple(each.through)) for each in one.hanging
        ),
        cases=tuple(map(_case, one.cases)),
        held=_said(one.says),
        outdated=_said(one.outdated),
        parting=None if one.parting is None else _parting(one.parting),
        no_parting=one.no_parting,
        households=None if turned is None else Households(turned.turned, turned.unsure, turned.households),
    )


def _said(said: office.Said | None) -> Said | None:
    return None if said is None else Said(str(said.value), said.since, said.by, said.until)


def _parting(parting: audit.Parting) -> Parting:
    return Parting(parting.rule, parting.verdicts, parting.text, parting.subject)


def _case(case: audit.TurnedCase) -> TurnedCase:
    findings = tuple(TurnedFinding(one.rule, one.verdicts, one.subject) for one in case.findings)
    return TurnedCase(case.case, case.title, case.is_turned, findings, case.reads)
