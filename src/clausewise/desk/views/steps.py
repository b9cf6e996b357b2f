"""What the pages of one household share: its head, its steps, the column of what it gets, what saving came to."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from clausewise.chinese import diagnostic_in_chinese
from clausewise.desk.access import signed_in
from clausewise.desk.asking import Given, Matter
from clausewise.desk.forms import Sent, answer_in_words
from clausewise.desk.models import Answer, Household, HouseholdState, Role
from clausewise.desk.pages import language_of, page, say, tell
from clausewise.desk.saving import Saved
from clausewise.engine.findings import MeasureVerdict
from clausewise.errors import Diagnostic
from clausewise.language.labels import Language
from clausewise.report.wording import Wording

STEPS = ("members", "status", "topics", "questions", "answer", "review", "papers")


def household_page(
    request: HttpRequest, matter: Matter, step: str, template: str, *, status: int = 200, **context: Any
) -> HttpResponse:
    """A page of a household at a step."""
    return page(request, template, status=status, **household_context(request, matter, step), **context)


def household_context(request: HttpRequest, matter: Matter, step: str) -> dict[str, Any]:
    """What every page of a household has."""
    person, household = signed_in(request), matter.household
    last = household.answers.select_related("by").last()
    return {
        "matter": matter,
        "household": household,
        "step": step,
        "steps": [(number, name) for number, name in enumerate(STEPS, start=1)],
        "may_answer": person.has_role(Role.CASEWORKER) and not household.is_locked,
        "HouseholdState": HouseholdState,
        "last": last,
        "notices": [notice.in_(language_of(request)) for notice in notices_of(matter)],
        "waiting": [shown_waiting(matter, one, language_of(request)) for one in matter.waiting()],
    }


def notices_of(matter: Matter) -> list[Any]:
    """What whoever reads the answer should know beside it."""
    return [one.text for one in matter.asking.result.notices]


def column_context(matter: Matter, language: Language) -> dict[str, Any]:
    """The column of what a household gets, and how many clauses there are beside it."""
    verdicts = Counter(one.verdict for one in matter.asking.result.measures)
    answer = matter.interview.answer_so_far
    return {
        "gets": matter.names.put_in(matter.standing.benefits(language)),
        "beside": {
            "procedure": len({one.rule for one in answer.procedure}),
            "not_looked_into": len({one.clause for one in matter.standing.not_looked_into}),
            "does_not_apply": verdicts[MeasureVerdict.DOES_NOT_APPLY],
        },
    }


def shown_waiting(matter: Matter, waiting: Answer, language: Language) -> dict[str, Any]:
    """Two answers to the same fact that differ, in words."""
    wording = matter.wording(language)
    current = matter.current.get((waiting.fact, waiting.member))

    def words(one: Answer | Given | None) -> str:
        return "—" if one is None else answer_in_words(one, wording, language)

    label = wording.label(waiting.fact) if waiting.fact in matter.pack.model.facts else waiting.fact
    return {
        "key": waiting.key,
        "label": wording.named(matter.names[waiting.member], label) if waiting.member else label,
        "mine": waiting,
        "mine_says": words(waiting),
        "theirs": current and matter.household.answers.select_related("by").get(pk=current.pk),
        "theirs_says": words(current),
    }


def tell_saved(request: HttpRequest, household: Household, saved: Saved, sent: Sent) -> None:
    """Have the next page say what saving came to, where that is more than that it was saved."""
    if not (saved.refused or saved.others or saved.late or sent.misread):
        return
    language, matter = language_of(request), Matter(household)
    wording = matter.wording(language)
    for one in saved.refused:
        tell(request, matter.names.put(in_language(one, language)), "mind")
    by_person: dict[str, list[str]] = {}
    for answer in saved.others:
        by_person.setdefault(answer.by.name, []).append(_label(matter, answer.fact, wording))
    for name, labels in by_person.items():
        facts = wording.listed(dict.fromkeys(labels))
        tell(request, say(language, "others_answered", name=name, facts=facts), "mind")
    if saved.late:
        facts = wording.listed(dict.fromkeys(_label(matter, fact, wording) for fact, _ in saved.late))
        tell(request, say(language, "came_late", facts=facts), "mind")
    for problem in sent.misread.values():
        tell(request, problem, "mind")


def _label(matter: Matter, fact: str, wording: Wording) -> str:
    return wording.label(fact) if fact in matter.pack.model.facts else fact


def in_language(diagnostic: Diagnostic, language: Language) -> str:
    """What is wrong, without the place in data that nobody sees here."""
    said = diagnostic._replace(place=None)
    return diagnostic_in_chinese(said) if language == "zh" else str(said)


def to_step(name: str, household: Household) -> HttpResponse:
    """Go on to a step."""
    return redirect(reverse(name, args=[household.pk]))
