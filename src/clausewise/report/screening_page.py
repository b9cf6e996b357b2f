"""The figures of a screening arranged as its page shows them: measures with their rules, groups, facts and what to ask.

Only arranges what was counted; it writes no markup and reads no frame.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from clausewise.language.conditions import Condition, If, parts_of
from clausewise.language.rules import Rule
from clausewise.language.verdicts import Verdict
from clausewise.report.audit_page import ConditionView, RuleView
from clausewise.screening.summary import (
    Count,
    Figures,
    Group,
    Measure,
    MeasureKind,
    Settling,
    Summary,
    Tally,
    Unknown,
    in_order,
    measures_of,
)

SHADES = 8
"""A cell of a table by group has one of so many shades, and 0 for none."""
MOST_SHOWN = 200
"""So many groups have a row of their own, the largest; the others stand together in one."""
MOST_RULES = 4
"""So many rules are named at a question, those settled in most households."""


@dataclass(frozen=True, slots=True)
class RuleEntry:
    """One rule with its words and its figures; `members` where it is about them."""

    view: RuleView
    households: Count
    members: Count | None

    @property
    def rule(self) -> Rule:
        return self.view.rule


@dataclass(frozen=True, slots=True)
class MeasureEntry:
    """One measure; `count` is None where it has no rules."""

    measure: Measure
    count: Count | None
    rules: tuple[RuleEntry, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """How many of a group have a verdict, their share of it, and how dark that is beside the other groups."""

    number: int
    share: float
    shade: int


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One group: its name, None where the registry has none, and its cells: any aid, then each measure with rules."""

    value: Group
    households: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class GroupTable:
    """One column that households are grouped by, for one verdict.

    `whole` is the registry as a whole, `rest` the groups that have no row of their own, `left_out` how many they are.
    """

    column: str
    verdict: Verdict
    rows: tuple[GroupRow, ...]
    whole: GroupRow
    rest: GroupRow | None
    left_out: int


@dataclass(frozen=True, slots=True)
class FactRow:
    """One fact: for how many it is unknown, what an answer could settle, and the rules it settles most of."""

    fact: str
    unknown: Unknown | None
    settling: Settling
    rules: tuple[tuple[str, int], ...]

    @property
    def more_rules(self) -> int:
        """How many rules it could settle beyond those named."""
        return len(self.settling.rules) - len(self.rules)


@dataclass(frozen=True, slots=True)
class ScreeningPage:
    """All that the page shows."""

    measures: tuple[MeasureEntry, ...]
    with_rules: tuple[Measure, ...]
    groups: tuple[tuple[GroupTable, GroupTable], ...]
    facts: tuple[FactRow, ...]
    absent: int
    undetermined: tuple[int, int]


def arrange_screening(summary: Summary) -> ScreeningPage:
    """The page of a screening."""
    figures = summary.figures
    measures = measures_of(summary.pack)
    numbers = [one.number for one in measures if one.kind is MeasureKind.RULES]
    counts = figures.whole.rules.values()
    return ScreeningPage(
        measures=tuple(_measure(one, figures) for one in measures),
        with_rules=tuple(one for one in measures if one.kind is MeasureKind.RULES),
        groups=tuple(
            (
                group_table(column, tallies, figures.whole, numbers, Verdict.APPLIES),
                group_table(column, tallies, figures.whole, numbers, Verdict.UNDETERMINED),
            )
            for column, tallies in figures.groups.items()
        ),
        facts=_facts(summary),
        absent=sum(not one.given for one in figures.unknown.values()),
        undetermined=(sum(count.undetermined for count in counts), sum(count.total for count in counts)),
    )


def view_of_rule(rule: Rule) -> RuleView:
    """A rule as the cards of reports show it, with nothing said of cases."""
    return RuleView(rule, _condition(rule.when), None)


def _condition(condition: Condition) -> ConditionView:
    source = condition.source if isinstance(condition, If) else ""
    return ConditionView(condition, source, None, tuple(map(_condition, parts_of(condition))))


def _measure(measure: Measure, figures: Figures) -> MeasureEntry:
    whole = figures.whole
    rules = tuple(
        RuleEntry(view_of_rule(rule), whole.rules[rule.id], whole.of_members.get(rule.id)) for rule in measure.rules
    )
    return MeasureEntry(measure, whole.measures[measure.number] if rules else None, rules)


# ---------------------------------------------------------------- groups


def group_table(
    column: str, tallies: Mapping[Group, Tally], whole: Tally, numbers: Sequence[int], verdict: Verdict
) -> GroupTable:
    """The groups of a column, each with the share of its households that have a verdict, the largest groups kept."""
    largest = sorted(in_order(tallies), key=lambda value: -tallies[value].households)
    shown = in_order(largest[:MOST_SHOWN])
    others = [tallies[value] for value in largest[MOST_SHOWN:]]

    def numbers_of(tally: Tally) -> list[int]:
        return [tally.aid.of(verdict), *(tally.measures[number].of(verdict) for number in numbers)]

    made = shaded_rows([(value, tallies[value].households, numbers_of(tallies[value])) for value in shown])
    rest = plain_row(None, added_up.households, numbers_of(added_up)) if (added_up := _sum(others)) else None
    return GroupTable(column, verdict, made, plain_row(None, whole.households, numbers_of(whole)), rest, len(others))


def shaded_rows(groups: Sequence[tuple[Group, int, Sequence[int]]]) -> tuple[GroupRow, ...]:
    """Rows whose cells are darker the larger their share is beside the other rows of the column."""
    shares = [[_share(number, households) for number in numbers] for _, households, numbers in groups]
    highest = [max(column) for column in zip(*shares, strict=True)]
    return tuple(
        GroupRow(value, households, tuple(map(_cell, numbers, own, highest)))
        for (value, households, numbers), own in zip(groups, shares, strict=True)
    )


def plain_row(value: Group, households: int, numbers: Iterable[int]) -> GroupRow:
    """A row without shades."""
    return GroupRow(value, households, tuple(Cell(one, _share(one, households), 0) for one in numbers))


def _cell(number: int, share: float, highest: float) -> Cell:
    return Cell(number, share, max(1, round(SHADES * share / highest)) if number else 0)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _sum(tallies: Sequence[Tally]) -> Tally | None:
    if not tallies:
        return None
    return sum(tallies[1:], start=tallies[0])


# ---------------------------------------------------------------- facts


def _facts(summary: Summary) -> tuple[FactRow, ...]:
    """Every fact that is unknown for somebody or could settle something; what settles most comes first."""
    unknown = summary.figures.unknown
    settling = dict(summary.questions)
    rows = [_fact(fact, unknown.get(fact), one) for fact, one in settling.items()]
    rest = [fact for fact, one in unknown.items() if fact not in settling and one.households]
    rest.sort(key=lambda fact: -unknown[fact].households)
    return tuple(rows + [_fact(fact, unknown[fact], Settling()) for fact in rest])


def _fact(fact: str, unknown: Unknown | None, settling: Settling) -> FactRow:
    rules = sorted(settling.rules.items(), key=lambda pair: (-pair[1], pair[0]))
    # All of them rather than all but one.
    shown = rules if len(rules) == MOST_RULES + 1 else rules[:MOST_RULES]
    return FactRow(fact, unknown, settling, tuple(shown))


def write_number(number: int) -> str:
    """A whole number with its thousands apart: 1,429."""
    return f"{number:,}"


def write_share(part: int, whole: int) -> str:
    """A share in percent, exact about nothing and everything: 0 %, <0.1 %, 3.4 %, 62 %, >99 %, 100 %."""
    if not whole:
        return "–"
    share = 100 * part / whole
    if part == 0:
        return "0 %"
    if share < 0.1:
        return "<0.1 %"
    if part == whole:
        return "100 %"
    if share > 99:
        return ">99 %"
    return f"{share:.1f} %" if share < 9.95 else f"{share:.0f} %"
