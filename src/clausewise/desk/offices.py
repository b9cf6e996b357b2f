"""What the office says, as the engine takes it: statements and windows of the database as one office."""

from __future__ import annotations

import datetime
import hashlib
import json
from typing import Any

from clausewise.case.given import read_given_value
from clausewise.case.office import Contact, Office, Said
from clausewise.desk.models import OfficeSettings, Statement, Window
from clausewise.desk.packs import current_pack, takes
from clausewise.language.facts import DateSpan
from clausewise.language.labels import Label
from clausewise.language.model import Pack


def office_settings() -> OfficeSettings:
    """The office's settings; empty ones before it was set up."""
    return OfficeSettings.objects.first() or OfficeSettings()


def office_as_data() -> dict[str, Any]:
    """What the office says, as JSON holds it: kept with every decision."""
    own = office_settings()
    return {
        "title": [own.title_zh, own.title_en or own.title_zh],
        "said": [entry_of(one) for one in Statement.objects.filter(taken_back_at=None)],
        "contacts": {one.agency: [one.place, one.phone] for one in Window.objects.order_by("agency")},
    }


def entry_of(statement: Statement) -> list[Any]:
    """One statement as it stands there."""
    until = statement.until.isoformat() if statement.until else None
    return [statement.fact, statement.value, statement.since.isoformat(), until, statement.by]


def office_now() -> Office:
    """What the office says today."""
    return read_office_data(office_as_data(), current_pack().model)


def read_office_data(data: dict[str, Any], pack: Pack) -> Office:
    """The office of what was kept. Of two statements from one day the later counts; an earlier one ends before it."""
    said: dict[str, list[Said]] = {}
    for fact, value, since, until, by in data["said"]:
        known = pack.facts.get(fact)
        if known is None or not takes(known, value):
            continue
        read = read_given_value(value, known, fact)
        assert not isinstance(read, DateSpan), "no office fact is known to a month"
        begun = datetime.date.fromisoformat(since)
        entries = said.setdefault(fact, [])
        while entries and entries[-1].since >= begun:
            entries.pop()
        if entries and (entries[-1].until is None or entries[-1].until >= begun):
            last = entries[-1]
            entries[-1] = Said(last.value, last.since, begun - datetime.timedelta(days=1), last.by)
        entries.append(Said(read, begun, datetime.date.fromisoformat(until) if until else None, by))
    title = Label(*data["title"])
    contacts = {agency: Contact(*where) for agency, where in data["contacts"].items() if agency in pack.agencies}
    digest = hashlib.sha256(json.dumps(data, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
    return Office("", title, {fact: tuple(entries) for fact, entries in said.items()}, contacts, "", digest)
