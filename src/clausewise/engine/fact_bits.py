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
        self._asked = self._whole & ~self._raised

    def bit(self, fact: str, place: int = 0) -> int:
        """A fact of the household (0), or of the member of that place."""
        return 1 << (place * self.width + self._order[fact])

    def but_for_raised(self, bits: int) -> int:
        """A set without what is asked only when somebody raises it."""
        raised = 0
        for place in range(bits.bit_length() // self.width + 1 if self._raised else 0):
            raised |= self._raised << (place * self.width)
        return bits & ~raised

    def all(self, bits: int, situation: Situation) -> tuple[Missing, ...]:
        """The facts of a set, in order."""
        return self._write_out(bits, self._whole, situation)

    def asked(self, bits: int, situation: Situation) -> tuple[Missing, ...]:
        """Those that are asked by themselves."""
        return self._write_out(bits, self._asked, situation)

    def only_when_raised(self, bits: int, situation: Situation) -> tuple[Missing, ...]:
        """Those that are asked only when somebody raises them."""
        return self._write_out(bits, self._raised, situation)

    def _write_out(self, bits: int, those: int, situation: Situation) -> tuple[Missing, ...]:
        width = self.width
        found: tuple[Missing, ...] = ()
        while bits:
            place = ((bits & -bits).bit_length() - 1) // width
            here = bits >> (place * width)
            bits = here >> width << ((place + 1) * width)
            if here := here & those:
                view = situation.members[place - 1] if place else situation.household
                facts = view.written_out.get(here)
                if facts is None:
                    whose = view.member if place else None
                    facts = tuple([Missing(self._names[index], whose) for index in _places_of(here)])
                    view.written_out[here] = facts
                found += facts
        return found


def _places_of(bits: int) -> list[int]:
    """Where the bits of a number stand, lowest first."""
    found = []
    while bits:
        lowest = bits & -bits
        found.append(lowest.bit_length() - 1)
        bits ^= lowest
    return found
