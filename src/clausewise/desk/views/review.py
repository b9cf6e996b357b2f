"""Review: what is sent, how it differs from the decision before, and a second person who approves or sends back."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, QueryDict

from clausewise.classes import NamedTuple
from clausewise.desk.access import signed_in
from clausewise.desk.asking import Matter
from clausewise.desk.checks import checks_of
from clausewise.desk.deciding import (
    ChangedMeanwhile,
    Kept,
    NoReason,
    NotAllowed,
    PackGone,
    TakenBack,
    approve,
    finish_alone,
    had_part_in,
    kept_answer,
    last_approved,
    last_sent,
    mark_of,
    may_decide,
    reopen,
    send,
    send_back,
)
from clausewise.desk.models import AnswerState, Decision, Household, HouseholdState, Person, Review, Role
from clausewise.desk.offices import office_settings
from clausewise.desk.pages import language_of, page, say, tell
from clausewise.desk.views.answer import of_office
from clausewise.desk.views.steps import household_page, in_language, to_step
from clausewise.errors import EngineDisagreement, RequestError
from clausewise.language.labels import Language
from clausewise.report.answer.grants import GrantWriter
from clausewise.report.wording import Wording


def show(request: HttpRequest, household: Household) -> HttpResponse:
    """What is sent or would be; and what the one who is signed in may do about it."""
    if request.method == "POST":
        return _act(request, household)
    matter, language, person = Matter(household), language_of(request), signed_in(request)
    wording = matter.wording(language)
    decided = last_approved(household) if household.state == HouseholdState.APPROVED.value else None
    before = last_approved(household, before=decided)
    return household_page(
        request, matter, "review", "review.html",
        mark=mark_of(household),
        compared=list(_compared(before, decided, matter, language)) if before is not None else None,
        before=before,
        outline=matter.outline(language), w=wording,
        undecided=matter.undecided(language), checks=checks_of(matter, language), of_office=of_office(matter, wording),
        changed=household.answers.filter(state=AnswerState.PAST.value).count(),
        may_decide=last_sent(household) is not None and may_decide(person, household),
        is_own=person.has_role(Role.REVIEWER) and had_part_in(person, household),
        may_send=person.has_role(Role.CASEWORKER) and not household.is_locked,
        may_finish=office_settings().review != Review.ALWAYS.value,
        has_to_send=office_settings().review != Review.NEVER.value,
    )  # fmt: skip


def _compared(before: Decision, decided: Decision | None, matter: Matter, language: Language) -> Iterator[str]:
    """The findings that apply and did not before, with ＋, those that did and do not, with −, and those that give
    something else, with ≠: as they were decided, or as they are now where they are not decided yet."""
    try:
        earlier = kept_answer(before)
        later = Kept(matter.interview.answer_so_far, matter.names) if decided is None else kept_answer(decided)
    except PackGone:
        yield say(language, "earlier_not_kept")
        return
    then, now = _applying(earlier, language), _applying(later, language)
    for name in sorted(now.keys() - then.keys()):
        yield f"＋{now[name].title}"
    for name in sorted(then.keys() - now.keys()):
        yield f"−{then[name].title}"
    words = matter.wording(language)
    for name in sorted(then.keys() & now.keys()):
        gone = [one for one in then[name].gives if one not in now[name].gives]
        new = [one for one in now[name].gives if one not in then[name].gives]
        if gone or new:
            yield words.named(f"≠{now[name].title}", f"{words.listed(gone) or '—'} → {words.listed(new) or '—'}")


class _Applying(NamedTuple):
    """A finding that applies, in words: what it is, of whom, and each thing that it gives or comes to nothing."""

    title: str
    gives: tuple[str, ...]


def _applying(kept: Kept, language: Language) -> dict[str, _Applying]:
    answer = kept.answer
    words = Wording(answer.model.pack, language)
    writer = GrantWriter(answer.model, words)
    found = {}
    for one in (*answer.benefits, *answer.procedure):
        finding = answer.model.by_name[one.name]
        whose = f" · {finding.subject}" if finding.subject else ""
        gives = (*(writer.aid(finding, grant) for grant in finding.aid), *map(writer.nothing, finding.not_granted))
        title = f"{one.provision} {words.pick(one.title)}{whose}"
        found[one.name] = _Applying(kept.names.put(title), tuple(map(kept.names.put, gives)))
    return found


_ROLES = {"send": Role.CASEWORKER, "finish": Role.CASEWORKER, "reopen": Role.CASEWORKER,
          "approve": Role.REVIEWER, "return": Role.REVIEWER}  # fmt: skip


def _act(request: HttpRequest, household: Household) -> HttpResponse:
    person, language, act = signed_in(request), language_of(request), request.POST.get("act", "")
    if act in _ROLES and not person.has_role(_ROLES[act]):
        return page(request, "refused.html", status=403)
    try:
        return _do(act, household, person, request.POST)
    except ChangedMeanwhile:
        tell(request, say(language, "changed_meanwhile"), "mind")
    except NoReason:
        tell(request, say(language, "reason_needed"), "mind")
    except NotAllowed:
        tell(request, say(language, "not_allowed"), "mind")
    except TakenBack:
        tell(request, say(language, "statement_gone"), "mind")
    except EngineDisagreement:
        tell(request, say(language, "judges_differ"), "mind")
    except PackGone:
        tell(request, say(language, "pack_changed"), "mind")
    except RequestError as problem:
        for one in problem.diagnostics:
            tell(request, in_language(one, language), "mind")
    return to_step("review", household)


def _do(act: str, household: Household, person: Person, post: QueryDict) -> HttpResponse:
    remark, seen = post.get("remark", "").strip(), post.get("decision", "")
    goes_on = "review"
    match act:
        case "send":
            send(household, person)
        case "finish":
            finish_alone(household, person)
            goes_on = "papers"
        case "reopen":
            reopen(household, person, seen)
            goes_on = "questions"
        case "approve":
            approve(household, person, remark, seen)
            goes_on = "papers"
        case "return":
            send_back(household, person, remark, seen)
        case _:
            raise NotAllowed
    return to_step(goes_on, household)
