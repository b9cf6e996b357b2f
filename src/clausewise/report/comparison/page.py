"""The figures of a comparison arranged as its reports show them: measures that change, their rules, groups.

Only arranges what was counted; it writes no markup and reads no frame.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from clausewise.classes import dataclass
from clausewise.report.screening.page import MOST_SHOWN, GroupRow, plain_row, shaded_rows
from clausewise.screening.figures.comparison import (
    Comparison,
    MeasurePair,
    Moves,
    RulePair,
    Shift,
    Standing,
    StandingChange,
    Swings,
    measure_pairs,
)
from clausewise.screening.figures.summary import Group, in_order

# As bars grow from the middle: to the right what households win, to the left what they lose; surest first.
FOR = (StandingChange.GAINS, StandingChange.SETTLED_FOR, StandingChange.OPENED)
AGAINST = (StandingChange.LOSES, StandingChange.IN_DOUBT, StandingChange.SETTLED_AGAINST)
_FIRMEST_FIRST = (Standing.APPLIES, Standing.UNDETERMINED, Standing.DOES_NOT_APPLY, Standing.ABSENT)


@dataclass(frozen=True, slots=True)
class RuleMoves:
    """One rule, and what becomes of households, and of members where it is about them."""

    pair: RulePair
    households: Moves
    members: Moves | None

    @property
    def is_changed(self) -> bool:
        """Whether anything becomes of anybody by it."""
        return bool(self.households.changed or (self.members and self.members.changed))


@dataclass(frozen=True, slots=True)
class MeasureMoves:
    """One measure, what becomes of households by it, and its rules, those that change something first."""

    pair: MeasurePair
    moves: Moves
    rules: tuple[RuleMoves, ...]

    @property
    def is_changed(self) -> bool:
        """Whether anything becomes of anybody, by the measure or by one of its rules."""
        return bool(self.moves.changed or any(rule.is_changed for rule in self.rules))


@dataclass(frozen=True, slots=True)
class ShiftTable:
    """One column that households are grouped by, for those who gain or those who lose: shares of each group.

    `whole` is the registry as a whole, `rest` the groups that have no row of their own, `left_out` how many they are.
    """

    column: str
    change: StandingChange
    rows: tuple[GroupRow, ...]
    whole: GroupRow
    rest: GroupRow | None
    left_out: int


@dataclass(frozen=True, slots=True)
class ComparisonPage:
    """All that the page shows. `unchanged` are the measures by which nothing becomes of anybody.

    `most` is the longest bar: how many households a measure wins or loses at most.
    """

    changed: tuple[MeasureMoves, ...]
    unchanged: tuple[MeasureMoves, ...]
    most: int
    groups: tuple[tuple[ShiftTable, ShiftTable], ...]


def arrange_comparison(comparison: Comparison) -> ComparisonPage:
    """The page of a comparison."""
    whole = comparison.figures.whole
    measures = [_measure(pair, whole) for pair in measure_pairs(comparison.old.pack, comparison.new.pack)]
    with_rules = [one for one in measures if one.rules]
    changed = tuple(one for one in with_rules if one.is_changed)
    numbers = [one.pair.number for one in changed]
    sides = [sum(one.moves.of(change) for change in side) for one in changed for side in (FOR, AGAINST)]
    return ComparisonPage(
        changed=changed,
        unchanged=tuple(one for one in with_rules if not one.is_changed),
        most=max(sides, default=0),
        groups=tuple(
            (
                shift_table(column, shifts, whole, numbers, StandingChange.GAINS),
                shift_table(column, shifts, whole, numbers, StandingChange.LOSES),
            )
            for column, shifts in comparison.figures.groups.items()
        ),
    )


def _measure(pair: MeasurePair, whole: Shift) -> MeasureMoves:
    rules = [RuleMoves(one, whole.rules[one.id], whole.of_members.get(one.id)) for one in pair.rules]
    changed_first = sorted(rules, key=lambda one: not one.is_changed)
    return MeasureMoves(pair, whole.measures.get(pair.number, Moves()), tuple(changed_first))


def standings_before(moves: Moves) -> tuple[Standing, ...]:
    """What somebody was, the firmest first."""
    return tuple(one for one in _FIRMEST_FIRST if moves.before(one))


def standings_after(moves: Moves) -> tuple[Standing, ...]:
    """What somebody is, the firmest first."""
    return tuple(one for one in _FIRMEST_FIRST if moves.after(one))


def swung(swings: Swings, change: StandingChange) -> int:
    """How many households gain some aid, or lose some."""
    return swings.both + (swings.gain if change is StandingChange.GAINS else swings.lose)


def shift_table(
    column: str, shifts: Mapping[Group, Shift], whole: Shift, numbers: Sequence[int], change: StandingChange
) -> ShiftTable:
    """The groups of a column with the share of their households that gain, or lose: some aid, then by each measure."""
    largest = sorted(in_order(shifts), key=lambda value: -shifts[value].households)
    shown = in_order(largest[:MOST_SHOWN])
    others = [shifts[value] for value in largest[MOST_SHOWN:]]

    def numbers_of(shift: Shift) -> list[int]:
        return [swung(shift.swings, change), *(shift.measures[number].of(change) for number in numbers)]

    rest = _row(None, sum(others[1:], start=others[0]), numbers_of) if others else None
    rows = shaded_rows([(value, shifts[value].households, numbers_of(shifts[value])) for value in shown])
    return ShiftTable(column, change, rows, _row(None, whole, numbers_of), rest, len(others))


def _row(value: Group, shift: Shift, numbers_of: Callable[[Shift], list[int]]) -> GroupRow:
    return plain_row(value, shift.households, numbers_of(shift))
