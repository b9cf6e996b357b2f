"""How a prompt of an interview is put in words: the question, what can be ticked, why it is asked, who can answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from clausewise.case.answers import Told
from clausewise.case.changing import value_in
from clausewise.case.template import values_in_words
from clausewise.cli.answers import allowed_members, allowed_truth
from clausewise.engine import Missing
from clausewise.interview import Form, Prompt, Stage
from clausewise.interview.interviewing import Interview
from clausewise.language.facts import FactType
from clausewise.language.labels import Label, Language
from clausewise.language.rules import RuleKind
from clausewise.language.topics import NOTHING
from clausewise.language.verdicts import Verdict
from clausewise.report.phrases import benefits_counted
from clausewise.report.prompting import heading_question, served_by
from clausewise.report.wording import Wording

MAX_SO_FAR = 3

_TICK = Label(
    "写编号，如 1 3；2? 表示 2 不知道；都没有写 -",
    "numbers, such as 1 3; 2? where 2 is not known; - for none of them",
)
_TICK_TOPICS = Label(
    "写编号，如 1 3；2? 表示不确定；都没有写 -；不知道就按回车，全部当作不确定",
    "numbers, such as 1 3; 2? where you are not sure; - for none of them; Enter if you are sure of nothing",
)
_TICK_PEOPLE = Label(
    "写名字或编号，中间用空格；全家写“全”；都没有写 -", "names or numbers, with spaces; all; - for nobody"
)
_TICK_BOTH = Label(
    "写编号和名字，如 1 {example}；3 全。都没有写 -", "number and names, such as 1 {example}; 3 all. - for none of them"
)
_TO_CHECK = Label(
    "没写到的记作待核实；明确没有认定的写 -2", "what you leave out is to be checked; -2 where 2 was refused"
)
_COLUMN = Label(
    "按顺序每人一个，用逗号隔开；或写“名字 回答”“全 回答”",
    "one for each in order, with commas between; or “name answer”, “all answer”",
)
_COLUMN_CHOICE = Label(
    "写“名字 编号”，用逗号隔开；没写到的是“{none}”；都是写 -",
    "“name number”, with commas between; whoever is left out is “{none}”; - for all of them",
)
_IDENTITY = Label("身份证号码也行，只取出生日期", "an identity number will do: only the date is taken from it")
_WHY = Label("为什么问：{provisions}", "why: {provisions}")
_ASK_WHOM = Label("谁能答：{who}", "who can tell: {who}")
_SO_FAR = Label("现已可得{number}：{titles}", "so far {number}: {titles}")
_NOTHING_YET = Label("现在还没有认定可得的", "nothing found to apply so far")
_SET_ASIDE = Label("先前搁置的回答：{value}", "set aside before: {value}")
_NOW = Label("现在的回答：{value}（回车不改）", "the answer now: {value} (Enter leaves it)")


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
        asked = self._wording.question(fact)
        return asked if len(of) == len(prompt.members) else self._wording.named(self._wording.listed(of), asked)

    def allowed(self, prompt: Prompt) -> Iterator[str]:
        """How to answer, a line each."""
        match prompt.form:
            case Form.NAMES:
                yield allowed_members(self._language)
            case Form.EVERYBODY:
                yield allowed_truth(self._language)
            case Form.TOPICS:
                yield self._say(_TICK_TOPICS)
            case Form.TICK:
                yield from self._allowed_ticks(prompt)
            case Form.ONE | Form.COLUMN:
                yield from self._allowed_values(prompt)

    def _allowed_ticks(self, prompt: Prompt) -> Iterator[str]:
        if len(prompt.about) == 1:
            yield allowed_truth(self._language)
        elif len(prompt.facts) == 1:
            yield self._say(_TICK_PEOPLE)
        elif len(prompt.members) > 1:
            yield self._say(_TICK_BOTH, example=prompt.members[0])
        else:
            yield self._say(_TICK)
        if prompt.known_by and len(prompt.about) > 1:
            yield self._say(_TO_CHECK)

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

    # ------------------------------------------------------------ answers

    def answers(self) -> list[tuple[Prompt, str]]:
        """What was answered, each with the prompt that asks it again: in the order in which it was asked."""
        found = []
        for record in self._interview.case.answers:
            if record.fact not in self._pack.facts:
                continue
            about = tuple(Missing(record.fact, member) for member in record.of or (None,))
            fact = self._pack.facts[record.fact]
            form = (Form.TICK if fact.type is FactType.BOOLEAN else Form.COLUMN) if record.of else Form.ONE
            told = [self.answer(one) for one in about]
            same = len(set(told)) == 1
            values = told[0] if same else self._wording.in_turn(
                self._wording.named(one.member or "", said) for one, said in zip(about, told, strict=True)
            )  # fmt: skip
            whose = self._wording.named(self._wording.listed(record.of), "") if record.of and same else ""
            text = whose.rstrip() + (" " if whose and self._language == "en" else "")
            text += self._wording.named(self._wording.label(record.fact), values)
            found.append((Prompt(Stage.STATUS, form, about, known_by=fact.known_by), text))
        return found

    def answer(self, one: Missing) -> str:
        """What is known or was told of a fact."""
        case = self._interview.case
        value = value_in(case, one)
        owners = [case] if one.member is None else [member for member in case.members if member.id == one.member]
        span = next((owner.spans[one.fact] for owner in owners if one.fact in owner.spans), None)
        if value is None and span is not None:
            return str(span)
        told = next((each.told for each in case.answers if _is_of(each.fact, each.of, one)), Told.UNKNOWN)
        if value is None:
            return self._say((Told.UNKNOWN if told is Told.VALUE else told).label)
        return self._wording.value(one.fact, value)

    def now(self, prompt: Prompt) -> str:
        """What a prompt that is asked again was answered with."""
        told = ((one.member, self.answer(one)) for one in prompt.about)
        said = self._wording.in_turn(self._wording.named(member, text) if member else text for member, text in told)
        return self._say(_NOW, value=said) if said else ""

    def aside(self, prompt: Prompt) -> Iterator[str]:
        """What was set aside of the facts a prompt asks, a line each."""
        kept = {Missing(one.fact, one.of): one.value for one in self._interview.case.set_aside}
        for one in prompt.about:
            if one in kept:
                of = one.member or self._wording.label(one.fact)
                value = self._wording.named(of, self._wording.value(one.fact, kept[one]))
                yield self._say(_SET_ASIDE, value=value)


def _is_of(fact: str, of: Sequence[str], one: Missing) -> bool:
    return fact == one.fact and (one.member in of if one.member is not None else not of)
