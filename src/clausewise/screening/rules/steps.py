"""What a step over whole columns is: what it does to which steps before it, for whom, and what is known of its values.

Plain data; `graph` makes steps.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from enum import IntEnum, StrEnum

from clausewise.classes import NamedTuple


class Level(IntEnum):
    """What a step has a value for: everything alike, each household, or each member."""

    NONE = 0
    HOUSEHOLD = 1
    MEMBER = 2

    # Steps are looked up a hundred thousand times; that of an enumeration is written in Python.
    __hash__ = int.__hash__


class Op(StrEnum):
    """What a step does. `ANY` and `TOTAL` go from members to their household, `SPREAD` from a household to members."""

    CONSTANT = "constant"
    COLUMN = "column"
    KNOWN = "known"
    AND = "and"
    OR = "or"
    NOT = "not"
    COMPARE = "compare"
    FILLED = "filled"
    ADD = "add"
    SUBTRACT = "subtract"
    MULTIPLY = "multiply"
    DIVIDE = "divide"
    CHOOSE = "choose"
    NUMBER_OF = "number_of"
    ANY = "any"
    TOTAL = "total"
    SIZE = "size"
    SPREAD = "spread"

    __hash__ = str.__hash__


class NotCompilable(Exception):
    """Something the rules ask for that columns cannot give exactly; the message says what."""


class Node(NamedTuple):
    """One step: what it does to the steps before it (by number), at which level, and what is known of its values.

    `value` is a constant, the name of a column, or the operator of a comparison. `bounds` are those of a number; a
    boolean has none. `nullable` says whether it may be unknown, which a boolean never is but as a column.
    """

    op: Op
    arguments: tuple[int, ...] = ()
    value: int | bool | str | None = None
    level: Level = Level.NONE
    bounds: tuple[int, int] | None = None
    nullable: bool = False


ARITHMETIC: Mapping[Op, Callable[[int, int], int]] = {
    Op.ADD: operator.add,
    Op.SUBTRACT: operator.sub,
    Op.MULTIPLY: operator.mul,
    Op.DIVIDE: operator.floordiv,
}
"""What arithmetic comes to where both sides are constants."""
