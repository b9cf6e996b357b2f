"""The figures of a screening: how many households and members have each verdict, what is unknown, what to ask.

Figures of parts add up to those of the whole, whatever the parts are. Plain frozen data: `summary_counting` makes it
of frames, reports show it, and nothing here needs Polars.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable, Mapping
from dataclasses import field

from clausewise.case import Office
from clausewise.case.notices import Notice, NoticeKind
from clausewise.classes import dataclass
from clausewise.errors import Diagnostic, RequestError
from clausewise.language.labels import Label
from clausewise.language.model import MeasureKind, Pack
from clausewise.language.rules import About, Rule
from clausewise.language.verdicts import Verdict
from clausewise.screening.figures.adding import added
from clausewise.screening.figures.odd import Odd
from clausewise.screening.figures.outreach import OutreachFigures

MOST_GROUPS = 5000
"""A column with more values than this does not group households; it names them."""

NOTICED_KINDS = (NoticeKind.CONTRADICTION, NoticeKind.IMPLAUSIBLE)
"""The kinds of notices on a household's facts; the others are the same for all households."""

Group = str | None
"""A value of a column that households are grouped by; None where the registry has none."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many have each verdict."""

    applies: int = 0
    undetermined: int = 0
    does_not_apply: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(
            self.applies + other.applies,
            self.undetermined + other.undetermined,
            self.does_not_apply + other.does_not_apply,
        )

    def of(self, verdict: Verdict) -> int:
        """How many have one verdict."""
        return int(getattr(self, verdict.value))

    @property
    def total(self) -> int:
        return self.applies + self.undetermined + self.does_not_apply


@dataclass(frozen=True, slots=True)
class Tally:
    """The verdicts of some households.

    `aid` is the strongest verdict of the rules that grant an aid; `measures` that of all rules of a clause, by its
    number. `rules` counts households, of a rule about members by the strongest of theirs; `of_members` counts members.
    """

    households: int = 0
    members: int = 0
    aid: Count = Count()
    measures: Mapping[int, Count] = field(default_factory=dict)
    rules: Mapping[str, Count] = field(default_factory=dict)
    of_members: Mapping[str, Count] = field(default_factory=dict)

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.households + other.households,
            self.members + other.members,
            self.aid + other.aid,
            added(self.measures, other.measures),
            added(self.rules, other.rules),
            added(self.of_members, other.of_members),
        )


@dataclass(frozen=True, slots=True)
class Unknown:
    """For how many a fact is unknown: households, and members where the fact is about them.

    For a fact about members a household counts when it is unknown for one of them, or when it is not known who they
    are. `given` says whether the registry has the fact at all.
    """

    households: int
    members: int | None
    given: bool

    def __add__(self, other: Unknown) -> Unknown:
        members = None if self.members is None else self.members + (other.members or 0)
        return Unknown(self.households + other.households, members, self.given or other.given)


@dataclass(frozen=True, slots=True)
class Settling:
    """In how many households an answer to one fact could settle a rule that is undetermined.

    `households` counts those where it settles some rule; None when only the rules were counted one by one.
    """

    households: int | None = None
    rules: Mapping[str, int] = field(default_factory=dict)

    def __add__(self, other: Settling) -> Settling:
        both = (self.households, other.households)
        households = None if both == (None, None) else sum(one or 0 for one in both)
        return Settling(households, added(self.rules, other.rules))

    @property
    def at_least(self) -> int:
        """In how many households it settles some rule, or what that is at the least."""
        most = max(self.rules.values(), default=0)
        return most if self.households is None else self.households


@dataclass(frozen=True, slots=True)
class Noticed:
    """In how many households there are notices, and how many notices that is."""

    households: int = 0
    notices: int = 0

    def __add__(self, other: Noticed) -> Noticed:
        return Noticed(self.households + other.households, self.notices + other.notices)


@dataclass(frozen=True, slots=True)
class Figures:
    """All that is counted of a registry, or of a part of it.

    `groups` has a tally for each value of each column that was asked for. `nameless` are households of which it is not
    known who belongs to them. `settling` was counted in `settling_of` households, which of a large registry are a
    sample. `noticed` has the notices on facts by their kind, `noticed_of` by their kind and fact. Those
    of parts add up.
    """

    whole: Tally = Tally()
    groups: Mapping[str, Mapping[Group, Tally]] = field(default_factory=dict)
    nameless: int = 0
    unknown: Mapping[str, Unknown] = field(default_factory=dict)
    settling: Mapping[str, Settling] = field(default_factory=dict)
    settling_of: int = 0
    noticed: Mapping[NoticeKind, Noticed] = field(default_factory=dict)
    noticed_of: Mapping[tuple[NoticeKind, str], Noticed] = field(default_factory=dict)

    def __add__(self, other: Figures) -> Figures:
        """Raises: RequestError for a column that groups nothing."""
        columns = {**self.groups, **other.groups}
        groups = {name: added(self.groups.get(name, {}), other.groups.get(name, {})) for name in columns}
        check_groups(groups)
        return Figures(
            self.whole + other.whole,
            groups,
            self.nameless + other.nameless,
            added(self.unknown, other.unknown),
            added(self.settling, other.settling),
            self.settling_of + other.settling_of,
            added(self.noticed, other.noticed),
            added(self.noticed_of, other.noticed_of),
        )


def check_groups(groups: Mapping[str, Mapping[Group, object]]) -> None:
    """Refuse a column with so many values that it tells households apart. Raises: RequestError."""
    for column, values in groups.items():
        if len(values) > MOST_GROUPS:
            problem = f"--by {column}: the column has more than {MOST_GROUPS:,} different values"
            raise RequestError(Diagnostic(problem, None, "name one that many households share, such as a township"))


def in_order(values: Iterable[Group]) -> list[Group]:
    """The values of a group column in an order that no part can change; households without one come last."""
    return sorted(values, key=lambda value: (value is None, value or ""))


# ---------------------------------------------------------------- a run as a whole


@dataclass(frozen=True, slots=True)
class TableRows:
    """What became of the rows of one table of the registry. Raises: ValueError when rows are lost."""

    table: str
    read: int
    screened: int
    quarantined: int

    def __post_init__(self) -> None:
        if self.read != self.screened + self.quarantined:
            raise ValueError(f"{self.table}: {self.read} rows read, {self.screened} + {self.quarantined} accounted for")


@dataclass(frozen=True, slots=True)
class Reason:
    """Why rows were quarantined, and how many; a row may have several. `column` is None where no one column is it."""

    table: str
    column: str | None
    kind: str
    label: Label
    rows: int


@dataclass(frozen=True, slots=True)
class Source:
    """A file or table that was read, and the SHA-256 of what it held."""

    name: str
    digest: str


@dataclass(frozen=True)
class Summary:
    """A screening as it is reported. `mapping` is the digest of the mapping file, "" where there is none.

    `notices` are those that the day of the screening brings, the same for all households; `office` is the one office of
    them all; `odd` is what a person should look at in the registry.
    """

    pack: Pack
    as_of: datetime.date
    mapping: str
    inputs: tuple[Source, ...]
    tables: tuple[TableRows, ...]
    reasons: tuple[Reason, ...]
    figures: Figures
    outreach: OutreachFigures | None = None
    office: Office | None = None
    notices: tuple[Notice, ...] = ()
    odd: tuple[Odd, ...] = ()

    @property
    def questions(self) -> tuple[tuple[str, Settling], ...]:
        """The facts that could settle something, those that settle most households, and then most rules, first."""
        order = {name: at for at, name in enumerate(self.pack.facts)}
        settling = [(fact, one) for fact, one in self.figures.settling.items() if one.at_least]

        def place(pair: tuple[str, Settling]) -> tuple[int, int, int]:
            fact, one = pair
            return -one.at_least, -sum(one.rules.values()), order.get(fact, -1)

        return tuple(sorted(settling, key=place))

    def noticed_facts(self, kind: NoticeKind) -> tuple[tuple[str, Noticed], ...]:
        """The facts that there are notices of a kind on, those of most households first."""
        found = [(fact, one) for (of, fact), one in self.figures.noticed_of.items() if of is kind]
        return tuple(sorted(found, key=lambda pair: (-pair[1].households, -pair[1].notices, pair[0])))

    @property
    def left_unsaid(self) -> tuple[int, int]:
        """How much the text leaves unsaid in the rules that apply to any household.

        Words that it leaves open, each once in its sentence, and points that can be read in two ways.
        """
        applied = [rule for rule in self.pack.rules if self.figures.whole.rules.get(rule.id, Count()).applies]
        words = {(one.words.where, str(one.words)) for rule in applied for one in rule.open}
        points = {point for rule in applied for point in contested_in(self.pack, rule)}
        return len(words), len(points)

    @property
    def is_sampled(self) -> bool:
        """Whether what answers would settle was counted in some of the households only."""
        return 0 < self.figures.settling_of < self.figures.whole.households

    def in_all(self, counted: int) -> int:
        """In how many of all households an answer settles something, from how many of those it was counted in.

        Where these are a sample it is an estimate, to three figures: 12,345 is 12,300.
        """
        if not self.is_sampled or not counted:
            return counted
        estimate = counted * self.figures.whole.households / self.figures.settling_of
        return int(round(estimate, min(2 - math.floor(math.log10(estimate)), 0)))


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure of the document with its rules; `title` is the document's, None where the page has none."""

    number: int
    title: str | None
    kind: MeasureKind
    rules: tuple[Rule, ...]


def measures_of(pack: Pack) -> tuple[Measure, ...]:
    """Every measure of a document in order, also those without rules or text."""
    found = []
    for number in pack.numbers():
        clause = pack.document.clause(number)
        rules = tuple(rule for rule in pack.rules if rule.clause == number)
        found.append(Measure(number, None if clause is None else clause.title, pack.kind_of(number), rules))
    return tuple(found)


def contested_in(pack: Pack, rule: Rule) -> tuple[str, ...]:
    """The ids of the contested points that a rule's verdict can hang on, in the order of the pack."""
    reads = pack.reads.facts_deciding(rule.id)
    return tuple(one.id for one in pack.contested.values() if one.fact_name in reads)


def rules_with_aid(pack: Pack) -> tuple[str, ...]:
    """The ids of the rules that grant an aid."""
    return tuple(rule.id for rule in pack.rules if rule.aid)


def rules_about_members(pack: Pack) -> tuple[str, ...]:
    """The ids of the rules that give one finding for each member."""
    return tuple(rule.id for rule in pack.rules if rule.about is About.MEMBER)
