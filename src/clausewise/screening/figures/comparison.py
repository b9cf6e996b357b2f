"""The figures of two versions of rules over one registry: who gains, who loses, what becomes open and what is settled.

Figures of parts add up to those of the whole. Plain frozen data: `comparison_counting` makes it of frames, reports
show it, and nothing here needs Polars. What changed in the rules themselves is what `clausewise diff` shows.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import field
from enum import StrEnum

from clausewise.case import Office
from clausewise.classes import dataclass
from clausewise.language.labels import Label
from clausewise.language.model import Pack
from clausewise.language.rules import About, Rule
from clausewise.screening.figures.adding import added
from clausewise.screening.figures.summary import Group, Measure, Reason, Source, TableRows, check_groups, measures_of


class Standing(StrEnum):
    """What one version says of a household by a rule: its verdict, or that the version has no such rule."""

    DOES_NOT_APPLY = "does_not_apply"
    UNDETERMINED = "undetermined"
    APPLIES = "applies"
    ABSENT = "absent"

    @property
    def code(self) -> int:
        """Its code: that of the verdict, 3 for `absent`."""
        return STANDINGS.index(self)


STANDINGS = tuple(Standing)
"""The standing of each code."""

_GIVES_NOTHING = (Standing.DOES_NOT_APPLY, Standing.ABSENT)


class StandingChange(StrEnum):
    """What becomes of a household by a rule. A version without the rule gives nothing, as one that does not apply."""

    GAINS = "gains"
    SETTLED_FOR = "settled_for"
    OPENED = "opened"
    LOSES = "loses"
    IN_DOUBT = "in_doubt"
    SETTLED_AGAINST = "settled_against"

    @property
    def label(self) -> Label:
        return _CHANGES[self]


_CHANGES = {
    StandingChange.GAINS: Label("新增适用（原不适用）", "gains: did not apply, applies"),
    StandingChange.SETTLED_FOR: Label("待定变为适用", "settled: undetermined, applies"),
    StandingChange.OPENED: Label("不适用变为待定", "opened: did not apply, undetermined"),
    StandingChange.LOSES: Label("不再适用（原适用）", "loses: applied, does not apply"),
    StandingChange.IN_DOUBT: Label("适用变为待定", "in doubt: applied, undetermined"),
    StandingChange.SETTLED_AGAINST: Label("待定变为不适用", "settled: undetermined, does not apply"),
}


def change_of(before: Standing, after: Standing) -> StandingChange | None:
    """What a household that stood so and stands so now goes through; None when nothing becomes of it."""
    if before is after or (before in _GIVES_NOTHING and after in _GIVES_NOTHING):
        return None
    if before is Standing.APPLIES:
        return StandingChange.IN_DOUBT if after is Standing.UNDETERMINED else StandingChange.LOSES
    if before is Standing.UNDETERMINED:
        return StandingChange.SETTLED_FOR if after is Standing.APPLIES else StandingChange.SETTLED_AGAINST
    return StandingChange.GAINS if after is Standing.APPLIES else StandingChange.OPENED


@dataclass(frozen=True, slots=True)
class Moves:
    """How many stand so in the old version and so in the new one; those that nobody makes are left out."""

    counts: Mapping[tuple[Standing, Standing], int] = field(default_factory=dict)

    def __add__(self, other: Moves) -> Moves:
        return Moves(added(self.counts, other.counts))

    def number(self, before: Standing, after: Standing) -> int:
        """How many stand so in both."""
        return self.counts.get((before, after), 0)

    def before(self, standing: Standing) -> int:
        """How many stand so in the old version."""
        return sum(number for (before, _), number in self.counts.items() if before is standing)

    def after(self, standing: Standing) -> int:
        """How many stand so in the new version."""
        return sum(number for (_, after), number in self.counts.items() if after is standing)

    def of(self, change: StandingChange) -> int:
        """How many go through a change."""
        return sum(number for pair, number in self.counts.items() if change_of(*pair) is change)

    @property
    def changed(self) -> int:
        """How many go through any change."""
        return sum(number for pair, number in self.counts.items() if change_of(*pair) is not None)

    @property
    def total(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Swings:
    """How many households gain some aid and lose none, lose some and gain none, gain some and lose some.

    By the rules that grant an aid, each for itself: from not applying to applying, or the reverse.
    """

    gain: int = 0
    lose: int = 0
    both: int = 0

    def __add__(self, other: Swings) -> Swings:
        return Swings(self.gain + other.gain, self.lose + other.lose, self.both + other.both)


@dataclass(frozen=True, slots=True)
class Shift:
    """What the versions make of some households.

    `aid` is the strongest verdict of the rules that grant an aid; `measures` that of all rules of a clause, by its
    number; `rules` that of one rule, by its id. `of_members` counts members, of rules about members in both versions.
    """

    households: int = 0
    members: int = 0
    swings: Swings = Swings()
    aid: Moves = Moves()
    measures: Mapping[int, Moves] = field(default_factory=dict)
    rules: Mapping[str, Moves] = field(default_factory=dict)
    of_members: Mapping[str, Moves] = field(default_factory=dict)

    def __add__(self, other: Shift) -> Shift:
        return Shift(
            self.households + other.households,
            self.members + other.members,
            self.swings + other.swings,
            self.aid + other.aid,
            added(self.measures, other.measures),
            added(self.rules, other.rules),
            added(self.of_members, other.of_members),
        )


@dataclass(frozen=True, slots=True)
class ComparisonFigures:
    """All that is counted of two versions over a registry, or a part of it, in all and by the values of columns."""

    whole: Shift = Shift()
    groups: Mapping[str, Mapping[Group, Shift]] = field(default_factory=dict)

    def __add__(self, other: ComparisonFigures) -> ComparisonFigures:
        columns = {**self.groups, **other.groups}
        groups = {name: added(self.groups.get(name, {}), other.groups.get(name, {})) for name in columns}
        return ComparisonFigures(self.whole + other.whole, groups)


def add_up_comparisons(parts: Iterable[ComparisonFigures]) -> ComparisonFigures:
    """The figures of the whole from those of its parts. Raises: RequestError for a column that groups nothing."""
    whole = ComparisonFigures()
    for part in parts:
        whole += part
        check_groups(whole.groups)
    return whole


# ---------------------------------------------------------------- a comparison as a whole


@dataclass(frozen=True)
class Version:
    """One version of the rules: what it was called when it was asked for, and the day it is taken as of."""

    name: str
    pack: Pack
    as_of: datetime.date


@dataclass(frozen=True)
class Comparison:
    """Two versions over one registry, as it is reported. `mapping` is the digest of the mapping file.

    `office` is the one office of all households.
    """

    old: Version
    new: Version
    mapping: str
    inputs: tuple[Source, ...]
    tables: tuple[TableRows, ...]
    reasons: tuple[Reason, ...]
    figures: ComparisonFigures
    office: Office | None = None


@dataclass(frozen=True, slots=True)
class RulePair:
    """A rule by its id as the versions have it; None where one does not."""

    id: str
    old: Rule | None
    new: Rule | None

    @property
    def rule(self) -> Rule:
        """The rule in the newest version that has it."""
        rule = self.new or self.old
        assert rule is not None, "some version has it"
        return rule

    @property
    def grants_aid(self) -> bool:
        return any(one is not None and one.aid for one in (self.old, self.new))

    @property
    def about_members(self) -> bool:
        """Whether it is about members in every version that has it."""
        return all(one is None or one.about is About.MEMBER for one in (self.old, self.new))


@dataclass(frozen=True, slots=True)
class MeasurePair:
    """A measure by its number as the versions have it; None where one does not. `rules` stand in it in either."""

    number: int
    old: Measure | None
    new: Measure | None
    rules: tuple[RulePair, ...]

    @property
    def title(self) -> str | None:
        """Its title in the newest version that has one."""
        titles = (one.title for one in (self.new, self.old) if one is not None)
        return next((title for title in titles if title is not None), None)


def rule_pairs(old: Pack, new: Pack) -> tuple[RulePair, ...]:
    """The rules of both versions: those of the new one in its order, then those that are gone."""
    ids = dict.fromkeys([*new.rules_by_id, *old.rules_by_id])
    return tuple(RulePair(one, old.rules_by_id.get(one), new.rules_by_id.get(one)) for one in ids)


def measure_pairs(old: Pack, new: Pack) -> tuple[MeasurePair, ...]:
    """The measures of both versions in order."""
    before, after = ({one.number: one for one in measures_of(pack)} for pack in (old, new))
    pairs = rule_pairs(old, new)
    found = []
    for number in sorted({*before, *after}):
        rules = tuple(pair for pair in pairs if number in {one.clause for one in (pair.old, pair.new) if one})
        found.append(MeasurePair(number, before.get(number), after.get(number), rules))
    return tuple(found)
