"""The people of the office: who they are, what they may do, new passwords."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from clausewise.desk.access import signed_in
from clausewise.desk.logbook import note
from clausewise.desk.models import Act, LogEntry, Person, Role
from clausewise.desk.pages import language_of, page, say, tell
from clausewise.desk.views.entrance import password_problem

_MOST = 300


def show(request: HttpRequest) -> HttpResponse:
    """Everybody, with their roles; what is sent adds or changes one."""
    if request.method != "POST":
        return page(request, "people.html", people=Person.objects.order_by("name"), roles=list(Role))
    person = signed_in(request)
    problem = _change(request, person) if request.POST.get("id") else _add(request, person)
    tell(request, problem or say(language_of(request), "saved"), "mind" if problem else "good")
    return redirect("people")


def _roles(request: HttpRequest) -> list[Role]:
    return [role for role in Role if role.value in request.POST.getlist("roles")]


def _add(request: HttpRequest, by: Person) -> str:
    username, name = (request.POST.get(key, "").strip()[:60] for key in ("username", "name"))
    password, roles = request.POST.get("password", ""), _roles(request)
    if not username or not name or not roles:
        return say(language_of(request), "person_needs")
    problem = password_problem(request, password)
    if problem:
        return problem
    try:
        with transaction.atomic():
            added = Person.objects.add(username, name, password, roles)
            note(Act.PERSON_ADDED, by.id, about=added.id)
    except IntegrityError:
        return say(language_of(request), "account_taken")
    return ""


def _change(request: HttpRequest, by: Person) -> str:
    other = Person.objects.filter(pk=request.POST["id"]).first()
    if other is None:
        return say(language_of(request), "person_needs")
    roles, password = _roles(request), request.POST.get("password", "")
    problem = password_problem(request, password) if password else ""
    if problem:
        return problem
    if other.pk == by.pk and (Role.ADMINISTRATOR not in roles or "active" not in request.POST):
        return say(language_of(request), "not_oneself")
    other.roles, other.is_active = [role.value for role in roles], "active" in request.POST
    if password:
        other.set_password(password)
    with transaction.atomic():
        other.save()
        note(Act.PERSON_CHANGED, by.id, about=other.id)
    return ""


def log(request: HttpRequest) -> HttpResponse:
    """The last entries of the log."""
    names = {one.id: one.name for one in Person.objects.all()}
    entries = [{"entry": one, "name": names.get(one.person, "—")} for one in LogEntry.objects.order_by("-pk")[:_MOST]]
    return page(request, "log.html", entries=entries, total=LogEntry.objects.count())
