"""Days as whole numbers that keep their order, and what the language does with them, in plain arithmetic.

A day is `(year * 12 + month - 1) * 32 + day`, the same on every engine. Periods count as article 202 of the Civil Code
does: where a month has no such day, its last one stands for it.
"""

from __future__ import annotations

import datetime

from clausewise.screening.rules.graph import Graph

MONTH = 32
"""What a month adds to a day's number."""

_DAYS_BEFORE_MARCH = 306


def day_number(day: datetime.date) -> int:
    """The number of a day."""
    return (day.year * 12 + day.month - 1) * MONTH + day.day


def day_of(number: int) -> datetime.date:
    """The day of a number. Raises: ValueError when it is none."""
    months, day = divmod(number, MONTH)
    return datetime.date(months // 12, months % 12 + 1, day)


EARLIEST, LATEST = day_number(datetime.date.min), day_number(datetime.date.max)


class Days:
    """Arithmetic with days, in one graph."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    def months_between(self, start: int, end: int) -> int:
        """Completed months from one day to another; negative when the other comes first."""
        g = self._graph
        months = g.subtract(self._month(end), self._month(start))
        later, _ = g.compare(">", self._day(start), self._day(end))
        not_last, _ = g.compare("<", self._day(end), self._length(self._month(end)))
        return g.subtract(months, g.number_of(g.and_((later, not_last))))

    def years_between(self, start: int, end: int) -> int:
        """Completed years (周岁) from one day to another; negative when the other comes first."""
        return self._graph.divide(self.months_between(start, end), 12)

    def days_between(self, start: int, end: int) -> int:
        """Days from one day to another."""
        return self._graph.subtract(self._ordinal(end), self._ordinal(start))

    def add_months(self, day: int, months: int) -> int:
        """The same day so many months later, or that month's last one; unknown beyond the calendar."""
        g = self._graph
        month = g.add(self._month(day), months)
        number = g.add(g.multiply(month, g.constant(MONTH)), g.smaller(self._day(day), self._length(month)))
        return self._within_calendar(number)

    def add_days(self, day: int, days: int) -> int:
        """So many days later; unknown beyond the calendar."""
        g, c = self._graph, self._graph.constant
        # From the days since 1 March of year 0, in years that begin in March: the leap day is their last.
        first, last = datetime.date.min.toordinal(), datetime.date.max.toordinal()
        ordinal = g.add(self._ordinal(day), days)
        reached = g.smaller(g.larger(ordinal, c(first - 1)), c(last + 1))
        count = g.add(reached, c(_DAYS_BEFORE_MARCH - 1))
        # An estimate of the year, at most one too high and never too low, and then the year.
        year = g.divide(g.multiply(g.add(count, c(2)), c(400)), 146097)
        too_high, _ = g.compare(">", self._days_to_march(year), count)
        year = g.subtract(year, g.number_of(too_high))
        of_year = g.subtract(count, self._days_to_march(year))
        month = g.divide(g.add(g.multiply(of_year, c(5)), c(2)), 153)
        day_of_month = g.add(g.subtract(of_year, self._days_to_month(month)), c(1))
        months = g.add(g.add(g.multiply(year, c(12)), month), c(2))
        return self._within_calendar(g.add(g.multiply(months, c(MONTH)), day_of_month))

    def _within_calendar(self, number: int) -> int:
        g = self._graph
        early, _ = g.compare("<", number, g.constant(EARLIEST))
        late, _ = g.compare(">", number, g.constant(LATEST))
        kept = g.smaller(g.larger(number, g.constant(EARLIEST)), g.constant(LATEST))
        return g.choose(g.or_((early, late)), g.unknown, kept)

    def _month(self, day: int) -> int:
        """Months since year 0."""
        return self._graph.divide(day, MONTH)

    def _day(self, day: int) -> int:
        g = self._graph
        return g.subtract(day, g.multiply(self._month(day), g.constant(MONTH)))

    def _length(self, month: int) -> int:
        """How many days a month has, by its number since year 0."""
        g, c = self._graph, self._graph.constant
        year = g.divide(month, 12)
        of_year = g.subtract(month, g.multiply(year, c(12)))
        short = g.or_([g.compare("==", of_year, c(one))[0] for one in (3, 5, 8, 10)])
        february, _ = g.compare("==", of_year, c(1))
        return g.choose(february, g.choose(self._is_leap(year), c(29), c(28)), g.choose(short, c(30), c(31)))

    def _is_leap(self, year: int) -> int:
        g = self._graph
        by_4, by_100, by_400 = (self._is_multiple(year, of) for of in (4, 100, 400))
        return g.and_((by_4, g.or_((g.not_(by_100), by_400))))

    def _is_multiple(self, number: int, of: int) -> int:
        g = self._graph
        return g.compare("==", g.multiply(g.divide(number, of), g.constant(of)), number)[0]

    def _ordinal(self, day: int) -> int:
        """Days since 31 December of year 0, as `date.toordinal` counts them."""
        g, c = self._graph, self._graph.constant
        month = self._month(day)
        # Two months earlier, March is a year's first month.
        moved = g.subtract(month, c(2))
        year = g.divide(moved, 12)
        of_year = g.subtract(moved, g.multiply(year, c(12)))
        days = g.add(self._days_to_march(year), self._days_to_month(of_year))
        return g.subtract(g.add(days, self._day(day)), c(_DAYS_BEFORE_MARCH))

    def _days_to_march(self, year: int) -> int:
        """From 1 March of year 0 to 1 March of a year."""
        g = self._graph
        whole = g.multiply(year, g.constant(365))
        leap = g.add(g.subtract(g.divide(year, 4), g.divide(year, 100)), g.divide(year, 400))
        return g.add(whole, leap)

    def _days_to_month(self, of_year: int) -> int:
        """From 1 March to the first day of the month so many after it."""
        g, c = self._graph, self._graph.constant
        return g.divide(g.add(g.multiply(of_year, c(153)), c(2)), 5)
