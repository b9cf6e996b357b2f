"""Makes the nodes below a branch all at once, from how they lie there: that is worked out once for a pack.

Parts lie side by side, those of the whole before those of its parts, so that the children of each are one slice. What
looks at other subjects, a quantifier or a leaf on findings, makes its own children when it is asked. Codes of rules
are read from the atoms of whoever is in sight; those of what facts follow from are worked out, each once.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from itertools import repeat
from operator import call
from typing import Any

from clausewise.classes import NamedTuple
from clausewise.engine.atoms import AtomCode, deciding, picking
from clausewise.engine.proof import Compiled, ProofNode, View, WholeNode
from clausewise.language.conditions import All, Contested, If, Not
from clausewise.language.conditions import Any as AnyOf
from clausewise.language.kleene import UNKNOWN


class Behind(NamedTuple):
    """Where the proofs of a fact lie, by its name: of the member in sight or of the household, derived or implied."""

    of_member: bool
    derived: bool

    def found(self, view: View) -> Mapping[str, tuple[ProofNode, ...]]:
        """The proofs that lie there for whoever is in sight."""
        owner = view if self.of_member else view.situation.household
        return owner.derived if self.derived else owner.implied


class LeafBelow:
    """The proofs a leaf rests on: the derivation of its one fact, and what implies the facts that it reads."""

    __slots__ = ("names",)

    def __init__(self, names: Sequence[tuple[Behind, str]]) -> None:
        self.names = tuple(names)

    def __call__(self, view: View) -> tuple[ProofNode, ...]:
        return tuple([proof for behind, name in self.names for proof in behind.found(view).get(name, ())])


class _Laid(NamedTuple):
    """How the nodes below a branch lie: the conditions, a function that makes their nodes, and one to their codes.

    `parts` has where a branch lies and the slice of its children; `behind` the leaves on one fact that may follow from
    others, by where the proofs of that lie; `several` the leaves that read more of them.
    """

    nodes: Callable[[View, Iterable[int]], tuple[WholeNode, ...]]
    codes: Callable[[View], Sequence[int]]
    parts: tuple[tuple[int, slice], ...]
    behind: tuple[tuple[Behind, tuple[tuple[str, tuple[int, ...]], ...]], ...]
    several: tuple[tuple[int, LeafBelow], ...]


class Sheet:
    """The nodes below a branch, laid out when they are first asked for."""

    __slots__ = ("_laid", "_parts")

    def __init__(self, parts: tuple[Compiled, ...]) -> None:
        self._parts = parts
        self._laid: _Laid | None = None

    def __call__(self, view: View) -> tuple[ProofNode, ...]:
        laid = self._laid
        if laid is None:
            laid = self._laid = _lay_out(self._parts)
        nodes = laid.nodes(view, laid.codes(view))
        for at, children in laid.parts:
            nodes[at].children = nodes[children]
        for behind, leaves in laid.behind:
            found = behind.found(view)
            if found:
                for name, places in leaves:
                    if name in found:
                        for at in places:
                            nodes[at].children = found[name]
        for at, below in laid.several:
            nodes[at].children = below(view)
        return nodes[: len(self._parts)]


class RuleSheet:
    """The nodes below the roots of several rules about one kind of subject, made at once: a tuple for each rule."""

    __slots__ = ("_compiled", "_sheet")

    def __init__(self, compiled: Sequence[Compiled]) -> None:
        self._compiled = tuple(compiled)
        self._sheet = Sheet(tuple(part for one in compiled for part in one.parts if isinstance(one.below, Sheet)))

    def __call__(self, view: View) -> list[tuple[ProofNode, ...]]:
        nodes, at = self._sheet(view), 0
        found: list[tuple[ProofNode, ...]] = []
        for one in self._compiled:
            if isinstance(one.below, Sheet):
                found.append(nodes[at : at + len(one.parts)])
                at += len(one.parts)
            else:
                found.append(one.below(view) if one.below else ())
        return found


def _lay_out(parts: tuple[Compiled, ...]) -> _Laid:
    compiled = list(parts)
    lazy: set[int] = set()
    spans: list[tuple[int, slice]] = []
    behind: dict[Behind, dict[str, list[int]]] = {}
    several: list[tuple[int, LeafBelow]] = []
    for at, one in enumerate(compiled):  # which grows meanwhile: parts come after the whole
        if isinstance(one.below, Sheet):
            spans.append((at, slice(len(compiled), len(compiled) + len(one.parts))))
            compiled += one.parts
        elif isinstance(one.below, LeafBelow) and len(one.below.names) == 1:
            ((where, name),) = one.below.names
            behind.setdefault(where, {}).setdefault(name, []).append(at)
        elif isinstance(one.below, LeafBelow):
            several.append((at, one.below))
        elif not isinstance(one.condition, If):
            lazy.add(at)
    by_place = tuple(
        (where, tuple((name, tuple(places)) for name, places in leaves.items())) for where, leaves in behind.items()
    )
    return _Laid(_nodes_of(compiled, lazy), _codes_of(compiled, spans), tuple(spans), by_place, tuple(several))


def _nodes_of(compiled: Sequence[Compiled], lazy: Container[int]) -> Callable[[View, Iterable[int]], tuple[Any, ...]]:
    """A function that makes the nodes of some conditions with their codes; the `lazy` make their own children."""
    kinds = tuple(ProofNode if at in lazy else WholeNode for at in range(len(compiled)))
    conditions = tuple(compiled)
    if ProofNode in kinds:
        return lambda view, codes: tuple(map(call, kinds, conditions, repeat(view), codes))
    return lambda view, codes: tuple(map(WholeNode, conditions, repeat(view), codes))


def _codes_of(compiled: Sequence[Compiled], parts: Sequence[tuple[int, slice]]) -> Callable[[View], Sequence[int]]:
    """A function to the codes of some conditions: read from atoms, or worked out, branches from their parts."""
    numbers = [one.code.number for one in compiled if isinstance(one.code, AtomCode)]
    if len(numbers) == len(compiled):
        pick = picking(numbers)
        return lambda view: pick(view.atoms)
    branches = {at: (children, deciding(_branch(compiled[at]))) for at, children in parts}
    ones = [(at, one.code) for at, one in enumerate(compiled) if at not in branches]
    in_order = [(at, *branches[at]) for at in sorted(branches, reverse=True)]

    def codes(view: View) -> Sequence[int]:
        found = [UNKNOWN] * len(compiled)
        for at, code in ones:
            found[at] = code(view)
        for at, children, decide in in_order:
            found[at] = decide(tuple(found[children]))
        return found

    return codes


def _branch(compiled: Compiled) -> All | AnyOf | Not | Contested:
    condition = compiled.condition
    assert isinstance(condition, All | AnyOf | Not | Contested)
    return condition
