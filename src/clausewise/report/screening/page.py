"""The figures of a screening arranged as its page shows them: measures with their rules, groups, facts and what to ask.

Only arranges what was counted; it writes no markup and reads no frame.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from clausewise.case.notices import NoticeKind
from clausewise.classes import dataclass
from clausewise.language.conditions import Condition, If, parts_of
from clausewise.language.labels import Label
from clausewise.language.model import MeasureKind
from clausewise.language.rules import Rule
from clausewise.language.verdicts import Verdict
from clausewise.report.audit.page import ConditionView, RuleView
from clausewise.screening.figures.outreach import OutreachList, Taken
from clausewise.screening.figures.summary import (
    Count,
    Figures,
    Group,
    Measure,
    Settling,
    Summary,
    Tally,
    Unknown,
    in_order,
    measures_of,
)

TABLES = {
    "households": Label("家庭", "households"),
    "members": Label("成员", "members"),
    "applications": Label("申请", "applications"),
}
"""What the tables of a registry are called."""

NOTICED = {
    NoticeKind.CONTRADICTION: Label("所写的与由其他事实推定的不符", "stated otherwise than other facts imply"),
    NoticeKind.IMPLAUSIBLE: Label("不像是真的", "hardly possible"),
}
"""What is so of households that there are notices on."""

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
    """One measure; `count` is None where it has no rules. Those without text stand together, up to number `last`."""

    measure: Measure
    count: Count | None
    rules: tuple[RuleEntry, ...]
    last: int


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
    """One fact: for how many it is unknown, and in how many households an answer could settle a rule.

    Of these `counted` were counted; where that was in a sample, `settled` is what it is for all. `at_least` says that
    there may be more of them. `rules` are those it settles most often, `more_rules` how many there are beyond them.
    """

    fact: str
    unknown: Unknown | None
    counted: int = 0
    settled: int = 0
    at_least: bool = False
    rules: tuple[tuple[str, int], ...] = ()
    more_rules: int = 0

    @property
    def given(self) -> bool:
        """Whether the registry has the fact at all."""
        return self.unknown is None or self.unknown.given


@dataclass(frozen=True, slots=True)
class ListedRule:
    """One rule on a list of who seems entitled: how many it applies to, and of how many it is undetermined."""

    rule: Rule
    applies: int
    undetermined: int


@dataclass(frozen=True, slots=True)
class TakenEntry:
    """One column that says who receives an aid, and the rules that put people on its list, the longest first."""

    column: str
    taken: Taken
    rules: tuple[ListedRule, ...]

    @property
    def most(self) -> int:
        """How many the rule with most of them has."""
        return max((one.applies + one.undetermined for one in self.rules), default=0)


@dataclass(frozen=True, slots=True)
class ScreeningPage:
    """All that the page shows.

    `facts` could settle something by themselves, most first; `settling_nothing` are unknown and could not. `absent` are
    facts that the registry does not have, `undetermined` verdicts of rules that are, and all of them.
    """

    measures: tuple[MeasureEntry, ...]
    with_rules: tuple[Measure, ...]
    groups: tuple[tuple[GroupTable, GroupTable], ...]
    facts: tuple[FactRow, ...]
    settling_nothing: tuple[FactRow, ...]
    takings: tuple[TakenEntry, ...]
    absent: int
    undetermined: tuple[int, int]

    @property
    def to_collect(self) -> FactRow | None:
        """The fact that settles most, of those that the registry does not have."""
        return next((row for row in self.facts if not row.given), None)

    @property
    def to_fill_in(self) -> FactRow | None:
        """The fact that settles most, of those that it has."""
        return next((row for row in self.facts if row.given), None)


def arrange_screening(summary: Summary) -> ScreeningPage:
    """The page of a screening."""
    figures = summary.figures
    measures = measures_of(summary.pack)
    numbers = [one.number for one in measures if one.kind is MeasureKind.RULES]
    counts = figures.whole.rules.values()
    return ScreeningPage(
        measures=_measures(measures, figures),
        with_rules=tuple(one for one in measures if one.kind is MeasureKind.RULES),
        groups=tuple(
            (
                group_table(column, tallies, figures.whole, numbers, Verdict.APPLIES),
                group_table(column, tallies, figures.whole, numbers, Verdict.UNDETERMINED),
            )
            for column, tallies in figures.groups.items()
        ),
        facts=tuple(_fact(summary, fact, one) for fact, one in summary.questions),
        settling_nothing=_settling_nothing(summary),
        takings=_takings(summary),
        absent=sum(not one.given for one in figures.unknown.values()),
        undetermined=(sum(count.undetermined for count in counts), sum(count.total for count in counts)),
    )


def view_of_rule(rule: Rule) -> RuleView:
    """A rule as the cards of reports show it, with nothing said of cases."""
    return RuleView(rule, _condition(rule.when), None)


def _condition(condition: Condition) -> ConditionView:
    source = condition.source if isinstance(condition, If) else ""
    return ConditionView(condition, source, None, tuple(map(_condition, parts_of(condition))))


def _measures(measures: Sequence[Measure], figures: Figures) -> tuple[MeasureEntry, ...]:
    found: list[MeasureEntry] = []
    for measure in measures:
        before = found[-1].measure.kind if found else None
        if before is measure.kind is MeasureKind.NO_TEXT:
            found[-1] = replace(found[-1], last=measure.number)
        else:
            found.append(_measure(measure, figures))
    return tuple(found)


def _measure(measure: Measure, figures: Figures) -> MeasureEntry:
    whole = figures.whole
    rules = tuple(
        RuleEntry(view_of_rule(rule), whole.rules[rule.id], whole.of_members.get(rule.id)) for rule in measure.rules
    )
    return MeasureEntry(measure, whole.measures[measure.number] if rules else None, rules, measure.number)


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


def _fact(summary: Summary, fact: str, settling: Settling) -> FactRow:
    rules = sorted(settling.rules.items(), key=lambda pair: (-pair[1], pair[0]))
    # All of them rather than all but one.
    shown = rules if len(rules) == MOST_RULES + 1 else rules[:MOST_RULES]
    return FactRow(
        fact,
        summary.figures.unknown.get(fact),
        settling.at_least,
        summary.in_all(settling.at_least),
        settling.households is None,
        tuple((rule, summary.in_all(number)) for rule, number in shown),
        len(rules) - len(shown),
    )


def _settling_nothing(summary: Summary) -> tuple[FactRow, ...]:
    """The facts that are unknown for somebody and settle nothing by themselves, those unknown for most first."""
    unknown = summary.figures.unknown
    settling = {fact for fact, _ in summary.questions}
    rest = [fact for fact, one in unknown.items() if fact not in settling and one.households]
    return tuple(FactRow(fact, unknown[fact]) for fact in sorted(rest, key=lambda fact: -unknown[fact].households))


# ---------------------------------------------------------------- lists


def _takings(summary: Summary) -> tuple[TakenEntry, ...]:
    if summary.outreach is None:
        return ()
    return tuple(_taking(summary, column, taken) for column, taken in summary.outreach.columns.items())


def _taking(summary: Summary, column: str, taken: Taken) -> TakenEntry:
    counts: dict[str, dict[Verdict, int]] = {}
    for (kind, rule, verdict), number in taken.listed.items():
        if kind is not OutreachList.REVIEW:
            of_rule = counts.setdefault(rule, {})
            of_rule[verdict] = of_rule.get(verdict, 0) + number
    rules = [
        ListedRule(rule, found.get(Verdict.APPLIES, 0), found.get(Verdict.UNDETERMINED, 0))
        for rule in summary.pack.rules
        if (found := counts.get(rule.id))
    ]
    return TakenEntry(column, taken, tuple(sorted(rules, key=lambda one: -one.applies - one.undetermined)))


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
