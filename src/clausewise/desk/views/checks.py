"""What is to be checked: who finds each fact and by when, in one table."""

from __future__ import annotations

import datetime

from django.http import HttpRequest, HttpResponse

from clausewise.clock import today
from clausewise.desk.asking import Check, Matter, Saying
from clausewise.desk.checks import OpenCheck, checks_of
from clausewise.desk.forms import Typed, Unsaved
from clausewise.desk.models import Household, Told
from clausewise.desk.models.households import LONGEST_SOURCE
from clausewise.desk.pages import language_of, say, tell
from clausewise.desk.sent import of_page
from clausewise.desk.views.steps import household_page, problems_of, save_and_tell, to_step
from clausewise.interview.typed import plain
from clausewise.language.labels import Language
from clausewise.language.written_dates import date_meant
from clausewise.report.wording import Wording
from clausewise.yaml_source import parse_date


class _NoDay(Exception):
    """What was typed is no day by which something can be found, with why."""


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
    wording, sent = matter.wording(language), of_page(request.POST)
    for one in checks_of(matter, language):
        if f"finder:{one.field}" not in request.POST:
            continue
        finder = request.POST[f"finder:{one.field}"].strip()[:LONGEST_SOURCE]
        try:
            until = _day(request.POST.get(f"until:{one.field}", ""), one, language)
        except _NoDay as problem:
            sent.misread[one.about] = str(problem)
            sent.typed[one.about] = Typed(request.POST.get(f"until:{one.field}", ""), finder)
            continue
        sent.answers[one.about] = Saying(Told.TO_CHECK, check=Check(_agency_called(finder, wording), until))
        sent.seen[one.about] = request.POST.get(f"seen:{one.field}", "")
    unsaved, _, _ = save_and_tell(request, household, sent)
    if unsaved.why:
        return _draw(request, household, unsaved)
    tell(request, say(language, "saved"))
    return to_step("checks", household)


def _day(typed: str, check: OpenCheck, language: Language) -> datetime.date | None:
    """The day by which it is to be found. Raises: _NoDay for what is none, or one that is past already."""
    written = plain(typed)
    if not written:
        return None
    day = parse_date(date_meant(written) or "")
    if not isinstance(day, datetime.date):
        raise _NoDay(say(language, "check_no_day", what=check.what, typed=written[:20]))
    if day < today() and day != check.until:
        raise _NoDay(say(language, "check_past", what=check.what, day=day))
    return day


def _agency_called(finder: str, wording: Wording) -> str:
    """The id of the agency that is called so, in either language; what was typed where none is."""
    for name, agency in wording.pack.agencies.items():
        if finder in (agency.label.zh, agency.label.en):
            return name
    return finder
