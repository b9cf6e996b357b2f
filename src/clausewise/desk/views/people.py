"""The people of the office: who they are, what they may do, new passwords."""

from __future__ import annotations

from django.contrib.auth import update_session_auth_hash
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from clausewise.desk.access import signed_in
from clausewise.desk.asking import NAME
from clausewise.desk.logbook import note
from clausewise.desk.models import Act, Person, Role
from clausewise.desk.packs import on_disk
from clausewise.desk.pages import language_of, page, say, tell
from clausewise.desk.sent import written_line
from clausewise.desk.views.entrance import password_problem

_OF_PASSWORD = ("password", "password_is_given")
"""What a new password changes of a person: whoever changes something else takes none of it back."""


def show(request: HttpRequest) -> HttpResponse:
    """Everybody, with their roles; what is sent adds or changes one."""
    if request.method != "POST":
        return _page(request)
    person, is_change = signed_in(request), bool(request.POST.get("id"))
    problem = _change(request, person) if is_change else _add(request, person)
    if problem and not is_change:
        return _page(request, problem)
    tell(request, problem or say(language_of(request), "saved"), "mind" if problem else "good")
    return redirect("people")


def _page(request: HttpRequest, problem: str = "") -> HttpResponse:
    """The page; where somebody could not be added, with why beside what was typed, but for the password."""
    people = Person.objects.order_by("name")
    return page(
        request, "people.html", people=people, on_disk=on_disk(), roles=list(Role),
        problem=problem, typed=request.POST, typed_roles=request.POST.getlist("roles"),
    )  # fmt: skip


def _typed_name(request: HttpRequest) -> str:
    return written_line(request.POST.get("name", ""))


def _roles(request: HttpRequest) -> list[Role]:
    return [role for role in Role if role.value in request.POST.getlist("roles")]


def _add(request: HttpRequest, by: Person) -> str:
    username, name = request.POST.get("username", "").strip()[:60], _typed_name(request)
    password, roles = request.POST.get("password", ""), _roles(request)
    if not username or not name or not roles:
        return say(language_of(request), "person_needs")
    problem = password_problem(request, password)
    if problem:
        return problem
    try:
        with transaction.atomic():
            added = Person.objects.add(username, name, password, roles)
            added.password_is_given = True
            added.save()
            note(Act.PERSON_ADDED, by.id, about=added.id, facts=_what_it_is_now(added, password=True))
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
    if other.pk == by.pk:
        return _change_own_name(request, by)
    if not roles and "active" in request.POST:
        return say(language_of(request), "role_needed")
    other.roles, other.is_active = [role.value for role in roles], "active" in request.POST
    if password:
        other.set_password(password)
        other.password_is_given = True
    is_renamed = _rename(request, other)
    with transaction.atomic():
        other.save(update_fields=["roles", "is_active", "name", *(_OF_PASSWORD if password else ())])
        facts = [*_what_it_is_now(other, password=bool(password)), *([NAME] if is_renamed else [])]
        note(Act.PERSON_CHANGED, by.id, about=other.id, facts=facts)
    return ""


def _change_own_name(request: HttpRequest, person: Person) -> str:
    """Correct one's own name: nothing else of oneself is changed here."""
    if _roles(request) or "active" in request.POST or request.POST.get("password"):
        return say(language_of(request), "not_oneself")
    if _rename(request, person):
        with transaction.atomic():
            person.save(update_fields=["name"])
            note(Act.PERSON_CHANGED, person.id, about=person.id, facts=[NAME])
    return ""


def _rename(request: HttpRequest, person: Person) -> bool:
    """Call somebody otherwise where another name was typed; the log has that it was, and no name."""
    name = _typed_name(request)
    if name in ("", person.name):
        return False
    person.name = name
    return True


def _what_it_is_now(person: Person, *, password: bool) -> list[str]:
    """What the log has of a person who was added or changed: the roles, whether they may sign in, a new password."""
    return [*person.roles, *([] if person.is_active else ["may_not_sign_in"]), *(["password"] if password else [])]


def own_password(request: HttpRequest) -> HttpResponse:
    """Change one's own password; whoever was given one does so before anything else."""
    person, problem = signed_in(request), ""
    if request.method == "POST":
        password = request.POST.get("password", "")
        problem = password_problem(request, password)
        if not person.check_password(request.POST.get("now", "")):
            problem = say(language_of(request), "not_the_password")
        if not problem:
            _set_own(person, password)
            update_session_auth_hash(request, person)
            tell(request, say(language_of(request), "saved"))
            return redirect("front")
    return page(request, "password.html", problem=problem)


def _set_own(person: Person, password: str) -> None:
    person.set_password(password)
    person.password_is_given = False
    with transaction.atomic():
        person.save(update_fields=_OF_PASSWORD)
        note(Act.PERSON_CHANGED, person.id, about=person.id, facts=["password"])
