"""Finds the first day on which a finding turns by the passing of time alone, everything else being as it is.

The days on which the leaves of its proof switch are found exactly, with the values that parameters have then; the
finding is seen on each. Nothing here changes a fact.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from clausewise.case import Case
from clausewise.engine.alternatives import Alternatives
from clausewise.engine.proof import finding_code
from clausewise.engine.switching import Sight, switching_points
from clausewise.language.conditions import Condition
from clausewise.language.expressions import AsOf, Call, Comparison, Expression, FactRef, Kind, ParameterRef, walk
from clausewise.language.model import Pack
from clausewise.language.periods import add_days

_YEARS_AHEAD = 200

_DAY = datetime.timedelta(days=1)


def first_day(alternatives: Alternatives, code: int) -> datetime.date | None:
    """The first day after that of the case on which the finding comes to a code. Raises: Spent."""
    pack, as_of = alternatives.trials.pack, alternatives.result.case.as_of
    says = list(_days_of_office(alternatives.result.case, as_of))
    reads_day = any(isinstance(node, AsOf | ParameterRef) for one in pack.reads.expressions() for node in walk(one))
    if not says and not reads_day:
        return None
    paths = list(alternatives.leaves)

    def see(number: int) -> Sight | None:
        return alternatives.sight(alternatives.nodes({}, datetime.date.fromordinal(number)), paths)

    seeds = {day.toordinal() for day in (as_of, *_days_ahead(pack, as_of), *says)}
    for number in switching_points(seeds, see):
        day = datetime.date.fromordinal(number)
        root = alternatives.nodes({}, day) if day > as_of else None
        if root is not None and finding_code(root) == code:
            return day
    return None


def _days_ahead(pack: Pack, as_of: datetime.date) -> Iterator[datetime.date]:
    """The last day looked at, and those on both sides of where a parameter takes another value."""
    yield datetime.date(min(as_of.year + _YEARS_AHEAD, datetime.MAXYEAR), 12, 31)
    for parameter in pack.parameters.values():
        for since, _ in parameter.values:
            if since > as_of:
                yield from (since - _DAY, since)


def _days_of_office(case: Case, as_of: datetime.date) -> Iterator[datetime.date]:
    """The days on both sides of where what the office says begins and ends."""
    for said in case.office.said.values() if case.office else ():
        for one in said:
            ends = () if one.until is None else (one.until, add_days(one.until, 1))
            days = (add_days(one.since, -1), one.since, *ends)
            yield from (day for day in days if day is not None and day > as_of)


def measured_days(pack: Pack) -> frozenset[str]:
    """The dates that are measured against the day of the check, such as a day of birth: nobody can change them."""
    found: set[str] = set()
    for expression in pack.reads.expressions():
        for node in walk(expression):
            match node:
                case (
                    Call(function="years" | "months" | "days", arguments=(left, right))
                    | Comparison(left=left, right=right)
                ):
                    if _reads_the_day(left):
                        found |= set(_dates_in(pack, right))
                    if _reads_the_day(right):
                        found |= set(_dates_in(pack, left))
    return frozenset(found)


def _reads_the_day(expression: Expression) -> bool:
    return any(isinstance(node, AsOf) for node in walk(expression))


def _dates_in(pack: Pack, expression: Expression) -> Iterator[str]:
    for node in walk(expression):
        if isinstance(node, FactRef) and node.kind is Kind.DATE:
            derive = pack.facts[node.name].derive
            if derive is None:
                yield node.name
            elif not isinstance(derive, Condition):
                yield from _dates_in(pack, derive)
