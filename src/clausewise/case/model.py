"""A case: one household's facts on a day, and optionally what is expected of it. Plain frozen data."""

from __future__ import annotations

import datetime
from collections.abc import Container, Mapping
from dataclasses import field, replace
from fractions import Fraction
from typing import Any, TypeVar

from clausewise.case.answers import GivenAnswer, SetAside
from clausewise.case.office import Office
from clausewise.case.topics import AskedTopic
from clausewise.classes import NamedTuple, dataclass
from clausewise.errors import Place
from clausewise.language.facts import Spans, Value
from clausewise.language.labels import Label

Values = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Member:
    """One member, with the facts known of them by full name (`member.age`).

    `spans` holds the dates of which only the month or the year is known; they are not in `values`.
    """

    id: str
    values: Values
    spans: Spans = field(default_factory=dict)


class RuleSubject(NamedTuple):
    """A rule, and the member it is about (None for the household): written `rule` or `rule@member`."""

    rule: str
    member: str | None

    def __str__(self) -> str:
        return self.rule if self.member is None else f"{self.rule}@{self.member}"


class Detail(NamedTuple):
    """What a finding is expected to carry beside its verdict; a field that is None is not looked at.

    `amount` is in yuan, `months` a number of months; `aid` and `followup` are their labels in Chinese; `at_most` names
    what is a ceiling; `steps` are those with a modality of their own, by their labels in Chinese, with it.
    """

    subject: RuleSubject
    place: Place
    modality: str | None = None
    agency: tuple[str, ...] | None = None
    aid: tuple[str, ...] | None = None
    amount: Fraction | None = None
    months: int | None = None
    deadline: datetime.date | None = None
    overdue: bool | None = None
    followup: tuple[str, ...] | None = None
    at_most: tuple[str, ...] | None = None
    steps: tuple[tuple[str, str], ...] | None = None


class Expected(NamedTuple):
    """One rule's expected verdict; `missing` holds the facts that must be named, or None when that does not matter."""

    subject: RuleSubject
    verdict: str
    missing: tuple[str, ...] | None
    place: Place


class ExpectedMeasure(NamedTuple):
    """A measure's expected verdict."""

    number: int
    verdict: str
    place: Place


class Expectations(NamedTuple):
    """Everything a case expects of its findings.

    `unreviewed` marks what was written down of the rules and what nobody has read against the document yet.
    """

    findings: tuple[Expected, ...] = ()
    details: tuple[Detail, ...] = ()
    measures: tuple[ExpectedMeasure, ...] = ()
    unreviewed: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """One household's file. `members` are those it lists, `everybody` tells whether it says that these are all.

    `values` holds the facts of the household, its application and its office by full name; a fact that is not in it is
    unknown. `office` is where those of the office come from: what it says on the day of the check.
    `spans` holds those of the unknown facts that are dates known to the month or the year. `topics` has what was
    answered of the topics that were asked about; where it is empty the case is looked into whole.
    `answers` are what was answered when, `set_aside` values that count for nothing.
    `places` tells where in the file a fact of a subject (a member's id, or None) was written.
    """

    id: str
    as_of: datetime.date
    values: Values
    members: tuple[Member, ...]
    everybody: bool
    title: Label | None = None
    note: Label | None = None
    expect: Expectations = field(default_factory=Expectations)
    spans: Spans = field(default_factory=dict)
    office: Office | None = None
    topics: Mapping[str, AskedTopic] = field(default_factory=dict)
    answers: tuple[GivenAnswer, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    file: str = ""
    digest: str = ""
    places: Mapping[tuple[str | None, str], Place] = field(default_factory=dict, compare=False, repr=False)
    data: Any = field(default=None, compare=False, repr=False)

    def gives(self, fact: str, member: str | None) -> bool:
        """Whether a fact of the household or of a member is stated, by its full name."""
        if member is None:
            return fact in self.values
        return any(fact in one.values for one in self.members if one.id == member)

    def with_values(self, values: Values) -> Case:
        """The case with some facts of the household, its application or its office otherwise."""
        return replace(self, values={**self.values, **values})

    def knowing(self, facts: Container[str]) -> Case:
        """The case with nothing known but some facts, by their full names."""
        members = self.members and tuple(_knowing(one, facts) for one in self.members)
        return replace(_knowing(self, facts), members=members)

    def of_office(self, office: Office) -> Case:
        """The case with what an office says on its day."""
        return replace(self, office=office).on_day(self.as_of)

    def on_day(self, day: datetime.date) -> Case:
        """The case on another day, with what its office says then."""
        if self.office is None:
            return replace(self, as_of=day)
        own = {name: value for name, value in self.values.items() if not name.startswith("office.")}
        return replace(self, as_of=day, values=own | self.office.values_on(day))


_Known = TypeVar("_Known", Case, Member)


def _knowing(one: _Known, facts: Container[str]) -> _Known:
    values = {name: value for name, value in one.values.items() if name in facts}
    return replace(one, values=values, spans={name: span for name, span in one.spans.items() if name in facts})
