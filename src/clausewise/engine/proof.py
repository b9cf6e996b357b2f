"""Evaluates conditions in strong Kleene logic and keeps the proof: one node per condition, with its code and children.

A condition is compiled once into a function that makes its proof node; the verdict is the code of the root. Nothing
here chains rules or decides what a verdict means for a household.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from clausewise.engine.arithmetic import FALSE, TRUE, UNKNOWN, Layout, Slots, compile_truth
from clausewise.language.conditions import (
    All,
    Any,
    Condition,
    Count,
    Every,
    FindingOf,
    If,
    Not,
    Some,
    Words,
)
from clausewise.language.expressions import Expression, FactRef, facts_read
from clausewise.language.facts import Value

UNNAMED_MEMBER = "?"


@dataclass(slots=True, eq=False)
class View:
    """What a condition is evaluated on: the household's slots and those of one member.

    `member` is the member's id, None where none is in sight, `?` for the member of whom nothing is known.
    """

    h: Slots
    m: Slots
    member: str | None
    derived: dict[str, ProofNode] = field(default_factory=dict)


class FactRead(NamedTuple):
    """A fact that a leaf read: its name, the member it is about (or None) and its value (None: unknown)."""

    fact: str
    member: str | None
    value: Value | None


class ProofNode(NamedTuple):
    """One condition evaluated: its code (0 false, 1 unknown, 2 true) and the nodes it rests on.

    A leaf on a derived boolean fact has the proof of its derivation as child; one on findings, the proofs of those
    findings. `member` is the member in sight, `about` the rule a child of a finding leaf belongs to.
    """

    condition: Condition
    code: int
    children: tuple[ProofNode, ...]
    view: View
    about: str | None = None

    @property
    def words(self) -> Words | None:
        return self.condition.words

    @property
    def member(self) -> str | None:
        return self.view.member


@dataclass(slots=True, eq=False)
class Situation:
    """A case being evaluated: the household, its members, and the findings made so far.

    `members_known` is False when the case does not say who the members are; then `members` holds one of whom
    nothing is known. `shared` keeps the quantifiers evaluated so far, which do not depend on the member in sight.
    """

    household: View
    members: tuple[View, ...]
    members_known: bool
    findings: dict[str, dict[str | None, ProofNode]] = field(default_factory=dict)
    shared: dict[int, ProofNode] = field(default_factory=dict)


Prover = Callable[[Situation, View], ProofNode]


class ProverCompiler:
    """Compiles conditions into provers; leaves that ask the same share one function."""

    def __init__(self, layout: Layout, derived_booleans: frozenset[str]) -> None:
        self._layout = layout
        self._derived = derived_booleans
        self._truths: dict[Expression, Callable[[Slots, Slots], int]] = {}
        self._quantifiers = 0

    def compile(self, condition: Condition) -> Prover:
        """A function from a situation and a view to the proof of this condition."""
        match condition:
            case If():
                return self._leaf(condition)
            case FindingOf():
                return _finding_leaf(condition)
            case All(parts=parts):
                return _branch(condition, tuple(map(self.compile, parts)), min)
            case Any(parts=parts):
                return _branch(condition, tuple(map(self.compile, parts)), max)
            case Not(part=part):
                return _negation(condition, self.compile(part))
            case Some(part=part) | Every(part=part) | Count(part=part):
                return self._quantifier(condition, self.compile(part))
        raise TypeError(f"no condition: {condition!r}")

    def _leaf(self, condition: If) -> Prover:
        expression = condition.expression
        truth = self._truths.get(expression)
        if truth is None:
            truth = self._truths[expression] = compile_truth(expression, self._layout)
        if isinstance(expression, FactRef) and expression.name in self._derived:
            return self._derived_leaf(condition, expression.name, truth)

        def prove(situation: Situation, view: View) -> ProofNode:
            return ProofNode(condition, truth(view.h, view.m), (), view)

        return prove

    def _derived_leaf(self, condition: If, name: str, truth: Callable[[Slots, Slots], int]) -> Prover:
        of_member = self._layout.is_member(name)

        def prove(situation: Situation, view: View) -> ProofNode:
            subject = view if of_member else situation.household
            proof = subject.derived.get(name)
            return ProofNode(condition, truth(view.h, view.m), () if proof is None else (proof,), view)

        return prove

    def _quantifier(self, condition: Some | Every | Count, part: Prover) -> Prover:
        index = self._quantifiers
        self._quantifiers += 1
        decide = _DECIDE[type(condition)]

        def prove(situation: Situation, view: View) -> ProofNode:
            shared = situation.shared.get(index)
            if shared is None:
                children = tuple([part(situation, member) for member in situation.members])
                code = decide(condition, [child.code for child in children], situation.members_known)
                shared = situation.shared[index] = ProofNode(condition, code, children, situation.household)
            return shared

        return prove


def _branch(condition: Condition, parts: tuple[Prover, ...], decide: Callable[[list[int]], int]) -> Prover:
    def prove(situation: Situation, view: View) -> ProofNode:
        children = [part(situation, view) for part in parts]
        return ProofNode(condition, decide([child[1] for child in children]), tuple(children), view)

    return prove


def _negation(condition: Condition, part: Prover) -> Prover:
    def prove(situation: Situation, view: View) -> ProofNode:
        child = part(situation, view)
        return ProofNode(condition, TRUE - child.code, (child,), view)

    return prove


def _finding_leaf(condition: FindingOf) -> Prover:
    rules = condition.rules

    def prove(situation: Situation, view: View) -> ProofNode:
        children = []
        for rule in rules:
            for member, proof in situation.findings[rule].items():
                if view.member is None or member is None or member == view.member:
                    children.append(proof)
        code = max((finding_code(child) for child in children), default=FALSE)
        return ProofNode(condition, code, tuple(children), view)

    return prove


def finding_code(proof: ProofNode) -> int:
    """The code of a finding: its proof's, but never true of the member of whom it is not known that there is one."""
    return proof.code if proof.view.member != UNNAMED_MEMBER else min(proof.code, UNKNOWN)


def _decide_some(condition: Condition, codes: list[int], members_known: bool) -> int:
    return max(codes, default=FALSE) if members_known else min(codes[0], UNKNOWN)


def _decide_every(condition: Condition, codes: list[int], members_known: bool) -> int:
    return min(codes, default=TRUE) if members_known else max(codes[0], UNKNOWN)


def _decide_count(condition: Condition, codes: list[int], members_known: bool) -> int:
    assert isinstance(condition, Count)
    low = condition.at_least or 0
    high = condition.at_most
    surely = codes.count(TRUE) if members_known else 0
    possibly = float("inf") if not members_known and codes[0] != FALSE else surely + codes.count(UNKNOWN)
    if possibly < low or (high is not None and surely > high):
        return FALSE
    return TRUE if surely >= low and (high is None or possibly <= high) else UNKNOWN


_DECIDE: Mapping[type, Callable[[Condition, list[int], bool], int]] = {
    Some: _decide_some,
    Every: _decide_every,
    Count: _decide_count,
}


def read_directly(node: ProofNode) -> tuple[str, ...]:
    """The facts a leaf reads directly; none for any other node."""
    return facts_read(node.condition.expression) if isinstance(node.condition, If) else ()
