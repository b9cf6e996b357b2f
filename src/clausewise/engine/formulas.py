"""What a step of a chain comes to, as a formula over codes of atoms and of other steps, and how large one is."""

from __future__ import annotations

from clausewise.classes import dataclass


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


def count_matches(formula: Formula, proving: bool) -> int:
    """How many ways a side can match one fact at once: it fires once for each."""
    match formula:
        case Atom() | Conclusion():
            return 1
        case Opposite(part=part):
            return count_matches(part, not proving)
        case Both(parts=parts):
            together = proving
        case Either(parts=parts):
            together = not proving
    counts = [count_matches(part, proving) for part in parts]
    if not together:
        return sum(counts)
    product = 1
    for count in counts:
        product *= count
    return product


def most_matches(formula: Formula) -> int:
    """On whichever side there are more."""
    return max(count_matches(formula, True), count_matches(formula, False))


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
