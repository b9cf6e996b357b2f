"""The log as people read it: who, when, what, about which household by its number; searched by either."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from clausewise.desk.asking import TOPIC
from clausewise.desk.models import Act, Household, LogEntry, Role
from clausewise.desk.packs import current_pack
from clausewise.desk.pages import language_of, page, say
from clausewise.desk.people import names_of_people
from clausewise.desk.views.papers import TRANSFER
from clausewise.desk.words import WORDS
from clausewise.language.labels import Language

_MOST = 300
_SHOWN_OF_RECEIPT = 12
_LONGEST_NUMBER = 15


def show(request: HttpRequest) -> HttpResponse:
    """The last entries, or those before one; of a search those by somebody or about a household."""
    names = names_of_people()
    numbers = dict(Household.objects.values_list("pk", "number"))
    language, wanted, found = language_of(request), request.POST.get("search", "").strip(), LogEntry.objects.all()
    if wanted:
        people = [one for one, name in names.items() if wanted in name]
        households = [one for one, number in numbers.items() if wanted in number]
        about = Q(household__in=[*households, wanted]) | Q(about__in=people)
        found = found.filter(Q(person__in=people) | about)
    before = request.POST.get("before", "")
    if before.isdecimal() and len(before) <= _LONGEST_NUMBER:
        found = found.filter(pk__lt=int(before))
    listed = list(found.order_by("-pk")[:_MOST])
    entries = [
        {"entry": one, "at": _local(one.at), "name": names.get(one.person, "—"),
         "about": _about(one, names | numbers, language)}
        for one in listed
    ]  # fmt: skip
    return page(
        request, "log.html", entries=entries, total=LogEntry.objects.count(), wanted=wanted,
        before=listed[-1].pk if len(listed) == _MOST else None,
    )  # fmt: skip


def _local(at: str) -> str:
    """A moment of the log, which is UTC, on the office's clock."""
    moment = datetime.datetime.fromisoformat(at)
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M:%S")


def _about(entry: LogEntry, names: Mapping[str, str], language: Language) -> str:
    """What an act was about, as people read it: papers, facts, topics, roles and people by their names.

    `names` are those of people, and the numbers of households that are still there.
    """
    about = names.get(entry.about) or _called(entry.about, language)
    if entry.act == Act.APPROVED.value:
        about = say(language, "receipt_short", receipt=entry.about[:_SHOWN_OF_RECEIPT])
    elif entry.act in (Act.SENT.value, Act.RETURNED.value):
        about = ""  # An id of the decision, which no page calls it by.
    return " ".join(
        filter(
            None,
            (
                names.get(entry.household, entry.household),
                about,
                ("、" if language == "zh" else ", ").join(_called(one, language) for one in entry.facts),
            ),
        )
    )


def _called(name: str, language: Language) -> str:
    """What the desk calls what the log has by this name; the name itself where that is nothing that people read."""
    model, (kind, _, agency) = current_pack().model, name.partition("-")
    if kind == TRANSFER and agency in model.agencies:
        return f"{say(language, 'log_transfer')}: {model.agencies[agency].label.in_(language)}"
    if name in model.facts:
        return model.facts[name].label.in_(language)
    for topic in model.topics:
        if name == f"{TOPIC}{topic.id}":
            return (topic.short or topic.label).in_(language)
    if name in set(Role):
        return Role(name).label.in_(language)
    return say(language, f"log_{name}") if f"log_{name}" in WORDS else name
