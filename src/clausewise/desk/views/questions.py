"""What is still to ask, with the column of what the household gets beside it; each answer is saved as it is given."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from clausewise.desk.access import signed_in
from clausewise.desk.asking import Matter
from clausewise.desk.forms import draw, read_form
from clausewise.desk.models import Household
from clausewise.desk.packs import current_pack
from clausewise.desk.pages import language_of, page
from clausewise.desk.saving import keep_left, save
from clausewise.desk.views.steps import column_context, household_context, household_page, tell_saved, to_step
from clausewise.interview import Form, Stage
from clausewise.language.labels import Language

_MOST_AT_ONCE = 8
# What is asked on a page of its own, and which that is.
_ELSEWHERE = {Form.NAMES: "members", Form.EVERYBODY: "members", Form.TOPICS: "topics"}


def show(request: HttpRequest, household: Household) -> HttpResponse:
    """The open questions, benefits first; procedure only for whoever goes on."""
    if request.method == "POST":
        return _take(request, household)
    matter, language = Matter(household), language_of(request)
    goes_on = "procedure" in request.GET
    return household_page(request, matter, "questions", "questions.html", **_context(matter, language, goes_on=goes_on))


def _context(matter: Matter, language: Language, *, goes_on: bool) -> dict[str, Any]:
    keep_left(matter)
    forms = {one.form for one in matter.plan}
    prompts = [one for one in matter.plan if one.form not in _ELSEWHERE]
    benefits = [one for one in prompts if one.stage is not Stage.PROCEDURE]
    procedure = [one for one in prompts if one.stage is Stage.PROCEDURE]
    asked = benefits or (procedure if goes_on else [])
    return {
        "groups": draw(matter, asked[:_MOST_AT_ONCE], language),
        "asked": len(asked),
        "procedure_left": len(procedure),
        "settled": matter.interview.is_settled,
        "undecided": matter.undecided(language),
        "w": matter.wording(language),
        "elsewhere": [step for form, step in _ELSEWHERE.items() if form in forms],
        "goes_on": goes_on,
        "not_looked_into": len(matter.standing.not_looked_into),
        **column_context(matter, language),
    }


def _take(request: HttpRequest, household: Household) -> HttpResponse:
    """Save all that was answered and ask on: the page anew, or with htmx the questions and the column alone."""
    saved = _save(request, household)
    if saved and request.POST.get("go") == "answer":
        return to_step("answer", household)
    goes_on = bool(request.POST.get("procedure"))
    if getattr(request, "htmx", False):
        matter, language = Matter(household), language_of(request)
        context = household_context(request, matter, "questions") | _context(matter, language, goes_on=goes_on)
        told = request.session.pop("told", [])
        return page(request, "parts/questions.html", told=told, with_column=True, **context)
    response = to_step("questions", household)
    if goes_on:
        response["Location"] += "?procedure"
    return response


def column(request: HttpRequest, household: Household) -> HttpResponse:
    """Save what has been answered so far, and show what the household gets now: while one asks on."""
    _save(request, household)
    if not getattr(request, "htmx", False):
        return to_step("questions", household)
    matter, language = Matter(household), language_of(request)
    told = request.session.pop("told", [])
    last = household.answers.last()
    context = column_context(matter, language)
    return page(request, "parts/column.html", told=told, household=household, last=last, **context)


def _save(request: HttpRequest, household: Household) -> bool:
    """Save what was sent; whether all of it could be."""
    person, language, post = signed_in(request), language_of(request), request.POST
    sent = read_form(post, current_pack().model.facts, language)
    saved = save(household, sent, person, post.get("source", ""), post.get("drawn", ""))
    tell_saved(request, household, saved, sent)
    return not (sent.misread or saved.refused or saved.kept)
