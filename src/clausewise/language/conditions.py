"""Conditions: the typed tree that every reader of the rules shares.

A condition is a branch (`All`, `Any`, `Not`), a quantifier over members (`Some`, `Every`, `Count`) or a leaf (`If`,
`FindingOf`). Each may carry the words of the document that it encodes. Nothing here evaluates one.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass

from clausewise.errors import Place
from clausewise.language.expressions import Expression, facts_read


@dataclass(frozen=True, slots=True)
class Words:
    """Words of the document: the pieces as they stand, and where: a provision (`21.2`) or a title (`21`)."""

    pieces: tuple[str, ...]
    where: str

    def __str__(self) -> str:
        return "……".join(self.pieces)


@dataclass(frozen=True, slots=True)
class If:
    """A leaf: one comparison or one boolean fact. `source` is the expression as written."""

    expression: Expression
    source: str
    words: Words | None
    place: Place


@dataclass(frozen=True, slots=True)
class FindingOf:
    """A leaf: some finding of one of these rules applies. `rules` are the ids the patterns stand for."""

    patterns: tuple[str, ...]
    rules: tuple[str, ...]
    words: Words | None
    place: Place


@dataclass(frozen=True, slots=True)
class All:
    """True when every part is."""

    parts: tuple[Condition, ...]
    words: Words | None
    place: Place


@dataclass(frozen=True, slots=True)
class Any:
    """True when at least one part is."""

    parts: tuple[Condition, ...]
    words: Words | None
    place: Place


@dataclass(frozen=True, slots=True)
class Not:
    """True when its part is false."""

    part: Condition
    words: Words | None
    place: Place


@dataclass(frozen=True, slots=True)
class Some:
    """True of at least one member."""

    part: Condition
    words: Words | None
    place: Place


@dataclass(frozen=True, slots=True)
class Every:
    """True of every member."""

    part: Condition
    words: Words | None
    place: Place


@dataclass(frozen=True, slots=True)
class Count:
    """True of `at_least` … `at_most` members; a bound that is None does not bind."""

    part: Condition
    at_least: int | None
    at_most: int | None
    words: Words | None
    place: Place


Branch = All | Any
Quantifier = Some | Every | Count
Condition = If | FindingOf | All | Any | Not | Some | Every | Count


def parts_of(condition: Condition) -> tuple[Condition, ...]:
    """The conditions directly under one."""
    match condition:
        case All(parts=parts) | Any(parts=parts):
            return parts
        case Not(part=part) | Some(part=part) | Every(part=part) | Count(part=part):
            return (part,)
    return ()


def walk(condition: Condition) -> Iterator[Condition]:
    """A condition and all below it, in the order written."""
    yield condition
    for part in parts_of(condition):
        yield from walk(part)


def facts_of(condition: Condition) -> tuple[str, ...]:
    """The facts a condition reads directly, each once, in the order written."""
    found: dict[str, None] = {}
    for node in walk(condition):
        if isinstance(node, If):
            found.update(dict.fromkeys(facts_read(node.expression)))
    return tuple(found)


def findings_of(condition: Condition) -> tuple[str, ...]:
    """The ids of the rules on whose findings a condition stands, each once."""
    found: dict[str, None] = {}
    for node in walk(condition):
        if isinstance(node, FindingOf):
            found.update(dict.fromkeys(node.rules))
    return tuple(found)


def meaning_tree(condition: Condition) -> Hashable:
    """A condition without what does not bear on what it comes to: places, words, the order of parts.

    Two of one meaning tree come to the same code whenever what they read does. That others differ is not said.
    """
    match condition:
        case If(expression=expression):
            return ("if", expression)
        case FindingOf(rules=rules):
            return ("finding", frozenset(rules))
        case All() | Any():
            parts = meaning_parts(condition)
            # A branch of one part is that part; one part said twice is said once.
            return next(iter(parts)) if len(parts) == 1 else (type(condition).__name__, parts)
        case Count(part=part, at_least=low, at_most=high):
            return ("count", low, high, meaning_tree(part))
        case Not(part=part) | Some(part=part) | Every(part=part):
            return (type(condition).__name__, meaning_tree(part))


def meaning_parts(branch: Branch) -> frozenset[Hashable]:
    """The parts of a branch as `meaning_tree` sees them, those of a like branch inside it among them."""
    found: set[Hashable] = set()
    for part in branch.parts:
        if isinstance(part, All | Any) and type(part) is type(branch):
            found |= meaning_parts(part)
        else:
            found.add(meaning_tree(part))
    return frozenset(found)
