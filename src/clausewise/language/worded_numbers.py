"""Numbers with a unit in Chinese words: 年满六十周岁, 不超过1年, 半年, 百分之五十, 3000元, 三倍, 2020年12月31日.

Only reads text. What such a number may be in a rule (18 years, 216 months) is told by `accepted_as`; what no number is
(一次性, 统一, 第三次, 每半年一次) is passed over.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from fractions import Fraction

from clausewise.classes import dataclass
from clausewise.document.numerals import NUMERAL, read_numeral

_ARABIC = r"[0-9０-９]{1,15}(?:,[0-9]{3})*(?:[.．][0-9０-９]+)?"
_CHINESE = f"{NUMERAL}(?:点[零〇一二三四五六七八九]+)?"
_NUMBER = f"(?:{_ARABIC}|{_CHINESE})"
_UNIT = (
    "个?工作日|周岁|岁|个月|年|月(?!收入|均)|日(?![常期报间])|天(?![然气])|元(?!旦)|倍|[%％]"
    "|人(?![民员口均大才身])|次(?![性序要])"
)
# What a number does not follow: characters that make an ordinal or a word of it (第三次, 统一年度), and other numerals.
_PART_OF_A_WORD = "第统同唯任每逐某另其单专划零〇一二两三四五六七八九十百千0-9０-９.．点"
_YEAR_OF_SCHOOL = "年(?=[级度龄限])"
_WITH_UNIT = re.compile(
    rf"(?P<date>(?P<year>[0-9]{{4}})年(?P<month>[0-9]{{1,2}})月(?P<day>[0-9]{{1,2}})日)"
    rf"|(?P<calendar>{_NUMBER}月{_NUMBER}日|[0-9]{{4}}年[0-9]{{1,2}}月(?!内))"
    rf"|百分之(?P<percent>{_NUMBER})"
    rf"|(?P<half>半年)"
    rf"|(?<![{_PART_OF_A_WORD}])(?:(?P<first>{_NUMBER})(?:至|到|—|-|－|~|～))?"
    rf"(?P<number>{_NUMBER})(?P<many>[万亿])?(?!{_YEAR_OF_SCHOOL})(?P<unit>{_UNIT})(?P<more>半)?"
)
# How often something is done: nothing that a condition compares with.
_PERIOD = f"(?:{_NUMBER}|半)?(?:年|个?月|季度?|周|日|天)"
_HOW_OFTEN = re.compile(rf"每{_PERIOD}[^，。；、,;]*?[一1]次|每(?:{_NUMBER}(?:{_UNIT})|半年)")
_MANY = {"万": 10_000, "亿": 100_000_000}
_FIRST_YEAR = 1900


@dataclass(frozen=True, slots=True)
class WordedNumber:
    """A number as written (`六十周岁`), its value, and its unit; a day of the calendar has `day` alone."""

    written: str
    value: Fraction
    unit: str
    day: datetime.date | None = None

    @property
    def accepted_as(self) -> frozenset[Fraction]:
        """What a constant may be that encodes it: years in months too, a share as percent or as a factor."""
        value = self.value
        match self.unit:
            case "周岁" | "岁" | "年":
                return frozenset({value, value * 12})
            case "个月" | "月":
                return frozenset({value, value / 12})
            case "日" | "天":
                return frozenset({value, value / 7})
            case "%":
                return frozenset({value, value / 100, 1 + value / 100, 1 - value / 100})
            case "倍":
                return frozenset({value, value * 100})
        return frozenset({value})


def numbers_in(text: str) -> Iterator[WordedNumber]:
    """The numbers with a unit in a text, in order."""
    often = [match.span() for match in _HOW_OFTEN.finditer(text)]
    for match in _WITH_UNIT.finditer(text):
        if not any(begin <= match.start() < end for begin, end in often):
            yield from _read(match)


def _read(match: re.Match[str]) -> Iterator[WordedNumber]:
    written = match[0]
    if match["date"]:
        try:
            day = datetime.date(int(match["year"]), int(match["month"]), int(match["day"]))
        except ValueError:
            return
        yield WordedNumber(written, Fraction(0), "", day)
    elif match["calendar"]:
        # A day of no year, or a month: not what a condition compares with.
        return
    elif match["percent"]:
        yield WordedNumber(written, _value(match["percent"]), "%")
    elif match["half"]:
        yield WordedNumber(written, Fraction(6), "个月")
    else:
        unit = _unit(match["unit"])
        more = Fraction(1, 2) if match["more"] else 0
        times = _MANY.get(match["many"] or "", 1)
        if unit == "年" and _value(match["number"]) >= _FIRST_YEAR:
            return
        if match["first"]:
            yield WordedNumber(match["first"] + match["unit"], _value(match["first"]) * times, unit)
        written = match["number"] + (match["many"] or "") + match["unit"] + (match["more"] or "")
        yield WordedNumber(written, (_value(match["number"]) + more) * times, unit)


def _unit(written: str) -> str:
    return "%" if written == "％" else "工作日" if written == "个工作日" else written


def _value(written: str) -> Fraction:
    plain = written.replace(",", "").replace("．", ".")
    whole, _, decimals = plain.partition("点") if "点" in plain else plain.partition(".")
    value = Fraction(read_numeral(whole))
    if decimals:
        digits = "".join(str(read_numeral(digit)) for digit in decimals)
        value += Fraction(int(digits), 10 ** len(digits))
    return value
