"""Households to attack a statement with: every one of a small domain, or some drawn at and beside the limits of a pack.

They have 0 to 8 members, members whom nobody knows, or perhaps others beside those who are listed; facts that are not
known, and days of every stretch of the parameters. As YAML holds them; nothing here says what follows from them.
"""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from itertools import combinations_with_replacement, product
from math import comb, floor, prod
from random import Random
from typing import Any

from clausewise.plain.expressions import Comparison, Expression
from clausewise.plain.household import GHOST
from clausewise.plain.parsing import parse
from clausewise.plain.reading import Reading
from specification.properties import household_of
from specification.written import AS_OF, Plan

MOST_TRIED = 600
"""As many households as a small domain may have to be tried whole."""
_SIZES = (None, 0, 0, 1, 1, 1, 2, 2, 2, 2, 3, 3, 4, 5, 6, 8)
_MEMBERS_OF_ALL = 2
_FEN = Fraction(1, 100)
_FAR = 41000
_NUMBER = re.compile(r"(?<![\w\"-])\d+(?:\.\d+)?(?![\w\"-])")
_DAY = re.compile(r'date\("(\d{4}-\d\d-\d\d)"\)')


@dataclass(frozen=True)
class Domain:
    """The values worth trying of each fact of a pack, and the days worth trying."""

    plan: Plan
    _values: dict[tuple[str, datetime.date], tuple[Any, ...]] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """Every expression of the pack."""
        return tuple(_texts([self.plan.facts, self.plan.rules, list(self.plan.assurances)]))

    @cached_property
    def days(self) -> tuple[datetime.date, ...]:
        """The document's day, a leap day, and days at and beside every day from which a parameter has a value."""
        starts = {AS_OF} | {dated["from"] for entry in self.plan.parameters.values() for dated in entry["values"]}
        starts |= {datetime.date.fromisoformat(day) for text in self.texts for day in _DAY.findall(text)}
        beside = {day + datetime.timedelta(days=step) for day in starts for step in (-1, 0, 1, 70)}
        far = {min(starts) - datetime.timedelta(days=9000), max(starts) + datetime.timedelta(days=9000)}
        return tuple(sorted({datetime.date(2020, 2, 29), *beside, *far}))

    @cached_property
    def numbers(self) -> tuple[Fraction, ...]:
        """Every number that the pack names."""
        named = {Fraction(number) for text in self.texts for number in _NUMBER.findall(text)}
        values = {dated["value"] for entry in self.plan.parameters.values() for dated in entry["values"]}
        return tuple(sorted(named | {Fraction(value) for value in values}))

    def values(self, name: str, as_of: datetime.date) -> tuple[Any, ...]:
        """Values of a fact at and beside its limits on a day, all within its domain."""
        key = name, as_of
        if key not in self._values:
            self._values[key] = self._make_values(name, as_of)
        return self._values[key]

    def _make_values(self, name: str, as_of: datetime.date) -> tuple[Any, ...]:
        entry = self.plan.facts[name]
        low, high = entry.get("minimum"), entry.get("maximum")
        found: list[Any]
        match entry["type"]:
            case "boolean":
                return True, False
            case "choice":
                return tuple(entry["values"])
            case "date":
                found = self._dates(as_of)
            case "money":
                low = 0 if low is None else low
                ends = [Fraction(end) for end in (low, high) if end is not None]
                limits = [*ends, *self.numbers, *(number / 2 for number in self.numbers)]
                found = sorted({limit + step for limit in limits for step in (-_FEN, 0, _FEN)})
                found = [value for value in found if (value * 100).denominator == 1]
            case _:
                if low is not None and high is not None:
                    return tuple(range(low, high + 1))
                whole = [floor(number) for number in self.numbers if number < 100] + [low or 0]
                found = sorted({limit + step for limit in whole for step in (-1, 0, 1)})
        return tuple(value for value in found if (low is None or value >= low) and (high is None or value <= high))

    def _dates(self, as_of: datetime.date) -> list[Any]:
        named = {datetime.date.fromisoformat(day) for text in self.texts for day in _DAY.findall(text)}
        years = [int(number) for number in self.numbers if number < 130 and number.denominator == 1]
        found = {as_of, *named, *(_years_before(as_of, number) for number in years)}
        found |= {_months_before(as_of, number) for number in years}
        return sorted({day + datetime.timedelta(days=step) for day in found for step in (-1, 0, 1)})


def _texts(written: Any, key: str = "") -> Iterator[str]:
    if isinstance(written, str) and key in ("if", "derive", "amount", "months", "by"):
        yield written
    for one, part in written.items() if isinstance(written, dict) else ():
        yield from _texts(part, one)
    for part in written if isinstance(written, list) else ():
        yield from _texts(part, key)


def _months_before(day: datetime.date, months: int) -> datetime.date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return datetime.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _years_before(day: datetime.date, years: int) -> datetime.date:
    return _months_before(day, years * 12)


def attackers(domain: Domain, rng: Random, number: int) -> list[dict[str, Any]]:
    """Every household of up to two members where there are few, and `number` of them drawn, of any size."""
    drawer = _Drawer(domain, rng)
    return [*every_household(domain), *(drawer.draw() for _ in range(number))]


# ---------------------------------------------------------------- every household


def every_household(domain: Domain) -> Iterator[dict[str, Any]]:
    """Every household of up to two members on a day of every stretch, facts unknown among them; none if too many."""
    plan, days = domain.plan, stretch_days(domain.plan)
    asked = [name for name, entry in plan.facts.items() if "derive" not in entry]
    values = {name: (*domain.values(name, AS_OF), None) for name in asked}
    if any(plan.facts[name]["type"] in ("money", "date") for name in asked):
        return
    of_member = [name for name in asked if name.startswith("member.")]
    of_household = [name for name in asked if name not in of_member]
    one = prod(len(values[name]) for name in of_member)
    families = 1 + sum(comb(one + size - 1, size) for size in range(_MEMBERS_OF_ALL + 1))
    if families * prod(len(values[name]) for name in of_household) * len(days) > MOST_TRIED:
        return
    people = [_short(of_member, chosen) for chosen in product(*(values[name] for name in of_member))]
    for as_of in days:
        for chosen in product(*(values[name] for name in of_household)):
            household = {"as_of": as_of, "household": _short(of_household, chosen)}
            yield household
            for size in range(_MEMBERS_OF_ALL + 1):
                for family in combinations_with_replacement(people, size):
                    members = [{"id": f"m{n}"} | person for n, person in enumerate(family)]
                    yield household | {"members": members, "everybody": True}


def stretch_days(plan: Plan) -> list[datetime.date]:
    """A day of each stretch between the days from which parameters have values."""
    starts = sorted({dated["from"] for entry in plan.parameters.values() for dated in entry["values"]})
    return [starts[0] - datetime.timedelta(days=1), *starts] if starts else [AS_OF]


def _short(names: list[str], values: tuple[Any, ...]) -> dict[str, Any]:
    return {name.partition(".")[2]: value for name, value in zip(names, values, strict=True) if value is not None}


# ---------------------------------------------------------------- some, at the limits


@dataclass(frozen=True)
class _Drawer:
    domain: Domain
    rng: Random

    def draw(self) -> dict[str, Any]:
        """A household; half of them are then pushed to a limit of the pack, or right beside it."""
        rng, plan = self.rng, self.domain.plan
        as_of = rng.choice(self.domain.days) if rng.random() < 0.8 else AS_OF
        known = rng.choice((1, 1, 1, 0.8, 0.4))
        alike = rng.random() < 0.3

        def facts_of(subject: str) -> dict[str, Any]:
            found: dict[str, Any] = {}
            for name, entry in plan.facts.items():
                if name.partition(".")[0] != subject:
                    continue
                if rng.random() < (known if "derive" not in entry else 0.04):
                    values = self.domain.values(name, as_of)
                    if values:
                        found[name.partition(".")[2]] = rng.choice(values)
            return found

        written: dict[str, Any] = {"as_of": as_of, "household": facts_of("household")}
        size = rng.choice(_SIZES)
        if size is not None:
            first = facts_of("member")
            people = [first if alike or not n else facts_of("member") for n in range(size)]
            written["members"] = [{"id": f"m{n}"} | person for n, person in enumerate(people)]
            written["everybody"] = rng.random() < 0.85
        for _ in range(rng.choice((0, 1, 1, 2))):
            self.push(written)
        return written

    def push(self, written: dict[str, Any]) -> None:
        """Move one number so that the two sides of some comparison meet, or come as close as can be."""
        limits = self._limits
        numbers = [*self._numbers(written)]
        if not limits or not numbers:
            return
        limit, (holder, name) = self.rng.choice(limits), self.rng.choice(numbers)
        short, entry = name.partition(".")[2], self.domain.plan.facts[name]
        step = _FEN if entry["type"] == "money" else 1
        before = holder[short]
        first, second = (self._apart(limit, written, holder, name, before + far * step) for far in (0, _FAR))
        if first is None or second is None or first == second:
            return
        # On a straight line through both, the sides meet here.
        meeting = before - first * _FAR * step / (second - first)
        wanted = floor(meeting / step) * step + self.rng.choice((0, 0, step, -step))
        low = entry.get("minimum", 0 if entry["type"] == "money" else None)
        if (low is None or wanted >= low) and wanted <= entry.get("maximum", wanted) and abs(wanted) < 10**9:
            holder[short] = Fraction(wanted) if entry["type"] == "money" else int(wanted)

    def _numbers(self, written: dict[str, Any]) -> Iterator[tuple[dict[str, Any], str]]:
        """Where the numbers of a household stand, and the names of their facts."""
        for holder, subject in [
            (written["household"], "household"),
            *((m, "member") for m in written.get("members", ())),
        ]:
            for short in holder:
                name = f"{subject}.{short}"
                if short != "id" and self.domain.plan.facts[name]["type"] in ("integer", "money"):
                    yield holder, name

    @cached_property
    def _limits(self) -> list[Comparison]:
        """The comparisons of numbers in the pack."""
        found = []
        for text in self.domain.texts:
            node = parse(text)
            if isinstance(node, Comparison) and '"' not in text:
                found.append(node)
        return found

    def _apart(self, limit: Comparison, written: dict[str, Any], holder: dict[str, Any], name: str, value: Any) -> Any:
        """How far the sides of a comparison are from each other in a household with another value of a fact.

        The value need not be one that there can be. None where the sides are no numbers.
        """
        household = household_of(self.domain.plan, written)
        known = household.members[str(holder["id"])] if "id" in holder else household.facts
        known[name] = value
        reading = Reading(self.domain.plan.plain, household)
        who = str(holder["id"]) if "id" in holder else next(iter(reading.people()), None)
        sides = [self._side(reading, side, who) for side in (limit.left, limit.right)]
        if any(not isinstance(side, int | Fraction) for side in sides):
            return None
        return Fraction(sides[0]) - Fraction(sides[1])

    def _side(self, reading: Reading, side: Expression, who: str | None) -> Any:
        if (who is None or who == GHOST) and side.of_member:
            return None
        return side.value(reading, who)
