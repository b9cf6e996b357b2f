"""A case as the plain interpreter takes it: what is known of a household on the day of the check.

Made of the data as YAML holds it; nothing here derives or evaluates anything.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from specification.ends import days_of

Open = tuple[str, str | None]
"""A fact and the member it is about (None for household and application). `("members", None)` is not knowing whether
those listed are everybody."""


@dataclass(frozen=True)
class Household:
    """A case: facts by full name, those members who are listed with theirs, and whether these are said to be all."""

    as_of: datetime.date
    facts: dict[str, Any]
    members: dict[str, dict[str, Any]]
    everybody: bool
    spans: dict[Open, tuple[datetime.date, datetime.date]] = field(default_factory=dict)
    """Dates of which the month or the year is known: its first day and its last."""


def office_facts(facts: dict[str, Any], case: dict[str, Any]) -> dict[str, Any]:
    """What the office says on the day of the check: of each fact the last entry that has begun and not ended."""
    office, day = case.get("office") or {}, case["as_of"]
    known: dict[str, Any] = {}
    for key, before in (("facts", "office."), ("reads", "office.reads.")):
        for short, entries in (office.get(key) or {}).items():
            begun = [one for one in entries if one["from"] <= day]
            if begun and begun[-1].get("until", day) >= day:
                name, value = before + short, begun[-1]["value"]
                known[name] = Fraction(value) if facts[name]["type"] == "money" else value
    return known


def read_household(facts: dict[str, Any], case: dict[str, Any]) -> Household:
    """The case as YAML holds it, with amounts made exact, dates without a day set apart and nulls left out."""
    spans: dict[Open, tuple[datetime.date, datetime.date]] = {}

    def values(subject: str, written: dict[str, Any] | None, who: str | None = None) -> dict[str, Any]:
        known: dict[str, Any] = {}
        for short, value in (written or {}).items():
            name = f"{subject}.{short}"
            if short == "id" or value is None:
                continue
            if facts[name]["type"] == "date" and not isinstance(value, datetime.date):
                spans[name, who] = days_of(str(value))
            else:
                known[name] = Fraction(value) if facts[name]["type"] == "money" else value
        return known

    members = case.get("members")
    says_so = members is not None and case.get("everybody", not members)
    return Household(
        case["as_of"],
        values("household", case.get("household"))
        | values("application", case.get("application"))
        | office_facts(facts, case),
        {str(one["id"]): values("member", one, str(one["id"])) for one in members or ()},
        bool(says_so),
        spans,
    )
