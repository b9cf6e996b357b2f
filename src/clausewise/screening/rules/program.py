"""Rules made ready for whole columns: which columns are read, and what is computed in which order."""

from __future__ import annotations

import datetime
from dataclasses import field
from functools import cached_property
from itertools import chain

from clausewise.classes import dataclass
from clausewise.language.model import Pack
from clausewise.language.rules import About
from clausewise.screening.rules.flags import Flag, contradictions, notices
from clausewise.screening.rules.graph import Graph
from clausewise.screening.rules.reading import Known, Reader, Truth
from clausewise.screening.rules.scheduling import Joining, Schedule, joining, schedule


@dataclass(frozen=True)
class Program:
    """The rules of a pack over the columns of one kind of registry.

    `verdicts` holds the truth of each rule for the household, `of_members` of each rule about members for the member;
    both in the order of the rules. `contradictions` and `notices` say of whom what is told. `joining` is how all of it
    that may be unknown is joined, and `facts` are the columns that are read.
    """

    pack: Pack
    as_of: datetime.date
    verdicts: dict[str, Truth]
    of_members: dict[str, Truth]
    contradictions: tuple[Flag, ...]
    notices: tuple[Flag, ...]
    joining: Joining
    facts: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "facts", self.joining.schedule.read & self.pack.facts.keys())

    @property
    def graph(self) -> Graph:
        """The steps of the rules."""
        return self.joining.graph

    @cached_property
    def outputs(self) -> frozenset[int]:
        """The steps that are asked for."""
        truths = (*self.verdicts.values(), *self.of_members.values())
        return frozenset((*chain.from_iterable(truths), *(one.step for one in (*self.contradictions, *self.notices))))

    @cached_property
    def schedule(self) -> Schedule:
        """In which order an engine computes all of it that joins columns, not bits."""
        return schedule(self.graph, self.outputs)


def compile_rules(pack: Pack, as_of: datetime.date, known: Known) -> Program:
    """The rules of a pack as they stand on a day, for a registry that has certain columns.

    Raises: RequestError naming the rule or fact that columns cannot give exactly.
    """
    reader = Reader(pack, as_of, known)
    reader.read(pack.rules)
    verdicts = {rule.id: reader.verdict(rule.id) for rule in pack.rules}
    of_members = {rule.id: reader.of_member(rule.id) for rule in pack.rules if rule.about is About.MEMBER}
    contradicting, noticed = tuple(contradictions(pack, reader)), tuple(notices(pack, reader))
    truths = chain.from_iterable((*verdicts.values(), *of_members.values()))
    outputs = [*truths, *(one.step for one in (*contradicting, *noticed))]
    return Program(
        pack, as_of, verdicts, of_members, contradicting, noticed, joining(reader.graph, outputs, of_unknowns=True)
    )
