"""Puts what stands beside an answer, whatever it answers, into records: notices, the office, the versions of packs."""

from __future__ import annotations

from datetime import date

from clausewise.case import notices, office
from clausewise.language.model import Pack
from clausewise.records.beside import Notice, Office
from clausewise.records.version import Version


def record_notice(notice: notices.Notice) -> Notice:
    """One notice."""
    place = None if notice.place is None else str(notice.place)
    return Notice(notice.kind, notice.text, notice.mend, notice.fact, notice.member, place)


def record_office(said: office.Office) -> Office:
    """The office that spoke; its digest stands with what the answer was made of."""
    return Office(said.id or None, said.title)


def record_version(pack: Pack, name: str | None = None, as_of: date | None = None) -> Version:
    """A pack by what it was made of; one of two also by what it was called when it was asked for."""
    return Version(pack.id, pack.title, pack.document_digest, pack.rules_digest, name, as_of)
