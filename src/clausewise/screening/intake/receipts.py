"""What columns that say who receives an aid may hold: words of which it is said what they mean, or amounts."""

from __future__ import annotations

import re

import narwhals as nw
from narwhals.dtypes import DType

from clausewise.screening.intake.cell_kinds import WHITE, is_true
from clausewise.screening.mapping.receiving import MOST_RECEIVED, Receiving

_AMOUNT = r"^\+?([0-9]{1,10}|[0-9]{1,3}(,[0-9]{3}){1,2})(\.[0-9]{1,30})?$"
_WHOLE = re.compile(r"[+-]?[0-9]{1,18}", re.ASCII)


def strange_receipt(receiving: Receiving, dtype: DType, name: str) -> nw.Expr | None:
    """Of which cells nobody says whether they mean receiving; None where every cell says it by itself. `name` is what
    the column is called where it is read."""
    if isinstance(dtype, nw.Boolean):
        return None
    words = receiving.meanings()
    if dtype.is_numeric():
        given = nw.col(name).cast(nw.Float64)
        numbers: nw.Expr = nw.when(~given.is_nan()).then(given)
        known = [float(word) for word in words if _WHOLE.fullmatch(word)]
        strange: nw.Expr = ~numbers.is_in(known) if known else ~numbers.is_null()
        if not receiving.values:
            strange = strange & ((numbers < 0) | (numbers > MOST_RECEIVED))
        return is_true(~numbers.is_null() & strange)
    text = nw.col(name).cast(nw.String).str.strip_chars(WHITE).str.to_lowercase()
    strange = ~text.is_in(["", *words])
    if not receiving.values:
        strange = strange & ~text.str.contains(_AMOUNT)
    return is_true(strange)
