"""Quantifiers as terms: of the members of a household who are listed, or of those of whom it is not known who they are.

Nothing here knows a condition below a quantifier, only what it comes to of each.
"""

from __future__ import annotations

from collections.abc import Sequence

import z3

from clausewise.audit.solver.household import Household
from clausewise.audit.solver.numbers import when
from clausewise.audit.solver.terms import NO, YES, Truth, both, either, opposite
from clausewise.language.conditions import Count


def somebody(home: Household, named: Sequence[Truth], unnamed: Truth) -> Truth:
    """True of at least one member; of members who are not known it may be false, never true."""
    known = home.members_known
    present = list(zip(home.present, named, strict=True))
    return Truth(
        both([known, either(both([here, one.proved]) for here, one in present)]),
        when(known, both(either([opposite(here), one.refuted]) for here, one in present), unnamed.refuted),
    )


def counted(home: Household, count: Count, named: Sequence[Truth], unnamed: Truth) -> Truth:
    """True of at least so many members, or at most."""
    low, high = count.at_least or 0, count.at_most
    one, none = z3.IntVal(1), z3.IntVal(0)
    pairs = list(zip(home.present, named, strict=True))
    surely = z3.Sum([when(both([here, truth.proved]), one, none) for here, truth in pairs] or [none])
    possibly = z3.Sum([when(both([here, opposite(truth.refuted)]), one, none) for here, truth in pairs] or [none])
    proved = both([surely >= low, YES if high is None else possibly <= high])
    refuted = either([possibly < low, NO if high is None else surely > high])
    # Of members who are not known there may be any number, unless even the one of whom nothing is known is not in.
    no_lower, no_upper = low == 0, high is None
    proved_unnamed = YES if no_lower and no_upper else unnamed.refuted if no_lower else NO
    refuted_unnamed = NO if no_lower else unnamed.refuted
    known = home.members_known
    return Truth(when(known, proved, proved_unnamed), when(known, refuted, refuted_unnamed))
