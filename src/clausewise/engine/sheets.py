"""Lays out the rows of proofs: how the conditions lie that a condition is made of. That is worked out once for a pack.

The whole stands first, and each condition before its parts, in the order written. What looks at other subjects, a
quantifier or a leaf on findings, is a row; what it rests on are proofs of their own. Codes of rules are read from the
atoms of whoever is in sight; those of what facts follow from are worked out, each once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property

from clausewise.classes import NamedTuple
from clausewise.engine.atoms import AtomCode, deciding, picking
from clausewise.engine.proof import Compiled, View
from clausewise.language.conditions import All, Condition, Contested, Not, Quantifier
from clausewise.language.conditions import Any as AnyOf
from clausewise.language.kleene import UNKNOWN


class Laid(NamedTuple):
    """The rows of a proof: the condition of each, the rows of its parts, and a function to the codes of all.

    `facts` are those that its leaves read and that may follow from others, `on_members` the rows that look at each
    member.
    """

    conditions: tuple[Condition, ...]
    compiled: tuple[Compiled, ...]
    parts: tuple[tuple[int, ...], ...]
    codes: Callable[[View], Sequence[int]]
    facts: tuple[str, ...]
    on_members: tuple[int, ...]


class Sheet:
    """How the rows of a condition's proofs lie, laid out when they are first asked for."""

    def __init__(self, root: Compiled) -> None:
        self.root = root

    @cached_property
    def laid(self) -> Laid:
        """The rows."""
        compiled: list[Compiled] = []
        parts: list[tuple[int, ...]] = []
        _lay_out(self.root, compiled, parts)
        conditions = tuple(one.condition for one in compiled)
        return Laid(
            conditions,
            tuple(compiled),
            tuple(parts),
            _codes_of(compiled, parts),
            tuple(dict.fromkeys(fact for one in compiled for fact in one.facts)),
            tuple(row for row, condition in enumerate(conditions) if isinstance(condition, Quantifier)),
        )


def _lay_out(one: Compiled, compiled: list[Compiled], parts: list[tuple[int, ...]]) -> int:
    """Add a condition and its parts; the row of the condition."""
    row = len(compiled)
    compiled.append(one)
    parts.append(())
    if not isinstance(one.condition, Quantifier):
        parts[row] = tuple([_lay_out(part, compiled, parts) for part in one.parts])
    return row


def _codes_of(compiled: Sequence[Compiled], parts: Sequence[tuple[int, ...]]) -> Callable[[View], Sequence[int]]:
    """A function to the codes of some conditions: read from atoms, or worked out, branches from their parts."""
    numbers = [one.code.number for one in compiled if isinstance(one.code, AtomCode)]
    if len(numbers) == len(compiled):
        pick = picking(numbers)
        return lambda view: pick(view.atoms)
    ones = [(row, one.code) for row, one in enumerate(compiled) if not parts[row]]
    branches = [(row, deciding(_branch(compiled[row])), picking(below)) for row, below in enumerate(parts) if below]
    branches.reverse()

    def codes(view: View) -> Sequence[int]:
        found = [UNKNOWN] * len(compiled)
        for row, code in ones:
            found[row] = code(view)
        for row, decide, pick in branches:
            found[row] = decide(pick(found))
        return found

    return codes


def _branch(compiled: Compiled) -> All | AnyOf | Not | Contested:
    condition = compiled.condition
    assert isinstance(condition, All | AnyOf | Not | Contested)
    return condition
