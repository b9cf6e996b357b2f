"""An interview about one case: its plan, and the interview that comes of each answer. Nothing here asks anybody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from clausewise.case import Case, Member
from clausewise.case.answers import MEMBERS as EVERYBODY
from clausewise.case.answers import Told
from clausewise.case.changing import value_in, without_values
from clausewise.case.topics import TopicAnswer
from clausewise.classes import dataclass
from clausewise.engine import Engine, Finding, Missing, Result
from clausewise.engine.missing import MEMBERS
from clausewise.engine.questions import Selection
from clausewise.interview.answering import (
    Answered,
    Asking,
    set_aside,
    with_answers,
    with_members,
    with_topics,
)
from clausewise.interview.planning import plan, topics_prompt
from clausewise.interview.prompts import Prompt, Stage
from clausewise.language.facts import DateSpan, Value

_NOBODY = Asking()


def everything(finding: Finding) -> bool:
    """Selects every finding."""
    return True


@dataclass(frozen=True)
class Interview:
    """A case being asked about, on the findings that `selects` chooses.

    Each answer gives another interview. Raises, where a result is needed: CaseError when the case contradicts itself.
    """

    engine: Engine
    case: Case
    selects: Selection = everything

    @cached_property
    def result(self) -> Result:
        """What is found for the case as it is. Raises: CaseError, EngineDisagreement."""
        return self.engine.check(self.case)

    def plan(self) -> tuple[Prompt, ...]:
        """All that is still to be asked, as far as can be told, in order."""
        return tuple(plan(self.result, self.selects))

    def topics_prompt(self) -> Prompt:
        """What asks which topics there are, also after they were asked."""
        return topics_prompt(self.result)

    def next(self) -> Prompt | None:
        """What is to be asked next; None when nothing is left that anybody could answer."""
        return self._next

    @cached_property
    def _next(self) -> Prompt | None:
        return next(plan(self.result, self.selects), None)

    @property
    def is_settled(self) -> bool:
        """Whether nothing is left to ask for a benefit of an open topic."""
        upcoming = self.next()
        return upcoming is None or upcoming.stage is Stage.PROCEDURE

    # ------------------------------------------------------------ answers

    def answer(self, given: Mapping[Missing, Answered], asking: Asking = _NOBODY) -> Interview:
        """The interview with some facts answered, also such as were answered before.

        Raises: CaseError when that contradicts what is known.
        """
        return self._checked(with_answers(self.case, given, asking))

    def change(self, given: Mapping[Missing, Answered], asking: Asking = _NOBODY) -> Interview:
        """The same where it changes what was answered: values that are idle since are set aside.

        Raises: CaseError when that contradicts what is known.
        """
        changed = Interview(self.engine, with_answers(self.case, given, asking), self.selects)
        idle: list[Missing] = []
        for one in self._beside(given):
            before = without_values(self.case, [one])
            after = without_values(changed.case, [*idle, one])
            if self._wants(before, one) and not self._wants(after, one):
                idle.append(one)
        return self._checked(set_aside(changed.case, idle))

    def aside(self, prompt: Prompt) -> dict[Missing, Value | DateSpan]:
        """What was set aside of the facts that a prompt asks."""
        kept = {Missing(one.fact, one.of): one.value for one in self.case.set_aside}
        return {one: kept[one] for one in prompt.about if one in kept}

    def take_back(self, prompt: Prompt, asking: Asking = _NOBODY) -> Interview:
        """The interview in which what was set aside of a prompt counts again; nothing else of it is answered.

        Raises: CaseError when that contradicts what is known.
        """
        return self.answer(self.aside(prompt), asking)

    def name(self, members: Iterable[str]) -> Interview:
        """The interview with these members beside those listed, who are everybody."""
        named = (*self.case.members, *(Member(one, {}) for one in members))
        return self._checked(replace(self.case, members=named, everybody=True))

    def list_members(self, members: Sequence[str], renamed: Mapping[str, str] | None = None) -> Interview:
        """The interview with these members, who are everybody; `renamed` has the new ids of some by the old.

        What is known of whoever is not among them any more is set aside.
        """
        return self._checked(with_members(self.case, members, renamed or {}))

    def leave_members_open(self, asking: Asking = _NOBODY) -> Interview:
        """The interview in which nobody knows who else there is."""
        case = replace(self.case, everybody=False)
        return self._checked(with_answers(case, {MEMBERS: Told.UNKNOWN}, asking))

    def tell_topics(self, said: Mapping[str, TopicAnswer], asking: Asking = _NOBODY) -> Interview:
        """The interview with what was answered of topics, also of some that were asked about before."""
        return self._checked(with_topics(self.case, self.engine.pack, said, asking))

    def look_into_everything(self, asking: Asking = _NOBODY) -> Interview:
        """The interview in which every topic is open."""
        closed = {topic.id: TopicAnswer.NOT_SURE for topic in self.result.closed}
        return self.tell_topics(closed, asking) if closed else self

    def _checked(self, case: Case) -> Interview:
        after = Interview(self.engine, case, self.selects)
        # What contradicts is told before anything of it is kept.
        _ = after.result
        return after

    def _beside(self, given: Iterable[Missing]) -> list[Missing]:
        """What is stated of facts that matter to a rule to which one of these does too, other than these."""
        reads = self.engine.pack.reads
        rules = {rule for one in given if one.fact != EVERYBODY for rule in reads.rules_on_fact(one.fact)}
        stated = [Missing(name, None) for name in self.case.values]
        stated += [Missing(name, member.id) for member in self.case.members for name in member.values]
        own = [one for one in stated if one not in set(given) and not one.fact.startswith("office.")]
        return [
            one for one in own if rules & set(reads.rules_on_fact(one.fact)) and value_in(self.case, one) is not None
        ]

    def _wants(self, case: Case, one: Missing) -> bool:
        """Whether a fact would be asked if it were not stated."""
        return any(one in prompt.about for prompt in Interview(self.engine, case, self.selects).plan())
