"""Lays out the rows of proofs: how the conditions lie that a condition is made of. That is worked out once for a pack.

The whole stands first, and each condition before its parts, in the order written. What looks at other subjects, a
quantifier or a leaf on findings, is a row; what it rests on are proofs of their own. Codes are read from the atoms of
whoever is in sight; what no rule asks, of what facts follow from, is worked out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from clausewise.engine.atoms import AtomTable, deciding, picking
from clausewise.engine.proof import Compiled, Proof
from clausewise.language.conditions import All, Condition, Contested, Not, Quantifier
from clausewise.language.conditions import Any as AnyOf
from clausewise.language.kleene import UNKNOWN, quantifying


class Sheet:
    """How the rows of proofs lie: of all rules on one kind of subject, by name, or of one condition, without a name.

    They are laid out when something of them is first asked for. `conditions` has the condition of each row, `parts` the
    rows of its parts, `ends` the row after the last one of each whole, `firsts` the row of each rule and `rules` the
    rule of such a row. `pick` takes the codes out of the atoms of whoever is in sight, where all of them are atoms of
    the `table`; else they are worked out. `facts` are those that leaves read and that may follow from others,
    `on_members` the rows that look at each member, with how the proofs of these lie.
    """

    __slots__ = (
        "compiled",
        "conditions",
        "ends",
        "facts",
        "firsts",
        "on_members",
        "parts",
        "pick",
        "rests_on_others",
        "rules",
        "table",
        "wholes",
        "work_out",
    )

    compiled: tuple[Compiled, ...]
    conditions: tuple[Condition, ...]
    ends: Mapping[int, int]
    facts: tuple[str, ...]
    firsts: Mapping[str, int]
    on_members: tuple[tuple[int, Sheet], ...]
    parts: tuple[tuple[int, ...], ...]
    pick: Callable[[Sequence[int]], tuple[int, ...]] | None
    rests_on_others: bool
    rules: Mapping[int, str]
    work_out: Callable[[Proof], Sequence[int]]

    def __init__(self, table: AtomTable, wholes: Mapping[str, Compiled]) -> None:
        self.table = table
        self.wholes = wholes
        self.__class__ = _Unlaid

    @property
    def root(self) -> Compiled:
        """The one condition."""
        (root,) = self.wholes.values()
        return root

    def _lay_out(self) -> None:
        compiled: list[Compiled] = []
        parts: list[tuple[int, ...]] = []
        ends: dict[int, int] = {}
        firsts: dict[str, int] = {}
        for name, whole in self.wholes.items():
            firsts[name] = _lay_out(whole, compiled, parts)
            ends[firsts[name]] = len(compiled)
        numbers = [self.table.number_of(one.condition) for one in compiled]
        known = [number for number in numbers if number is not None]
        self.compiled = tuple(compiled)
        self.conditions = tuple(one.condition for one in compiled)
        self.ends = ends
        self.facts = tuple(dict.fromkeys(fact for one in compiled for fact in one.facts))
        self.firsts = firsts
        self.on_members = tuple((row, one.of_each) for row, one in enumerate(compiled) if one.of_each is not None)
        self.parts = tuple(parts)
        self.pick = picking(known) if len(known) == len(compiled) else None
        self.rests_on_others = bool(self.facts or self.on_members)
        self.rules = {row: name for name, row in firsts.items() if name}
        self.work_out = _working_out(compiled, parts, numbers)


class _Unlaid(Sheet):
    """A sheet until something of it is first asked for: then it is laid out, and is one of the plain class.

    Of a class that has `__getattr__`, Python reads each attribute in several times as long.
    """

    __slots__ = ()

    def __getattr__(self, name: str) -> object:
        if name not in Sheet.__slots__:
            raise AttributeError(name)
        self._lay_out()
        self.__class__ = Sheet  # type: ignore[assignment]
        return getattr(self, name)


def _lay_out(one: Compiled, compiled: list[Compiled], parts: list[tuple[int, ...]]) -> int:
    """Add a condition and its parts; the row of the condition."""
    row = len(compiled)
    compiled.append(one)
    parts.append(())
    if one.of_each is None:
        parts[row] = tuple([_lay_out(part, compiled, parts) for part in one.parts])
    return row


def _working_out(
    compiled: Sequence[Compiled], parts: Sequence[tuple[int, ...]], numbers: Sequence[int | None]
) -> Callable[[Proof], Sequence[int]]:
    """A function to the codes of some conditions: what a rule asks too is an atom; branches come from their parts, and
    quantifiers from the proofs of each member."""
    asked = any(number is not None for number in numbers)
    # What stands at the first number is taken for what no rule asks, until that is worked out.
    known = picking([number or 0 for number in numbers])
    others = [(row, one) for row, one in enumerate(compiled) if numbers[row] is None]
    ones = [(row, one.code) for row, one in others if not parts[row] and one.of_each is None]
    quantifiers = [(row, quantifying(one.condition)) for row, one in others if isinstance(one.condition, Quantifier)]
    branches = [(row, deciding(_branch(one)), picking(parts[row])) for row, one in reversed(others) if parts[row]]
    size = len(compiled)

    def codes(proof: Proof) -> Sequence[int]:
        view = proof.view
        found = list(known(view.atoms)) if asked else [UNKNOWN] * size
        for row, code in ones:
            found[row] = code(view)
        for row, quantify in quantifiers:
            found[row] = quantify([one.codes[0] for one in proof.further()[row]], view.situation.everybody)
        for row, decide, pick in branches:
            found[row] = decide(pick(found))
        return found

    return codes


def _branch(compiled: Compiled) -> All | AnyOf | Not | Contested:
    condition = compiled.condition
    assert isinstance(condition, All | AnyOf | Not | Contested)
    return condition
