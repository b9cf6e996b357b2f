"""What an office says: facts that hold for all its households, and how it reads contested points, each with its dates.

Plain frozen data, read from an office file or from the `office:` of a case. What it says on a day is a lookup; nothing
here evaluates a rule.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import field

from clausewise.classes import NamedTuple, dataclass
from clausewise.errors import Place
from clausewise.language.facts import Value
from clausewise.language.labels import Label


@dataclass(frozen=True, slots=True)
class Said:
    """A value that holds from one day to another, both included (open where there is no other), and who decided so."""

    value: Value
    since: datetime.date
    until: datetime.date | None
    by: str
    place: Place | None = field(default=None, compare=False)


class Contact(NamedTuple):
    """Where an agency is found, and by which number; empty where that is not said."""

    place: str
    phone: str


@dataclass(frozen=True, slots=True)
class Office:
    """What one office says of each office fact, by full name, in the order of the days.

    `contacts` tells where agencies are found, by id. `file` and `digest` are those of the office file; both are empty
    where a case speaks for its office itself.
    """

    id: str
    title: Label | None
    said: Mapping[str, tuple[Said, ...]]
    contacts: Mapping[str, Contact] = field(default_factory=dict)
    file: str = ""
    digest: str = ""

    def on(self, fact: str, day: datetime.date) -> Said | None:
        """What is said of a fact on a day; None where nothing is."""
        said = self._last(fact, day)
        return said if said is not None and (said.until is None or day <= said.until) else None

    def outdated(self, fact: str, day: datetime.date) -> Said | None:
        """What was said of a fact last, where that no longer holds on a day; else None."""
        said = self._last(fact, day)
        return said if said is not None and said.until is not None and day > said.until else None

    def values_on(self, day: datetime.date) -> dict[str, Value]:
        """The office facts that are known on a day."""
        return {fact: said.value for fact in self.said if (said := self.on(fact, day)) is not None}

    def _last(self, fact: str, day: datetime.date) -> Said | None:
        begun = [one for one in self.said.get(fact, ()) if one.since <= day]
        return begun[-1] if begun else None
