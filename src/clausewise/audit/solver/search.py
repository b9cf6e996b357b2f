"""Looks for a household that fulfils something, and makes it small; or finds that there is none, and among whom.

First a household on the usual day whose members are all listed; where there is none, proof that there is none of any
size on any day; and where that fails, households up to a number of members on any day. A search that does not end in
time is no answer, and one among small households no proof. Nothing here knows what is asked, or why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

import z3

from clausewise.audit.model import Tried
from clausewise.audit.solver.cones import MOST_SEEN, Cone
from clausewise.audit.solver.days import Span, spans_between
from clausewise.audit.solver.ended import Ended
from clausewise.audit.solver.household import Cell
from clausewise.audit.solver.limits import Limits
from clausewise.audit.solver.numbers import Formula
from clausewise.audit.solver.problem import Problem, Scene, View
from clausewise.audit.solver.solving import Solver
from clausewise.audit.solver.terms import Day, Truth, both, either, opposite, same
from clausewise.case.model import Case
from clausewise.classes import dataclass
from clausewise.language.facts import Subject
from clausewise.language.kleene import FALSE, TRUE, UNKNOWN
from clausewise.language.model import Pack

# A date of the last two generations, on the first of a month, is easier to read than any other.
_GENERATIONS = 60


@dataclass(frozen=True, slots=True)
class Search:
    """What a search came to: the household found, if one was, and its twin where two were looked for.

    `most` is the number of members of the households that were looked at, where it matters.
    """

    ended: Ended
    most: int = 0
    case: Case | None = None
    other: Case | None = None
    model: Any = None
    scene: Scene | None = None
    tried: tuple[Tried, ...] = ()

    def code_of(self, truth: Truth) -> int:
        """What a condition comes to for the household found. Raises: ValueError when none was."""
        return TRUE if self.holds(truth.proved) else FALSE if self.holds(truth.refuted) else UNKNOWN

    def holds(self, formula: Formula) -> bool:
        """Whether something holds of the household found. Raises: ValueError when none was."""
        if self.model is None:
            raise ValueError("no household was found")
        return bool(z3.is_true(self.model.eval(formula, model_completion=True)))


Pose = Callable[[Scene], Sequence[Formula]]
"""What is asked of households in a scene."""
Wishes = Callable[[Scene], Iterable[Formula]]
"""What a household should be, one wish after the other; each is granted that can be beside those before."""


class Inquiry:
    """Questions about one and the same: packs, what is read of them, and how far to look.

    With `subject` there is a first member, whom it is about. With `moved`, two households are looked for that are alike
    in all but these facts; or in nothing, unless `alike`.
    """

    def __init__(
        self,
        packs: Sequence[Pack],
        cone: Cone,
        limits: Limits,
        *,
        subject: bool = False,
        moved: frozenset[str] | None = None,
        alike: bool = True,
    ) -> None:
        self.packs, self.cone, self.limits = tuple(packs), cone, limits
        self._subject, self._twin = subject, moved is not None
        self.moved, self._alike = moved or frozenset(), alike
        self._scenes: dict[View, Scene] = {}

    # ------------------------------------------------------------ what is looked at

    @property
    def most(self) -> int:
        """The number of members of the households that are looked at."""
        if self.cone.enough is not None:
            return self.cone.enough
        seen = min(self.cone.seen, MOST_SEEN)
        return max(seen, self.limits.members) if self.cone.adds_up else seen

    @property
    def today(self) -> View:
        """Households whose members are all listed, on the usual day."""
        day = self.packs[0].printed
        return View(self.most, False, Span(day, day, day))

    def todays(self) -> Iterator[View]:
        """The same, first of whom nothing is said that follows from something else: most are, and it is fast."""
        facts = [pack.facts[name] for pack in self.packs for name in self.cone.facts if name in pack.facts]
        if any(fact.derive is not None for fact in facts):
            yield replace(self.today, derived=False)
        yield self.today

    def other_days(self) -> Iterator[View]:
        """The same on all other days on which anything could be otherwise."""
        if self.cone.dated or self.cone.changes:
            for span in self._spans():
                if span != self.today.span:
                    yield View(self.most, False, span)

    def any_size(self) -> Iterator[View]:
        """Households of any size, on all days on which anything could be otherwise."""
        if self.cone.enough is None and self.cone.seen <= MOST_SEEN and self.cone.adds_up:
            yield from (View(self.cone.seen, True, span) for span in self._spans())

    def _spans(self) -> Iterator[Span]:
        for span in spans_between(self.cone.changes, self.packs[0].printed):
            yield span if self.cone.dated else span.one_day()

    def scene(self, view: View) -> Scene:
        """The household, or the two, in one view."""
        found = self._scenes.get(view)
        if found is None:
            one = Problem(self.packs, self.cone, view)
            other = Problem(self.packs, self.cone, view, name="other ", twin=one) if self._twin else None
            found = Scene(one, other, self.moved, self._alike)
            self._scenes[view] = found
        return found

    # ------------------------------------------------------------ asking

    def glance(self, pose: Pose, wishes: Wishes | None = None, *, first: bool = False) -> Search:
        """The same on the usual day alone, where a household is wanted and no proof that there is none.

        `first` looks at no household of whom something is said that follows from something else.
        """
        tried: tuple[Tried, ...] = ()
        for view in islice(self.todays(), 1 if first else None):
            found = self._ask(view, pose, wishes)
            tried += found.tried
            if found.ended is Ended.FOUND:
                break
        return replace(found, tried=tried)

    def look(self, pose: Pose, wishes: Wishes | None = None, *, hopeful: bool = True) -> Search:
        """A household that fulfils what is asked, made as the wishes say; or what was found instead of one.

        Where it is not `hopeful`, that there is none is tried first: it takes less where it is so, and more elsewhere.
        """
        if self.cone.enough is not None and self.cone.dated:
            first = self.glance(pose, wishes, first=True) if hopeful else None
            if first is not None and first.ended is Ended.FOUND:
                return first
            proof = self._prove(pose)
            if proof is not None:
                return replace(proof, tried=(*(first.tried if first else ()), *proof.tried))
        found = self.glance(pose, wishes)
        if found.ended is Ended.FOUND:
            return found
        unsettled = found.ended is Ended.NO_TIME
        tried = list(found.tried)
        sizes = [] if unsettled else list(self.any_size())
        for view in sizes:
            found = self._ask(view, pose)
            tried += found.tried
            if found.ended is not Ended.NONE:
                break
        else:
            if sizes:
                return Search(Ended.NONE, self.most, tried=tuple(tried))
        for view in self.other_days():
            found = self._ask(view, pose, wishes)
            tried += found.tried
            if found.ended is Ended.FOUND:
                return replace(found, tried=tuple(tried))
            unsettled = unsettled or found.ended is Ended.NO_TIME
        ended = Ended.NONE if self.cone.enough is not None else Ended.BOUNDED
        return Search(Ended.NO_TIME if unsettled else ended, self.most, tried=tuple(tried))

    def _prove(self, pose: Pose) -> Search | None:
        """That there is no household on any day, the usual one among them; None where that is not found."""
        tried: tuple[Tried, ...] = ()
        for view in self.other_days():
            found = self._ask(view, pose)
            tried += found.tried
            if found.ended is not Ended.NONE:
                return None
        return Search(Ended.NONE, self.most, tried=tried)

    def settle(self, pose: Pose) -> list[Search]:
        """What a search for each of several things comes to by itself; no household is made for any of them."""
        scene = self.scene(next(self.todays()))
        goals = pose(scene)
        solver = Solver([*self._given(scene), *scene.constraints()], self.limits.seconds)
        found: list[Search] = []
        for number, goal in enumerate(goals):
            ended = solver.check(goal)
            if ended is Ended.FOUND:
                found.append(Search(ended, self.most, tried=(self._tried(scene.one.view, ended),)))
            else:
                found.append(self.look(_only(pose, number), hopeful=False))
        return found

    def _tried(self, view: View, ended: Ended) -> Tried:
        """What one look took in; where the day itself is not read, one stands for all between two changes."""
        span = view.span
        if not self.cone.dated:
            spans = spans_between(self.cone.changes, self.packs[0].printed)
            span = next(one for one in spans if one.first <= span.day <= one.last)
        return Tried(span.first, span.last, view.size, view.rest, ended)

    def _given(self, scene: Scene) -> list[Formula]:
        return [problem.subject_is_there() for problem in scene.problems] if self._subject else []

    def _ask(self, view: View, pose: Pose, wishes: Wishes | None = None) -> Search:
        scene = self.scene(view)
        asked = [*self._given(scene), *pose(scene)]
        solver = Solver([*asked, *scene.constraints()], self.limits.seconds)
        ended = solver.check()
        if ended is not Ended.FOUND or view.rest:
            return Search(ended, view.size, tried=(self._tried(view, ended),))
        for wish in wishes(scene) if wishes is not None else ():
            solver.grant(wish)
        model = solver.model
        other = scene.other.household.read(model, "household") if scene.other else None
        case, tried = scene.one.household.read(model, "household"), (self._tried(view, ended),)
        return Search(Ended.FOUND, view.size, case, other, model, scene, tried)


def _only(pose: Pose, number: int) -> Pose:
    """One of several things that are asked."""
    return lambda scene: [pose(scene)[number]]


# ---------------------------------------------------------------- what a household should be


def small(scene: Scene) -> Iterator[Formula]:
    """A household from which nothing can be left out: first of members, then of what is known, then unusual dates."""
    yield from _nothing_derived(scene)
    yield from fewest_members(scene)
    yield from _seen_to_be_sensible(scene)
    for problem in scene.problems:
        for cell in sorted(problem.cells(), key=_how_early_left_out):
            yield opposite(cell.term.known)
    yield from usual(scene)


def _how_early_left_out(cell: Cell) -> int:
    """What follows from something else is left out first, then what the office would have to say."""
    return 0 if cell.fact.derive is not None else 1 if cell.fact.subject is Subject.OFFICE else 2


def all_but_known(scene: Scene) -> Iterator[Formula]:
    """A household of few members of whom as much is known as can be."""
    yield from _nothing_derived(scene)
    for problem in scene.problems:
        yield from (problem.household.present[:1])
        yield from (opposite(one) for one in reversed(problem.household.present[1:]))
        for cell in problem.cells():
            if cell.fact.derive is None and cell.fact.name in problem.cone.facts:
                yield either([opposite(problem.here(cell.whose)), cell.term.known])
            else:
                yield opposite(cell.term.known)
    yield from usual(scene)


def _nothing_derived(scene: Scene) -> Iterator[Formula]:
    """That nothing is given that follows from something else: at once, then one after the other."""
    for asked_too in (True, False):
        cells = [
            cell
            for problem in scene.problems
            for cell in problem.cells()
            if cell.fact.derive is not None and (asked_too or not cell.fact.is_asked_for_itself)
        ]
        if cells:
            yield both(opposite(cell.term.known) for cell in cells)


def fewest_members(scene: Scene) -> Iterator[Formula]:
    """The fewest members; but rather somebody, or a household of which one does not know who it is, than nobody."""
    for problem in scene.problems:
        home = problem.household
        yield opposite(both([home.members_known, *map(opposite, home.present)]))
        yield from (opposite(one) for one in reversed(home.present))


def _seen_to_be_sensible(scene: Scene) -> Iterator[Formula]:
    """What is said of a person should be seen to be sensible, even if one more fact has to be known for it."""
    wishes = []
    for problem in scene.problems:
        for reading in problem.readings:
            for fact, whose, truth in problem.sensible(reading):
                known = problem.household.cell(fact, whose).term.known
                wishes.append(either([opposite(known), truth.proved]))
    if wishes:
        yield both(wishes)
        yield from wishes


def usual(scene: Scene) -> Iterator[Formula]:
    """Dates that are easy to read."""
    for problem in scene.problems:
        home = problem.household
        early = home.span.day.year - _GENERATIONS
        if not home.span.is_one_day:
            yield same(home.as_of, Day(*map(z3.IntVal, home.span.day.timetuple()[:3])))
            yield home.as_of.year >= early
        for cell in problem.cells():
            value, known = cell.term.value, cell.term.known
            if isinstance(value, Day):
                yield either([opposite(known), value.year >= early])
                yield either([opposite(known), value.day == 1])
