"""Screens one slice of frames, some thousand households with their members, step by step.

The steps are Narwhals' expressions like those of other engines; what Narwhals makes of them for Polars is written down
once for each program, since a slice takes little longer than that. Nothing here looks beyond its slice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import narwhals as nw
import polars as pl

from clausewise.screening.columns import BESIDE, GHOST, MEMBER, ROW
from clausewise.screening.expressions import Writer, column_of
from clausewise.screening.flags import Flag
from clausewise.screening.graph import Graph, Op
from clausewise.screening.neighbours import Neighbours
from clausewise.screening.program import Program

Layers = tuple[tuple[pl.Expr, ...], ...]


@dataclass(frozen=True, slots=True)
class WrittenPhase:
    """A phase as Polars' expressions, by layers; and by name what goes from households to members and back."""

    households: Layers
    spread: tuple[tuple[str, str], ...]
    members: Layers
    gathered: tuple[tuple[Op, str, str], ...]


@dataclass(frozen=True)
class Written:
    """A program as Polars runs it: its phases, and the columns that are kept of what they make."""

    program: Program
    phases: tuple[WrittenPhase, ...]
    of_households: tuple[str, ...]
    of_members: tuple[str, ...]
    reads_ghosts: bool

    @classmethod
    def of(cls, program: Program) -> Written:
        """A program as it was written before, or is now."""
        kept = program.kept.get(cls)
        if not isinstance(kept, cls):
            kept = program.kept[cls] = _written(program)
        return kept


@dataclass(frozen=True, slots=True)
class Made:
    """What came of a slice: columns of households, of the members that are named, what contradicts itself, and what
    is noticed."""

    households: pl.DataFrame
    members: pl.DataFrame
    contradictions: tuple[pl.DataFrame, ...]
    notices: tuple[pl.DataFrame, ...]


class _Dictation(pl.DataFrame):
    """A frame of no rows that takes down what it is asked to compute."""

    taken: tuple[Any, ...] = ()

    def with_columns(self, *exprs: Any, **named_exprs: Any) -> pl.DataFrame:
        self.taken = exprs
        return self


def _native(expressions: Iterable[nw.Expr]) -> tuple[pl.Expr, ...]:
    """What Narwhals makes of expressions for Polars."""
    dictation = _Dictation()
    nw.from_native(dictation, eager_only=True).with_columns(*expressions)
    return dictation.taken


def _written(program: Program) -> Written:
    graph, writer = program.graph, Writer(program)

    def layers(steps: Sequence[Sequence[int]]) -> Layers:
        return tuple(_native(map(writer.column, layer)) for layer in steps)

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
        for phase in program.phases
    )
    of_households = [step for truth in program.verdicts.values() for step in truth] + [*program.settling.values()]
    ghosts = any(node.op is Op.COLUMN and node.value in (GHOST, BESIDE) for node in graph.nodes)
    of_members = (step for truth in program.of_members.values() for step in truth)
    return Written(program, phases, _columns(program, of_households), _columns(program, of_members), ghosts)


def _columns(program: Program, steps: Iterable[int]) -> tuple[str, ...]:
    graph = program.graph
    return tuple(dict.fromkeys(column_of(graph, step) for step in steps if graph[step].op is not Op.CONSTANT))


def screen_slice(written: Written, households: pl.DataFrame, members: pl.DataFrame, first: int) -> Made:
    """Screen the households that stand in the row `first` of a registry and those after it, with their members.

    Of each household there is a member, who may be one that is not known.
    """
    neighbours = Neighbours(members[ROW] - first if first else members[ROW], households.height)
    for phase in written.phases:
        households = _with_layers(households, phase.households)
        if phase.spread:
            members = members.with_columns(neighbours.spread(households[one]).alias(to) for one, to in phase.spread)
        members = _with_layers(members, phase.members)
        if phase.gathered:
            households = households.with_columns(_gathered(neighbours, members, phase.gathered))
    program = written.program
    contradictions, notices = (
        tuple(_told(program.graph, flags, households, members, first))
        for flags in (program.contradictions, program.notices)
    )
    if GHOST in members.columns and written.of_members:
        members = members.filter(~pl.col(GHOST))
    return Made(households.select(written.of_households), members.select(written.of_members), contradictions, notices)


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
    graph: Graph, flags: Iterable[Flag], households: pl.DataFrame, members: pl.DataFrame, first: int
) -> Iterator[pl.DataFrame]:
    """Of whom the flags are true, flag by flag."""
    for one in flags:
        of_members = one.fact.startswith("member.")
        frame = members if of_members else households
        node = graph[one.step]
        if node.op is not Op.CONSTANT:
            hit = frame[column_of(graph, one.step)]
            if not hit.any():
                continue
            rows = hit.arg_true()
        else:
            rows = pl.int_range(frame.height, dtype=pl.UInt32, eager=True)
        found = frame.select(ROW, MEMBER).gather(rows) if of_members else rows.alias(ROW).to_frame()
        who = pl.col(MEMBER) if of_members else pl.lit(None, pl.String).alias(MEMBER)
        row = pl.col(ROW).cast(pl.UInt32) + (0 if of_members else first)
        yield found.select(row, who.cast(pl.String), pl.lit(one.fact).alias("fact"), pl.lit(one.kind).alias("kind"))
