"""What day it is: the one place that looks at the clock, so that nothing else rests on a day that nobody named.

`CLAUSEWISE_TODAY` in the environment names another day, for tests and for whoever repeats an answer.
"""

from __future__ import annotations

import datetime
import os

from clausewise.errors import Diagnostic, RequestError

TODAY = "CLAUSEWISE_TODAY"


def today() -> datetime.date:
    """The day on which a case is checked that names none. Raises: RequestError when the environment names no day."""
    named = os.environ.get(TODAY)
    if not named:
        return datetime.date.today()
    try:
        return datetime.date.fromisoformat(named)
    except ValueError:
        raise RequestError(Diagnostic(f"{TODAY} is no day: {named}", None, "write a date such as 2020-12-07")) from None


def this_minute() -> str:
    """The day and the minute, `2026-11-28 10:20`; the day alone where CLAUSEWISE_TODAY sets the clock."""
    if os.environ.get(TODAY):
        return today().isoformat()
    return datetime.datetime.now().astimezone().strftime("%Y-%m-%d %H:%M")
