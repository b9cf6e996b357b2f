"""The steps that are true or false of whole columns, each written down once, with what joins and gathers them.

Nothing here reckons or compares: that is for the graph, which is made of these.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from clausewise.screening.rules.steps import ARITHMETIC, Level, Node, Op

FALSE, TRUE = 0, 1
"""The steps that are false and true everywhere."""

# More than so many parts are joined in bundles, of parts with so many numbers between them.
_MANY, _BUNDLE = 12, 128


class Booleans:
    """Makes steps that are true or false, each once however often it is asked for, and simpler where that can be."""

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self._levels: list[Level] = []
        self._numbers: dict[Node, int] = {}
        # What was asked for before, so that the same question costs a look.
        self._opposites: dict[int, int] = {}
        self._branches: dict[tuple[Op, tuple[int, ...]], int] = {}
        self._gathered: dict[int, int] = {}
        for value in (False, True):
            self._add(Node(Op.CONSTANT, value=value))
        self.unknown = self._add(Node(Op.CONSTANT, value=None, bounds=(0, 0), nullable=True))
        """The number that is not known anywhere."""

    def __getitem__(self, number: int) -> Node:
        return self.nodes[number]

    def _add(self, node: Node) -> int:
        known = self._numbers.setdefault(node, len(self.nodes))
        if known == len(self.nodes):
            self.nodes.append(node)
            self._levels.append(node.level)
        return known

    def level(self, numbers: Iterable[int]) -> Level:
        """The level at which steps meet: that of the members as soon as one is about members."""
        return max(map(self._levels.__getitem__, numbers), default=Level.NONE)

    def _meet(self, *numbers: int) -> tuple[Level, tuple[int, ...]]:
        level = self.level(numbers)
        return level, tuple(self.spread(number) if level is Level.MEMBER else number for number in numbers)

    def boolean_column(self, name: str, level: Level, *, nullable: bool = True) -> int:
        """A column of booleans; one that may be unknown is to be asked whether it is known or filled, and is no truth
        by itself."""
        return self._add(Node(Op.COLUMN, value=name, level=level, nullable=nullable))

    def filled(self, column: int, with_true: bool) -> int:
        """A column of booleans, with one value where it is unknown."""
        if not self.nodes[column].nullable:
            return column
        return self._add(Node(Op.FILLED, (column,), with_true, self.nodes[column].level))

    def known(self, number: int) -> int:
        """Whether a number, or a column, is known."""
        node = self.nodes[number]
        if not node.nullable:
            return TRUE
        if number == self.unknown:
            return FALSE
        if node.op in ARITHMETIC:
            return self.and_(map(self.known, node.arguments))
        if node.op is Op.CHOOSE:
            condition, then, otherwise = node.arguments
            return self.either(condition, self.known(then), self.known(otherwise))
        return self._add(Node(Op.KNOWN, (number,), level=node.level))

    def not_(self, number: int) -> int:
        """The opposite."""
        if number in (FALSE, TRUE):
            return TRUE if number == FALSE else FALSE
        opposite = self._opposites.get(number)
        if opposite is None:
            opposite = self._add(Node(Op.NOT, (number,), level=self.nodes[number].level))
            self._opposites[number], self._opposites[opposite] = opposite, number
        return opposite

    def and_(self, numbers: Iterable[int]) -> int:
        """All of these."""
        return self._branch(Op.AND, numbers, neutral=TRUE, decides=FALSE)

    def or_(self, numbers: Iterable[int]) -> int:
        """At least one of these."""
        return self._branch(Op.OR, numbers, neutral=FALSE, decides=TRUE)

    def either(self, condition: int, then: int, otherwise: int) -> int:
        """One boolean where another is true, else a third."""
        return self.or_((self.and_((condition, then)), self.and_((self.not_(condition), otherwise))))

    def _branch(self, op: Op, numbers: Iterable[int], *, neutral: int, decides: int) -> int:
        asked = tuple(numbers)
        if decides in asked:
            return decides
        known = self._branches.get((op, asked))
        if known is None:
            known = self._branches[op, asked] = self._joined(op, asked, neutral, decides)
        return known

    def _joined(self, op: Op, asked: tuple[int, ...], neutral: int, decides: int) -> int:
        nodes, opposite_of = self.nodes, self._opposites.get
        # Before what is joined is taken apart, since the opposite of the whole is no opposite of its parts.
        if not set(asked).isdisjoint(map(opposite_of, asked)):
            return decides
        each = (self._parts(op, number) if nodes[number].op is op else (number,) for number in asked)
        parts = dict.fromkeys(chain.from_iterable(each))
        parts.pop(neutral, None)
        if decides in parts or not parts.keys().isdisjoint(map(opposite_of, parts)):
            return decides
        if len(parts) < 2:
            return next(iter(parts), neutral)
        # What is about the household alone is settled there, before it is spread over the members.
        level = self.level(parts)
        met = tuple(parts)
        if level is Level.MEMBER:
            above = [self._unspread(part) for part in parts]
            together = [one for one in above if one is not None]
            if len(together) > 1:
                rest = [part for part, one in zip(parts, above, strict=True) if one is None]
                return self._branch(
                    op, [*rest, self.spread(self._branch(op, together, neutral=neutral, decides=decides))],
                    neutral=neutral, decides=decides,
                )  # fmt: skip
            met = tuple(map(self.spread, parts))
        return self._add(Node(op, tuple(sorted(self._bundled(op, met))), level=level))

    def _parts(self, op: Op, number: int) -> Iterator[int]:
        """What a step joins that joins so, and what those join."""
        node = self.nodes[number]
        if node.op is op:
            for argument in node.arguments:
                yield from self._parts(op, argument)
        else:
            yield number

    def _bundled(self, op: Op, parts: tuple[int, ...]) -> tuple[int, ...]:
        """Many parts as few, of neighbours joined before, so that others who join most of them too share these."""
        if len(parts) <= _MANY:
            return parts
        bundles: dict[tuple[Level, int], list[int]] = {}
        for part in parts:
            alone = self.nodes[part].level is Level.MEMBER and self._unspread(part) is not None
            key = (self.nodes[part].level, -part if alone else part // _BUNDLE)
            bundles.setdefault(key, []).append(part)
        return tuple(
            bundle[0] if len(bundle) == 1 else self._add(Node(op, tuple(sorted(bundle)), level=level))
            for (level, _), bundle in bundles.items()
        )

    def _unspread(self, number: int) -> int | None:
        """The household's step behind one that is the same for all its members; None for what is a member's own."""
        node = self.nodes[number]
        if node.level is not Level.MEMBER:
            return number
        if node.op is Op.SPREAD:
            return node.arguments[0]
        if node.op is Op.NOT:
            below = self._unspread(node.arguments[0])
            return None if below is None else self.not_(below)
        return None

    # ------------------------------------------------------------ between households and members

    def spread(self, number: int) -> int:
        """What a household has, for each of its members."""
        node = self.nodes[number]
        if node.level is not Level.HOUSEHOLD:
            return number
        if node.op is Op.NOT:
            return self.not_(self.spread(node.arguments[0]))
        return self._add(Node(Op.SPREAD, (number,), level=Level.MEMBER, bounds=node.bounds, nullable=node.nullable))

    def any_of(self, number: int) -> int:
        """Whether a boolean is true of some member of the household; each has at least one row."""
        known = self._gathered.get(number)
        if known is None:
            known = self._gathered[number] = self._any_of(number)
        return known

    def _any_of(self, number: int) -> int:
        above = self._unspread(number)
        if above is not None:
            return above
        node = self.nodes[number]
        if node.op in (Op.AND, Op.OR):
            parts = [self._unspread(part) for part in node.arguments]
            lifted = [one for one in parts if one is not None]
            if lifted:
                own = [part for part, one in zip(node.arguments, parts, strict=True) if one is None]
                join = self.and_ if node.op is Op.AND else self.or_
                return join([*lifted, self.any_of(join(own))])
        return self._add(Node(Op.ANY, (number,), level=Level.HOUSEHOLD))
