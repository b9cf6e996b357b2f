"""Who may open which page and see which household, and what happens to whoever is not signed in.

A route says which roles see it and which may send to it. A household that somebody may not see does not exist for them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect

from clausewise.desk.logbook import note_look
from clausewise.desk.models import Household, HouseholdState, Person, Role
from clausewise.desk.pages import page
from clausewise.desk.signing_in import held_of, sign_in_page

View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Route:
    """One address. `see` are the roles that may open it, none for everybody; `do` those that may send to it.

    What is sent to a route that `holds` is not lost when the session has ended: it is sent after signing in again.
    """

    path: str
    view: View
    name: str
    see: frozenset[Role] | None = None
    do: frozenset[Role] = frozenset()
    holds: bool = False

    @property
    def methods(self) -> tuple[str, ...]:
        """What may be asked of it."""
        return ("GET", "HEAD", "POST") if self.do or self.see is None else ("GET", "HEAD")


def person_of(request: HttpRequest) -> Person | None:
    """Whoever is signed in."""
    user = request.user
    return user if isinstance(user, Person) and user.is_active else None


def signed_in(request: HttpRequest) -> Person:
    """Whoever is signed in, on a page that only they see."""
    person = person_of(request)
    assert person is not None, "the route lets nobody in who is not signed in"
    return person


def may_see(person: Person, household: Household) -> bool:
    """Whether somebody may see a household: caseworkers and the head all, a reviewer what was sent to review."""
    if person.has_role(Role.CASEWORKER, Role.HEAD):
        return True
    sent = (HouseholdState.SENT.value, HouseholdState.APPROVED.value)
    return person.has_role(Role.REVIEWER) and household.state in sent


def guarded(route: Route) -> View:
    """The view of a route behind its door."""

    def run(request: HttpRequest, **parts: Any) -> HttpResponse:
        if request.method not in route.methods:
            return HttpResponseNotAllowed(route.methods)
        if route.see is None:
            return route.view(request, **parts)
        person = person_of(request)
        if person is None:
            return _ask_to_sign_in(request)
        if _comes_first(person, request, route):
            return redirect("password")
        wanted = route.do if request.method == "POST" else route.see
        if not person.has_role(*wanted):
            return page(request, "refused.html", status=403)
        if "household" in parts:
            household = Household.objects.filter(pk=parts["household"]).first()
            if household is None or not may_see(person, household):
                return page(request, "not_found.html", status=404)
            note_look(person.id, household.id)
            parts["household"] = household
        return route.view(request, **parts)

    return run


def _comes_first(person: Person, request: HttpRequest, route: Route) -> bool:
    """Whether a password that somebody else knows is to be changed before this: but answers that were sent are kept."""
    is_kept = request.method == "POST" and route.holds
    return person.password_is_given and not is_kept and route.name not in ("password", "sign_out")


def _ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """The page to sign in; with what was sent held in it, where that must not be lost."""
    if request.method != "POST":
        return redirect("sign_in")
    held = held_of(request)
    response = sign_in_page(request, held=held, held_path=request.path if held else "")
    # In place of the whole page, whichever part of it was to be changed.
    response["HX-Retarget"], response["HX-Reswap"] = "body", "innerHTML"
    return response
