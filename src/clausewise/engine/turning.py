"""Finds the smallest sets of facts that would turn a finding: what would have to be known or, once settled, otherwise.

The tree of the proof says which conditions would have to come out otherwise; every set is then tried out as a case, and
so is what is left of it without each of its facts. Nothing is shown that was not seen to turn the finding. What nobody
can change, such as a day of birth, is not asked to be otherwise: the day from which the finding turns is found instead.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import combinations, product
from math import prod

from clausewise.case.changing import Key, value_in
from clausewise.classes import NamedTuple, dataclass
from clausewise.engine.alternatives import Alternatives, Path, Way, leaves_of
from clausewise.engine.check import Engine
from clausewise.engine.findings import Finding, Result
from clausewise.engine.leaf_facts import keys_of_leaf
from clausewise.engine.missing import MEMBERS
from clausewise.engine.passing import first_day, measured_days
from clausewise.engine.proof import UNNAMED_MEMBER, ProofNode, finding_code
from clausewise.engine.trying import Spent, Trials
from clausewise.errors import CaseError
from clausewise.language.conditions import All, Any, Contested, Count, Every, FindingOf, If, Not, Quantifier, Some
from clausewise.language.facts import Value
from clausewise.language.kleene import FALSE, TRUE, opposite
from clausewise.language.model import Pack
from clausewise.language.verdicts import Verdict

MAX_FACTS = 8  # in one set
MAX_SETS = 400  # kept while sets are put together
MAX_SHOWN = 8

# How many cases are tried out to find changes, and how many to see what they do: the fewer, the more members there are.
_TRIALS_OF_MEMBERS = 60_000
_LEAST_MEMBERS = 4
_MAX_COMBINED = 32  # combinations of values that are tried before they are said to do


class Change(NamedTuple):
    """A fact that would have to be otherwise: what it is now (None: not known) and the values that would do.

    The name `members` with the value true stands for those listed being everybody.
    """

    fact: str
    member: str | None
    before: Value | None
    after: tuple[Value, ...]


_NOBODY_ELSE = Change(*MEMBERS, None, (True,))


class Turning(NamedTuple):
    """The smallest sets of changes that bring about a verdict, smallest first, and the day that does.

    `from_day` is the first day of the check, after that of the case, on which a settled finding comes to the verdict
    with everything else as it is; None when there is none. Days that nobody can change are in no set of such a finding.
    `complete` is False when there may be other sets: of more than `MAX_FACTS` facts, more of them than are shown or
    were tried out, or such as only the naming of members would bring about.
    """

    verdict: Verdict
    sets: tuple[tuple[Change, ...], ...]
    complete: bool
    from_day: datetime.date | None = None


def find_turnings(engine: Engine, result: Result, finding: Finding) -> tuple[Turning, ...]:
    """What would make an undetermined finding apply, and not apply; what would turn a settled one round."""
    code_of_verdict = {Verdict.APPLIES: TRUE, Verdict.DOES_NOT_APPLY: FALSE}
    wanted = [(verdict, code) for verdict, code in code_of_verdict.items() if verdict is not finding.verdict]
    if finding.subject == UNNAMED_MEMBER:
        return tuple(Turning(verdict, (), complete=False) for verdict, _ in wanted)
    if finding.reasons:
        return tuple(Turning(verdict, (), complete=True) for verdict, _ in wanted)
    search = _Search(engine.pack, result, finding)
    found = [search.turning(verdict, code) for verdict, code in wanted]
    if MEMBERS in finding.missing and result.case.members:
        found = [search.with_nobody_else(engine, one, code) for one, (_, code) in zip(found, wanted, strict=True)]
    return tuple(found)


@dataclass
class _Search:
    """One finding being turned: what each change does to each leaf of its proof, tried out once."""

    pack: Pack
    result: Result
    finding: Finding
    cut: bool = False

    def __post_init__(self) -> None:
        trials = _TRIALS_OF_MEMBERS // (_LEAST_MEMBERS + len(self.result.case.members))
        self.trials = Trials(self.pack, self.finding.rule.id, self.result.case, trials)
        self.found = Alternatives(self.result, self.finding, self.trials)
        self.found.find(frozenset(self._changeable()))
        self.trials.left = trials

    def _changeable(self) -> Iterable[Key]:
        """What may be otherwise: what is not known; once settled also what is, but for days that nobody can change."""
        settled = self.finding.verdict is not Verdict.UNDETERMINED
        fixed = measured_days(self.pack)
        for _, leaf in leaves_of(self.finding.because, ()):
            for key in keys_of_leaf(self.result, leaf):
                if value_in(self.result.case, key) is None or (settled and key[0] not in fixed):
                    yield key

    def turning(self, verdict: Verdict, code: int) -> Turning:
        """The smallest sets that bring about a verdict."""
        self.cut = False
        found: list[Way] = []
        day = None
        try:
            if self.finding.verdict is not Verdict.UNDETERMINED:
                day = first_day(self.found, code)
            self._collect(found, code)
        except Spent:
            self.cut = True
        cut = self.cut or self.found.untried or MEMBERS in self.finding.missing or self._is_given_twice()
        return Turning(verdict, tuple(map(self._changes, found[:MAX_SHOWN])), not cut, day)

    def with_nobody_else(self, engine: Engine, turning: Turning, code: int) -> Turning:
        """The same with the sets that turn the finding if those listed are everybody."""
        try:
            closed = engine.check(replace(self.result.case, everybody=True))
        except CaseError:
            return turning
        then = closed.by_name[self.finding.name]
        if then.verdict is turning.verdict:
            return turning._replace(sets=((_NOBODY_ELSE,), *turning.sets)[:MAX_SHOWN])
        if then.verdict is not Verdict.UNDETERMINED or then.reasons:
            return turning
        added = []
        for changes in _Search(self.pack, closed, then).turning(turning.verdict, code).sets:
            if not any(set(one) <= set(changes) for one in turning.sets) and not self._turns(changes, code):
                added.append((_NOBODY_ELSE, *changes))
        return turning._replace(sets=tuple(sorted([*turning.sets, *added], key=len)[:MAX_SHOWN]))

    def _turns(self, changes: Sequence[Change], code: int) -> bool:
        try:
            return self._code_with({(one.fact, one.member): one.after[0] for one in changes}) == code
        except Spent:
            return False

    def _collect(self, found: list[Way], code: int) -> None:
        for way in sorted(self._ways(self.finding.because, (), code), key=self._size_and_order):
            if any(set(kept) <= set(way) for kept in found):
                continue
            # Nothing has to be otherwise only where it is not known who the members are.
            seen = self._seen_to_turn(way, code) if way else None
            if seen is None:
                self.cut = True  # it undoes another condition; with one fact more it may turn the finding
            else:
                less = [one for one in self._least(seen, code) if not any(set(kept) <= set(one) for kept in found)]
                found += less
            if len(found) > MAX_SHOWN:
                self.cut = True
                break
        found.sort(key=self._size_and_order)

    def _is_given_twice(self) -> bool:
        """Whether a fact is given beside what it is derived from: it cannot be otherwise alone."""
        reads, facts = self.pack.reads, self.pack.facts
        for name, member in self.found.keys:
            if facts[name].derive is not None and value_in(self.result.case, (name, member)) is not None:
                below = reads.with_inputs([name]) - {name}
                keys = ((one, whose) for one in below for whose in {None, member})
                if any(value_in(self.result.case, key) is not None for key in keys):
                    return True
        return False

    def _size_and_order(self, way: Way) -> tuple[int, list[int]]:
        order = {name: index for index, name in enumerate(self.result.pack.facts)}
        return len(way), sorted(order[fact] for fact, _ in way)

    def _changes(self, way: Way) -> tuple[Change, ...]:
        return tuple(
            Change(*key, value_in(self.result.case, key), self.found.nearest_first(key, values))
            for key, values in way.items()
        )

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

    def _least(self, way: Way, code: int) -> list[Way]:
        """The way, or the least of it that turn the finding too, where one of its facts implies another."""
        if len(way) < 2:
            return [way]
        smaller = [{key: values for key, values in way.items() if key != left_out} for left_out in way]
        turning = [one for one in smaller if self._code_with({key: values[0] for key, values in one.items()}) == code]
        found: list[Way] = [] if turning else [way]
        for one in turning:
            seen = self._seen_to_turn(one, code) or {key: values[:1] for key, values in one.items()}
            found += [less for less in self._least(seen, code) if less not in found]
        return found

    def _code_with(self, changes: Mapping[Key, Value]) -> int | None:
        root = self.found.nodes(changes)
        return None if root is None else finding_code(root)

    def _ways(self, node: ProofNode, path: Path, code: int) -> list[Way]:
        """Sets of facts with which a condition would come out so; an empty set when it does already."""
        if node.code == code:
            return [{}]
        children = [(child, (*path, index)) for index, child in enumerate(node.children)]
        match node.condition:
            case If():
                alone: list[Way] = [
                    {key: tuple(values)} for key, values in self.found.alone.get((path, code), {}).items()
                ]
                derivation = [(child, below) for child, below in children if child.step is None]
                below = [way for child, below in derivation for way in self._ways(child, below, code)]
                return self._smallest(alone + self.found.together.get((path, code), []) + below)
            case Not():
                return self._ways(*children[0], opposite(code))
            case Contested():
                return self._contested_ways(children, code)
            case Count(at_least=low, at_most=high):
                return self._count_ways(children, low, high, code)
            case All() | Every():
                together = code == TRUE
            case Any() | Some() | FindingOf():
                together = code == FALSE
        if together:
            return self._product([self._ways(*child, code) for child in children])
        if isinstance(node.condition, Quantifier) or (isinstance(node.condition, FindingOf) and node.member is None):
            children = self._listed(children)
        return self._smallest(way for child in children for way in self._ways(*child, code))

    def _listed(self, children: Sequence[tuple[ProofNode, Path]]) -> list[tuple[ProofNode, Path]]:
        """The children about members that are listed: nothing is true, or broken, of one who may not be there."""
        listed = [child for child in children if child[0].member != UNNAMED_MEMBER]
        if len(listed) < len(children):
            self.cut = True  # the naming of others may bring it about
        return listed

    def _contested_ways(self, children: Sequence[tuple[ProofNode, Path]], code: int) -> list[Way]:
        """Both readings so, or the one that the office holds."""
        first, second, says = children
        ways = [((first, code), (second, code)), ((first, code), (says, TRUE)), ((second, code), (says, FALSE))]
        return self._smallest(
            way
            for together in ways
            for way in self._product([self._ways(child, path, wish) for (child, path), wish in together])
        )

    def _count_ways(
        self, children: Sequence[tuple[ProofNode, Path]], low: int | None, high: int | None, code: int
    ) -> list[Way]:
        """So many of the children true, or false, that their number lies within its bounds (or outside them)."""
        listed = self._listed(children)
        members = len(listed)
        # Nobody else may be one of them where there is a most, or too few.
        no_others = self._product([self._ways(*child, FALSE) for child in children if child not in listed])
        if code == TRUE:
            least_true = self._so_many(listed, low or 0, TRUE)
            if high is None:
                return least_true
            return self._product([least_true, self._so_many(listed, max(members - high, 0), FALSE), no_others])
        too_few = self._product([self._so_many(listed, max(members - low + 1, 0), FALSE), no_others]) if low else []
        too_many = self._so_many(listed, high + 1, TRUE) if high is not None else []
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
