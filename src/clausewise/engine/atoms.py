"""Atoms: what the leaves, quantifiers and branches of rules ask of one kind of subject, each question with a number.

What they come to is a list of codes for each subject, in which everything is looked up by number. Nothing here reads a
condition's parts; that is for whoever compiles them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import product
from operator import itemgetter
from typing import TypeVar

from clausewise.engine.bounding import Decider
from clausewise.engine.proof import Code, View
from clausewise.language.conditions import All, Any, Condition, Contested, Not, meaning_tree
from clausewise.language.kleene import FALSE, TRUE, UNKNOWN, opposite, read_either_way

T = TypeVar("T")

# What the codes of parts come to, worked out once.
_CODES = (FALSE, UNKNOWN, TRUE)
_OPPOSITE: Mapping[Sequence[int], int] = {(code,): opposite(code) for code in _CODES}
_EITHER_WAY: Mapping[Sequence[int], int] = {codes: read_either_way(*codes) for codes in product(_CODES, repeat=3)}
MOST_LOOKED_UP = 4  # parts of a branch: of four there are 81 combinations of codes


# What a branch comes to, under its number: a function of the codes of its parts, which are picked from all. It is a
# plain tuple, since to take a named one apart takes as long as the rest.
Branch = tuple[int, Callable[[Sequence[int]], int], Callable[[Sequence[int]], tuple[int, ...]]]


class AtomCode:
    """Reads one atom."""

    __slots__ = ("number",)

    def __init__(self, number: int) -> None:
        self.number = number

    def __call__(self, view: View) -> int:
        return view.atoms[self.number]


class AtomTable:
    """The atoms of one kind of subject: what leaves and quantifiers ask, each question with one number.

    Branches have numbers too, and are evaluated once, parts before wholes: those `within` quantifiers first, those that
    stand on findings (`standing`) after every stratum. Leaves stand by the slot of a fact they read, if they read one.
    """

    def __init__(self) -> None:
        self._numbers: dict[object, int] = {}
        # What a condition means is worked out once for each object that stands for it: that takes as long as all else.
        self._registered: dict[int, tuple[Condition, int]] = {}
        self.within: list[Branch] = []
        self.branches: list[Branch] = []
        self.standing: list[Branch] = []
        self.constant: list[tuple[int, Code]] = []
        self.of_household: list[tuple[int, int, Code]] = []
        self.of_member: list[tuple[int, int, Code]] = []
        self.bounded: list[tuple[int, Decider]] = []
        self.quantifiers: list[tuple[int, Callable[[Sequence[int], bool], int], int]] = []
        self.borrowed: list[tuple[int, int]] = []
        self.findings: list[tuple[int, tuple[str, ...]]] = []

    def __len__(self) -> int:
        return len(self._numbers)

    def number(self, condition: Condition) -> int:
        """The number of a condition that was registered, as the very object. Raises: KeyError."""
        return self._registered[id(condition)][1]

    def number_of(self, condition: Condition) -> int | None:
        """The number of the question that a condition asks; None where no rule asks it."""
        return self._numbers.get(meaning_tree(condition))

    def register(self, condition: Condition) -> tuple[int, bool]:
        """The number of an atom, and whether it is new."""
        before = len(self._numbers)
        number = self._numbers.setdefault(meaning_tree(condition), before)
        self._registered[id(condition)] = condition, number
        return number, number == before

    def add_branch(self, branch: Branch, *, within: bool, standing: bool) -> None:
        """Register what a branch comes to; one within a quantifier, or one that stands on findings, as such.

        One that a rule and a quantifier share is evaluated for both when the quantifier is.
        """
        number, _, _ = branch
        if any(one == number for one, _, _ in self.within):
            return
        if within:
            self.branches = [one for one in self.branches if one[0] != number]
            self.within.append(branch)
        else:
            ones = self.standing if standing else self.branches
            ones += [] if any(one == number for one, _, _ in ones) else [branch]

    def evaluate(self, view: View) -> list[int]:
        """The codes of all leaves on a view, by their values, or else by their bounds; all else is unknown yet."""
        codes = [UNKNOWN] * len(self._numbers)
        # A leaf is unknown by its values while a fact that it reads is.
        for ones, slots in ((self.of_household, view.h), (self.of_member, view.m)):
            for number, slot, truth in ones:
                if slots[slot] is not None:
                    codes[number] = truth(view)
        for number, truth in self.constant:
            codes[number] = truth(view)
        for number, decide in self.bounded:
            if codes[number] == UNKNOWN:
                codes[number] = decide(view)
        return codes


def evaluate_branches(branches: Iterable[Branch], codes: list[int]) -> None:
    """Put what branches come to among the codes of a subject."""
    for number, decide, pick in branches:
        codes[number] = decide(pick(codes))


def picking(numbers: Sequence[int]) -> Callable[[Sequence[T]], tuple[T, ...]]:
    """A function that takes what stands at these numbers, such as codes, out of all."""
    if len(numbers) > 1:
        return itemgetter(*numbers)
    if numbers:
        (number,) = numbers
        return lambda codes: (codes[number],)
    return lambda codes: ()


def deciding(condition: All | Any | Not | Contested) -> Callable[[Sequence[int]], int]:
    """A function from the codes of a branch's parts to what it comes to.

    Of a few parts that is looked up: `min` and `max` of two codes take four times as long.
    """
    match condition:
        case All(parts=parts):
            return min if len(parts) > MOST_LOOKED_UP else _looking_up(min, len(parts))
        case Any(parts=parts):
            return max if len(parts) > MOST_LOOKED_UP else _looking_up(max, len(parts))
        case Not():
            return _OPPOSITE.__getitem__
        case Contested():
            return _EITHER_WAY.__getitem__


@lru_cache
def _looking_up(decide: Callable[[Sequence[int]], int], parts: int) -> Callable[[Sequence[int]], int]:
    """What so many codes come to, worked out once for each combination of them."""
    looked_up: Mapping[Sequence[int], int] = {codes: decide(codes) for codes in product(_CODES, repeat=parts)}
    return looked_up.__getitem__
