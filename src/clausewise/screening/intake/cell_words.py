"""Truth values and choices, from words, whole numbers and truth values, by what they mean."""

from __future__ import annotations

import re
from typing import Any

import narwhals as nw
from narwhals.dtypes import NumericType

from clausewise.language.facts import Fact, FactType
from clausewise.screening.intake.cell_kinds import Checks, Raw, RawKind, is_true
from clausewise.screening.intake.problems import Problem
from clausewise.screening.mapping.words import meanings

_WHOLE = re.compile(r"[+-]?[0-9]{1,18}", re.ASCII)
# Beyond, floating point numbers are not all there.
_EXACT = 2.0**53


def word_cell(fact: Fact, raw: Raw, choices: type[NumericType]) -> tuple[nw.Expr, Checks] | None:
    """The value and problems of cells; None when such a column cannot hold the fact."""
    words = meanings(fact, raw.column.values, raw.column.unknown)
    is_boolean = fact.type is FactType.BOOLEAN
    if raw.kind is RawKind.BOOLEAN:
        known: dict[Any, int | None] = {said: words[word] for word, said in _TRUTHS.items() if word in words}
        if is_boolean and known in ({}, {True: 1, False: 0}):
            return raw.cells, ()
        cells, given = raw.cells, ~raw.cells.is_null()
    elif raw.kind is RawKind.TEXT:
        known = {"": None, **_as_decimals(words), **words}
        cells, given = raw.stripped.str.to_lowercase(), ~raw.cells.is_null()
    elif raw.kind in (RawKind.INTEGER, RawKind.FLOAT):
        known = _numbers(words)
        cells, given = _whole(raw), ~raw.given.is_null()
    else:
        return None
    said = {word: meant for word, meant in known.items() if meant is not None}
    if not said:
        return None
    value = cells.replace_strict(said, default=None, return_dtype=nw.Int8 if is_boolean else choices)
    strange = given & ~is_true(cells.is_in(list(known)))
    problem = Problem.NOT_A_TRUTH_VALUE if is_boolean else Problem.STRANGE_VALUE
    return value.cast(nw.Boolean) if is_boolean else value, ((problem, strange),)


_TRUTHS = {"true": True, "false": False}


def _as_decimals(words: dict[str, int | None]) -> dict[Any, int | None]:
    """The words that are whole numbers as an export writes them that took them for numbers with decimals."""
    numbers = {word: meant for word, meant in words.items() if _WHOLE.fullmatch(word)}
    return {f"{word}{ending}": meant for word, meant in numbers.items() for ending in (".0", ".00")}


def _numbers(words: dict[str, int | None]) -> dict[Any, int | None]:
    """The words that are whole numbers, as such; of 1 and 01 it is 1 that says what 1 means."""
    numbers = [word for word in words if _WHOLE.fullmatch(word)]
    return {int(word): words[word] for word in sorted(numbers, key=lambda word: (word == str(int(word)), word))}


def _whole(raw: Raw) -> nw.Expr:
    """Cells as whole numbers of 64 bits, null where they are none."""
    if raw.kind is RawKind.FLOAT:
        numbers = raw.given
        is_whole = (numbers.round(0) == numbers) & (numbers.abs() < _EXACT)
        return nw.when(is_whole).then(numbers).cast(nw.Int64)
    small = raw.cells
    if isinstance(raw.dtype, (nw.UInt64, nw.Int128, nw.UInt128)):
        small = nw.when((small >= -(2**31)) & (small < 2**31)).then(small)
    return small.cast(nw.Int64)
