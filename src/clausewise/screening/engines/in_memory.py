"""Screens frames in memory, with Polars, some thousand households at once.

The columns of so many fit into the processor's cache, and several threads take them in turn; one household's verdicts
rest on no other's. What members come to for their household is in `neighbours`.
"""

from __future__ import annotations

import datetime
import math
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from threading import Lock
from typing import Generic, TypeVar

import polars as pl

from clausewise.classes import dataclass
from clausewise.language.model import Pack
from clausewise.language.verdicts import VERDICTS
from clausewise.screening.engines.joining import Joins
from clausewise.screening.engines.neighbours import begins, falses
from clausewise.screening.engines.slices import Made as MadeOfSlice
from clausewise.screening.engines.slices import Told, Written, screen_slice
from clausewise.screening.figures.summary_counting import VERDICT
from clausewise.screening.rules.columns import BESIDE, EVERYBODY, GHOST, HOUSEHOLD, MEMBER, ROW, NoticesOn
from clausewise.screening.rules.expressions import column_of
from clausewise.screening.rules.graph import Graph, Op
from clausewise.screening.rules.program import Program, compile_rules
from clausewise.screening.rules.reading import Known, Truth

SLICE = 250_000
"""At most so many households are screened at once."""
FEW = 50_000
"""Fewer households than that are not worth a second thread."""


Made = TypeVar("Made")


class Compiled(Generic[Made]):
    """What was made last of packs, so that parts of one registry that have the same columns share it."""

    _MOST = 4

    def __init__(self, make: Callable[[Pack, datetime.date, Known], Made]) -> None:
        self._make = make
        self._made: OrderedDict[tuple[int, datetime.date, Known], tuple[Pack, Made]] = OrderedDict()
        self._lock = Lock()

    def of(self, pack: Pack, as_of: datetime.date, known: Known) -> Made:
        """What is made of a pack for what is known. Raises: RequestError naming what columns cannot give exactly."""
        # The pack is kept, so that no other has its number.
        key = (id(pack), as_of, known)
        with self._lock:
            made = self._made.pop(key, None) or (pack, self._make(pack, as_of, known))
            self._made[key] = made
            if len(self._made) > self._MOST:
                self._made.popitem(last=False)
        return made[1]


_PROGRAMS = Compiled(compile_rules)


@dataclass(frozen=True)
class Screened:
    """What came of a part of a registry: columns of truths, made verdicts when somebody asks.

    `contradictions` has a row for each household or member of whom a fact is given otherwise than it follows from
    others (`given_otherwise`), or follows as one that cannot be (`impossible`): `household_row`, `member` (null for the
    household), `fact`, `kind`. `told_notices` is of whom a check gives notices of what.
    """

    program: Program
    households: pl.DataFrame
    of_members: pl.DataFrame
    contradictions: pl.DataFrame
    told_notices: tuple[Told, ...]

    @cached_property
    def notices(self) -> pl.DataFrame:
        """The columns of `contradictions` for what a check gives notices of, by their kinds."""
        return pl.concat([_EMPTY, *(one.one_by_one() for one in self.told_notices)])

    @cached_property
    def counted_notices(self) -> Mapping[NoticesOn, pl.DataFrame]:
        """How many notices of each kind there are on each fact, by household: see `Part`."""
        found: dict[NoticesOn, list[pl.DataFrame]] = {}
        for one in self.told_notices:
            found.setdefault((one.flag.kind, one.flag.fact), []).append(one.counted())
        return {on: _each_household_once(pl.concat(counted)) for on, counted in found.items()}

    @cached_property
    def verdicts(self) -> pl.DataFrame:
        """One row for each household, one column for each rule; of a rule about members the strongest of theirs."""
        graph, truths = self.program.graph, self.program.verdicts
        return self.households.select(HOUSEHOLD, *_verdicts(graph, truths))

    @cached_property
    def members(self) -> pl.DataFrame:
        """One row for each member (`household_row`, `member`), one column for each rule about members."""
        graph, truths = self.program.graph, self.program.of_members
        return self.of_members.select(ROW, MEMBER, *_verdicts(graph, truths))

    def count(self, rule: str) -> dict[str, int]:
        """In how many households a rule has each verdict."""
        proved, possible = (_constant_or_sum(self.households, self.program.graph, step)
                            for step in self.program.verdicts[rule])  # fmt: skip
        number = self.households.height
        return dict(zip([one.value for one in VERDICTS], (number - possible, possible - proved, proved), strict=True))


def _each_household_once(counted: pl.DataFrame) -> pl.DataFrame:
    """Numbers by household added up: of one fact two things may be told."""
    if counted.get_column(ROW).is_unique().all():
        return counted
    return counted.group_by(ROW, maintain_order=True).agg(pl.col("number").sum())


def screen_frames(program: Program, households: pl.DataFrame, members: pl.DataFrame) -> Screened:
    """The verdicts of all rules for normalised frames (see `columns`), members in the order of their households.

    The program is one for what these frames have: see `program_for`.
    """
    # Written before threads take it.
    reads_ghosts = Written.of(program.joining.schedule).reads_ghosts
    Joins.of(program.joining, program.outputs)
    size = _size_of_slices(households.height)
    slices = list(sliced(program.facts, households, members, size, with_ghosts=reads_ghosts))

    def screen(one: tuple[pl.DataFrame, pl.DataFrame, int]) -> MadeOfSlice:
        return screen_slice(program, *one)

    if len(slices) > 1:
        with ThreadPoolExecutor(pl.thread_pool_size()) as threads:
            made = list(threads.map(screen, slices))
    else:
        made = [screen(one) for one in slices]
    contradictions = pl.concat([_EMPTY, *(told.one_by_one() for one in made for told in one.contradictions)])
    return Screened(
        program,
        households.select(HOUSEHOLD).hstack(pl.concat([one.households for one in made])),
        members.select(ROW, MEMBER).hstack(pl.concat([one.members for one in made])),
        contradictions.sort(ROW, "fact", maintain_order=True),
        tuple(told for one in made for told in one.notices),
    )


def program_for(pack: Pack, as_of: datetime.date, households: pl.DataFrame, members: pl.DataFrame) -> Program:
    """The rules for what frames have."""
    return _PROGRAMS.of(pack, as_of, known_of(pack, households, members))


def known_of(pack: Pack, households: pl.DataFrame, members: pl.DataFrame) -> Known:
    """What frames have: their columns, those without unknowns, and whether all members are named."""
    columns = {name: frame[name] for frame in (households, members) for name in frame.columns if name in pack.facts}
    # A column of nothing but unknowns is as good as none.
    present = {name: column for name, column in columns.items() if column.null_count() < len(column)}
    complete = frozenset(name for name, column in present.items() if not column.null_count())
    rows = members[ROW]
    open_lists = EVERYBODY in households.columns and bool(_is_open(households).gather(_told_of(rows)).any())
    ghosts = open_lists or int(begins(rows).sum()) < households.height
    # The row of a member who is not named knows nothing, whatever others know.
    if ghosts:
        complete = frozenset(name for name in complete if not name.startswith("member."))
    return Known(frozenset(present), complete, ghosts, open_lists)


def _is_open(households: pl.DataFrame) -> pl.Series:
    """Of which households it is not said that those listed are everybody."""
    if EVERYBODY not in households.columns:
        return falses(households.height)
    return ~households[EVERYBODY].fill_null(False)


def _told_of(rows: pl.Series) -> pl.Series:
    """The rows of households of which members are told, each once."""
    return rows.filter(begins(rows))


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


_EMPTY = pl.DataFrame(schema={ROW: pl.UInt32, MEMBER: pl.String, "fact": pl.String, "kind": pl.String})


def sliced(
    facts: Set[str], households: pl.DataFrame, members: pl.DataFrame, size: int, *, with_ghosts: bool
) -> Iterator[tuple[pl.DataFrame, pl.DataFrame, int]]:
    """Frames in slices of so many households: their facts, their members, and the row of the first.

    A household that may have others than those listed has a row of unknowns among its members; which rows are such is
    told where there are any, or `with_ghosts`.
    """
    is_open = _is_open(households)
    households = households.select(HOUSEHOLD, *(name for name in households.columns if name in facts))
    members = members.select(ROW, MEMBER, *(name for name in members.columns if name in facts))
    firsts = list(range(0, max(households.height, 1), size))
    starts = [*members[ROW].search_sorted(pl.Series(firsts, dtype=pl.UInt32)), members.height]
    for first, start, end in zip(firsts, starts, starts[1:], strict=False):
        of_slice = members.slice(start, end - start)
        with_unnamed = _with_unnamed(is_open[first : first + size], of_slice, first, with_ghosts=with_ghosts)
        yield households.slice(first, size), with_unnamed, first


def _size_of_slices(households: int) -> int:
    """As many households as leave every thread with the same work."""
    if households <= FEW:
        return max(households, 1)
    threads = pl.thread_pool_size()
    return math.ceil(households / (threads * math.ceil(households / (threads * SLICE))))


def _with_unnamed(is_open: pl.Series, members: pl.DataFrame, first: int, *, with_ghosts: bool) -> pl.DataFrame:
    """The members, and a row of unknowns for each household that may have others than those listed."""
    rows = members[ROW]
    everybody = not is_open.any() and int(begins(rows).sum()) == len(is_open)
    if everybody and not with_ghosts:
        return members
    named = members.with_columns(pl.lit(False).alias(GHOST), pl.lit(False).alias(BESIDE))
    if everybody:
        return named
    told_of = falses(len(is_open)).scatter(_told_of(rows) - first, True)
    may_be_others = is_open | ~told_of
    which = may_be_others.arg_true()
    unnamed = pl.DataFrame({ROW: (which + first).cast(rows.dtype), GHOST: True, BESIDE: told_of.gather(which)})
    unknown = pl.concat([named.clear(), unnamed], how="diagonal")
    return named.merge_sorted(unknown.select(named.columns), key=ROW)
