"""Rules made ready for whole columns: which columns are read, and what is computed in which order."""

from __future__ import annotations

import datetime
from dataclasses import field

from clausewise.classes import dataclass
from clausewise.language.model import Pack
from clausewise.language.rules import About
from clausewise.screening.rules.flags import Flag, contradictions, notices
from clausewise.screening.rules.graph import Graph
from clausewise.screening.rules.reading import Known, Reader, Truth
from clausewise.screening.rules.scheduling import Schedule, schedule


@dataclass(frozen=True)
class Program:
    """The rules of a pack over the columns of one kind of registry.

    `verdicts` holds the truth of each rule for the household, `of_members` of each rule about members for the member;
    both in the order of the rules. `contradictions` and `notices` say of whom what is told. `facts` are the columns
    that are read.
    """

    pack: Pack
    as_of: datetime.date
    verdicts: dict[str, Truth]
    of_members: dict[str, Truth]
    contradictions: tuple[Flag, ...]
    notices: tuple[Flag, ...]
    schedule: Schedule
    facts: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "facts", self.schedule.read & self.pack.facts.keys())

    @property
    def graph(self) -> Graph:
        """The steps of the rules."""
        return self.schedule.graph


def compile_rules(pack: Pack, as_of: datetime.date, known: Known) -> Program:
    """The rules of a pack as they stand on a day, for a registry that has certain columns.

    Raises: RequestError naming the rule or fact that columns cannot give exactly.
    """
    reader = Reader(pack, as_of, known)
    reader.read(pack.rules)
    verdicts = {rule.id: reader.verdict(rule.id) for rule in pack.rules}
    of_members = {rule.id: reader.of_member(rule.id) for rule in pack.rules if rule.about is About.MEMBER}
    contradicting, noticed = tuple(contradictions(pack, reader)), tuple(notices(pack, reader))
    truths = [step for truth in (*verdicts.values(), *of_members.values()) for step in truth]
    outputs = [*truths, *(one.step for one in (*contradicting, *noticed))]
    return Program(pack, as_of, verdicts, of_members, contradicting, noticed, schedule(reader.graph, outputs))
