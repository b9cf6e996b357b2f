"""Screens one slice of frames, some thousand households with their members, step by step.

The steps are the expressions of other engines, written for Polars itself: Narwhals would make the same of them, and
takes four times as long. They are written once for each schedule. Nothing here looks beyond its slice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import polars as pl

from clausewise.classes import dataclass
from clausewise.screening.engines.bits import RowsApart, column_of_bits
from clausewise.screening.engines.joining import Joins
from clausewise.screening.engines.neighbours import Neighbours
from clausewise.screening.rules.columns import BESIDE, GHOST, MEMBER, ROW
from clausewise.screening.rules.expressions import Dialect, Writer, column_of
from clausewise.screening.rules.flags import Flag
from clausewise.screening.rules.graph import Graph, Op
from clausewise.screening.rules.program import Program
from clausewise.screening.rules.reading import Truth
from clausewise.screening.rules.scheduling import Schedule

Layers = tuple[tuple[pl.Expr, ...], ...]

_POLARS: Dialect[pl.Expr] = Dialect(pl.col, pl.lit, pl.all_horizontal, pl.any_horizontal, pl.when, pl.Int32, pl.Int64)


@dataclass(frozen=True, slots=True)
class WrittenPhase:
    """A phase as Polars' expressions, by layers; and by name what goes from households to members and back."""

    households: Layers
    spread: tuple[tuple[str, str], ...]
    members: Layers
    gathered: tuple[tuple[Op, str, str], ...]


@dataclass(frozen=True)
class Written:
    """A schedule as Polars runs it: its phases, and whether they read which members are not listed.

    `narrowed` are the columns of facts that fit in less, by how much.
    """

    phases: tuple[WrittenPhase, ...]
    reads_ghosts: bool
    narrowed: tuple[tuple[str, pl.DataType], ...]

    @classmethod
    def of(cls, schedule: Schedule) -> Written:
        """A schedule as it was written before, or is now."""
        kept = schedule.kept.get(cls)
        if not isinstance(kept, cls):
            kept = schedule.kept[cls] = _written(schedule)
        return kept

    def run(
        self, households: pl.DataFrame, members: pl.DataFrame, rows: pl.Series
    ) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Households and their members with the columns of the schedule beside their own.

        `rows` says for each member in which row its household stands. Of each household there is a member, who may be
        one that is not known.
        """
        neighbours = Neighbours(rows, households.height)
        households, members = self._with_narrowed(households), self._with_narrowed(members)
        for phase in self.phases:
            households = _with_layers(households, phase.households)
            if phase.spread:
                spread = (neighbours.spread(households[one]).alias(to) for one, to in phase.spread)
                members = members.with_columns(spread)
            members = _with_layers(members, phase.members)
            if phase.gathered:
                households = households.with_columns(_gathered(neighbours, members, phase.gathered))
        return households, members

    def _with_narrowed(self, frame: pl.DataFrame) -> pl.DataFrame:
        # All that stands in a column is within its bounds.
        return frame.with_columns_seq(
            pl.col(name).cast(dtype, wrap_numerical=True)
            for name, dtype in self.narrowed
            if name in frame.columns and frame.schema[name].is_integer() and frame.schema[name] != dtype
        )


@dataclass(frozen=True, slots=True)
class Told:
    """Of whom a flag is true: where `hit` is, or everywhere where there is none, of `rows`, the rows of households.

    `members` are the ids beside them; None where the flag is about households.
    """

    flag: Flag
    hit: pl.Series | None
    rows: pl.Series
    members: pl.Series | None

    def one_by_one(self) -> pl.DataFrame:
        """A row for each: `ROW`, `MEMBER` (null for the household), `fact`, `kind`."""
        nobody = pl.lit(None, pl.String).alias(MEMBER)
        who = nobody if self.members is None else self._hit(self.members).cast(pl.String)
        what = pl.lit(self.flag.fact).alias("fact"), pl.lit(self.flag.kind).alias("kind")
        return self._hit(self.rows).to_frame().select(ROW, who, *what)

    def counted(self) -> pl.DataFrame:
        """A row for each household: `ROW`, and the `number` of those it is told of."""
        rows = self._hit(self.rows)
        if self.members is None:
            return pl.DataFrame([rows, pl.repeat(1, rows.len(), dtype=pl.UInt32, eager=True).alias("number")])
        # Members stand by household.
        runs = rows.rle().struct.unnest()
        return pl.DataFrame([runs.get_column("value").alias(ROW), runs.get_column("len").alias("number")])

    def _hit(self, column: pl.Series) -> pl.Series:
        return column if self.hit is None else column.filter(self.hit)


@dataclass(frozen=True, slots=True)
class Made:
    """What came of a slice: columns of households, of the members that are named, what contradicts itself, and what
    is noticed."""

    households: pl.DataFrame
    members: pl.DataFrame
    contradictions: tuple[Told, ...]
    notices: tuple[Told, ...]


def _written(schedule: Schedule) -> Written:
    graph, writer = schedule.graph, Writer(schedule, _POLARS)

    def layers(steps: Sequence[Sequence[int]]) -> Layers:
        return tuple(tuple(map(writer.column, layer)) for layer in steps)

    def moved(step: int) -> tuple[str, str]:
        arguments = graph[step].arguments
        return column_of(graph, arguments[0]) if arguments else ROW, column_of(graph, step)

    phases = tuple(
        WrittenPhase(
            layers(phase.households),
            tuple(moved(step) for step in phase.spread),
            layers(phase.members),
            tuple((graph[step].op, *moved(step)) for step in phase.gathered),
        )
        for phase in schedule.phases
    )
    narrowed = ((column_of(graph, step), _narrowest(*graph.bounds(step))) for step in schedule.compared)
    return Written(
        phases,
        not schedule.read.isdisjoint((GHOST, BESIDE)),
        tuple((name, dtype) for name, dtype in narrowed if dtype is not None),
    )


def _narrowest(low: int, high: int) -> pl.DataType | None:
    """The type of whole numbers that takes the least of those that are compared in less time; None for any."""
    types = ((pl.UInt8(), 0, 2**8), (pl.Int16(), -(2**15), 2**15))
    return next((dtype for dtype, least, beyond in types if least <= low and high < beyond), None)


def screen_slice(program: Program, households: pl.DataFrame, members: pl.DataFrame, first: int) -> Made:
    """Screen the households that stand in the row `first` of a registry and those after it, with their members.

    Of each household there is a member, who may be one that is not known.
    """
    rows = members[ROW] - first if first else members[ROW]
    households, members = Written.of(program.joining.schedule).run(households, members, rows)
    bits = Joins.of(program.joining, program.outputs).run(households, members, RowsApart(rows, households.height))
    of_households, of_members = (_Found(program.graph, bits, frame) for frame in (households, members))
    contradictions, notices = (
        tuple(_told(flags, of_households, of_members, first)) for flags in (program.contradictions, program.notices)
    )
    columns = of_members.columns(program.of_members.values())
    if GHOST in members.columns and columns:
        named = ~members[GHOST]
        columns = [column.filter(named) for column in columns]
    return Made(
        pl.DataFrame(of_households.columns(program.verdicts.values())), pl.DataFrame(columns), contradictions, notices
    )


class _Found:
    """What steps about households, or about members, come to: as columns of a frame, or as bits."""

    def __init__(self, graph: Graph, bits: Sequence[int], frame: pl.DataFrame) -> None:
        self._graph = graph
        self._bits = bits
        self.frame = frame
        self._names = frozenset(frame.columns)

    def columns(self, truths: Iterable[Truth]) -> list[pl.Series]:
        """The columns of truths, each once."""
        steps = dict.fromkeys(step for truth in truths for step in truth)
        return [self.column(step) for step in steps if not self.is_everywhere(step)]

    def column(self, step: int) -> pl.Series:
        """One of them."""
        name = column_of(self._graph, step)
        if name in self._names:
            return self.frame[name]
        return column_of_bits(self._bits[step], self.frame.height).alias(name)

    def is_everywhere(self, step: int) -> bool:
        """Whether a step is the same of all."""
        return self._graph[step].op is Op.CONSTANT


def _with_layers(frame: pl.DataFrame, layers: Layers) -> pl.DataFrame:
    for layer in layers:
        # One after the other: other slices keep the other threads busy.
        frame = frame.with_columns_seq(layer)
    return frame


def _gathered(
    neighbours: Neighbours, members: pl.DataFrame, gathered: Sequence[tuple[Op, str, str]]
) -> Iterator[pl.Series]:
    for op, one, to in gathered:
        match op:
            case Op.ANY:
                yield neighbours.any_of(members[one]).alias(to)
            case Op.TOTAL:
                yield neighbours.total_of(members[one]).alias(to)
            case _:
                yield neighbours.size.alias(to)


def _told(flags: Sequence[Flag], households: _Found, members: _Found, first: int) -> Iterator[Told]:
    """Of whom the flags are true, flag by flag."""
    if not flags:
        return
    of_households = pl.int_range(first, first + households.frame.height, dtype=pl.UInt32, eager=True).alias(ROW)
    of_members = members.frame[ROW].cast(pl.UInt32)
    for one in flags:
        about_members = one.fact.startswith("member.")
        whose = (of_members, members.frame[MEMBER]) if about_members else (of_households, None)
        found = members if about_members else households
        if found.is_everywhere(one.step):
            yield Told(one, None, *whose)
            continue
        hit = found.column(one.step)
        if hit.any():
            yield Told(one, hit, *whose)
