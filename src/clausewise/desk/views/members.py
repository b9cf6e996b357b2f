"""The members in one table: name, relation, day of birth or identity number, study, work, disability."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict

from clausewise.desk.access import signed_in
from clausewise.desk.asking import EVERYBODY, Matter, Saying
from clausewise.desk.forms import draw_columns, read_form
from clausewise.desk.keys import masked
from clausewise.desk.logbook import note
from clausewise.desk.models import Act, Household, Member, Person, Told
from clausewise.desk.pages import language_of, page
from clausewise.desk.saving import save
from clausewise.desk.views.steps import household_page, tell_saved, to_step
from clausewise.language.facts import Asked, FactType
from clausewise.language.model import Pack

# Beside what the pack says belongs into the table: what is seen of a person, before anybody speaks of status.
_BESIDE = ("member.student_stage", "member.employed", "member.disabled")
_EMPTY_ROWS = 2
_MOST_NEW = 20


def columns(pack: Pack) -> list[str]:
    """The facts of the table, in the order of its columns."""
    table = [name for name, fact in pack.facts.items() if fact.asked is Asked.TABLE]
    table.sort(key=lambda name: pack.facts[name].type is not FactType.CHOICE)
    return [*table, *(one for one in _BESIDE if one in pack.facts and one not in table)]


def show(request: HttpRequest, household: Household) -> HttpResponse:
    """The table; what was typed into it is saved."""
    if request.method == "POST":
        return _take(request, household)
    matter = Matter(household)
    everybody = matter.current.get((EVERYBODY, ""))
    return household_page(
        request, matter, "members", "members.html",
        table=draw_columns(matter, columns(matter.pack.model), language_of(request)),
        everybody=everybody is not None and everybody.value is True,
        identities={one.id: masked(one.identity_number()) for one in matter.members if one.identity is not None},
        empty=range(1, (_EMPTY_ROWS if matter.members else 4) + 1) if not household.is_locked else range(0),
    )  # fmt: skip


def _take(request: HttpRequest, household: Household) -> HttpResponse:
    person, post = signed_in(request), request.POST.copy()
    language = language_of(request)
    with transaction.atomic():
        if not Household.objects.get(pk=household.pk).is_locked:
            _rename(household, post, person)
            _add_new(household, post, person)
            if "village" in post:
                Household.objects.filter(pk=household.pk).update(village=request.POST["village"].strip()[:60])
        matter = Matter(household)
        sent = read_form(post, matter.pack.model.facts, language)
        if "everybody_asked" in post:
            said = Saying(Told.VALUE, True) if post.get("everybody") else Saying(Told.WITHDRAWN)
            sent.answers[EVERYBODY, ""] = said
            current = matter.current.get((EVERYBODY, ""))
            sent.seen[EVERYBODY, ""] = current.key if current else ""
        saved = save(household, sent, person, post.get("source", ""), post.get("drawn", ""))
    tell_saved(request, household, saved, sent)
    stays = post.get("go") != "next" or sent.misread or saved.refused or saved.kept
    return to_step("members" if stays else "status", household)


def _rename(household: Household, post: QueryDict, person: Person) -> None:
    """Call members otherwise, and take out those who are none; each that is done is in the log."""
    for member in household.members.filter(gone=False):
        name = post.get(f"name:{member.id}", "").strip()[:60]
        if name and name != member.name:
            member.name = name
            note(Act.MEMBER_RENAMED, person.id, household.id, about=member.id)
        if post.get(f"gone:{member.id}"):
            member.gone = True
            note(Act.MEMBER_REMOVED, person.id, household.id, about=member.id)
        member.save(update_fields=["name", "gone"])


def _add_new(household: Household, post: QueryDict, person: Person) -> None:
    """Make members of the rows that have a name, and have their fields speak of them."""
    place = household.members.count()
    for number in range(1, _MOST_NEW + 1):
        name = post.get(f"new{number}", "").strip()[:60]
        if not name:
            continue
        place += 1
        member = Member.objects.create(household=household, name=name, place=place)
        note(Act.MEMBER_ADDED, person.id, household.id, about=member.id)
        for group in post.getlist("group"):
            cells = post.getlist(f"cell{group}")
            post.setlist(f"cell{group}", [one.replace(f"@new{number}=", f"@{member.id}=") for one in cells])
        for field in list(post):
            if field.endswith(f"@new{number}"):
                post.setlist(field.replace(f"@new{number}", f"@{member.id}"), post.getlist(field))


def show_identity(request: HttpRequest, household: Household) -> HttpResponse:
    """One identity number in full; that it was shown is in the log."""
    member = household.members.filter(pk=request.POST.get("member", "")).first()
    if member is None or member.identity is None:
        return page(request, "not_found.html", status=404)
    note(Act.SHOWED_IDENTITY, signed_in(request).id, household.id, about=member.id)
    matter = Matter(household)
    return household_page(request, matter, "members", "identity.html", member=member, number=member.identity_number())
