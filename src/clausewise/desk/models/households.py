"""Households, their members, and every answer that was ever given, of which at most one is current for each fact."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.db import models

from clausewise.desk.keys import new_id, unseal
from clausewise.desk.models.people import Person

if TYPE_CHECKING:
    from clausewise.desk.models.decisions import Decision


LONGEST_SOURCE = 120
"""So many characters of what an answer rests on are kept."""


class HouseholdState(StrEnum):
    """How far a household's matter is."""

    OPEN = "open"
    SENT = "sent"
    RETURNED = "returned"
    APPROVED = "approved"


class Household(models.Model):
    """One household's matter. `number` is what the office calls it, `due` the first day by which something is to be
    done. `due`, `benefits` (such as it can claim), `no_claims` (the others), `left` (what benefits wait for), `checks`
    (how many facts are to be checked) and `check_due` (the first day by which one of them is) are kept for the list of
    today."""

    members: models.QuerySet[Member]
    answers: models.QuerySet[Answer]
    decisions: models.QuerySet[Decision]

    id: models.CharField[str, str] = models.CharField(primary_key=True, max_length=20, default=new_id)
    number: models.CharField[str, str] = models.CharField(max_length=30, unique=True)
    village: models.CharField[str, str] = models.CharField(max_length=60, blank=True)
    state: models.CharField[str, str] = models.CharField(max_length=10, default=HouseholdState.OPEN.value)
    begun_by: models.ForeignKey[Person, Person] = models.ForeignKey(Person, models.PROTECT, related_name="+")
    begun_at: models.DateTimeField[Any, Any] = models.DateTimeField()
    due: models.DateField[Any, Any] = models.DateField(null=True)
    benefits: models.IntegerField[int, int] = models.IntegerField(default=0)
    no_claims: models.IntegerField[int, int] = models.IntegerField(default=0)
    left: models.IntegerField[int, int] = models.IntegerField(default=0)
    checks: models.IntegerField[int, int] = models.IntegerField(default=0)
    check_due: models.DateField[Any, Any] = models.DateField(null=True)

    @property
    def is_locked(self) -> bool:
        """Whether no answer of it can be changed, because it is being reviewed or was approved."""
        return self.state in (HouseholdState.SENT.value, HouseholdState.APPROVED.value)


class Member(models.Model):
    """One person of a household. The engine knows them by `id`; the identity number is encrypted."""

    id: models.CharField[str, str] = models.CharField(primary_key=True, max_length=20, default=new_id)
    household: models.ForeignKey[Household, Household] = models.ForeignKey(
        Household, models.CASCADE, related_name="members"
    )
    name: models.CharField[str, str] = models.CharField(max_length=60)
    place: models.IntegerField[int, int] = models.IntegerField()
    identity: models.BinaryField[Any, Any] = models.BinaryField(null=True)
    gone: models.BooleanField[bool, bool] = models.BooleanField(default=False)

    class Meta:
        ordering = ("place",)

    def identity_number(self) -> str:
        """The identity number; empty where it is not known."""
        return unseal(self.identity) if self.identity is not None else ""


class Told(StrEnum):
    """What was answered: a value, that nobody here knows, that it is to be checked, nothing any more, or a value that
    counts for nothing since another answer made it idle."""

    VALUE = "value"
    UNKNOWN = "unknown"
    TO_CHECK = "to_check"
    WITHDRAWN = "withdrawn"
    SET_ASIDE = "set_aside"


class AnswerState(StrEnum):
    """Whether an answer counts, counted once, or was kept beside another's and waits for somebody to choose."""

    CURRENT = "current"
    PAST = "past"
    WAITING = "waiting"


class Answer(models.Model):
    """One answer: what of which fact of whom, who entered it when, and from what source. `page` is the page as it was
    drawn once on which it was given, `turn` the place of its save among those of that page. Of what is to be checked
    `source` is who finds it, an agency by its id or anybody in words, and `until` the day by which. Rows are added,
    never changed but in their state."""

    key: models.CharField[str, str] = models.CharField(max_length=20, unique=True, default=new_id)
    household: models.ForeignKey[Household, Household] = models.ForeignKey(
        Household, models.CASCADE, related_name="answers"
    )
    fact: models.CharField[str, str] = models.CharField(max_length=120)
    member: models.CharField[str, str] = models.CharField(max_length=20, blank=True)
    told: models.CharField[str, str] = models.CharField(max_length=10)
    value: models.JSONField[Any, Any] = models.JSONField(null=True)
    by: models.ForeignKey[Person, Person] = models.ForeignKey(Person, models.PROTECT, related_name="+")
    by_id: str
    at: models.DateTimeField[Any, Any] = models.DateTimeField()
    source: models.CharField[str, str] = models.CharField(max_length=LONGEST_SOURCE, blank=True)
    until: models.DateField[Any, Any] = models.DateField(null=True)
    state: models.CharField[str, str] = models.CharField(max_length=10, default=AnswerState.CURRENT.value)
    page: models.CharField[str, str] = models.CharField(max_length=20, blank=True)
    turn: models.BigIntegerField[int, int] = models.BigIntegerField(default=0)

    @property
    def rests_on(self) -> str:
        """What it rests on; nothing where it is yet to be found."""
        return "" if self.told == Told.TO_CHECK.value else self.source

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("household", "fact", "member"),
                condition=models.Q(state=AnswerState.CURRENT.value),
                name="one_current_answer",
            ),
        )
