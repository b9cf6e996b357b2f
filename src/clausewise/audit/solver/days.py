"""The days that a question is about: spans between the dates at which something that is read changes.

Within a span every parameter has one value, or none. Nothing here asks the solver.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator

from clausewise.classes import dataclass

_ONE_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """The days from `first` to `last`, both included; `day` is the one of them that stands for all where one must."""

    first: datetime.date
    last: datetime.date
    day: datetime.date

    @property
    def is_one_day(self) -> bool:
        return self.first == self.last

    @property
    def ends(self) -> tuple[tuple[str, datetime.date], tuple[str, datetime.date]]:
        """How a day of the span compares with its ends."""
        return (">=", self.first), ("<=", self.last)

    def one_day(self) -> Span:
        """The day that stands for all."""
        return Span(self.day, self.day, self.day)


def spans_between(dates: Iterable[datetime.date], usual: datetime.date) -> Iterator[Span]:
    """The whole calendar cut before each date, the span of the usual day first, then as the calendar has them.

    The usual day stands for its span; of the others it is the day nearest to it.
    """
    starts = sorted({datetime.date.min, *dates})
    ends = [*(later - _ONE_DAY for later in starts[1:]), datetime.date.max]
    spans = [Span(first, last, min(max(first, usual), last)) for first, last in zip(starts, ends, strict=True)]
    return iter(sorted(spans, key=lambda span: span.day != usual))
