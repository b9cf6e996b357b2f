"""The status of the household and of its members, and what has happened: the pack's topics as boxes to tick."""

from __future__ import annotations

from collections.abc import Container

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from clausewise.desk.asking import TOPIC, Matter
from clausewise.desk.forms import Unsaved, draw, prompt_for
from clausewise.desk.models import Household
from clausewise.desk.packs import current_pack
from clausewise.desk.pages import language_of, say
from clausewise.desk.sent import read_form
from clausewise.desk.topics import is_open, offered, read_topics, says_none
from clausewise.desk.views.members import columns
from clausewise.desk.views.steps import column_context, household_page, problems_of, take
from clausewise.interview import Stage
from clausewise.language.facts import Asked, Subject


def show(request: HttpRequest, household: Household, unsaved: Unsaved | None = None) -> HttpResponse:
    """Town or country, dibao, destitute, other low income; what is known already stands there."""
    if request.method == "POST" and unsaved is None:
        sent = read_form(request.POST, current_pack().model.facts, language_of(request))

        def again(left: Unsaved) -> HttpResponse:
            return show(request, household, left)

        return take(request, household, sent, again, stays="status", goes_on="topics")
    matter, language = Matter(household), language_of(request)
    facts = matter.pack.model.facts
    in_table = columns(matter.pack.model)
    of_status = [name for name, fact in facts.items() if fact.asked is Asked.STATUS and name not in in_table]
    asked = [name for name in of_status if _comes_up(matter, name, in_table)]
    groups = draw(matter, tuple(prompt_for(matter, asked, Stage.STATUS)), language, unsaved)
    return household_page(
        request, matter, "status", "status.html", groups=groups,
        problems=problems_of(matter, unsaved or Unsaved(), language), **column_context(matter, language),
    )  # fmt: skip


def _comes_up(matter: Matter, name: str, in_table: Container[str]) -> bool:
    """Whether a fact is to be said here: not what the table says with its parts, nor what follows for everybody."""
    pack, result = matter.pack.model, matter.asking.result
    if any(name in pack.reads.wholes(part) for part in pack.facts if part in in_table):
        return False
    members = result.case.members
    of_members = bool(members) and pack.facts[name].subject is Subject.MEMBER
    return not of_members or any(name in one.values or result.known(name, one.id) is None for one in members)


def topics(request: HttpRequest, household: Household) -> HttpResponse:
    """What has happened; what is not ticked is not asked about, and stays unknown."""
    if request.method != "POST":
        return _draw_topics(request, household)
    ticked, none = request.POST.getlist("topic"), says_none(request.POST)
    if bool(ticked) is none:
        return _draw_topics(
            request, household, say(language_of(request), "tick_or_none" if none is False else "both_ticked"), ticked
        )
    with transaction.atomic():
        sent = read_topics(request.POST, Matter(household))

        def again(left: Unsaved) -> HttpResponse:
            return _draw_topics(request, household, " ".join(left.why.values()), ticked)

        return take(request, household, sent, again, stays="topics", goes_on="questions")


def _draw_topics(
    request: HttpRequest, household: Household, wrong: str = "", ticked: list[str] | None = None
) -> HttpResponse:
    """The boxes as they are known, or as they were `ticked` where that was `wrong`."""
    matter, language = Matter(household), language_of(request)
    labels = {topic.id: topic.label.in_(language) for topic in matter.pack.model.topics}
    now = {topic: topic in ticked if ticked is not None else is_open(matter, topic) for topic in offered(matter)}
    keys = {
        topic: matter.current[f"{TOPIC}{topic}", ""].key for topic in now if (f"{TOPIC}{topic}", "") in matter.current
    }
    is_none = bool(keys) and not any(now.values()) if ticked is None else bool(request.POST.get("none"))
    return household_page(
        request, matter, "topics", "topics.html", wrong=wrong, none=is_none,
        offered=[(topic, labels[topic], is_ticked, keys.get(topic, "")) for topic, is_ticked in now.items()],
        **column_context(matter, language),
    )  # fmt: skip
