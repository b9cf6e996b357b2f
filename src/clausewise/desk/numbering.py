"""The numbers by which an office calls its households: the year, and how many there are in it."""

from __future__ import annotations

from clausewise.clock import today
from clausewise.desk.models import Household


def next_number() -> str:
    """The number of the next household: the year, and how many there are in it."""
    year = today().year
    last = Household.objects.filter(number__startswith=f"{year}-").order_by("-number").first()
    return f"{year}-{int(last.number.partition('-')[2]) + 1 if last else 1:04}"
