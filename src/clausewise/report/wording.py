"""The words of all reports, in Chinese and English: verdicts, values, conditions, questions.

Says only what the pack and the case say; it decides nothing and knows nothing of formats.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from clausewise.case import Case
from clausewise.engine.findings import Missing
from clausewise.engine.proof import UNNAMED_MEMBER, FactRead, ProofNode
from clausewise.engine.reasons import Reason, ReasonKind
from clausewise.language.bounds import OPEN, write_interval
from clausewise.language.citing import cite
from clausewise.language.conditions import All, Any, Condition, Contested, Count, Every, FindingOf, If, Not, Some, Words
from clausewise.language.expressions import (
    Arithmetic,
    AsOf,
    Call,
    Comparison,
    Constant,
    CountMembers,
    Expression,
    FactRef,
    ParameterRef,
    SumMembers,
)
from clausewise.language.facts import FactType, Value, write_value
from clausewise.language.kleene import FALSE, TRUE, UNKNOWN
from clausewise.language.labels import Label
from clausewise.language.model import Pack
from clausewise.language.rules import Modality
from clausewise.report.renderings import ours
from clausewise.report.runs import runs_of
from clausewise.report.words import WORDS

# A condition on more rules than this names their clauses instead.
MAX_NAMED = 3

_MARKS = {TRUE: "✓", FALSE: "✗", UNKNOWN: "?"}
_TRUTHS = {TRUE: "met", FALSE: "not_met", UNKNOWN: "not_known"}
_SIGNS = {"==": "=", "!=": "≠", "<=": "≤", ">=": "≥", "*": "×", "/": "÷", "-": "−"}
_REASONS: Mapping[ReasonKind, Label] = {
    ReasonKind.DIVISION_BY_ZERO: Label("除数为零", "division by zero"),
    ReasonKind.NOBODY_TO_COUNT: Label("家庭没有成员，除数为零", "nobody to count, so that the divisor is zero"),
    ReasonKind.BEYOND_THE_CALENDAR: Label("日期超出公历1年至9999年", "a day outside the years 1 to 9999"),
}
_CALLS: Mapping[str, Label] = {
    "years": Label("{0}至{1}满几年", "completed years from {0} to {1}"),
    "months": Label("{0}至{1}满几个月", "completed months from {0} to {1}"),
    "days": Label("{0}至{1}的天数", "days from {0} to {1}"),
    "add_months": Label("{0}之后{1}个月", "{1} months after {0}"),
    "add_days": Label("{0}之后{1}天", "{1} days after {0}"),
    "min": Label("{0}与{1}中较小者", "the smaller of {0} and {1}"),
    "max": Label("{0}与{1}中较大者", "the larger of {0} and {1}"),
}


class Wording:
    """Words for one pack in one language."""

    def __init__(self, pack: Pack, language: str) -> None:
        self.pack = pack
        self.language = language
        self.chinese = language == "zh"

    def pick(self, label: Label) -> str:
        """A label in this language."""
        return label.zh if self.chinese else label.en

    def word(self, key: str) -> str:
        """One of the words of reports. Raises: KeyError."""
        return self.pick(WORDS[key])

    def heading(self, key: str) -> str:
        """One of the words of reports as a heading begins."""
        word = self.word(key)
        return word[:1].upper() + word[1:]

    def named(self, name: str, text: str) -> str:
        """`name：text`."""
        return f"{name}：{text}" if self.chinese else f"{name}: {text}"

    def aside(self, text: str, remark: str) -> str:
        """`text（remark）`; the text alone when there is nothing to remark."""
        if not remark:
            return text
        return f"{text}（{remark}）" if self.chinese else f"{text} ({remark})"

    def listed(self, parts: Iterable[str]) -> str:
        """Short things in a row."""
        return ("、" if self.chinese else ", ").join(parts)

    def closed(self, text: str) -> str:
        """A sentence as it begins, with its full stop."""
        text = text[:1].upper() + text[1:]
        if text.endswith(("。", ".", "！", "？", "!", "?")):
            return text
        return text + ("。" if self.chinese else ".")

    def spaced(self, parts: Iterable[str]) -> str:
        """Parts of a line, each by itself."""
        return ("　" if self.chinese else " · ").join(parts)

    def in_turn(self, parts: Iterable[str]) -> str:
        """Longer things in a row."""
        return ("；" if self.chinese else "; ").join(parts)

    def subject(self, member: str | None) -> str:
        """A member by id; words for the one of whom nothing is known; the household."""
        if member is None:
            return self.word("household")
        return self.word("some_member") if member == UNNAMED_MEMBER else member

    def in_sight(self, node: ProofNode) -> str:
        """The member in sight of a condition; where others are listed, the unnamed one is anybody else."""
        unnamed = node.member == UNNAMED_MEMBER and node.view.situation.listed
        return self.word("somebody_else") if unnamed else self.subject(node.member)

    def mark(self, code: int) -> str:
        """✓, ✗ or ? for a code of a proof."""
        return _MARKS[code]

    def truth(self, code: int) -> str:
        """A code of a proof in a word."""
        return self.word(_TRUTHS[code])

    def quote(self, words: Words) -> str:
        """Words of the document in corner brackets, since they may hold quotation marks themselves."""
        return f"「{words}」"

    def quoted_alone(self, words: Words | str) -> str:
        """The same of words that nothing beside them explains: in English with our rendering, where there is one."""
        rendering = self.pack.english.words.get(str(words))
        return f"「{words}」" if rendering is None or self.chinese else f"「{words}」 ({rendering})"

    def quotations(self, words: Iterable[Words | str]) -> str:
        """Words that are quoted alone, in a row."""
        return ("" if self.chinese else ", ").join(map(self.quoted_alone, words))

    def after_quote(self, words: Words, text: str) -> str:
        """Words that are quoted alone, and what is said of them."""
        return f"{self.quoted_alone(words)}{'' if self.chinese else ' '}{text}"

    def cited(self, laws: Iterable[str]) -> str:
        """Laws cited by article, in a row."""
        return self.in_turn(map(self.pick, cite(self.pack, laws)))

    def where(self, place: str) -> str:
        """A provision by its number; the title of a clause in words."""
        if "." in place:
            return place
        return f"第{place}条标题" if self.chinese else f"title of {place}"

    def label(self, name: str) -> str:
        """What a fact, parameter, count or sum is called."""
        if name in self.pack.facts:
            return self.pick(self.pack.facts[name].label)
        if name == "count(member)":
            return self.word("count_members")
        if name.startswith("sum("):
            inner = self.label(name[4:-1])
            return f"全家{inner}之和" if self.chinese else f"{inner}, all members together"
        if name.startswith("parameter."):
            return self.pick(self.pack.parameters[name.partition(".")[2]].label)
        return self.word("members")

    def value(self, name: str, value: Value | None) -> str:
        """A value as people read it: 是/否, a choice's label, yuan to the fen, an integer with its unit."""
        fact = self.pack.facts.get(name[4:-1] if name.startswith("sum(") else name)
        if fact is not None:
            return fact.show(_as_money(value) if fact.type is FactType.MONEY else value, self.language)
        if value is None:
            return self.word("not_known")
        parameter = self.pack.parameters.get(name.partition(".")[2])
        return write_value(value) if parameter is None else parameter.show(value, self.language)

    def read(self, read: FactRead, decided: bool) -> str:
        """What a leaf read: a value, of a parameter with its first day; a date as far as known; an unknown.

        With an unknown stand its bounds where they decided the leaf, or where it follows from others between two ends.
        """
        if read.span is not None:
            return self.aside(str(read.span), self.word("day_not_known"))
        text = self.value(read.fact, read.value)
        if read.since is not None:
            return self.aside(text, self.since(read.since))
        if read.bounds is None or read.bounds == OPEN or not (decided or self._is_derived_between(read)):
            return text
        bounds = write_interval(read.bounds, "zh" if self.chinese else "en", lambda end: self.value(read.fact, end))
        if read.bounds.is_point:
            return self.word("whatever_is_unknown").format(value=bounds)
        return f"{text}，{bounds}" if self.chinese else f"{text}, {bounds}"

    def _is_derived_between(self, read: FactRead) -> bool:
        """Whether it follows from other facts between which values it lies, as an age does from a month of birth."""
        fact = self.pack.facts.get(read.fact)
        return fact is not None and fact.derive is not None and read.bounds is not None and None not in read.bounds

    def since(self, day: datetime.date) -> str:
        """That something is so from a day on."""
        return f"自 {day.isoformat()} 起" if self.chinese else f"since {day.isoformat()}"

    def from_day(self, day: datetime.date) -> str:
        """That it is so from a day on without anything being otherwise."""
        if self.chinese:
            return f"从 {day.isoformat()} 起，其他情况不变"
        return f"from {day.isoformat()} on, with everything else as it is"

    def reason(self, reason: Reason, as_of: datetime.date) -> str:
        """Why there is nothing to ask although a finding is undetermined."""
        if reason.parameter is not None:
            name, day = self.label(f"parameter.{reason.parameter}"), as_of.isoformat()
            text = f"{name}在 {day} 没有数值" if self.chinese else f"{name} has no value on {day}"
            return text if reason.first is None else self.aside(text, self._first_value(reason.parameter, reason.first))
        if reason.kind is ReasonKind.NOT_RAISED:
            return self.word("not_raised").format(facts=self.listed(map(self.label, reason.facts)))
        label = self.pick(_REASONS[reason.kind])
        what = self.expression(reason.expression) if reason.expression is not None else ""
        if reason.kind is ReasonKind.DIVISION_BY_ZERO:
            what = f"{what} = 0"
        return self.named(label, what)

    def _first_value(self, parameter: str, first: datetime.date) -> str:
        value = self.value(f"parameter.{parameter}", self.pack.parameters[parameter].on(first))
        if self.chinese:
            return f"最早的数值：{value}，{self.since(first)}"
        return f"its first: {value}, {self.since(first)}"

    def money(self, amount: Fraction) -> str:
        """An amount of yuan, rounded half up to the fen."""
        return f"{write_value(amount)} 元" if self.chinese else f"{write_value(amount)} yuan"

    def months(self, months: int) -> str:
        """A number of months."""
        if self.chinese:
            return f"{months} 个月"
        return f"{months} month" if months == 1 else f"{months} months"

    def rendering(self, place: str | int) -> str:
        """Our rendering of a title or a sentence, marked as ours; empty in Chinese or where there is none."""
        english = self.pack.english
        text = english.clauses.get(place) if isinstance(place, int) else english.provisions.get(place)
        return "" if text is None or self.chinese else ours(text)

    def ceiling(self, figure: str) -> str:
        """A figure that is a ceiling."""
        return f"最多 {figure}" if self.chinese else f"at most {figure}"

    def firmness(self, modality: Modality) -> str:
        """How firmly something is said, with the words that say so."""
        return f"{self.word(modality.kind)}{self.quote(modality.words)}"

    def missing(self, missing: Missing) -> str:
        """A missing fact by its label, with the member it is about."""
        label = self.label(missing.fact)
        return label if missing.member is None else self.named(self.subject(missing.member), label)

    def open_list(self, case: Case) -> str:
        """That there may be others than the members a case lists; nothing where nobody is listed, or everybody.

        How a file says that they are all is for whoever wrote one.
        """
        if case.everybody or not case.members:
            return ""
        return self.word("not_everybody" if case.file else "perhaps_others").format(number=len(case.members))

    def question(self, fact: str, case: Case | None = None) -> str:
        """The question that would settle a missing fact: of members whether those that a case lists are everybody."""
        if fact not in self.pack.facts:
            if case is None or not case.members:
                return self.word("ask_members")
            return self.aside(self.word("ask_everybody"), self.word("how_to_say_everybody") if case.file else "")
        described = self.pack.facts[fact]
        return self.pick(described.ask or described.label)

    def question_by_name(self, fact: str, name: str) -> str:
        """The question with the name of the one person it is asked of; empty where it speaks of no “this person”."""
        asked = self.question(fact)
        named = asked.replace(self.word("this_person"), name)
        return "" if named == asked else named

    def question_of(self, fact: str, names: Sequence[str]) -> str:
        """The question with whom it is asked of: one person in it by name, where it speaks of one; else before it."""
        by_name = self.question_by_name(fact, names[0]) if len(names) == 1 else ""
        if by_name or not names:
            return by_name or self.question(fact)
        return self.named(self.listed(names), self.question(fact) if len(names) == 1 else self.question_of_each(fact))

    def question_of_each(self, fact: str) -> str:
        """The question as it is asked of several people by name: of each of them, and not of “this person”."""
        asked = self.question(fact).replace(self.word("this_persons"), self.word("each_ones"))
        return asked.replace(self.word("this_person"), self.word("each_of_them"))

    def clauses(self, runs: Sequence[str]) -> str:
        """Clauses by their runs of numbers, such as `8–11`, in English."""
        return f"{'clause' if len(runs) == 1 and runs[0].isdecimal() else 'clauses'} {self.listed(runs)}"

    def register(self, fact: str) -> str:
        """The register that could answer a question, empty when only a person can."""
        described = self.pack.facts.get(fact)
        return self.pick(self.pack.registers[described.lookup].label) if described and described.lookup else ""

    def agency(self, agency: str) -> str:
        """An agency by its label. Raises: KeyError."""
        return self.pick(self.pack.agencies[agency].label)

    def condition(self, condition: Condition) -> str:
        """A condition in words, without the parts below a branch or quantifier."""
        match condition:
            case If(expression=Constant(value=bool() as value)):
                return self.word("always" if value else "never")
            case If(expression=expression):
                return self.expression(expression)
            case Contested(point=point):
                return self.named(self.word("contested"), self.pick(self.pack.contested[point].label))
            case FindingOf():
                return self.named(self.word("finding"), self._rules(condition))
            case Count(at_least=low, at_most=high):
                return self._count(low, high)
        return self.word(_NAMES[type(condition)])

    def _rules(self, condition: FindingOf) -> str:
        rules = [self.pack.rule(rule) for rule in condition.rules]
        if len(rules) > MAX_NAMED:
            numbers = sorted({rule.clause for rule in rules})
            clauses = runs_of(numbers)
            if self.chinese:
                return f"第{self.listed(clauses)}条的 {len(rules)} 项规则之一"
            return f"one of {len(rules)} rules of {self.clauses(clauses)}"
        return self.listed(f"{rule.provision} {self.pick(rule.title)}" for rule in rules)

    def _count(self, low: int | None, high: int | None) -> str:
        if low == high:
            return f"恰有 {low} 名成员" if self.chinese else f"exactly {low} of the members"
        if high is None:
            return f"至少 {low} 名成员" if self.chinese else f"at least {low} of the members"
        if low is None:
            return f"至多 {high} 名成员" if self.chinese else f"at most {high} of the members"
        return f"{low} 至 {high} 名成员" if self.chinese else f"{low} to {high} of the members"

    def expression(self, expression: Expression) -> str:
        """An expression in words."""
        match expression:
            case Constant(value=value):
                return _number(value)
            case FactRef(name=name):
                return self.label(name)
            case ParameterRef(name=name):
                return self.label(f"parameter.{name}")
            case AsOf():
                return self.word("case_day")
            case CountMembers():
                return self.word("count_members")
            case SumMembers(fact=fact):
                return self.label(f"sum({fact})")
            case Comparison(operator=sign, left=left, right=right):
                return f"{self._side(left, right)} {_SIGNS.get(sign, sign)} {self._side(right, left)}"
            case Arithmetic(operator=sign, left=left, right=right):
                return f"{self._operand(left)} {_SIGNS.get(sign, sign)} {self._operand(right)}"
            case Call(function=function, arguments=arguments):
                return self.pick(_CALLS[function]).format(*map(self.expression, arguments))
        raise TypeError(f"no expression: {expression!r}")

    def _operand(self, expression: Expression) -> str:
        words = self.expression(expression)
        return f"({words})" if isinstance(expression, Arithmetic) else words

    def _side(self, side: Expression, other: Expression) -> str:
        """One side of a comparison; a constant is written as a value of the fact on the other side."""
        if isinstance(side, Constant) and isinstance(other, FactRef):
            return self.value(other.name, side.value)
        return self.expression(side)


_NAMES: Mapping[type, str] = {All: "all", Any: "any", Not: "not", Some: "some", Every: "every"}


def _as_money(value: Value | None) -> Value | None:
    return Fraction(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _number(value: int | Fraction | datetime.date | str) -> str:
    if isinstance(value, Fraction):
        return format(Decimal(value.numerator) / Decimal(value.denominator), "f")
    return write_value(value)


def on_one_line(text: str) -> str:
    """Text from a case without its line breaks."""
    return " ".join(text.split())
