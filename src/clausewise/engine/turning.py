"""Finds the smallest sets of facts that would turn a finding: what would have to be known or, once settled, otherwise.

The tree of the proof says which conditions would have to come out otherwise; every set is then tried out as a case, and
so is what is left of it without each of its facts. Nothing is shown that was not seen to turn the finding.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, product
from math import prod
from typing import NamedTuple

from clausewise.engine.check import Engine
from clausewise.engine.findings import Finding, Result
from clausewise.engine.missing import MEMBERS
from clausewise.engine.probing import Key, changed_case, keys_of_leaf, probing_values, value_now
from clausewise.engine.proof import UNNAMED_MEMBER, ProofNode, finding_code
from clausewise.errors import CaseError
from clausewise.language.conditions import All, Any, Count, Every, FindingOf, If, Not, Some
from clausewise.language.facts import Value
from clausewise.language.kleene import FALSE, TRUE, opposite
from clausewise.language.verdicts import Verdict

MAX_FACTS = 8  # in one set
MAX_SETS = 400  # kept while sets are put together
MAX_SHOWN = 8

# How many cases are tried out for one finding: the fewer, the more members there are, as each takes so much longer.
_TRIALS_OF_MEMBERS = 8000
_LEAST_MEMBERS = 4
_MAX_COMBINED = 32  # combinations of values that are tried before they are said to do
_MAX_TOGETHER = 200  # values of two facts of one comparison tried together

# Facts with the values any of which would do.
Way = Mapping[Key, tuple[Value, ...]]
Path = tuple[int, ...]


class Change(NamedTuple):
    """A fact that would have to be otherwise: what it is now (None: not known) and the values that would do."""

    fact: str
    member: str | None
    before: Value | None
    after: tuple[Value, ...]


class Turning(NamedTuple):
    """The smallest sets of changes that bring about a verdict, smallest first.

    `complete` is False when there may be others: sets of more than `MAX_FACTS` facts, more of them than are shown or
    were tried out, or such as only the naming of members would bring about.
    """

    verdict: Verdict
    sets: tuple[tuple[Change, ...], ...]
    complete: bool


def find_turnings(engine: Engine, result: Result, finding: Finding) -> tuple[Turning, ...]:
    """What would make an undetermined finding apply, and not apply; what would turn a settled one round."""
    code_of_verdict = {Verdict.APPLIES: TRUE, Verdict.DOES_NOT_APPLY: FALSE}
    search = _Search(engine, result, finding)
    return tuple(
        search.turning(verdict, code) for verdict, code in code_of_verdict.items() if verdict is not finding.verdict
    )


@dataclass
class _Search:
    """One finding being turned: what each single change does to each leaf of its proof, tried out once."""

    engine: Engine
    result: Result
    finding: Finding
    cut: bool = False
    spared: bool = False
    alternatives: dict[tuple[Path, int], dict[Key, list[Value]]] = field(default_factory=dict)
    together: dict[tuple[Path, int], list[Way]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.trials: int = _TRIALS_OF_MEMBERS // (_LEAST_MEMBERS + len(self.result.case.members or ()))
        leaves = dict(self._leaves(self.finding.because, ()))
        paths: dict[Key, list[Path]] = {}
        for path, leaf in leaves.items():
            for key in keys_of_leaf(self.result, leaf):
                paths.setdefault(key, []).append(path)
        settled = self.finding.verdict is not Verdict.UNDETERMINED
        trials: dict[tuple[str, Value], list[Key]] = {}
        for key in paths:
            # What is open is settled by what is not yet known; only a settled finding asks for facts to be otherwise.
            if settled or value_now(self.result, key) is None:
                for value in probing_values(self.result, key, [leaves[path] for path in paths[key]]):
                    trials.setdefault((key[0], value), []).append(key)
        for (_, value), keys in trials.items():
            self._try_each(keys, value, paths)
        for path, leaf in leaves.items():
            self._try_together(path, leaf)

    def _leaves(self, node: ProofNode, path: Path) -> Iterable[tuple[Path, ProofNode]]:
        if isinstance(node.condition, If):
            yield path, node
        for index, child in enumerate(node.children):
            yield from self._leaves(child, (*path, index))

    def _try_each(self, keys: Sequence[Key], value: Value, paths: Mapping[Key, Sequence[Path]]) -> None:
        """What a value of one fact does to the leaves it is read by: all members at once where none reads two."""
        read = [path for key in keys for path in paths[key]]
        apart = len(read) == len(set(read))
        root = self._replay(dict.fromkeys(keys, value)) if apart else None
        if root is None and len(keys) > 1:
            for key in keys:
                self._try_each([key], value, paths)
            return
        for key in keys if root else ():
            for path in paths[key]:
                leaf = _node_at(root, path)
                if leaf is not None and leaf.code in (FALSE, TRUE):
                    self.alternatives.setdefault((path, leaf.code), {}).setdefault(key, []).append(value)

    def _try_together(self, path: Path, leaf: ProofNode) -> None:
        """A comparison that no single fact settles: two of its facts at once."""
        keys = keys_of_leaf(self.result, leaf)
        if (
            leaf.code in (FALSE, TRUE)
            or len(keys) < 2
            or any((path, code) in self.alternatives for code in (FALSE, TRUE))
        ):
            return
        for pair in combinations(keys, 2):
            values = [probing_values(self.result, key, [leaf]) for key in pair]
            if len(values[0]) * len(values[1]) > _MAX_TOGETHER:
                self.spared = True
                continue
            for chosen in product(*values):
                root = self._replay(dict(zip(pair, chosen, strict=True)))
                node = _node_at(root, path)
                if node is not None and node.code in (FALSE, TRUE):
                    way = {key: (value,) for key, value in zip(pair, chosen, strict=True)}
                    self.together.setdefault((path, node.code), []).append(way)

    def _replay(self, changes: Mapping[Key, Value]) -> ProofNode | None:
        """The proof of the finding when facts are otherwise; None when no such case can be, or too many were tried."""
        if not self.trials:
            self.spared = True
            return None
        self.trials -= 1
        try:
            findings = self.engine.check(changed_case(self.result.case, changes)).by_name
        except CaseError:
            return None
        return findings[self.finding.name].because

    def turning(self, verdict: Verdict, code: int) -> Turning:
        """The smallest sets that bring about a verdict."""
        self.cut = False
        ways = self._ways(self.finding.because, (), code) if self.finding.subject != UNNAMED_MEMBER else []
        found: list[Way] = []
        for way in sorted(ways, key=self._size_and_order):
            if any(set(kept) <= set(way) for kept in found):
                continue
            seen = self._seen_to_turn(way, code)
            if seen and self._is_minimal(seen, code):
                found.append(seen)
            if len(found) > MAX_SHOWN:
                self.cut = True
                break
        cut = self.cut or self.spared or MEMBERS in self.finding.missing
        return Turning(verdict, tuple(map(self._changes, found[:MAX_SHOWN])), not cut)

    def _size_and_order(self, way: Way) -> tuple[int, list[int]]:
        order = {name: index for index, name in enumerate(self.result.pack.facts)}
        return len(way), sorted(order[fact] for fact, _ in way)

    def _changes(self, way: Way) -> tuple[Change, ...]:
        return tuple(Change(*key, value_now(self.result, key), values) for key, values in way.items())

    def _seen_to_turn(self, way: Way, code: int) -> Way | None:
        """The way with only those values that turn the finding when it is tried out; None when it does not."""
        first = {key: values[0] for key, values in way.items()}
        kept = {
            key: tuple(value for value in values if self._code_with(first | {key: value}) == code)
            for key, values in way.items()
        }
        if not all(kept.values()):
            return None
        return kept if self._any_would_do(kept, code) else {key: values[:1] for key, values in kept.items()}

    def _any_would_do(self, way: Way, code: int) -> bool:
        """Whether the values that do one by one also do in any combination."""
        if sum(len(values) > 1 for values in way.values()) < 2:
            return True
        combined = product(*way.values())
        few = prod(map(len, way.values())) <= _MAX_COMBINED
        return few and all(self._code_with(dict(zip(way, values, strict=True))) == code for values in combined)

    def _is_minimal(self, way: Way, code: int) -> bool:
        first = {key: values[0] for key, values in way.items()}
        smaller = ({key: first[key] for key in first if key != left_out} for left_out in first)
        return len(first) < 2 or all(self._code_with(changes) != code for changes in smaller)

    def _code_with(self, changes: Mapping[Key, Value]) -> int | None:
        root = self._replay(changes)
        return None if root is None else finding_code(root.code, root.member)

    def _ways(self, node: ProofNode, path: Path, code: int) -> list[Way]:
        """Sets of facts with which a condition would come out so; an empty set when it does already."""
        if node.code == code:
            return [{}]
        children = [(child, (*path, index)) for index, child in enumerate(node.children)]
        match node.condition:
            case If():
                alone: list[Way] = [
                    {key: tuple(values)} for key, values in self.alternatives.get((path, code), {}).items()
                ]
                below = [way for child, below in children for way in self._ways(child, below, code)]
                return self._smallest(alone + self.together.get((path, code), []) + below)
            case Not():
                return self._ways(*children[0], opposite(code))
            case Count(at_least=low, at_most=high):
                return self._count_ways(children, low, high, code)
            case All() | Every():
                together = code == TRUE
            case Any() | Some() | FindingOf():
                together = code == FALSE
        if together:
            return self._product([self._ways(*child, code) for child in children])
        return self._smallest(way for child in children for way in self._ways(*child, code))

    def _count_ways(
        self, children: Sequence[tuple[ProofNode, Path]], low: int | None, high: int | None, code: int
    ) -> list[Way]:
        """So many of the children true, or false, that their number lies within its bounds (or outside them)."""
        members = len(children)
        least_true = self._so_many(children, low or 0, TRUE)
        least_false = self._so_many(children, members - (members if high is None else min(high, members)), FALSE)
        if code == TRUE:
            return self._product([least_true, least_false])
        too_few = self._so_many(children, members - low + 1, FALSE) if low else []
        too_many = self._so_many(children, high + 1, TRUE) if high is not None else []
        return self._smallest(too_few + too_many)

    def _so_many(self, children: Sequence[tuple[ProofNode, Path]], number: int, code: int) -> list[Way]:
        chosen = combinations(children, number) if number <= len(children) else ()
        return self._smallest(
            way for some in chosen for way in self._product([self._ways(*child, code) for child in some])
        )

    def _product(self, parts: Sequence[list[Way]]) -> list[Way]:
        """Ways that hold for every part at once."""
        found: list[Way] = [{}]
        for ways in parts:
            merged = (_merge(one, other) for one in found for other in ways)
            found = self._smallest(way for way in merged if way is not None)
        return found

    def _smallest(self, ways: Iterable[Way]) -> list[Way]:
        every = list(ways)
        fitting = sorted((way for way in every if len(way) <= MAX_FACTS), key=len)
        if len(fitting) < len(every) or len(fitting) > MAX_SETS:
            self.cut = True
        return fitting[:MAX_SETS]


def _merge(one: Way, other: Way) -> Way | None:
    """Both at once, or None when they ask different values of a fact."""
    merged = dict(one)
    for key, values in other.items():
        kept = tuple(value for value in merged.get(key, values) if value in values)
        if not kept:
            return None
        merged[key] = kept
    return merged


def _node_at(root: ProofNode | None, path: Path) -> ProofNode | None:
    node = root
    for index in path:
        if node is None or index >= len(node.children):
            return None
        node = node.children[index]
    return node
