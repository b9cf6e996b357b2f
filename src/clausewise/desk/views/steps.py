"""What the pages of one household share: its head, its steps, the column of what it gets, what saving came to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from clausewise.chinese import diagnostic_in_chinese
from clausewise.desk.access import signed_in
from clausewise.desk.asking import NAME, TOPIC, VILLAGE, About, Given, Matter
from clausewise.desk.contradictions import Contradiction, contradictions
from clausewise.desk.deciding import last_approved, last_returned, last_sent
from clausewise.desk.forms import NEW, Unsaved, answer_in_words
from clausewise.desk.models import Answer, Decision, Household, HouseholdState, Role
from clausewise.desk.offices import office_as_data
from clausewise.desk.pages import language_of, page, say, tell
from clausewise.desk.saving import Saved, save
from clausewise.desk.sent import Sent
from clausewise.desk.statements import taken_back_under
from clausewise.engine.findings import MeasureVerdict
from clausewise.errors import Diagnostic
from clausewise.language.labels import Language
from clausewise.packs.copies import pack_digest

STEPS = ("members", "status", "topics", "questions", "answer", "review", "papers")


def household_page(
    request: HttpRequest, matter: Matter, step: str, template: str, *, status: int = 200, **context: Any
) -> HttpResponse:
    """A page of a household at a step."""
    return page(request, template, status=status, **household_context(request, matter, step), **context)


def household_context(request: HttpRequest, matter: Matter, step: str) -> dict[str, Any]:
    """What every page of a household has."""
    person, household, language = signed_in(request), matter.household, language_of(request)
    last = household.answers.select_related("by").last()
    sent = last_sent(household)
    approved = last_approved(household) if household.state == HouseholdState.APPROVED.value else None
    return {
        "matter": matter,
        "household": household,
        "step": step,
        "steps": [(number, name) for number, name in enumerate(STEPS, start=1)],
        "may_answer": person.has_role(Role.CASEWORKER) and not household.is_locked,
        "HouseholdState": HouseholdState,
        "last": last,
        "notices": [notice.in_(language) for notice in notices_of(matter)],
        "waiting": [shown_waiting(matter, one, language) for one in matter.waiting()],
        "contradictions": shown_contradictions(matter, language),
        "returned": last_returned(household),
        "sent": sent,
        "approved": approved,
        "is_anew": approved is not None and not _rests_on_the_same(approved, matter),
        "taken_back": [(matter.called(one.fact, language), one) for one in taken_back_under(sent or approved)],
    }


def _rests_on_the_same(decision: Decision, matter: Matter) -> bool:
    """Whether what is found now rests on the day, the pack and what the office says as a decision does."""
    now = (matter.day, pack_digest(matter.pack.model), office_as_data()["said"])
    return (decision.as_of, decision.pack, decision.office["said"]) == now


def shown_contradictions(matter: Matter, language: Language) -> list[dict[str, Any]]:
    """What contradicts itself, each once: what does not fit, and where it is mended."""
    found: dict[str, list[About]] = {}
    for one in contradictions(matter, language):
        found.setdefault(one.says, []).append(one.about)
    return [
        {
            "says": says,
            "fact": abouts[0][0] if abouts[0][0] in matter.pack.model.facts else "",
        }
        for says, abouts in found.items()
    ]


def notices_of(matter: Matter) -> list[Any]:
    """What whoever reads the answer should know beside it."""
    return [one.text for one in matter.asking.result.notices]


def column_context(matter: Matter, language: Language) -> dict[str, Any]:
    """The column of what a household gets, and how many clauses there are beside it."""
    verdicts = Counter(one.verdict for one in matter.asking.result.measures)
    return {
        "gets": matter.names.put_in(matter.standing.benefits(language)),
        "beside": {
            "procedure": matter.standing.procedure,
            "does_not_apply": verdicts[MeasureVerdict.DOES_NOT_APPLY],
        },
    }


def shown_waiting(matter: Matter, waiting: Answer, language: Language) -> dict[str, Any]:
    """Two answers to the same fact that differ, in words."""
    wording = matter.wording(language)
    current = matter.current.get((waiting.fact, waiting.member))

    def words(one: Answer | Given | None) -> str:
        return "—" if one is None else answer_in_words(one, wording, language)

    return {
        "key": waiting.key,
        "label": matter.about_whom((waiting.fact, waiting.member), language),
        "mine": waiting,
        "mine_says": words(waiting),
        "theirs": current and matter.household.answers.select_related("by").get(pk=current.pk),
        "theirs_says": words(current),
        "can_be_checked": waiting.fact not in (NAME, VILLAGE) and not waiting.fact.startswith(TOPIC),
    }


def take(
    request: HttpRequest,
    household: Household,
    sent: Sent,
    again: Callable[[Unsaved], HttpResponse],
    *,
    stays: str,
    goes_on: str,
) -> HttpResponse:
    """Save what a form says and go on; `again` draws the form where not all of it could be saved. Where what was saved
    contradicts something, or somebody else's answer, one stays."""
    unsaved, saved, is_new = save_and_tell(request, household, sent)
    if unsaved.why:
        return again(unsaved)
    return to_step(stays if saved.kept or is_new else goes_on, household)


def save_and_tell(request: HttpRequest, household: Household, sent: Sent) -> tuple[Unsaved, Saved, bool]:
    """Save what a form says, and have the next page say what that came to: what could not be saved, what was, and
    whether something contradicts itself since."""
    person, language, post = signed_in(request), language_of(request), request.POST
    before = set(contradictions(Matter(household), language))
    saved = save(household, sent, person, post.get("source", ""), post.get("drawn", ""))
    household.refresh_from_db()
    matter = Matter(household)
    found = [one for one in contradictions(matter, language) if one not in before]
    unsaved = _unsaved(matter, saved, sent, language)
    for said in _told(matter, saved, language, found):
        tell(request, said, "mind")
    return unsaved, saved, bool(found)


def _unsaved(matter: Matter, saved: Saved, sent: Sent, language: Language) -> Unsaved:
    """What could not be read, and what contradicts what is known so that it could not be saved, with why."""
    why = dict(sent.misread)
    for about, diagnostics in saved.refused.items():
        why[about] = " ".join(in_words(one, matter, language) for one in diagnostics)
    return Unsaved(sent.typed, why)


def _told(matter: Matter, saved: Saved, language: Language, found: Iterable[Contradiction]) -> list[str]:
    """What saving came to, where that is more than that it was saved."""
    wording, told = matter.wording(language), []

    def listed(abouts: Iterable[About]) -> str:
        return wording.listed(dict.fromkeys(matter.about_whom(one, language) for one in abouts))

    by_person: dict[str, list[About]] = {}
    for answer in saved.others:
        about = (answer.fact, answer.member)
        # Where both answered the same fact otherwise, both are shown.
        if about not in saved.kept:
            by_person.setdefault(answer.by.name, []).append(about)
    told += [say(language, "others_answered", name=name, facts=listed(them)) for name, them in by_person.items()]
    if saved.late:
        told.append(say(language, "came_late", facts=listed(saved.late)))
    gone = {one.id for one in matter.gone}
    if of_gone := [one for one in saved.saved if one[1] in gone]:
        told.append(say(language, "of_gone", facts=listed(of_gone)))
    if found:
        told.append(say(language, "contradicts", facts=listed(one.about for one in found)))
    return told


def problems_of(matter: Matter, unsaved: Unsaved, language: Language) -> list[dict[str, str]]:
    """What could not be saved, for the head of a page: the field, whom and what it is about, and why."""
    return [
        {
            "field": f"{fact}@{member}" if member else fact,
            "whom": _of_row(member, fact, matter, language)
            if member.startswith(NEW)
            else matter.about_whom((fact, member), language),
            "why": why,
        }
        for (fact, member), why in unsaved.why.items()
    ]


def _of_row(row: str, fact: str, matter: Matter, language: Language) -> str:
    return f"{say(language, 'new_member', number=row.removeprefix(NEW))} · {matter.called(fact, language)}"


_FACT = re.compile(r"\b((?:household|member|application)\.[a-z_]+)(?: \([^)]*\))?")


def in_language(diagnostic: Diagnostic, language: Language) -> str:
    """What is wrong, without the place in data that nobody sees here."""
    said = diagnostic._replace(place=None)
    return diagnostic_in_chinese(said) if language == "zh" else str(said)


def in_words(diagnostic: Diagnostic, matter: Matter, language: Language) -> str:
    """The same of a household, with labels and names where there are ids."""
    said = in_language(diagnostic, language)
    return matter.names.put(_FACT.sub(lambda found: matter.called(found[1], language), said))


def to_step(name: str, household: Household) -> HttpResponse:
    """Go on to a step."""
    return redirect(reverse(name, args=[household.pk]))
