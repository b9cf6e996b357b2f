"""Today: whose matter waits for what, search, and a new household."""

from __future__ import annotations

from django.core import signing
from django.db import transaction
from django.db.models import BooleanField, ExpressionWrapper, F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from clausewise.clock import today as day_of_today
from clausewise.desk.access import signed_in
from clausewise.desk.deciding import last_returned, may_decide
from clausewise.desk.keys import new_id
from clausewise.desk.logbook import note
from clausewise.desk.models import Act, Decision, DecisionState, Household, HouseholdState, Member, Person, Role
from clausewise.desk.numbering import next_number
from clausewise.desk.packs import current_pack
from clausewise.desk.pages import language_of, page, say
from clausewise.desk.views.steps import to_step
from clausewise.report.phrases import benefits_counted
from clausewise.report.wording import Wording

_MOST = 100
_SOON = 3
"""So many days before it is due a household stands out."""


def show(request: HttpRequest) -> HttpResponse:
    """The list of today; what is searched for is sent, so that no name stands in an address."""
    person = signed_in(request)
    households = _seen_by(person)
    wanted = request.POST.get("search", "").strip()
    if wanted:
        found = Member.objects.filter(name__contains=wanted, gone=False).values("household")
        households = households.filter(Q(number__contains=wanted) | Q(village__contains=wanted) | Q(pk__in=found))
    wording = Wording(current_pack().model, language_of(request))
    # What is approved waits for nobody: it never takes the place of what does.
    is_done = ExpressionWrapper(Q(state=HouseholdState.APPROVED.value), BooleanField())
    listed = households.order_by(is_done, F("due").asc(nulls_last=True), "-begun_at")[:_MOST]
    rows = [_row(one, wording) for one in listed]
    begins = signing.dumps(new_id(), salt=person.id)
    return page(
        request,
        "today.html",
        begins=begins,
        rows=rows,
        found=households.count(),
        wanted=wanted,
        counts=_counts(person),
        notices=_of_time(request),
    )


def begin(request: HttpRequest) -> HttpResponse:
    """A new household, of whom nothing is known, once that is sent. A button that is pressed twice on one page begins
    one."""
    if request.method != "POST":
        return redirect("today")
    person = signed_in(request)
    with transaction.atomic():
        household, is_new = Household.objects.get_or_create(
            pk=_its_id(request, person), begun_by=person, defaults={"number": next_number, "begun_at": timezone.now()}
        )
        if is_new:
            note(Act.BEGAN, person.id, household.id)
    return to_step("members", household)


def _its_id(request: HttpRequest, person: Person) -> str:
    """The id that the page was drawn with for a household that begins there; another where it is not from here."""
    try:
        return str(signing.loads(request.POST.get("begins", ""), salt=person.id))
    except signing.BadSignature:
        return new_id()


def open_household(request: HttpRequest, household: Household) -> HttpResponse:
    """Open a household where one goes on with it."""
    if household.state == HouseholdState.APPROVED.value:
        return to_step("papers", household)
    if household.state == HouseholdState.SENT.value:
        return to_step("review", household)
    return to_step("questions" if household.members.exists() else "members", household)


def _seen_by(person: Person) -> QuerySet[Household]:
    if person.has_role(Role.CASEWORKER, Role.HEAD):
        return Household.objects.all()
    sent = (HouseholdState.SENT.value, HouseholdState.APPROVED.value)
    return Household.objects.filter(state__in=sent)


def _counts(person: Person) -> dict[str, int]:
    """How many are mine, due today or before, wait for my review, were sent back to me."""
    mine = Household.objects.filter(begun_by=person)
    counts = {
        "mine": mine.count(),
        "due": _seen_by(person).filter(due__lte=day_of_today()).exclude(state=HouseholdState.APPROVED.value).count(),
        "returned": mine.filter(state=HouseholdState.RETURNED.value).count(),
    }
    if person.has_role(Role.REVIEWER):
        sent = Decision.objects.filter(state=DecisionState.SENT.value).select_related("household")
        counts["to_review"] = sum(may_decide(person, one.household) for one in sent)
    return counts


def _row(household: Household, wording: Wording) -> dict[str, object]:
    members = list(household.members.filter(gone=False))
    days = None if household.due is None else (household.due - day_of_today()).days
    return {
        "household": household,
        "name": members[0].name if members else "",
        "people": len(members),
        "days": days,
        "is_late": days is not None and days <= _SOON and household.state != HouseholdState.APPROVED.value,
        "is_check": household.due is not None and household.due == household.check_due,
        "begun_by": household.begun_by.name,
        "gets": benefits_counted(household.benefits, household.no_claims, wording),
        "returned": last_returned(household),
    }


def _of_time(request: HttpRequest) -> list[str]:
    """What is to be known of the document's time: newer laws, and that it is not in force."""
    pack, language, day = current_pack().model, language_of(request), day_of_today()
    said = []
    if pack.in_force is not None and not pack.in_force.holds_on(day):
        said.append(say(language, "not_in_force", words=pack.in_force.label.in_(language)))
    for one in pack.newer:
        if one.since <= day:
            law = say(language, "newer_law", law=one.label.in_(language), since=one.since)
            said.append(" ".join([law, one.note.in_(language)] if one.note else [law]))
    return said
