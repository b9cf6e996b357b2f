"""Reads off what is missing where nothing has to be tried out, which is nearly always.

Where every open leaf waits for facts of its own that can turn it either way, and nothing is counted, every one of them
can be the last to settle the whole. Where that is not so it says that it is not, and no more.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from clausewise.engine.answers import Answers
from clausewise.engine.arithmetic import Layout
from clausewise.engine.fact_bits import FactBits
from clausewise.engine.open_facts import OpenFacts
from clausewise.engine.proof import Compiled, View
from clausewise.language.conditions import Condition, Contested, Count, FindingOf, If, Quantifier
from clausewise.language.expressions import Comparison, facts_in_sight, reads_members
from clausewise.language.facts import Fact
from clausewise.language.kleene import TRUE, UNKNOWN
from clausewise.language.model import Pack

NOT_PLAIN = -1

# From whoever is in sight of an unknown condition to the bits of what it waits for, or NOT_PLAIN.
_Reader = Callable[[View], int]


class PlainFacts:
    """Readers of the conditions of one pack, each made when it is first asked for."""

    def __init__(self, pack: Pack, layout: Layout, bits: FactBits, answers: Answers, open_facts: OpenFacts) -> None:
        self._facts = pack.facts
        self._layout = layout
        self._bits = bits
        self._answers = answers
        self._open_facts = open_facts
        self._readers: dict[Compiled, _Reader] = {}
        self._plain: dict[Compiled, Fact | None] = {}

    def of(self, compiled: Compiled, view: View) -> int:
        """What an unknown condition waits for, looked at once for each member; else NOT_PLAIN."""
        found = view.plain.get(compiled)
        if found is None:
            found = view.plain[compiled] = self._reader(compiled)(view)
        return found

    def _reader(self, compiled: Compiled) -> _Reader:
        reader = self._readers.get(compiled)
        if reader is None:
            reader = self._readers[compiled] = self._make_reader(compiled)
        return reader

    def _make_reader(self, compiled: Compiled) -> _Reader:
        condition = compiled.condition
        match condition:
            case If():
                return self._leaf(compiled)
            case Count():
                return _never
            case Contested():
                return self._contested(compiled)
            case FindingOf():
                return lambda view: self._across(view, compiled)
        if isinstance(condition, Quantifier):
            return self._of_household(compiled)
        return self._branch([(part.code, self._reader(part)) for part in compiled.parts])

    def _branch(self, parts: Sequence[tuple[Callable[[View], int], _Reader]]) -> _Reader:
        def read(view: View) -> int:
            found = 0
            for code, reader in parts:
                if code(view) == UNKNOWN:
                    below = reader(view)
                    if below < 0 or found & below:
                        return NOT_PLAIN
                    found |= below
            return found

        return read

    def _contested(self, compiled: Compiled) -> _Reader:
        """Of a contested point what the reading that the office holds waits for; all three where it is silent."""
        first, second, says = compiled.parts
        open_office = self._branch([(part.code, self._reader(part)) for part in compiled.parts])
        readings = self._reader(first), self._reader(second)

        def read(view: View) -> int:
            code = says.code(view)
            return open_office(view) if code == UNKNOWN else readings[0 if code == TRUE else 1](view)

        return read

    def _of_household(self, compiled: Compiled) -> _Reader:
        """A quantifier looks at all members whoever is in sight: it is read once, of the household."""

        def read(view: View) -> int:
            household = view.situation.household
            found = household.plain.get(compiled)
            if found is None:
                found = household.plain[compiled] = self._across(household, compiled)
            return found

        return read

    def _across(self, view: View, compiled: Compiled) -> int:
        """The unknown proofs below a quantifier, or a leaf on findings."""
        if not view.situation.everybody:
            return NOT_PLAIN
        if compiled.findings is None:
            each = ((part, member) for part in compiled.parts for member in view.situation.members)
        else:
            each = ((node.compiled, node.view) for node in compiled.findings(view))
        found = 0
        for part, of in each:
            if part.code(of) == UNKNOWN:
                below = self.of(part, of)
                if below < 0 or found & below:
                    return NOT_PLAIN
                found |= below
        return found

    def _leaf(self, leaf: Compiled) -> _Reader:
        fact = self.plain_fact(leaf)
        if fact is None:
            return _never
        in_member = self._layout.is_member(fact.name)
        if fact.is_asked_for_itself:
            bit, width = self._bits.bit(fact.name), self._bits.width
            return (lambda view: bit << view.place * width) if in_member else (lambda view: bit)

        def derived(view: View) -> int:
            owner = view if in_member else view.situation.household
            below = owner.behind.get(fact.name) if leaf.facts else None
            if below:
                return self.of(below[0].sheet.root, owner)
            waiting = self._open_facts.of_fact(fact, view)
            return waiting.facts if waiting.facts and not waiting.repeats else NOT_PLAIN

        return derived

    def plain_fact(self, leaf: Compiled) -> Fact | None:
        """The one fact a leaf reads beside constants, if it can turn the leaf either way."""
        if leaf not in self._plain:
            self._plain[leaf] = self._look_at(leaf.condition)
        return self._plain[leaf]

    def _look_at(self, condition: Condition) -> Fact | None:
        assert isinstance(condition, If)
        expression = condition.expression
        names = facts_in_sight(expression)
        if len(names) != 1 or reads_members(expression):
            return None
        fact = self._facts[names[0]]
        if isinstance(expression, Comparison) and not self._answers.turn_either_way(expression, fact):
            return None
        return fact


def _never(view: View) -> int:
    return NOT_PLAIN
