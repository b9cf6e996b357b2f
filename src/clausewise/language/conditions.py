"""Conditions: the typed tree that every reader of the rules shares.

A condition is a branch (`All`, `Any`, `Not`), a quantifier over members (`Some`, `Every`, `Count`), a contested point
in both its readings (`Contested`) or a leaf (`If`, `FindingOf`). Each may carry the words of the document that it
encodes. Nothing here evaluates one.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import replace
from operator import attrgetter
from typing import Generic, TypeVar

from clausewise.classes import dataclass
from clausewise.errors import Place
from clausewise.language.expressions import Constant, Expression, facts_read

T = TypeVar("T")


@dataclass(frozen=True)
class Words:
    """Words of the document: the pieces as they stand, and where: a provision (`21.2`) or a title (`21`)."""

    pieces: tuple[str, ...]
    where: str

    def __str__(self) -> str:
        return "……".join(self.pieces)


@dataclass(frozen=True)
class If:
    """A leaf: one comparison, or one boolean fact or parameter. `source` is the expression as written."""

    expression: Expression
    source: str
    words: Words | None
    place: Place


@dataclass(frozen=True)
class FindingOf:
    """A leaf: some finding of one of these rules applies. `rules` are the ids the patterns stand for."""

    patterns: tuple[str, ...]
    rules: tuple[str, ...]
    words: Words | None
    place: Place


@dataclass(frozen=True)
class All:
    """True when every part is."""

    parts: tuple[Condition, ...]
    words: Words | None
    place: Place


@dataclass(frozen=True)
class Any:
    """True when at least one part is."""

    parts: tuple[Condition, ...]
    words: Words | None
    place: Place


@dataclass(frozen=True)
class Not:
    """True when its part is false."""

    part: Condition
    words: Words | None
    place: Place


@dataclass(frozen=True)
class Some:
    """True of at least one member."""

    part: Condition
    words: Words | None
    place: Place


@dataclass(frozen=True)
class Every:
    """True of every member."""

    part: Condition
    words: Words | None
    place: Place


@dataclass(frozen=True)
class Count:
    """True of `at_least` … `at_most` members; a bound that is None does not bind."""

    part: Condition
    at_least: int | None
    at_most: int | None
    words: Words | None
    place: Place


@dataclass(frozen=True)
class Contested:
    """Words that can be read in two ways: where both readings come out alike they decide, else what the office says.

    `names` are those of the readings, in the order of contested.yaml; `says` is the leaf that the office reads the
    point in the first way, and so in the second where that is false.
    """

    point: str
    names: tuple[str, str]
    readings: tuple[Condition, Condition]
    says: If
    words: Words | None
    place: Place


Branch = All | Any
Quantifier = Some | Every | Count
Condition = If | FindingOf | All | Any | Not | Some | Every | Count | Contested

FORMS: Mapping[type[Condition], str] = {
    If: "if",
    FindingOf: "finding",
    All: "all",
    Any: "any",
    Not: "not",
    Some: "some",
    Every: "every",
    Count: "count",
    Contested: "contested",
}
"""The key of each form in a rules file."""


def parts_of(condition: Condition) -> tuple[Condition, ...]:
    """The conditions directly under one."""
    return _PARTS_OF[type(condition)](condition)


def _its_part(condition: Not | Quantifier) -> tuple[Condition, ...]:
    return (condition.part,)


# By kind, and not matched one after the other: compiling asks thousands of times.
_PARTS_OF: Mapping[type[Condition], Callable[..., tuple[Condition, ...]]] = {
    If: lambda condition: (),
    FindingOf: lambda condition: (),
    All: attrgetter("parts"),
    Any: attrgetter("parts"),
    Not: _its_part,
    Some: _its_part,
    Every: _its_part,
    Count: _its_part,
    Contested: lambda condition: (*condition.readings, condition.says),
}


def walk(condition: Condition) -> Iterator[Condition]:
    """A condition and all below it, in the order written."""
    waiting = [condition]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += reversed(parts_of(node))


def with_parts(condition: Condition, parts: Sequence[Condition]) -> Condition:
    """The same condition over other parts. Raises: ValueError for a leaf, or where so many or such cannot stand."""
    match condition:
        case All() | Any():
            return replace(condition, parts=tuple(parts))
        case Not() | Some() | Every() | Count() if len(parts) == 1:
            return replace(condition, part=parts[0])
        case Contested():
            first, second, says = parts
            if isinstance(says, If):
                return replace(condition, readings=(first, second), says=says)
    raise ValueError(f"{len(parts)} parts for {type(condition).__name__}")


@dataclass(frozen=True)
class Algebra(Generic[T]):
    """What each kind of condition comes to: a leaf by itself, all else from what its parts come to.

    A contested point comes to what `in_connectives` spells out, of what its two readings and the office's come to.
    """

    leaf: Callable[[If], T]
    finding: Callable[[FindingOf], T]
    all: Callable[[All, Sequence[T]], T]
    any: Callable[[Any, Sequence[T]], T]
    opposite: Callable[[Not, T], T]
    quantified: Callable[[Quantifier, T], T]


def fold(condition: Condition, algebra: Algebra[T]) -> T:
    """What a condition comes to in an algebra; each condition in it is met once, parts before what they are parts of.

    `fold(when, Algebra(leaf=lambda _: 1, finding=lambda _: 1, all=lambda _, n: sum(n), any=lambda _, n: sum(n),
    opposite=lambda _, n: n, quantified=lambda _, n: n))` counts the leaves.
    """
    match condition:
        case If():
            return algebra.leaf(condition)
        case FindingOf():
            return algebra.finding(condition)
        case All(parts=parts):
            return algebra.all(condition, [fold(part, algebra) for part in parts])
        case Any(parts=parts):
            return algebra.any(condition, [fold(part, algebra) for part in parts])
        case Not(part=part):
            return algebra.opposite(condition, fold(part, algebra))
        case Some(part=part) | Every(part=part) | Count(part=part):
            return algebra.quantified(condition, fold(part, algebra))
        case Contested():
            return _fold_contested(condition, algebra)


def in_connectives(contested: Contested) -> Any:
    """What a contested point stands for: both readings, or the first where the office says so, or the second."""
    (first, second), says = contested.readings, contested.says
    words, place = contested.words, contested.place
    other = Not(says, None, says.place)
    ways = ((first, second), (first, says), (second, other))
    return Any(tuple(All(way, None, place) for way in ways), words, place)


def _fold_contested(contested: Contested, algebra: Algebra[T]) -> T:
    spelled = in_connectives(contested)
    first, second, says = (fold(part, algebra) for part in parts_of(contested))
    other = algebra.opposite(Not(contested.says, None, contested.says.place), says)
    ways = ((first, second), (first, says), (second, other))
    alls = [part for part in spelled.parts if isinstance(part, All)]
    return algebra.any(spelled, [algebra.all(one, way) for one, way in zip(alls, ways, strict=True)])


def expressions_in(condition: Condition) -> Iterator[Expression]:
    """The expressions of a condition's leaves, in the order written."""
    return (node.expression for node in walk(condition) if isinstance(node, If))


def facts_of(condition: Condition) -> tuple[str, ...]:
    """The facts a condition reads directly, each once, in the order written."""
    return tuple(dict.fromkeys(name for expression in expressions_in(condition) for name in facts_read(expression)))


def is_constant(condition: Condition) -> bool:
    """Whether it is a leaf that is always true or always false, as a reading of a contested point can be."""
    return isinstance(condition, If) and isinstance(condition.expression, Constant)


def points_of(condition: Condition) -> tuple[str, ...]:
    """The contested points that stand in a condition, each once."""
    return tuple(dict.fromkeys(node.point for node in walk(condition) if isinstance(node, Contested)))


def findings_of(condition: Condition) -> tuple[str, ...]:
    """The ids of the rules on whose findings a condition stands, each once."""
    found = (rule for node in walk(condition) if isinstance(node, FindingOf) for rule in node.rules)
    return tuple(dict.fromkeys(found))


def meaning_tree(condition: Condition) -> Hashable:
    """A condition without what does not bear on what it comes to: places, words, the order of parts.

    Two of one meaning tree come to the same code whenever what they read does. That others differ is not said.
    """
    return fold(condition, _MEANING)


def _branch_tree(branch: Branch, parts: Sequence[Hashable]) -> Hashable:
    """A branch as a set: of one part it is that part; the parts of a like branch inside it are among its own."""
    name, found = type(branch).__name__, set[Hashable]()
    for part in parts:
        like = isinstance(part, tuple) and part[0] == name
        found |= part[1] if like else {part}  # type: ignore[index]
    return next(iter(found)) if len(found) == 1 else (name, frozenset(found))


def _quantifier_tree(quantifier: Quantifier, part: Hashable) -> Hashable:
    bounds = (quantifier.at_least, quantifier.at_most) if isinstance(quantifier, Count) else ()
    return (type(quantifier).__name__, part, *bounds)


_MEANING: Algebra[Hashable] = Algebra(
    leaf=lambda leaf: ("if", leaf.expression),
    finding=lambda leaf: ("finding", frozenset(leaf.rules)),
    all=_branch_tree,
    any=_branch_tree,
    opposite=lambda _, part: ("Not", part),
    quantified=_quantifier_tree,
)
