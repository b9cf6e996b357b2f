"""What is known of a household on the day of the check, read from JSON. Nothing here derives or evaluates anything."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from clausewise.plain.ends import between, days_of
from clausewise.plain.pack import Fact
from clausewise.plain.refusing import Refused
from clausewise.plain.values import meant

Open = tuple[str, str | None]
"""A fact and the member it is about (None for household, application and office)."""
GHOST = "?"
"""The member of whom nothing is known, looked at after those listed when it is not said that they are all."""
_SPAN = re.compile(r"[0-9]{4}(-[0-9]{2})?\Z", re.ASCII)
_KEYS = frozenset({"as_of", "household", "application", "everybody", "members", "office"})
_SAID = frozenset({"from", "until", "value"})


@dataclass(frozen=True)
class Household:
    """A case: facts by full name, those members who are listed with theirs, and whether these are said to be all."""

    as_of: datetime.date
    facts: dict[str, Any]
    members: dict[str, dict[str, Any]]
    everybody: bool
    spans: dict[Open, tuple[datetime.date, datetime.date]] = field(default_factory=dict)
    """Dates of which the month or the year is known: its first day and its last."""


def read_household(facts: Mapping[str, Fact], data: Mapping[str, Any]) -> Household:
    """The household of a mapping as `clausewise.plain` describes it. Raises: Refused."""
    try:
        return _HouseholdReader(facts, data).read()
    except KeyError as problem:
        raise Refused(f"these are no facts of a household: {problem} is missing") from None
    except (AttributeError, TypeError, ValueError) as problem:
        raise Refused(f"these are no facts of a household: {problem}") from None


class _HouseholdReader:
    def __init__(self, facts: Mapping[str, Fact], data: Mapping[str, Any]) -> None:
        unknown = set(data) - _KEYS
        if unknown:
            raise Refused(f"the facts hold {', '.join(sorted(unknown))}, and may hold {', '.join(sorted(_KEYS))}")
        self.facts = facts
        self.data = data
        self.as_of: datetime.date = meant("date", data["as_of"], "as_of")
        self.spans: dict[Open, tuple[datetime.date, datetime.date]] = {}

    def read(self) -> Household:
        members = self.data.get("members")
        everybody = self.data.get("everybody", members == [])
        if not isinstance(everybody, bool) or (everybody and members is None):
            raise Refused("everybody is true or false, and true only where members are listed")
        listed: dict[str, dict[str, Any]] = {}
        for one in members or ():
            who = one["id"]
            if not isinstance(who, str) or who in listed or who == GHOST:
                raise Refused(f"{who} is no id of a member, or stands twice")
            listed[who] = self._known("member", {name: one[name] for name in one if name != "id"}, who)
        known = self._known("household", self.data.get("household") or {}, None)
        known |= self._known("application", self.data.get("application") or {}, None)
        return Household(self.as_of, {**known, **dict(self._of_office())}, listed, everybody, self.spans)

    def _known(self, subject: str, written: Mapping[str, Any], who: str | None) -> dict[str, Any]:
        """Values by full name; dates without a day are set apart."""
        if not isinstance(written, Mapping):
            raise Refused(f"{subject} holds {written}, which says nothing of a fact by its name")
        known: dict[str, Any] = {}
        for short, value in written.items():
            fact = self._fact(f"{subject}.{short}")
            if fact.kind == "date" and isinstance(value, str) and _SPAN.match(value):
                self.spans[fact.name, who] = days_of(value)
            elif value is not None:
                known[fact.name] = _value(fact, value)
        return known

    def _of_office(self) -> Iterator[tuple[str, Any]]:
        """What the office says on the day of the check: of each fact the last entry that has begun and not ended."""
        office = self.data.get("office") or {}
        for key, before in (("facts", "office."), ("reads", "office.reads.")):
            for short, entries in (office.get(key) or {}).items():
                fact, said = self._fact(before + short), None
                for one in entries:
                    if set(one) - _SAID:
                        raise Refused(f"{fact.name} is said with {', '.join(sorted(set(one) - _SAID))}")
                    if meant("date", one["from"], fact.name) <= self.as_of:
                        said = one
                if said is None:
                    continue
                until = said.get("until")
                if until is None or meant("date", until, fact.name) >= self.as_of:
                    yield fact.name, _value(fact, said["value"])

    def _fact(self, name: str) -> Fact:
        if name not in self.facts:
            raise Refused(f"there is no fact {name}")
        return self.facts[name]


def _value(fact: Fact, written: Any) -> Any:
    """A value as JSON has it: true, false, a whole number, and all else as a word."""
    is_own = isinstance(written, bool) if fact.kind == "boolean" else type(written) is int
    value = written if fact.kind in ("boolean", "integer") and is_own else None
    if fact.kind in ("money", "date", "choice"):
        value = meant(fact.kind, written, fact.name)
    if value is None or not _is_possible(fact, value):
        raise Refused(f"{fact.name} cannot be {written}")
    return value


def _is_possible(fact: Fact, value: Any) -> bool:
    if fact.kind == "choice":
        return value in fact.values
    return fact.domain is None or between(fact.domain, value)
