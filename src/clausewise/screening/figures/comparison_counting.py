"""Compares what two versions of rules find of one part of a registry, with Polars: counted, and household by household.

Only compares; the verdicts were found elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import polars as pl

from clausewise.classes import dataclass
from clausewise.language.model import Pack
from clausewise.screening.figures.comparison import (
    STANDINGS,
    ComparisonFigures,
    Moves,
    RulePair,
    Shift,
    Standing,
    StandingChange,
    Swings,
    change_of,
    measure_pairs,
    rule_pairs,
)
from clausewise.screening.figures.summary import Group, check_groups, rules_with_aid
from clausewise.screening.figures.summary_counting import code_of
from clausewise.screening.rules.columns import HOUSEHOLD, MEMBER, ROW

MEASURE, RULE, BEFORE, AFTER, CHANGE = "measure", "rule", "before", "after", "change"
"""The columns of changes, beside those of the household and the member."""

_STANDING = pl.Enum([one.value for one in STANDINGS])
_CHANGE = pl.Enum([one.value for one in StandingChange])
CHANGES_SCHEMA: dict[str, Any] = {
    HOUSEHOLD: pl.String,
    MEMBER: pl.String,
    MEASURE: pl.Int32,
    RULE: pl.String,
    BEFORE: _STANDING,
    AFTER: _STANDING,
    CHANGE: _CHANGE,
}
"""A row for each measure, and each rule, by which something becomes of a household or member. `rule` is null where it
is the measure, `member` where it is the household; by a rule about members they are the members."""

_AID, _GAIN, _LOSE, _NUMBER, _GROUP = "aid", "gain", "lose", "number", "group"
_MOVES = len(STANDINGS)
_PAIRS = [(before, after) for before in STANDINGS for after in STANDINGS]
"""What an old and a new standing are together, by their code."""


@dataclass(frozen=True)
class Found:
    """What one version of the rules finds of one part of a registry.

    `verdicts` has a row for each household, with its id, one column for each rule, and those that households are
    grouped by; `member_verdicts` a row for each member: `household_row`, `member`, and the rules about members. Both
    versions have the same rows in the same order.
    """

    pack: Pack
    verdicts: pl.DataFrame
    member_verdicts: pl.DataFrame


def count_comparison(old: Found, new: Found, by: Sequence[str] = ()) -> ComparisonFigures:
    """What becomes of the households of one part, in all and for each value of the columns `by` of the old verdicts.

    Raises: RequestError when one of these has so many values that it groups nothing; ValueError when the versions were
    not asked of the same households.
    """
    _check_same(old, new)
    comparer = _Comparer(old, new)
    (whole,) = comparer.shifts(None).values()
    groups = {column: comparer.shifts(old.verdicts.get_column(column).cast(pl.String)) for column in by}
    check_groups(groups)
    return ComparisonFigures(whole, groups)


def list_changes(old: Found, new: Found) -> pl.DataFrame:
    """By which measures and rules something becomes of whom, in the order of the document: see `CHANGES_SCHEMA`.

    Raises: ValueError when the versions were not asked of the same households.
    """
    _check_same(old, new)
    return _Comparer(old, new).changes()


def _check_same(old: Found, new: Found) -> None:
    households = old.verdicts.get_column(HOUSEHOLD).equals(new.verdicts.get_column(HOUSEHOLD))
    if not households or old.member_verdicts.height != new.member_verdicts.height:
        raise ValueError("the versions were not asked of the same households")


class _Comparer:
    """Holds for each rule, each measure and all aid what each household is in both versions, as one code."""

    def __init__(self, old: Found, new: Found) -> None:
        self._measures = measure_pairs(old.pack, new.pack)
        self._rules = rule_pairs(old.pack, new.pack)
        self._of_members = [pair for pair in self._rules if pair.about_members]
        self._old, self._new = old, new
        self._ids = old.verdicts.get_column(HOUSEHOLD)
        self._people = old.member_verdicts
        codes = {_rule(pair.id): _together(*self._by_rule(pair)) for pair in self._rules}
        codes |= {_measure(number): _together(*sides) for number, sides in self._by_measure().items()}
        codes[_AID] = _together(*(_strongest(found.verdicts, rules_with_aid(found.pack)) for found in (old, new)))
        self._households = pl.DataFrame(codes).with_columns(self._swings())
        self._members = pl.DataFrame(
            {_rule(pair.id): _together(*self._by_rule(pair, of_members=True)) for pair in self._of_members}
        )

    def _by_rule(self, pair: RulePair, *, of_members: bool = False) -> tuple[pl.Series, pl.Series]:
        sides = []
        for found, rule in ((self._old, pair.old), (self._new, pair.new)):
            frame = found.member_verdicts if of_members else found.verdicts
            sides.append(_strongest(frame, [] if rule is None else [rule.id]))
        return sides[0], sides[1]

    def _by_measure(self) -> dict[int, tuple[pl.Series, pl.Series]]:
        """Of each measure that has rules in either version."""
        found: dict[int, tuple[pl.Series, pl.Series]] = {}
        for pair in self._measures:
            before, after = ([rule.id for rule in one.rules] if one else [] for one in (pair.old, pair.new))
            if before or after:
                found[pair.number] = (_strongest(self._old.verdicts, before), _strongest(self._new.verdicts, after))
        return found

    def _swings(self) -> list[pl.Expr]:
        """Whether a household gains some aid, and whether it loses some."""
        granting = [_rule(pair.id) for pair in self._rules if pair.grants_aid]
        return [
            pl.any_horizontal(pl.lit(False), *(pl.col(name).is_in(_codes(change)) for name in granting)).alias(column)
            for column, change in ((_GAIN, StandingChange.GAINS), (_LOSE, StandingChange.LOSES))
        ]

    # ------------------------------------------------------------ counted

    def shifts(self, groups: pl.Series | None) -> dict[Group, Shift]:
        """What becomes of each group; where nothing is grouped there is one, under None."""
        names = [name for name in self._households.columns if name not in (_GAIN, _LOSE)]
        of_households = _counted(self._households, names, groups)
        swings = self._counted_swings(groups)
        measures = {pair.number: name for pair in self._measures if (name := _measure(pair.number)) in names}
        of_people = None if groups is None else groups.gather(self._people.get_column(ROW))
        of_members = _counted(self._members, self._members.columns, of_people, self._people.height)
        found: dict[Group, Shift] = {}
        for group, (number, moves) in of_households.items():
            members, own = of_members.get(group, (0, {}))
            found[group] = Shift(
                households=number,
                members=members,
                swings=swings[group],
                aid=moves[_AID],
                measures={number: moves[name] for number, name in measures.items()},
                rules={pair.id: moves[_rule(pair.id)] for pair in self._rules},
                of_members={pair.id: own.get(_rule(pair.id), Moves()) for pair in self._of_members},
            )
        return found

    def _counted_swings(self, groups: pl.Series | None) -> dict[Group, Swings]:
        gain, lose = pl.col(_GAIN), pl.col(_LOSE)
        kinds = {"gain": gain & ~lose, "lose": lose & ~gain, "both": gain & lose}
        sums = [is_so.sum().alias(kind) for kind, is_so in kinds.items()]
        rows = _grouped(self._households, sums, groups)
        return {row[_GROUP]: Swings(*map(row.__getitem__, kinds)) for row in rows.iter_rows(named=True)}

    # ------------------------------------------------------------ household by household

    def changes(self) -> pl.DataFrame:
        """Every change, by measure and rule."""
        nobody = pl.repeat(None, len(self._ids), dtype=pl.String, eager=True)
        of_members = {pair.id for pair in self._of_members}
        whose = self._ids.gather(self._people.get_column(ROW))
        named = self._people.get_column(MEMBER).cast(pl.String)
        found = [pl.DataFrame(schema=CHANGES_SCHEMA)]
        for measure in self._measures:
            if _measure(measure.number) not in self._households.columns:
                continue
            codes = self._households.get_column(_measure(measure.number))
            found.append(_changed(codes, self._ids, nobody, measure.number, None))
            for pair in measure.rules:
                if pair.rule.clause != measure.number:
                    continue
                if pair.id in of_members:
                    own = self._members.get_column(_rule(pair.id))
                    found.append(_changed(own, whose, named, measure.number, pair.id))
                else:
                    own = self._households.get_column(_rule(pair.id))
                    found.append(_changed(own, self._ids, nobody, measure.number, pair.id))
        return pl.concat(found)


def _rule(rule: str) -> str:
    return f"rule {rule}"


def _measure(number: int) -> str:
    return f"measure {number}"


def _strongest(frame: pl.DataFrame, rules: Sequence[str]) -> pl.Series:
    """The code of the strongest verdict of some rules; without any, that they are absent."""
    if not rules:
        return pl.repeat(Standing.ABSENT.code, frame.height, dtype=pl.UInt8, eager=True)
    return frame.select(pl.max_horizontal(map(code_of, rules)).cast(pl.UInt8)).to_series()


def _together(before: pl.Series, after: pl.Series) -> pl.Series:
    return before * _MOVES + after


def _codes(change: StandingChange) -> list[int]:
    return [code for code, pair in enumerate(_PAIRS) if change_of(*pair) is change]


def _counted(
    frame: pl.DataFrame, names: Sequence[str], groups: pl.Series | None, height: int | None = None
) -> dict[Group, tuple[int, Mapping[str, Moves]]]:
    """For each group how many rows it has, and how many of them make each move by each column."""
    if not frame.width:
        # Rows without any rule about them are counted nevertheless.
        frame = pl.DataFrame({"": pl.repeat(0, height or 0, dtype=pl.UInt8, eager=True)})
    # What nobody in the part does is not counted group by group.
    there = _there(frame, names)
    sums = [pl.len().alias(_NUMBER)]
    sums += [(pl.col(name) == code).sum().alias(f"{code} {name}") for name, codes in there.items() for code in codes]
    found: dict[Group, tuple[int, Mapping[str, Moves]]] = {}
    for row in _grouped(frame, sums, groups).iter_rows(named=True):
        moves = {
            name: Moves({_PAIRS[code]: number for code in codes if (number := row[f"{code} {name}"])})
            for name, codes in there.items()
        }
        found[row[_GROUP]] = (row[_NUMBER], moves)
    return found


def _there(frame: pl.DataFrame, names: Iterable[str]) -> dict[str, list[int]]:
    """For each column the codes that stand in it."""
    sums = [(pl.col(name) == code).any().alias(f"{code} {name}") for name in names for code in range(len(_PAIRS))]
    if not sums:
        return {}
    has = frame.select(sums).row(0, named=True)
    return {name: [code for code in range(len(_PAIRS)) if has[f"{code} {name}"]] for name in names}


def _grouped(frame: pl.DataFrame, sums: Sequence[pl.Expr], groups: pl.Series | None) -> pl.DataFrame:
    if groups is None:
        return frame.select(sums).with_columns(pl.lit(None, pl.String).alias(_GROUP))
    return frame.group_by(groups.alias(_GROUP)).agg(sums)


def _changed(codes: pl.Series, ids: pl.Series, members: pl.Series, measure: int, rule: str | None) -> pl.DataFrame:
    """The rows of which something becomes, as changes."""
    changes = {code: change.value for code, pair in enumerate(_PAIRS) if (change := change_of(*pair)) is not None}
    rows = codes.is_in(list(changes)).arg_true()
    code = codes.gather(rows)
    standings = [one.value for one in STANDINGS]
    return pl.DataFrame(
        {
            HOUSEHOLD: ids.gather(rows).cast(pl.String),
            MEMBER: members.gather(rows),
            MEASURE: pl.repeat(measure, len(rows), dtype=pl.Int32, eager=True),
            RULE: pl.repeat(rule, len(rows), dtype=pl.String, eager=True),
            BEFORE: pl.Series(standings, dtype=_STANDING).gather(code // _MOVES),
            AFTER: pl.Series(standings, dtype=_STANDING).gather(code % _MOVES),
            CHANGE: code.replace_strict(list(changes), list(changes.values()), return_dtype=_CHANGE),
        },
        schema=CHANGES_SCHEMA,
    )
