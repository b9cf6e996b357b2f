"""Reads what a person typed as the value of a fact, at a prompt or in a field of a form; says why when it is none.

Width and punctuation of a Chinese keyboard are taken as meant. What a fact may be stays for the fact to say, and
nothing is guessed.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from clausewise.case.identity_numbers import is_checked
from clausewise.case.template import bounds_in_words
from clausewise.language.facts import DateSpan, Fact, FactType, Value, ValueProblem
from clausewise.language.labels import Label, Language
from clausewise.language.written_dates import date_meant, looks_like_a_date, says_half_a_year, says_no_year
from clausewise.language.written_numbers import amount_meant, whole_meant
from clausewise.yaml_source import parse_date

_YES = frozenset({"y", "yes", "true", "是", "有", "是的"})
_NO = frozenset({"n", "no", "false", "否", "没有", "不是", "无", "-"})
_WHOLE = re.compile(r"[-+]?[0-9]{1,15}", re.ASCII)
_FINE = re.compile(r"[-+]?[0-9]{1,15}\.[0-9]{3,}", re.ASCII)
MAX_SHOWN = 40

_IDENTITY = re.compile(r"[0-9]{6}([0-9]{4})([0-9]{2})([0-9]{2})[0-9]{3}[0-9Xx]", re.ASCII)

_NOT_TRUTH = Label("请答 y（是）或 n（否）", "answer y (yes) or n (no)")
_NOT_WHOLE = Label("{typed} 不是整数：请写数字，如 12", "{typed} is not a whole number: write figures, such as 12")
_NOT_MONEY = Label(
    "{typed} 看不出是多少元：请写成 620 或 620.50 的样子",
    "{typed} is not an amount: write yuan, such as 620 or 620.50",
)
_FINER = Label("{typed} 细于一分：最多写两位小数", "{typed} is finer than a fen: write at most two decimals")
_NOT_DATE = Label("{typed} 不是日期：请写成 2004-03-01 的样子", "{typed} is not a date: write one such as 2004-03-01")
_HALF_A_YEAR = Label(
    "{typed} 是哪一年？年份请写四位，如 1975-03-01",
    "of which century is {typed}? Write the year with four figures, such as 1975-03-01",
)
_NO_YEAR = Label(
    "{typed} 没有写年份：请写成 1975-03-01 的样子", "{typed} has no year: write the whole date, such as 1975-03-01"
)
_NO_SUCH_DAY = Label("日历上没有 {typed} 这一天", "there is no day {typed} in the calendar")
_NO_IDENTITY = Label(
    "{typed} 不是身份证号码：末位核对不上", "{typed} is no identity number: its last character does not fit the others"
)
_NO_CHOICE = Label("请写 1 到 {last} 的一个数字", "write a number from 1 to {last}")
_OUTSIDE = Label("不可能是 {typed}（可以是：{bounds}）", "it cannot be {typed}: write {bounds}")


class Misread(Exception):
    """What was typed is no answer to the question; the message says why, in the language it was asked in."""


def plain(typed: str) -> str:
    """What was typed, with letters, digits and punctuation of ordinary width."""
    return unicodedata.normalize("NFKC", typed).strip()


def read_answer(fact: Fact, typed: str, language: Language) -> Value | DateSpan:
    """The value that was typed, in a form that `plain` returned; of a date, perhaps but its month or year.

    Raises: Misread.
    """
    shown = shown_typed(typed)
    match fact.type:
        case FactType.BOOLEAN:
            return read_truth(typed, language)
        case FactType.CHOICE:
            return _choice(fact, typed, language)
        case FactType.DATE:
            written: object = _day(typed, shown, language)
        case FactType.INTEGER:
            meant = typed if _WHOLE.fullmatch(typed) else whole_meant(typed, fact.unit)
            if meant is None:
                raise Misread(_NOT_WHOLE.in_(language).format(typed=shown))
            written = int(meant)
        case FactType.MONEY:
            written = _amount(typed, shown, language)
    try:
        value = fact.read_span(written) or fact.read(written)
    except ValueProblem:
        bounds = bounds_in_words(fact, language) or Label("不小于 0", "0 or more").in_(language)
        raise Misread(_OUTSIDE.in_(language).format(typed=shown, bounds=bounds)) from None
    assert value is not None
    return value


def shown_typed(typed: str) -> str:
    """What was typed, as it can be said: keys that are no letters would move the cursor of a terminal."""
    seen = "".join(character if character.isprintable() else "\ufffd" for character in typed)
    return seen if len(seen) <= MAX_SHOWN else seen[:MAX_SHOWN] + "…"


def read_truth(typed: str, language: Language) -> bool:
    """Yes or no, in a form that `plain` returned. Raises: Misread."""
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
    identity = _IDENTITY.fullmatch(typed)
    if identity is not None and not is_checked(typed):
        raise Misread(_NO_IDENTITY.in_(language).format(typed=shown))
    meant = date_meant("-".join(identity.groups()) if identity else typed)
    if meant is None or says_half_a_year(typed):
        raise Misread(_why_no_date(typed, is_number=identity is not None).in_(language).format(typed=shown))
    return parse_date(meant) or meant


def _why_no_date(typed: str, *, is_number: bool) -> Label:
    if says_half_a_year(typed):
        return _HALF_A_YEAR
    if is_number or looks_like_a_date(typed):
        return _NO_SUCH_DAY
    return _NO_YEAR if says_no_year(typed) else _NOT_DATE


def identity_in(typed: str) -> str | None:
    """The identity number that was typed where a day is asked for; None for anything else."""
    return typed.upper() if _IDENTITY.fullmatch(typed) and is_checked(typed) else None


def _amount(typed: str, shown: str, language: Language) -> Decimal:
    figures = typed.removeprefix("+")
    if _FINE.fullmatch(figures) and figures.rpartition(".")[2][2:].strip("0"):
        raise Misread(_FINER.in_(language).format(typed=shown))
    meant = amount_meant(figures)
    if meant is None:
        raise Misread(_NOT_MONEY.in_(language).format(typed=shown))
    return Decimal(meant)
