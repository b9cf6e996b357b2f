"""Screens frames in memory, with Polars: what members come to for their household without hashing.

Members stand by household, so those of one are neighbours. Whether any of them fulfils a condition is found by looking
one further, two further, four further, as far as the largest household goes; on bits, 64 of them at once.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import narwhals as nw
import polars as pl

from clausewise.language.model import Pack
from clausewise.language.verdicts import VERDICTS
from clausewise.screening.columns import GHOST, HOUSEHOLD, MEMBER, ROW
from clausewise.screening.expressions import Writer, column_of
from clausewise.screening.graph import Graph, Op
from clausewise.screening.program import Program, compile_rules
from clausewise.screening.reading import Known, Truth

VERDICT = pl.Enum([verdict.value for verdict in VERDICTS])
"""The type of a verdict's column; its codes are those of the verdicts."""


@dataclass(frozen=True)
class Screened:
    """What came of a part of a registry: columns of truths, made verdicts when somebody asks.

    `contradictions` has a row for each household or member of whom a fact is given otherwise than it follows from
    others (`given_otherwise`), or follows as one that cannot be (`impossible`): `household_row`, `member` (null for the
    household), `fact`, `kind`.
    """

    program: Program
    households: pl.DataFrame
    of_members: pl.DataFrame
    contradictions: pl.DataFrame

    @cached_property
    def verdicts(self) -> pl.DataFrame:
        """One row for each household, one column for each rule; of a rule about members the strongest of theirs."""
        graph, truths = self.program.graph, self.program.verdicts
        return self.households.select(HOUSEHOLD, *_verdicts(graph, truths))

    def count_settling(self) -> pl.DataFrame:
        """In how many households an answer to a fact would settle a rule (null: some rule): `fact`, `rule`,
        `households`, where there are any."""
        rows = [
            (fact, rule, _constant_or_sum(self.households, self.program.graph, step))
            for (fact, rule), step in self.program.settling.items()
        ]
        schema = {"fact": pl.String, "rule": pl.String, "households": pl.Int64}
        return pl.DataFrame([row for row in rows if row[2]], schema=schema, orient="row")

    @cached_property
    def members(self) -> pl.DataFrame:
        """One row for each member (`household_row`, `member`), one column for each rule about members."""
        graph, truths = self.program.graph, self.program.of_members
        named = self.of_members.filter(~pl.col(GHOST)) if GHOST in self.of_members.columns else self.of_members
        return named.select(ROW, MEMBER, *_verdicts(graph, truths))

    def count(self, rule: str) -> dict[str, int]:
        """In how many households a rule has each verdict."""
        proved, possible = (_constant_or_sum(self.households, self.program.graph, step)
                            for step in self.program.verdicts[rule])  # fmt: skip
        number = self.households.height
        return dict(zip([one.value for one in VERDICTS], (number - possible, possible - proved, proved), strict=True))


def screen_frames(program: Program, households: pl.DataFrame, members: pl.DataFrame) -> Screened:
    """The verdicts of all rules for normalised frames (see `columns`), members in the order of their households.

    The program is one for what these frames have: see `program_for`.
    """
    return _Run(program, households, members).run()


def program_for(
    pack: Pack, as_of: datetime.date, households: pl.DataFrame, members: pl.DataFrame, *, settling: bool = False
) -> Program:
    """The rules for what frames have: their columns, those without unknowns, and whether all members are named."""
    columns = {name: frame[name] for frame in (households, members) for name in frame.columns if name in pack.facts}
    # A column of nothing but unknowns is as good as none.
    present = {name: column for name, column in columns.items() if column.null_count() < len(column)}
    complete = frozenset(name for name, column in present.items() if not column.null_count())
    ghosts = _has_unnamed(households, members)
    # The row of a member who is not named knows nothing, whatever others know.
    if ghosts:
        complete = frozenset(name for name in complete if not name.startswith("member."))
    return compile_rules(pack, as_of, Known(frozenset(present), complete, ghosts), settling=settling)


def _has_unnamed(households: pl.DataFrame, members: pl.DataFrame) -> bool:
    rows = members[ROW]
    return int((rows != rows.shift(1)).sum()) + min(len(rows), 1) < households.height


def _verdicts(graph: Graph, truths: dict[str, Truth]) -> Iterable[pl.Expr]:
    for rule, (proved, possible) in truths.items():
        code = _bit(graph, proved) + _bit(graph, possible)
        yield code.cat.to(VERDICT).alias(rule)


def _bit(graph: Graph, step: int) -> pl.Expr:
    if graph[step].op is Op.CONSTANT:
        return pl.lit(int(bool(graph[step].value)), pl.UInt8)
    return pl.col(column_of(graph, step)).cast(pl.UInt8)


def _constant_or_sum(frame: pl.DataFrame, graph: Graph, step: int) -> int:
    if graph[step].op is Op.CONSTANT:
        return frame.height if graph[step].value else 0
    return int(frame[column_of(graph, step)].sum())


class _Run:
    def __init__(self, program: Program, households: pl.DataFrame, members: pl.DataFrame) -> None:
        self._program = program
        self._graph = program.graph
        self._writer = Writer(program)
        if _has_unnamed(households, members):
            members = _with_unnamed(households, members)
        facts = program.facts
        self._households = households.select(HOUSEHOLD, *(one for one in households.columns if one in facts))
        kept = (ROW, MEMBER, *(one for one in members.columns if one in facts or one == GHOST))
        self._members = members.select(kept)

    def run(self) -> Screened:
        program = self._program
        neighbours = _Neighbours(self._members[ROW])
        for phase in program.phases:
            self._households = self._computed(self._households, phase.households)
            self._spread(phase.spread)
            self._members = self._computed(self._members, phase.members)
            self._gather(phase.gathered, neighbours)
        return Screened(program, self._households, self._members, self._contradictions())

    def _computed(self, frame: pl.DataFrame, layers: Sequence[Sequence[int]]) -> pl.DataFrame:
        wrapped = nw.from_native(frame, eager_only=True)
        for layer in layers:
            wrapped = wrapped.with_columns(*map(self._writer.column, layer))
        return wrapped.to_native()

    def _spread(self, steps: Sequence[int]) -> None:
        rows = self._members[ROW]
        self._members = self._members.with_columns(
            self._households[column_of(self._graph, self._graph[step].arguments[0])]
            .gather(rows)
            .alias(column_of(self._graph, step))
            for step in steps
        )

    def _gather(self, steps: Sequence[int], neighbours: _Neighbours) -> None:
        if not steps:
            return
        ways: dict[Op, Callable[[str], pl.Expr]] = {
            Op.ANY: neighbours.any_of,
            Op.TOTAL: neighbours.total_of,
            Op.SIZE: neighbours.size,
        }
        made = []
        for step in steps:
            node = self._graph[step]
            name = column_of(self._graph, node.arguments[0]) if node.arguments else ROW
            made.append(ways[node.op](name).alias(column_of(self._graph, step)))
        gathered = self._members.hstack(neighbours.frame).select(made)
        self._households = self._households.hstack(gathered)

    def _contradictions(self) -> pl.DataFrame:
        found = [_EMPTY]
        for one in self._program.contradictions:
            node = self._graph[one.step]
            of_members = one.fact.startswith("member.")
            frame = self._members if of_members else self._households
            name = column_of(self._graph, one.step)
            rows = frame.with_row_index(ROW) if not of_members else frame
            hit = rows.filter(pl.lit(True) if node.op is Op.CONSTANT else pl.col(name))
            who = pl.col(MEMBER) if of_members else pl.lit(None, pl.String)
            found.append(
                hit.select(
                    pl.col(ROW).cast(pl.UInt32), who.alias(MEMBER).cast(pl.String),
                    pl.lit(one.fact).alias("fact"), pl.lit(one.kind).alias("kind"),
                )
            )  # fmt: skip
        return pl.concat(found).sort(ROW, "fact", maintain_order=True)


_EMPTY = pl.DataFrame(schema={ROW: pl.UInt32, MEMBER: pl.String, "fact": pl.String, "kind": pl.String})


def _with_unnamed(households: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    """The members, and a row of unknowns for each household of which it is not known who belongs to it."""
    rows = pl.DataFrame({ROW: pl.int_range(households.height, dtype=pl.UInt32, eager=True)})
    unnamed = rows.join(members.select(ROW).unique(), on=ROW, how="anti").with_columns(pl.lit(True).alias(GHOST))
    together = pl.concat([members.with_columns(pl.lit(False).alias(GHOST)), unnamed], how="diagonal")
    return together.sort(ROW, maintain_order=True)


class _Neighbours:
    """How the rows of members stand to each other: who is the first and last of a household, who is of the same one."""

    def __init__(self, rows: pl.Series) -> None:
        first = (rows != rows.shift(1)).fill_null(True)
        columns = {_FIRST: first, _LAST: first.shift(-1, fill_value=True)}
        self._reach: list[int] = []
        further = 1
        while True:
            same = (rows == rows.shift(-further)).fill_null(False)
            if not same.any():
                break
            columns[_same(further)] = same
            self._reach.append(further)
            further *= 2
        self.frame = pl.DataFrame(columns)

    def any_of(self, name: str) -> pl.Expr:
        """Whether a boolean is true of any row of the household, one value for each household."""
        found = pl.col(name)
        for further in self._reach:
            found = found | (found.shift(-further, fill_value=False) & pl.col(_same(further)))
        return found.filter(pl.col(_FIRST))

    def total_of(self, name: str) -> pl.Expr:
        """The sum over the rows of the household; sums run on over all, and only their differences count."""
        return self._differences(pl.col(name).cast(pl.Int64).cum_sum())

    def size(self, name: str) -> pl.Expr:
        """How many rows a household has."""
        return self._differences(pl.int_range(1, pl.col(name).len() + 1, dtype=pl.Int64))

    def _differences(self, running: pl.Expr) -> pl.Expr:
        ends = running.filter(pl.col(_LAST))
        return ends - ends.shift(1, fill_value=0)


_FIRST, _LAST = "first of household", "last of household"


def _same(further: int) -> str:
    return f"same household {further} further"
