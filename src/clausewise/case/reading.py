"""Reads a household file and checks it against a pack's facts, rules and members; names everything wrong at once.

What a value may be is for the fact to say; this module finds the place and passes the message on.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import field
from pathlib import Path
from typing import Any

from clausewise.case.answers import MEMBERS, read_answers, read_set_aside
from clausewise.case.expecting import read_expectations
from clausewise.case.model import Case, Expectations, Member
from clausewise.case.office import Office
from clausewise.case.office_reading import read_own_office
from clausewise.case.topics import read_asked_topics
from clausewise.classes import dataclass
from clausewise.clock import today
from clausewise.errors import CaseError, Diagnostic, Place, did_you_mean
from clausewise.language.facts import TRUTH_WORDS, DateSpan, Subject, Value, ValueProblem
from clausewise.language.labels import Label
from clausewise.language.model import Pack
from clausewise.patterns import pattern, with_plain_letters
from clausewise.yaml_source import (
    MOST_NEAR,
    PathKey,
    Source,
    describe,
    parse_date,
    parse_yaml,
    read_bytes,
    unknown_keys,
)

CASE_KEYS = [
    "case",
    "pack",
    "title",
    "note",
    "as_of",
    "household",
    "application",
    "office",
    "everybody",
    "members",
    "topics",
    "answers",
    "set_aside",
    "expect",
]
# A space stands between the parts of a name in Latin letters, and nowhere else.
_MEMBER_ID = pattern(r"(?=.{1,60}\Z)(?:[0-9_-]|[A-Za-z](?: (?=[A-Za-z]))?)+\Z")
_CASE_ID = pattern(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,99}\Z")
MAX_MEMBERS = 200


def read_case(path: Path, pack: Pack, *, as_of: datetime.date | None = None, office: Office | None = None) -> Case:
    """The case of one file. `as_of` overrules the day the file names, `office` what it says of its own office.

    Raises: CaseError.
    """
    return read_case_bytes(read_bytes(path, CaseError), str(path), pack, as_of=as_of, office=office)


def read_case_bytes(
    raw: bytes, file: str, pack: Pack, *, as_of: datetime.date | None = None, office: Office | None = None
) -> Case:
    """The case of some YAML or JSON; `file` is the name used in messages. Raises: CaseError."""
    source = parse_yaml(raw, file, CaseError)
    return parse_case(source, pack, as_of=as_of, office=office, digest=hashlib.sha256(raw).hexdigest())


def parse_case(
    source: Source,
    pack: Pack,
    *,
    as_of: datetime.date | None = None,
    office: Office | None = None,
    digest: str = "",
) -> Case:
    """The case of YAML that was read already. Raises: CaseError with everything that is wrong."""
    reading = _Reading(source, pack)
    case = reading.read(as_of, office, digest)
    if reading.found:
        raise CaseError(sorted(reading.found, key=_by_place))
    return case


def is_member_id(word: str) -> bool:
    """Whether a member can be called so."""
    return _MEMBER_ID.match(with_plain_letters(word)) is not None


def _by_place(diagnostic: Diagnostic) -> tuple[int, int]:
    place = diagnostic.place
    return (place.line or 0, place.column or 0) if place else (0, 0)


@dataclass
class _Reading:
    """One file being read: what was found wrong so far, and where each fact stands."""

    source: Source
    pack: Pack
    found: list[Diagnostic] = field(default_factory=list)
    places: dict[tuple[str | None, str], Place] = field(default_factory=dict)
    spans: dict[str | None, dict[str, DateSpan]] = field(default_factory=dict)

    def refuse(self, message: str, path: PathKey, mend: str | None = None, *, key: bool = False) -> None:
        self.found.append(Diagnostic(message, self.source.place(path, key=key), mend))

    def read(self, as_of: datetime.date | None, office: Office | None, digest: str) -> Case:
        data = self.source.data
        if not isinstance(data, dict):
            mend = "begin with case: and a name; `clausewise new` writes such a file"
            raise CaseError(Diagnostic(f"a case is a mapping, not {describe(data)}", self.source.place(()), mend))
        self.found += unknown_keys(self.source, (), data, CASE_KEYS, "the case")
        case_id = self._case_id(data)
        self._check_pack(data)
        members = self._members(data)
        everybody = self._everybody(data, members)
        values: dict[str, Value] = self._facts(data, Subject.HOUSEHOLD) | self._facts(data, Subject.APPLICATION)
        own = read_own_office(self.source, self.pack, self.found)
        office, day = office or own, as_of or self._as_of(data)
        if office is not None:
            values |= office.values_on(day)
        ids = [one.id for one in members or ()]
        stated = self._stated(values, members or (), everybody)
        case = Case(
            id=case_id, as_of=day, values=values, members=members or (), everybody=everybody, office=office,
            title=self._label(data, "title"), note=self._label(data, "note"), file=self.source.file,
            digest=digest, places=self.places, data=data, spans=self.spans.get(None, {}),
            topics=read_asked_topics(self.source, self.pack, self.found),
            answers=read_answers(self.source, self.pack, ids, stated, self.found),
            set_aside=read_set_aside(self.source, self.pack, ids, self.found),
        )  # fmt: skip
        expect = Expectations()
        if data.get("expect") is not None:
            expect = read_expectations(self.source, self.pack, case, self.found)
        return Case(**{name: getattr(case, name) for name in Case.__slots__} | {"expect": expect})

    def _stated(
        self, values: Mapping[str, Value], members: Iterable[Member], everybody: bool
    ) -> set[tuple[str, str | None]]:
        """What has a value: facts of the household and of members, and who else there is."""
        stated: set[tuple[str, str | None]] = {(name, None) for name in (*values, *self.spans.get(None, ()))}
        stated |= {(name, one.id) for one in members for name in (*one.values, *one.spans)}
        return stated | ({(MEMBERS, None)} if everybody else set())

    def _case_id(self, data: Mapping[str, Any]) -> str:
        case_id = data.get("case")
        if case_id is None:
            self.refuse("the case has no name", (), "write case: and the file's name without .yaml")
        elif (
            isinstance(case_id, bool)
            or not isinstance(case_id, str | int | datetime.date)
            or not _CASE_ID.match(with_plain_letters(str(case_id)))
        ):
            mend = "write letters, digits, - and _, 100 at most"
            self.refuse(f"{describe(case_id)} cannot be the id of a case", ("case",), mend)
        return str(case_id)

    def _check_pack(self, data: Mapping[str, Any]) -> None:
        pack = data.get("pack")
        if pack is not None and pack != self.pack.id:
            if isinstance(pack, str):
                mend = f"check it with --pack {pack}, or write pack: {self.pack.id}"
                self.refuse(f"this case is for the pack {pack}, not for {self.pack.id}", ("pack",), mend)
            else:
                self.refuse(f"{describe(pack)} cannot be a pack", ("pack",), f"write pack: {self.pack.id}")

    def _label(self, data: Mapping[str, Any], key: str) -> Label | None:
        written = data.get(key)
        if written is None:
            return None
        if isinstance(written, str):
            return Label(written, written)
        if isinstance(written, dict) and set(written) == {"zh", "en"}:
            zh, en = written["zh"], written["en"]
            if isinstance(zh, str) and isinstance(en, str):
                return Label(zh, en)
        self.refuse(f"{key} is not well written", (key,), f"write {key}: {{zh: …, en: …}}, or one text")
        return None

    def _as_of(self, data: Mapping[str, Any]) -> datetime.date:
        written = data.get("as_of")
        if written is None:
            return today()
        day = parse_date(written) if isinstance(written, str) else written
        if isinstance(day, datetime.date):
            return day
        self.refuse(f"as_of: {describe(written)} is not a date", ("as_of",), "write a date such as 2020-12-07")
        return today()

    def _facts(self, data: Mapping[str, Any], subject: Subject) -> dict[str, Value]:
        written = data.get(subject.value)
        if written is None:
            return {}
        if not isinstance(written, dict):
            self.refuse(f"{subject} is {describe(written)}, not a mapping", (subject.value,), "write fact: value pairs")
            return {}
        return self._values(written, subject, (subject.value,), None)

    def _values(
        self, written: Mapping[str, Any], subject: Subject, path: PathKey, member: str | None
    ) -> dict[str, Value]:
        values: dict[str, Value] = {}
        for short, raw in written.items():
            name, here = f"{subject}.{short}", (*path, short)
            fact = self.pack.facts.get(name)
            if fact is None:
                self.refuse(f"there is no fact {name}", here, self._near_fact(subject, short), key=True)
                continue
            self.places[member, name] = self.source.place(here)
            try:
                span = fact.read_span(raw)
                value = fact.read(raw) if span is None else None
            except ValueProblem as problem:
                self.refuse(f"{name} ({fact.label.zh}): {problem}", here, problem.mend)
                continue
            if value is not None:
                values[name] = value
            if span is not None:
                self.spans.setdefault(member, {})[name] = span
        return values

    def _near_fact(self, subject: Subject, short: str) -> str:
        anywhere = "`clausewise facts` lists them"
        if len(self.found) >= MOST_NEAR:
            return anywhere
        elsewhere = [
            name for name, fact in self.pack.facts.items() if fact.short_name == short and fact.subject is not subject
        ]
        if elsewhere:
            owner = elsewhere[0].partition(".")[0]
            return f"{elsewhere[0]} is one: write it under {'a member' if owner == 'member' else owner}"
        mine = [fact.short_name for fact in self.pack.facts.values() if fact.subject is subject]
        return did_you_mean(short, mine) or anywhere

    def _members(self, data: Mapping[str, Any]) -> tuple[Member, ...] | None:
        written = data.get("members")
        if written is None:
            return None
        if not isinstance(written, list):
            self.refuse(
                f"members is {describe(written)}, not a list", ("members",), "write - {id: mother, …} for each member"
            )
            return None
        if len(written) > MAX_MEMBERS:
            self.refuse(f"the household has {len(written)} members", ("members",), f"at most {MAX_MEMBERS} are read")
            return None
        members: dict[str, Member] = {}
        for index, one in enumerate(written):
            member = self._member(one, ("members", index), members)
            if member is not None:
                members[member.id] = member
        return tuple(members.values())

    def _everybody(self, data: Mapping[str, Any], members: tuple[Member, ...] | None) -> bool:
        """Whether the members listed are all there are; an empty list says so by itself."""
        written = data.get("everybody")
        if written is None:
            return members == ()
        written = TRUTH_WORDS.get(written, written) if isinstance(written, str) else written
        if not isinstance(written, bool):
            mend = "write true when the members listed are all there are, false when there may be others"
            self.refuse(f"everybody is {describe(written)}, not true or false", ("everybody",), mend)
        elif written and data.get("members") is None:
            mend = "list the members, or write members: [] when there are none"
            self.refuse("everybody is true, and the case lists no members", ("everybody",), mend)
        return written is True

    def _member(self, written: object, path: PathKey, known: Mapping[str, Member]) -> Member | None:
        if not isinstance(written, dict):
            self.refuse(f"a member is {describe(written)}, not a mapping", path, "write id: … and what is known")
            return None
        raw_id = written.get("id")
        if raw_id is None:
            self.refuse("this member has no id", path, "write id: and a word of your own, such as mother")
            return None
        member_id = str(raw_id)
        if not isinstance(raw_id, str | int) or isinstance(raw_id, bool) or not is_member_id(member_id):
            self.refuse(
                f"{describe(raw_id)} cannot be the id of a member", (*path, "id"), "write letters, digits, - and _"
            )
            return None
        if member_id in known:
            self.refuse(f"the member {member_id} is listed twice", (*path, "id"), "give each member an id of its own")
            return None
        facts = {key: value for key, value in written.items() if key != "id"}
        values = self._values(facts, Subject.MEMBER, path, member_id)
        return Member(member_id, values, self.spans.get(member_id, {}))
