"""What is to be checked: who finds each fact and by when, in one table."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from clausewise.desk.asking import Matter, Saying
from clausewise.desk.checks import NoDay, checks_of, read_check
from clausewise.desk.forms import Typed, Unsaved
from clausewise.desk.models import Household, Told
from clausewise.desk.pages import language_of, say, tell
from clausewise.desk.sent import of_page
from clausewise.desk.views.steps import household_page, problems_of, save_and_tell, to_step


def show(request: HttpRequest, household: Household) -> HttpResponse:
    """The table; what was typed into it is saved."""
    if request.method == "POST":
        return _take(request, household)
    return _draw(request, household, Unsaved())


def _draw(request: HttpRequest, household: Household, unsaved: Unsaved) -> HttpResponse:
    matter, language = Matter(household), language_of(request)
    wording = matter.wording(language)
    return household_page(
        request, matter, "questions", "checks.html", checks=checks_of(matter, language),
        typed=unsaved.typed, why=unsaved.why, problems=problems_of(matter, unsaved, language),
        agencies=[wording.agency(one) for one in matter.pack.model.agencies],
    )  # fmt: skip


def _take(request: HttpRequest, household: Household) -> HttpResponse:
    matter, language = Matter(household), language_of(request)
    sent = of_page(request.POST)
    for one in checks_of(matter, language):
        if f"finder:{one.field}" not in request.POST:
            continue
        finder, until = request.POST[f"finder:{one.field}"], request.POST.get(f"until:{one.field}", "")
        try:
            check = read_check(finder, until, one.what, language, known=one.until)
        except NoDay as problem:
            sent.misread[one.about] = str(problem)
            sent.typed[one.about] = Typed(until, finder)
            continue
        sent.answers[one.about] = Saying(Told.TO_CHECK, check=check)
        sent.seen[one.about] = request.POST.get(f"seen:{one.field}", "")
    unsaved, _, _ = save_and_tell(request, household, sent)
    if unsaved.why:
        return _draw(request, household, unsaved)
    tell(request, say(language, "saved"))
    return to_step("checks", household)
