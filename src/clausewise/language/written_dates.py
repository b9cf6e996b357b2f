"""What a text was meant to be as a date: 2004年3月1日, 2004/3/1 and 20040301 are 2004-03-01, and 2004年3月 is 2004-03.

2004112 may be the 12th or the 2nd, and 75-3-1 says half a year number: of these nothing is guessed.
"""

from __future__ import annotations

import re
import unicodedata

from clausewise.patterns import pattern
from clausewise.yaml_source import parse_date

_AROUND = pattern(r"\s*([-/.年月日号])\s*")
_DAY = pattern(r"([0-9]{4})(?:[-/.年、 ]([0-9]{1,2})[-/.月、 ]([0-9]{1,2})[日号]?|([0-9]{2})([0-9]{2}))", re.ASCII)
_MONTH_OR_YEAR = pattern(r"([0-9]{4})(?:[-/.年]([0-9]{1,2})月?|年)?", re.ASCII)
_SIX_FIGURES = pattern(r"([0-9]{4})([0-9]{2})", re.ASCII)
_HALF_A_YEAR = pattern(r"'?[0-9]{2}[-/.年、 ][0-9]{1,2}[-/.月、 ][0-9]{1,2}[日号]?", re.ASCII)
_NO_YEAR = pattern(r"[0-9]{1,2}[-/.月、 ][0-9]{1,2}[日号]?", re.ASCII)


def date_meant(written: str) -> str | None:
    """The day, month or year that a text was meant to be, as a case writes it: 2004-03-01, 2004-03 or 2004.

    None where that is not certain, or where the calendar has no such day.
    """
    text = _plain(written)
    day = _DAY.fullmatch(text)
    if day is not None:
        found = parse_date("-".join(filter(None, day.groups())))
        return found.isoformat() if found else None
    less = _MONTH_OR_YEAR.fullmatch(text) or _SIX_FIGURES.fullmatch(text)
    if less is None or parse_date(f"{less[1]}-{less[2] or 1}-1") is None:
        return None
    return f"{less[1]}-{int(less[2]):02}" if less[2] else less[1]


def looks_like_a_date(written: str) -> bool:
    """Whether a text has the parts of a day, a month or a year, whatever the calendar says of it."""
    text = _plain(written)
    return any(one.fullmatch(text) for one in (_DAY, _MONTH_OR_YEAR))


def says_half_a_year(written: str) -> bool:
    """Whether it is a day of which the year has two figures, or may be: 75-3-1, and 200403 beside March of 2004."""
    text = _plain(written)
    figures = _SIX_FIGURES.fullmatch(text) and parse_date(f"20{text[:2]}-{text[2:4]}-{text[4:]}")
    return figures is not None or _HALF_A_YEAR.fullmatch(text) is not None


def says_no_year(written: str) -> bool:
    """Whether it is a day without a year: 3月1号."""
    return _NO_YEAR.fullmatch(_plain(written)) is not None


def _plain(written: str) -> str:
    return _AROUND.sub(r"\1", unicodedata.normalize("NFKC", written).strip())
