"""Screens one slice of frames, some thousand households with their members, step by step.

The steps are the expressions of other engines, written for Polars itself: Narwhals would make the same of them, and
takes four times as long. They are written once for each schedule. Nothing here looks beyond its slice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import polars as pl

from clausewise.classes import dataclass
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
    """A schedule as Polars runs it: its phases, and whether they read which members are not listed."""

    phases: tuple[WrittenPhase, ...]
    reads_ghosts: bool

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
        for phase in self.phases:
            households = _with_layers(households, phase.households)
            if phase.spread:
                spread = (neighbours.spread(households[one]).alias(to) for one, to in phase.spread)
                members = members.with_columns(spread)
            members = _with_layers(members, phase.members)
            if phase.gathered:
                households = households.with_columns(_gathered(neighbours, members, phase.gathered))
        return households, members


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
    return Written(phases, not schedule.read.isdisjoint((GHOST, BESIDE)))


def screen_slice(program: Program, households: pl.DataFrame, members: pl.DataFrame, first: int) -> Made:
    """Screen the households that stand in the row `first` of a registry and those after it, with their members.

    Of each household there is a member, who may be one that is not known.
    """
    rows = members[ROW] - first if first else members[ROW]
    households, members = Written.of(program.schedule).run(households, members, rows)
    contradictions, notices = (
        tuple(_told(program.graph, flags, households, members, first))
        for flags in (program.contradictions, program.notices)
    )
    if GHOST in members.columns and program.of_members:
        members = members.filter(~pl.col(GHOST))
    return Made(
        households.select(_columns(program.graph, program.verdicts.values())),
        members.select(_columns(program.graph, program.of_members.values())),
        contradictions,
        notices,
    )


def _columns(graph: Graph, truths: Iterable[Truth]) -> Sequence[str]:
    """The columns of truths, each once."""
    steps = (step for truth in truths for step in truth)
    return list(dict.fromkeys(column_of(graph, step) for step in steps if graph[step].op is not Op.CONSTANT))


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


def _told(
    graph: Graph, flags: Sequence[Flag], households: pl.DataFrame, members: pl.DataFrame, first: int
) -> Iterator[Told]:
    """Of whom the flags are true, flag by flag."""
    if not flags:
        return
    of_households = pl.int_range(first, first + households.height, dtype=pl.UInt32, eager=True).alias(ROW)
    of_members = members[ROW].cast(pl.UInt32)
    for one in flags:
        about_members = one.fact.startswith("member.")
        whose = (of_members, members[MEMBER]) if about_members else (of_households, None)
        if graph[one.step].op is Op.CONSTANT:
            yield Told(one, None, *whose)
            continue
        hit = (members if about_members else households)[column_of(graph, one.step)]
        if hit.any():
            yield Told(one, hit, *whose)
