"""Contested points: words of the document that can be read in two ways, and who decides which way holds.

Plain frozen data, read from contested.yaml. What the office of a case says of a point is an office fact. Nothing here
decides a point.
"""

from __future__ import annotations

from clausewise.classes import NamedTuple
from clausewise.errors import Place
from clausewise.language.conditions import Words
from clausewise.language.facts import Fact, FactType
from clausewise.language.labels import Label

READS = "office.reads."
"""What stands before the name of a point in the name of its office fact."""


class PointReading(NamedTuple):
    """One of the two ways to read a point: its id, what it is called, what it says (`label`) and the law for it."""

    id: str
    name: Label
    label: Label
    law: tuple[str, ...]


class ContestedPoint(NamedTuple):
    """One point: its words, the question as its label, the agency that decides it, and its two readings as written."""

    id: str
    words: Words
    label: Label
    decides: str
    readings: tuple[PointReading, PointReading]
    place: Place

    @property
    def fact_name(self) -> str:
        """The office fact that says how the office reads it."""
        return READS + self.id

    @property
    def reading_ids(self) -> tuple[str, str]:
        first, second = self.readings
        return first.id, second.id

    def other(self, reading: str) -> str:
        """The id of the reading that is not the one of that id."""
        first, second = self.reading_ids
        return second if reading == first else first

    def reading(self, reading: str) -> PointReading:
        """The reading of that id. Raises: KeyError."""
        for one in self.readings:
            if one.id == reading:
                return one
        raise KeyError(reading)


def fact_of(point: ContestedPoint) -> Fact:
    """The office fact of a point: a choice of its readings."""
    return Fact(
        name=point.fact_name, type=FactType.CHOICE, label=point.label, place=point.place, ask=point.label,
        values={one.id: one.name for one in point.readings}, cited=(point.words.where,),
    )  # fmt: skip


def point_of_fact(name: str) -> str | None:
    """The point whose reading a fact holds; None for any other fact."""
    return name.removeprefix(READS) if name.startswith(READS) else None
