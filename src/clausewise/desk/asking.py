"""A household of the desk as the engine is asked about it: the current answers as a case, the interview on it, names.

Nothing here writes.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import clausewise
from clausewise.api.interviews import Interview
from clausewise.clock import today
from clausewise.desk.models import Answer, AnswerState, Household, Member, Told
from clausewise.desk.naming import Names
from clausewise.desk.offices import office_as_data
from clausewise.desk.packs import current_pack, takes
from clausewise.desk.pages import say
from clausewise.desk.standing import Standing, standing_of
from clausewise.interview import Prompt
from clausewise.interview.interviewing import Interview as Asking
from clausewise.language.facts import Subject
from clausewise.language.labels import Label, Language
from clausewise.report.answer.sections import Outline
from clausewise.report.wording import Wording

EVERYBODY = "members"
"""The fact that the members listed are all there are, as answers of a case call it."""
TOPIC = "topic."
"""What stands before the id of a topic where an answer is about it."""
NAME, VILLAGE = "name", "village"
"""What a member is called, and where the household lives: answers that the desk keeps, and no case file or receipt."""
_OF_THE_DESK = {NAME: "name", VILLAGE: "village", EVERYBODY: "everybody"}

BIRTH_DATE = "member.birth_date"
"""The fact that an identity number is typed for."""

About = tuple[str, str]
"""A fact, and the id of a member or nothing."""


class Check(NamedTuple):
    """Who finds what is to be checked, an agency by its id or anybody in words, and by which day; empty where that is
    not said."""

    finder: str = ""
    until: datetime.date | None = None


@dataclass(frozen=True)
class Saying:
    """What an answer would say: how it was told, and the value as JSON holds it. Of what is to be checked `check` says
    by whom and by when; left out, or where it `stays`, what is to be checked already is left as it was."""

    told: Told
    value: Any = None
    check: Check | None = None
    stays: bool = False


class Given(NamedTuple):
    """The answer to a fact that counts: a row of the table of answers, read without what a row could do."""

    pk: int
    key: str
    fact: str
    member: str
    told: str
    value: Any
    by_id: str
    at: datetime.datetime
    source: str
    until: datetime.date | None

    def says_as(self, said: Saying) -> bool:
        """Whether it says this very thing."""
        if (self.told, self.value) != (said.told.value, said.value):
            return False
        return said.check is None or said.stays or said.check == Check(self.source, self.until)

    @property
    def saying(self) -> Saying:
        """What it says."""
        told = Told(self.told)
        return Saying(told, self.value, Check(self.source, self.until) if told is Told.TO_CHECK else None)


class Matter:
    """One household as it stands in the database when this is made."""

    def __init__(self, household: Household, day: datetime.date | None = None) -> None:
        self.household = household
        self.day = day or today()
        self.pack: clausewise.Pack = current_pack()
        listed = list(household.members.all())
        self.members: list[Member] = [one for one in listed if not one.gone]
        self.gone: list[Member] = [one for one in listed if one.gone]
        rows = household.answers.filter(state=AnswerState.CURRENT.value).values_list(*Given._fields)
        given = map(Given._make, rows)
        self.current: dict[About, Given] = {(one.fact, one.member): one for one in given if self._still_asks(one)}
        self.names = Names({one.id: one.name for one in (*self.members, *self.gone)})

    @property
    def title(self) -> str:
        """What the household is called: by who stands first."""
        return self.members[0].name if self.members else ""

    def has(self, about: About) -> bool:
        """Whether a family can be asked this, and the member is or was one of this household."""
        name, member = about
        fact = self.pack.model.facts.get(name)
        if name == NAME or (fact is not None and fact.subject is Subject.MEMBER):
            return member in self.names.names
        if name.startswith(TOPIC):
            return not member and name.removeprefix(TOPIC) in self._topics
        return not member and (name in _OF_THE_DESK or (fact is not None and fact.subject is not Subject.OFFICE))

    def _still_asks(self, one: Given) -> bool:
        """Whether the pack has what an answer is about, and takes what it says: a later version may not. It is kept all
        the same, and counts for nothing."""
        if one.fact in _OF_THE_DESK or one.fact.removeprefix(TOPIC) in self._topics:
            return True
        fact = self.pack.model.facts.get(one.fact)
        says = one.told in (Told.VALUE.value, Told.SET_ASIDE.value)
        return fact is not None and (not says or takes(fact, one.value))

    @cached_property
    def _topics(self) -> dict[str, Label]:
        return {topic.id: topic.label for topic in self.pack.model.topics}

    # ------------------------------------------------------------ as a case

    def case(self, changed: Mapping[About, Saying] | None = None, *, sources: bool = True) -> dict[str, Any]:
        """The data of a case, with some answers otherwise; `sources`: with who entered what, when, from what."""
        said = {about: one.saying for about, one in self.current.items()} | dict(changed or {})
        shown = self.current if sources else {}
        by_when = {about: (one.by_id, one.at, one.source) for about, one in shown.items()}
        ids = {one.id for one in self.members}
        data: dict[str, Any] = {
            "case": self.household.id,
            "as_of": self.day.isoformat(),
            "household": {},
            "application": {},
            "members": [{"id": one.id} for one in self.members],
            "everybody": False,
            "topics": {},
            "answers": [],
            "set_aside": [],
        }
        places = {one["id"]: one for one in data["members"]}
        for (fact, member), one in said.items():
            if member and member not in ids:
                continue
            _put(data, places, (fact, member), one, by_when.get((fact, member)))
        return {key: value for key, value in data.items() if value not in ({}, [])} | {"members": data["members"]}

    def interview_with(self, changed: Mapping[About, Saying]) -> Interview:
        """The interview if these were the answers. Raises: CaseError where they contradict what is known."""
        return self.standing_with(changed).interview

    def standing_with(self, changed: Mapping[About, Saying]) -> Standing:
        """What is found if these were the answers. Raises: CaseError where they contradict what is known."""
        return standing_of(self.case(changed, sources=False), self._office, self.day)

    @cached_property
    def _office(self) -> dict[str, Any]:
        return office_as_data()

    @cached_property
    def standing(self) -> Standing:
        """What is found for the household."""
        return self.standing_with({})

    @property
    def interview(self) -> Interview:
        """The interview on the household."""
        return self.standing.interview

    @property
    def asking(self) -> Asking:
        """The same as the rest of Clausewise has it."""
        return self.interview.model

    # ------------------------------------------------------------ in words

    def wording(self, language: Language) -> Wording:
        """The pack's words."""
        return Wording(self.pack.model, language)

    def called(self, fact: str, language: Language) -> str:
        """What people call what an answer is about: a fact of the pack, a topic, or what the desk itself asks."""
        if fact in self.pack.model.facts:
            return self.wording(language).label(fact)
        topic = self._topics.get(fact.removeprefix(TOPIC)) if fact.startswith(TOPIC) else None
        return topic.in_(language) if topic is not None else say(language, _OF_THE_DESK.get(fact, "no_such_fact"))

    def about_whom(self, about: About, language: Language) -> str:
        """The same with whose it is: `何丽 · 出生日期`."""
        fact, member = about
        return " · ".join(filter(None, (self.names[member] if member else "", self.called(fact, language))))

    def outline(self, language: Language, *, whole: bool = False) -> Outline:
        """The answer as it stands, with names."""
        return self.names.put_in(self.standing.outline(language, whole=whole))

    def undecided(self, language: Language) -> tuple[str, ...]:
        """The benefits that have no conclusion yet and of which nothing is left to ask, with names."""
        return self.names.put_in(self.standing.undecided(language))

    @property
    def plan(self) -> tuple[Prompt, ...]:
        """What is still to be asked, in order."""
        return self.standing.plan

    def waiting(self) -> list[Answer]:
        """Answers that were kept beside another's and wait for somebody to choose."""
        return list(self.household.answers.filter(state=AnswerState.WAITING.value).select_related("by"))


def _put(
    data: dict[str, Any],
    places: Mapping[str, dict[str, Any]],
    about: About,
    one: Saying,
    entered: tuple[Any, ...] | None,
) -> None:
    fact, member = about
    by, at, source = entered or ("", None, "")
    moment = "" if at is None else f"{at.astimezone():%Y-%m-%d %H:%M}"
    if one.told is Told.WITHDRAWN or fact in (NAME, VILLAGE):
        return
    if fact.startswith(TOPIC):
        data["topics"][fact.removeprefix(TOPIC)] = {"answer": one.value} | _given(by=by, at=moment)
        return
    if one.told is Told.SET_ASIDE:
        data["set_aside"].append({"fact": fact, "value": one.value} | _given(of=member))
        return
    data["answers"].append(
        {"fact": fact, "answer": one.told.value}
        | _given(of=[member] if member else None, by=by, at=moment, source=source)
        | (_given(until=one.check.until and one.check.until.isoformat()) if one.check else {})
    )
    if fact == EVERYBODY:
        data["everybody"] = one.told is Told.VALUE and one.value
    elif one.told is Told.VALUE:
        subject, _, short = fact.partition(".")
        where = places[member] if member else data[subject]
        where[short] = one.value


def _given(**entries: Any) -> dict[str, Any]:
    return {key: value for key, value in entries.items() if value}


def facts_of(abouts: Iterable[About]) -> list[str]:
    """The names of the facts, each once."""
    return list(dict.fromkeys(fact for fact, _ in abouts))
