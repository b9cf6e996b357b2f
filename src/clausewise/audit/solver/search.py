"""Looks for a household that fulfils something, and for the smallest one; or finds that there is none.

The smallest has the fewest members, then the fewest facts, those that people are asked for rather than those derived. A
search that does not end in time is unknown, never an answer. Nothing here knows what is asked, or why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import z3

from clausewise.audit.solver.household import Household
from clausewise.audit.solver.reading import Reading
from clausewise.audit.solver.terms import Formula, both, opposite, same
from clausewise.case.model import Case
from clausewise.language import conditions as c
from clausewise.language import expressions as e
from clausewise.language.model import Pack
from clausewise.language.rules import About
from clausewise.language.usage import facts_behind, with_inputs

MOST_MEMBERS = 4

# What a household costs: members weigh more than facts; a derived fact is given only where nothing else will do; what
# is said of a person should be seen to be sensible, even if one more fact has to be known for it.
_MEMBER, _FACT, _DERIVED_FACT, _SENSIBLE = 45, 10, 400, 15


class Ended(StrEnum):
    """How a search ended."""

    FOUND = "found"
    NONE = "none"
    NO_TIME = "no time"


@dataclass(frozen=True, slots=True)
class Search:
    """What a search came to: the household found, if one was, and its twin where two were looked for.

    `whole` says whether households of any size were looked at.
    """

    ended: Ended
    whole: bool
    case: Case | None = None
    other: Case | None = None


@dataclass(frozen=True)
class Cone:
    """What a question rests on: facts by name, how many members can matter, and whether more never can."""

    facts: frozenset[str]
    members: int
    whole: bool

    def __or__(self, other: Cone) -> Cone:
        return Cone(self.facts | other.facts, self.members + other.members, self.whole and other.whole)


def cone_of_rule(pack: Pack, rule_id: str) -> Cone:
    """What a rule rests on: its facts, and a member for the subject and for each quantifier that looks at members.

    More members than that never matter: a quantifier's truth is that of one member, whom one can keep while others go.
    Counts and sums over all members are different, and then nothing is said of larger households.
    """
    rules, waiting = dict[str, None](), [rule_id]
    while waiting:
        one = waiting.pop()
        if one not in rules:
            rules[one] = None
            waiting += c.findings_of(pack.rule(one).when)
    facts = facts_behind(pack, pack.rule(rule_id))
    conditions = [(pack.rule(one).when, pack.rule(one).about is About.HOUSEHOLD) for one in rules]
    subject = pack.rule(rule_id).about is About.MEMBER
    return _cone(pack, facts, conditions, subject)


def cone_of_condition(pack: Pack, condition: c.Condition, *, member: bool) -> Cone:
    """What a condition rests on, with a member in sight or none."""
    found = [cone_of_rule(pack, one) for one in c.findings_of(condition)]
    own = _cone(pack, with_inputs(pack, c.facts_of(condition)), [(condition, not member)], member)
    for one in found:
        own = own | one
    return own


def _cone(pack: Pack, facts: frozenset[str], conditions: Iterable[tuple[c.Condition, bool]], subject: bool) -> Cone:
    everything = list(conditions)
    for name in facts:
        derive = pack.facts[name].derive
        if isinstance(derive, c.Condition):
            everything.append((derive, not name.startswith("member.")))
    members, whole = int(subject), True
    for condition, of_household in everything:
        for node in c.walk(condition):
            match node:
                case c.Some() | c.Every():
                    members += 1
                case c.Count(at_least=low, at_most=high):
                    members += max(low or 0, 0 if high is None else high + 1)
                case c.FindingOf(rules=rules) if of_household:
                    members += any(pack.rule(one).about is About.MEMBER for one in rules)
                case c.If(expression=expression):
                    whole = whole and not e.reads_members(expression)
    derived = (pack.facts[name].derive for name in facts)
    whole = whole and not any(e.reads_members(one) for one in derived if isinstance(one, e.Expression))
    return Cone(facts, members, whole)


class Problem:
    """A household of unknown facts, read by one or more packs, and what is asked of it."""

    def __init__(self, packs: Sequence[Pack], cone: Cone, *, name: str = "", twin: Problem | None = None) -> None:
        self.cone = cone
        self.size = min(cone.members, MOST_MEMBERS)
        self.whole = cone.whole and cone.members <= MOST_MEMBERS
        self.household: Household = Household(self.size, packs[0].as_of, name, twin.household if twin else None)
        self.readings = tuple(Reading(pack, self.household) for pack in packs)
        self.asked: list[Formula] = []

    def ask(self, *formulas: Formula) -> None:
        """Add something the household has to fulfil."""
        self.asked += formulas

    def member_is_there(self) -> None:
        """Ask that there is a first member, whom the question is about."""
        self.asked.append(self.household.present[0])

    def constraints(self) -> list[Formula]:
        """Everything a household has to fulfil: what is asked, what can be, and what is sensible."""
        kept = [self.household.shape(), *self.asked]
        for reading in self.readings:
            sensible = [truth for _, _, truth in self._sensible(reading)]
            kept += [opposite(truth.refuted) for truth in sensible]
        for reading in self.readings:
            kept += reading.kept(reading.pack.facts)
        return kept

    def _sensible(self, reading: Reading) -> Iterator[tuple[str, Any, Any]]:
        for name in sorted(self.cone.facts & reading.pack.facts.keys()):
            subjects = range(self.size) if name.startswith("member.") else (None,)
            for whose in subjects:
                for truth in reading.sensible(name, whose):
                    yield name, whose, truth

    def costs(self) -> list[tuple[Formula, int]]:
        """What the household should rather not hold, each with its weight."""
        home = self.household
        costs = [(one, _MEMBER) for one in home.present]
        # A household without anybody is a stranger one than a household of which one does not know who it is.
        costs.append((both([home.members_known, *map(opposite, home.present)]), _MEMBER))
        for cell in list(self.household.cells()):
            weight = _FACT if cell.fact.is_asked_for_itself else _DERIVED_FACT
            costs.append((cell.term.known, weight))
        for reading in self.readings:
            for name, whose, truth in self._sensible(reading):
                known = self.household.cell(reading.pack.facts[name], whose).term.known
                costs.append((both([known, opposite(truth.proved)]), _SENSIBLE))
        return costs


def search(
    problem: Problem,
    timeout: float,
    *,
    costs: Callable[[Problem], list[tuple[Formula, int]]] | None = Problem.costs,
    twin: Problem | None = None,
    also: Sequence[Formula] = (),
) -> Search:
    """A household that fulfils a problem, the cheapest by `costs` (any, when that is None); seconds it may take.

    `twin` is a second household that is looked for at the same time, for questions about two that differ in little;
    `also` holds for this search alone.
    """
    constraints = [*problem.constraints(), *(twin.constraints() if twin else ()), *also]
    whole = problem.whole and (twin is None or twin.whole)
    solver = z3.Solver()
    solver.set("timeout", max(1, int(timeout * 1000)))
    solver.add(constraints)
    answer = solver.check()
    if answer == z3.unsat:
        return Search(Ended.NONE, whole)
    if answer != z3.sat:
        return Search(Ended.NO_TIME, whole)
    model = solver.model()
    if costs is not None:
        model = _cheapest(constraints, costs(problem), timeout) or model
    other = twin.household.read(model, "household") if twin else None
    return Search(Ended.FOUND, whole, problem.household.read(model, "household"), other)


def _cheapest(constraints: Iterable[Formula], costs: Iterable[tuple[Formula, int]], timeout: float) -> Any:
    """The model of least cost; None when it is not found in time, and then any will do."""
    optimiser = z3.Optimize()
    optimiser.set("timeout", max(1, int(timeout * 1000)))
    optimiser.add(constraints)
    for formula, weight in costs:
        optimiser.add_soft(opposite(formula), weight)
    return optimiser.model() if optimiser.check() == z3.sat else None


def make_alike(first: Problem, second: Problem, but: frozenset[str]) -> list[Formula]:
    """That two households are the same in everything that was translated, but for some facts."""
    one, two = first.household, second.household
    alike = [one.members_known == two.members_known]
    alike += [a == b for a, b in zip(one.present, two.present, strict=True)]
    for cell in [*one.cells(), *two.cells()]:
        if cell.fact.name in but:
            continue
        a, b = (home.cell(cell.fact, cell.whose).term for home in (one, two))
        alike += [a.known == b.known, same(a.value, b.value)]
    return alike
