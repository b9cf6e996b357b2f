"""Cases laid out as the normalised frames of a registry, the slow and open way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import polars as pl

from clausewise.case import Case
from clausewise.language.facts import Fact, FactType, Subject
from clausewise.language.model import Pack
from clausewise.screening.rules.columns import EVERYBODY, HOUSEHOLD, MEMBER, ROW
from clausewise.screening.rules.dates import day_number

_TYPES: dict[FactType, Any] = {
    FactType.BOOLEAN: pl.Boolean,
    FactType.INTEGER: pl.Int32,
    FactType.MONEY: pl.Int64,
    FactType.DATE: pl.Int32,
    FactType.CHOICE: pl.UInt8,
}


def cell(fact: Fact, value: Any) -> Any:
    """A value as it stands in a normalised column."""
    if value is None:
        return None
    match fact.type:
        case FactType.MONEY:
            return int(Fraction(value) * 100)
        case FactType.DATE:
            return day_number(value)
        case FactType.CHOICE:
            return list(fact.values or {}).index(value)
    return value


def as_told(case: Case) -> Case:
    """A case as a registry can tell it.

    It cannot say that a household has no members, but only that it has not been told of any; nor that of a date only
    the month or the year is known.
    """
    members = tuple(replace(one, spans={}) for one in case.members)
    return replace(case, spans={}, members=members, everybody=case.everybody and bool(members))


def frames_of(pack: Pack, cases: Sequence[Case]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The households of cases, and their members; whether these are all is told where some may not be."""
    people = [(row, member) for row, case in enumerate(cases) for member in case.members]
    households: dict[str, Any] = {HOUSEHOLD: pl.Series([case.id for case in cases], dtype=pl.String)}
    if not all(case.everybody for case in cases):
        # Of a household without members nobody says anything.
        households[EVERYBODY] = pl.Series([case.everybody or None for case in cases], dtype=pl.Boolean)
    members: dict[str, Any] = {
        ROW: pl.Series([row for row, _ in people], dtype=pl.UInt32),
        MEMBER: pl.Series([member.id for _, member in people], dtype=pl.String),
    }
    for name, fact in pack.facts.items():
        if fact.subject is Subject.MEMBER:
            values = [cell(fact, member.values.get(name)) for _, member in people]
            members[name] = pl.Series(values, dtype=_TYPES[fact.type])
        else:
            households[name] = pl.Series([cell(fact, case.values.get(name)) for case in cases], dtype=_TYPES[fact.type])
    return pl.DataFrame(households), pl.DataFrame(members)
