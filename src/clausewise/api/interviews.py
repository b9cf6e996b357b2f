"""An interview from Python: what is to be asked next, and what comes of each answer."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from clausewise.api.answers import Answer
from clausewise.api.reported import WIDTH, Reported
from clausewise.case.answers import Told
from clausewise.case.given import GivenValue, read_given_value
from clausewise.case.reading import is_member_id
from clausewise.case.topics import TopicAnswer
from clausewise.engine import Missing
from clausewise.errors import Diagnostic, RequestError, did_you_mean
from clausewise.interview import interviewing
from clausewise.interview.answering import Answered, Asking
from clausewise.language.labels import Language
from clausewise.recording.interviews import record_plan
from clausewise.records import interview as records

if TYPE_CHECKING:
    from clausewise.api.packs import Pack
    from clausewise.case import Case

NOT_KNOWN, TO_CHECK = "unknown", "to_check"
"""What an answer can be beside a value: nobody here knows, or it is to be checked. Neither is asked again."""


class Interview(Reported):
    """A household being asked about. Each answer gives another interview; this one stays as it is.

    >>> import clausewise
    >>> interview = clausewise.load("chongqing-2020").interview().name("mother", "son")
    >>> interview.next().about[0]
    Ask(fact='member.birth_date', member='mother', why=<Waits.NOT_ASKED: 'not_asked'>)
    """

    def __init__(self, asking: interviewing.Interview, pack: Pack) -> None:
        self._asking, self._pack = asking, pack

    @property
    def model(self) -> interviewing.Interview:
        """The interview as the rest of Clausewise has it."""
        return self._asking

    @property
    def case(self) -> Case:
        """The household as it is known so far."""
        return self._asking.case

    @property
    def answer_so_far(self) -> Answer:
        """What the household gets as far as it is known."""
        return Answer(self._asking.result, self._pack)

    @cached_property
    def record(self) -> records.InterviewPlan:
        """All that is still to be asked, with the words for it."""
        return record_plan(self._asking)

    def plan(self) -> tuple[records.Prompt, ...]:
        """All that is still to be asked, in order, as far as can be told."""
        return self.record.prompts

    def next(self) -> records.Prompt | None:
        """What is to be asked next; None when nothing is left that anybody could answer."""
        return next(iter(self.plan()), None)

    @property
    def is_settled(self) -> bool:
        """Whether nothing is left to ask for a benefit that is looked into."""
        return self._asking.is_settled

    # ------------------------------------------------------------ answers

    def answer(
        self,
        values: Mapping[str, GivenValue],
        *,
        by: str = "",
        at: datetime.datetime | None = None,
        source: str = "",
        until: datetime.date | None = None,
    ) -> Interview:
        """The interview with some facts answered: `{"household.dibao": True, "member.birth_date@son": "2004-03-01"}`.

        A value is one that a case can have, `unknown` where nobody knows, or `to_check` (until a day). `by` is who
        asked, `source` what it rests on. Raises: RequestError for what is no fact, CaseError where it contradicts.
        """
        if until is not None and not isinstance(until, datetime.date):
            raise RequestError(Diagnostic(f"until is {until!r}", None, "give a datetime.date"))
        given = {self._about(name): self._value(name, value) for name, value in values.items()}
        asking = Asking(by, "" if at is None else f"{at:%Y-%m-%d %H:%M}", source, until)
        return self._with(self._asking.change(given, asking))

    def name(self, *members: str) -> Interview:
        """The interview with these members beside those listed, who then are everybody."""
        known = [member.id for member in self.case.members]
        for number, member in enumerate(members):
            if not isinstance(member, str) or not is_member_id(member) or member in (*known, *members[:number]):
                mend = "give each an id of its own, of letters, digits, - and _"
                raise RequestError(Diagnostic(f"{member!r} cannot be the id of another member", None, mend))
        return self._with(self._asking.name(members))

    def tick(self, topics: Iterable[str], *, by: str = "") -> Interview:
        """The interview with these topics opened, and those that are not named answered with no."""
        known = [topic.id for topic in self._asking.engine.pack.topics]
        ticked = list(topics)
        for one in ticked:
            if one not in known:
                raise RequestError(Diagnostic(f"there is no topic {one}", None, did_you_mean(one, known)))
        said = {one: TopicAnswer.TICKED if one in ticked else TopicAnswer.NOT_TICKED for one in known}
        return self._with(self._asking.tell_topics(said, Asking(by)))

    def look_into_everything(self) -> Interview:
        """The interview in which every topic is open."""
        return self._with(self._asking.look_into_everything())

    def _with(self, asking: interviewing.Interview) -> Interview:
        return Interview(asking, self._pack)

    def _about(self, name: str) -> Missing:
        """The fact of whom. Raises: RequestError."""
        fact, _, member = name.partition("@")
        facts, members = self._asking.engine.pack.facts, [one.id for one in self.case.members]
        if fact not in facts:
            raise RequestError(Diagnostic(f"there is no fact {fact}", None, did_you_mean(fact, facts)))
        if fact.startswith("member.") and member not in members:
            mend = f"write {fact}@ and one of: {', '.join(members) or 'nobody is listed yet'}"
            raise RequestError(Diagnostic(f"{name} is about a member", None, mend))
        if member and not fact.startswith("member."):
            raise RequestError(Diagnostic(f"{fact} is not about a member", None, f"write {fact}"))
        return Missing(fact, member or None)

    def _value(self, name: str, value: GivenValue) -> Answered:
        if value in (NOT_KNOWN, TO_CHECK):
            return Told(str(value))
        return read_given_value(value, self._asking.engine.pack.facts[name.partition("@")[0]], name)

    # ------------------------------------------------------------ as data, and for people

    def to_yaml(self) -> str:
        """The household as a case file, with who answered what; `clausewise ask` and `pack.interview` go on with it."""
        from clausewise.case.writing import write_case

        return write_case(self.case, self._asking.engine.pack)

    def to_text(self, lang: Language = "en", width: int = WIDTH) -> str:
        """What the household gets so far, and what is still to ask: see `Answer.to_text`."""
        return self.answer_so_far.to_text(lang, width)

    def __repr__(self) -> str:
        return f"<Interview on {self.case.id}: {len(self.plan())} prompts left>"
