"""Households that an office has kept as long as it keeps data, and their removal in one act.

The years begin with the last thing that was done with a household: begun, answered, sent, decided. One that is being
reviewed is never among them.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Max
from django.utils import timezone

from clausewise.clock import today
from clausewise.desk.exchanging import erase, is_erasable
from clausewise.desk.models import Household
from clausewise.desk.offices import office_settings

RETENTION = "retention"
"""What the log says a removal was for."""


@dataclass(frozen=True)
class Kept:
    """A household that was kept long enough: the last day on which something was done with it."""

    household: Household
    last: datetime.date


def kept_long_enough() -> tuple[Kept, ...]:
    """The households whose time is over, the oldest first; none where the office has not said for how many years."""
    years = office_settings().retention_years
    if years is None:
        return ()
    before, last_days = years_before(today(), years), {}
    acts = (Max("answers__at"), Max("decisions__sent_at"), Max("decisions__decided_at"))
    for pk, *moments in Household.objects.values_list("pk", "begun_at", *acts):
        last = max(timezone.localtime(at).date() for at in moments if at is not None)
        if last < before:
            last_days[pk] = last
    kept = Household.objects.in_bulk(list(last_days)).values()
    found = (Kept(one, last_days[one.pk]) for one in kept if is_erasable(one))
    return tuple(sorted(found, key=lambda kept: (kept.last, kept.household.number)))


def years_before(day: datetime.date, years: int) -> datetime.date:
    """The day so many years before; of 29 February the 28th where there is none."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def remove_kept(wanted: Iterable[str] | None, person: str = "") -> list[Kept]:
    """Remove the households of these ids whose time is over now, or all (`None`); which they were.

    Each is in the log, by whom: nobody where a command does it.
    """
    ids = None if wanted is None else set(wanted)
    gone = [one for one in kept_long_enough() if ids is None or one.household.pk in ids]
    erase([one.household for one in gone], person, about=RETENTION)
    return gone
