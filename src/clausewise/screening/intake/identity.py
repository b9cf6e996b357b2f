"""Identity numbers of residents (GB 11643-1999), of 18 digits or of the older 15, however a registry writes them.

Expressions of Narwhals over texts. A number is what is left without white space and marks that show as nothing, with
digits of full width as plain ones and a capital X; what is then no such number is nobody's.
"""

from __future__ import annotations

import functools
import operator
from collections.abc import Iterable
from typing import Any, TypeVar

import narwhals as nw

from clausewise.case.identity_numbers import WEIGHTS
from clausewise.screening.intake.cell_days import day_of_number

_MARKS = "[\\s'’\u00a0\u3000\u200b-\u200f\u2060\ufeff]"
_PLAIN = dict(zip("０１２３４５６７８９Ｘｘx", "0123456789XXX", strict=True))
_LONG, _SHORT = r"^[0-9]{17}[0-9X]$", r"^[0-9]{15}$"

F = TypeVar("F", nw.DataFrame[Any], nw.LazyFrame[Any])


def number_column(name: str) -> str:
    """The column beside one of identity numbers that has them as they are compared."""
    return f"number of {name}"


def person_column(name: str) -> str:
    """The column beside one of identity numbers that says of whom they tell."""
    return f"person of {name}"


def born_column(name: str) -> str:
    """The column beside one of identity numbers that has the day of birth of the person."""
    return f"birth of {name}"


def with_numbers(rows: F, names: Iterable[str]) -> F:
    """The rows with numbers, persons and their days of birth beside each of these columns.

    They are columns of their own because all that is asked of them asks often: written out in full each time, it would
    be more than an engine can plan.
    """
    names = tuple(names)
    numbers = (as_number(nw.col(name).cast(nw.String)).alias(number_column(name)) for name in names)
    persons = (person_of(nw.col(number_column(name))).alias(person_column(name)) for name in names)
    digits = (nw.col(person_column(name)).str.slice(6, 8).cast(nw.Int32).alias(born_column(name)) for name in names)
    days = (day_of_number(nw.col(born_column(name))).alias(born_column(name)) for name in names)
    for stage in (numbers, persons, digits, days) if names else ():
        rows = rows.with_columns(*stage)
    return rows


def as_number(written: nw.Expr) -> nw.Expr:
    """The numbers as they are compared."""
    bare = written.str.replace_all(_MARKS, "")
    return functools.reduce(lambda text, pair: text.str.replace_all(*pair, literal=True), _PLAIN.items(), bare)


def person_of(number: nw.Expr) -> nw.Expr:
    """The same 17 digits for a person whichever of the two forms a number has; null for what is none.

    Numbers of 15 digits were given to those born in the 1900s only, and have no check digit.
    """
    older = nw.concat_str(number.str.slice(0, 6), nw.lit("19"), number.str.slice(6, 9))
    of_older = nw.when(number.str.contains(_SHORT)).then(older)
    return nw.when(number.str.contains(_LONG)).then(number.str.slice(0, 17)).otherwise(of_older)


def fits(number: nw.Expr) -> nw.Expr:
    """Whether the check digit is that of the other 17; true of numbers that have none."""
    long = nw.when(number.str.contains(_LONG)).then(number)
    digits = [long.str.slice(at, 1).cast(nw.Int32) * weight for at, weight in enumerate(WEIGHTS)]
    last = long.str.slice(17, 1).str.replace_all("X", "10", literal=True).cast(nw.Int32)
    return ((functools.reduce(operator.add, digits) + last) % 11 == 1).fill_null(True)
