"""What other facts imply, over whole columns: one round of a fact that is stated nowhere or only of some.

A row of which the fact is stated keeps what is stated, without being asked: of the values that can be, it has one.
Which rounds there are, and what their conditions come to, is for `reading` to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from clausewise.classes import NamedTuple
from clausewise.language.facts import Implied, Value
from clausewise.screening.rules.graph import FALSE, Graph
from clausewise.screening.rules.numbers import Number
from clausewise.screening.rules.ranges import Range, Ranges
from clausewise.screening.rules.values import Choice, Truth


class Proved(NamedTuple):
    """An entry of a fact, and the step that says where its condition is proved."""

    entry: Implied
    step: int


def narrowed_truth(graph: Graph, now: Truth, entries: Iterable[Proved]) -> Truth:
    """What a round leaves of a truth."""
    may_be_false, may_be_true = _narrowed(graph, (graph.not_(now[0]), now[1]), (False, True), entries)
    return graph.not_(may_be_false), may_be_true


def narrowed_choice(graph: Graph, now: Choice, names: Sequence[str], entries: Iterable[Proved]) -> Choice:
    """What a round leaves of a choice; it is the one value that is left."""
    possible = _narrowed(graph, [one[1] for one in now.truths], names, entries)
    return Choice(tuple((_alone(graph, possible, at), one) for at, one in enumerate(possible)))


def filled_number(ranges: Ranges, now: Range, entries: Sequence[Proved], constants: Sequence[Number]) -> Range:
    """A number where it is known, else that of the first entry that is proved. `constants` are those of the entries."""
    follows = ranges.numbers.unknown
    for one, constant in reversed(list(zip(entries, constants, strict=True))):
        follows = ranges.numbers.choose(one.step, constant, follows)
    return ranges.filled_up(now, follows)


def not_allowed(graph: Graph, entry: Implied, stated: Sequence[Truth], values: Sequence[Value]) -> int:
    """Whether what is stated is a value that an entry does not allow; `stated` says so of each of the values."""
    return graph.or_(truth[0] for value, truth in zip(values, stated, strict=True) if not entry.allows(value))


def _narrowed(
    graph: Graph, possible: Sequence[int], values: Sequence[Value], entries: Iterable[Proved]
) -> Sequence[int]:
    """The values that are left, entry by entry; one that would leave none is passed over."""
    for entry, proved in entries:
        allowed = [entry.allows(value) for value in values]
        some = graph.or_(one for one, allows in zip(possible, allowed, strict=True) if allows)
        stays = graph.not_(graph.and_((proved, some)))
        possible = [one if allows else graph.and_((one, stays)) for one, allows in zip(possible, allowed, strict=True)]
    return possible


def _alone(graph: Graph, possible: Sequence[int], at: int) -> int:
    """Whether a value is the only one that can be."""
    others = graph.or_(one for other, one in enumerate(possible) if other != at)
    return possible[at] if others == FALSE else graph.and_((possible[at], graph.not_(others)))
