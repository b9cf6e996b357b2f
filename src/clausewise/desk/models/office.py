"""What the office says once for all its families: office facts and readings, windows and phones, what is on paper."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from django.db import models

from clausewise.desk.models.people import Person


class Review(StrEnum):
    """Whether a second person has to approve before paper counts."""

    ALWAYS = "always"
    SOMETIMES = "sometimes"
    NEVER = "never"


class OfficeSettings(models.Model):
    """One row: what the office is called, whom a family can ask, who signs, and for how many years data is kept."""

    title_zh: models.CharField[str, str] = models.CharField(max_length=80)
    title_en: models.CharField[str, str] = models.CharField(max_length=120, blank=True)
    short: models.CharField[str, str] = models.CharField(max_length=30, blank=True)
    phone: models.CharField[str, str] = models.CharField(max_length=40, blank=True)
    signer: models.CharField[str, str] = models.CharField(max_length=60, blank=True)
    review: models.CharField[str, str] = models.CharField(max_length=10, default=Review.ALWAYS.value)
    retention_years: models.IntegerField[int | None, int | None] = models.IntegerField(null=True)
    last_numbers: models.JSONField[Any, Any] = models.JSONField(default=dict)
    """By year the last number that a household was given. It is given to no other, also after a removal."""
    is_made_up: models.BooleanField[bool, bool] = models.BooleanField(default=False)


class Window(models.Model):
    """Where an agency of the pack is found, and by which number."""

    agency: models.CharField[str, str] = models.CharField(max_length=80, unique=True)
    place: models.CharField[str, str] = models.CharField(max_length=120, blank=True)
    phone: models.CharField[str, str] = models.CharField(max_length=40, blank=True)


class Statement(models.Model):
    """One thing the office says of an office fact from a day on, by whose decision, and who registered it when.

    Rows are only added: of one fact the statement registered last counts from its day on. One that was registered by
    mistake is taken back, and counts for nothing from then on.
    """

    fact: models.CharField[str, str] = models.CharField(max_length=120)
    value: models.JSONField[Any, Any] = models.JSONField()
    since: models.DateField[Any, Any] = models.DateField()
    until: models.DateField[Any, Any] = models.DateField(null=True)
    by: models.CharField[str, str] = models.CharField(max_length=120)
    registered_by: models.ForeignKey[Person, Person] = models.ForeignKey(Person, models.PROTECT, related_name="+")
    registered_at: models.DateTimeField[Any, Any] = models.DateTimeField()
    taken_back_by: models.ForeignKey[Person | None, Person | None] = models.ForeignKey(
        Person, models.PROTECT, related_name="+", null=True
    )
    taken_back_at: models.DateTimeField[Any, Any] = models.DateTimeField(null=True)

    class Meta:
        ordering = ("since", "pk")
