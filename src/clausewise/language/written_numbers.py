"""What a text that is no number was meant to be worth: 3万 is 30000, 17周岁 is 17 years. Used for hints alone.

A hint that is worth something else than what was written is obeyed and makes a rich family poor. So every part of the
text has to be understood; 600-700, 12 00, 0777, 12:30:45 and a letter O among figures mean nothing here.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from clausewise.language.labels import Label
from clausewise.patterns import pattern

_WRITTEN = pattern(
    r"(?:人民币|rmb|cny|[¥￥])?\s*(?P<sign>-?)"
    r"(?P<whole>0|[1-9][0-9]{0,14}|[1-9][0-9]{0,2}(?:[,_'][0-9]{3}){1,4})(?P<part>\.[0-9]{1,6})?"
    r"(?:e(?P<power>[+-]?[0-9]{1,2}))?\s*(?P<times>[百千万亿]{0,2})\s*(?P<unit>\D{0,20})",
    re.ASCII | re.IGNORECASE,
)
_TIMES = {"": 0, "百": 2, "千": 3, "万": 4, "亿": 8, "百万": 6, "千万": 7, "万亿": 12, "百亿": 10, "千亿": 11}
_YUAN = frozenset({"", "元", "圆", "块", "块钱", "元整", "元人民币", "yuan", "rmb", "cny"})
_SAME_UNITS = (
    frozenset({"岁", "周岁", "年", "year", "years", "years old"}),
    frozenset({"月", "个月", "month", "months"}),
    frozenset({"日", "天", "day", "days"}),
    frozenset({"人", "名", "口", "口人", "个", "个人", "位", "person", "persons", "people"}),
    frozenset({"次", "回", "time", "times"}),
)


def amount_meant(written: str) -> str | None:
    """The yuan that a text was meant to be worth, as a case writes them; None where that is not certain."""
    return _meant(written, _YUAN, decimals=2)


def whole_meant(written: str, unit: Label | None) -> str | None:
    """The whole number of a unit that a text was meant to be; None where that is not certain."""
    own = frozenset() if unit is None else frozenset({unit.zh, unit.en})
    alike = (same for same in _SAME_UNITS if same & own)
    return _meant(written, frozenset({""}).union(own, *alike), decimals=0)


def _meant(written: str, units: frozenset[str], *, decimals: int) -> str | None:
    found = _WRITTEN.fullmatch(unicodedata.normalize("NFKC", written).strip())
    if found is None or found["times"] not in _TIMES or found["unit"].strip().lower() not in units:
        return None
    figures = found["sign"] + re.sub("[,_']", "", found["whole"]) + (found["part"] or "")
    power = int(found["power"] or 0) + _TIMES[found["times"]]
    value = Decimal(figures).scaleb(power)
    if abs(value) >= 10**15 or value != round(value, decimals):
        return None
    # What only loses its unit keeps its figures.
    return figures if not power and len(found["part"] or ".") <= decimals + 1 else format(value.normalize(), "f")
