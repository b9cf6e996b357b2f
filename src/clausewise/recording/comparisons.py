"""Puts two versions of rules over one registry into their record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeVar

from clausewise.language.rules import About
from clausewise.recording.beside import record_office, record_version
from clausewise.recording.registries import record_inputs, record_reasons, record_tables
from clausewise.records import comparison as records
from clausewise.records.comparison import COMPARISON_FORMAT, RegistryComparison
from clausewise.records.version import Version
from clausewise.screening.figures import comparison as screening
from clausewise.screening.figures.comparison import (
    STANDINGS,
    Comparison,
    MeasurePair,
    Moves,
    RulePair,
    Shift,
    change_of,
    measure_pairs,
    rule_pairs,
)
from clausewise.screening.figures.summary import Group, in_order

_Key = TypeVar("_Key", int, str)


def record_comparison(comparison: Comparison) -> RegistryComparison:
    """What both versions make of the registry."""
    old, new, whole = comparison.old, comparison.new, comparison.figures.whole
    office = comparison.office
    return RegistryComparison(
        format=COMPARISON_FORMAT,
        old=_version(old),
        new=_version(new),
        inputs=record_inputs(comparison.inputs),
        tables=record_tables(comparison.tables),
        households=whole.households,
        members=whole.members,
        swings=_swings(whole.swings),
        aid=_moves(whole.aid),
        measures=tuple(_measure(pair, whole) for pair in measure_pairs(old.pack, new.pack)),
        rules=tuple(_rule(pair, whole) for pair in rule_pairs(old.pack, new.pack)),
        mapping=comparison.mapping or None,
        office=None if office is None else record_office(office),
        office_digest=None if office is None else office.digest,
        reasons=record_reasons(comparison.reasons),
        groups=tuple(
            records.GroupingMoves(column, tuple(_group(value, shifts[value]) for value in in_order(shifts)))
            for column, shifts in comparison.figures.groups.items()
        ),
    )


def _version(version: screening.Version) -> Version:
    return record_version(version.pack, version.name, version.as_of)


def _measure(pair: MeasurePair, whole: Shift) -> records.MeasureMoves:
    return records.MeasureMoves(
        number=pair.number,
        title=pair.title,
        old=None if pair.old is None else pair.old.kind,
        new=None if pair.new is None else pair.new.kind,
        households=_moves(whole.measures[pair.number]) if pair.rules else (),
    )


def _rule(pair: RulePair, whole: Shift) -> records.RuleMoves:
    return records.RuleMoves(
        rule=pair.id,
        measure=pair.rule.clause,
        title=pair.rule.title,
        old=pair.old is not None,
        new=pair.new is not None,
        about=About.MEMBER if pair.about_members else About.HOUSEHOLD,
        aid=pair.grants_aid,
        households=_moves(whole.rules[pair.id]),
        members=_moves(whole.of_members[pair.id]) if pair.about_members else (),
    )


def _group(value: Group, shift: Shift) -> records.GroupMoves:
    return records.GroupMoves(
        value=value,
        households=shift.households,
        members=shift.members,
        swings=_swings(shift.swings),
        aid=_moves(shift.aid),
        measures=_by_key(shift.measures),
        rules=_by_key(shift.rules),
        of_members=_by_key(shift.of_members),
    )


def _by_key(moved: Mapping[_Key, Moves]) -> dict[str, records.Moves]:
    return {str(key): _moves(moves) for key, moves in moved.items()}


def _swings(swings: screening.Swings) -> records.Swings:
    return records.Swings(swings.gain, swings.lose, swings.both)


def _moves(moves: Moves) -> records.Moves:
    """Those that somebody makes, in the order of the standings."""
    return tuple(_made(moves))


def _made(moves: Moves) -> Iterator[records.Move]:
    for before in STANDINGS:
        for after in STANDINGS:
            if number := moves.number(before, after):
                yield records.Move(before, after, number, change_of(before, after))
