"""What is known of a case while it is evaluated, and the proofs of its conditions in strong Kleene logic.

What a case's conditions come to is kept as codes, one for each leaf and quantifier of a subject; a `ProofNode` has a
condition's code, and makes those below it when it is asked. Nothing here chains rules or decides what a verdict means.
"""

from __future__ import annotations

import datetime
import weakref
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import field
from itertools import repeat
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
from clausewise.language.kleene import TRUE, UNKNOWN

if TYPE_CHECKING:
    from clausewise.engine.findings import Missing

UNNAMED_MEMBER = "?"

Code = Callable[["View"], int]


@dataclass(slots=True, eq=False)
class Situation:
    """A case being evaluated: the household, its members, and whether those listed are everybody.

    Where they may not be, the last of `members` is one of whom nothing is known. `has_spans` tells whether some date is
    known to its month or year. `notices` are those on the case's facts. `groups` has the group of each rule that was
    evaluated, and its place there; `formulas` are the unknown parts of proofs, as far as they were looked at, and
    `kinds` the first member of each kind.
    """

    everybody: bool
    has_spans: bool = False
    notices: list[Notice] = field(default_factory=list)
    household: View = field(init=False)
    members: tuple[View, ...] = field(init=False)
    groups: Mapping[str, tuple[RuleGroup, int]] = field(init=False)
    formulas: Formulas = field(default_factory=Formulas)
    kinds: dict[Hashable, View] = field(default_factory=dict)
    _proofs: weakref.ref[RootProofs] | None = field(default=None, init=False, repr=False)

    @property
    def proofs(self) -> RootProofs:
        """The roots of each rule's findings, by subject in order.

        They are kept by whoever looks at them, and made again where nobody does: a situation and its views hold one
        another, and would keep every proof until the next collection of garbage.
        """
        proofs = None if self._proofs is None else self._proofs()
        if proofs is None:
            proofs = RootProofs(self)
            self._proofs = weakref.ref(proofs)
        return proofs

    def first_alike(self, view: View) -> View:
        """The first member of whom the same is known; the household, and the member who may not be there, are alone."""
        if view.alike is None:
            alone = not view.place or view.member == UNNAMED_MEMBER
            spans, left = (tuple(sorted(one.items())) for one in (view.spans, view.left))
            known = view.member if alone else (*view.m, spans, left, *sorted(view.derived))
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
    counts the members from 1, and is 0 where none is in sight. `derived` has the proof of each boolean fact whose value
    here rests on its derivation, rather than on what the case gives. `spans` has the dates known to their month or
    year, `bounds` the bounds of unknown facts as far as they were needed. `implied` has the proofs of what implies a
    fact that is not stated, `left` the values left to a choice that is still unknown. What was found of missing facts
    is kept: in `waiting` by fact, in `plain` and `nodes` by condition, in `written_out` by the bits of its facts.
    """

    situation: Situation
    h: Slots
    m: Slots
    member: str | None
    place: int = 0
    atoms: list[int] = field(default_factory=list)
    derived: dict[str, tuple[ProofNode]] = field(default_factory=dict)
    spans: Spans = field(default_factory=dict)
    bounds: dict[str, Interval | None] = field(default_factory=dict)
    implied: dict[str, tuple[ProofNode, ...]] = field(default_factory=dict)
    left: dict[str, tuple[Value, ...]] = field(default_factory=dict)
    alike: View | None = None
    waiting: dict[str, Waiting] = field(default_factory=dict)
    plain: dict[Compiled, int] = field(default_factory=dict)
    nodes: dict[Compiled, Node] = field(default_factory=dict)
    written_out: dict[bytes, list[Missing]] = field(default_factory=dict)


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
    """A condition ready to be evaluated: its code on a view, its parts, and the proofs below it there."""

    condition: Condition
    code: Callable[[View], int]
    parts: tuple[Compiled, ...] = ()
    below: Callable[[View], tuple[ProofNode, ...]] | None = None
    # The proofs below where there are none to make: known without looking.
    nothing: tuple[()] | None = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "nothing", () if self.below is None else None)


class ProofNode:
    """One condition as it was evaluated: its code (0 false, 1 unknown, 2 true) and the nodes it rests on.

    A leaf on a derived boolean fact rests on the proof of its derivation; one on findings, on the proofs of those.
    `about` is the rule that a child of such a leaf, or the root of a finding, belongs to. A leaf on a fact that others
    imply rests on what implies it: `step` says so of such a child, whose code is that of the condition there.
    """

    __slots__ = ("_children", "code", "compiled", "view")

    about: str | None = None
    step: Step | None = None

    def __init__(self, compiled: Compiled, view: View, code: int) -> None:
        self.compiled = compiled
        self.view = view
        self.code = code
        self._children: tuple[ProofNode, ...] | None = compiled.nothing

    @property
    def condition(self) -> Condition:
        return self.compiled.condition

    @property
    def children(self) -> tuple[ProofNode, ...]:
        children = self._children
        if children is None:
            below = self.compiled.below
            children = self._children = below(self.view) if below else ()
        return children

    @property
    def words(self) -> Words | None:
        return self.compiled.condition.words

    @property
    def member(self) -> str | None:
        """The member in sight: none for a quantifier, which looks at all, unless a finding or step begins with it."""
        begins = self.about is not None or self.step is not None
        return None if not begins and isinstance(self.condition, Quantifier) else self.view.member


class WholeNode(ProofNode):
    """A node whose children are put into it when they are made, with all that stand beside it."""

    __slots__ = ("children",)

    children: tuple[ProofNode, ...]

    def __init__(self, compiled: Compiled, view: View, code: int) -> None:
        self.compiled = compiled
        self.view = view
        self.code = code
        self.children = ()


class RuleGroup(NamedTuple):
    """Rules of one stratum about one kind of subject, whose proofs are made together.

    `below` makes what is below the roots of all of them on one subject.
    """

    of_members: bool
    compiled: tuple[Compiled, ...]
    below: Callable[[View], Sequence[tuple[ProofNode, ...]]]


class _Below:
    """What is below the roots of a group on one subject: made when it is first looked at."""

    __slots__ = ("_found", "_group", "_view")

    def __init__(self, group: RuleGroup, view: View) -> None:
        self._group = group
        self._view = view
        self._found: Sequence[tuple[ProofNode, ...]] | None = None

    def __getitem__(self, place: int) -> tuple[ProofNode, ...]:
        found = self._found
        if found is None:
            found = self._found = self._group.below(self._view)
        return found[place]


class FindingProof(ProofNode):
    """The root of a finding of a rule; `place` is that of the rule in its group."""

    __slots__ = ("_below", "_place", "about")

    def __init__(self, compiled: Compiled, view: View, code: int, about: str, below: _Below, place: int) -> None:
        self.compiled = compiled
        self.view = view
        self.code = code
        self.about = about
        self._below = below
        self._place = place

    @property
    def children(self) -> tuple[ProofNode, ...]:
        return self._below[self._place]


class RootProofs(dict[str, Sequence[FindingProof]]):
    """The roots of each rule's findings in a situation, by subject in order: made when they are first looked at."""

    def __init__(self, situation: Situation) -> None:
        super().__init__()
        self._situation = situation
        self._below: dict[int, list[_Below]] = {}

    def __missing__(self, rule: str) -> Sequence[FindingProof]:
        group, place = self._situation.groups[rule]
        views = self._situation.members if group.of_members else (self._situation.household,)
        below = self._below.get(id(group))
        if below is None:
            below = self._below[id(group)] = [_Below(group, view) for view in views]
        compiled = group.compiled[place]
        codes = map(compiled.code, views)
        same = repeat(compiled), views, codes, repeat(rule), below, repeat(place)
        roots = self[rule] = list(map(FindingProof, *same))
        return roots


class StepProof(ProofNode):
    """A condition that was proved, and what follows from it."""

    __slots__ = ("step",)

    def __init__(self, compiled: Compiled, view: View, step: Step) -> None:
        ProofNode.__init__(self, compiled, view, TRUE)
        self.step = step


def looks_at(member: str | None, subject: str | None) -> bool:
    """Whether a finding leaf with this member in sight looks at the findings on that subject."""
    return member is None or subject is None or member == subject


def finding_code(proof: ProofNode) -> int:
    """A finding's code: its proof's, but never true of the member of whom it is not known that there is one."""
    return min(proof.code, UNKNOWN) if proof.view.member == UNNAMED_MEMBER else proof.code
