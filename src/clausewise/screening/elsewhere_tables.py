"""One table of a registry that lies elsewhere, normalised, with what is wrong with each row beside it.

Lazy Narwhals frames on DuckDB or Spark; nothing is read here. Rows have no numbers there: they are told by their ids.
Columns of the registry are named `as_given`, so that none is taken for one of ours.
"""

from __future__ import annotations

import operator
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from typing import Any

import narwhals as nw

from clausewise.errors import Diagnostic, RequestError
from clausewise.screening.asked import Asked
from clausewise.screening.cell_kinds import WHITE
from clausewise.screening.cells import Cell, cell_of
from clausewise.screening.columns import EVERYBODY, HOUSEHOLD, MEMBER, MOST_MEMBERS, plain
from clausewise.screening.mapping import TableKind, TableMapping, fact_in_column
from clausewise.screening.placing import as_given
from clausewise.screening.problems import Problem

Frame = nw.LazyFrame[Any]

_PLACED, _TIMES, _FIRST, _LAST = "placed", "times", "first household", "last household"


def given(column: str) -> str:
    """The name that a registry's column has here: without a dot, and none of ours."""
    return as_given(plain(column))


@dataclass(frozen=True)
class RawTable:
    """A table as it lies there, its columns renamed by `given`: what people call it, the columns' own names, and the
    SHA-256 of the files it lies in ("" where there are none to be read from here)."""

    kind: TableKind
    name: str
    frame: Frame
    columns: tuple[str, ...]
    digest: str = ""


@dataclass(frozen=True)
class Check:
    """One kind of thing that may be wrong with a row: the column it is about, and the column of ours that is true of
    rows with it (never null)."""

    column: str | None
    problem: Problem
    flag: str


@dataclass(frozen=True)
class CheckedTable:
    """A table normalised: `household` (as text, or null), `member` of the members, facts, columns kept, and flags.

    `placed` is true of rows whose household the registry has.
    """

    mapping: TableMapping
    name: str
    frame: Frame
    checks: tuple[Check, ...]
    facts: tuple[str, ...]

    @property
    def kind(self) -> TableKind:
        return self.mapping.kind

    @property
    def placed(self) -> nw.Expr:
        """Whether a row's household is known to the registry."""
        return nw.col(_PLACED)

    @property
    def bad(self) -> nw.Expr:
        """Whether anything is wrong with a row."""
        return reduce(operator.or_, (nw.col(check.flag) for check in self.checks))

    @property
    def ids(self) -> tuple[str, ...]:
        """The columns with the ids of a row."""
        return (HOUSEHOLD, MEMBER) if self.kind is TableKind.MEMBERS else (HOUSEHOLD,)

    def computed(self, frame: Frame) -> CheckedTable:
        """The same with a frame that has been computed."""
        return replace(self, frame=frame)


def check_households(asked: Asked, raw: RawTable, kept: Sequence[str]) -> CheckedTable:
    """The households; `kept` are columns of the registry that stay. Raises: RequestError for a column's type."""
    table = _normalised(asked, asked.mapping.households, raw, kept)
    frame = table.frame.with_columns((~nw.col(HOUSEHOLD).is_null()).alias(_PLACED))
    twice = _counted(frame.filter(nw.col(_PLACED)), HOUSEHOLD).filter(nw.col(_TIMES) > 1)
    column = asked.mapping.households.household
    checks = [_flag(Problem.NO_ID, column), _flag(Problem.TWICE, column)]
    frame = frame.with_columns((~nw.col(_PLACED)).alias(checks[0].flag))
    return _with(table, marked(frame, twice, [HOUSEHOLD], checks[1].flag), checks)


def check_members(asked: Asked, raw: RawTable, kept: Sequence[str], households: Frame) -> CheckedTable:
    """The members; `households` has the households' ids. Raises: RequestError for a column's type."""
    mapping = asked.mapping.members
    assert mapping is not None, "there is a table of members"
    assert mapping.member is not None, "members have an id"
    table, checks = _placed(_normalised(asked, mapping, raw, kept), households)
    named = table.frame.filter(nw.col(_PLACED) & ~nw.col(MEMBER).is_null())
    twice = _counted(named, HOUSEHOLD, MEMBER).filter(nw.col(_TIMES) > 1)
    crowded = (
        table.frame.filter(nw.col(_PLACED))
        .group_by(HOUSEHOLD)
        .agg(nw.len().alias(_TIMES), nw.col(MEMBER).min().alias(MEMBER))
        .filter(nw.col(_TIMES) > MOST_MEMBERS)
    )
    own = [_flag(Problem.NO_ID, mapping.member), _flag(Problem.TWICE, mapping.member)]
    own.append(_flag(Problem.TOO_MANY_MEMBERS, None))
    frame = table.frame.with_columns(nw.col(MEMBER).is_null().alias(own[0].flag))
    frame = marked(frame, twice, [HOUSEHOLD, MEMBER], own[1].flag)
    # Told once for each household, at the first of its members.
    frame = marked(frame, crowded, [HOUSEHOLD, MEMBER], own[2].flag)
    if asked.mapping.members_once:
        own.append(_flag(Problem.TWO_HOUSEHOLDS, mapping.member))
        among = named.group_by(MEMBER).agg(
            nw.col(HOUSEHOLD).min().alias(_FIRST), nw.col(HOUSEHOLD).max().alias(_LAST)
        )  # fmt: skip
        frame = marked(frame, among.filter(nw.col(_FIRST) != nw.col(_LAST)), [MEMBER], own[-1].flag)
    return _with(table, frame, [*checks, *own])


def check_applications(asked: Asked, raw: RawTable, kept: Sequence[str], households: Frame) -> CheckedTable:
    """The applications; `households` has the households' ids. Raises: RequestError for a column's type."""
    mapping = asked.mapping.applications
    assert mapping is not None, "there is a table of applications"
    table, checks = _placed(_normalised(asked, mapping, raw, kept), households)
    twice = _counted(table.frame.filter(nw.col(_PLACED)), HOUSEHOLD).filter(nw.col(_TIMES) > 1)
    check = _flag(Problem.TWICE, mapping.household)
    return _with(table, marked(table.frame, twice, [HOUSEHOLD], check.flag), [*checks, check])


# ---------------------------------------------------------------- rows


def _normalised(asked: Asked, mapping: TableMapping, raw: RawTable, kept: Sequence[str]) -> CheckedTable:
    """Ids, facts that rules read, kept columns, and a flag for each column and problem of its cells."""
    cells = _cells(asked, mapping, raw)
    flags: dict[Check, nw.Expr] = {}
    for column, cell in cells:
        for problem, condition in cell.problems:
            check = _flag(problem, column)
            # One column may tell two facts; a row is counted once.
            flags[check] = flags[check] | condition if check in flags else condition
    ids = [_id_of(raw, mapping, mapping.household).alias(HOUSEHOLD)]
    if mapping.member is not None:
        ids.append(_id_of(raw, mapping, mapping.member).alias(MEMBER))
    frame = raw.frame.select(
        *ids,
        *(cell.value.alias(plain(cell.fact)) for _, cell in cells),
        *(condition.alias(check.flag) for check, condition in flags.items()),
        *map(given, kept),
    )
    facts = tuple(plain(cell.fact) for _, cell in cells)
    if mapping.everybody is False:
        frame, facts = frame.with_columns(nw.lit(False).alias(EVERYBODY)), (*facts, EVERYBODY)
    return CheckedTable(mapping, raw.name, frame, tuple(flags), facts)


def _cells(asked: Asked, mapping: TableMapping, raw: RawTable) -> list[tuple[str, Cell]]:
    schema = raw.frame.collect_schema()
    read = asked.facts()
    cells = []
    for one in mapping.read:
        if one.fact in (*read, EVERYBODY):
            fact, dtype = fact_in_column(asked.pack, one), schema[given(one.column)]
            # Once by its own name, for what is said of its type.
            cell_of(fact, one, dtype, choices=nw.Int16)
            cells.append((one.column, cell_of(fact, replace(one, column=given(one.column)), dtype, choices=nw.Int16)))
    return cells


def _id_of(raw: RawTable, mapping: TableMapping, column: str) -> nw.Expr:
    """An id as text, null where there is none. Raises: RequestError for a column that can be none."""
    dtype = raw.frame.collect_schema()[given(column)]
    if not (dtype.is_integer() or isinstance(dtype, (nw.String, nw.Categorical, nw.Enum, nw.Unknown))):
        problem = f"{column} is of type {dtype} and cannot be an id"
        raise RequestError(Diagnostic(problem, mapping.place, "name a column of texts or whole numbers"))
    written = nw.col(given(column)).cast(nw.String).str.strip_chars(WHITE)
    return nw.when(written != "").then(written)


def _placed(table: CheckedTable, households: Frame) -> tuple[CheckedTable, list[Check]]:
    """The rows, with whether the registry has their household."""
    checks = [_flag(problem, table.mapping.household) for problem in (Problem.NO_HOUSEHOLD, Problem.STRANGE_HOUSEHOLD)]
    there = households.select(HOUSEHOLD).filter(~nw.col(HOUSEHOLD).is_null()).unique()
    nobody = nw.col(HOUSEHOLD).is_null()
    frame = marked(table.frame, there, [HOUSEHOLD], _PLACED).with_columns(
        nobody.alias(checks[0].flag), (~nobody & ~nw.col(_PLACED)).alias(checks[1].flag)
    )
    return replace(table, frame=frame), checks


def _counted(frame: Frame, *ids: str) -> Frame:
    return frame.group_by(*ids).agg(nw.len().alias(_TIMES))


def marked(frame: Frame, keys: Frame, on: list[str], flag: str) -> Frame:
    """The rows, with whether they are among `keys`, each of which stands there once."""
    joined = frame.join(keys.select(*on, nw.lit(True).alias(flag)), on=on, how="left")
    return joined.with_columns(nw.col(flag).fill_null(False))


def _flag(problem: Problem, column: str | None) -> Check:
    return Check(column, problem, f"{problem.value} {plain(column or '')}")


def _with(table: CheckedTable, frame: Frame, checks: Iterable[Check]) -> CheckedTable:
    return replace(table, frame=frame, checks=(*table.checks, *checks))
