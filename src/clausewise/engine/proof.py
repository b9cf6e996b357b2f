"""What is known of a case while it is evaluated, and the proofs of its conditions in strong Kleene logic.

What a case's conditions come to is kept as codes, one for each leaf and quantifier of a subject; a `Proof` reads them
as rows, a condition and its code each. Nothing here chains rules or decides what a verdict means.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from typing import TYPE_CHECKING

from clausewise.case.notices import Notice
from clausewise.classes import NamedTuple, dataclass
from clausewise.engine.arithmetic import Slots
from clausewise.engine.formula import Node
from clausewise.engine.settling import Formulas
from clausewise.language.bounds import Interval
from clausewise.language.conditions import (
    Condition,
    Quantifier,
    Words,
)
from clausewise.language.facts import DateSpan, Implied, Spans, Value
from clausewise.language.kleene import UNKNOWN

if TYPE_CHECKING:
    from clausewise.engine.findings import Missing
    from clausewise.engine.sheets import Sheet

UNNAMED_MEMBER = "?"

Code = Callable[["View"], int]

_NOTHING: Mapping[str | int, tuple[Proof, ...]] = {}


@dataclass(slots=True, eq=False)
class Situation:
    """A case being evaluated: the household, its members, and whether those listed are everybody.

    Where they may not be, the last of `members` is one of whom nothing is known. `has_spans` tells whether some date is
    known to its month or year. `notices` are those on the case's facts. `formulas` are the unknown parts of proofs, as
    far as they were looked at, `kinds` the first member of each kind, and `of_each` the proofs of each member that
    quantifiers rest on: one for all who ask.
    """

    everybody: bool
    has_spans: bool = False
    notices: list[Notice] = field(default_factory=list)
    household: View = field(init=False)
    members: tuple[View, ...] = field(init=False)
    formulas: Formulas = field(default_factory=Formulas)
    kinds: dict[Hashable, View] = field(default_factory=dict)
    of_each: dict[Sheet, tuple[Proof, ...]] = field(default_factory=dict)

    def first_alike(self, view: View) -> View:
        """The first member of whom the same is known; the household, and the member who may not be there, are alone."""
        if view.alike is None:
            alone = not view.place or view.member == UNNAMED_MEMBER
            spans, left = (tuple(sorted(one.items())) for one in (view.spans, view.left))
            known = view.member if alone else (*view.m, spans, left, *sorted(view.derived()))
            view.alike = self.kinds.setdefault(known, view)
        return view.alike

    @property
    def listed(self) -> tuple[View, ...]:
        """The members that the case lists."""
        return self.members if self.everybody else self.members[:-1]


@dataclass(slots=True, eq=False)
class View:
    """What a condition is evaluated on: the household's slots, those of one member, and the codes of its atoms.

    `member` is the member's id, None where none is in sight, `?` for the member of whom nothing is known; `place`
    counts the members from 1, and is 0 where none is in sight. `proof` is that of all findings on the subject. `behind`
    has what a fact rests on, rather than on what the case gives: the proof of a boolean fact's derivation, or of what
    implies a fact. `spans` has the dates known to their month or year, `bounds` the bounds of unknown facts as far as
    they were needed, `left` the values left to a choice that is still unknown. What was found of missing facts is kept:
    in `waiting` by fact, in `plain` and `nodes` by condition, in `written_out` by the bits of its facts.
    """

    situation: Situation
    h: Slots
    m: Slots
    member: str | None
    place: int = 0
    proof: Proof = field(init=False)
    atoms: list[int] = field(default_factory=list)
    behind: dict[str, tuple[Proof, ...]] = field(default_factory=dict)
    spans: Spans = field(default_factory=dict)
    bounds: dict[str, Interval | None] = field(default_factory=dict)
    left: dict[str, tuple[Value, ...]] = field(default_factory=dict)
    alike: View | None = None
    waiting: dict[str, Waiting] = field(default_factory=dict)
    plain: dict[Compiled, int] = field(default_factory=dict)
    nodes: dict[Compiled, Node] = field(default_factory=dict)
    written_out: dict[bytes, list[Missing]] = field(default_factory=dict)

    def derived(self) -> Iterator[str]:
        """The facts that rest on their derivation here."""
        return (fact for fact, proofs in self.behind.items() if proofs[0].step is None)


class Waiting(NamedTuple):
    """What to ask for so that something gets a value, as bits; whether one fact is asked for along several ways."""

    facts: int
    repeats: bool = False

    def and_also(self, other: Waiting) -> Waiting:
        """Both together."""
        return Waiting(self.facts | other.facts, self.repeats or other.repeats or bool(self.facts & other.facts))


class Step(NamedTuple):
    """That a fact follows where the condition of one of its entries is proved."""

    fact: str
    entry: Implied


class FactRead(NamedTuple):
    """A fact that a leaf read: its name, the member it is about (or None) and its value (None: unknown).

    `since` is the first day of a parameter's value. Of what is not known, `bounds` is how far it can go, and `span` the
    month or year of a date, where that much is known.
    """

    fact: str
    member: str | None
    value: Value | None
    since: datetime.date | None = None
    span: DateSpan | None = None
    bounds: Interval | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Compiled:
    """A condition ready to be evaluated: its code on a view, its parts, and the proofs that it rests on there.

    `facts` are those that a leaf reads and that may follow from others: their proofs lie with whom they are of.
    `of_each` is how the proofs of a quantifier's part lie, and `findings` makes what a leaf on findings looks at.
    """

    condition: Condition
    code: Code
    parts: tuple[Compiled, ...] = ()
    facts: tuple[str, ...] = ()
    of_each: Sheet | None = None
    findings: Callable[[View], tuple[ProofNode, ...]] | None = None


class Proof:
    """Conditions as they were evaluated on a view: a row for each, and for each that it is made of, with its code.

    Codes are 0 (false), 1 (unknown) and 2 (true). The rows lie as the sheet says. All findings on one subject have one
    proof, all else has its own. `step` says what follows from a condition that was proved.
    """

    __slots__ = ("_codes", "_further", "sheet", "view")

    step: Step | None = None

    def __init__(self, sheet: Sheet, view: View) -> None:
        self.sheet = sheet
        self.view = view
        self._codes: Sequence[int] | None = None
        self._further: Mapping[str | int, tuple[Proof, ...]] | None = None

    @property
    def codes(self) -> Sequence[int]:
        """The code of each row: read from the atoms of whoever is in sight, or worked out when first asked for."""
        if self._codes is None:
            sheet, view = self.sheet, self.view
            self._codes = sheet.pick(view.atoms) if sheet.pick else sheet.work_out(self)
        return self._codes

    def rows(self) -> Iterable[tuple[Condition, int]]:
        """Each condition with its code."""
        return zip(self.sheet.conditions, self._codes or self.codes)  # noqa: B905 (there is a code for each)

    def of_rule(self, rule: str) -> ProofNode:
        """Of those of all findings on a subject, the proof of one rule's."""
        return ProofNode(self, self.sheet.firsts[rule])

    def rows_of(self, whole: int) -> Iterable[tuple[int, Condition, int]]:
        """The rows of one whole, itself first, by number."""
        rows = slice(whole, self.sheet.ends[whole])
        return zip(range(rows.start, rows.stop), self.sheet.conditions[rows], self.codes[rows], strict=True)

    def further(self) -> Mapping[str | int, tuple[Proof, ...]]:
        """The proofs that this rests on, but for findings: what is behind facts, by name, and of each member, by row.

        A fact rests on its derivation, or on what implies it, which is one proof for all leaves that read the fact; on
        nothing where it is given. What a quantifier rests on is one proof of each member, whoever is in sight.
        """
        if self._further is not None:
            return self._further
        sheet = self.sheet
        if not sheet.rests_on_others:
            return _NOTHING
        found = self._behind_facts()
        if sheet.on_members:
            kept = self.view.situation.of_each
            for row, of_each in sheet.on_members:
                proofs = kept.get(of_each)
                if proofs is None:
                    proofs = kept[of_each] = self._of_members(of_each)
                found[row] = proofs
        self._further = found
        return found

    def _behind_facts(self) -> dict[str | int, tuple[Proof, ...]]:
        own, household = self.view.behind, self.view.situation.household.behind
        found: dict[str | int, tuple[Proof, ...]] = {}
        for fact in self.sheet.facts:
            if fact in own:
                found[fact] = own[fact]
            elif fact in household:
                found[fact] = household[fact]
        return found

    def _of_members(self, of_each: Sheet) -> tuple[Proof, ...]:
        return tuple([Proof(of_each, member) for member in self.view.situation.members])

    def below(self, row: int) -> tuple[ProofNode, ...]:
        """What a row rests on beside its parts: what is behind the facts it reads, each member, or findings."""
        compiled = self.sheet.compiled[row]
        if compiled.findings is not None:
            return compiled.findings(self.view)
        if compiled.of_each is not None:
            return tuple([ProofNode(proof, 0) for proof in self.further()[row]])
        if not compiled.facts:
            return ()
        further = self.further()
        return tuple([ProofNode(proof, 0) for fact in compiled.facts for proof in further.get(fact, ())])

    def hold(self) -> None:
        """Look further now: in a circle of facts this would come to rest on itself."""
        if not self.sheet.rests_on_others:
            return
        if self._further is None:
            # Those of members are its own, since others may ask for them when more is known.
            found = self._behind_facts()
            for row, of_each in self.sheet.on_members:
                found[row] = self._of_members(of_each)
            self._further = found
        for row, _ in self.sheet.on_members:
            for proof in self._further[row]:
                proof.hold()

    def member(self, row: int) -> str | None:
        """The member in sight: none for a quantifier, which looks at all, unless a finding or step begins with it."""
        if not isinstance(self.sheet.conditions[row], Quantifier):
            return self.view.member
        begins = row in self.sheet.rules or (row == 0 and self.step is not None)
        return self.view.member if begins else None


class StepProof(Proof):
    """A condition that was proved, and what follows from it."""

    __slots__ = ("step",)

    def __init__(self, sheet: Sheet, view: View, step: Step) -> None:
        self.sheet = sheet
        self.view = view
        self.step = step
        self._codes = self._further = None


class ProofNode:
    """A row of a proof, with those it rests on, of this proof or of others: made for whoever walks it as a tree.

    A leaf on a derived boolean fact rests on the proof of its derivation; one on findings, on the proofs of those.
    `about` is the rule that a child of such a leaf, or the root of a finding, belongs to. A leaf on a fact that others
    imply rests on what implies it: `step` says so of such a child, whose code is that of the condition there.
    """

    __slots__ = ("_children", "proof", "row")

    def __init__(self, proof: Proof, row: int) -> None:
        self.proof = proof
        self.row = row
        self._children: tuple[ProofNode, ...] | None = None

    @property
    def compiled(self) -> Compiled:
        return self.proof.sheet.compiled[self.row]

    @property
    def condition(self) -> Condition:
        return self.proof.sheet.conditions[self.row]

    @property
    def code(self) -> int:
        return self.proof.codes[self.row]

    @property
    def view(self) -> View:
        return self.proof.view

    @property
    def about(self) -> str | None:
        return self.proof.sheet.rules.get(self.row)

    @property
    def step(self) -> Step | None:
        return None if self.row else self.proof.step

    @property
    def children(self) -> tuple[ProofNode, ...]:
        children = self._children
        if children is None:
            parts = self.proof.sheet.parts[self.row]
            children = tuple([ProofNode(self.proof, part) for part in parts]) or self.proof.below(self.row)
            self._children = children
        return children

    @property
    def words(self) -> Words | None:
        return self.condition.words

    @property
    def member(self) -> str | None:
        return self.proof.member(self.row)


def looks_at(member: str | None, subject: str | None) -> bool:
    """Whether a finding leaf with this member in sight looks at the findings on that subject."""
    return member is None or subject is None or member == subject


def finding_code(proof: ProofNode) -> int:
    """A finding's code: its proof's, but never true of the member of whom it is not known that there is one."""
    return min(proof.code, UNKNOWN) if proof.view.member == UNNAMED_MEMBER else proof.code
