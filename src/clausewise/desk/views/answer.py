"""The answer: what the household gets, on which words, why, and what would turn it; every answer that was given."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse

from clausewise.desk.access import signed_in
from clausewise.desk.asking import TOPIC, Check, Matter, Saying
from clausewise.desk.checks import checks_of
from clausewise.desk.forms import answer_in_words, draw, prompt_for
from clausewise.desk.models import Answer, AnswerState, Household, Told
from clausewise.desk.page_text import lit_in
from clausewise.desk.pages import language_of, page, say, tell
from clausewise.desk.saving import Locked
from clausewise.desk.saving import choose as choose_answer
from clausewise.desk.views.status import take
from clausewise.desk.views.steps import household_page, in_language, to_step
from clausewise.engine.called import findings_called
from clausewise.engine.missing import MEMBERS
from clausewise.engine.questions import asked_of_the_office
from clausewise.errors import CaseError, RequestError
from clausewise.interview import Stage
from clausewise.interview.interviewing import everything
from clausewise.language.labels import Language
from clausewise.language.verdicts import Verdict
from clausewise.report.answer.entries import EntryMaker
from clausewise.report.answer.explained import explain_in_words
from clausewise.report.office_lines import decided_by
from clausewise.report.wording import Wording


def show(request: HttpRequest, household: Household) -> HttpResponse:
    """The answer in full, each finding with its words lit in the sentence."""
    matter, language = Matter(household), language_of(request)
    outline = matter.outline(language, whole=True)
    wording = matter.wording(language)
    return household_page(
        request, matter, "answer", "answer.html",
        outline=outline, w=wording, of_office=of_office(matter, wording),
        undecided=matter.undecided(language), checks=checks_of(matter, language),
        asked=[one for one in outline.questions if not one.asked_of.startswith(wording.word("asked_of_office"))],
    )  # fmt: skip


def of_office(matter: Matter, wording: Wording) -> list[tuple[str, str, str]]:
    """What only the office can say and something waits for: the question, who decides it, and the provisions."""
    waiting = asked_of_the_office(matter.asking.result, everything)
    return [
        (wording.question(fact), decided_by(fact, wording), wording.listed(
            dict.fromkeys(one.rule.provision for one in findings)))
        for fact, findings in waiting.items()
    ]  # fmt: skip


def why(request: HttpRequest, household: Household, finding: str) -> HttpResponse:
    """Why a finding is so, what is missing, and what would turn it.

    Of several findings, those that do not apply are told in a line each, which leads to a page of its own.
    """
    matter, language = Matter(household), language_of(request)
    try:
        named = findings_called(matter.asking.result, finding)
        in_full = [one for one in named if one.verdict is not Verdict.DOES_NOT_APPLY] or list(named[:1])
        answer = matter.interview.answer_so_far
        explained = [matter.pack.explain(answer, one.name).model for one in in_full]
    except RequestError:
        return page(request, "not_found.html", status=404)
    wording = matter.wording(language)
    said = tuple(
        explain_in_words(result, one, turnings, wording) for result, found in explained for one, turnings in found
    )
    entries = EntryMaker(matter.asking.result, wording, proofs=False)
    refused = [(one.name, matter.names.put_in(entries.make(one))) for one in named if one not in in_full]
    return household_page(
        request, matter, "answer", "why.html", explained=matter.names.put_in(said), refused=refused, w=wording,
        lit_in=partial(lit_in, matter.pack), facts=matter.pack.model.facts, MEMBERS=MEMBERS.fact,
    )  # fmt: skip


def answers(request: HttpRequest, household: Household) -> HttpResponse:
    """Every answer that counts, with who, when and from what source, and those before it."""
    matter = Matter(household)
    rows = rows_of_answers(matter, language_of(request))
    return household_page(request, matter, "answer", "answers.html", rows=rows)


def rows_of_answers(matter: Matter, language: Language) -> list[dict[str, Any]]:
    """A row for each fact of each member that was answered: all answers to it in words, the last first."""
    wording, facts = matter.wording(language), matter.pack.model.facts
    by_about: dict[tuple[str, str], list[dict[str, object]]] = {}
    for one in matter.household.answers.select_related("by").order_by("-pk"):
        said = {"answer": one, "says": answer_in_words(one, wording, language)}
        by_about.setdefault((one.fact, one.member), []).append(said)
    topics = {topic.id: wording.pick(topic.label) for topic in matter.pack.model.topics}
    rows: list[dict[str, Any]] = []
    for (name, member), given in reversed(by_about.items()):
        label = (
            wording.label(name) if name in facts else topics.get(name.removeprefix(TOPIC), say(language, "everybody"))
        )
        rows.append({"fact": name if name in facts else "", "label": label, "whose": matter.names[member] if member
                     else "", "given": given})  # fmt: skip
    return rows


def change(request: HttpRequest, household: Household, fact: str) -> HttpResponse:
    """One fact asked again of everybody."""
    matter = Matter(household)
    if fact not in matter.pack.model.facts or fact.startswith("office."):
        return page(request, "not_found.html", status=404)
    if request.method == "POST":
        return take(request, household, stays="answers", goes_on="answers")
    groups = draw(matter, tuple(prompt_for(matter, [fact], Stage.BENEFITS)), language_of(request))
    return household_page(request, matter, "answer", "change.html", groups=groups, fact=fact)


def choose(request: HttpRequest, household: Household) -> HttpResponse:
    """Settle what two people answered otherwise: the one, the other, or it is to be checked."""
    waiting = household.answers.filter(key=request.POST.get("key", ""), state=AnswerState.WAITING.value).first()
    if waiting is None:
        return to_step("questions", household)
    said = {
        "mine": Saying(Told(waiting.told), waiting.value, _check_of(waiting)),
        "check": Saying(Told.TO_CHECK),
    }.get(request.POST.get("use", ""))
    current = Answer.objects.filter(
        household=household, fact=waiting.fact, member=waiting.member, state=AnswerState.CURRENT.value
    ).first()
    if said is None and current is not None:
        said = Saying(Told(current.told), current.value, _check_of(current))
    try:
        choose_answer(household, waiting, signed_in(request), said or Saying(Told.TO_CHECK))
    except Locked:
        pass  # The page that follows says that it is locked.
    except CaseError as problem:
        for one in problem.diagnostics:
            tell(request, Matter(household).names.put(in_language(one, language_of(request))), "mind")
    return to_step("questions", household)


def _check_of(answer: Answer) -> Check | None:
    """By whom and by when what an answer leaves to be checked is found."""
    return Check(answer.source, answer.until) if answer.told == Told.TO_CHECK.value else None
