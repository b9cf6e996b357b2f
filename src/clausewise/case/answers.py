"""What was answered of each fact, by whom it was asked, when, and on what it rests: the `answers:` of a case.

An answer that is a value stands with the fact itself; what nobody knows, and what is still to be checked, stands here
alone and is not asked again. `set_aside:` holds values that an answer changed since has made idle: they count for
nothing until they are taken back. No verdict rests on either.
"""

from __future__ import annotations

import datetime
from collections.abc import Container, Mapping, Sequence
from enum import StrEnum
from typing import Any

from clausewise.case.topics import read_moment, write_moment
from clausewise.classes import NamedTuple, dataclass
from clausewise.errors import Diagnostic, did_you_mean
from clausewise.language.facts import DateSpan, Subject, Value, ValueProblem
from clausewise.language.labels import Label
from clausewise.language.model import Pack
from clausewise.yaml_source import PathKey, Source, describe, parse_date, unknown_keys

ANSWER_KEYS = ["fact", "of", "answer", "by", "at", "source", "until"]
SET_ASIDE_KEYS = ["fact", "of", "value"]
MEMBERS = "members"
"""What is answered of who else there is, beside the names of facts."""
_ANSWER = "{fact: household.dibao, answer: unknown, by: who asked, at: 2026-11-28}"
_ASIDE = "{fact: household.dibao, value: true}"


class Told(StrEnum):
    """What was answered: a value, that nobody here knows, or that it is to be checked."""

    VALUE = "value"
    UNKNOWN = "unknown"
    TO_CHECK = "to_check"

    @property
    def label(self) -> Label:
        """What is told in a word."""
        return _LABELS[self]


_LABELS = {
    Told.VALUE: Label("已答", "answered"),
    Told.UNKNOWN: Label("不知道", "not known"),
    Told.TO_CHECK: Label("待查", "to be checked"),
}


class GivenAnswer(NamedTuple):
    """What was answered of a fact, of some members or (`of` is empty) of the household.

    `by` is who asked, `at` when, `source` what it rests on; each is empty where that is not said. Of what is to
    be checked `source` is who finds it, an agency by its id or anybody in words; after the day `until` it is asked
    again.
    """

    fact: str
    of: tuple[str, ...]
    told: Told
    by: str = ""
    at: str = ""
    source: str = ""
    until: datetime.date | None = None

    def is_open_on(self, day: datetime.date) -> bool:
        """Whether it leaves the fact open and says not to ask on that day."""
        return self.told is not Told.VALUE and (self.until is None or day <= self.until)


class SetAside(NamedTuple):
    """A value that counts for nothing: of a fact, and of a member, perhaps of one who is not listed any more, or (None)
    of the household. A date may be known to its month or year."""

    fact: str
    of: str | None
    value: Value | DateSpan


def read_answers(
    source: Source,
    pack: Pack,
    members: Sequence[str],
    stated: Container[tuple[str, str | None]],
    found: list[Diagnostic],
) -> tuple[GivenAnswer, ...]:
    """The answers of a case whose members have these ids; what is wrong is appended to `found`.

    `stated` are the facts, each with its member or None, that have a value: nobody can have said that they are unknown.
    """
    reader, told = _Reader(source, pack, members, found), []
    answered: set[tuple[str, str | None]] = set()
    for path, entry in reader.entries("answers", ANSWER_KEYS, _ANSWER):
        one = reader.answer(path, entry)
        if one is None:
            continue
        told.append(one)
        about: list[tuple[str, str | None]] = [(one.fact, member) for member in one.of or (None,)]
        if twice := [each for each in about if each in answered]:
            reader.refuse(f"{_called(*twice[0])} is answered twice", path, "leave one of the two out")
        elif one.told is not Told.VALUE and (known := [each for each in about if each in stated]):
            says = f"{_called(*known[0])} has a value, and is told as {one.told}"
            reader.refuse(says, path, "leave the value out, or write answer: value")
        answered.update(about)
    return tuple(told)


def _called(fact: str, member: str | None) -> str:
    return fact if member is None else f"{fact} of {member}"


def read_set_aside(source: Source, pack: Pack, members: Sequence[str], found: list[Diagnostic]) -> tuple[SetAside, ...]:
    """The values of a case that are set aside; what is wrong is appended to `found`."""
    reader = _Reader(source, pack, members, found)
    return tuple(
        one
        for path, entry in reader.entries("set_aside", SET_ASIDE_KEYS, _ASIDE)
        if (one := reader.aside(path, entry)) is not None
    )


@dataclass
class _Reader:
    source: Source
    pack: Pack
    members: Sequence[str]
    found: list[Diagnostic]

    def refuse(self, message: str, path: PathKey, mend: str | None = None) -> None:
        self.found.append(Diagnostic(message, self.source.place(path), mend))

    def entries(self, key: str, keys: list[str], example: str) -> list[tuple[PathKey, Mapping[str, Any]]]:
        """The entries of a list that are mappings."""
        written = self.source.data.get(key)
        if written is not None and not isinstance(written, list):
            self.refuse(f"{key} is {describe(written)}, not a list", (key,), f"write - {example}")
        entries: list[tuple[PathKey, Mapping[str, Any]]] = []
        for index, entry in enumerate(written if isinstance(written, list) else ()):
            if isinstance(entry, dict):
                self.found += unknown_keys(self.source, (key, index), entry, keys, key)
                entries.append(((key, index), entry))
            else:
                self.refuse(f"{describe(entry)} is not one of {key}", (key, index), f"write - {example}")
        return entries

    def answer(self, path: PathKey, entry: Mapping[str, Any]) -> GivenAnswer | None:
        fact = self._fact(path, entry, others=(MEMBERS,))
        told, kinds = entry.get("answer"), [one.value for one in Told]
        if told not in kinds:
            near = did_you_mean(told, kinds) if isinstance(told, str) else None
            where = (*path, "answer") if "answer" in entry else path
            self.refuse(f"answer: {describe(told)} does not fit", where, near or f"it may be: {', '.join(kinds)}")
            return None
        texts = {key: self._text(path, entry, key) for key in ("by", "source")}
        until = entry.get("until")
        day = parse_date(until) if isinstance(until, str) else until
        if until is not None and not isinstance(day, datetime.date):
            self.refuse(f"until: {describe(until)} is not a date", (*path, "until"), "write a date such as 2026-12-31")
            day = None
        at = read_moment(self.source, path, entry, self.found)
        of = self._of(path, entry, fact)
        return None if fact is None or of is None else GivenAnswer(fact, of, Told(told), at=at, until=day, **texts)

    def aside(self, path: PathKey, entry: Mapping[str, Any]) -> SetAside | None:
        name = self._fact(path, entry)
        of = self._of(path, entry, name, gone=True)
        if name is None or of is None:
            return None
        try:
            fact, written = self.pack.facts[name], entry.get("value")
            value = fact.read_span(written) or fact.read(written)
        except ValueProblem as problem:
            self.refuse(f"{name}: {problem}", (*path, "value"), problem.mend)
            return None
        if value is None:
            self.refuse("it is not said which value is set aside", path, "write value:")
            return None
        return SetAside(name, of[0] if of else None, value)

    def _fact(self, path: PathKey, entry: Mapping[str, Any], others: Sequence[str] = ()) -> str | None:
        name = entry.get("fact")
        of_office = f"{Subject.OFFICE}."
        if isinstance(name, str) and (name in others or (name in self.pack.facts and not name.startswith(of_office))):
            return name
        if name is None:
            self.refuse("it is not said of which fact", path, "write fact: household.x or member.x")
            return None
        known = [*others, *(one for one in self.pack.facts if not one.startswith(of_office))]
        mend = (did_you_mean(name, known) if isinstance(name, str) else None) or "`clausewise facts` lists them"
        self.refuse(f"there is no fact {name}", (*path, "fact"), mend)
        return None

    def _of(
        self, path: PathKey, entry: Mapping[str, Any], fact: str | None, *, gone: bool = False
    ) -> tuple[str, ...] | None:
        """The members it is about, none for a fact of the household; None when that does not fit.

        `gone`: they may be members who are not listed any more.
        """
        written = entry.get("of")
        ids = [str(one) for one in (written if isinstance(written, list) else [] if written is None else [written])]
        if fact is None:
            return None
        if fact.startswith(f"{Subject.MEMBER}.") != bool(ids):
            needs = "write of: and the member's id" if not ids else "leave of: out"
            self.refuse(f"{fact} is {'' if not ids else 'not '}about a member", path, needs)
            return None
        for one in ids:
            if not gone and one not in self.members:
                mend = did_you_mean(one, self.members) or f"its members are: {', '.join(self.members)}"
                self.refuse(f"the case has no member {one}", (*path, "of"), mend)
                return None
        return tuple(ids)

    def _text(self, path: PathKey, entry: Mapping[str, Any], key: str) -> str:
        written = entry.get(key)
        if written is not None and not isinstance(written, str):
            self.refuse(f"{key}: {describe(written)} does not fit", (*path, key), "write words")
            return ""
        return written or ""


def write_answers(answers: Sequence[GivenAnswer]) -> list[dict[str, Any]]:
    """What a case file says of its answers."""
    return [_without_nothing({
        "fact": one.fact, "of": list(one.of), "answer": one.told.value, "by": one.by,
        "at": write_moment(one.at), "source": one.source, "until": one.until,
    }) for one in answers]  # fmt: skip


def write_set_aside(aside: Sequence[SetAside]) -> list[dict[str, Any]]:
    """What a case file says of what is set aside."""
    values = (one.value.written if isinstance(one.value, DateSpan) else one.value for one in aside)
    return [
        {"fact": one.fact} | ({"of": one.of} if one.of else {}) | {"value": value}
        for one, value in zip(aside, values, strict=True)
    ]


def _without_nothing(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in entry.items() if value not in ("", None, [])}
