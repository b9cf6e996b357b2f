"""What was typed at a prompt of an interview becomes what is answered of each of its facts. Nothing is guessed.

Facts to tick are named by their numbers, members by their names or numbers; what is not named is not so, and of what a
department finds it is then to be checked there.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from clausewise.case import Case
from clausewise.case.answers import Told
from clausewise.case.names import split_names
from clausewise.case.relations import Relation, is_relation
from clausewise.case.topics import TopicAnswer
from clausewise.engine import Missing
from clausewise.interview import Form, Prompt
from clausewise.interview.answering import Answered
from clausewise.interview.typed import Misread, identity_in, read_answer
from clausewise.language.facts import Fact, FactType
from clausewise.language.labels import Label, Language
from clausewise.language.topics import NOTHING, Topic

NONE = frozenset({"-", "0", "n", "no", "none", "没有", "都没有", "无", "否"})
ALL = frozenset({"all", "everybody", "全", "全部", "全家", "都", "大家"})
YES = frozenset({"y", "yes", "是", "有"})
TO_CHECK = frozenset({"c", "check", "to check", "待查", "待核实", "去查"})
UNKNOWN = frozenset({"", "unknown", "not known", "不知道", "不清楚"})

_BETWEEN = re.compile(r"\s*[;\n]\s*")
_BETWEEN_PEOPLE = re.compile(r"\s*[,、;\s]\s*")
_BETWEEN_VALUES = re.compile(r"\s*[,、;\n]\s*")
_NUMBERED = re.compile(r"(?P<no>-?)(?P<number>[0-9]{1,2})(?P<open>\??)(?:\s*:\s*|\s+|\Z)(?P<rest>.*)\Z", re.ASCII)

_LONGEST_NUMBER = 9

_NO_NUMBER = Label("请写上面的编号（1 到 {last}）；都没有写 -", "write numbers of the list (1 to {last}); - for none")
_WHOSE = Label("{number} 是谁？请写：{number} {example}", "who is it of {number}? Write: {number} {example}")
_NOBODY = Label("没有问到 {typed}（问的是：{members}）", "{typed} is not asked about (who is: {members})")
_TWO_HEADS = Label("{head}只能有一个，写了：{members}", "there can be but one {head}: {members} are")
_SO_MANY = Label(
    "问的是 {of} 人，写了 {number} 个：请按顺序写全，或写“名字 回答”",
    "{of} people are asked about, and {number} answers stand there: write one for each in order, or “name answer”",
)


def read_prompt(prompt: Prompt, facts: Mapping[str, Fact], typed: str, language: Language) -> dict[Missing, Answered]:
    """What is answered at a prompt about facts, in a form that `plain` returned. Raises: Misread."""
    lowered = typed.lower()
    if lowered in UNKNOWN:
        return dict.fromkeys(prompt.about, Told.UNKNOWN)
    if lowered in TO_CHECK or (prompt.known_by and _leaves_out_all(prompt, facts, lowered)):
        return dict.fromkeys(prompt.about, Told.TO_CHECK)
    if prompt.form is Form.TICK:
        return _read_ticks(prompt, typed, language)
    if prompt.form is Form.COLUMN:
        return _read_column(prompt, facts[prompt.about[0].fact], typed, language)
    (one,) = prompt.about
    return {one: read_answer(facts[one.fact], typed, language)}


def _leaves_out_all(prompt: Prompt, facts: Mapping[str, Fact], lowered: str) -> bool:
    """Whether an answer names nothing of what a department finds: that is not to say that it was refused.

    `n` says so where it is the answer to a single question.
    """
    if any(facts[fact].type is not FactType.BOOLEAN for fact in prompt.facts):
        return False
    return lowered == "-" or (len(prompt.about) > 1 and lowered in NONE)


def refuse_two_heads(
    case: Case, given: Mapping[Missing, Answered], facts: Mapping[str, Fact], language: Language
) -> None:
    """Raises: Misread where answers of the table of members give a household a second head."""
    for name in {one.fact for one in given}:
        fact = facts[name]
        if not is_relation(fact):
            continue
        said = {one.id: given.get(Missing(name, one.id), one.values.get(name)) for one in case.members}
        heads = [member for member, value in said.items() if value == Relation.HEAD.value]
        if len(heads) > 1:
            members = "、".join(heads) if language == "zh" else ", ".join(heads)
            head = (fact.values or {})[Relation.HEAD.value].in_(language)
            raise Misread(_TWO_HEADS.in_(language).format(head=head, members=members))


def identity_numbers(prompt: Prompt, typed: str, language: Language) -> dict[Missing, str]:
    """The identity numbers that stand in an answer, each with the day of birth that it gives. Raises: Misread."""
    if prompt.form is not Form.COLUMN or not any(map(str.isdigit, typed)):
        return {}
    numbers = ((one, identity_in(text)) for one, text in _texts(prompt, typed, language).items())
    return {one: number for one, number in numbers if number is not None}


def place_typed(typed: str, last: int) -> int | None:
    """The place in a list of so many that a number names; nothing where there is no such place."""
    if not typed.isdecimal() or len(typed) > _LONGEST_NUMBER:
        return None
    place = int(typed)
    return place if 1 <= place <= last else None


def read_topics(topics: Sequence[Topic], typed: str, language: Language) -> dict[str, TopicAnswer]:
    """What is answered of the topics offered; where nothing is typed the family is sure of none. Raises: Misread."""
    if typed.lower() in UNKNOWN:
        return {topic.id: TopicAnswer.NOT_SURE for topic in topics}
    said = {topic.id: TopicAnswer.NOT_TICKED for topic in topics}
    if typed.lower() in NONE:
        return said
    for word in filter(None, _BETWEEN_PEOPLE.split(typed)):
        place, unsure = place_typed(word.removesuffix("?"), len(topics)), word.endswith("?")
        if place is None:
            raise Misread(_NO_NUMBER.in_(language).format(last=len(topics)))
        said[topics[place - 1].id] = TopicAnswer.NOT_SURE if unsure else TopicAnswer.TICKED
    return said


# ---------------------------------------------------------------- to tick


def _read_ticks(prompt: Prompt, typed: str, language: Language) -> dict[Missing, Answered]:
    rest: Answered = Told.TO_CHECK if prompt.known_by else False
    lowered = typed.lower()
    if lowered in NONE:
        return dict.fromkeys(prompt.about, False)
    said: dict[Missing, Answered] = dict.fromkeys(prompt.about, rest)
    if lowered in ALL or (lowered in YES and len(prompt.about) == 1):
        return dict.fromkeys(prompt.about, True)
    if len(prompt.facts) == 1:
        return said | dict(_of_people(prompt, prompt.facts[0], typed, language, value=True))
    few = len(prompt.members) < 2
    for part in filter(None, (_BETWEEN_PEOPLE if few else _BETWEEN).split(typed)):
        found = _NUMBERED.match(part)
        if found is None or not 1 <= int(found["number"]) <= len(prompt.facts):
            raise Misread(_NO_NUMBER.in_(language).format(last=len(prompt.facts)))
        fact = prompt.facts[int(found["number"]) - 1]
        value: Answered = Told.UNKNOWN if found["open"] else not found["no"]
        of = [one for one in prompt.about if one.fact == fact]
        if len(of) == 1 and not found["rest"]:
            said[of[0]] = value
        elif not found["rest"]:
            example = prompt.members[0]
            raise Misread(_WHOSE.in_(language).format(number=found["number"], example=example))
        else:
            said |= dict(_of_people(prompt, fact, found["rest"], language, value=value))
    return said


def _of_people(
    prompt: Prompt, fact: str, typed: str, language: Language, *, value: Answered
) -> list[tuple[Missing, Answered]]:
    """A fact of the members who are named, by name or number, or of all.

    `?` behind a name says that it is not known, `-` before it that it is not so.
    """
    of = {one.member: one for one in prompt.about if one.fact == fact}
    if typed.lower() in ALL:
        return [(one, value) for one in of.values()]
    found: list[tuple[Missing, Answered]] = []
    for word in _words_of_people(typed, of):
        name = word.removesuffix("?")
        denied = name not in of and name.startswith("-")
        name = name[1:] if denied else name
        place = None if name in of else place_typed(name, len(prompt.members))
        name = name if place is None else prompt.members[place - 1]
        if name not in of:
            members = "、".join(filter(None, of)) if language == "zh" else ", ".join(filter(None, of))
            raise Misread(_NOBODY.in_(language).format(typed=word, members=members))
        found.append((of[name], Told.UNKNOWN if word.endswith("?") else False if denied else value))
    return found


def _words_of_people(typed: str, of: Collection[str | None]) -> Iterator[str]:
    """The names and numbers that were typed; a name may have a space in it."""
    for word in split_names(typed):
        if word.removesuffix("?") in of:
            yield word
        else:
            yield from filter(None, _BETWEEN_PEOPLE.split(word))


# ---------------------------------------------------------------- a column of a table


def _read_column(prompt: Prompt, fact: Fact, typed: str, language: Language) -> dict[Missing, Answered]:
    """One value for each member in order, `name value` for some of them, or `all value`.

    Of a choice with a value `none` whoever is not named has that; else it is not known.
    """
    none = fact.type is FactType.CHOICE and NOTHING in (fact.values or {})
    if none and typed.lower() in NONE:
        return dict.fromkeys(prompt.about, NOTHING)
    said: dict[Missing, Answered] = dict.fromkeys(prompt.about, NOTHING if none else Told.UNKNOWN)
    return said | {one: _value(fact, text, language) for one, text in _texts(prompt, typed, language).items()}


def _texts(prompt: Prompt, typed: str, language: Language) -> dict[Missing, str]:
    """What was typed of each member at a column: of all in order, of some, or the same of all. Raises: Misread."""
    of = {one.member or "": one for one in prompt.about}
    parts = [part for part in _BETWEEN_VALUES.split(typed) if part]
    named = [_named(part, of) for part in parts]
    if any(named):
        said = {}
        for part, found in zip(parts, named, strict=True):
            if found is None:
                members = "、".join(of) if language == "zh" else ", ".join(of)
                raise Misread(_NOBODY.in_(language).format(typed=part, members=members))
            said[of[found[0]]] = found[1]
        return said
    everybody, _, value = typed.partition(" ")
    if everybody.lower() in ALL and value:
        return dict.fromkeys(prompt.about, value.strip())
    if len(parts) != len(of):
        raise Misread(_SO_MANY.in_(language).format(of=len(of), number=len(parts)))
    return dict(zip(of.values(), parts, strict=True))


def _named(part: str, of: Mapping[str, Missing]) -> tuple[str, str] | None:
    """The member named before a value, and the value."""
    said = part.replace("=", " ").replace(":", " ")
    for name in sorted(of, key=len, reverse=True):
        value = said.removeprefix(f"{name} ").strip()
        if said.startswith(f"{name} ") and value:
            return name, value
    return None


def _value(fact: Fact, typed: str, language: Language) -> Answered:
    return Told.UNKNOWN if typed in ("?", "不知道") else read_answer(fact, typed, language)
