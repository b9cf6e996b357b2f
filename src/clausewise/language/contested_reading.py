"""Reads contested.yaml: the points that can be read in two ways, checked against the document and the agencies.

What is wrong is appended to the ground's list, as in `reading`. Nothing here opens a file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated

from pydantic import Field

from clausewise.language import shapes as s
from clausewise.language.contested import ContestedPoint, PointReading, fact_of
from clausewise.language.entry_reading import EntryReader, Ground, label
from clausewise.language.words import check_place_exists
from clausewise.yaml_source import Source


class PointReadingShape(s.LabelShape):
    """One way to read a contested point"""

    name: s.LabelShape
    law: Annotated[list[s.Text], Field(min_length=1)] | None = None


class ContestedShape(s.LabelShape, s.WordsShape):
    """One point of contested.yaml"""

    provision: s.ProvisionId
    decides: str
    readings: Annotated[dict[s.Name, PointReadingShape], Field(min_length=2)]


def add_point(ground: Ground, source: Source, name: str, shape: ContestedShape) -> None:
    """One point, added to the ground when it has two readings."""
    reader = EntryReader(ground, source, (name,), shape.provision)
    nowhere = check_place_exists(ground.document, shape.provision, reader.at("provision"))
    if nowhere:
        ground.found.append(nowhere)
    ground.known(shape.decides, "agency", ground.agencies, reader.at("decides"))
    words = reader.words(shape.text, shape.from_)
    readings = [
        PointReading(one, label(said.name), label(said), tuple(said.law or ())) for one, said in shape.readings.items()
    ]
    for one in readings:
        if one.id in s.CONDITION_KEYS:
            place = source.place((name, "readings", one.id), key=True)
            ground.refuse(f"a reading cannot be called {one.id}", place, "conditions have a key of that name")
    if len(readings) != 2:
        place = source.place((name, "readings"), key=True)
        ground.refuse(f"{name} has {len(readings)} readings", place, "write two; more are more points")
        ground.refused.add(name)
        return
    first, second = readings
    place = source.place((name,), key=True)
    ground.contested[name] = ContestedPoint(name, words, label(shape), shape.decides, (first, second), place)


def add_office_facts(ground: Ground) -> None:
    """The office fact of each point, beside the facts of facts.yaml."""
    for point in ground.contested.values():
        ground.facts[point.fact_name] = fact_of(point)


def check_points_used(ground: Ground, sources: Iterable[Source]) -> None:
    """Each point stands in a condition somewhere, be it in an entry that was refused."""
    used = {name for source in sources for name in _points_named(source.data)}
    for point in ground.contested.values():
        if point.id not in used:
            mend = f"write contested: {point.id} with its two readings in a condition, or leave the point out"
            ground.refuse(f"no condition reads {point.id} in its two ways", point.place, mend)


def _points_named(data: object) -> Iterator[str]:
    if isinstance(data, Mapping):
        if isinstance(data.get("contested"), str):
            yield data["contested"]
        for one in data.values():
            yield from _points_named(one)
    elif isinstance(data, list):
        for one in data:
            yield from _points_named(one)
