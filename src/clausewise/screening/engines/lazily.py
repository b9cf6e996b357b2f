"""Screens tables that are computed elsewhere, in a DuckDB database or on a Spark cluster, through Narwhals.

The same steps as in memory; what members come to for their household is a maximum or a sum for each household, and
nothing of ours runs where the data is. Households and members are joined by the household's id.
"""

from __future__ import annotations

import datetime
import operator
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import reduce
from typing import Any, Protocol

import narwhals as nw

from clausewise.classes import dataclass
from clausewise.language.model import Pack
from clausewise.language.verdicts import Verdict
from clausewise.screening.intake.asked import Kept
from clausewise.screening.rules.columns import BESIDE, EVERYBODY, GHOST, HOUSEHOLD, MEMBER, plain
from clausewise.screening.rules.expressions import NARWHALS, Writer
from clausewise.screening.rules.flags import Flag
from clausewise.screening.rules.graph import Graph, Level, Op
from clausewise.screening.rules.program import Program, compile_rules
from clausewise.screening.rules.reading import Known, Truth

Frame = nw.LazyFrame[Any]


class Holder(Protocol):
    """What holds rows between the phases; see `Engine`."""

    def keep(self, frame: Frame) -> Frame:
        """The same rows, computed once."""

    def let_go(self, frame: Frame) -> None:
        """Let go of rows that were kept."""


@dataclass(frozen=True)
class Told:
    """Of which households, or members, something is told: `household`, `member` (null for the household), and for each
    flag a column that is true of whom it is told."""

    frame: Frame
    flags: Mapping[str, Flag]

    def rows(self) -> Frame:
        """The same with a row for each that is told: `household`, `member`, `fact`, `kind`. Reads the frame once for
        each flag."""
        return nw.concat(
            [
                self.frame.filter(nw.col(column)).select(
                    HOUSEHOLD, MEMBER, nw.lit(flag.fact).alias("fact"), nw.lit(flag.kind).alias("kind")
                )
                for column, flag in self.flags.items()
            ]
        )


@dataclass(frozen=True)
class LazilyScreened:
    """What comes of a registry, not computed before it is written, sorted by their ids (before verdicts become text,
    which takes most room): `verdicts` with a row for each household, a text
    column for each rule, and the number of notices of each kind and fact (see `notice_column`); `members` for each
    member (`household`, `member`) and each rule about members. `contradictions` and `notices` are told of whom. All
    stand on what is `held`."""

    verdicts: Frame
    members: Frame
    contradictions: tuple[Told, ...]
    notices: tuple[Told, ...]
    held: tuple[Frame, ...]


def notice_column(kind: str, fact: str) -> str:
    """The column with the number of notices of a kind on a fact."""
    return f"notice {kind} {plain(fact)}"


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
    open_lists = _any(_open_beside(households, members))
    ghosts = open_lists or _any(households.join(members.select(HOUSEHOLD), on=HOUSEHOLD, how="anti"))
    if ghosts:
        complete = {name for name in complete if not name.startswith("member.")}
    return Known(frozenset(present), frozenset(complete), ghosts, open_lists)


def _any(frame: Frame | None) -> bool:
    return frame is not None and bool(frame.select(nw.len().alias("all")).collect().item())


def _open_beside(households: Frame, members: Frame) -> Frame | None:
    """The households that list members and do not say that these are everybody; None where all say so."""
    if EVERYBODY not in households.collect_schema().names():
        return None
    is_open = households.filter(~nw.col(EVERYBODY).fill_null(False)).select(HOUSEHOLD)
    return is_open.join(members.select(HOUSEHOLD), on=HOUSEHOLD, how="semi")


def screen_tables(
    pack: Pack, as_of: datetime.date, households: Any, members: Any, along: Kept | None = None,
    holder: Holder | None = None,
) -> LazilyScreened:  # fmt: skip
    """Screen normalised tables (see `columns`), as native or Narwhals frames; members name their `household`.

    The columns `along` follow the ids in the verdicts. Without a holder nothing is held between phases.
    Raises: RequestError naming the rule or fact that columns cannot give exactly.
    """
    wrapped = [_undotted(frame) for frame in (households, members)]
    known = known_of(pack, wrapped[0], wrapped[1])
    program = compile_rules(pack, as_of, known)
    return _Run(program, (wrapped[0], wrapped[1]), known, along or Kept(), holder).run()


def _undotted(given: Any) -> Frame:
    native = nw.to_native(given, pass_through=True)
    if nw.dependencies.is_pyspark_dataframe(native) or nw.dependencies.is_pyspark_connect_dataframe(native):
        # By position: a name with a dot cannot even be asked for.
        native = native.toDF(*map(plain, native.columns))
    frame: Frame = nw.from_native(native, pass_through=False).lazy()
    return frame.rename({name: plain(name) for name in frame.collect_schema().names() if plain(name) != name})


class _Run:
    def __init__(
        self, program: Program, tables: tuple[Frame, Frame], known: Known, along: Kept, holder: Holder | None
    ) -> None:
        households, members = tables
        self._holder = holder
        # What is held of households and of members.
        self._held: dict[Level, Frame] = {}
        self._program = program
        self._along = along
        self._graph = program.graph
        self._writer = Writer(program.schedule, NARWHALS, plain)
        facts = set(map(plain, program.facts))
        of_households = [name for name in households.collect_schema().names() if name in facts]
        of_members = [name for name in members.collect_schema().names() if name in facts]
        self._households = households.select(HOUSEHOLD, *along.of_households, *of_households)
        self._members = members.select(HOUSEHOLD, MEMBER, *along.of_members, *of_members)
        if known.ghosts:
            beside = _open_beside(households, members) if known.open_lists else None
            self._add_unnamed([*along.of_members, *of_members], beside)

    def run(self) -> LazilyScreened:
        for at, phase in enumerate(self._program.schedule.phases):
            after = self._read_after(at)
            self._households = self._hold(Level.HOUSEHOLD, self._computed(self._households, phase.households), after)
            self._spread(phase.spread)
            self._members = self._hold(Level.MEMBER, self._computed(self._members, phase.members), after)
            self._gather(phase.gathered)
        named = self._members.filter(~nw.col(MEMBER).is_null())
        counts = self._count_notices()
        return LazilyScreened(
            self._households.sort(HOUSEHOLD).select(
                HOUSEHOLD,
                *self._along.of_households,
                *_verdicts(self._writer, self._graph, self._program.verdicts),
                *counts,
            ),
            named.sort(HOUSEHOLD, MEMBER).select(
                HOUSEHOLD,
                MEMBER,
                *self._along.of_members,
                *_verdicts(self._writer, self._graph, self._program.of_members),
            ),
            tuple(self._told(self._program.contradictions)),
            tuple(self._told(self._program.notices)),
            tuple(self._held.values()),
        )

    def _add_unnamed(self, columns: Sequence[str], open_beside: Frame | None) -> None:
        """A row of unknowns for each household that may have others than those listed."""
        schema = self._members.collect_schema()
        nothing = [nw.lit(None).cast(schema[name]).alias(name) for name in (MEMBER, *columns)]
        unnamed = self._households.select(HOUSEHOLD).join(self._members.select(HOUSEHOLD), on=HOUSEHOLD, how="anti")
        rows = [(self._members, False, False), (unnamed.with_columns(*nothing), True, False)]
        if open_beside is not None:
            rows.append((open_beside.with_columns(*nothing), True, True))
        self._members = nw.concat(
            [
                frame.with_columns(nw.lit(ghost).alias(GHOST), nw.lit(beside).alias(BESIDE)).select(
                    HOUSEHOLD, MEMBER, *columns, GHOST, BESIDE
                )
                for frame, ghost, beside in rows
            ]
        )

    def _computed(self, frame: Frame, layers: Sequence[Sequence[int]]) -> Frame:
        return reduce(lambda made, layer: made.with_columns(*map(self._writer.column, layer)), layers, frame)

    def _hold(self, level: Level, frame: Frame, columns: Set[str]) -> Frame:
        """The rows computed once, with no column that nobody reads any more, in place of those of the phase before.
        Otherwise each phase, which goes from households to members and back, would have all before it computed twice.
        """
        always = (HOUSEHOLD, MEMBER, GHOST, BESIDE, *self._along.of_households, *self._along.of_members)
        there = frame.collect_schema().names()
        read = frame.select(name for name in there if name in always or name in columns)
        if self._holder is None:
            return read
        before, held = self._held.get(level), self._holder.keep(read)
        if before is not None:
            self._holder.let_go(before)
        self._held[level] = held
        return held

    def _read_after(self, phase: int) -> Set[str]:
        """The columns that are read once the households of a phase are computed."""
        program, phases = self._program, self._program.schedule.phases[phase:]
        later = [step for one in phases[1:] for layer in (*one.households, *one.members) for step in layer]
        later += [step for one in phases for step in (*one.spread, *one.gathered)]
        later += [step for layer in phases[0].members for step in layer]
        columns = program.schedule.columns
        truths = (*program.verdicts.values(), *program.of_members.values())
        outputs = [*(step for truth in truths for step in truth), *(one.step for one in program.contradictions)]
        outputs += [one.step for one in program.notices]
        names = {self._writer.name(step) for step in outputs if step in columns or self._is_fact(step)}
        asked, waiting = set(), [argument for step in (*later, *outputs) for argument in self._graph[step].arguments]
        while waiting:
            step = waiting.pop()
            if step in columns or self._is_fact(step):
                names.add(self._writer.name(step))
            elif step not in asked:
                asked.add(step)
                waiting += self._graph[step].arguments
        return names

    def _is_fact(self, step: int) -> bool:
        return self._graph[step].op is Op.COLUMN

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

    def _count_notices(self) -> list[nw.Expr]:
        """How many notices a household has of each kind on each fact; of members those of all of them."""
        of_households, of_members = self._by_subject(self._program.notices)
        summed = {
            column: reduce(operator.add, (self._flagged(one).cast(nw.Int64) for one in flags))
            for column, flags in _by_column(of_members).items()
        }
        if summed:
            members = self._members.select(HOUSEHOLD, *(number.alias(column) for column, number in summed.items()))
            gathered = members.group_by(HOUSEHOLD).agg(*(nw.col(column).sum().cast(nw.Int64) for column in summed))
            self._households = self._households.join(gathered, on=HOUSEHOLD, how="left")
        own = {
            column: reduce(operator.add, (self._flagged(one).cast(nw.Int64) for one in flags))
            for column, flags in _by_column(of_households).items()
        }
        return [*map(nw.col, summed), *(number.alias(column) for column, number in own.items())]

    def _told(self, flags: Sequence[Flag]) -> Iterator[Told]:
        """Of whom what is told, households and members apart; none where nothing can be."""
        for frame, own in zip((self._households, self._members), self._by_subject(flags), strict=True):
            if not own:
                continue
            named = {f"told {at}": one for at, one in enumerate(own)}
            of_members = frame is self._members
            member = nw.col(MEMBER) if of_members else nw.lit(None).cast(nw.String).alias(MEMBER)
            told = frame.select(HOUSEHOLD, member, *(self._flagged(one).alias(name) for name, one in named.items()))
            yield Told(told.filter(reduce(operator.or_, map(nw.col, named))), named)

    def _by_subject(self, flags: Iterable[Flag]) -> tuple[list[Flag], list[Flag]]:
        """The flags on facts of households, and of members."""
        found: tuple[list[Flag], list[Flag]] = ([], [])
        for one in flags:
            found[one.fact.startswith("member.")].append(one)
        return found

    def _flagged(self, flag: Flag) -> nw.Expr:
        is_everywhere = self._graph[flag.step].op is Op.CONSTANT
        return nw.lit(True) if is_everywhere else nw.col(self._writer.name(flag.step))


def _by_column(flags: Iterable[Flag]) -> dict[str, list[Flag]]:
    found: dict[str, list[Flag]] = {}
    for one in flags:
        found.setdefault(notice_column(one.kind, one.fact), []).append(one)
    return found


def _verdicts(writer: Writer[nw.Expr], graph: Graph, truths: dict[str, Truth]) -> Iterable[nw.Expr]:
    def read(step: int) -> nw.Expr:
        return nw.lit(bool(graph[step].value)) if graph[step].level is Level.NONE else nw.col(writer.name(step))

    for rule, (proved, possible) in truths.items():
        open_or_not = (
            nw.when(read(possible))
            .then(nw.lit(Verdict.UNDETERMINED.value))
            .otherwise(nw.lit(Verdict.DOES_NOT_APPLY.value))
        )
        yield nw.when(read(proved)).then(nw.lit(Verdict.APPLIES.value)).otherwise(open_or_not).alias(rule)
