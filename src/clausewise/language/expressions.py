"""Expressions: what stands behind `if:`, `derive:`, `amount:`, `months:` and `by:`, as a small typed tree.

What an expression may hold is written in docs/language.md. Types are settled when it is read, so that no reader of
the tree has to guess. Nothing here parses or evaluates one.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class Kind(StrEnum):
    """The kind of value an expression has. A `NUMBER` is exact but need not be whole."""

    BOOLEAN = "boolean"
    INTEGER = "integer"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class Constant:
    value: int | Fraction | datetime.date | str
    kind: Kind


@dataclass(frozen=True, slots=True)
class FactRef:
    name: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class ParameterRef:
    name: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class AsOf:
    """The day the case is checked on."""

    kind: Kind = Kind.DATE


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """`+`, `-`, `*` or `/`."""

    operator: str
    left: Expression
    right: Expression
    kind: Kind


@dataclass(frozen=True, slots=True)
class Call:
    """years, months, days, add_months, add_days, min or max."""

    function: str
    arguments: tuple[Expression, ...]
    kind: Kind


@dataclass(frozen=True, slots=True)
class CountMembers:
    kind: Kind = Kind.INTEGER


@dataclass(frozen=True, slots=True)
class SumMembers:
    """The sum of a fact over all members."""

    fact: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two sides and one of == != < <= > >=; what an `if:` holds unless it is a boolean fact."""

    operator: str
    left: Expression
    right: Expression
    kind: Kind = Kind.BOOLEAN


Expression = Constant | FactRef | ParameterRef | AsOf | Arithmetic | Call | CountMembers | SumMembers | Comparison


def facts_read(expression: Expression) -> tuple[str, ...]:
    """The facts an expression reads directly, each once, in the order written."""
    found: dict[str, None] = {}

    def visit(node: Expression) -> None:
        match node:
            case FactRef(name=name):
                found[name] = None
            case SumMembers(fact=name):
                found[name] = None
            case Arithmetic(left=left, right=right) | Comparison(left=left, right=right):
                visit(left)
                visit(right)
            case Call(arguments=arguments):
                for argument in arguments:
                    visit(argument)

    visit(expression)
    return tuple(found)


def parameters_read(expression: Expression) -> frozenset[str]:
    """The parameters an expression reads."""
    match expression:
        case ParameterRef(name=name):
            return frozenset({name})
        case Arithmetic(left=left, right=right) | Comparison(left=left, right=right):
            return parameters_read(left) | parameters_read(right)
        case Call(arguments=arguments):
            return frozenset().union(*map(parameters_read, arguments))
    return frozenset()


def reads_members(expression: Expression) -> bool:
    """Whether an expression counts or sums over all members."""
    match expression:
        case CountMembers() | SumMembers():
            return True
        case Arithmetic(left=left, right=right) | Comparison(left=left, right=right):
            return reads_members(left) or reads_members(right)
        case Call(arguments=arguments):
            return any(map(reads_members, arguments))
    return False
