"""How a prompt of an interview is put in words: the question, what can be ticked, why it is asked, who can answer."""

from __future__ import annotations

from collections.abc import Iterator

from clausewise.case.template import values_in_words
from clausewise.cli.answers import allowed_changes, allowed_members, allowed_truth
from clausewise.interview import Form, Prompt, Stage
from clausewise.interview.interviewing import Interview
from clausewise.language.facts import FactType
from clausewise.language.labels import Label, Language
from clausewise.language.rules import RuleKind
from clausewise.language.topics import NOTHING
from clausewise.language.verdicts import Verdict
from clausewise.report.answer.prompting import heading_question, served_by
from clausewise.report.phrases import benefits_counted
from clausewise.report.wording import Wording

MAX_SO_FAR = 3

_TICK = Label("写编号，如 1 3；2? 表示 2 不知道", "numbers, such as 1 3; 2? where 2 is not known")
_TICK_TOPICS = Label(
    "写编号，如 1 3；2? 表示不确定；都没有写 -；不知道就按回车，全部当作不确定",
    "numbers, such as 1 3; 2? where you are not sure; - for none of them; Enter if you are sure of nothing",
)
_TICK_PEOPLE = Label("写名字或编号，中间用空格；全家写“全”", "names or numbers, with spaces; all")
_TICK_BOTH = Label("写编号和名字，如 1 {example}；3 全", "number and names, such as 1 {example}; 3 all")
_NONE = Label("都没有写 -", "- for none of them")
_TO_CHECK = Label(
    "没写到的记作待查，一项都没认定也写 -；明确不予认定的写 {refused}",
    "what you leave out is to be checked: all of it where you write -; {refused} where it was refused",
)
_COLUMN = Label(
    "按顺序每人一个，用逗号隔开；或写“名字 回答”“全 回答”",
    "one for each in order, with commas between; or “name answer”, “all answer”",
)
_COLUMN_CHOICE = Label(
    "写“名字 编号”，用逗号隔开；没写到的算“{none}”；全都是“{none}”就写 -",
    "“name number”, with commas between; whoever is left out is “{none}”; - where all of them are",
)
_IDENTITY = Label("身份证号码也行，只取出生日期", "an identity number will do: only the date is taken from it")
_WHY = Label("为什么问：{provisions}", "why: {provisions}")
_ASK_WHOM = Label("谁能答：{who}", "who can tell: {who}")
_SO_FAR = Label("现已可得{number}：{titles}", "so far {number}: {titles}")
_NOTHING_YET = Label("现在还没有认定可得的", "nothing found to apply so far")


class PromptLines:
    """Puts the prompts of one interview into words, in one language."""

    def __init__(self, interview: Interview, language: Language) -> None:
        self._interview = interview
        self._pack = interview.engine.pack
        self._language: Language = language
        self._wording = Wording(self._pack, language)

    def _say(self, label: Label, **filled: object) -> str:
        return label.in_(self._language).format(**filled)

    def question(self, prompt: Prompt) -> str:
        """The question, on one line."""
        return heading_question(prompt, self._interview.case, self._wording)

    def choices(self, prompt: Prompt) -> list[str]:
        """What can be ticked or chosen, in order of the numbers."""
        wording = self._wording
        if prompt.form is Form.TOPICS:
            return [wording.pick(topic.label) for topic in self._pack.topics if topic.is_offered]
        if prompt.form is Form.TICK:
            if len(prompt.facts) > 1:
                return [self._fact_in_list(prompt, fact) for fact in prompt.facts]
            return list(prompt.members) if len(prompt.members) > 1 else []
        values = self._pack.facts[prompt.about[0].fact].values if prompt.form in (Form.ONE, Form.COLUMN) else None
        return [wording.pick(label) for label in (values or {}).values()]

    def _fact_in_list(self, prompt: Prompt, fact: str) -> str:
        of = [one.member for one in prompt.about if one.fact == fact and one.member is not None]
        asked = self._wording.question_of(fact, of)
        return asked if len(of) < len(prompt.members) or len(of) == 1 else self._wording.question(fact)

    def allowed(self, prompt: Prompt) -> Iterator[str]:
        """How to answer, a line each."""
        match prompt.form:
            case Form.NAMES:
                yield allowed_members(self._language)
                if self._interview.case.members:
                    yield allowed_changes(self._language)
            case Form.EVERYBODY:
                yield allowed_truth(self._language)
            case Form.TOPICS:
                yield self._say(_TICK_TOPICS)
            case Form.TICK:
                yield from self._allowed_ticks(prompt)
            case Form.ONE | Form.COLUMN:
                yield from self._allowed_values(prompt)

    def _allowed_ticks(self, prompt: Prompt) -> Iterator[str]:
        several = len(prompt.members) > 1
        if len(prompt.about) == 1:
            yield allowed_truth(self._language)
            return
        if len(prompt.facts) == 1:
            said, refused = self._say(_TICK_PEOPLE), f"-{prompt.members[0]}"
        elif several:
            said, refused = self._say(_TICK_BOTH, example=prompt.members[0]), f"-2 {prompt.members[0]}"
        else:
            said, refused = self._say(_TICK), "-2"
        none = self._say(_TO_CHECK, refused=refused) if prompt.known_by else self._say(_NONE)
        yield self._wording.in_turn([said, none])

    def _allowed_values(self, prompt: Prompt) -> Iterator[str]:
        fact = self._pack.facts[prompt.about[0].fact]
        if fact.type is FactType.BOOLEAN:
            yield allowed_truth(self._language)
        elif fact.type is not FactType.CHOICE:
            yield values_in_words(fact, self._language)
        if prompt.form is Form.COLUMN and len(prompt.about) > 1:
            none = (fact.values or {}).get(NOTHING)
            yield self._say(_COLUMN) if none is None else self._say(_COLUMN_CHOICE, none=self._wording.pick(none))
        if fact.type is FactType.DATE and prompt.stage is Stage.MEMBERS:
            yield self._say(_IDENTITY)

    def remarks(self, prompt: Prompt) -> str:
        """Why it is asked, on which clauses, and who can answer."""
        wording, served = self._wording, served_by(prompt, self._wording)
        said = [self._say(_WHY, provisions=served)] if served else []
        who = [wording.agency(prompt.known_by)] if prompt.known_by else []
        who += dict.fromkeys(filter(None, map(wording.register, prompt.facts)))
        if who:
            said.append(self._say(_ASK_WHOM, who=wording.listed(who)))
        return " · ".join(said)

    def so_far(self) -> str:
        """What the family gets so far."""
        result, wording = self._interview.result, self._wording
        benefits = (one for one in result.findings if one.rule.kind is RuleKind.BENEFIT)
        applying = (one.rule for one in filter(self._interview.selects, benefits) if one.verdict is Verdict.APPLIES)
        found = sorted(dict.fromkeys(applying), key=lambda rule: not rule.modality.kind.is_claim)
        if not found:
            return self._say(_NOTHING_YET)
        titles = [f"{rule.provision} {wording.pick(rule.title)}" for rule in found]
        claims = sum(rule.modality.kind.is_claim for rule in found)
        shown = wording.in_turn(titles[:MAX_SO_FAR]) + ("…" if len(titles) > MAX_SO_FAR else "")
        return self._say(_SO_FAR, number=benefits_counted(claims, len(found) - claims, wording), titles=shown)
