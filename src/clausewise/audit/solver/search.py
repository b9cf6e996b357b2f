"""Looks for a household that fulfils something, and for the smallest one; or finds that there is none.

The smallest has the fewest members, then the fewest facts, those that people are asked for rather than those derived. A
search that does not end in time is unknown, never an answer. Nothing here knows what is asked, or why.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import z3

from clausewise.audit.solver.household import Household
from clausewise.audit.solver.reading import Reading
from clausewise.audit.solver.terms import Day, Formula, Truth, both, opposite, same
from clausewise.case.model import Case
from clausewise.language import conditions as c
from clausewise.language import expressions as e
from clausewise.language.kleene import FALSE, TRUE, UNKNOWN
from clausewise.language.model import Pack
from clausewise.language.rules import About

MOST_MEMBERS = 6

# What a household costs: members weigh more than facts; a derived fact is given only where nothing else will do; what
# is said of a person should be seen to be sensible, even if one more fact has to be known for it.
_MEMBER, _FACT, _DERIVED_FACT, _SENSIBLE = 45, 10, 400, 15
# A date of the last two generations, on the first of a month, is easier to read than any other.
_UNUSUAL, _GENERATIONS = 1, 60


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
    model: Any = None

    def code_of(self, truth: Truth) -> int:
        """What a condition comes to for the household found. Raises: ValueError when none was."""
        if self.model is None:
            raise ValueError("no household was found")
        proved, refuted = (
            z3.is_true(self.model.eval(one, model_completion=True)) for one in (truth.proved, truth.refuted)
        )
        return TRUE if proved else FALSE if refuted else UNKNOWN


@dataclass(frozen=True)
class Cone:
    """What a question rests on: facts by name, what looks at members and how many of them each needs to see.

    `whole` says that a household of more members than that never shows anything else: the truth of a quantifier is that
    of one member, whom one can keep while others go. Sums and counts over all members are different.
    """

    facts: frozenset[str]
    lookers: frozenset[tuple[Hashable, int]]
    whole: bool

    @property
    def members(self) -> int:
        return sum(number for _, number in self.lookers)

    def __or__(self, other: Cone) -> Cone:
        return Cone(self.facts | other.facts, self.lookers | other.lookers, self.whole and other.whole)


_SUBJECT = ("the subject", 1)


def cone_of_rule(pack: Pack, rule_id: str) -> Cone:
    """What a rule rests on, with all that it stands on."""
    rule = pack.rule(rule_id)
    return cone_of_condition(pack, rule.when, member=rule.about is About.MEMBER)


def cone_of_condition(pack: Pack, condition: c.Condition, *, member: bool) -> Cone:
    """What a condition rests on, with a member in sight or none."""
    facts = pack.reads.with_inputs(c.facts_of(condition))
    cone = Cone(facts, frozenset({_SUBJECT} if member else ()), True) | _looking(pack, condition, member=member)
    for name in facts:
        derive = pack.facts[name].derive
        if isinstance(derive, c.Condition):
            cone |= _looking(pack, derive, member=True)
        elif derive is not None and e.reads_members(derive):
            cone |= Cone(frozenset(), frozenset(), False)
    for rule_id in c.findings_of(condition):
        below = cone_of_rule(pack, rule_id)
        # Whose finding it is, is counted where it is looked at.
        cone |= Cone(below.facts, below.lookers - {_SUBJECT}, below.whole)
    return cone


def _looking(pack: Pack, condition: c.Condition, *, member: bool) -> Cone:
    """What in one condition looks at members other than the one in sight."""
    lookers: set[tuple[Hashable, int]] = set()
    whole = True
    for node in c.walk(condition):
        match node:
            case c.Some() | c.Every():
                lookers.add((c.meaning_tree(node), 1))
            case c.Count(at_least=low, at_most=high):
                lookers.add((c.meaning_tree(node), max(low or 0, 0 if high is None else high + 1)))
            case c.FindingOf(rules=rules) if not member:
                if any(pack.rule(one).about is About.MEMBER for one in rules):
                    lookers.add((c.meaning_tree(node), 1))
            case c.If(expression=expression):
                whole = whole and not e.reads_members(expression)
    return Cone(frozenset(), frozenset(lookers), whole)


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
        costs += self.unusual()
        for reading in self.readings:
            for name, whose, truth in self._sensible(reading):
                known = self.household.cell(reading.pack.facts[name], whose).term.known
                costs.append((both([known, opposite(truth.proved)]), _SENSIBLE))
        return costs

    def unusual(self) -> list[tuple[Formula, int]]:
        """What makes a date hard to read, at the least cost there is."""
        early = self.household.as_of.year - _GENERATIONS
        costs: list[tuple[Formula, int]] = []
        for cell in list(self.household.cells()):
            value, known = cell.term.value, cell.term.known
            if isinstance(value, Day):
                costs += [(both([known, value.year < early]), _UNUSUAL), (both([known, value.day != 1]), _UNUSUAL)]
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
    solver = _prepare(_solver, constraints, timeout)
    ended = _check(solver)
    if ended is not Ended.FOUND:
        return Search(ended, whole)
    model = solver.model()
    if costs is not None:
        model = _cheapest(constraints, costs(problem), timeout) or model
    model = model.translate(z3.main_ctx())
    other = twin.household.read(model, "household") if twin else None
    return Search(Ended.FOUND, whole, problem.household.read(model, "household"), other, model)


def _check(solver: Any) -> Ended:
    answer = solver.check()
    return Ended.FOUND if answer == z3.sat else Ended.NONE if answer == z3.unsat else Ended.NO_TIME


# What is nothing but names for something else is taken out before the search: several times as fast as without.
_TACTICS = ("simplify", "propagate-values", "solve-eqs", "smt")


def _solver(context: Any) -> Any:
    return z3.Then(*(z3.Tactic(name, context) for name in _TACTICS), ctx=context).solver()


def _optimiser(context: Any) -> Any:
    return z3.Optimize(ctx=context)


def _prepare(make: Callable[[Any], Any], constraints: Iterable[Formula], timeout: float) -> Any:
    """A solver that has seen nothing else: what it finds is then the same whatever was asked before."""
    context = z3.Context()
    solver = make(context)
    solver.set("timeout", max(1, int(timeout * 1000)))
    solver.add([formula.translate(context) for formula in constraints])
    return solver


def _cheapest(constraints: Iterable[Formula], costs: Iterable[tuple[Formula, int]], timeout: float) -> Any:
    """The model of least cost; None when it is not found in time, and then any will do."""
    draft = _prepare(_optimiser, constraints, timeout)
    for formula, weight in costs:
        draft.add_soft(opposite(formula).translate(draft.ctx), weight)
    # Which of several equally cheap models is found depends on what the process did before, unless the optimiser reads
    # its problem as text.
    optimiser = _prepare(_optimiser, (), timeout)
    optimiser.from_string(draft.sexpr())
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


def settle(problem: Problem, goals: Sequence[Formula], timeout: float) -> list[Ended]:
    """For each goal by itself, whether some household fulfils it beside the problem; seconds each may take."""
    solver = _prepare(_solver, problem.constraints(), timeout)
    ends = []
    for goal in goals:
        solver.push()
        solver.add(goal.translate(solver.ctx))
        ends.append(_check(solver))
        solver.pop()
    return ends
