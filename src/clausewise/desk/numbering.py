"""The numbers by which an office calls its households: the year, and how many it has begun in it."""

from __future__ import annotations

from django.db import transaction

from clausewise.clock import today
from clausewise.desk.offices import office_settings


def next_number() -> str:
    """The number of the next household, such as `2026-0010`; none is given twice, since papers have them."""
    year = str(today().year)
    with transaction.atomic():
        own = office_settings()
        last = own.last_numbers.get(year, 0) + 1
        own.last_numbers |= {year: last}
        own.save(update_fields=["last_numbers"])
    return f"{year}-{last:04}"
