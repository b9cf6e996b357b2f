"""What a step of a chain comes to, as a formula over codes of atoms and of other steps, and how large one is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from math import prod

from clausewise.classes import dataclass
from clausewise.language.kleene import FALSE, TRUE

MAX_TOLD = 4  # atoms that are told both ways, in 16 combinations


@dataclass(frozen=True, slots=True)
class Atom:
    """The code of a leaf or a quantifier, by its number."""

    number: int


@dataclass(frozen=True, slots=True)
class Conclusion:
    """The code of another step of the chain, by its number."""

    number: int


@dataclass(frozen=True, slots=True)
class Both:
    """All of these."""

    parts: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """Any of these."""

    parts: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class Opposite:
    """What it is not."""

    part: Formula


Formula = Atom | Conclusion | Both | Either | Opposite


def count_matches(formula: Formula, proving: bool, told: Mapping[int, int]) -> int:
    """How many ways a side can match one fact at once, of which these atoms are told: it fires once for each."""
    # By kind, and not matched one after the other: an engine asks thousands of times while it is made.
    if isinstance(formula, Atom):
        asked = TRUE if proving else FALSE
        return 1 if told.get(formula.number, asked) == asked else 0
    if isinstance(formula, Both):
        counts = [count_matches(part, proving, told) for part in formula.parts]
        return prod(counts) if proving else sum(counts)
    if isinstance(formula, Either):
        counts = [count_matches(part, proving, told) for part in formula.parts]
        return sum(counts) if proving else prod(counts)
    return count_matches(formula.part, not proving, told) if isinstance(formula, Opposite) else 1


def most_ways(formula: Formula) -> int:
    """How many ways there are to match a side, whether or not they can all be at once; of whichever has more."""
    return max(count_matches(formula, side, {}) for side in (False, True))


def most_matches(formula: Formula) -> int:
    """How many ways match at once at most, on whichever side there are more.

    What is asked for as true here and as false there, as what the office reads of a contested point, is never both: so
    many of such atoms are told one way and the other as are tried out in no time.
    """
    asked = set(_asked(formula, True))
    both_ways = sorted({number for number, code in asked if (number, TRUE - code) in asked})[:MAX_TOLD]
    ways = product(*[[(number, FALSE), (number, TRUE)] for number in both_ways])
    return max(count_matches(formula, side, told) for told in map(dict, ways) for side in (False, True))


def _asked(formula: Formula, proving: bool) -> Iterator[tuple[int, int]]:
    """The atoms that the proving side asks for, each with the code it asks for; the other side asks the opposite."""
    match formula:
        case Atom(number=number):
            yield number, TRUE if proving else FALSE
        case Opposite(part=part):
            yield from _asked(part, not proving)
        case Both(parts=parts) | Either(parts=parts):
            for part in parts:
                yield from _asked(part, proving)


def nesting(formula: Formula) -> int:
    """How many groups stand in each other."""
    match formula:
        case Both(parts=parts) | Either(parts=parts):
            return 1 + max(map(nesting, parts))
        case Opposite(part=part):
            return nesting(part)
    return 0


def properties_of(formula: Formula) -> set[str]:
    """The properties of a fact that a formula asks for."""
    match formula:
        case Both(parts=parts) | Either(parts=parts):
            return set().union(*map(properties_of, parts))
        case Opposite(part=part):
            return properties_of(part)
        case Atom(number=number):
            return {f"a{number}"}
        case Conclusion(number=number):
            return {f"c{number}"}
