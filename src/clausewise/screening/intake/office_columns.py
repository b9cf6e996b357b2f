"""What the office says, as columns of the households that are the same for all of them.

So whatever reads facts reads these too. What holds on the day is for the office to say.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import narwhals as nw
from narwhals.dtypes import DType, NumericType

from clausewise.language.facts import FactType, Value
from clausewise.language.model import Pack
from clausewise.screening.intake.household import held_value

_TYPES: Mapping[FactType, DType] = {
    FactType.BOOLEAN: nw.Boolean(),
    FactType.INTEGER: nw.Int32(),
    FactType.MONEY: nw.Int64(),
    FactType.DATE: nw.Int32(),
}


def office_columns(
    pack: Pack, said: Mapping[str, Value], named: Callable[[str], str] = str, choices: type[NumericType] = nw.UInt8
) -> list[nw.Expr]:
    """A column for each office fact that is said. `choices` is the type of a choice's normalised column."""
    facts = [(pack.facts[name], value) for name, value in said.items()]
    return [
        nw.lit(held_value(fact, value)).cast(_TYPES.get(fact.type) or choices).alias(named(fact.name))
        for fact, value in facts
    ]
