"""Whole numbers and amounts, from numbers and from text."""

from __future__ import annotations

import narwhals as nw
from narwhals.dtypes import DType, NumericType

from clausewise.classes import dataclass
from clausewise.language.facts import Fact, FactType
from clausewise.screening.intake.cell_kinds import Checks, Raw, RawKind, is_true
from clausewise.screening.intake.problems import Problem
from clausewise.screening.mapping.model import Unit
from clausewise.screening.rules.columns import range_of

# By unit, how many decimals a whole number of fen has.
_DECIMALS = {Unit.FEN: 0, Unit.YUAN: 2, Unit.WAN_YUAN: 6}
# Also with a comma before every three digits.
_NUMBER = r"^[+-]?([0-9]{1,30}|[0-9]{1,3}(,[0-9]{3}){1,9})(\.[0-9]{1,30})?$"
# So many decimals has only what was a floating point number.
_FLOATED = r"\.[0-9]{12,}$"
# What a floating point number may be off from a whole number of fen, and for each fen.
_OFF, _OFF_EACH = 1e-6, 1e-15


def number_cell(fact: Fact, raw: Raw, choices: type[NumericType]) -> tuple[nw.Expr, Checks] | None:
    """The value and problems of cells; None when such a column cannot hold the fact."""
    is_money = fact.type is FactType.MONEY
    decimals = _DECIMALS[raw.column.unit] if is_money else 0
    bounds = _Bounds.of(fact)
    made = nw.Int64 if is_money else nw.Int32
    match raw.kind:
        case RawKind.INTEGER:
            return _of_integers(raw, bounds, 10**decimals, made)
        case RawKind.FLOAT if not (is_money and isinstance(raw.dtype, nw.Float32)):
            malformed = None
            shifted = raw.given * float(10**decimals)
            whole = _nearly_whole(shifted)
        case RawKind.TEXT:
            (given,) = raw.hold(given=raw.given)
            malformed = ~given.str.contains(_NUMBER)
            (text,) = raw.hold(text=nw.when(~malformed).then(given).str.replace_all(",", "", literal=True))
            (shifted,) = raw.hold(number=text.cast(nw.Float64) * float(10**decimals))
            whole = text.str.contains(_whole_pattern(decimals))
            whole = whole | (text.str.contains(_FLOATED) & _nearly_whole(shifted))
        case _:
            return None
    rounded = shifted.round(0)
    inside = (rounded >= bounds.low) & (rounded <= bounds.high)
    value = nw.when(inside & whole).then(rounded).cast(made)
    checks = [
        *bounds.checks(rounded),
        (Problem.FINER_THAN_FEN if is_money else Problem.NOT_A_WHOLE_NUMBER, inside & ~whole),
    ]
    if malformed is not None:
        # Text that is no whole number may be one with decimals, or no number at all.
        checks.append((Problem.NOT_AN_AMOUNT if is_money else Problem.NOT_A_WHOLE_NUMBER, malformed))
    return value, _once(checks)


def _nearly_whole(numbers: nw.Expr) -> nw.Expr:
    """Whether floating point numbers are as whole as such numbers can be."""
    return (numbers - numbers.round(0)).abs() <= numbers.abs() * _OFF_EACH + _OFF


@dataclass(frozen=True)
class _Bounds:
    low: int
    high: int
    below: Problem

    @classmethod
    def of(cls, fact: Fact) -> _Bounds:
        """What the normalised column may hold, and what is said of what is less."""
        negative = fact.type is FactType.MONEY and fact.minimum in (None, 0)
        return cls(*range_of(fact), Problem.NEGATIVE if negative else Problem.BEYOND)

    def checks(self, numbers: nw.Expr) -> Checks:
        """What is wrong with numbers outside."""
        if self.below is Problem.BEYOND:
            return ((Problem.BEYOND, (numbers < self.low) | (numbers > self.high)),)
        return ((self.below, numbers < self.low), (Problem.BEYOND, numbers > self.high))


def _of_integers(raw: Raw, bounds: _Bounds, times: int, made: type[NumericType]) -> tuple[nw.Expr, Checks]:
    # Checked before they are multiplied, so that no number grows beyond its bits.
    within = _Bounds(-(-bounds.low // times), bounds.high // times, bounds.below)
    numbers = raw.given
    checks: Checks = ()
    least, greatest = _HELD.get(type(raw.dtype), (-(2**127), 2**127))
    if within.low <= least and greatest <= within.high:
        value = numbers
    else:
        value = nw.when((numbers >= within.low) & (numbers <= within.high)).then(numbers)
        checks = within.checks(numbers)
    value = value.cast(made)
    return (value if times == 1 else value * times), _once(checks)


_HELD: dict[type[DType], tuple[int, int]] = {
    **{
        dtype: (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1)
        for dtype, bits in ((nw.Int8, 8), (nw.Int16, 16), (nw.Int32, 32))
    },
    **{dtype: (0, 2**bits - 1) for dtype, bits in ((nw.UInt8, 8), (nw.UInt16, 16), (nw.UInt32, 32))},
}


def _whole_pattern(decimals: int) -> str:
    """Numbers with so many decimals, and any number of noughts behind them."""
    return rf"^[+-]?[0-9]+(\.[0-9]{{0,{decimals}}}0*)?$" if decimals else r"^[+-]?[0-9]+(\.0*)?$"


def _once(checks: Checks | list[tuple[Problem, nw.Expr]]) -> Checks:
    """Each problem once, false where it is not known."""
    found: dict[Problem, nw.Expr] = {}
    for problem, condition in checks:
        known = is_true(condition)
        found[problem] = found[problem] | known if problem in found else known
    return tuple(found.items())
