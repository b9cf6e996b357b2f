"""Which answers would settle most: what the rules come to when one fact is known wherever it is not.

An answer to a fact settles a rule in a household when the rule is undetermined now, and is not with any value that the
fact may have there. Every value of a truth or a choice is tried, of a number or a day the least, the greatest, and
those at and beside each limit that the rules set on it; where the fact is unknown for several members, the same for all
of them.
A fact on which rules set very many limits is said to settle nothing, rather than more than it does.
"""

from __future__ import annotations

import datetime
from fractions import Fraction

from clausewise.language.facts import Fact, FactType, Subject, Value
from clausewise.language.limits import Limits
from clausewise.language.model import Pack
from clausewise.screening.rules.columns import range_of
from clausewise.screening.rules.dates import EARLIEST, LATEST, day_number
from clausewise.screening.rules.graph import FALSE, Graph
from clausewise.screening.rules.reading import Known, Reader, Supposing, Truth

_MOST_VALUES = 40


def settling_steps(pack: Pack, as_of: datetime.date, known: Known, reader: Reader) -> dict[tuple[str, str | None], int]:
    """By fact and rule (None: any rule), the step that says whether an answer would settle it for the household."""
    graph = reader.graph
    limits = Limits(pack, as_of)
    steps: dict[tuple[str, str | None], int] = {}
    for fact in pack.facts.values():
        if not fact.is_asked_for_itself or fact.when_raised:
            continue
        if fact.name in known.complete and not _may_be_unnamed(fact, known):
            continue
        rules = pack.reads.verdicts_on_fact(fact.name)
        touches = frozenset((*rules, *pack.reads.facts_on_fact(fact.name)))
        values = _values_of(limits, fact, as_of)
        supposed = [Reader(pack, as_of, known, Supposing(reader, {fact.name: value}, touches)) for value in values]
        cannot = [graph.not_(reader.may_be(fact.name, value)) for value in values]
        settled = []
        for rule in rules if supposed else ():
            is_open = _is_open(graph, reader.verdict(rule))
            after = [graph.not_(_is_open(graph, one.verdict(rule))) for one in supposed]
            each = (graph.or_(pair) for pair in zip(cannot, after, strict=True))
            step = graph.and_((is_open, graph.not_(graph.and_(cannot)), *each))
            if step != FALSE:
                steps[fact.name, rule] = step
                settled.append(step)
        if settled:
            steps[fact.name, None] = graph.or_(settled)
    return steps


def _may_be_unnamed(fact: Fact, known: Known) -> bool:
    return known.ghosts and fact.subject is Subject.MEMBER


def _is_open(graph: Graph, truth: Truth) -> int:
    return graph.and_((truth[1], graph.not_(truth[0])))


def _values_of(limits: Limits, fact: Fact, as_of: datetime.date) -> list[int]:
    """The values of a fact that make a difference, as columns hold them; none when they are too many to try.

    Of a number or a day these are also the least and the greatest that a column holds, and the day of the check.
    """
    values = limits.values_that_matter(fact.name)
    match fact.type:
        case FactType.BOOLEAN | FactType.CHOICE:
            return list(range(len(values)))
        case FactType.DATE:
            low, high = EARLIEST, LATEST
            found = {low, high, day_number(as_of), *map(_day, values)}
        case _:
            low, high = range_of(fact)
            found = {low, high, *(_whole(value, fact) for value in values)}
    ordered = sorted(value for value in found if low <= value <= high)
    return ordered if len(ordered) <= _MOST_VALUES else []


def _day(value: Value) -> int:
    assert isinstance(value, datetime.date), "a date has days"
    return day_number(value)


def _whole(value: Value, fact: Fact) -> int:
    """A number, or an amount in fen."""
    assert isinstance(value, int | Fraction), "a number or an amount"
    return int(value * 100) if fact.type is FactType.MONEY else int(value)
