"""The intake of a registry: how rows of a table are read, and what is wrong with them, once for every engine.

Expressions and frames of Narwhals, run on stretches in memory and lazily elsewhere. A row is known by its `LINE`, its
registry's columns by a name that is none of ours; whatever is wrong with it is a row of the frame of problems.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, TypeVar

import narwhals as nw
from narwhals.dtypes import DType, NumericType

from clausewise.classes import dataclass
from clausewise.errors import Diagnostic, RequestError
from clausewise.screening.intake.asked import Asked
from clausewise.screening.intake.cell_kinds import WHITE
from clausewise.screening.intake.cells import Cell, cell_of
from clausewise.screening.intake.contents import RawColumn, with_cells
from clausewise.screening.intake.identity import born_column, fits, number_column, person_column, with_numbers
from clausewise.screening.intake.problems import COLUMN, PROBLEM, TABLE, VALUE, Problem
from clausewise.screening.intake.receipts import strange_receipt
from clausewise.screening.mapping.model import TableKind, TableMapping, fact_in_column
from clausewise.screening.mapping.words import SHEET_ERRORS, folded
from clausewise.screening.rules.columns import EVERYBODY, HOUSEHOLD, LINE, MEMBER, MOST_MEMBERS, as_given, given, plain

Lazy = nw.LazyFrame[Any]
F = TypeVar("F", nw.DataFrame[Any], nw.LazyFrame[Any])

PLACED = "placed"
"""The column that says whether the registry has a row's household."""

PERSON = "person"
"""The column that says of whom an identity number tells."""

_OWN, _TIMES, _FIRST, _LAST = "own id", "times", "first household", "last household"


@dataclass(frozen=True)
class Dialect:
    """What columns of a registry and of facts are called where they are read, and the type of a choice's column."""

    raw: Callable[[str], str]
    fact: Callable[[str], str]
    choices: type[NumericType]


IN_MEMORY = Dialect(as_given, str, nw.UInt8)
ELSEWHERE = Dialect(given, plain, nw.Int16)


@dataclass(frozen=True)
class Check:
    """One kind of thing that may be wrong with a row, and the column of the registry that it is about."""

    column: str | None
    problem: Problem

    @property
    def flag(self) -> str:
        """The column of ours that is true of rows with it; never null."""
        return f"{self.problem.value} {plain(self.column or '')}"


def with_ids(rows: F, mapping: TableMapping, schema: Mapping[str, DType], dialect: Dialect) -> F:
    """The rows with their ids as text, `HOUSEHOLD` and `MEMBER`, and `PERSON`, of whom an identity number tells however
    it is written; each null where there is none. Raises: RequestError for a column that can be none.
    """
    nobody = nw.lit(None, nw.String)
    own = nobody if mapping.member is None else _id_of_row(mapping, mapping.member, schema, dialect)
    number = None if mapping.identity is None else dialect.raw(mapping.identity.column)
    person = nobody if number is None else nw.col(person_column(number))
    household = _id_of_row(mapping, mapping.household, schema, dialect)
    ids = [household.alias(HOUSEHOLD), own.alias(MEMBER), person.alias(PERSON)]
    written = {dialect.raw(one.column) for one in mapping.read if one.from_id_number} | ({number} if number else set())
    return with_numbers(rows, sorted(written)).with_columns(*ids)


def _id_of_row(mapping: TableMapping, column: str, schema: Mapping[str, DType], dialect: Dialect) -> nw.Expr:
    """The ids that rows are known by: what a sheet shows for an error is none."""
    own = _id(mapping, column, schema, dialect)
    return own if schema[dialect.raw(column)].is_integer() else nw.when(~own.str.contains(SHEET_ERRORS)).then(own)


def _id(mapping: TableMapping, column: str, schema: Mapping[str, DType], dialect: Dialect) -> nw.Expr:
    dtype = schema[dialect.raw(column)]
    if not (dtype.is_integer() or isinstance(dtype, (nw.String, nw.Categorical, nw.Enum, nw.Unknown))):
        problem = f"{column} is of type {dtype} and cannot be an id"
        raise RequestError(Diagnostic(problem, mapping.place, "name a column of texts or whole numbers"))
    written = nw.col(dialect.raw(column)).cast(nw.String).str.strip_chars(WHITE)
    none = list(map(folded, mapping.unknown))
    return nw.when(~written.str.to_lowercase().is_in(["", *none]) if none else written != "").then(written)


class Reader:
    """How rows of one table are read. `schema` has the types of its columns by the dialect's names, `facts` are those
    that anybody asks for; `along` are columns that are kept, of which some may say who receives an aid.
    Raises: RequestError for a column that cannot hold what it is said to."""

    def __init__(
        self,
        asked: Asked,
        mapping: TableMapping,
        schema: Mapping[str, DType],
        dialect: Dialect,
        facts: Collection[str],
        along: Collection[str] = (),
    ) -> None:
        cells: dict[str, list[Cell]] = {}
        beside = set()
        for one in mapping.read:
            if one.fact in (*facts, EVERYBODY):
                name = dialect.raw(one.column)
                fact = fact_in_column(asked.pack, one)
                cells.setdefault(name, []).append(cell_of(fact, one, schema[name], name, dialect.choices))
                beside |= {name} if one.from_id_number else set()
        self._with_ids = functools.partial(with_ids, mapping=mapping, schema=schema, dialect=dialect)
        flags = {name: _flags(of) for name, of in cells.items()}
        self._read = [
            RawColumn(
                name,
                tuple(of),
                tuple(cell.value.alias(dialect.fact(cell.fact)) for cell in of),
                tuple(condition.alias(check.flag) for check, condition in flags[name].items()),
                by_itself=name not in beside,
            )
            for name, of in cells.items()
        ]
        read = [cell for of in cells.values() for cell in of]
        others: dict[Check, nw.Expr] = {}
        if mapping.identity is not None:
            is_id = mapping.identity.column == mapping.member
            written = nw.col(MEMBER) if is_id else _id(mapping, mapping.identity.column, schema, dialect)
            born = mapping.identity.born
            known = nw.col(dialect.fact(born)) if born is not None and born in {one.fact for one in read} else None
            others |= _of_identity(mapping.identity.column, dialect, written, known)
        for paid in asked.receiving:
            name = dialect.raw(paid.column)
            strange = strange_receipt(paid, schema[name], name) if paid.column in along else None
            if strange is not None:
                others[Check(paid.column, Problem.STRANGE_RECEIPT)] = strange
        self.facts = tuple(dialect.fact(cell.fact) for cell in read)
        # Made last: some of it rests on the values of cells.
        self._beside = [condition.alias(check.flag) for check, condition in others.items()]
        if mapping.everybody is False:
            self._beside.append(nw.lit(False).alias(EVERYBODY))
            self.facts = (*self.facts, EVERYBODY)
        self.columns = tuple(dict.fromkeys((*mapping.ids, *(cell.column for cell in read))))
        self.checks = (*(check for of in flags.values() for check in of), *others)
        """What is looked at in each cell."""

    def read(self, rows: F) -> F:
        """The rows with their ids, facts and flags beside."""
        read = with_cells(self._with_ids(rows), self._read)
        return read.with_columns(*self._beside) if self._beside else read


def _flags(cells: Sequence[Cell]) -> dict[Check, nw.Expr]:
    flags: dict[Check, nw.Expr] = {}
    for cell in cells:
        for problem, condition in cell.problems:
            check = Check(cell.column, problem)
            # One column may tell two facts; a row is told once.
            flags[check] = flags[check] | condition if check in flags else condition
    return flags


def _of_identity(column: str, dialect: Dialect, written: nw.Expr, born: nw.Expr | None) -> dict[Check, nw.Expr]:
    """What may be wrong with an identity number, by itself and beside the day of birth that the registry gives."""
    day = nw.col(born_column(dialect.raw(column)))
    flags = {
        Check(column, Problem.NO_IDENTITY_NUMBER): ~written.is_null() & day.is_null(),
        Check(column, Problem.WRONG_CHECK_DIGIT): ~day.is_null() & ~fits(nw.col(number_column(dialect.raw(column)))),
    }
    if born is not None:
        flags[Check(column, Problem.BORN_OTHERWISE)] = (day != born).fill_null(False)
    return flags


# ---------------------------------------------------------------- rows


def check_rows(rows: Lazy, mapping: TableMapping, *, once: bool) -> tuple[Lazy, tuple[Check, ...]]:
    """Flag rows whose ids are missing, strange, or stand more than once. `rows` have `PLACED` and what `with_ids` adds.

    With `once`, a member's id may stand in one household only. Of applications a household has one at most.
    """
    nobody, placed = nw.col(HOUSEHOLD).is_null(), nw.col(PLACED)
    if mapping.kind is TableKind.HOUSEHOLDS:
        own = {Check(mapping.household, Problem.NO_ID): nobody}
    else:
        own = {
            Check(mapping.household, Problem.NO_HOUSEHOLD): nobody,
            Check(mapping.household, Problem.STRANGE_HOUSEHOLD): ~nobody & ~placed,
        }
    if mapping.member is None:
        found = {
            Check(mapping.household, Problem.TWICE): ([HOUSEHOLD], _more_than_once(rows.filter(placed), HOUSEHOLD))
        }
    else:
        own[Check(mapping.member, Problem.NO_ID)] = nw.col(MEMBER).is_null()
        # An id that is an identity number is compared as that.
        is_number = mapping.identity is not None and mapping.identity.column == mapping.member
        own_id = nw.coalesce(nw.col(PERSON), nw.col(MEMBER)) if is_number else nw.col(MEMBER)
        rows = rows.with_columns(own_id.alias(_OWN))
        found = _crowded(rows) | _repeated(rows, mapping.member, _OWN, once=once)
        if mapping.identity is not None and not is_number:
            found |= _repeated(rows, mapping.identity.column, PERSON, once=True)
    rows = rows.with_columns(*(condition.alias(check.flag) for check, condition in own.items()))
    for check, (on, keys) in found.items():
        rows = marked(rows, keys, on, check.flag)
    return rows, (*own, *found)


def _crowded(rows: Lazy) -> dict[Check, tuple[list[str], Lazy]]:
    """Households with more members than are read. Told once for each, at the first of its members."""
    sizes = rows.filter(nw.col(PLACED)).group_by(HOUSEHOLD).agg(nw.len().alias(_TIMES), nw.col(MEMBER).min())
    return {Check(None, Problem.TOO_MANY_MEMBERS): ([HOUSEHOLD, MEMBER], sizes.filter(nw.col(_TIMES) > MOST_MEMBERS))}


def _repeated(rows: Lazy, column: str, whose: str, *, once: bool) -> dict[Check, tuple[list[str], Lazy]]:
    """Who stands twice in a household, and with `once` in two of them."""
    named = rows.filter(nw.col(PLACED) & ~nw.col(whose).is_null())
    both = [HOUSEHOLD, whose]
    found = {Check(column, Problem.TWICE): (both, _more_than_once(named, *both))}
    if once:
        ends = [nw.col(HOUSEHOLD).min().alias(_FIRST), nw.col(HOUSEHOLD).max().alias(_LAST)]
        apart = named.group_by(whose).agg(*ends).filter(nw.col(_FIRST) != nw.col(_LAST))
        found[Check(column, Problem.TWO_HOUSEHOLDS)] = ([whose], apart)
    return found


def _more_than_once(rows: Lazy, *ids: str) -> Lazy:
    return rows.group_by(*ids).agg(nw.len().alias(_TIMES)).filter(nw.col(_TIMES) > 1)


def marked(rows: Lazy, keys: Lazy, on: list[str], flag: str) -> Lazy:
    """The rows, with whether they are among `keys`, each of which stands there once."""
    joined = rows.join(keys.select(*on, nw.lit(True).alias(flag)), on=on, how="left")
    return joined.with_columns(nw.col(flag).fill_null(False))


# ---------------------------------------------------------------- what is wrong


def counted(checks: Sequence[Check]) -> list[nw.Expr]:
    """How many rows have each thing wrong, by its flag."""
    return [nw.col(check.flag).cast(nw.Int64).sum().alias(check.flag) for check in checks]


def flagged(rows: F, kind: TableKind, check: Check, dialect: Dialect, *along: str) -> F:
    """The rows that a check is true of, as rows of the frame of problems."""
    value = None if check.column is None else dialect.raw(check.column)
    return as_problems(rows.filter(nw.col(check.flag)), kind, check, *along, value=value)


def as_problems(rows: F, kind: TableKind, check: Check, *along: str, value: str | None = None) -> F:
    """All of these rows as rows of the frame of problems; `value` is the column with what stands there."""
    return rows.select(
        nw.lit(kind.value).alias(TABLE),
        nw.col(LINE),
        nw.lit(check.column, nw.String).alias(COLUMN),
        nw.lit(check.problem.value).alias(PROBLEM),
        (nw.lit(None, nw.String) if value is None else _as_text(rows, value)).alias(VALUE),
        nw.col(HOUSEHOLD),
        nw.col(MEMBER),
        *map(nw.col, along),
    )


def _as_text(rows: nw.DataFrame[Any] | nw.LazyFrame[Any], column: str) -> nw.Expr:
    """What stands in a column, in the words of every engine."""
    cells = nw.col(column)
    is_moment = isinstance(rows.collect_schema()[column], nw.Datetime)
    return cells.dt.to_string("%Y-%m-%d %H:%M:%S") if is_moment else cells.cast(nw.String)


def place_of(asked: Asked, fact: str, *, of_nobody: bool) -> tuple[TableKind, str]:
    """The table and column that a fact stands in, or would, with its name there; `of_nobody` is of no member listed."""
    there = {one.fact: (table.kind, one.column) for table in asked.mapping.tables for one in table.facts}
    if fact in there and not (of_nobody and there[fact][0] is TableKind.MEMBERS):
        return there[fact]
    return TableKind.HOUSEHOLDS if of_nobody else TableKind.MEMBERS, f"{asked.pack.facts[fact].label.zh} ({fact})"
