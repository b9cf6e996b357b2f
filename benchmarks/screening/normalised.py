"""A registry of `registry.py` as the normalised frames that are screened in memory, without any intake."""

from __future__ import annotations

import polars as pl
from registry import Recipe, tables

from clausewise.language.facts import Fact, FactType, Subject
from clausewise.screening.rules.columns import HOUSEHOLD, MEMBER, ROW
from clausewise.screening.rules.dates import MONTH


def frames(recipe: Recipe, first: int, number: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """So many households from a row on, and their members."""
    made = tables(recipe, first, number)
    households = made["households"].hstack(made["applications"].drop("household"))
    rows = made["members"].select((pl.col("household") != pl.col("household").shift(1)).fill_null(True).cum_sum() - 1)
    of_households = [fact for fact in recipe.facts if fact.subject is not Subject.MEMBER]
    return (
        households.select(pl.col("household").alias(HOUSEHOLD), *map(_normalised, of_households)),
        made["members"].select(
            rows.to_series().cast(pl.UInt32).alias(ROW),
            pl.col("member").alias(MEMBER),
            *map(_normalised, recipe.of(Subject.MEMBER)),
        ),
    )


def _normalised(fact: Fact) -> pl.Expr:
    column = pl.col(fact.name)
    match fact.type:
        case FactType.CHOICE:
            names = list(fact.values or {})
            return column.replace_strict(names, list(range(len(names))), return_dtype=pl.UInt8)
        case FactType.DATE:
            return (column.dt.year() * 12 + column.dt.month() - 1) * MONTH + column.dt.day()
    return column
