"""Screens tables that are computed elsewhere, in a DuckDB database or on a Spark cluster, through Narwhals.

The same steps as in memory; what members come to for their household is a maximum or a sum for each household, and
nothing of ours runs where the data is. Households and members are joined by the household's id.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

import narwhals as nw

from clausewise.language.model import Pack
from clausewise.language.verdicts import Verdict
from clausewise.screening.asked import Kept
from clausewise.screening.columns import GHOST, HOUSEHOLD, MEMBER, plain
from clausewise.screening.expressions import Writer
from clausewise.screening.graph import Graph, Level, Op
from clausewise.screening.program import Program, compile_rules
from clausewise.screening.reading import Known, Truth

Frame = nw.LazyFrame[Any]


@dataclass(frozen=True)
class LazilyScreened:
    """What comes of a registry, not computed before it is written: `verdicts` with a row for each household and a text
    column for each rule, `members` for each member (`household`, `member`) and each rule about members, and
    `contradictions` (`household`, `member` or null, `fact`, `kind`), or None where there can be none."""

    verdicts: Frame
    members: Frame
    contradictions: Frame | None


def known_of(pack: Pack, households: Frame, members: Frame) -> Known:
    """What tables have: their columns, those without unknowns, and whether all members are named. Asks the tables."""
    complete: set[str] = set()
    present: set[str] = set()
    for frame in (households, members):
        there = set(frame.collect_schema().names())
        names = [name for name in pack.facts if plain(name) in there]
        counted = frame.select(
            nw.len().alias("all"), *(nw.col(plain(name)).count().alias(plain(name)) for name in names)
        )
        (row,) = counted.collect().rows(named=True)
        present |= {name for name in names if row[plain(name)]}
        complete |= {name for name in names if row[plain(name)] == row["all"]}
    unnamed = households.join(members.select(HOUSEHOLD), on=HOUSEHOLD, how="anti").select(nw.len().alias("all"))
    ghosts = bool(unnamed.collect().item())
    if ghosts:
        complete = {name for name in complete if not name.startswith("member.")}
    return Known(frozenset(present), frozenset(complete), ghosts)


def screen_tables(
    pack: Pack, as_of: datetime.date, households: Any, members: Any, along: Kept | None = None
) -> LazilyScreened:
    """Screen normalised tables (see `columns`), as native or Narwhals frames; members name their `household`.

    The columns `along` follow the ids in the verdicts. Raises: RequestError naming the rule or fact that columns cannot
    give exactly.
    """
    wrapped = [_undotted(frame) for frame in (households, members)]
    known = known_of(pack, wrapped[0], wrapped[1])
    program = compile_rules(pack, as_of, known)
    return _Run(program, (wrapped[0], wrapped[1]), known.ghosts, along or Kept()).run()


def _undotted(given: Any) -> Frame:
    native = nw.to_native(given, pass_through=True)
    if nw.dependencies.is_pyspark_dataframe(native) or nw.dependencies.is_pyspark_connect_dataframe(native):
        # By position: a name with a dot cannot even be asked for.
        native = native.toDF(*map(plain, native.columns))
    frame: Frame = nw.from_native(native, pass_through=False).lazy()
    return frame.rename({name: plain(name) for name in frame.collect_schema().names() if plain(name) != name})


class _Run:
    def __init__(self, program: Program, tables: tuple[Frame, Frame], ghosts: bool, along: Kept) -> None:
        households, members = tables
        self._program = program
        self._along = along
        self._graph = program.graph
        self._writer = Writer(program, plain)
        facts = set(map(plain, program.facts))
        of_households = [name for name in households.collect_schema().names() if name in facts]
        of_members = [name for name in members.collect_schema().names() if name in facts]
        self._households = households.select(HOUSEHOLD, *along.of_households, *of_households)
        self._members = members.select(HOUSEHOLD, MEMBER, *along.of_members, *of_members)
        if ghosts:
            self._add_unnamed([*along.of_members, *of_members])

    def run(self) -> LazilyScreened:
        for phase in self._program.phases:
            self._households = self._computed(self._households, phase.households)
            self._spread(phase.spread)
            self._members = self._computed(self._members, phase.members)
            self._gather(phase.gathered)
        named = self._members.filter(~nw.col(MEMBER).is_null())
        return LazilyScreened(
            self._households.select(
                HOUSEHOLD, *self._along.of_households, *_verdicts(self._writer, self._graph, self._program.verdicts)
            ),
            named.select(
                HOUSEHOLD,
                MEMBER,
                *self._along.of_members,
                *_verdicts(self._writer, self._graph, self._program.of_members),
            ),
            self._contradictions(),
        )

    def _add_unnamed(self, columns: Sequence[str]) -> None:
        """A row of unknowns for each household of which it is not known who belongs to it."""
        schema = self._members.collect_schema()
        nothing = [nw.lit(None).cast(schema[name]).alias(name) for name in (MEMBER, *columns)]
        unnamed = self._households.select(HOUSEHOLD).join(self._members.select(HOUSEHOLD), on=HOUSEHOLD, how="anti")
        self._members = nw.concat(
            [
                self._members.with_columns(nw.lit(False).alias(GHOST)),
                unnamed.with_columns(*nothing, nw.lit(True).alias(GHOST)).select(HOUSEHOLD, MEMBER, *columns, GHOST),
            ]
        )

    def _computed(self, frame: Frame, layers: Sequence[Sequence[int]]) -> Frame:
        return reduce(lambda made, layer: made.with_columns(*map(self._writer.column, layer)), layers, frame)

    def _spread(self, steps: Sequence[int]) -> None:
        if not steps:
            return
        of_household = [
            nw.col(self._writer.name(self._graph[step].arguments[0])).alias(self._writer.name(step)) for step in steps
        ]
        self._members = self._members.join(self._households.select(HOUSEHOLD, *of_household), on=HOUSEHOLD, how="left")

    def _gather(self, steps: Sequence[int]) -> None:
        if not steps:
            return
        gathered = self._members.group_by(HOUSEHOLD).agg(*map(self._gathered, steps))
        joined = self._households.join(gathered, on=HOUSEHOLD, how="left")
        names = [self._writer.name(step) for step in steps if self._graph[step].op is Op.ANY]
        self._households = joined.with_columns(*(nw.col(name) > 0 for name in names)) if names else joined

    def _gathered(self, step: int) -> nw.Expr:
        node, name = self._graph[step], self._writer.name(step)
        if node.op is Op.SIZE:
            return nw.len().cast(nw.Int64).alias(name)
        over = nw.col(self._writer.name(node.arguments[0]))
        if node.op is Op.ANY:
            return over.cast(nw.Int8).max().alias(name)
        return over.cast(nw.Int64).sum().cast(nw.Int64).alias(name)

    def _contradictions(self) -> Frame | None:
        found: list[Frame] = []
        for one in self._program.contradictions:
            node = self._graph[one.step]
            of_members = one.fact.startswith("member.")
            frame = self._members if of_members else self._households
            hit = frame if node.op is Op.CONSTANT else frame.filter(nw.col(self._writer.name(one.step)))
            member = nw.col(MEMBER) if of_members else nw.lit(None).cast(nw.String).alias(MEMBER)
            told = hit.select(HOUSEHOLD, member)
            found.append(told.with_columns(nw.lit(one.fact).alias("fact"), nw.lit(one.kind).alias("kind")))
        return nw.concat(found) if found else None


def _verdicts(writer: Writer, graph: Graph, truths: dict[str, Truth]) -> Iterable[nw.Expr]:
    def read(step: int) -> nw.Expr:
        return nw.lit(bool(graph[step].value)) if graph[step].level is Level.NONE else nw.col(writer.name(step))

    for rule, (proved, possible) in truths.items():
        open_or_not = (
            nw.when(read(possible))
            .then(nw.lit(Verdict.UNDETERMINED.value))
            .otherwise(nw.lit(Verdict.DOES_NOT_APPLY.value))
        )
        yield nw.when(read(proved)).then(nw.lit(Verdict.APPLIES.value)).otherwise(open_or_not).alias(rule)
