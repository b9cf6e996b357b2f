"""One household of a registry as a case, so that the engine can say of it why its verdicts are what they are.

Values as columns hold them, and back.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import polars as pl

from clausewise.case import Case, Member
from clausewise.language.facts import Fact, FactType, Value
from clausewise.language.model import Pack
from clausewise.screening.rules.columns import EVERYBODY, HOUSEHOLD, MEMBER, ROW
from clausewise.screening.rules.dates import day_number, day_of


def case_of_row(pack: Pack, as_of: datetime.date, households: pl.DataFrame, members: pl.DataFrame, row: int) -> Case:
    """The household in a row of normalised frames (counted from 0) as a case; what is not known of it is left out."""
    found = households.row(row, named=True)
    people = members.filter(pl.col(ROW) == row)
    named = tuple(Member(str(one[MEMBER]), _values(pack, one)) for one in people.iter_rows(named=True))
    return Case(
        str(found[HOUSEHOLD]),
        as_of,
        _values(pack, found),
        named,
        everybody=bool(named) and bool(found.get(EVERYBODY, True)),
    )


def _values(pack: Pack, row: Mapping[str, Any]) -> dict[str, Value]:
    return {
        name: value_of(pack.facts[name], value)
        for name, value in row.items()
        if name in pack.facts and value is not None
    }


def value_of(fact: Fact, value: Any) -> Value:
    """The value of a fact that its column holds so."""
    match fact.type:
        case FactType.MONEY:
            return Fraction(value, 100)
        case FactType.DATE:
            return day_of(value)
        case FactType.CHOICE:
            return list(fact.values or {})[int(value)]
    return value  # type: ignore[no-any-return]


def held_value(fact: Fact, value: Value) -> int | bool:
    """The value of a fact as its column holds it."""
    match value:
        case str():
            return list(fact.values or {}).index(value)
        case datetime.date():
            return day_number(value)
        case Fraction():
            return int(value * 100)
    return value
