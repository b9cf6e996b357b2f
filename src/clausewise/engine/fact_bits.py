"""Sets of facts that can be missing, as bits of one number: those of the household first, then each member's.

In each of them facts stand in the order of the pack, after the bit of not knowing who the members are. A union is then
one operation, and a set that several findings have in common is written out once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache

from clausewise.engine.findings import Missing
from clausewise.engine.proof import Situation, View
from clausewise.language.model import Pack

MEMBERS = Missing("members", None)


class FactBits:
    """The places of one pack's facts in such numbers. Each member has a whole number of bytes."""

    members = 1

    def __init__(self, pack: Pack) -> None:
        self._names = (MEMBERS.fact, *pack.facts)
        self._order = {name: index for index, name in enumerate(self._names)}
        self._bytes = (len(self._names) + 7) // 8
        self.width = 8 * self._bytes
        raised = [name for name, fact in pack.facts.items() if fact.when_raised]
        self._raised = self._of_each(raised)
        self._left_open = self._of_each(name for name in raised if not _can_be_filled_in(name, pack))

    def bit(self, fact: str, place: int = 0) -> int:
        """A fact of the household (0), or of the member of that place."""
        return 1 << (place * self.width + self._order[fact])

    def asked(self, bits: int) -> int:
        """A set without what is asked only when somebody raises it."""
        return bits & ~self.only_when_raised(bits)

    def only_when_raised(self, bits: int) -> int:
        """What of a set is asked only when somebody raises it."""
        return bits & self._raised(self._places_in(bits))

    def left_open(self, bits: int) -> int:
        """What of a set nobody answers while nobody raises it: no answer to what is asked fills it in either."""
        return bits & self._left_open(self._places_in(bits))

    def exchanged(self, bits: int, one: int, other: int) -> int:
        """A set with what it has of the member of one place taken for that of another, and the other way round."""
        whole = (1 << self.width) - 1
        differ = ((bits >> one * self.width) ^ (bits >> other * self.width)) & whole
        return bits ^ (differ << one * self.width) ^ (differ << other * self.width)

    def write_out(self, bits: int, situation: Situation) -> tuple[Missing, ...]:
        """The facts of a set, in order."""
        place = (bits.bit_length() - 1) // self.width if bits else 0
        if not place or not bits & ((1 << place * self.width) - 1):
            # Most sets are of the household alone, or of one member.
            view = situation.members[place - 1] if place else situation.household
            return tuple(self._of_view((bits >> place * self.width).to_bytes(self._bytes, "little"), view))
        size, nobody = self._bytes, bytes(self._bytes)
        written = bits.to_bytes((place + 1) * size, "little")
        found: list[Missing] = []
        for view, at in zip((situation.household, *situation.members), range(0, len(written), size), strict=False):
            here = written[at : at + size]
            if here != nobody:
                facts = view.written_out.get(here)
                found += self._of_view(here, view) if facts is None else facts
        return tuple(found)

    def _places_in(self, bits: int) -> int:
        return bits.bit_length() // self.width + 1

    def _of_each(self, names: Iterable[str]) -> Callable[[int], int]:
        """From a number of places to the set that has these facts at each of them."""
        of_one = sum(1 << self._order[name] for name in names).to_bytes(self._bytes, "little")
        return cache(lambda places: int.from_bytes(of_one * places, "little"))

    def _of_view(self, bits: bytes, view: View) -> list[Missing]:
        """The facts of the household, or of one member, from their bits alone."""
        facts = view.written_out.get(bits)
        if facts is None:
            places = _places_of(int.from_bytes(bits, "little"))
            facts = view.written_out[bits] = [Missing(self._names[index], view.member) for index in places]
        return facts


def _can_be_filled_in(raised: str, pack: Pack) -> bool:
    """Whether a fact asked only when raised can be implied by what is asked of everybody."""
    behind = (pack.facts[name] for name in pack.reads.with_inputs((raised,)))
    return any(fact.is_asked_for_itself and not fact.when_raised for fact in behind)


def _places_of(bits: int) -> list[int]:
    """Where the bits of a number stand, lowest first."""
    found = []
    while bits:
        lowest = bits & -bits
        found.append(lowest.bit_length() - 1)
        bits ^= lowest
    return found
