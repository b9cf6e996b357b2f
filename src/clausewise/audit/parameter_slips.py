"""Slips in a parameter: a value one step too low or too high, a day in force one day too early or too late.

Each comes with the parameter as it would be. Which rules read it is not known here.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from fractions import Fraction

from clausewise.audit.model import MutantKind
from clausewise.audit.slips import steps_from
from clausewise.classes import dataclass
from clausewise.language.facts import Parameter, Value, write_value
from clausewise.language.labels import Label

_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ParameterSlip:
    """A changed parameter, a name for the change, and a day on which the two have different values."""

    parameter: Parameter
    change: MutantKind
    name: str
    says: Label
    day: datetime.date


def slips_in(parameter: Parameter, as_of: datetime.date) -> Iterator[ParameterSlip]:
    """Every slip in the dated values of a parameter; `as_of` is the day that is shown where the two differ on it."""
    for index, (since, value) in enumerate(parameter.values):
        for name, other in _steps(value):
            says = Label(
                f"{parameter.label.zh}：{since} 起的 {_zh(value)} 改为 {_zh(other)}",
                f"{parameter.label.en}: {_en(value)} from {since} made {_en(other)}",
            )
            changed = _with(parameter, index, since, other)
            yield ParameterSlip(changed, MutantKind.PARAMETER, f"{since}/{name}", says, _shown(parameter, index, as_of))
        for days in (-1, 1):
            moved = _moved(parameter, index, days)
            if moved is not None:
                says = Label(
                    f"{parameter.label.zh}：{_zh(value)} 自 {since} 起改为自 {moved} 起",
                    f"{parameter.label.en}: {_en(value)} from {since} made from {moved}",
                )
                changed = _with(parameter, index, moved, value)
                yield ParameterSlip(changed, MutantKind.SINCE, f"{since}/from{days:+}", says, min(since, moved))


def _steps(value: Value) -> Iterator[tuple[str, Value]]:
    if isinstance(value, bool):
        yield ("no" if value else "yes"), not value
    elif isinstance(value, int | Fraction | datetime.date):
        yield from steps_from(value)


def _moved(parameter: Parameter, index: int, days: int) -> datetime.date | None:
    """The first day of a value one day earlier or later; None where another value begins then, or no day is left."""
    since = parameter.values[index][0]
    try:
        moved = since + days * _DAY
    except OverflowError:
        return None
    return None if moved in {other for other, _ in parameter.values} else moved


def _with(parameter: Parameter, index: int, since: datetime.date, value: Value) -> Parameter:
    values = (*parameter.values[:index], (since, value), *parameter.values[index + 1 :])
    return parameter._replace(values=values)


def _shown(parameter: Parameter, index: int, as_of: datetime.date) -> datetime.date:
    """A day on which a value is in force: the pack's, or else the first."""
    following = parameter.values[index + 1][0] if index + 1 < len(parameter.values) else None
    since = parameter.values[index][0]
    return as_of if since <= as_of and (following is None or as_of < following) else since


def _zh(value: Value) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return write_value(value)


def _en(value: Value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return write_value(value)
