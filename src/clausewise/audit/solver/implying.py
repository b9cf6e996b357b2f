"""What facts imply, as terms: in rounds, each of which sees the values of the round before, as docs/language.md says.

Held equal to the engine by tests. A value that is stated stays; that it contradicts nothing that is proved is a formula
of its own. Nothing here asks the solver.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from clausewise.audit.solver.household import Whose
from clausewise.audit.solver.numbers import Formula, hull
from clausewise.audit.solver.terms import NO, Term, Truth, both, choose, constant, either, opposite, same
from clausewise.classes import dataclass
from clausewise.language.facts import Fact, FactType, Implied, Value

if TYPE_CHECKING:
    from clausewise.audit.solver.reading import Reading


@dataclass(frozen=True, slots=True)
class Listed:
    """A truth or a choice that nobody states: for each value that it is ruled out."""

    out: dict[Value, Formula]

    def after(self, entry: Implied, proved: Formula) -> Listed:
        """The same after an entry; one that would leave no value is passed over."""
        allowed = [value for value in self.out if entry.allows(value)]
        counts = both([proved, opposite(both(self.out[value] for value in allowed))])
        return Listed({value: out if value in allowed else either([out, counts]) for value, out in self.out.items()})

    def term(self, reading: Reading) -> Term:
        """The value that is left, where it is one."""
        known = either(both(out for other, out in self.out.items() if other != value) for value in self.out)
        first, *others = self.out
        if isinstance(first, bool):
            return Term(known, self.out[False])
        number_of = reading.household.number_of
        found = constant(first, number_of).value
        for value in others:
            found = choose(self.out[value], found, constant(value, number_of).value)
        return Term(known, found)


@dataclass(frozen=True, slots=True)
class Filled:
    """A number, an amount or a day that nobody states: whether it follows, and as what."""

    known: Formula = NO
    value: Any = None

    def after(self, entry: Implied, proved: Formula) -> Filled:
        """The same after an entry, which changes nothing that follows already."""
        implied = constant(entry.value, _no_choice).value
        value = implied if self.value is None else choose(self.known, self.value, implied)
        return Filled(either([self.known, proved]), value)

    def term(self, reading: Reading) -> Term:
        """The value that follows, where one does."""
        return Term(self.known, self.value)


Left = Listed | Filled


class Implying:
    """What the implied facts of one pack are over a household. Made when it is first asked for, and kept."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._circles = reading.pack.circles
        self._left: dict[tuple[str, Whose, int], Left] = {}
        self._proved: dict[tuple[str, Whose], list[Truth]] = {}
        self._before: dict[tuple[tuple[str, ...], int], Reading] = {}

    def term(self, fact: Fact, whose: Whose, rounds: int | None = None) -> Term:
        """What a fact is after so many rounds, or after all there are: what is stated, or else what is left."""
        given = self._reading.given(fact, whose)
        if rounds == 0:
            return given
        implied = self._after(fact, whose, self._rounds(fact) if rounds is None else rounds).term(self._reading)
        if given.known is NO:
            return implied
        value = choose(given.known, given.value, implied.value)
        return Term(either([given.known, implied.known]), value, hull(given.range, implied.range))

    def ruled_out(self, fact: Fact, value: Value, whose: Whose, rounds: int | None = None) -> Formula:
        """That a fact is not stated and cannot have a value; after all rounds, or so many."""
        left = self._after(fact, whose, self._rounds(fact) if rounds is None else rounds)
        if not isinstance(left, Listed):
            return NO
        return both([opposite(self._reading.given(fact, whose).known), left.out[value]])

    def kept(self, fact: Fact, whose: Whose) -> Formula:
        """That what is stated of a fact is nothing that a proved entry does not allow."""
        given = self._reading.given(fact, whose)
        number_of = self._reading.household.number_of
        held = []
        for entry, truth in zip(fact.implied, self.proved(fact, whose), strict=True):
            values = entry.ruled_out if entry.value is None else (entry.value,)
            named = either(_is(given, value, number_of) for value in values)
            allowed = opposite(named) if entry.value is None else named
            held.append(either([opposite(given.known), opposite(truth.proved), allowed]))
        return both(held)

    def meeting(self, fact: Fact, whose: Whose) -> Formula:
        """That entries of a fact are proved that no value fulfils together."""
        proved = [(entry, truth.proved) for entry, truth in zip(fact.implied, self.proved(fact, whose), strict=True)]
        values = list(dict.fromkeys(entry.value for entry, _ in proved if entry.value is not None))
        if fact.type is FactType.CHOICE:
            values = list(fact.values or ())
        # Where values cannot be listed, each entry leaves one: two of them leave none.
        return both(either(one for entry, one in proved if not entry.allows(value)) for value in values)

    def proved(self, fact: Fact, whose: Whose) -> list[Truth]:
        """What the condition of each entry comes to after all rounds."""
        key = fact.name, whose
        found = self._proved.get(key)
        if found is None:
            found = self._proved[key] = [self._reading.condition(entry.when, whose) for entry in fact.implied]
        return found

    def _rounds(self, fact: Fact) -> int:
        return len(self._circles.get(fact.name, (fact.name,)))

    def _after(self, fact: Fact, whose: Whose, rounds: int) -> Left:
        key = fact.name, whose, rounds
        found = self._left.get(key)
        if found is None:
            found = _nothing_left_out(fact) if rounds == 0 else self._round(fact, whose, rounds)
            self._left[key] = found
        return found

    def _round(self, fact: Fact, whose: Whose, rounds: int) -> Left:
        """What the last of so many rounds leaves of a fact."""
        left = self._after(fact, whose, rounds - 1)
        if fact.name in self._circles:
            reading = self._seen_before(self._circles[fact.name], rounds)
            truths = [reading.condition(entry.when, whose) for entry in fact.implied]
        else:
            truths = self.proved(fact, whose)
        for entry, truth in zip(fact.implied, truths, strict=True):
            left = left.after(entry, truth.proved)
        return left

    def _seen_before(self, circle: Sequence[str], rounds: int) -> Reading:
        """The reading as it is before a round of a circle."""
        key = tuple(circle), rounds - 1
        found = self._before.get(key)
        if found is None:
            found = self._before[key] = self._reading.during(frozenset(circle), rounds - 1)
        return found


def _nothing_left_out(fact: Fact) -> Left:
    if fact.type is FactType.BOOLEAN:
        return Listed({False: NO, True: NO})
    return Listed(dict.fromkeys(fact.values or (), NO)) if fact.type is FactType.CHOICE else Filled()


def _is(given: Term, value: Value, number_of: Any) -> Formula:
    if isinstance(value, bool):
        return given.value if value else opposite(given.value)
    return same(given.value, constant(value, number_of).value)


def _no_choice(name: str) -> int:
    raise KeyError(name)
