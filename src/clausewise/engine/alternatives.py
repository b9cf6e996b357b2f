"""Finds what each leaf of a proof comes to when facts are otherwise: single facts first, then several at once.

Numbers, amounts and dates are followed to where a leaf switches, exactly and within what the fact can be; truth values
and choices are all tried. What was not followed to the end is said: `untried`.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from fractions import Fraction
from itertools import combinations

from clausewise.case.changing import Key, value_in
from clausewise.classes import dataclass
from clausewise.engine.findings import Finding, Result
from clausewise.engine.leaf_facts import keys_of_leaf, occurrences
from clausewise.engine.proof import ProofNode
from clausewise.engine.switching import Sight, as_number, as_value, ends_of, switching_points
from clausewise.engine.trying import Spent, Trials
from clausewise.language.conditions import If
from clausewise.language.expressions import Comparison
from clausewise.language.facts import DateSpan, Fact, FactType, Subject, Value
from clausewise.language.kleene import FALSE, TRUE
from clausewise.language.limits import Limits

Path = tuple[int, ...]
# Facts with the values any of which would do.
Way = Mapping[Key, tuple[Value, ...]]

MAX_TOGETHER = 8  # facts of one comparison that are changed at once

_WHOLE = (FactType.BOOLEAN, FactType.CHOICE)


@dataclass
class Alternatives:
    """The changes that bring the leaves of one finding to another code, by path and code.

    `keys` are the facts that may be otherwise. `untried` is set when there may be changes that were not looked at.
    """

    result: Result
    finding: Finding
    trials: Trials
    keys: frozenset[Key] = field(init=False)
    leaves: dict[Path, ProofNode] = field(init=False)
    untried: bool = False
    alone: dict[tuple[Path, int], dict[Key, list[Value]]] = field(default_factory=dict)
    together: dict[tuple[Path, int], list[Way]] = field(default_factory=dict)
    tried: dict[Key, list[Value]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.leaves = dict(leaves_of(self.finding.because, ()))
        self._bound_together = self._facts_bound_together()
        self._limits = Limits(self.trials.pack, self.result.case.as_of)
        self._of_leaf = {path: keys_of_leaf(self.result, leaf) for path, leaf in self.leaves.items()}
        self._paths: dict[Key, list[Path]] = {}
        for path, keys in self._of_leaf.items():
            for key in keys:
                self._paths.setdefault(key, []).append(path)

    def find(self, keys: frozenset[Key]) -> None:
        """Look at single facts, those with fewest values first; then at the facts of one leaf at once."""
        self.keys = keys
        try:
            in_order = [key for key in self._paths if key in keys]
            for key in sorted(in_order, key=lambda one: not self._is_whole(one)):
                self._try_alone(key)
            for path in self.leaves:
                self._try_together(path)
        except Spent:
            self.untried = True

    def nodes(self, changes: Mapping[Key, Value], as_of: datetime.date | None = None) -> ProofNode | None:
        """The proof of the finding when facts, or the day, are otherwise; None when no such case is. Raises: Spent."""
        root = self.trials.proof(self.finding.subject, changes, as_of)
        if root is None and any(name in self._bound_together for name, _ in changes):
            self.untried = True  # with another fact otherwise too it might be a case
        return root

    def sight(self, root: ProofNode | None, paths: Iterable[Path]) -> Sight | None:
        """What some leaves come to in a proof, and how far each is from its limit."""
        if root is None:
            return None
        nodes = [node_at(root, path) for path in paths]
        codes = tuple(-1 if node is None else node.code for node in nodes)
        return Sight(codes, tuple(None if node is None else self._gap(node) for node in nodes))

    def nearest_first(self, key: Key, values: tuple[Value, ...]) -> tuple[Value, ...]:
        """Values of a fact that would do; of one not known, those first that lie next to values that would not."""
        fact = self._fact(key)
        if self._is_whole(key) or value_in(self.result.case, key) is not None:
            return values
        others = [as_number(fact, one) for one in self.tried.get(key, ()) if one not in values]
        if not others:
            return values
        away = {value: min(abs(as_number(fact, value) - other) for other in others) for value in values}
        return tuple(sorted(values, key=lambda value: away[value]))

    # ------------------------------------------------------------ one fact

    def _try_alone(self, key: Key) -> None:
        paths = self._paths[key]
        if any(occurrences(self.result, self.leaves[path], key) > 1 for path in paths) and not self._is_whole(key):
            self.untried = True  # it may rise and fall again
        for value in self._values(key, {}, paths):
            root = self.nodes({key: value})
            if root is not None:
                self.tried.setdefault(key, []).append(value)
            for path in paths if root is not None else ():
                leaf = node_at(root, path)
                if leaf is not None and leaf.code in (FALSE, TRUE):
                    self.alone.setdefault((path, leaf.code), {}).setdefault(key, []).append(value)

    def _values(self, key: Key, beside: Mapping[Key, Value], paths: Sequence[Path]) -> list[Value]:
        """The values of a fact that make a difference to leaves, nearest to the one it has first; never that one."""
        fact, now = self._fact(key), value_in(self.result.case, key)
        if self._is_whole(key):
            return [value for value in self._limits.values_that_matter(fact.name) if value != now]
        matter = [as_number(fact, value) for value in self._limits.values_that_matter(fact.name)]
        low, high = self._ends(key, matter)

        def see(number: int) -> Sight | None:
            return self.sight(self.nodes({**beside, key: as_value(fact, number)}), paths)

        named = [number for number in matter if low <= number <= high]
        seeds = [low, high, *named, *([] if now is None else [as_number(fact, now)])]
        switching = [number for number in switching_points(seeds, see) if low <= number <= high]
        numbers = dict.fromkeys([*switching, *named, *self._declared(key)])
        values = [as_value(fact, number) for number in numbers]
        if now is not None:
            here = as_number(fact, now)
            values.sort(key=lambda value: abs(as_number(fact, value) - here))
        return [value for value in values if value != now]

    def _ends(self, key: Key, matter: Sequence[int]) -> tuple[int, int]:
        span = self._span(key)
        if span is not None:
            return span.first.toordinal(), span.last.toordinal()
        numbers = [value for leaf in self._paths[key] for value in self._numbers_read(self.leaves[leaf])]
        return ends_of(self._fact(key), [*matter, *numbers])

    def _numbers_read(self, leaf: ProofNode) -> Iterator[int]:
        for read in self.result.reads(leaf):
            value = read.value
            if isinstance(value, int | Fraction) and not isinstance(value, bool):
                yield int(abs(Fraction(value)) * 100)

    def _declared(self, key: Key) -> list[int]:
        """The ends of a fact that it has been given, each a value like any other."""
        fact = self._fact(key)
        return [as_number(fact, end) for end in (fact.minimum, fact.maximum) if end is not None]

    # ------------------------------------------------------------ facts of one leaf at once

    def _try_together(self, path: Path) -> None:
        keys = [key for key in self._of_leaf[path] if key in self.keys]
        for code in (FALSE, TRUE):
            rest = [key for key in keys if key not in self.alone.get((path, code), {})]
            if self.leaves[path].code == code or len(rest) < 2:
                continue
            found = [way for pair in combinations(rest, 2) for way in self._pair(path, code, pair)]
            if len(rest) > 2 and not found:
                found = self._all_of(path, code, rest)
            elif len(rest) > 2:
                self.untried = True
            self.together.setdefault((path, code), []).extend(found)

    def _pair(self, path: Path, code: int, pair: Sequence[Key]) -> list[Way]:
        """The values of two facts with which a leaf comes to a code: of the second, for each of the first."""
        one, other = pair
        ways: list[Way] = []
        for value in self._corners(one):
            fitting = self._fitting(path, code, other, {one: value})
            if fitting and value in self._limits.values_that_matter(one[0]):
                ways.append({one: (value,), other: fitting})
            elif fitting:
                # An end beyond all in sight: back to where the leaf switches.
                nearer = self._fitting(path, code, one, {other: fitting[0]})
                ways.append({one: nearer or (value,), other: fitting[:1]})
        return ways

    def _fitting(self, path: Path, code: int, key: Key, beside: Mapping[Key, Value]) -> tuple[Value, ...]:
        """The values of a fact with which, others being otherwise too, a leaf comes to a code."""
        values = self._values(key, beside, [path])
        return tuple(value for value in values if self._code(path, {**beside, key: value}) == code)

    def _all_of(self, path: Path, code: int, keys: Sequence[Key]) -> list[Way]:
        """Three facts or more, each at that end of what it can be that brings the leaf nearest; as few as do."""
        if len(keys) > MAX_TOGETHER:
            self.untried = True
            return []
        chosen = next((way for way in self._at_ends(path, code, keys) if self._code(path, way) == code), None)
        if chosen is None and self._is_met(path, code):
            chosen = self._meeting(path, code, keys)
        if chosen is None:
            self.untried |= any(occurrences(self.result, self.leaves[path], key) > 1 for key in keys)
            return []
        for key in keys:
            less = {one: value for one, value in chosen.items() if one != key}
            if self._code(path, less) == code:
                chosen = less
        self.untried = True  # fewer of them, at other values, may do beside other conditions
        last = list(chosen)[-1]
        rest = {one: value for one, value in chosen.items() if one != last}
        fitting = self._fitting(path, code, last, rest) or (chosen[last],)
        return [{**{key: (value,) for key, value in rest.items()}, last: fitting}]

    def _is_met(self, path: Path, code: int) -> bool:
        """Whether a leaf comes to a code only where both its sides are the same, and so not at the ends alone."""
        condition = self.leaves[path].condition
        expression = condition.expression if isinstance(condition, If) else None
        met = {"==": TRUE, "!=": FALSE}
        return isinstance(expression, Comparison) and met.get(expression.operator) == code

    def _meeting(self, path: Path, code: int, keys: Sequence[Key]) -> dict[Key, Value] | None:
        """These facts with both sides of a leaf the same: those not known at an end, then one after the other moved
        towards that, the one that moves it most first, until a value of the next does."""
        unknown = [key for key in keys if value_in(self.result.case, key) is None]
        chosen = {key: self._extremes(key)[0] for key in unknown}
        ends = {
            key: sorted(self._extremes(key), key=lambda value: self._gap_with(path, {**chosen, key: value}))
            for key in keys
        }
        chosen = {key: ends[key][0] for key in unknown}
        above = self._gap_with(path, chosen) > 0
        known = [key for key in keys if key not in unknown]
        known.sort(key=lambda key: abs(self._gap_with(path, {**chosen, key: ends[key][0 if above else -1]})))
        for key in known if above else [*unknown, *known]:
            rest = {one: value for one, value in chosen.items() if one != key}
            fitting = self._fitting(path, code, key, rest)
            if fitting:
                return {**rest, key: fitting[0]}
            chosen[key] = ends[key][0 if above else -1]
        # Where the far ends lie on one side of it there is nothing to be met; elsewhere other steps may meet it.
        self.untried |= (self._gap_with(path, chosen) > 0) != above
        return None

    def _gap_with(self, path: Path, changes: Mapping[Key, Value]) -> Fraction:
        leaf = node_at(self.nodes(changes), path)
        return (None if leaf is None else self._gap(leaf)) or Fraction(0)

    def _at_ends(self, path: Path, code: int, keys: Sequence[Key]) -> Iterator[dict[Key, Value]]:
        """These facts at ends of what they can be, each moved towards a code: once from below and once from above."""
        for end in (0, -1):
            chosen = {key: self._extremes(key)[end] for key in keys}
            for key in keys:
                ways = [{**chosen, key: value} for value in self._extremes(key)]
                chosen = max(ways, key=lambda way: self._nearness(path, code, way))
            yield chosen

    def _corners(self, key: Key) -> list[Value]:
        """The values of a fact with which another is tried: those that matter, and both ends of what it can be.

        Of a number that is known those nearest to it come first: a limit farther away may be that of another rule.
        """
        fact = self._fact(key)
        matter = list(self._limits.values_that_matter(fact.name))
        now = value_in(self.result.case, key)
        corners = [value for value in dict.fromkeys([*matter, *self._extremes(key)]) if value != now]
        if now is not None and not self._is_whole(key):
            here = as_number(fact, now)
            corners.sort(key=lambda value: abs(as_number(fact, value) - here))
        return corners

    def _extremes(self, key: Key) -> list[Value]:
        fact = self._fact(key)
        if self._is_whole(key):
            return list(self._limits.values_that_matter(fact.name))
        matter = [as_number(fact, value) for value in self._limits.values_that_matter(fact.name)]
        return [as_value(fact, number) for number in self._ends(key, matter)]

    def _nearness(self, path: Path, code: int, changes: Mapping[Key, Value]) -> Fraction:
        """How far beyond its limit a leaf is, on the side of a code; the larger the nearer to that code."""
        leaf = node_at(self.nodes(changes), path)
        gap = None if leaf is None else self._gap(leaf)
        if leaf is None or gap is None or not isinstance(leaf.condition, If):
            return Fraction(-1, 1)
        expression = leaf.condition.expression
        assert isinstance(expression, Comparison)
        match expression.operator:
            case "<" | "<=":
                return -gap if code == TRUE else gap
            case ">" | ">=":
                return gap if code == TRUE else -gap
        return abs(gap) if (expression.operator == "!=") == (code == TRUE) else -abs(gap)

    # ------------------------------------------------------------ what is seen

    def _code(self, path: Path, changes: Mapping[Key, Value]) -> int | None:
        leaf = node_at(self.nodes(changes), path)
        return None if leaf is None else leaf.code

    def _gap(self, node: ProofNode) -> Fraction | None:
        """By how much the left side of a comparison exceeds the right; None where that is no number."""
        expression = node.condition.expression if isinstance(node.condition, If) else None
        if not isinstance(expression, Comparison):
            return None
        left, right = self.trials.value(expression.left, node), self.trials.value(expression.right, node)
        if isinstance(left, datetime.date) and isinstance(right, datetime.date):
            return Fraction((left - right).days)
        if isinstance(left, int | Fraction) and isinstance(right, int | Fraction):
            return Fraction(left) - Fraction(right)
        return None

    def _facts_bound_together(self) -> frozenset[str]:
        """The facts that another one follows from, of several together, which has an end or is given."""
        pack, case = self.trials.pack, self.result.case
        found: set[str] = set()
        for name in pack.derivation_order:
            fact = pack.facts[name]
            given = name in case.values or any(name in one.values for one in case.members)
            below = {one for one in pack.reads.with_inputs([name]) if pack.facts[one].derive is None}
            summed = fact.subject is not Subject.MEMBER and any(one.startswith("member.") for one in below)
            if (len(below) > 1 or summed) and (given or fact.minimum is not None or fact.maximum is not None):
                found |= below
        return frozenset(found)

    def _fact(self, key: Key) -> Fact:
        return self.result.pack.facts[key[0]]

    def _is_whole(self, key: Key) -> bool:
        return self._fact(key).type in _WHOLE

    def _span(self, key: Key) -> DateSpan | None:
        name, member = key
        if member is None:
            return self.result.case.spans.get(name)
        return next((one.spans.get(name) for one in self.result.case.members if one.id == member), None)


def leaves_of(node: ProofNode, path: Path) -> Iterator[tuple[Path, ProofNode]]:
    """The leaves of a proof by their paths, also of derivations and of other findings; not of what implies a fact."""
    if isinstance(node.condition, If):
        yield path, node
    for index, child in enumerate(node.children):
        if child.step is None:
            yield from leaves_of(child, (*path, index))


def node_at(root: ProofNode | None, path: Path) -> ProofNode | None:
    """The node of a proof at a path; None where the proof has none there."""
    node = root
    for index in path:
        if node is None or index >= len(node.children):
            return None
        node = node.children[index]
    return node
