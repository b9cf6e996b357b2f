"""Forward chaining by durable-rules, in the one pattern in which it was measured to be right. The only user of it.

Each rule has a side that proves it and a side that refutes it, over atoms whose codes are 0 (false), 1 (unknown) and 2
(true); what neither side reaches stays unknown. Only ids and codes go in. Leaves and quantifiers are evaluated
elsewhere, and what comes out is compared there with the proof: this module alone never decides a verdict.
"""

from __future__ import annotations

import itertools
import threading
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import field
from functools import cached_property
from operator import getitem

from clausewise.classes import dataclass
from clausewise.engine._durable_import import load
from clausewise.engine.atoms import picking
from clausewise.engine.formulas import (
    Atom,
    Both,
    Conclusion,
    Either,
    Formula,
    Opposite,
    most_matches,
    most_ways,
    nesting,
    properties_of,
)
from clausewise.errors import Diagnostic, EngineDisagreement, PackError
from clausewise.language.kleene import FALSE, TRUE, UNKNOWN
from clausewise.patterns import pattern

# What durable-rules 2.0.28 was measured to bear, with room to spare.
MAX_MATCHES = 56  # at once by one fact; it fails over 64
MAX_CONDITIONS = 480  # distinct under one node; with 513 it never returns from compiling
MAX_PROPERTIES = 240  # of a fact; it fails over 252
MAX_NESTING = 12  # nested groups in one pattern; it fails over about 15
MAX_WRITTEN = 1000  # patterns of one ruleset whose text is kept
MAX_WAYS_OF_ONE = 24  # above this a rule's branches become steps of their own

_ids = itertools.count(1)
_NOTHING_MATCHED = (
    1  # the status of a fact that no rule matches: it is not kept, and what it lacks shows beside the proof
)
_FIRED = pattern(r'\{"(?P<name>[a-z0-9]+)":\{"m":\{"id": ?(?P<id>\d+)')


@dataclass(frozen=True)
class Step:
    """One link of the chain: a rule, or a branch of one that durable-rules could not bear whole."""

    number: int
    name: str
    formula: Formula

    @cached_property
    def properties(self) -> frozenset[str]:
        """The properties of a fact that it asks for."""
        return frozenset(properties_of(self.formula))

    @cached_property
    def matches(self) -> int:
        """How many ways there are at most in which a side of it matches one fact."""
        return most_matches(self.formula)


def hash_of_name(name: str) -> int:
    """durable-rules knows a property only by this hash (FNV-1a, 32 bits): two names with one hash are one to it."""
    value = 2166136261
    for byte in name.encode():
        value = (value ^ byte) * 16777619 & 0xFFFFFFFF
    return value


def _too_much(formula: Formula) -> bool:
    return most_ways(formula) > MAX_WAYS_OF_ONE or nesting(formula) > MAX_NESTING


class StepNumbers:
    """Gives steps their numbers, and makes steps of their own from branches that are too much for one pattern."""

    def __init__(self, first_free: int) -> None:
        self._next = first_free

    def split(self, step: Step) -> list[Step]:
        """The step, preceded by the steps its large branches became."""
        if not _too_much(step.formula):
            return [step]
        before: list[Step] = []
        formula = self._bear(step.formula, step.name, before)
        return [*before, Step(step.number, step.name, formula)]

    def _bear(self, formula: Formula, name: str, before: list[Step]) -> Formula:
        match formula:
            case Opposite(part=part):
                return Opposite(self._bear(part, name, before))
            case Both(parts=parts) | Either(parts=parts):
                small = [self._own_step(part, name, before) for part in parts]
                make = type(formula)
                while len(small) > MAX_WAYS_OF_ONE:
                    small = [self._own_step(make(tuple(chunk)), name, before) for chunk in _chunks(small)]
                return make(tuple(small))
        return formula

    def _own_step(self, formula: Formula, name: str, before: list[Step]) -> Formula:
        if not isinstance(formula, Both | Either | Opposite):
            return formula
        small = self._bear(formula, name, before) if _too_much(formula) else formula
        number = self._next
        self._next += 1
        before.append(Step(number, f"part of {name}", small))
        return Conclusion(number)


def _chunks(formulas: Sequence[Formula]) -> list[Sequence[Formula]]:
    return [formulas[at : at + MAX_WAYS_OF_ONE] for at in range(0, len(formulas), MAX_WAYS_OF_ONE)]


def _pattern(formula: Formula, proving: bool) -> str:
    """The pattern of a side of a step, as JSON."""
    match formula:
        case Atom(number=number):
            return f'{{"a{number}":{TRUE if proving else FALSE}}}'
        case Conclusion(number=number):
            return f'{{"c{number}":{TRUE if proving else FALSE}}}'
        case Opposite(part=part):
            return _pattern(part, not proving)
        case Both(parts=parts):
            together = proving
        case Either(parts=parts):
            together = not proving
    if len(parts) == 1:
        return _pattern(parts[0], proving)
    return f'{{"{"$and" if together else "$or"}":[{",".join([_pattern(part, proving) for part in parts])}]}}'


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """What is told of one subject, the codes of its atoms; and what steps were chained to, unknown until they are."""

    atoms: Sequence[int]
    steps: list[int]


class StepGroup:
    """Some steps of one level as one durable ruleset, within its limits."""

    def __init__(self, steps: Sequence[Step]) -> None:
        self.steps = tuple(steps)
        properties = sorted(frozenset().union(*(step.properties for step in steps)))
        _check_names(properties)
        # Atoms first, then conclusions, as their names are in order.
        self._pick = picking([int(name[1:]) for name in properties if name[0] == "a"])
        conclusions = [int(name[1:]) for name in properties if name[0] == "c"]
        self._pick_conclusions = picking(conclusions) if conclusions else None
        self._texts = [_texts(name) for name in properties]
        self._written: dict[Sequence[int], str] = {}
        self._heads: dict[str, tuple[int, int, int]] = {}
        self._by_name = {f"{side}{step.number}": (step.number, code)
                         for step in steps for side, code in (("p", TRUE), ("r", FALSE))}  # fmt: skip
        self._handle: int | None = None
        self._has_session = False
        self._engine = load()

    def _definition(self) -> str:
        rules = ['"s":{"all":[{"m":{"$ex":{"k":1}}}]}']
        for step in self.steps:
            for side, proving in (("p", True), ("r", False)):
                rules.append(f'"{side}{step.number}":{{"all":[{{"m":{_pattern(step.formula, proving)}}}]}}')
        return f"{{{','.join(rules)}}}"

    def run(self, subjects: Sequence[Told]) -> None:
        """Tell each subject which of this group's steps were proved (2), refuted (0) or neither (1)."""
        pick, pick_conclusions, written = self._pick, self._pick_conclusions, self._written
        # What is known of a subject decides what follows: subjects alike are chained once.
        alike: dict[str, list[list[int]]] = {}
        for told in subjects:
            steps = told.steps
            codes = pick(told.atoms)
            if pick_conclusions is not None:
                codes += pick_conclusions(steps)
            known = written.get(codes)
            if known is None:
                known = self._write(codes)
            alike.setdefault(known, []).append(steps)
        if not alike:
            return
        for ones, concluded in zip(alike.values(), self._chain_safely(alike), strict=True):
            for steps in ones:
                for number, code in concluded.items():
                    steps[number] = code

    def _write(self, codes: Sequence[int]) -> str:
        """What is known of a subject, as it stands in a fact: kept, since nearly every pattern comes back."""
        text = "".join(map(getitem, self._texts, codes))
        if len(self._written) < MAX_WRITTEN:
            self._written[codes] = text
        return text

    def _chain_safely(self, known: Collection[str]) -> Sequence[Mapping[int, int]]:
        """What follows for each subject of whom something else is known: the code of each step that does, by number."""
        try:
            return self._chain_or_drop(known)
        except self._engine.error:
            pass  # the ruleset is made again, once
        try:
            return self._chain_or_drop(known)
        except self._engine.error as problem:
            names = ", ".join(step.name for step in self.steps)
            raise EngineDisagreement(f"forward chaining failed over {names}: {problem}") from None

    def _chain_or_drop(self, known: Collection[str]) -> Sequence[Mapping[int, int]]:
        """A session that failed leaves the ruleset in no known state: it is dropped."""
        try:
            return self._chain(known)
        except BaseException:
            self._drop()
            raise

    def _chain(self, known: Collection[str]) -> Sequence[Mapping[int, int]]:
        engine = self._engine
        handle = self._begin() if self._handle is None else self._handle
        concluded: list[dict[int, int]] = [{} for _ in known]
        offset, matched = 0, []
        for number, one in enumerate(known):
            status, offset = engine.assert_fact(handle, f'{{"id":{number},"sid":"1"{one}}}')
            if status == 0:
                matched.append(number)
            elif status != _NOTHING_MATCHED:
                raise engine.error(f"a fact was not taken (status {status})")
        if not matched:
            return concluded
        started = engine.start_action_for_state(handle, offset)
        fired = started[1] if started else None
        complete, heads = engine.complete_and_start_action, self._heads
        while fired:
            # What follows the first comma is the fact as it was told.
            head, _, _ = fired.partition(",")
            told, number, code = heads.get(head) or self._read_head(head)
            if concluded[told].setdefault(number, code) != code:
                name = next(step.name for step in self.steps if step.number == number)
                raise EngineDisagreement(f"forward chaining both proved and refuted {name}")
            fired = complete(handle, offset)
        # Facts are taken back, and the session stays: to begin one costs more than all else that is done here.
        for number in matched:
            status, _ = engine.retract_fact(handle, f'{{"id":{number},"sid":"1"}}')
            if status != 0:
                raise engine.error(f"a fact was not taken back (status {status})")
        return concluded

    def _begin(self) -> int:
        """Make the ruleset and its session, in which one fact fires at once.

        Until one has, the session holds a stray pointer, which is freed with it.
        """
        engine = self._engine
        handle: int = engine.create_ruleset(f"g{next(_ids)}", self._definition())
        self._handle = handle
        _, offset = engine.assert_fact(handle, '{"id":0,"sid":"1","k":1}')
        fired = engine.start_action_for_state(handle, offset)
        if not fired or engine.complete_and_start_action(handle, offset):
            raise engine.error("the first fact fired otherwise than once")
        engine.retract_fact(handle, '{"id":0,"sid":"1"}')
        self._has_session = True
        return handle

    def _read_head(self, head: str) -> tuple[int, int, int]:
        """The numbers of the fact that fired and of the step it proved or refuted, with the code."""
        matched = _FIRED.match(head)
        found = matched and self._by_name.get(matched["name"])
        if matched is None or found is None:
            raise EngineDisagreement(f"forward chaining said something unreadable: {head[:80]}")
        read = self._heads[head] = (int(matched["id"]), *found)
        return read

    def close(self) -> None:
        """Free the ruleset and its session; they are made again when they are next needed."""
        if self._has_session:
            self._engine.delete_state(self._handle, "1")
        self._drop()

    def _drop(self) -> None:
        """Free the ruleset alone: what a session that failed holds is not to be touched."""
        if self._handle is not None:
            self._engine.delete_ruleset(self._handle)
        self._handle, self._has_session = None, False


def _texts(name: str) -> tuple[str, str, str]:
    """A property as it stands in a fact, by its code; an unknown one is left out, since no side asks for it."""
    return f',"{name}":{FALSE}', "", f',"{name}":{TRUE}'


def _check_names(names: Iterable[str]) -> None:
    seen = {hash_of_name(name): name for name in ("id", "sid", "k")}
    for name in names:
        other = seen.setdefault(hash_of_name(name), name)
        if other != name:
            raise EngineDisagreement(f"the properties {name} and {other} are one to durable-rules")


@dataclass
class _Filling:
    """A ruleset being filled: its steps, the properties that they ask for, and how often they match at once at most."""

    steps: list[Step] = field(default_factory=list)
    properties: frozenset[str] = frozenset()
    matches: int = 0

    def takes(self, step: Step) -> bool:
        """Whether durable-rules bears a step beside those that are here; one alone is looked at elsewhere."""
        wanted = self.properties | step.properties
        bears = len(wanted) <= MAX_PROPERTIES and 2 * len(wanted) < MAX_CONDITIONS
        return not self.steps or (bears and self.matches + step.matches <= MAX_MATCHES)

    def add(self, step: Step) -> None:
        """Put a step beside those that are here."""
        self.steps.append(step)
        self.properties |= step.properties
        self.matches += step.matches


def group_steps(steps: Iterable[Step]) -> list[StepGroup]:
    """Steps of one level packed into rulesets that durable-rules bears, each into the first that takes it.

    The fewer there are the better: each has facts of its own.
    """
    filling: list[_Filling] = []
    for step in steps:
        if len(step.properties) > MAX_PROPERTIES or step.matches >= MAX_MATCHES:
            raise PackError(Diagnostic(f"{step.name} is too large for the engine", None, "split it into several rules"))
        group = next((one for one in filling if one.takes(step)), None)
        if group is None:
            group = _Filling()
            filling.append(group)
        group.add(step)
    return [StepGroup(group.steps) for group in filling]


class Chain:
    """The steps of a pack for one kind of subject. One lock: sessions must not overlap."""

    def __init__(self, steps: Sequence[Step]) -> None:
        self._lock = threading.Lock()
        self._levels = [group_steps(level) for level in _levels(steps)]
        self._size = 1 + max((step.number for step in steps), default=-1)

    def run(self, subjects: Iterable[Sequence[int]]) -> list[list[int]]:
        """What the steps come to on each subject, by number; subjects are given by the codes of their atoms."""
        told = [Told(atoms, [UNKNOWN] * self._size) for atoms in subjects]
        with self._lock:
            for level in self._levels:
                for group in level:
                    group.run(told)
        return [one.steps for one in told]

    def close(self) -> None:
        """Free everything durable-rules holds for this chain."""
        with self._lock:
            for group in itertools.chain.from_iterable(self._levels):
                group.close()


def _levels(steps: Sequence[Step]) -> list[list[Step]]:
    """The steps, with those that branches became before the steps that stand on them."""
    level_of: dict[int, int] = {}
    for step in steps:
        stands_on = [int(name[1:]) for name in step.properties if name[0] == "c"]
        level_of[step.number] = 1 + max((level_of[one] for one in stands_on), default=-1)
    levels: list[list[Step]] = [[] for _ in range(1 + max(level_of.values(), default=-1))]
    for step in steps:
        levels[level_of[step.number]].append(step)
    return levels
