"""Which answers would settle most: what the rules come to when one fact is known wherever it is not.

An answer to a fact settles a rule in a household when the rule is undetermined now, and is not with any value that the
fact may have. Every value of a truth or a choice is tried, of a number or a day the least, the greatest, and those at
and beside each limit that the rules set on it; where the fact is unknown for several members, the same for all of them.
A fact on which rules set very many limits is said to settle nothing, rather than more than it does.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from fractions import Fraction

from clausewise.language.conditions import Condition, expressions_in
from clausewise.language.expressions import Comparison, Constant, Expression, ParameterRef, facts_read, walk
from clausewise.language.facts import Fact, FactType, Subject
from clausewise.language.model import Pack
from clausewise.language.reads import inputs_of
from clausewise.screening.columns import range_of
from clausewise.screening.dates import EARLIEST, LATEST, day_number
from clausewise.screening.graph import FALSE, Graph
from clausewise.screening.reading import Known, Reader, Supposing, Truth

_MOST_VALUES = 40


def settling_steps(pack: Pack, as_of: datetime.date, known: Known, reader: Reader) -> dict[tuple[str, str | None], int]:
    """By fact and rule (None: any rule), the step that says whether an answer would settle it for the household."""
    graph = reader.graph
    values = _Values(pack, as_of)
    steps: dict[tuple[str, str | None], int] = {}
    for fact in pack.facts.values():
        if not fact.is_asked_for_itself or (fact.name in known.complete and not _may_be_unnamed(fact, known)):
            continue
        rules = pack.reads.verdicts_on_fact(fact.name)
        touches = frozenset((*rules, *pack.reads.facts_on_fact(fact.name)))
        supposed = [
            Reader(pack, as_of, known, Supposing(reader, {fact.name: value}, touches)) for value in values.of(fact)
        ]
        settled = []
        for rule in rules if supposed else ():
            is_open = _is_open(graph, reader.strongest(rule))
            step = graph.and_((is_open, *(graph.not_(_is_open(graph, one.strongest(rule))) for one in supposed)))
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


class _Values:
    """The values of facts that make a difference, as columns hold them."""

    def __init__(self, pack: Pack, as_of: datetime.date) -> None:
        self._pack = pack
        self._as_of = as_of
        self._limits = self._limits_of_facts()

    def of(self, fact: Fact) -> list[int]:
        """Every value of a truth or a choice; of a number or a day those at and beside each limit set on it."""
        match fact.type:
            case FactType.BOOLEAN:
                return [0, 1]
            case FactType.CHOICE:
                return list(range(len(fact.values or {})))
            case FactType.DATE:
                return self._days(fact)
        low, high = range_of(fact)
        scale = 100 if fact.type is FactType.MONEY else 1
        limits = [limit for limit in self._limits.get(fact.name, ()) if not isinstance(limit, datetime.date)]
        near = {int(limit * scale) + beside for limit in limits for beside in (-1, 0, 1)}
        return _few(value for value in near | {low, high} if low <= value <= high)

    def _days(self, fact: Fact) -> list[int]:
        """Days as long ago as limits on ages and periods go back to, and the days beside them."""
        found = {day_number(self._as_of), EARLIEST, LATEST}
        for limit in self._limits.get(fact.name, ()):
            if isinstance(limit, datetime.date):
                found |= {day_number(limit + datetime.timedelta(days=beside)) for beside in (-1, 0, 1)}
            elif 0 <= limit < self._as_of.year - 1:
                since = self._as_of - datetime.timedelta(days=round(float(limit) * 365.2425))
                found |= {day_number(since + datetime.timedelta(days=beside)) for beside in (-2, -1, 0, 1, 2)}
        return _few(found)

    def _limits_of_facts(self) -> dict[str, set[Fraction | int | datetime.date]]:
        """The numbers and days that each fact is compared with, itself or what is derived from it."""
        found: dict[str, set[Fraction | int | datetime.date]] = {}
        for comparison in _comparisons(self._pack):
            constants = set(self._constants(comparison))
            names = list(facts_read(comparison))
            seen: set[str] = set()
            while names:
                name = names.pop()
                if name not in seen:
                    seen.add(name)
                    found.setdefault(name, set()).update(constants)
                    derive = self._pack.facts[name].derive
                    names += () if derive is None or isinstance(derive, Condition) else inputs_of(derive)
        return found

    def _constants(self, expression: Expression) -> Iterator[Fraction | int | datetime.date]:
        for node in walk(expression):
            match node:
                case Constant(value=int() | Fraction() | datetime.date() as value):
                    yield value
                case ParameterRef(name=name):
                    value_then = self._pack.parameters[name].on(self._as_of)
                    if isinstance(value_then, int | Fraction | datetime.date):
                        yield value_then


def _few(values: Iterable[int]) -> list[int]:
    """Values in order; none of them when they are too many to try."""
    ordered = sorted(values)
    return ordered if len(ordered) <= _MOST_VALUES else []


def _comparisons(pack: Pack) -> Iterator[Comparison]:
    conditions: Iterable[Condition] = [
        *(rule.when for rule in pack.rules),
        *(fact.derive for fact in pack.facts.values() if isinstance(fact.derive, Condition)),
    ]
    for condition in conditions:
        yield from (one for one in expressions_in(condition) if isinstance(one, Comparison))
    for fact in pack.facts.values():
        if isinstance(fact.derive, Comparison):
            yield fact.derive
