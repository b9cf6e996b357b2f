"""Sets of facts that can be missing, as bits of one number: those of the household first, then each member's.

In each of them facts stand in the order of the pack, after the bit of not knowing who the members are. A union is then
one operation, and a set that several findings have in common is written out once.
"""

from __future__ import annotations

from clausewise.engine.findings import Missing
from clausewise.engine.proof import Situation
from clausewise.language.model import Pack

MEMBERS = Missing("members", None)


class FactBits:
    """The places of one pack's facts in such numbers."""

    members = 1

    def __init__(self, pack: Pack) -> None:
        self._names = (MEMBERS.fact, *pack.facts)
        self._order = {name: index for index, name in enumerate(self._names)}
        self._raised = sum(1 << self._order[name] for name, fact in pack.facts.items() if fact.when_raised)
        self.width = len(self._names)
        self._whole = (1 << self.width) - 1

    def bit(self, fact: str, place: int = 0) -> int:
        """A fact of the household (0), or of the member of that place."""
        return 1 << (place * self.width + self._order[fact])

    def only_when_raised(self, bits: int) -> int:
        """Those that are asked only when somebody raises them."""
        raised = self._raised
        if raised:
            for place in range(1, bits.bit_length() // self.width + 1):
                raised |= self._raised << (place * self.width)
        return bits & raised

    def write_out(self, bits: int, situation: Situation) -> tuple[Missing, ...]:
        """The facts of a set, in order."""
        found: list[Missing] = []
        for place in range(bits.bit_length() // self.width + 1):
            here = bits >> (place * self.width) & self._whole
            if here:
                view = situation.members[place - 1] if place else situation.household
                if here not in view.written_out:
                    whose = view.member if place else None
                    view.written_out[here] = [Missing(self._names[index], whose) for index in _places_of(here)]
                found += view.written_out[here]
        return tuple(found)


def _places_of(bits: int) -> list[int]:
    """Where the bits of a number stand, lowest first."""
    found = []
    while bits:
        lowest = bits & -bits
        found.append(lowest.bit_length() - 1)
        bits ^= lowest
    return found
