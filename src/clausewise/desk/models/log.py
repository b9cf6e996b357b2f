"""The log: who did what kind of thing when, by opaque ids and names of facts. Never a name of a person or a value.

Each entry is bound to the one before it by a keyed digest. The database refuses to change or delete a row.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from django.db import models


class Act(StrEnum):
    """The kinds of acts."""

    SIGNED_IN = "signed_in"
    SIGNED_OUT = "signed_out"
    BEGAN = "began"
    LOOKED = "looked"
    ANSWERED = "answered"
    CHOSE = "chose"
    MEMBER_ADDED = "member_added"
    MEMBER_RENAMED = "member_renamed"
    MEMBER_REMOVED = "member_removed"
    KEPT_IDENTITY = "kept_identity"
    SHOWED_IDENTITY = "showed_identity"
    SENT = "sent"
    APPROVED = "approved"
    RETURNED = "returned"
    REOPENED = "reopened"
    PRINTED = "printed"
    EXPORTED = "exported"
    IMPORTED = "imported"
    ERASED = "erased"
    OFFICE_SAID = "office_said"
    OFFICE_TOOK_BACK = "office_took_back"
    OFFICE_SET = "office_set"
    PERSON_ADDED = "person_added"
    PERSON_CHANGED = "person_changed"
    BACKED_UP = "backed_up"


class LogEntry(models.Model):
    """One act. `at` is UTC to the second; `about` is an opaque id, or the kind of paper that was printed."""

    at: models.CharField[str, str] = models.CharField(max_length=20)
    act: models.CharField[str, str] = models.CharField(max_length=20)
    person: models.CharField[str, str] = models.CharField(max_length=20, blank=True)
    household: models.CharField[str, str] = models.CharField(max_length=20, blank=True)
    about: models.CharField[str, str] = models.CharField(max_length=80, blank=True)
    facts: models.JSONField[Any, Any] = models.JSONField(default=list)
    mac: models.CharField[str, str] = models.CharField(max_length=64)

    class Meta:
        ordering = ("pk",)
        indexes = (models.Index(fields=("household", "person", "at"), name="log_of_a_household"),)
