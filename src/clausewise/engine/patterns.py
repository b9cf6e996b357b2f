"""Keeps what findings were found to wait for, by the pattern they were found with: the code of each leaf they rest on.

Where every open leaf asks for one fact that has a question of its own, nothing else decides what is missing, and nearly
every pattern comes back with another case. While an open leaf computes, or looks at members, nothing is kept; and
nothing ever is of a case.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable

from clausewise.classes import NamedTuple
from clausewise.engine.atoms import AtomCode, picking
from clausewise.engine.compiling import ConditionCompiler
from clausewise.engine.findings import Missing
from clausewise.engine.plain_facts import PlainFacts
from clausewise.engine.proof import UNNAMED_MEMBER, Code, Compiled, ProofNode, View
from clausewise.language.conditions import All, Any, Condition, Contested, FindingOf, If, Not, is_constant
from clausewise.language.facts import FactType
from clausewise.language.kleene import UNKNOWN

MAX_PATTERNS = 1000  # kept of one rule; it may have 3 to the power of its leaves


class _Leaves(NamedTuple):
    """The leaves below a rule: atoms of its subject, and of the household beside it, by number.

    `behind` are leaves below derived facts; all that have a side of their own say whether it is that of the household.
    `others` are atoms that have to be known; `choices` are read by leaves, and may be narrowed by what is implied.
    """

    own: dict[int, None]
    of_household: dict[int, None]
    behind: dict[tuple[bool, Code], None]
    others: dict[tuple[bool, int], None]
    choices: set[str]


class _Kept(NamedTuple):
    """What a finding waits for: facts of the household, and by name those of the member it is about."""

    household: tuple[Missing, ...]
    member: tuple[str, ...]


class Pattern:
    """The leaves a rule rests on, and what its findings wait for with the codes that these were seen to have."""

    def __init__(self, leaves: _Leaves) -> None:
        self._leaves = leaves
        self._codes_on = _codes_of(leaves)
        self._kept: dict[Hashable, _Kept] = {}

    def missing(self, proof: ProofNode, find: Callable[[ProofNode], tuple[Missing, ...]]) -> tuple[Missing, ...]:
        """What a finding waits for, by its pattern; found where that does not tell it, or was not met before."""
        view = proof.view
        household = view.situation.household
        if view.left or household.left:
            choices = self._leaves.choices
            if not (choices.isdisjoint(view.left) and choices.isdisjoint(household.left)):
                return find(proof)
        codes = self._codes_on(view)
        kept = self._kept.get(codes)
        if kept is None:
            found = find(proof)
            if len(self._kept) < MAX_PATTERNS and not self._waits_for_others(view):
                self._kept[codes] = _keep(found)
            return found
        if not kept.member:
            return kept.household
        member = view.member
        return (*kept.household, *[Missing(name, member) for name in kept.member])

    def _waits_for_others(self, view: View) -> bool:
        household = view.situation.household
        return any((household if beside else view).atoms[number] == UNKNOWN for beside, number in self._leaves.others)


def _keep(found: Iterable[Missing]) -> _Kept:
    of_household: list[Missing] = []
    of_member: list[str] = []
    for one in found:
        if one.member is None:
            of_household.append(one)
        else:
            of_member.append(one.fact)
    return _Kept(tuple(of_household), tuple(of_member))


def _codes_of(leaves: _Leaves) -> Callable[[View], Hashable]:
    """A function to the codes of some leaves on the subject of a finding. Most rules rest on its own atoms alone."""
    own, of_household = picking(tuple(leaves.own)), picking(tuple(leaves.of_household))
    behind = tuple(leaves.behind)
    if not leaves.of_household and not behind:
        return lambda view: own(view.atoms)

    def codes(view: View) -> Hashable:
        household = view.situation.household
        return (
            own(view.atoms),
            of_household(household.atoms),
            tuple([code(household if beside else view) for beside, code in behind]),
        )

    return codes


class Patterns:
    """The patterns of one pack's rules, each made when it is first asked for."""

    def __init__(self, compiler: ConditionCompiler, plain: PlainFacts) -> None:
        self._compiler = compiler
        self._plain = plain
        self._made: dict[Compiled, Pattern] = {}

    def of(self, proof: ProofNode) -> Pattern | None:
        """The pattern of a finding's rule; None where a date may be known to its month, or the member may not be."""
        view = proof.view
        if view.member == UNNAMED_MEMBER or view.situation.has_spans:
            return None
        compiled = proof.compiled
        pattern = self._made.get(compiled)
        if pattern is None:
            leaves = _Leaves({}, {}, {}, {}, set())
            self._gather(compiled, view.place > 0, False, leaves)
            pattern = self._made[compiled] = Pattern(leaves)
        return pattern

    def _gather(self, compiled: Compiled, about_member: bool, beside: bool, leaves: _Leaves) -> None:
        """Add the leaves below a condition of a subject, or of the household `beside` it."""
        condition = compiled.condition
        if isinstance(condition, All | Any | Not | Contested):
            for part in compiled.parts:
                self._gather(part, about_member, beside, leaves)
            return
        assert isinstance(compiled.code, AtomCode)
        number = compiled.code.number
        (leaves.of_household if beside else leaves.own)[number] = None
        if isinstance(condition, FindingOf):
            rules = [self._compiler.rules[name] for name in condition.rules]
            if (about_member and not beside) or not any(of_members for of_members, _ in rules):
                for of_members, rule in rules:
                    self._gather(rule, about_member, beside or (about_member and not of_members), leaves)
                return
        elif isinstance(condition, If) and self._is_plain(compiled, beside, leaves):
            return
        leaves.others[beside, number] = None

    def _is_plain(self, leaf: Compiled, beside: bool, leaves: _Leaves) -> bool:
        """Whether a leaf asks for nothing but one fact, or for one that follows from such: these are added then."""
        fact = self._plain.plain_fact(leaf)
        if fact is None:
            return is_constant(leaf.condition)
        if not fact.is_asked_for_itself:
            derivation = self._compiler.derivations.get(fact.name)
            if derivation is None:
                return False
            below = _leaves_below(derivation.root)
            if not all(isinstance(one.condition, If) and self._is_plain(one, beside, leaves) for one in below):
                return False
            leaves.behind.update(((beside, one.code), None) for one in below)
        elif fact.type is FactType.CHOICE:
            leaves.choices.add(fact.name)
        return True


def _leaves_below(compiled: Compiled) -> list[Compiled]:
    condition: Condition = compiled.condition
    if isinstance(condition, All | Any | Not | Contested):
        return [leaf for part in compiled.parts for leaf in _leaves_below(part)]
    return [compiled]
