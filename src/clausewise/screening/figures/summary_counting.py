"""Counts one part of a registry with Polars: its verdicts, its unknowns, what an answer would settle.

Only counts; which verdict a household has was found elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from operator import itemgetter
from typing import Any

import polars as pl

from clausewise.case.notices import NoticeKind
from clausewise.classes import dataclass
from clausewise.language.facts import Fact, Subject
from clausewise.language.model import MeasureKind, Pack
from clausewise.language.verdicts import VERDICTS
from clausewise.screening.figures.summary import (
    Count,
    Figures,
    Group,
    Noticed,
    Settling,
    Tally,
    Unknown,
    check_groups,
    measures_of,
    rules_about_members,
    rules_with_aid,
)
from clausewise.screening.rules.columns import GHOST, NOTICES, ROW, NoticesOn

VERDICT = pl.Enum([verdict.value for verdict in VERDICTS])
"""The type of a verdict's column; its codes are those of the verdicts."""

_APPLIES, _UNDETERMINED, _NUMBER = "applies ", "undetermined ", "number"
# Names that no column of a registry has.
_AID, _GROUP = "strongest of all aid", "group of the column"


@dataclass(frozen=True)
class Part:
    """What there is to count of one part of a registry.

    `verdicts` has a row for each household: the columns it is grouped by, and one of `VERDICT` for each rule;
    `member_verdicts` a row for each member: `household_row`, and the rules about members. `households` and `members`
    are the facts in the same order, normalised. `settling` has `fact`, `rule` and `households`: in how many an answer
    could settle that rule, or, where `rule` is null, any rule; `settling_of` is among how many that was counted (see
    `sampling`), None for all. `given` names the facts that the registry has, also those that no rule reads; without it
    they are the columns of the frames. `notices` has for each kind on each fact a frame of the households
    with such notices, each once, by `household_row`, and their `number`.
    """

    verdicts: pl.DataFrame
    member_verdicts: pl.DataFrame
    households: pl.DataFrame
    members: pl.DataFrame
    settling: pl.DataFrame | None = None
    settling_of: int | None = None
    given: frozenset[str] = frozenset()
    notices: Mapping[NoticesOn, pl.DataFrame] = field(default_factory=dict)


def count_part(pack: Pack, part: Part, by: Sequence[str] = ()) -> Figures:
    """The figures of one part, in all and for each value of the columns `by` of its verdicts.

    Raises: RequestError when one of these has so many values that it groups nothing.
    """
    frame = with_measures(pack, part.verdicts)
    people = part.member_verdicts
    (whole,) = _tallies(pack, frame, people, None).values()
    figures = Figures(
        whole=whole,
        groups={column: _grouped(pack, frame, people, column) for column in by},
        nameless=_nameless(part),
        unknown=_unknown(pack, part),
        settling=_settling(part.settling),
        settling_of=_settling_of(part),
        noticed=_noticed(part),
        noticed_of=_noticed_of(part),
    )
    check_groups(figures.groups)
    return figures


# ---------------------------------------------------------------- verdicts


def code_of(column: str) -> pl.Expr:
    """The code of a column of verdicts: 0, 1 or 2."""
    return pl.col(column).cast(VERDICT).to_physical()


def measure_column(number: int) -> str:
    """The name of the column with the code of a measure."""
    return f"strongest of measure {number}"


def with_measures(pack: Pack, verdicts: pl.DataFrame) -> pl.DataFrame:
    """The verdicts with the code of each measure, and of all rules that grant an aid: the strongest of their rules'."""
    strongest = [
        pl.max_horizontal(code_of(rule.id) for rule in measure.rules).alias(measure_column(measure.number))
        for measure in measures_of(pack)
        if measure.kind is MeasureKind.RULES
    ]
    aid = rules_with_aid(pack)
    of_aid = pl.max_horizontal(map(code_of, aid)) if aid else pl.lit(0, pl.UInt8)
    return verdicts.with_columns(*strongest, of_aid.alias(_AID))


def _grouped(pack: Pack, frame: pl.DataFrame, people: pl.DataFrame, column: str) -> Mapping[Group, Tally]:
    groups = frame.get_column(column).cast(pl.String)
    return _tallies(pack, frame, people, groups)


def _tallies(pack: Pack, frame: pl.DataFrame, people: pl.DataFrame, groups: pl.Series | None) -> dict[Group, Tally]:
    """A tally for each group; where nothing is grouped there is one, under None."""
    numbers = [one.number for one in measures_of(pack) if one.kind is MeasureKind.RULES]
    codes = {measure_column(number): pl.col(measure_column(number)) for number in numbers}
    codes |= {_AID: pl.col(_AID)} | {rule.id: code_of(rule.id) for rule in pack.rules}
    of_households = _counted(frame, codes, groups)
    about_members = rules_about_members(pack)
    of_people = None if groups is None else groups.gather(people.get_column(ROW))
    of_members = _counted(people, {rule: code_of(rule) for rule in about_members}, of_people)
    nobody: tuple[int, Mapping[str, Count]] = (0, dict.fromkeys(about_members, Count()))
    tallies = {}
    for group, (number, counts) in of_households.items():
        members, member_counts = of_members.get(group, nobody)
        tallies[group] = Tally(
            households=number,
            members=members,
            aid=counts[_AID],
            measures={number: counts[measure_column(number)] for number in numbers},
            rules={rule.id: counts[rule.id] for rule in pack.rules},
            of_members=member_counts,
        )
    return tallies


def _counted(
    frame: pl.DataFrame, codes: Mapping[str, pl.Expr], groups: pl.Series | None
) -> dict[Group, tuple[int, Mapping[str, Count]]]:
    """For each group how many rows it has, and how many of them have each code of each column."""
    sums = [pl.len().alias(_NUMBER)]
    for name in codes:
        sums += [(pl.col(name) == code).sum().alias(of + name) for of, code in ((_APPLIES, 2), (_UNDETERMINED, 1))]
    # Made before they are grouped, and not for each group.
    made = frame.select(code.alias(name) for name, code in codes.items())
    if groups is None:
        rows = made.select(sums).with_columns(pl.lit(None, pl.String).alias(_GROUP))
    else:
        rows = made.group_by(groups.alias(_GROUP)).agg(sums)
    found: dict[Group, tuple[int, Mapping[str, Count]]] = {}
    for row in rows.iter_rows(named=True):
        number = row[_NUMBER]
        counts = {name: _count(number, row[_APPLIES + name], row[_UNDETERMINED + name]) for name in codes}
        found[row[_GROUP]] = (number, counts)
    return found


def _count(number: int, applies: int, undetermined: int) -> Count:
    return Count(applies, undetermined, number - applies - undetermined)


# ---------------------------------------------------------------- unknowns


def named_members(members: pl.DataFrame) -> pl.DataFrame:
    """The members without the rows that stand for those of whom it is not known who they are."""
    return members.filter(~pl.col(GHOST)) if GHOST in members.columns else members


def _nameless(part: Part) -> int:
    return part.households.height - named_members(part.members).get_column(ROW).n_unique()


def _unknown(pack: Pack, part: Part) -> dict[str, Unknown]:
    members = named_members(part.members)
    nameless = _nameless(part)
    found = {}
    for fact in pack.facts.values():
        about_members = fact.subject is Subject.MEMBER
        frame = members if about_members else part.households
        if fact.name not in frame.columns:
            # What the registry has and nothing reads was not looked at; what is derived is unknown with what it is of.
            if fact.derive is None and fact.name not in part.given:
                found[fact.name] = Unknown(part.households.height, members.height if about_members else None, False)
            continue
        found[fact.name] = _unknown_of(fact, frame, nameless if about_members else None)
    return found


def _unknown_of(fact: Fact, frame: pl.DataFrame, nameless: int | None) -> Unknown:
    column = frame.get_column(fact.name)
    if nameless is None:
        return Unknown(column.null_count(), None, True)
    if not column.null_count():
        return Unknown(nameless, 0, True)
    of_households = frame.get_column(ROW).filter(column.is_null()).n_unique()
    return Unknown(nameless + of_households, column.null_count(), True)


# ---------------------------------------------------------------- what else is handed in


def _settling(table: pl.DataFrame | None) -> dict[str, Settling]:
    found: dict[str, Settling] = {}
    for fact, rule, households in _rows(table, "fact", "rule", "households"):
        one = Settling(households) if rule is None else Settling(None, {rule: households})
        found[fact] = found.get(fact, Settling()) + one
    return found


def _settling_of(part: Part) -> int:
    if part.settling is None:
        return 0
    return part.verdicts.height if part.settling_of is None else part.settling_of


def _noticed(part: Part) -> dict[NoticeKind, Noticed]:
    """How many notices there are of each kind, and in how many households."""
    found = {}
    for kind in sorted({kind for kind, _ in part.notices}):
        of_each = _of_each(part, [one for (of, _), one in part.notices.items() if of == kind])
        found[NoticeKind(kind)] = Noticed(int((of_each > 0).sum()), int(of_each.sum()))
    return found


def _noticed_of(part: Part) -> dict[tuple[NoticeKind, str], Noticed]:
    """The same of each kind on each fact."""
    return {
        (NoticeKind(kind), fact): Noticed(one.height, int(one.get_column("number").sum()))
        for (kind, fact), one in sorted(part.notices.items(), key=itemgetter(0))
    }


def notices_of_each(part: Part) -> pl.Series:
    """How many notices there are on the facts of each household."""
    return _of_each(part, part.notices.values()).alias(NOTICES)


def _of_each(part: Part, counted: Iterable[pl.DataFrame]) -> pl.Series:
    """Some counts of notices added up for each household."""
    number = pl.zeros(part.households.height, pl.UInt32, eager=True)
    for one in counted:
        rows = one.get_column(ROW)
        number.scatter(rows, number.gather(rows) + one.get_column("number"))
    return number


def _rows(table: pl.DataFrame | None, *columns: str) -> Iterable[tuple[Any, ...]]:
    return () if table is None else table.select(columns).iter_rows()
