"""The answer: what the household gets, on which words, why, and what would turn it; every answer that was given."""

from __future__ import annotations

from collections.abc import Container
from functools import partial
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse

from clausewise.desk.access import signed_in
from clausewise.desk.asking import EVERYBODY, NAME, TOPIC, VILLAGE, Check, Matter, Saying
from clausewise.desk.checks import checks_of
from clausewise.desk.deciding import ChangedMeanwhile
from clausewise.desk.forms import Unsaved, answer_in_words, draw, prompt_for
from clausewise.desk.models import Answer, AnswerState, Household, Told
from clausewise.desk.packs import current_pack
from clausewise.desk.page_text import lit_in
from clausewise.desk.pages import language_of, page, say, tell
from clausewise.desk.saving import Locked
from clausewise.desk.saving import choose as choose_answer
from clausewise.desk.sent import read_form
from clausewise.desk.views.steps import household_page, in_words, problems_of, take, to_step
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
from clausewise.report.answer.sections import Outline, Question
from clausewise.report.office_lines import decided_by
from clausewise.report.wording import Wording


def show(request: HttpRequest, household: Household) -> HttpResponse:
    """The answer in full, each finding with its words lit in the sentence."""
    matter, language = Matter(household), language_of(request)
    outline = matter.outline(language, whole=True)
    wording = matter.wording(language)
    waiting = of_office(matter, wording)
    return household_page(
        request, matter, "answer", "answer.html",
        outline=outline, w=wording, of_office=waiting,
        undecided=matter.undecided(language), checks=checks_of(matter, language),
        asked=_asked_by_number(outline, len(matter.plan), {question for question, _, _ in waiting}),
    )  # fmt: skip


def _asked_by_number(outline: Outline, number: int, of_office: Container[str]) -> list[tuple[int, list[Question]]]:
    """What a family can be asked, under the number of each of so many prompts: not what may come up behind the topics.

    What is the office's to say stands by itself.
    """
    of_family = (one for one in outline.questions if one.number <= number and one.text not in of_office)
    return [(number, list(asked)) for number, asked in groupby(of_family, key=lambda one: one.number)]


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
    """A row for each fact of each member that was answered: all answers to it in words, the one that counts first, the
    others with the last in front."""
    wording = matter.wording(language)
    by_about: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for one in matter.household.answers.select_related("by").order_by("-pk"):
        says = answer_in_words(one, wording, language)
        if one.state == AnswerState.CURRENT.value and (one.fact, one.member) not in matter.current:
            says += say(language, "answer_left")
        said = {"answer": one, "says": says}
        by_about.setdefault((one.fact, one.member), []).append(said)
    rows: list[dict[str, Any]] = []
    gone = {one.id for one in matter.gone}
    for (name, member), given in reversed(by_about.items()):
        given.sort(key=lambda one: one["answer"].state != AnswerState.CURRENT.value)
        whose = matter.names[member] if member else ""
        rows.append(
            {
                "label": matter.called(name, language),
                "whose": f"{whose} {say(language, 'gone_member')}" if member in gone else whose,
                "change": _where_changed(matter, name),
                "given": given,
            }
        )
    return rows


def _where_changed(matter: Matter, fact: str) -> tuple[str, ...]:
    """The page on which an answer is changed, with the parts of its address; none where there is none."""
    if fact in matter.pack.model.facts:
        return ("change", matter.household.pk, fact)
    if fact.startswith(TOPIC):
        return ("topics", matter.household.pk)
    return ("members", matter.household.pk) if fact in (NAME, VILLAGE, EVERYBODY) else ()


def change(request: HttpRequest, household: Household, fact: str, unsaved: Unsaved | None = None) -> HttpResponse:
    """One fact asked again of everybody."""
    matter = Matter(household)
    if fact not in matter.pack.model.facts or fact.startswith("office."):
        return page(request, "not_found.html", status=404)
    language = language_of(request)
    if request.method == "POST" and unsaved is None:

        def again(left: Unsaved) -> HttpResponse:
            return change(request, household, fact, left)

        sent = read_form(request.POST, matter.pack.model.facts, language)
        return take(request, household, sent, again, stays="answers", goes_on="answers")
    groups = draw(matter, tuple(prompt_for(matter, [fact], Stage.BENEFITS)), language, unsaved)
    problems = problems_of(matter, unsaved or Unsaved(), language)
    return household_page(request, matter, "answer", "change.html", groups=groups, fact=fact, problems=problems)


def choose(request: HttpRequest, household: Household) -> HttpResponse:
    """Settle what two people answered otherwise: the one, the other, or it is to be checked."""
    waiting = household.answers.filter(key=request.POST.get("key", ""), state=AnswerState.WAITING.value).first()
    if waiting is None:
        return to_step("questions", household)
    current = Answer.objects.filter(
        household=household, fact=waiting.fact, member=waiting.member, state=AnswerState.CURRENT.value
    ).first()
    theirs = (
        Saying(Told(current.told), current.value, _check_of(current)) if current is not None else Saying(Told.WITHDRAWN)
    )
    can_be_checked = waiting.fact in current_pack().model.facts
    said = {
        "mine": Saying(Told(waiting.told), waiting.value, _check_of(waiting)),
        "check": Saying(Told.TO_CHECK) if can_be_checked else theirs,
    }.get(request.POST.get("use", ""), theirs)
    try:
        choose_answer(household, waiting, signed_in(request), said, request.POST.get("theirs", ""))
    except Locked:
        pass  # The page that follows says that it is locked.
    except ChangedMeanwhile:
        tell(request, say(language_of(request), "changed_meanwhile"), "mind")
    except CaseError as problem:
        for one in problem.diagnostics:
            tell(request, in_words(one, Matter(household), language_of(request)), "mind")
    return to_step("questions", household)


def _check_of(answer: Answer) -> Check | None:
    """By whom and by when what an answer leaves to be checked is found."""
    return Check(answer.source, answer.until) if answer.told == Told.TO_CHECK.value else None
