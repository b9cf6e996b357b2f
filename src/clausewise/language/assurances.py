"""Assurances: statements about the rules as a whole, each to be proved or refuted, and what an audit accepts.

Plain frozen data, read with the pack. Nothing here proves anything, and no check of a case reads it.
"""

from __future__ import annotations

from typing import Literal

from clausewise.classes import NamedTuple
from clausewise.errors import Place
from clausewise.language.conditions import Condition
from clausewise.language.labels import Label
from clausewise.language.rules import About

ClaimKind = Literal["then", "never", "not_refused"]
AcceptedKind = Literal["mutant", "answer", "number", "modality"]


class Implication(NamedTuple):
    """Whenever `given` is true, `condition` is true (`then`), not true (`never`), or not false (`not_refused`).

    `given` is None when that holds of every household, or of every member.
    """

    given: Condition | None
    kind: ClaimKind
    condition: Condition


class Independence(NamedTuple):
    """No verdict of `rules` turns when only `facts` change; of those, the rules in `excepted` may turn."""

    facts: tuple[str, ...]
    rules: tuple[str, ...]
    excepted: tuple[str, ...]


class Gain(NamedTuple):
    """No verdict of `rules` falls when only the boolean `fact` goes from false to true; those in `excepted` may."""

    fact: str
    rules: tuple[str, ...]
    excepted: tuple[str, ...]


class Assurance(NamedTuple):
    """One statement, the provisions it rests on, and what it claims.

    An implication is claimed of every household or of each member, as `about` says; the other two of the household with
    all its members. `policy` stands where the text itself refutes the statement, and says what that means.
    """

    id: str
    label: Label
    provisions: tuple[str, ...]
    about: About
    claim: Implication | Independence | Gain
    policy: Label | None
    place: Place


class Accepted(NamedTuple):
    """Why a mutant that survives, an answer of the solver, a number in quoted words that no constant matches, or a
    `shall` under a word such as 可, is in order. `id` is the audit's name for it, or lint's.
    """

    kind: AcceptedKind
    id: str
    why: Label
    place: Place
