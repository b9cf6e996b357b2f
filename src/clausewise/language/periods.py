"""Days, months and years as the language counts them: in completed units, forth and back.

Where a month has no such day its last day stands for it, as article 202 of the Civil Code counts periods. Nothing here
knows of facts or expressions.
"""

from __future__ import annotations

import calendar
import datetime

_ONE_DAY = datetime.timedelta(days=1)


def add_months(day: datetime.date, months: int) -> datetime.date | None:
    """The same day `months` later, or that month's last day; None beyond the calendar."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if not 1 <= year <= 9999:
        return None
    return datetime.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def add_days(day: datetime.date, days: int) -> datetime.date | None:
    """The day so many days later; None beyond the calendar."""
    try:
        return day + datetime.timedelta(days=days)
    except OverflowError:
        return None


def completed_months(start: datetime.date, end: datetime.date) -> int:
    """Completed months from start to end, rounded down; negative when end lies before start."""
    months = (end.year - start.year) * 12 + end.month - start.month
    # Where the month of `end` has no such day its last day stands for it.
    reached = start.day <= end.day or end.day == calendar.monthrange(end.year, end.month)[1]
    return months if reached else months - 1


def completed_years(start: datetime.date, end: datetime.date) -> int:
    """Completed years from start to end (周岁), rounded down; negative when end lies before start."""
    return completed_months(start, end) // 12


def latest_start(end: datetime.date, months: int) -> datetime.date | None:
    """The last day from which so many months are completed by `end`; None beyond the calendar.

    Who was born on 29 February completes years on 28 February: `latest_start(2022-02-28, 216)` is 2004-02-29.
    """
    start = add_months(end, -months)
    while start is not None and start < datetime.date.max:
        later = start + _ONE_DAY
        reached = add_months(later, months)
        if reached is None or reached > end:
            break
        start = later
    return start
