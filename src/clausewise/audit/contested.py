"""Contested points as a lawyer would ask of them: what hangs on each, where its readings part, whom each turns.

Plain frozen data, filled by `clausewise.contesting`, and what can be told of the pack alone. Nothing here decides a
point, checks a case or asks the solver.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from clausewise.case.model import Case
from clausewise.case.office import Office, Said
from clausewise.classes import dataclass
from clausewise.language.conditions import facts_of
from clausewise.language.contested import ContestedPoint
from clausewise.language.labels import Label
from clausewise.language.model import Pack
from clausewise.language.rules import Rule, RuleKind
from clausewise.language.verdicts import Verdict

Verdicts = tuple[Verdict, Verdict]
"""What comes of the first reading of a point, and of the second."""


@dataclass(frozen=True, slots=True)
class Hanging:
    """A rule to whose verdict a point can matter: by its own words, or `through` the findings of other rules only."""

    rule: Rule
    through: tuple[str, ...] = ()

    @property
    def is_direct(self) -> bool:
        return not self.through


@dataclass(frozen=True, slots=True)
class Parting:
    """The smallest household found for which the two readings part: of which rule, on whom, with which verdicts.

    `text` is its case file, which the office says nothing of, so that the rule is undetermined there.
    """

    rule: str
    subject: str | None
    verdicts: Verdicts
    case: Case
    text: str


@dataclass(frozen=True, slots=True)
class TurnedFinding:
    """A finding of which the two readings make two verdicts; `subject` is a member's id, None for the household."""

    rule: str
    subject: str | None
    verdicts: Verdicts

    @property
    def is_turned(self) -> bool:
        """Whether it applies by one reading and does not by the other; else one of them leaves it undetermined."""
        return Verdict.UNDETERMINED not in self.verdicts


@dataclass(frozen=True, slots=True)
class TurnedCase:
    """A case of which the two readings part, by id and title; `reads` is how its own office reads the point."""

    case: str
    title: Label
    reads: str | None
    findings: tuple[TurnedFinding, ...]

    @property
    def is_turned(self) -> bool:
        """Whether some finding applies by one reading and does not by the other."""
        return any(one.is_turned for one in self.findings)


@dataclass(frozen=True, slots=True)
class TurnedHouseholds:
    """Of the households of a registry: for how many some verdict is the opposite by the other reading, and of how many
    that cannot be told, since a verdict that could turn is undetermined by one reading at least."""

    turned: int
    unsure: int
    households: int


@dataclass(frozen=True, slots=True)
class Contested:
    """One point with all that was found of it.

    `says` is what the office says on the day, `outdated` what it said last where that no longer holds. Where no
    household was found for which the readings part, `parting` is None and `no_parting` says why. `turned` is None where
    no registry was looked at.
    """

    point: ContestedPoint
    says: Said | None
    outdated: Said | None
    hanging: tuple[Hanging, ...]
    parting: Parting | None
    no_parting: Label | None
    cases: tuple[TurnedCase, ...]
    turned: TurnedHouseholds | None = None


@dataclass(frozen=True, slots=True)
class ContestedPoints:
    """The contested points that were asked for, in the order of the document, of a pack that has `all_points`.

    `cases` is how many cases of the pack were looked at, `registry` what was screened (as it may be shown), if any.
    """

    pack: Pack
    as_of: datetime.date
    office: Office | None
    points: tuple[Contested, ...]
    cases: int
    registry: str | None = None

    @property
    def all_points(self) -> int:
        return len(self.pack.contested)


def hanging_on(pack: Pack, point: ContestedPoint) -> tuple[Hanging, ...]:
    """The rules to whose verdict a point can matter: direct ones first, of these benefits, in the pack's order."""
    found = list(_hanging(pack, point))
    return tuple(sorted(found, key=lambda one: (not one.is_direct, one.rule.kind is not RuleKind.BENEFIT)))


def _hanging(pack: Pack, point: ContestedPoint) -> Iterator[Hanging]:
    reads, name = pack.reads, point.fact_name
    rules = [pack.rule(one) for one in reads.verdicts_on_fact(name)]
    direct = {rule.id: None for rule in rules if name in reads.with_inputs(facts_of(rule.when))}
    for rule in rules:
        behind = reads.rules_behind(rule.id)
        yield Hanging(rule, () if rule.id in direct else tuple(one for one in direct if one in behind))
