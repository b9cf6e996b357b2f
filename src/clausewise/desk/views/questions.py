"""What is still to ask, with the column of what the household gets beside it; each answer is saved as it is given."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from clausewise.desk.asking import Matter
from clausewise.desk.forms import Unsaved, draw
from clausewise.desk.models import Household
from clausewise.desk.packs import current_pack
from clausewise.desk.pages import language_of, page
from clausewise.desk.saving import keep_left
from clausewise.desk.sent import Sent, read_form
from clausewise.desk.views.steps import (
    column_context,
    household_context,
    household_page,
    problems_of,
    save_and_tell,
    to_step,
)
from clausewise.interview import Form, Stage
from clausewise.interview.planning import askable_at_once
from clausewise.language.labels import Language

_MOST_AT_ONCE = 8
# What is asked on a page of its own, and which that is.
_ELSEWHERE = {Form.NAMES: "members", Form.EVERYBODY: "members", Form.TOPICS: "topics"}


def show(request: HttpRequest, household: Household) -> HttpResponse:
    """The open questions, benefits first; procedure only for whoever goes on."""
    if request.method == "POST":
        return _take(request, household)
    return _draw(request, household, Unsaved(), goes_on="procedure" in request.GET)


def _draw(request: HttpRequest, household: Household, unsaved: Unsaved, *, goes_on: bool) -> HttpResponse:
    matter, language = Matter(household), language_of(request)
    context = _context(matter, language, unsaved, goes_on=goes_on)
    return household_page(request, matter, "questions", "questions.html", **context)


def _context(matter: Matter, language: Language, unsaved: Unsaved, *, goes_on: bool) -> dict[str, Any]:
    keep_left(matter)
    forms = {one.form for one in matter.plan}
    prompts = [one for one in matter.plan if one.form not in _ELSEWHERE]
    benefits = [one for one in prompts if one.stage is not Stage.PROCEDURE]
    procedure = [one for one in prompts if one.stage is Stage.PROCEDURE]
    asked = benefits or (procedure if goes_on else [])
    at_once = askable_at_once(matter.asking.result, asked, _MOST_AT_ONCE)
    return {
        "groups": draw(matter, at_once, language, unsaved),
        "problems": problems_of(matter, unsaved, language),
        "left": matter.standing.left,
        "later": len(asked) - len(at_once),
        "procedure_left": len(procedure),
        "settled": matter.interview.is_settled,
        "undecided": matter.undecided(language),
        "w": matter.wording(language),
        "elsewhere": [step for form, step in _ELSEWHERE.items() if form in forms],
        "goes_on": goes_on,
        "unraised": matter.standing.unraised,
        **column_context(matter, language),
    }


def _take(request: HttpRequest, household: Household) -> HttpResponse:
    """Save all that was answered and ask on: the page anew, or with htmx the questions and the column alone."""
    unsaved, saved, _ = save_and_tell(request, household, _sent(request))
    goes_on = bool(request.POST.get("procedure"))
    if getattr(request, "htmx", False):
        matter, language = Matter(household), language_of(request)
        context = household_context(request, matter, "questions") | _context(matter, language, unsaved, goes_on=goes_on)
        told = request.session.pop("told", [])
        return page(request, "parts/questions.html", told=told, with_column=True, **context)
    if unsaved.why:
        return _draw(request, household, unsaved, goes_on=goes_on)
    if request.POST.get("go") == "answer" and not saved.kept:
        return to_step("answer", household)
    response = to_step("questions", household)
    if goes_on:
        response["Location"] += "?procedure"
    return response


def column(request: HttpRequest, household: Household) -> HttpResponse:
    """Save what has been answered so far, and show what the household gets now: while one asks on."""
    unsaved, _, _ = save_and_tell(request, household, _sent(request))
    if not getattr(request, "htmx", False):
        return _draw(request, household, unsaved, goes_on=False) if unsaved.why else to_step("questions", household)
    matter, language = Matter(household), language_of(request)
    told = request.session.pop("told", [])
    last = household.answers.last()
    problems = problems_of(matter, unsaved, language)
    context = column_context(matter, language)
    return page(request, "parts/column.html", told=told, household=household, last=last, problems=problems, **context)


def _sent(request: HttpRequest) -> Sent:
    return read_form(request.POST, current_pack().model.facts, language_of(request))
