"""A household of unknown facts, read by one or more packs, with all that it has to fulfil to be one.

One view of it lists every member; another lists those whom conditions have to see, and knows of the rest only how many
they are and what they add up to. Nothing here asks the solver, or knows what is asked of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from clausewise.audit.solver.cones import Cone, beside_of
from clausewise.audit.solver.days import Span
from clausewise.audit.solver.household import Cell, Household, Whose
from clausewise.audit.solver.numbers import Formula
from clausewise.audit.solver.reading import Reading
from clausewise.audit.solver.terms import NO, YES, Truth, both, either, opposite, same
from clausewise.classes import dataclass
from clausewise.language.facts import Fact
from clausewise.language.model import Pack


@dataclass(frozen=True, slots=True)
class View:
    """How households are looked at: so many members listed, with a rest or without, on the days of a span.

    Without `derived`, nothing is said of them that follows from something else.
    """

    size: int
    rest: bool
    span: Span
    derived: bool = True


class Problem:
    """A household of unknown facts in one view, and its reading by each pack."""

    def __init__(
        self, packs: Sequence[Pack], cone: Cone, view: View, *, name: str = "", twin: Problem | None = None
    ) -> None:
        self.cone = cone
        self.view = view
        self.household: Household = Household(
            view.size, view.span, name, twin.household if twin else None, rest=view.rest
        )
        said = cone.facts | cone.around
        self.household.facts = said if view.derived else frozenset(name for name in said if _is_asked(packs, name))
        first = Reading(packs[0], self.household)
        self.readings = (first, *(Reading(pack, self.household, first) for pack in packs[1:]))

    def subject_is_there(self) -> Formula:
        """That there is a first member, whom the question is about."""
        return self.household.present[0]

    def constraints(self) -> list[Formula]:
        """Everything a household has to be: what its facts can be, and what is sensible of those who have them."""
        for reading in self.readings:
            self._beside(reading)
        kept = []
        for reading in self.readings:
            kept += [opposite(truth.refuted) for _, _, truth in self.sensible(reading)]
        # Where two packs are compared, it is the first of which nothing is contradicted: no verdict rests on it.
        kept += self.readings[0].contradictions()
        for reading in self.readings:
            kept += reading.domains()
        return [self.household.shape(), *kept]

    def sensible(self, reading: Reading) -> Iterator[tuple[Fact, Whose, Truth]]:
        """What is declared of those who have the facts that are read."""
        for name in sorted((self.cone.facts | self.cone.around) & reading.pack.facts.keys()):
            for whose in self.subjects_of(name):
                for truth in reading.sensible(name, whose):
                    yield reading.pack.facts[name], whose, truth

    def subjects_of(self, name: str) -> Sequence[Whose]:
        """Those who can have a fact."""
        return range(self.view.size) if name.startswith("member.") else (None,)

    def _beside(self, reading: Reading) -> None:
        """Translate the facts that nobody reads here, and that must be possible all the same."""
        for name in beside_of(reading.pack, self.cone.facts | self.cone.around):
            for whose in self.subjects_of(name):
                reading.fact(name, whose)

    def cells(self) -> list[Cell]:
        """Everything that could be said, as far as it was translated."""
        return list(self.household.cells())

    def everything_known(self) -> Formula:
        """That it is known who the members are, and all of them and of the household that is asked and is read."""
        home = self.household
        return both([home.members_known if self.view.size else YES, *(
            either([opposite(self.here(cell.whose)), self._is_known(cell)])
            for cell in self.cells()
            if cell.fact.derive is None and cell.fact.name in self.cone.facts
        )])  # fmt: skip

    def _is_known(self, cell: Cell) -> Formula:
        """That a fact is known, stated or implied, to one at least of those who read it."""
        name, whose = cell.fact.name, cell.whose
        read = [reading.fact(name, whose).known for reading in self.readings if reading.reads(name, whose)]
        return either(read) if read else cell.term.known

    def here(self, whose: Whose) -> Formula:
        """That somebody is there."""
        return YES if whose is None else self.household.present[whose]


@dataclass(frozen=True)
class Scene:
    """What a question is put to: a household, and where two are compared, another.

    The two differ in nothing but the facts that are `moved`, unless they need not be `alike`.
    """

    one: Problem
    other: Problem | None = None
    moved: frozenset[str] = frozenset()
    alike: bool = True

    @property
    def problems(self) -> tuple[Problem, ...]:
        return (self.one,) if self.other is None else (self.one, self.other)

    def constraints(self) -> list[Formula]:
        """Everything the households have to be."""
        kept = [formula for problem in self.problems for formula in problem.constraints()]
        if self.other is not None and self.alike:
            kept += make_alike(self.one, self.other, self.moved)
        return [*kept, *self._agreements()]

    def _agreements(self) -> Iterator[Formula]:
        """That what is given agrees with what follows; and that nothing is given that follows for everyone anyhow.

        A fact that a case gives beside what it follows from is one and the same, so that leaving it out turns nothing.
        """
        groups = [[problem] for problem in self.problems]
        keys = dict.fromkeys(key for p in self.problems for reading in p.readings for key in reading.agreements)
        for name, whose in keys:
            together = [list(self.problems)] if self.alike and name not in self.moved else groups
            for group in together:
                yield from _agreement([reading for problem in group for reading in problem.readings], name, whose)


def _agreement(readings: Sequence[Reading], name: str, whose: Whose) -> Iterator[Formula]:
    found = [reading.agreements.get((name, whose)) for reading in readings if reading.reads(name, whose)]
    there = [one for one in found if one is not None]
    if not there:
        return
    # Where one pack does not derive the fact, it does not follow for everyone.
    follows = both(NO if one is None else one.follows for one in found)
    yield opposite(both([either(one.given for one in there), follows]))
    alike = len(there) == len(found) and all(one.follows.eq(there[0].follows) for one in there)
    if not alike:
        for one in there:
            yield one.kept


def make_alike(first: Problem, second: Problem, but: frozenset[str]) -> list[Formula]:
    """That two households are the same in everything that was translated, but for some facts."""
    one, two = first.household, second.household
    alike = [same(one.members_known, two.members_known)]
    alike += [same(a, b) for a, b in zip(one.present, two.present, strict=True)]
    for cell in [*one.cells(), *two.cells()]:
        if cell.fact.name in but:
            continue
        a, b = (home.cell(cell.fact, cell.whose).term for home in (one, two))
        alike += [same(a.known, b.known), same(a.value, b.value)]
    if one.rest is not None and two.rest is not None:
        alike.append(one.rest.number == two.rest.number)
        for key, cell in one.rest.sums.items():
            others: Any = two.rest.sums.get(key)
            if others is not None and cell.fact.name not in but and not _rests_on(first, cell.fact.name, but):
                alike += [same(cell.term.known, others.term.known), same(cell.term.value, others.term.value)]
    return alike


def _is_asked(packs: Sequence[Pack], name: str) -> bool:
    """Whether a fact follows from nothing, in one pack at least."""
    return any(pack.facts[name].derive is None for pack in packs if name in pack.facts)


def _rests_on(problem: Problem, name: str, moved: frozenset[str]) -> bool:
    """Whether a fact is derived from one of these."""
    return any(reading.pack.reads.with_inputs((name,)) & moved for reading in problem.readings)
