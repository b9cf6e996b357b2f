"""Which topics are open for a case, and what opened each. It changes what is asked, never a verdict."""

from __future__ import annotations

from enum import StrEnum

from clausewise.case import Case
from clausewise.case.topics import TopicAnswer
from clausewise.classes import NamedTuple
from clausewise.engine.compiling import ConditionCompiler
from clausewise.engine.proof import Compiled, Situation
from clausewise.language.conditions import facts_of
from clausewise.language.kleene import TRUE
from clausewise.language.model import Pack
from clausewise.language.topics import Topic


class Opening(StrEnum):
    """What opened a topic: the case names none, it is ticked, the family is not sure, or what is known opens it."""

    WHOLE = "whole"
    TICKED = "ticked"
    NOT_SURE = "not_sure"
    KNOWN = "known"


class Opened(NamedTuple):
    """A topic, and what opened it; None where it is not open."""

    topic: Topic
    opening: Opening | None


_BY_ANSWER = {TopicAnswer.TICKED: Opening.TICKED, TopicAnswer.NOT_SURE: Opening.NOT_SURE}


class Topics:
    """The topics of a pack. What opens them is made ready when a case first names topics."""

    def __init__(self, pack: Pack, compiler: ConditionCompiler) -> None:
        self._topics = pack.topics
        self._facts = pack.facts.keys()
        self._compiler = compiler
        self._whole = tuple(Opened(topic, Opening.WHOLE) for topic in pack.topics)
        self._ready: dict[str, Compiled | None] = {}

    def of(self, situation: Situation, case: Case) -> tuple[Opened, ...]:
        """Each topic with what opened it, in the order of the pack."""
        if not case.topics:
            return self._whole
        return tuple(Opened(topic, self._opening(topic, situation, case)) for topic in self._topics)

    def _opening(self, topic: Topic, situation: Situation, case: Case) -> Opening | None:
        asked = case.topics.get(topic.id)
        if asked is not None and asked.answer in _BY_ANSWER:
            return _BY_ANSWER[asked.answer]
        compiled = self._compiled(topic)
        # A pack that is cut down to some of its rules holds no more than the facts that these read.
        known = compiled is not None and compiled.code(situation.household) == TRUE
        return Opening.KNOWN if known else None

    def _compiled(self, topic: Topic) -> Compiled | None:
        if topic.id not in self._ready:
            when = topic.when
            can_be = self._facts >= set(facts_of(when))
            self._ready[topic.id] = self._compiler.compile_alone(when) if can_be else None
        return self._ready[topic.id]
