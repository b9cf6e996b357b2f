"""A household out as a case file, in again, and removed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from clausewise.desk.access import signed_in
from clausewise.desk.asking import Matter
from clausewise.desk.exchanging import LARGEST, erase, is_erasable, read_household, write_household
from clausewise.desk.models import Household
from clausewise.desk.pages import language_of, page, say, tell
from clausewise.desk.views.steps import household_page, in_language, to_step
from clausewise.errors import InputError, RequestError

_MOST_FAULTS = 10


def export(request: HttpRequest, household: Household) -> HttpResponse:
    """The case file; it is called by the household's opaque id."""
    response = HttpResponse(write_household(household, signed_in(request)), content_type="application/yaml")
    response["Content-Disposition"] = f'attachment; filename="{household.id}.yaml"'
    return response


def bring_in(request: HttpRequest) -> HttpResponse:
    """A new household of a case file that is sent."""
    language = language_of(request)
    if request.method != "POST":
        return page(request, "import.html")
    sent = request.FILES.get("file")
    if sent is None or isinstance(sent, list) or (sent.size or 0) > LARGEST:
        tell(request, say(language, "import_needs"), "mind")
        return redirect("import")
    try:
        household = read_household(sent.read(), signed_in(request), language)
    except InputError as problem:
        for one in problem.diagnostics[:_MOST_FAULTS]:
            place = f"{one.place.line}:{one.place.column} " if one.place and one.place.line else ""
            tell(request, place + in_language(one, language), "mind")
        if (more := len(problem.diagnostics) - _MOST_FAULTS) > 0:
            tell(request, say(language, "more_faults", number=more), "mind")
        return redirect("import")
    return to_step("members", household)


def remove(request: HttpRequest, household: Household) -> HttpResponse:
    """Remove a household whole, once its number was typed."""
    if request.method == "POST" and request.POST.get("number", "").strip() == household.number:
        if is_erasable(household):
            try:
                erase([household], signed_in(request).id)
            except RequestError as problem:
                for one in problem.diagnostics:
                    tell(request, in_language(one, language_of(request)), "mind")
                return to_step("papers", household)
            tell(request, say(language_of(request), "erased"))
            return redirect("today")
        tell(request, say(language_of(request), "not_allowed"), "mind")
    return household_page(request, Matter(household), "papers", "erase.html")
