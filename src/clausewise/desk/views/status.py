"""The status of the household and of its members, and what has happened: the pack's topics as boxes to tick."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from clausewise.desk.access import signed_in
from clausewise.desk.asking import TOPIC, Matter
from clausewise.desk.forms import Sent, draw, prompt_for, read_form
from clausewise.desk.models import Household
from clausewise.desk.packs import current_pack
from clausewise.desk.pages import language_of, say, tell
from clausewise.desk.saving import save, topics_said
from clausewise.desk.views.members import columns
from clausewise.desk.views.steps import column_context, household_page, tell_saved, to_step
from clausewise.interview import Stage
from clausewise.language.facts import Asked


def show(request: HttpRequest, household: Household) -> HttpResponse:
    """Town or country, dibao, destitute, other low income; what is known already stands there."""
    if request.method == "POST":
        return take(request, household, stays="status", goes_on="topics")
    matter, language = Matter(household), language_of(request)
    facts = matter.pack.model.facts
    in_table = columns(matter.pack.model)
    asked = [name for name, fact in facts.items() if fact.asked is Asked.STATUS and name not in in_table]
    groups = draw(matter, tuple(prompt_for(matter, asked, Stage.STATUS)), language)
    return household_page(request, matter, "status", "status.html", groups=groups, **column_context(matter, language))


def take(request: HttpRequest, household: Household, *, stays: str, goes_on: str) -> HttpResponse:
    """Save what a form of groups says, and go on where all of it could be read."""
    person, language = signed_in(request), language_of(request)
    sent = read_form(request.POST, current_pack().model.facts, language)
    saved = save(household, sent, person, request.POST.get("source", ""), request.POST.get("drawn", ""))
    tell_saved(request, household, saved, sent)
    return to_step(stays if sent.misread or saved.refused or saved.kept else goes_on, household)


def topics(request: HttpRequest, household: Household) -> HttpResponse:
    """What has happened; what is not ticked is not asked about, and stays unknown."""
    if request.method == "POST":
        return _take_topics(request, household)
    matter, language = Matter(household), language_of(request)
    wording = matter.wording(language)
    offered = []
    for topic in matter.pack.model.topics:
        answer = matter.current.get((f"{TOPIC}{topic.id}", ""))
        if topic.is_offered:
            offered.append((topic.id, wording.pick(topic.label), answer is not None and answer.value == "ticked"))
    asked = any(about[0].startswith(TOPIC) for about in matter.current)
    return household_page(
        request, matter, "topics", "topics.html", offered=offered, none=asked and not any(one[2] for one in offered),
        **column_context(matter, language),
    )  # fmt: skip


def _take_topics(request: HttpRequest, household: Household) -> HttpResponse:
    matter = Matter(household)
    ticked = request.POST.getlist("topic")
    if not ticked and not request.POST.get("none"):
        tell(request, say(language_of(request), "tick_or_none"), "mind")
        return to_step("topics", household)
    said = topics_said(ticked, [topic.id for topic in matter.pack.model.topics if topic.is_offered])
    seen = {about: answer.key for about in said if (answer := matter.current.get(about)) is not None}
    sent = Sent(said, seen)
    saved = save(household, sent, signed_in(request), request.POST.get("source", ""), request.POST.get("drawn", ""))
    tell_saved(request, household, saved, sent)
    return to_step("questions", household)
