"""The office: what it is called and who signs, windows and phones, office facts and which reading of each contested
point holds, since when and by whose decision."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from clausewise.clock import today
from clausewise.desk.access import signed_in
from clausewise.desk.logbook import note
from clausewise.desk.models import Act, Person, Review, Statement, Window
from clausewise.desk.offices import office_now, office_settings
from clausewise.desk.packs import current_pack, takes
from clausewise.desk.pages import language_of, page, say, tell
from clausewise.desk.retaining import kept_long_enough
from clausewise.desk.sent import written_value
from clausewise.desk.statements import decisions_on, take_back
from clausewise.interview.typed import Misread, plain, read_answer
from clausewise.language.contested import point_of_fact
from clausewise.language.labels import Language
from clausewise.language.rules import RuleKind
from clausewise.report.wording import Wording
from clausewise.yaml_source import parse_date

_TEXTS = ("title_zh", "title_en", "short", "phone", "signer")


def show(request: HttpRequest) -> HttpResponse:
    """All that the office says; what is sent of it is written down beside what was said before."""
    return _take(request) if request.method == "POST" else _page(request)


def _page(request: HttpRequest, problem: str = "", asked_back: int | None = None) -> HttpResponse:
    """The page; where an entry was refused, with why beside what was typed; `asked_back` is the key of a statement that
    is to be taken back and that decisions rest on."""
    language = language_of(request)
    pack = current_pack().model
    wording = Wording(pack, language)
    windows = {one.agency: one for one in Window.objects.all()}
    return page(
        request, "office.html",
        settings=office_settings(),
        reviews=list(Review),
        agencies=_agencies(wording, windows),
        problem=problem, typed=request.POST, asked_back=asked_back,
        statements=_statements(wording, language, asked_back),
        past_retention=len(kept_long_enough()),
    )  # fmt: skip


def _agencies(wording: Wording, windows: Mapping[str, Window]) -> dict[str, list[tuple[str, str, Window | None]]]:
    """The agencies to which families go for benefits, and apart the others that the document names."""
    of_benefits = {one for rule in wording.pack.rules if rule.kind is RuleKind.BENEFIT for one in rule.agency}
    groups: dict[str, list[tuple[str, str, Window | None]]] = {"for_families": [], "the_others": []}
    for one in wording.pack.agencies:
        group = groups["for_families" if one in of_benefits else "the_others"]
        group.append((one, wording.agency(one), windows.get(one)))
    return groups


def _statements(wording: Wording, language: Language, asked_back: int | None) -> list[dict[str, Any]]:
    """Each office fact and contested point, with what is said of it today and what was said when; of what was taken
    back or is `asked_back` the decisions that rest on it."""
    pack, office, day = wording.pack, office_now(), today()
    said: dict[str, list[Statement]] = {}
    for one in Statement.objects.select_related("registered_by", "taken_back_by"):
        said.setdefault(one.fact, []).append(one)
    rows = []
    for name, fact in pack.facts.items():
        if not name.startswith("office."):
            continue
        point = pack.contested.get(point_of_fact(name) or "")
        now = office.on(name, day)
        choices = [(key, wording.pick(label)) for key, label in (fact.values or {}).items()]
        rows.append({
            "fact": name,
            "question": wording.question(name),
            "words": str(point.words) if point else "",
            "clause": point.words.where if point else "",
            "decides": wording.agency(point.decides) if point else "",
            "readings": [
                (wording.pick(one.name), wording.pick(one.label), wording.cited(one.law)) for one in point.readings
            ]
            if point else [],
            "choices": choices or [("true", say(language, "yes")), ("false", say(language, "no"))],
            "now": "" if now is None else written_now(now.value),
            "now_says": "" if now is None else wording.value(name, now.value),
            "since": now.since if now else None,
            "until": now.until if now else None,
            "by": now.by if now else "",
            "said": [
                (one, wording.value(name, fact.read(one.value)) if takes(fact, one.value) else str(one.value),
                 decisions_on(one) if one.taken_back_at or one.pk == asked_back else [])
                for one in said.get(name, [])
            ],
        })  # fmt: skip
    return rows


def written_now(value: object) -> str:
    """A value as a choice of a form calls it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _take(request: HttpRequest) -> HttpResponse:
    person, part = signed_in(request), request.POST.get("part", "")
    for button in ("take_back", "take_back_anyway"):
        if key := request.POST.get(button):
            return _take_back(request, person, key, anyway=button == "take_back_anyway")
    problem = {"settings": _set, "windows": _set_windows, "statement": _state}.get(part, _nothing)(request, person)
    if problem and part == "statement":
        return _page(request, problem)
    tell(request, problem or say(language_of(request), "saved"), "mind" if problem else "good")
    return redirect("office")


def _take_back(request: HttpRequest, person: Person, key: str, *, anyway: bool) -> HttpResponse:
    """Take a statement back; where decisions rest on it, once they were shown."""
    statement = Statement.objects.filter(pk=key, taken_back_at=None).first() if key.isdecimal() else None
    if statement is None:
        return redirect("office")
    if not anyway and decisions_on(statement):
        return _page(request, asked_back=statement.pk)
    take_back(statement, person)
    tell(request, say(language_of(request), "saved"))
    return redirect(f"{reverse('office')}#{statement.fact}")


def _nothing(request: HttpRequest, person: Person) -> str:
    return say(language_of(request), "all_needed")


def _set(request: HttpRequest, person: Person) -> str:
    own, post = office_settings(), request.POST
    for name in _TEXTS:
        setattr(own, name, post.get(name, "").strip()[:120])
    if not own.title_zh:
        return say(language_of(request), "office_needs_name")
    own.review = Review(post["review"]).value if post.get("review") in set(Review) else own.review
    years = post.get("retention_years", "").strip()
    if years and not (years.isdecimal() and len(years) <= 3 and 0 < int(years) <= 100):
        return say(language_of(request), "years_wrong")
    own.retention_years = int(years) if years else None
    with transaction.atomic():
        # Not the last number that a household was given: one may have begun since this was read.
        own.save(update_fields=None if own.pk is None else (*_TEXTS, "review", "retention_years"))
        note(Act.OFFICE_SET, person.id, about="settings")
    return ""


def _set_windows(request: HttpRequest, person: Person) -> str:
    with transaction.atomic():
        for agency in current_pack().model.agencies:
            place = request.POST.get(f"place:{agency}", "").strip()[:120]
            phone = request.POST.get(f"phone:{agency}", "").strip()[:40]
            if place or phone:
                Window.objects.update_or_create(agency=agency, defaults={"place": place, "phone": phone})
            else:
                Window.objects.filter(agency=agency).delete()
        note(Act.OFFICE_SET, person.id, about="windows")
    return ""


def _state(request: HttpRequest, person: Person) -> str:
    """Write down what the office says of one fact from a day on; it says why where that cannot be."""
    language, post = language_of(request), request.POST
    name, by = post.get("fact", ""), post.get("by", "").strip()[:120]
    fact = current_pack().model.facts.get(name)
    since, ends = parse_date(plain(post.get("since", ""))), plain(post.get("until", ""))
    until = parse_date(ends) if ends else None
    if fact is None or not name.startswith("office.") or not by or not isinstance(since, datetime.date):
        return say(language, "statement_needs")
    if ends and (not isinstance(until, datetime.date) or until < since):
        return say(language, "statement_ends")
    try:
        value = read_answer(fact, plain(post.get("value", "")), language)
    except Misread as problem:
        return str(problem)
    with transaction.atomic():
        Statement.objects.create(
            fact=name,
            value=written_value(value),
            since=since,
            until=until,
            by=by,
            registered_by=person,
            registered_at=timezone.now(),
        )
        note(Act.OFFICE_SAID, person.id, facts=[name])
    return ""
