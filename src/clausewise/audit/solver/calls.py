"""The functions of the language on terms: time between days, days moved, and the lesser or greater of two.

Nothing here knows a fact, or which expression called.
"""

from __future__ import annotations

from collections.abc import Callable

import z3

from clausewise.audit.solver.numbers import Formula, hull, plain
from clausewise.audit.solver.terms import (
    Day,
    Term,
    add_months,
    both,
    choose,
    compare,
    completed_months,
    completed_years,
    is_day,
    ordinal,
)

FindDay = Callable[[Callable[[Day], Formula]], Day]
"""Gives a day that the solver has to find, of which something holds."""
_LAST_DAY = 3652059


def called(function: str, left: Term, right: Term, find_day: FindDay) -> Term:
    """What a function of two values comes to."""
    known, a, b = both([left.known, right.known]), left.value, right.value
    match function:
        case "years":
            return Term(known, completed_years(a, b))
        case "months":
            return Term(known, completed_months(a, b))
        case "days":
            return Term(known, ordinal(b) - ordinal(a))
        case "add_months":
            later = add_months(a, plain(b))
            return Term(both([known, later.known]), later.value)
        case "add_days":
            return _add_days(known, a, plain(b), find_day)
    chosen = choose(compare("<=" if function == "min" else ">=", a, b), a, b)
    return Term(known, chosen, hull(left.range, right.range))


def _add_days(known: Formula, day: Day, days: object, find_day: FindDay) -> Term:
    """The day whose number is that many more; unknown beyond the calendar."""
    target = ordinal(day) + days
    exists = z3.And(target >= 1, target <= _LAST_DAY)
    later = find_day(lambda found: z3.Implies(exists, z3.And(is_day(found), ordinal(found) == target)))
    return Term(both([known, exists]), later)
