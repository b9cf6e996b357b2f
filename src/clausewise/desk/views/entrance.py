"""The way in: the first page of a fresh desk, signing in and out, the language, whether the desk is well."""

from __future__ import annotations

import secrets

from django.contrib.auth import authenticate, login, logout
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme

from clausewise.desk.access import person_of, signed_in
from clausewise.desk.logbook import note
from clausewise.desk.models import Act, OfficeSettings, Person, Role
from clausewise.desk.pages import LANGUAGE_COOKIE, folder, language_of, page, say
from clausewise.desk.people import home_of
from clausewise.desk.signing_in import Held, sign_in_page

_YEAR = 365 * 24 * 3600


def health(request: HttpRequest) -> HttpResponse:
    """Whether the desk answers and its database does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


def front(request: HttpRequest) -> HttpResponse:
    """Where one begins: a fresh desk is set up, anybody else signs in, and whoever has goes to their work."""
    if not Person.objects.exists():
        return first_run(request)
    person = person_of(request)
    return redirect("sign_in") if person is None else redirect(home_of(person))


def first_run(request: HttpRequest) -> HttpResponse:
    """Set up a fresh desk: what the office is called, and the first person, who adds the others."""
    if Person.objects.exists():
        return redirect("sign_in")
    given = {name: request.POST.get(name, "").strip() for name in ("code", "office", "name", "username")}
    problem = ""
    if request.method == "POST":
        problem = _first_problem(request, given)
        if not problem:
            person = _set_up(given, request.POST.get("password", ""))
            login(request, person, backend="django.contrib.auth.backends.ModelBackend")
            return redirect(home_of(person))
    given["code"] = given["code"] or request.GET.get("code", "")
    return page(request, "first_run.html", given=given, problem=problem)


def _first_problem(request: HttpRequest, given: dict[str, str]) -> str:
    language = language_of(request)
    if not secrets.compare_digest(given["code"].encode(), folder().setup_code().encode()):
        return say(language, "wrong_code")
    if not all(given.values()):
        return say(language, "all_needed")
    return password_problem(request, request.POST.get("password", ""))


def password_problem(request: HttpRequest, password: str) -> str:
    """Why a password will not do; empty where it will."""
    try:
        validate_password(password)
    except ValidationError:
        return say(language_of(request), "weak_password")
    return ""


def _set_up(given: dict[str, str], password: str) -> Person:
    with transaction.atomic():
        person = Person.objects.add(
            given["username"], given["name"], password, [Role.ADMINISTRATOR, Role.HEAD, Role.CASEWORKER]
        )
        OfficeSettings.objects.create(title_zh=given["office"], short=given["office"])
        note(Act.PERSON_ADDED, person.id, about=person.id)
        note(Act.SIGNED_IN, person.id)
    folder().use_up_setup_code()
    return person


def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in; what was held when the session ended is sent then."""
    if not Person.objects.exists():
        return redirect("front")
    if request.method != "POST":
        return sign_in_page(request, held=[])
    username, password = request.POST.get("username", "").strip(), request.POST.get("password", "")
    user = authenticate(request, username=username, password=password)
    if not isinstance(user, Person):
        return _not_signed_in(request, 403)
    path, held = request.POST.get("held_path", ""), _held(request)
    login(request, user)
    note(Act.SIGNED_IN, user.id)
    return _send_held(request, user, path, held) if path else redirect(home_of(user))


def locked_out(request: HttpRequest, *_: object, **__: object) -> HttpResponse:
    """What an account is told that was tried too often: what it sent is still held."""
    return _not_signed_in(request, 429)


def _not_signed_in(request: HttpRequest, status: int) -> HttpResponse:
    return sign_in_page(
        request, status=status,
        held=_held(request), held_path=request.POST.get("held_path", ""),
        problem=say(language_of(request), "wrong_password"), username=request.POST.get("username", ""),
    )  # fmt: skip


def _held(request: HttpRequest) -> Held:
    """What was sent when the session had ended, as the page to sign in holds it."""
    names = [name for name in request.POST if name.startswith("held:")]
    return [(name.removeprefix("held:"), str(value)) for name in names for value in request.POST.getlist(name)]


def _send_held(request: HttpRequest, person: Person, path: str, held: Held) -> HttpResponse:
    """Send what was held, as its own address would have taken it; only after a look where it is not theirs for sure."""
    from clausewise.desk.routes import ROUTES

    try:
        found = resolve(path)
    except Resolver404:
        return redirect(home_of(person))
    if not any(route.holds and route.name == found.url_name for route in ROUTES):
        return redirect(home_of(person))
    if {value for name, value in held if name == "entered_by"} != {person.id}:
        held = [*(one for one in held if one[0] != "entered_by"), ("entered_by", person.id)]
        return page(request, "held.html", held=held, held_path=path)
    sent = QueryDict(mutable=True)
    for name, value in held:
        sent.appendlist(name, value)
    request.POST = sent  # type: ignore[assignment]
    request.path = request.path_info = path
    request.META["HTTP_HX_REQUEST"] = ""
    response: HttpResponse = found.func(request, **found.kwargs)
    return response


def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out, once that is sent: a link that somebody follows signs nobody out."""
    if request.method != "POST":
        return redirect("front")
    note(Act.SIGNED_OUT, signed_in(request).id)
    logout(request)
    return redirect("sign_in")


def choose_language(request: HttpRequest) -> HttpResponse:
    """Go on in the other language."""
    back = request.POST.get("back", "/")
    response = redirect(back if url_has_allowed_host_and_scheme(back, None) else "/")
    chosen = "en" if request.POST.get("language") == "en" else "zh"
    response.set_cookie(LANGUAGE_COOKIE, chosen, max_age=_YEAR, samesite="Lax", httponly=True)
    return response
