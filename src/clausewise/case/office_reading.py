"""Reads what an office says: an office file, or the `office:` of a case, held against the office facts of a pack.

Everything wrong is named at once. What holds on a day is for the office to say, see `office`; nothing here looks at a
household.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Mapping
from dataclasses import field
from pathlib import Path
from typing import Any

from clausewise.case.office import Contact, Office, Said
from clausewise.classes import dataclass
from clausewise.errors import Diagnostic, OfficeError, did_you_mean
from clausewise.language.contested import READS
from clausewise.language.facts import Fact, Subject, Value, ValueProblem
from clausewise.language.labels import Label
from clausewise.language.model import Pack
from clausewise.patterns import pattern, with_plain_letters
from clausewise.yaml_source import PathKey, Source, describe, parse_date, parse_yaml, read_bytes, unknown_keys

OFFICE_KEYS = ["office", "pack", "title", "facts", "reads", "contacts"]
OWN_KEYS = ["facts", "reads"]
SAID_KEYS = ["from", "until", "value", "by"]
CONTACT_KEYS = ["place", "phone"]
_OFFICE_ID = pattern(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,99}\Z")
_EXAMPLE = "{from: 2026-03-01, value: …, by: who decided it}"


def read_office(path: Path, pack: Pack) -> Office:
    """The office of one file. Raises: OfficeError with everything that is wrong."""
    raw = read_bytes(path, OfficeError)
    source = parse_yaml(raw, str(path), OfficeError)
    reading = _Reading(source, pack)
    office = reading.office(hashlib.sha256(raw).hexdigest())
    if reading.found:
        raise OfficeError(sorted(reading.found, key=_by_place))
    return office


def read_own_office(source: Source, pack: Pack, found: list[Diagnostic]) -> Office | None:
    """What a case says of its own office; None where it says nothing. What is wrong is appended to `found`."""
    written = source.data.get("office")
    if written is None:
        return None
    reading = _Reading(source, pack, ("office",), found)
    if not isinstance(written, dict):
        mend = "write facts: and reads: with what the office says"
        reading.refuse(f"office is {describe(written)}, not a mapping", (), mend)
        return None
    found += unknown_keys(source, ("office",), written, OWN_KEYS, "the office")
    return Office("", None, reading.said(written))


def _by_place(diagnostic: Diagnostic) -> tuple[int, int]:
    place = diagnostic.place
    return (place.line or 0, place.column or 0) if place else (0, 0)


@dataclass
class _Reading:
    """One office being read, from a whole file or from the part of a case at `path`."""

    source: Source
    pack: Pack
    path: PathKey = ()
    found: list[Diagnostic] = field(default_factory=list)

    def refuse(self, message: str, path: PathKey, mend: str | None = None, *, key: bool = False) -> None:
        self.found.append(Diagnostic(message, self.source.place((*self.path, *path), key=key), mend))

    def office(self, digest: str) -> Office:
        data = self.source.data
        if not isinstance(data, dict):
            mend = "begin with office: and a name; `clausewise new --office` writes such a file"
            message = f"an office file is a mapping, not {describe(data)}"
            raise OfficeError(Diagnostic(message, self.source.place(()), mend))
        self.found += unknown_keys(self.source, (), data, OFFICE_KEYS, "the office file")
        name = data.get("office")
        if not isinstance(name, str) or not _OFFICE_ID.match(with_plain_letters(name)):
            message = "the office has no name" if name is None else f"{describe(name)} cannot be the name of an office"
            self.refuse(message, () if name is None else ("office",), "write office: and a word, such as huaxinjie")
        if data.get("pack") not in (None, self.pack.id):
            self.refuse(f"this office file is not for {self.pack.id}", ("pack",), f"write pack: {self.pack.id}")
        contacts = self._contacts(data)
        return Office(str(name), self._title(data), self.said(data), contacts, self.source.file, digest)

    def _title(self, data: Mapping[str, Any]) -> Label | None:
        written = data.get("title")
        if isinstance(written, str):
            return Label(written, written)
        if isinstance(written, dict) and set(written) == {"zh", "en"}:
            zh, en = written["zh"], written["en"]
            if isinstance(zh, str) and isinstance(en, str):
                return Label(zh, en)
        if written is not None:
            self.refuse("title is not well written", ("title",), "write title: {zh: …, en: …}, or one text")
        return None

    def said(self, data: Mapping[str, Any]) -> dict[str, tuple[Said, ...]]:
        """What is said of each office fact, by full name."""
        found: dict[str, tuple[Said, ...]] = {}
        for key, before in (("facts", f"{Subject.OFFICE}."), ("reads", READS)):
            written = data.get(key)
            if written is None:
                continue
            if not isinstance(written, dict):
                self.refuse(f"{key} is {describe(written)}, not a mapping", (key,), f"write name: [{_EXAMPLE}]")
                continue
            for name, entries in written.items():
                fact = self._fact(key, name, before)
                if fact is not None:
                    found[fact.name] = self._entries(fact, entries, (key, name))
        return found

    def _fact(self, key: str, name: str, before: str) -> Fact | None:
        fact = self.pack.facts.get(f"{before}{name}")
        if fact is not None and (key == "reads") == fact.name.startswith(READS):
            return fact
        names = [one.removeprefix(before) for one in self.pack.facts if one.startswith(before)]
        known = [one for one in names if key == "reads" or not one.startswith("reads.")]
        what = "contested point" if key == "reads" else "office fact"
        listed = f"there are: {', '.join(known)}" if known else f"the pack has no {what}"
        self.refuse(f"there is no {what} {name}", (key, name), did_you_mean(name, known) or listed, key=True)
        return None

    def _entries(self, fact: Fact, written: object, path: PathKey) -> tuple[Said, ...]:
        if not isinstance(written, list):
            self.refuse(f"{path[-1]} is {describe(written)}, not a list", path, f"write [{_EXAMPLE}]")
            return ()
        said: list[Said] = []
        for index, entry in enumerate(written):
            one = self._entry(fact, entry, (*path, index))
            if one is None:
                continue
            if said and (said[-1].until or said[-1].since) >= one.since:
                mend = f"the entry before it begins on {said[-1].since}"
                mend += f" and holds until {said[-1].until}" if said[-1].until else ""
                self.refuse("the days of what an office says must ascend and not overlap", (*path, index), mend)
            said.append(one)
        return tuple(said)

    def _entry(self, fact: Fact, written: object, path: PathKey) -> Said | None:
        if not isinstance(written, dict):
            self.refuse(f"{describe(written)} is not what an office says", path, f"write {_EXAMPLE}")
            return None
        self.found += unknown_keys(self.source, (*self.path, *path), written, SAID_KEYS, "what an office says")
        since, until = self._day(written, "from", path), self._day(written, "until", path)
        if written.get("from") is None:
            self.refuse("it is not said from when this holds", path, "write from: 2026-03-01")
        if since is not None and until is not None and until < since:
            self.refuse("it ends before it begins", (*path, "until"), "write a day after from:, or leave it out")
        by = written.get("by")
        if not isinstance(by, str) or not by.strip():
            mend = "write by: and whose decision it is, or the paper that says so"
            self.refuse("it is not said who decided this", path if by is None else (*path, "by"), mend)
        value = self._value(fact, written, path)
        if since is None or value is None or not isinstance(by, str):
            return None
        return Said(value, since, until, by, self.source.place((*self.path, *path, "value")))

    def _value(self, fact: Fact, written: Mapping[str, Any], path: PathKey) -> Value | None:
        if written.get("value") is None:
            self.refuse("it is not said what holds", path, "write value:")
            return None
        try:
            return fact.read(written["value"])
        except ValueProblem as problem:
            self.refuse(f"{fact.name}: {problem}", (*path, "value"), problem.mend)
            return None

    def _day(self, written: Mapping[str, Any], key: str, path: PathKey) -> datetime.date | None:
        given = written.get(key)
        day = parse_date(given) if isinstance(given, str) else given
        if given is None or isinstance(day, datetime.date):
            return day
        self.refuse(f"{key}: {describe(given)} is not a date", (*path, key), "write a date such as 2026-03-01")
        return None

    def _contacts(self, data: Mapping[str, Any]) -> dict[str, Contact]:
        """Where to find an agency, by its id."""
        written = data.get("contacts")
        found: dict[str, Contact] = {}
        if written is not None and not isinstance(written, dict):
            self.refuse(f"contacts is {describe(written)}, not a mapping", ("contacts",), "write agency: {place: …}")
        for agency, entry in written.items() if isinstance(written, dict) else ():
            path = ("contacts", agency)
            if agency not in self.pack.agencies:
                mend = did_you_mean(agency, self.pack.agencies) or "agencies.yaml lists them"
                self.refuse(f"there is no agency {agency}", path, mend, key=True)
                continue
            said = entry.values() if isinstance(entry, dict) else (0,)
            if not all(one is None or isinstance(one, str) for one in said):
                mend = 'write {place: …, phone: "…"}'
                self.refuse(f"{agency}: {describe(entry)} does not say where it is", path, mend)
                continue
            self.found += unknown_keys(self.source, path, entry, CONTACT_KEYS, f"contacts of {agency}")
            found[agency] = Contact(entry.get("place") or "", entry.get("phone") or "")
        return found
