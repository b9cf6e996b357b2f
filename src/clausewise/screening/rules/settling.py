"""Which answers would settle most: what the rules come to when one fact is known wherever it is not.

An answer to a fact settles a rule in a household when the rule is undetermined now, and is not with any value that the
fact may have there. Every value of a truth or a choice is tried, of a number or a day the least, the greatest, and
those at and beside each limit that the rules set on it; where the fact is unknown for several members, the same for all
of them.
A fact on which rules set very many limits is said to settle nothing, rather than more than it does.

The rules are read once. An answer changes only the steps that its fact is read by: with each value these come to other
steps, and what stands on them is joined again, by what runs this.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from fractions import Fraction

from clausewise.classes import dataclass
from clausewise.errors import RequestError
from clausewise.language.facts import Fact, FactType, Value
from clausewise.language.limits import Limits
from clausewise.language.model import Pack
from clausewise.screening.rules.columns import range_of
from clausewise.screening.rules.dates import EARLIEST, LATEST, day_number
from clausewise.screening.rules.graph import FALSE, TRUE, Graph, Op
from clausewise.screening.rules.reading import Known, Reader
from clausewise.screening.rules.scheduling import Joining, below, joining
from clausewise.screening.rules.supposing import Supposing

_MOST_VALUES = 40
_NO_NUMBERS = (FactType.BOOLEAN, FactType.CHOICE)


@dataclass(frozen=True, slots=True)
class Supposed:
    """One value of a fact: whether it cannot be so in a household, and what the steps that read the fact come to."""

    cannot: int
    replaced: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of a fact: its values, the steps joined on those that read it, in order, and by rule whether it is
    undetermined, of the rules among them."""

    fact: str
    values: tuple[Supposed, ...]
    above: tuple[int, ...]
    rules: Mapping[str, int]


@dataclass(frozen=True)
class Settling:
    """What answers to the facts of a pack would settle, over the columns of one kind of registry.

    `joining` is how the booleans are joined. `facts` are the facts whose columns that needs; of those that a registry
    does not have, unknown ones.
    """

    pack: Pack
    joining: Joining
    questions: tuple[Question, ...]

    @property
    def graph(self) -> Graph:
        """The steps of the rules."""
        return self.joining.graph

    @property
    def facts(self) -> frozenset[str]:
        """The facts that are read."""
        return self.joining.schedule.read & self.pack.facts.keys()


def compile_settling(pack: Pack, as_of: datetime.date, known: Known) -> Settling:
    """What answers would settle on a day, for a registry that has certain columns and whose rules can be screened.

    Where what nobody gives cannot be supposed exactly, because numbers become too large together, it settles nothing.
    """
    asked = {fact.name: fact for fact in pack.facts.values() if fact.is_asked_for_itself and not fact.when_raised}
    small = {name for name, fact in asked.items() if fact.type in _NO_NUMBERS}
    for supposed in (asked.keys(), small):
        with suppress(RequestError):
            return _Compiler(pack, as_of, replace(known, facts=known.facts.union(supposed)), asked.values()).compile()
    return _Compiler(pack, as_of, known, asked.values()).compile()


class _Compiler:
    """Reads the rules over all facts that can be asked, and each question."""

    def __init__(self, pack: Pack, as_of: datetime.date, known: Known, asked: Iterable[Fact]) -> None:
        self._pack = pack
        self._as_of = as_of
        self._asked = [fact for fact in asked if fact.name in known.facts - known.complete]
        self._limits = Limits(pack, as_of)
        self._reader = Reader(pack, as_of, known)
        self._graph = self._reader.graph
        self._reader.read(pack.rules)
        self._open = {rule.id: self._undetermined(rule.id) for rule in pack.rules}
        # What stands on each step, and which columns there are.
        self._uses: dict[int, list[int]] = {}
        self._columns: dict[str, int] = {}
        for step in below(self._graph, self._open.values()):
            node = self._graph[step]
            for argument in node.arguments:
                self._uses.setdefault(argument, []).append(step)
            if node.op is Op.COLUMN:
                self._columns[str(node.value)] = step
        parted = joining(self._graph, self._open.values())
        self._joined, self._read = frozenset(parted.joined), frozenset(parted.read)

    def compile(self) -> Settling:
        """All of it."""
        questions = tuple(self._questions())
        outputs = [step for one in questions for step in one.rules.values()]
        for value in (value for one in questions for value in one.values):
            outputs += [value.cannot, *value.replaced.values()]
        return Settling(self._pack, joining(self._graph, outputs), questions)

    def _undetermined(self, rule: str) -> int:
        proved, possible = self._reader.verdict(rule)
        return self._graph.and_((possible, self._graph.not_(proved)))

    def _questions(self) -> Iterator[Question]:
        for fact in self._asked:
            column = self._columns.get(fact.name)
            if column is None:
                continue
            above = self._above(column)
            replaced = sorted(above & self._read)
            values = tuple(self._supposed(fact, column, value, above, replaced) for value in self._values(fact))
            rules = {rule: step for rule, step in self._open.items() if step in above}
            if rules and values:
                yield Question(fact.name, values, tuple(sorted(above & self._joined)), rules)

    def _supposed(
        self, fact: Fact, column: int, value: int, above: frozenset[int], replaced: Sequence[int]
    ) -> Supposed:
        graph = self._graph
        constant = (TRUE if value else FALSE) if fact.type is FactType.BOOLEAN else graph.constant(value)
        supposing = Supposing(graph, column, constant, self._reader.can_be_answered(column), above)
        cannot = graph.not_(self._reader.may_be(fact.name, value))
        return Supposed(cannot, {step: supposing.again(step) for step in replaced})

    def _above(self, column: int) -> frozenset[int]:
        found, waiting = {column}, [column]
        while waiting:
            for step in self._uses.get(waiting.pop(), ()):
                if step not in found:
                    found.add(step)
                    waiting.append(step)
        return frozenset(found)

    def _values(self, fact: Fact) -> list[int]:
        """The values of a fact that make a difference, as columns hold them; none when they are too many to try.

        Of a number or a day these are also the least and the greatest that a column holds, and the day of the check.
        """
        values = self._limits.values_that_matter(fact.name)
        match fact.type:
            case FactType.BOOLEAN | FactType.CHOICE:
                return list(range(len(values)))
            case FactType.DATE:
                low, high = EARLIEST, LATEST
                found = {low, high, day_number(self._as_of), *map(_day, values)}
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
