"""How what a household has answered is put in words: under its number in the list, and where it is asked again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from clausewise.case.answers import Told
from clausewise.case.changing import value_in
from clausewise.case.topics import TopicAnswer
from clausewise.engine import Missing
from clausewise.interview import Form, Prompt
from clausewise.interview.interviewing import Interview
from clausewise.language.facts import DateSpan, Value
from clausewise.language.labels import Label, Language
from clausewise.report.answer.prompting import topic_by_name
from clausewise.report.wording import Wording

_MEMBERS = Label("成员 {number} 名", "{number} in the household")
_NO_MEMBERS = Label("成员：{told}", "who is in the household: {told}")
_NOBODY = Label("没有列出", "nobody")
_PERHAPS_OTHERS = Label("也许还有别人", "perhaps others")
_TOPICS = Label("家里遇到的", "met with")
_NOTHING = Label("都没有", "none of these")
_UNSURE = Label("不确定", "not sure")
_SET_ASIDE = Label("{value}（已搁置）", "{value} (set aside)")
_ASIDE = Label("先前搁置的回答：{value}", "set aside before: {value}")
_TAKE_BACK = Label("先前搁置的回答：{value}（回车取回）", "set aside before: {value} (Enter takes it back)")
_NOW = Label("现在的回答：{value}（回车不改）", "the answer now: {value} (Enter leaves it)")
_NOW_LISTED = Label("现在的回答（回车不改）：", "the answers now (Enter leaves them):")


class ToldLines:
    """Puts the answers of one interview into words, in one language."""

    def __init__(self, interview: Interview, language: Language) -> None:
        self._interview = interview
        self._language: Language = language
        self._wording = Wording(interview.engine.pack, language)

    def _say(self, label: Label, **filled: object) -> str:
        return label.in_(self._language).format(**filled)

    def lines(self, prompt: Prompt) -> list[str]:
        """What was answered at a prompt, a line for each fact that it asks."""
        match prompt.form:
            case Form.NAMES | Form.EVERYBODY:
                return [self.members()]
            case Form.TOPICS:
                return [self._topics()]
        return [
            self._of_fact(fact, [one for one in prompt.about if one.fact == fact], named=True) for fact in prompt.facts
        ]

    def now(self, prompt: Prompt) -> list[str]:
        """What a prompt that is asked again was answered with; each fact by its name where there are several."""
        if len(prompt.facts) > 1:
            return [self._say(_NOW_LISTED), *(f"  {line}" for line in self.lines(prompt))]
        if prompt.form in (Form.NAMES, Form.EVERYBODY, Form.TOPICS):
            return [self._say(_NOW, value=line) for line in self.lines(prompt)]
        return [self._say(_NOW, value=self._of_fact(prompt.facts[0], prompt.about, named=False))]

    def aside(self, prompt: Prompt, *, again: bool) -> Iterator[str]:
        """What was set aside of the facts a prompt asks, a line each; the first time Enter takes it back."""
        for one, value in self._interview.aside(prompt).items():
            of = one.member or self._wording.label(one.fact)
            yield self._say(_ASIDE if again else _TAKE_BACK, value=self._wording.named(of, self._value(one, value)))

    def members(self) -> str:
        """Who the members are."""
        wording, case = self._wording, self._interview.case
        listed = [one.id for one in case.members]
        if not listed:
            return self._say(_NO_MEMBERS, told=self._say(_NOBODY if case.everybody else Told.UNKNOWN.label))
        said = wording.named(self._say(_MEMBERS, number=len(listed)), wording.listed(listed))
        return said if case.everybody else wording.aside(said, self._say(_PERHAPS_OTHERS))

    def _topics(self) -> str:
        """The topics that the family has met with, and those it is not sure of."""
        wording, said = self._wording, self._interview.case.topics
        offered = [topic for topic in self._interview.engine.pack.topics if topic.is_offered and topic.id in said]

        def having(answer: TopicAnswer) -> list[str]:
            return [topic_by_name(topic, wording) for topic in offered if said[topic.id].answer is answer]

        ticked, unsure = having(TopicAnswer.TICKED), having(TopicAnswer.NOT_SURE)
        parts = [wording.named(self._say(_TOPICS), wording.listed(ticked) or self._say(_NOTHING))]
        parts += [wording.named(self._say(_UNSURE), wording.listed(unsure))] if unsure else []
        return wording.in_turn(parts)

    def _of_fact(self, fact: str, about: Sequence[Missing], *, named: bool) -> str:
        """What was answered of one fact: once where it is the same of all whom it is about."""
        wording = self._wording
        told = [self._told(one) for one in about]
        members = [one.member for one in about if one.member is not None]
        if len(set(told)) == 1 and (named or len(members) < 2):
            whose = wording.listed(members)
            said = wording.named(wording.label(fact), told[0]) if named else told[0]
            return wording.named(whose, said) if whose else said
        values = wording.in_turn(
            wording.named(member, said) if member else said for member, said in zip(members, told, strict=True)
        )
        return wording.named(wording.label(fact), values) if named else values

    def _told(self, one: Missing) -> str:
        """What is known or was told of a fact; of what is set aside, that it is."""
        case = self._interview.case
        value = value_in(case, one)
        owners = [case] if one.member is None else [member for member in case.members if member.id == one.member]
        span = next((of.spans[one.fact] for of in owners if one.fact in of.spans), None)
        known = span if value is None else value
        if known is not None:
            return self._value(one, known)
        told = next((each.told for each in case.answers if _is_of(each.fact, each.of, one)), None)
        aside = next((each.value for each in case.set_aside if (each.fact, each.of) == one), None)
        if told is None and aside is not None:
            return self._say(_SET_ASIDE, value=self._value(one, aside))
        return self._say((told or Told.UNKNOWN).label)

    def _value(self, one: Missing, value: Value | DateSpan) -> str:
        return str(value) if isinstance(value, DateSpan) else self._wording.value(one.fact, value)


def _is_of(fact: str, of: Sequence[str], one: Missing) -> bool:
    return fact == one.fact and (one.member in of if one.member is not None else not of)
