"""Writes an empty case to fill in: every fact that the rules rest on, with its question, its values and its provisions.

As it is written, everything in it is unknown. Nothing here reads a case or asks anybody.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence

from clausewise.language.bounds import OPEN, Interval, write_interval
from clausewise.language.facts import Fact, FactType, Subject
from clausewise.language.labels import Label, Language
from clausewise.language.model import Pack

_PLAIN = re.compile(r"[A-Za-z\u4e00-\u9fff][A-Za-z0-9\u4e00-\u9fff_-]*\Z")
_NOT_TEXT = frozenset({"true", "false", "null"})

_HEAD = Label(
    "个案：{pack}。\n"
    "\n"
    "每项事实各占一行，行首有 # 号。要写明某项事实，去掉紧贴它的 # 号，在冒号后写上值；不改的就是未知。\n"
    "未知不等于否：缺少的事实不会使任何措施被否定，只会列为要问的问题。括号里是用到该事实的条款。\n"
    "填好后运行：clausewise check 文件名",
    "A case for {pack}.\n"
    "\n"
    "Each fact has a line of its own that begins with #. To state one, take away the # right before it and write its\n"
    "value after the colon. What is left as it is, is not known, and not known is never no: what is missing is\n"
    "asked for and refuses nothing. The numbers in brackets are the provisions that use a fact.\n"
    "When it is filled in: clausewise check FILE",
)
_AS_OF = Label("核对日；不写则为当天", "the day to check on, today when left out")
_TITLE = Label("一句话说明是谁家", "one line that says whose case it is")
_NOTE = Label("备注", "anything a file note would say")
_HOUSEHOLD = Label("家庭", "The household")
_APPLICATION = Label("申请", "The application")
_MEMBERS = Label("家庭成员", "The members of the household")
_EVERYBODY = Label(
    "下面列出的是否就是全部成员；不写就是不知道，还可能有别人。",
    "Whether those listed below are all there are. Left as it is, that is not known: there may be others.",
)
_NO_MEMBERS = Label(
    "不写成员，就是不知道有谁；members: [] 是没有成员。先去掉 - id 前的 # 号，再写此人的事实；每人一段。",
    "Left as it is, it is not known who they are; members: [] says that there are none.\n"
    "First take away the # before - id, then state facts of that member; each member has an entry like it.",
)
_DERIVED = Label(
    "以下各项由其他事实推算；只在那些事实未知时才写。",
    "These follow from other facts and are worked out; state one only where those are not known.",
)
_SOMEBODY = Label("成员1", "member1")
_KINDS = {
    FactType.DATE: Label(
        "日期，如 2004-03-01；只知年月或年份时写 2004-03 或 2004",
        "a date such as 2004-03-01, or 2004-03 or 2004 where no more is known",
    ),
    FactType.MONEY: Label("元，如 620 或 620.50", "yuan, such as 620 or 620.50"),
    FactType.INTEGER: Label("整数", "a whole number"),
}


def case_template(pack: Pack, language: Language, case_id: str, members: Sequence[str] = ()) -> str:
    """The text of a case of which nothing is known yet, but who its members are when some are named by id."""
    return "\n".join(_Template(pack, language).lines(case_id, members)) + "\n"


class _Template:
    def __init__(self, pack: Pack, language: Language) -> None:
        self._pack = pack
        self._language = language
        used = pack.facts_asked_for
        self._facts = [fact for fact in pack.facts.values() if fact.name in used]

    def _say(self, label: Label, indent: str = "", **filled: str) -> Iterator[str]:
        """A label as comment lines."""
        return commented(label.in_(self._language).format(**filled), indent)

    def lines(self, case_id: str, members: Sequence[str]) -> Iterator[str]:
        yield from self._say(_HEAD, pack=self._pack.title.in_(self._language))
        yield ""
        yield f"case: {word_in_yaml(case_id)}"
        yield f"pack: {word_in_yaml(self._pack.id)}"
        for key, label in (("as_of", _AS_OF), ("title", _TITLE), ("note", _NOTE)):
            yield f"#{key}:  # {label.in_(self._language)}"
        for subject, label in ((Subject.HOUSEHOLD, _HOUSEHOLD), (Subject.APPLICATION, _APPLICATION)):
            facts = self._of(subject)
            if facts:
                yield ""
                yield from self._say(label)
                yield f"{subject}:"
                yield from self._explained(facts, "  ")
        yield ""
        yield from self._say(_EVERYBODY)
        yield f"#everybody:  # {truths_in_words(self._language)}"
        yield ""
        yield from self._say(_MEMBERS)
        yield "members:"
        yield from self._members(members)

    def _of(self, subject: Subject) -> list[Fact]:
        return [fact for fact in self._facts if fact.subject is subject]

    def _members(self, members: Sequence[str]) -> Iterator[str]:
        facts = self._of(Subject.MEMBER)
        if not members:
            yield from self._say(_NO_MEMBERS, "  ")
            yield f"  #- id: {_SOMEBODY.in_(self._language)}"
            yield from self._explained(facts, "    ")
        for number, member in enumerate(members):
            yield f"  - id: {word_in_yaml(member)}"
            # What each fact means is said once, for the first member.
            yield from self._explained(facts, "    ") if not number else map(self._line, facts)

    def _explained(self, facts: Iterable[Fact], indent: str) -> Iterator[str]:
        """Facts with what they mean: those to be asked for first, then those that follow from others."""
        facts = list(facts)
        for fact in facts:
            if fact.is_asked_for_itself:
                yield from self._fact(fact, indent)
        derived = [fact for fact in facts if not fact.is_asked_for_itself]
        if derived:
            yield ""
            yield from self._say(_DERIVED, indent)
        for fact in derived:
            yield from self._fact(fact, indent)

    def _fact(self, fact: Fact, indent: str) -> Iterator[str]:
        label = fact.label.in_(self._language)
        chinese = self._language == "zh"
        cited = ("、" if chinese else ", ").join(fact.cited)
        yield ""
        yield f"{indent}# {label}" + ((f"（{cited}）" if chinese else f" ({cited})") if cited else "")
        if fact.ask is not None:
            yield f"{indent}# {fact.ask.in_(self._language)}"
        yield self._line(fact, indent)

    def _line(self, fact: Fact, indent: str = "    ") -> str:
        """The line that states a fact, but for its value, with the values it may have."""
        return f"{indent}#{fact.short_name}:  # {what_may_be_written(fact, self._language)}"


def commented(text: str, indent: str = "") -> Iterator[str]:
    """A text as comment lines of a form."""
    return (f"{indent}# {line}".rstrip() for line in text.splitlines())


def what_may_be_written(fact: Fact, language: Language) -> str:
    """What may be written of a fact in a form: truths and choices in Chinese by the words that answers print."""
    if fact.type is FactType.BOOLEAN:
        return truths_in_words(language)
    if fact.type is FactType.CHOICE:
        return " | ".join(_choice(name, label, language) for name, label in (fact.values or {}).items())
    return values_in_words(fact, language)


def truths_in_words(language: Language) -> str:
    """What may be written of a truth value."""
    return "是 | 否" if language == "zh" else "true | false"


def _choice(name: str, label: Label, language: Language) -> str:
    """A value as it may be written: in Chinese by its label, in English by its name and what that means."""
    if language == "zh":
        return word_in_yaml(label.zh)
    return name if label.en == name else f"{name} = {label.en}"


def values_in_words(fact: Fact, language: Language) -> str:
    """What a day, an amount or a number may be: how it is written, what it counts, and its bounds."""
    parts = [_KINDS[fact.type].in_(language), fact.unit.in_(language) if fact.unit else ""]
    return ("，" if language == "zh" else ", ").join(filter(None, [*parts, bounds_in_words(fact, language)]))


def bounds_in_words(fact: Fact, language: Language) -> str:
    """From where to where the values of a fact go; nothing when they have no bounds."""
    interval = Interval(fact.minimum, fact.maximum)
    return "" if interval == OPEN else write_interval(interval, language)


def word_in_yaml(word: str) -> str:
    """A word as YAML reads it back unchanged."""
    plain = _PLAIN.match(word) and word.lower() not in _NOT_TEXT
    return word if plain else json.dumps(word, ensure_ascii=False)
