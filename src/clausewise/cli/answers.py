"""Reads what a person typed at a question: a value of the fact, or who the members are; says why when it is neither.

Width and punctuation of a Chinese keyboard are taken as meant. What a fact may be stays for the fact to say, and
nothing is guessed.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Sequence
from decimal import Decimal

from clausewise.case.names import split_names
from clausewise.case.reading import MAX_MEMBERS, is_member_id
from clausewise.case.template import bounds_in_words, values_in_words
from clausewise.cli.output import Screen
from clausewise.language.facts import DateSpan, Fact, FactType, Value, ValueProblem
from clausewise.language.labels import Label, Language
from clausewise.yaml_source import parse_date

_YES = frozenset({"y", "yes", "true", "是", "有", "是的"})
_NO = frozenset({"n", "no", "false", "否", "没有", "不是", "无", "-"})
_WHOLE = re.compile(r"[-+]?[0-9]{1,15}", re.ASCII)
_AMOUNT = re.compile(r"[-+]?[0-9]{1,15}(\.[0-9]+)?", re.ASCII)
_DAY = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?", re.ASCII)
_MONTH_OR_YEAR = re.compile(r"([0-9]{4})(?:[-/.年]([0-9]{1,2})月?|年)?", re.ASCII)
MAX_SHOWN = 40
NOBODY = frozenset({"-", "无"})

# An identity number holds the day of birth, and its last character checks the others.
_IDENTITY = re.compile(r"[0-9]{6}([0-9]{4})([0-9]{2})([0-9]{2})[0-9]{3}[0-9Xx]", re.ASCII)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"

_TRUTH_ALLOWED = Label("y：是，n：否", "y: yes, n: no")
_MEMBERS_ALLOWED = Label(
    "写出全部成员，每人一个自定的名字，用逗号或顿号隔开，如：母亲，儿子；没有成员写 -",
    "everybody, each by a name of your own, with commas between: mother, son; - if there are none",
)

_NOT_TRUTH = Label("请答 y（是）或 n（否）", "answer y (yes) or n (no)")
_NOT_WHOLE = Label("{typed} 不是整数：请只写数字，如 12", "{typed} is not a whole number: write figures, such as 12")
_NOT_MONEY = Label(
    "{typed} 不是金额：请只写数字，如 620 或 620.50",
    "{typed} is not an amount: write figures, such as 620 or 620.50",
)
_FINER = Label("{typed} 细于一分：最多写两位小数", "{typed} is finer than a fen: write at most two decimals")
_NOT_DATE = Label("{typed} 不是日期：请写成 2004-03-01 的样子", "{typed} is not a date: write one such as 2004-03-01")
_NO_SUCH_DAY = Label("日历上没有 {typed} 这一天", "there is no day {typed} in the calendar")
_NO_IDENTITY = Label(
    "{typed} 不是身份证号码：末位核对不上", "{typed} is no identity number: its last character does not fit the others"
)
_NO_CHOICE = Label("请写 1 到 {last} 的一个数字", "write a number from 1 to {last}")
_OUTSIDE = Label("不可能是 {typed}（可以是：{bounds}）", "it cannot be {typed}: write {bounds}")
_NO_NAME = Label(
    "{typed} 不能作名字：只用汉字、字母、数字、- 和 _，最多 60 个",
    "{typed} cannot be a name: write letters, digits, - and _, 60 at most",
)
_TWICE = Label("{typed} 写了两次：每人要有不同的名字", "{typed} is there twice: give each a name of its own")
_TOO_MANY = Label("成员最多 {most} 名", "at most {most} members can be named")


class Misread(Exception):
    """What was typed is no answer to the question; the message says why, in the language of the interview."""


class Leaving(Exception):
    """There is nobody to answer any more, or whoever answers wants to leave."""


def read_line(screen: Screen) -> str:
    """The next line that is typed, without spaces around it. Raises: Leaving when there is none."""
    sys.stdout.write("> ")
    sys.stdout.flush()
    # Python has no standard input where it was closed before.
    line = sys.stdin.readline() if sys.stdin is not None else ""
    if not line or not sys.stdin.isatty():
        # What is typed on a terminal stands there already, but for the end of a line that was never ended.
        screen.line(line.strip())
    if not line:
        raise Leaving
    return line.strip()


def plain(typed: str) -> str:
    """What was typed, with letters, digits and punctuation of ordinary width."""
    return unicodedata.normalize("NFKC", typed).strip()


def allowed_answers(fact: Fact, language: Language) -> str:
    """What may be answered, on one line; nothing for a choice, whose values are listed."""
    if fact.type is FactType.CHOICE:
        return ""
    return _TRUTH_ALLOWED.in_(language) if fact.type is FactType.BOOLEAN else values_in_words(fact, language)


def allowed_members(language: Language) -> str:
    """How to say who the members are, on one line."""
    return _MEMBERS_ALLOWED.in_(language)


def allowed_truth(language: Language) -> str:
    """How to say yes or no, on one line."""
    return _TRUTH_ALLOWED.in_(language)


def read_truth(typed: str, language: Language) -> bool:
    """Yes or no, in a form that `plain` returned. Raises: Misread."""
    return _truth(typed, language)


def read_answer(fact: Fact, typed: str, language: Language) -> Value | DateSpan:
    """The value that was typed, in a form that `plain` returned; of a date, perhaps but its month or year.

    Raises: Misread.
    """
    shown = _shown(typed)
    match fact.type:
        case FactType.BOOLEAN:
            return _truth(typed, language)
        case FactType.CHOICE:
            return _choice(fact, typed, language)
        case FactType.DATE:
            written: object = _day(typed, shown, language)
        case FactType.INTEGER:
            if not _WHOLE.fullmatch(typed):
                raise Misread(_NOT_WHOLE.in_(language).format(typed=shown))
            written = int(typed)
        case FactType.MONEY:
            written = _amount(typed, shown, language)
    try:
        value = fact.read_span(written) or fact.read(written)
    except ValueProblem:
        bounds = bounds_in_words(fact, language) or Label("不小于 0", "0 or more").in_(language)
        raise Misread(_OUTSIDE.in_(language).format(typed=shown, bounds=bounds)) from None
    assert value is not None
    return value


def read_members(typed: str, language: Language, listed: Sequence[str] = ()) -> tuple[str, ...]:
    """The ids of the members that were typed, in a form that `plain` returned, after those listed. Raises: Misread.

    How names are parted is for `split_names` to say.
    """
    if typed in NOBODY:
        return tuple(listed)
    names = split_names(typed)
    for number, name in enumerate(names):
        if not is_member_id(name):
            raise Misread(_NO_NAME.in_(language).format(typed=_shown(name)))
        if name in names[:number] or name in listed:
            raise Misread(_TWICE.in_(language).format(typed=_shown(name)))
    if not names or len(listed) + len(names) > MAX_MEMBERS:
        most = _TOO_MANY.in_(language).format(most=MAX_MEMBERS)
        raise Misread(most if names else _MEMBERS_ALLOWED.in_(language))
    return (*listed, *names)


def _shown(typed: str) -> str:
    """What was typed, as it can be said: keys that are no letters would move the cursor of a terminal."""
    seen = "".join(character if character.isprintable() else "\ufffd" for character in typed)
    return seen if len(seen) <= MAX_SHOWN else seen[:MAX_SHOWN] + "…"


def _truth(typed: str, language: Language) -> bool:
    if typed.lower() in _YES:
        return True
    if typed.lower() in _NO:
        return False
    raise Misread(_NOT_TRUTH.in_(language))


def _choice(fact: Fact, typed: str, language: Language) -> str:
    """A value by its number in the list, by its name, or by its label in either language."""
    values = fact.values or {}
    if _WHOLE.fullmatch(typed) and 1 <= int(typed) <= len(values):
        return list(values)[int(typed) - 1]
    for name, label in values.items():
        if typed in (name, plain(label.zh), plain(label.en)):
            return name
    raise Misread(_NO_CHOICE.in_(language).format(last=len(values)))


def _day(typed: str, shown: str, language: Language) -> object:
    """A day, or as it is written in files the month or year that was typed."""
    less = _MONTH_OR_YEAR.fullmatch(typed)
    if less is not None:
        if parse_date(f"{less[1]}-{less[2] or 1}-1") is None:
            raise Misread(_NO_SUCH_DAY.in_(language).format(typed=shown))
        return "-".join(filter(None, less.groups()))
    identity = _IDENTITY.fullmatch(typed)
    if identity is not None and not _is_identity(typed):
        raise Misread(_NO_IDENTITY.in_(language).format(typed=shown))
    found = identity or _DAY.fullmatch(typed)
    if found is None:
        raise Misread(_NOT_DATE.in_(language).format(typed=shown))
    day = parse_date("-".join(found.groups()))
    if day is None:
        raise Misread(_NO_SUCH_DAY.in_(language).format(typed=shown))
    return day


def identity_in(typed: str) -> str | None:
    """The identity number that was typed where a day is asked for; None for anything else."""
    return typed.upper() if _IDENTITY.fullmatch(typed) and _is_identity(typed) else None


def _is_identity(typed: str) -> bool:
    """Whether the last character of an identity number is what the others make it."""
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, typed, strict=False))
    return _CHECKS[total % len(_CHECKS)] == typed[-1].upper()


def _amount(typed: str, shown: str, language: Language) -> Decimal:
    found = _AMOUNT.fullmatch(typed)
    if found is None:
        raise Misread(_NOT_MONEY.in_(language).format(typed=shown))
    if found[1] and len(found[1]) > len(".00") and found[1][3:].strip("0"):
        raise Misread(_FINER.in_(language).format(typed=shown))
    return Decimal(typed)
