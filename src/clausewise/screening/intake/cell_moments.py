"""Days of text that names a moment with its time zone, such as 2004-03-01T00:00:00+08:00 or 2004-02-29T16:00:00Z.

On which day it falls depends on where days are counted: as of columns of moments, midnight there is a day, and no other
time is. What clocks there are ahead by is looked up beforehand, so that every engine asks the same of its cells.
"""

from __future__ import annotations

import datetime
import functools
import operator
from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

import narwhals as nw

from clausewise.screening.intake.cell_days import day_of_parts
from clausewise.screening.intake.cell_kinds import Raw
from clausewise.screening.rules.dates import day_number

_ZONE = r" ?(Z|[+-][0-9]{2}(:?[0-9]{2})?)$"
OF_A_ZONE = r"^[0-9]{4}[^0-9].*:[0-9]{2}(\.[0-9]+)?" + _ZONE
"""Text that seems to be a moment with its time zone."""
_MOMENT = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[ T]([01][0-9]|2[0-3]):[0-5][0-9](:00(\.0{1,9})?)?" + _ZONE
_FIRST, _LAST = datetime.date(1900, 1, 1), datetime.date(2100, 1, 1)
_HOUR, _DAY = 60, 24 * 60

Span = tuple[int, int]
"""Days from one to another, both included, as columns hold them."""


def day_of_moment(raw: Raw, zone: str) -> nw.Expr:
    """The day that begins in a zone at the moment that text names; null where none does, and of other text."""
    (text,) = raw.hold(moment=nw.when(raw.given.str.contains(_MOMENT)).then(raw.given))
    (behind,) = raw.hold(behind=text.str.replace_all("^.{16}[0-9:.]* ?", ""))
    digits = nw.concat_str(behind.str.replace_all("[Z+:-]", ""), nw.lit("0000"))
    parts = {"year": (0, 4), "month": (5, 2), "day": (8, 2), "hour": (11, 2), "minute": (14, 2)}
    year, month, day, hour, minute, ahead, and_minutes = raw.hold(
        **{f"moment's {what}": text.str.slice(*place).cast(nw.Int32) for what, place in parts.items()},
        ahead=digits.str.slice(0, 2).cast(nw.Int32),
        **{"and minutes": digits.str.slice(2, 2).cast(nw.Int32)},
    )
    by = ahead * _HOUR + and_minutes
    in_utc = hour * _HOUR + minute - nw.when(behind.str.starts_with("-")).then(-by).otherwise(by)
    this, tomorrow, of_next, next_year, utc = raw.hold(
        this=day_of_parts(year, month, day),
        tomorrow=day_of_parts(year, month, day + 1),
        **{
            "of next month": day_of_parts(year, month + 1, day * 0 + 1),
            "of next year": day_of_parts(year + 1, month * 0 + 1, day * 0 + 1),
            "minute of utc": in_utc,
        },
    )
    (following,) = raw.hold(following=nw.when(~this.is_null()).then(nw.coalesce(tomorrow, of_next, next_year)))
    begun = [
        nw.when((utc + shift == at) & _within(begins, spans)).then(begins)
        for shift, spans in _midnights(zone).items()
        for at, begins in ((0, this), (_DAY, following))
    ]
    return nw.coalesce(*begun)


def _within(day: nw.Expr, spans: Sequence[Span]) -> nw.Expr:
    return functools.reduce(operator.or_, ((day >= first) & (day <= last) for first, last in spans))


@functools.cache
def _midnights(zone: str) -> Mapping[int, Sequence[Span]]:
    """By how many minutes clocks of a zone are ahead of UTC: the days that begin so. A day whose midnight clocks pass
    over is none of them; one of two midnights begins both ways."""
    clocks, found = ZoneInfo(zone), dict[int, list[list[datetime.date]]]()
    for number in range(_FIRST.toordinal(), _LAST.toordinal() + 1):
        day = datetime.date.fromordinal(number)
        for fold in (0, 1):
            midnight = datetime.datetime(day.year, day.month, day.day, tzinfo=clocks, fold=fold)
            ahead = midnight.utcoffset()
            assert ahead is not None, "a zone says by how much its clocks are ahead"
            minutes, seconds = divmod(int(ahead.total_seconds()), 60)
            there = midnight.astimezone(datetime.UTC).astimezone(clocks)
            if seconds or there.replace(fold=fold) != midnight:
                continue
            spans = found.setdefault(minutes, [])
            if spans and (day - spans[-1][1]).days <= 1:
                spans[-1][1] = day
            else:
                spans.append([day, day])
    return {ahead: [(day_number(first), day_number(last)) for first, last in spans] for ahead, spans in found.items()}
