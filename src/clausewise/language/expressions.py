"""Expressions: what stands behind `if:`, `derive:`, `amount:`, `months:` and `by:`, as a small typed tree.

What an expression may hold is written in docs/language.md. Types are settled when it is read, so that no reader of
the tree has to guess. Nothing here parses or evaluates one.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from fractions import Fraction
from operator import attrgetter
from typing import TypeVar

from clausewise.classes import dataclass

T = TypeVar("T")


class Kind(StrEnum):
    """The kind of value an expression has. A `NUMBER` is exact but need not be whole."""

    BOOLEAN = "boolean"
    INTEGER = "integer"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    CHOICE = "choice"


@dataclass(frozen=True)
class Constant:
    value: int | Fraction | datetime.date | str
    kind: Kind


@dataclass(frozen=True)
class FactRef:
    name: str
    kind: Kind


@dataclass(frozen=True)
class ParameterRef:
    name: str
    kind: Kind


@dataclass(frozen=True)
class AsOf:
    """The day the case is checked on."""

    kind: Kind = Kind.DATE


@dataclass(frozen=True)
class Arithmetic:
    """`+`, `-`, `*` or `/`."""

    operator: str
    left: Expression
    right: Expression
    kind: Kind


@dataclass(frozen=True)
class Call:
    """years, months, days, add_months, add_days, min or max."""

    function: str
    arguments: tuple[Expression, ...]
    kind: Kind


@dataclass(frozen=True)
class CountMembers:
    kind: Kind = Kind.INTEGER


@dataclass(frozen=True)
class SumMembers:
    """The sum of a fact over all members."""

    fact: str
    kind: Kind


@dataclass(frozen=True)
class Comparison:
    """Two sides and one of == != < <= > >=; what an `if:` holds unless it is a boolean fact."""

    operator: str
    left: Expression
    right: Expression
    kind: Kind = Kind.BOOLEAN


Aggregate = CountMembers | SumMembers
Expression = Constant | FactRef | ParameterRef | AsOf | Arithmetic | Call | CountMembers | SumMembers | Comparison


def parts_of(expression: Expression) -> tuple[Expression, ...]:
    """The expressions directly under one, in the order written."""
    of = _PARTS_OF.get(type(expression))
    return () if of is None else of(expression)


# By kind, and not matched one after the other: compiling asks thousands of times.
_PARTS_OF: Mapping[type[Expression], Callable[..., tuple[Expression, ...]]] = {
    Arithmetic: attrgetter("left", "right"),
    Comparison: attrgetter("left", "right"),
    Call: attrgetter("arguments"),
}


def with_parts(expression: Expression, parts: Sequence[Expression]) -> Expression:
    """The same expression over other parts, as many as it has. Raises: ValueError when they are more or fewer."""
    if len(parts) != len(parts_of(expression)):
        raise ValueError(f"{len(parts)} parts for {len(parts_of(expression))}")
    match expression:
        case Arithmetic() | Comparison():
            return replace(expression, left=parts[0], right=parts[1])
        case Call():
            return replace(expression, arguments=tuple(parts))
    return expression


def walk(expression: Expression) -> Iterator[Expression]:
    """An expression and all below it, in the order written."""
    waiting = [expression]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += reversed(parts_of(node))


def fold(expression: Expression, combine: Callable[[Expression, tuple[T, ...]], T]) -> T:
    """What an expression comes to, from what its parts come to: `combine(expression, values of its parts)`."""
    return combine(expression, tuple([fold(part, combine) for part in parts_of(expression)]))


def facts_read(expression: Expression) -> tuple[str, ...]:
    """The facts an expression reads directly, each once, in the order written."""
    found: dict[str, None] = {}
    for node in walk(expression):
        match node:
            case FactRef(name=name) | SumMembers(fact=name):
                found[name] = None
    return tuple(found)


def facts_in_sight(expression: Expression) -> tuple[str, ...]:
    """The facts read of the household, or of the member in sight: all but those summed over members, each once."""
    return tuple(dict.fromkeys(node.name for node in walk(expression) if isinstance(node, FactRef)))


def aggregates_in(expression: Expression) -> tuple[Aggregate, ...]:
    """The counts and sums over members in an expression, each once, in the order written."""
    return tuple(dict.fromkeys(node for node in walk(expression) if isinstance(node, Aggregate)))


def parameters_read(expression: Expression) -> frozenset[str]:
    """The parameters an expression reads."""
    return frozenset(node.name for node in walk(expression) if isinstance(node, ParameterRef))


def reads_members(expression: Expression) -> bool:
    """Whether an expression counts or sums over all members."""
    return any(isinstance(node, Aggregate) for node in walk(expression))
