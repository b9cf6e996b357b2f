"""What was sent to review, by whom, and what came of it; an approved decision is kept as it was."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from django.db import models

from clausewise.desk.keys import new_id
from clausewise.desk.models.households import Household
from clausewise.desk.models.people import Person

LONGEST_REMARK = 1000
"""So many characters of what a reviewer writes are kept."""


class DecisionState(StrEnum):
    """What came of what was sent."""

    SENT = "sent"
    RETURNED = "returned"
    TAKEN_BACK = "taken_back"
    APPROVED = "approved"


class Decision(models.Model):
    """One answer on one household as it was sent: `case` is the case as data, `names` what its members are called, and
    once it is approved whoever had to do with it, `pack` the digest of the pack, `office` what the office said.
    `receipt` is the id of the receipt that was kept when it was approved, `rests_on` the keys of what the office said
    without which it would be another; null where nobody has asked yet."""

    id: models.CharField[str, str] = models.CharField(primary_key=True, max_length=20, default=new_id)
    household: models.ForeignKey[Household, Household] = models.ForeignKey(
        Household, models.CASCADE, related_name="decisions"
    )
    household_id: str
    state: models.CharField[str, str] = models.CharField(max_length=10, default=DecisionState.SENT.value)
    as_of: models.DateField[Any, Any] = models.DateField()
    sent_by: models.ForeignKey[Person, Person] = models.ForeignKey(Person, models.PROTECT, related_name="+")
    sent_by_id: str
    sent_at: models.DateTimeField[Any, Any] = models.DateTimeField()
    decided_by: models.ForeignKey[Person | None, Person | None] = models.ForeignKey(
        Person, models.PROTECT, related_name="+", null=True
    )
    decided_by_id: str | None
    decided_at: models.DateTimeField[Any, Any] = models.DateTimeField(null=True)
    was_reviewed: models.BooleanField[bool, bool] = models.BooleanField(default=False)
    remark: models.TextField[str, str] = models.TextField(blank=True)
    notice_number: models.CharField[str, str] = models.CharField(max_length=60, blank=True)
    case: models.JSONField[Any, Any] = models.JSONField()
    pack: models.CharField[str, str] = models.CharField(max_length=64)
    names: models.JSONField[Any, Any] = models.JSONField()
    office: models.JSONField[Any, Any] = models.JSONField()
    receipt: models.CharField[str, str] = models.CharField(max_length=64, blank=True)
    rests_on: models.JSONField[Any, Any] = models.JSONField(null=True)

    class Meta:
        ordering = ("sent_at",)
