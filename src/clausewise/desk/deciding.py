"""Sends a household to review, and approves or sends back: an approved decision is locked and kept as a receipt.

Whoever worked on a household, or sent it, never approves it. Whether a second person has to is the office's to say.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from clausewise.api.answers import Answer
from clausewise.clock import today
from clausewise.desk.asking import Matter
from clausewise.desk.logbook import note, write_down_head
from clausewise.desk.models import (
    Act,
    Decision,
    DecisionState,
    Household,
    HouseholdState,
    LogEntry,
    Person,
    Review,
    Role,
)
from clausewise.desk.models.decisions import LONGEST_REMARK
from clausewise.desk.naming import Names
from clausewise.desk.offices import office_as_data, office_settings
from clausewise.desk.packs import current_pack
from clausewise.desk.people import names_of_people
from clausewise.desk.statements import answer_of, statements_under, taken_back_under
from clausewise.errors import InputError
from clausewise.packs.copies import pack_digest

_WORK = [
    one.value for one in (Act.IMPORTED, Act.MEMBER_ADDED, Act.MEMBER_RENAMED, Act.MEMBER_REMOVED, Act.KEPT_IDENTITY)
]


class NotAllowed(Exception):
    """Somebody may not decide this, or not now."""


class NoReason(Exception):
    """What is sent back says why, so that whoever has it again knows what to do."""


class ChangedMeanwhile(Exception):
    """What was to be decided is not any more as it was when somebody looked at it."""


class PackGone(Exception):
    """The pack that a decision rests on is not here any more, so that it cannot be made again."""


class TakenBack(Exception):
    """What the office said, and the decision rests on, was taken back since it was sent."""


@dataclass(frozen=True)
class Kept:
    """The answer of a decision as it was, with names."""

    answer: Answer
    names: Names


def send(household: Household, person: Person) -> Decision:
    """Send a household to review as it is now. Raises: NotAllowed where it was sent or approved already."""
    with transaction.atomic():
        decision = _begin(household, person)
        Household.objects.filter(pk=household.pk).update(state=HouseholdState.SENT.value)
        note(Act.SENT, person.id, household.id, about=decision.id)
    return decision


def finish_alone(household: Household, person: Person) -> Decision:
    """Approve without a second person, where the office does not always ask for one.

    Raises: NotAllowed, PackGone, EngineDisagreement; RequestError where the receipt cannot be written.
    """
    if office_settings().review == Review.ALWAYS.value:
        raise NotAllowed
    with transaction.atomic():
        decision = _begin(household, person)
        _approve(decision, person, "", was_reviewed=False)
    return decision


def may_decide(person: Person, household: Household) -> bool:
    """Whether somebody may approve a household or send it back: a reviewer who had no part in what was sent."""
    return person.has_role(Role.REVIEWER) and not had_part_in(person, household)


def had_part_in(person: Person, household: Household) -> bool:
    """Whether somebody entered an answer of a household, imported it, changed who its members are, or sent it."""
    return (
        household.answers.filter(by=person).exists()
        or household.decisions.filter(state=DecisionState.SENT.value, sent_by=person).exists()
        or LogEntry.objects.filter(household=household.id, person=person.id, act__in=_WORK).exists()
    )


def approve(household: Household, person: Person, remark: str, seen: str) -> None:
    """Approve what was sent, lock it, and keep its receipt.

    Raises: ChangedMeanwhile, NotAllowed, TakenBack, PackGone, EngineDisagreement; RequestError where the receipt cannot
    be written.
    """
    with transaction.atomic():
        decision = _sent_as_seen(household, person, seen)
        if taken_back_under(decision):
            raise TakenBack
        _approve(decision, person, remark, was_reviewed=True)


def send_back(household: Household, person: Person, remark: str, seen: str) -> None:
    """Send back what was sent, with why. Raises: ChangedMeanwhile, NotAllowed, NoReason."""
    with transaction.atomic():
        decision = _sent_as_seen(household, person, seen)
        if not remark:
            raise NoReason
        _decide(decision, person, remark, DecisionState.RETURNED)
        Household.objects.filter(pk=decision.household_id).update(state=HouseholdState.RETURNED.value)
        note(Act.RETURNED, person.id, decision.household_id, about=decision.id)


def reopen(household: Household, person: Person, seen: str) -> None:
    """Go on with a household that was approved, or take back what was sent; decisions stay as they were.

    Raises: ChangedMeanwhile, also where it is open already.
    """
    with transaction.atomic():
        _as_seen(household, seen)
        if not Household.objects.get(pk=household.pk).is_locked:
            raise ChangedMeanwhile
        household.decisions.filter(state=DecisionState.SENT.value).update(
            state=DecisionState.TAKEN_BACK.value, decided_by=person, decided_at=timezone.now()
        )
        Household.objects.filter(pk=household.pk).update(state=HouseholdState.OPEN.value)
        note(Act.REOPENED, person.id, household.id)


def mark_of(household: Household) -> str:
    """Which decision of a household is at hand, and in what state: a page of review is drawn for this one alone."""
    decision = household.decisions.last()
    return f"{decision.id}:{decision.state}" if decision is not None else ""


def _as_seen(household: Household, seen: str) -> Decision:
    decision = household.decisions.last()
    if decision is None or seen != mark_of(household):
        raise ChangedMeanwhile
    return decision


def _sent_as_seen(household: Household, person: Person, seen: str) -> Decision:
    decision = _as_seen(household, seen)
    if decision.state != DecisionState.SENT.value or not may_decide(person, household):
        raise NotAllowed
    return decision


def kept_answer(decision: Decision) -> Kept:
    """The answer of a decision, made again by the pack it rests on. Raises: PackGone where that cannot be opened."""
    try:
        return Kept(answer_of(decision, decision.office), Names(names_of_people() | decision.names))
    except InputError:
        raise PackGone from None


def last_returned(household: Household) -> Decision | None:
    """The decision that was sent back, while the household is as its reviewer gave it back."""
    if household.state != HouseholdState.RETURNED.value:
        return None
    return household.decisions.filter(state=DecisionState.RETURNED.value).order_by("decided_at").last()


def last_sent(household: Household) -> Decision | None:
    """The decision that waits for its reviewer."""
    return household.decisions.filter(state=DecisionState.SENT.value).last()


def last_approved(household: Household, before: Decision | None = None) -> Decision | None:
    """The decision that was approved last, or last before another."""
    approved = household.decisions.filter(state=DecisionState.APPROVED.value).order_by("decided_at")
    return (approved if before is None else approved.filter(decided_at__lt=before.decided_at)).last()


def _begin(household: Household, person: Person) -> Decision:
    if Household.objects.get(pk=household.pk).is_locked:
        raise NotAllowed
    matter = Matter(household)
    decision = Decision.objects.create(
        household=household, as_of=today(), sent_by=person, sent_at=timezone.now(), case=matter.case(),
        names={one.id: one.name for one in matter.members}, office=office_as_data(),
        pack=pack_digest(current_pack().model),
    )  # fmt: skip
    statements_under(decision)
    return decision


def _approve(decision: Decision, person: Person, remark: str, *, was_reviewed: bool) -> None:
    household = decision.household
    before = last_approved(household)
    kept = kept_answer(decision)
    receipt = kept.answer.receipt(by=person.id, follows=before.receipt if before else None)
    decision.receipt, decision.was_reviewed = receipt.id, was_reviewed
    decision.notice_number = _notice_number(household)
    decision.names |= {one.id: one.name for one in _had_to_do_with(decision, person)}
    _decide(decision, person, remark, DecisionState.APPROVED)
    Household.objects.filter(pk=household.pk).update(state=HouseholdState.APPROVED.value)
    note(Act.APPROVED, person.id, household.id, about=receipt.id)
    path = receipt.keep(settings.DESK_FOLDER.receipts)
    try:
        write_down_head()
    except OSError:
        # No decision would have it, and nobody find its facts when the household is removed.
        path.unlink()
        raise


def _had_to_do_with(decision: Decision, person: Person) -> Iterable[Person]:
    """Whoever answered, sent and decided: paper has them as they were called when it was approved."""
    answered = decision.household.answers.values("by")
    return Person.objects.filter(Q(pk__in=answered) | Q(pk__in=(decision.sent_by_id, person.id)))


def _decide(decision: Decision, person: Person, remark: str, state: DecisionState) -> None:
    decision.state, decision.decided_by, decision.decided_at, decision.remark = (
        state.value, person, timezone.now(), remark[:LONGEST_REMARK],
    )  # fmt: skip
    decision.save()


def _notice_number(household: Household) -> str:
    """The number on paper: the office's short name, the year, the household's number and which paper it is."""
    year, _, number = household.number.partition("-")
    before = household.decisions.filter(state=DecisionState.APPROVED.value).count()
    again = f"-{before + 1}" if before else ""
    return f"{office_settings().short}〔{year}〕{number}{again}号"
