"""Saves answers: who, when, from what source; nothing that was answered is ever lost.

A different fact than somebody else's is saved and told; so are names, villages and topics, each a fact of its own. The
same fact with another value than somebody else has given since the form was drawn is kept, not made current, and both
are shown until somebody chooses. So is whatever is sent of a household that is being reviewed.

A field that holds what it was drawn with, or what the same page sent before, is no answer: whatever was answered since
stays. What arrives after a later save of the same page has come too late to count.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from clausewise.desk.asking import BIRTH_DATE, NAME, VILLAGE, About, Check, Matter, Saying, facts_of
from clausewise.desk.deciding import ChangedMeanwhile
from clausewise.desk.keys import seal
from clausewise.desk.logbook import note
from clausewise.desk.models import Act, Answer, AnswerState, Household, Member, Person, Told
from clausewise.desk.models.households import LONGEST_SOURCE
from clausewise.desk.packs import current_pack
from clausewise.desk.sent import Sent
from clausewise.desk.standing import Standing
from clausewise.errors import CaseError, Diagnostic


class Locked(Exception):
    """The household is being reviewed or was approved: no answer of it can be changed."""


@dataclass
class Saved:
    """What became of what was sent: saved, kept beside another's, refused with why, too late since the same page sent
    something later before; and what others did meanwhile."""

    saved: list[About] = field(default_factory=list)
    late: list[About] = field(default_factory=list)
    kept: list[About] = field(default_factory=list)
    refused: dict[About, list[Diagnostic]] = field(default_factory=dict)
    others: list[Answer] = field(default_factory=list)


class _Entry(NamedTuple):
    """How answers came to be entered: by whom, from what source, when, on which page in which of its turns."""

    by: Person
    source: str
    at: datetime.datetime
    page: str = ""
    turn: int = 0
    until: datetime.date | None = None


def save(household: Household, sent: Sent, person: Person, source: str = "", drawn: str = "") -> Saved:
    """Save what a form says; `drawn` is the key of the last answer when it was drawn.

    It is written, also to the disk, when this returns.
    """
    done = Saved()
    with transaction.atomic():
        household = Household.objects.get(pk=household.pk)
        matter = Matter(household)
        answered, done.late = _answered(household, sent, person)
        wanted = {about: said for about, said in answered.items() if _is_news(matter, about, said)}
        done.others = _others(household, person, drawn)
        clashing = {
            about
            for about in wanted
            if household.is_locked or _clashes(matter, about, sent.seen.get(about, ""), person)
        }
        entry = _Entry(person, source[:LONGEST_SOURCE], timezone.now(), sent.page, sent.turn)
        for about in clashing:
            if _waits_already(household, about, wanted[about], person):
                continue
            _add(household, about, wanted[about], entry, AnswerState.WAITING)
            done.kept.append(about)
        fit = {about: said for about, said in wanted.items() if about not in clashing}
        standing, idle = _fit_together(matter, fit, done.refused)
        for about, said in fit.items():
            _replace(household, matter, about, said, entry)
            done.saved.append(about)
        for about in idle:
            _replace(household, matter, about, Saying(Told.SET_ASIDE, matter.current[about].value), entry)
        if not household.is_locked:
            _keep_identities(matter, sent, done.saved, person)
        changed = [*done.saved, *done.kept, *idle]
        if changed:
            note(Act.ANSWERED, person.id, household.id, facts=facts_of(changed))
        # Also where nothing was answered: who the members are may be otherwise.
        keep_summary(household, standing)
    return done


def _keep_identities(matter: Matter, sent: Sent, saved: Iterable[About], person: Person) -> None:
    """Keep the identity numbers of members whose day of birth was saved with it or was known to be the same."""
    taken = set(saved)
    for member in matter.members:
        about, number = (BIRTH_DATE, member.id), sent.identities.get(member.id)
        said, known = sent.answers.get(about), matter.current.get(about)
        is_known = said is not None and known is not None and known.says_as(said)
        if number is None or not (about in taken or is_known) or number == member.identity_number():
            continue
        Member.objects.filter(pk=member.pk).update(identity=seal(number))
        note(Act.KEPT_IDENTITY, person.id, matter.household.id, about=member.id)


def choose(household: Household, waiting: Answer, person: Person, said: Saying, seen: str) -> None:
    """Settle what two people answered otherwise: `said` counts from now on, `seen` is the key of what did until now.

    Raises: Locked, ChangedMeanwhile where something else counts by now, CaseError.
    """
    with transaction.atomic():
        household = Household.objects.get(pk=household.pk)
        if household.is_locked:
            raise Locked
        matter = Matter(household)
        about = (waiting.fact, waiting.member)
        current = matter.current.get(about)
        if seen != (current.key if current is not None else ""):
            raise ChangedMeanwhile
        standing = matter.standing_with({about: said})
        Answer.objects.filter(
            household=household, fact=waiting.fact, member=waiting.member, state=AnswerState.WAITING.value
        ).update(state=AnswerState.PAST.value)
        _replace(household, matter, about, said, _Entry(person, waiting.source, timezone.now()))
        note(Act.CHOSE, person.id, household.id, facts=[waiting.fact])
        keep_summary(household, standing)


def keep_summary(household: Household, standing: Standing) -> None:
    """Keep beside a household by when something is to be done and how much it gets, for the list of today."""
    result = standing.interview.model.result
    days = [one.deadline.day for one in result.findings if one.verdict.value == "applies" and one.deadline is not None]
    open_checks = [one for one in standing.interview.case.answers if one.told.value == Told.TO_CHECK.value]
    household.checks = sum(len(one.of) or 1 for one in open_checks)
    household.check_due = min((one.until for one in open_checks if one.until is not None), default=None)
    household.due = min((day for day in (*days, household.check_due) if day is not None), default=None)
    household.benefits, household.no_claims = standing.gets
    household.save(update_fields=["due", "benefits", "no_claims", "checks", "check_due"])


def keep_left(matter: Matter) -> None:
    """Keep how many questions are left, for the list of today: whoever draws them has worked it out."""
    left = matter.standing.left.benefits
    if matter.household.left != left:
        matter.household.left = left
        matter.household.save(update_fields=["left"])


def _answered(household: Household, sent: Sent, person: Person) -> tuple[dict[About, Saying], list[About]]:
    """What was answered of what was sent, and what was but came too late: see above."""
    drawn = {one.key: one for one in household.answers.filter(key__in=filter(None, sent.seen.values()))}
    of_page = _last_of_page(household, sent, person)
    answered, late = {}, []
    for about, said in sent.answers.items():
        own = of_page.get(about)
        if about in sent.seen and _says(own or drawn.get(sent.seen[about]), said):
            continue
        if own is not None and own.turn > sent.turn > 0:
            late.append(about)
        else:
            answered[about] = said
    return answered, late


def _last_of_page(household: Household, sent: Sent, person: Person) -> dict[About, Answer]:
    """What the page has said last in each of its fields; a page that stays open all day says much before."""
    if not sent.page:
        return {}
    of_page = household.answers.filter(page=sent.page, by=person).order_by()
    last = of_page.values("fact", "member").annotate(last=Max("pk")).values("last")
    return {(one.fact, one.member): one for one in household.answers.filter(pk__in=last)}


def _says(shown: Answer | None, said: Saying) -> bool:
    """Whether a field that shows an answer, or none, says this; what was taken back or set aside shows as none.

    What is to be checked is the same where nothing is said of by whom and by when.
    """
    if shown is None or shown.told in (Told.WITHDRAWN.value, Told.SET_ASIDE.value):
        return said.told is Told.WITHDRAWN
    if (shown.told, shown.value) != (said.told.value, said.value):
        return False
    return said.check is None or said.stays or said.check == Check(shown.source, shown.until)


def _is_news(matter: Matter, about: About, said: Saying) -> bool:
    """Whether it is about this household, and says what is not known yet."""
    if not matter.has(about):
        return False
    current = matter.current.get(about)
    if current is None:
        return said.told is not Told.WITHDRAWN
    return not current.says_as(said)


def _clashes(matter: Matter, about: About, seen: str, person: Person) -> bool:
    """Whether somebody else has answered the same fact since the form was drawn."""
    current = matter.current.get(about)
    return current is not None and current.key != seen and current.by_id != person.id


def _waits_already(household: Household, about: About, said: Saying, person: Person) -> bool:
    """Whether somebody's answer is kept already that says this: a form that is sent again adds nothing."""
    fact, member = about
    waiting = household.answers.filter(fact=fact, member=member, by=person, state=AnswerState.WAITING.value)
    return any((one.told, one.value) == (said.told.value, said.value) for one in waiting)


def _others(household: Household, person: Person, drawn: str) -> list[Answer]:
    """What others answered since the form was drawn."""
    last = household.answers.filter(key=drawn).first() if drawn else None
    if last is None:
        return []
    return list(household.answers.filter(pk__gt=last.pk).exclude(by=person).select_related("by"))


def _fit_together(
    matter: Matter, fit: dict[About, Saying], refused: dict[About, list[Diagnostic]]
) -> tuple[Standing, list[About]]:
    """What is found with these answers, and which answers are idle then.

    What contradicts what is known is taken out of `fit`, and why goes into `refused`.
    """
    try:
        return _settle(matter, fit)
    except CaseError:
        pass
    held: dict[About, Saying] = {}
    for about, said in list(fit.items()):
        try:
            matter.standing_with({**held, about: said})
        except CaseError as problem:
            refused[about] = list(problem.diagnostics)
            del fit[about]
        else:
            held[about] = said
    return _settle(matter, fit)


def _settle(matter: Matter, fit: Mapping[About, Saying]) -> tuple[Standing, list[About]]:
    """What is found with these answers, and which count for nothing then. Raises: CaseError.

    Only an answer that takes the place of another makes any idle.
    """
    idle = _idle_after(matter, fit)
    aside = {about: Saying(Told.SET_ASIDE, matter.current[about].value) for about in idle}
    return matter.standing_with({**fit, **aside}), idle


def _idle_after(matter: Matter, fit: Mapping[About, Saying]) -> list[About]:
    changed = {about: said for about, said in fit.items() if _takes_the_place(matter, about, said)}
    if not changed:
        return []
    before = matter.interview_with({about: said for about, said in fit.items() if about not in changed})
    values = {
        f"{fact}@{member}" if member else fact: said.value if said.told is Told.VALUE else said.told.value
        for (fact, member), said in changed.items()
    }
    after = before.answer(values)
    known = {(one.fact, one.of or "") for one in before.case.set_aside}
    idle = [(one.fact, one.of or "") for one in after.case.set_aside]
    return [about for about in idle if about not in known and about in matter.current]


def _takes_the_place(matter: Matter, about: About, said: Saying) -> bool:
    """Whether an answer about a fact of the pack takes the place of another value of the household as it is."""
    before = matter.current.get(about)
    if any(one.id == about[1] for one in matter.gone):
        return False
    if before is None or before.told != Told.VALUE.value or said.told is Told.WITHDRAWN:
        return False
    return about[0] in matter.pack.model.facts


def _replace(household: Household, matter: Matter, about: About, said: Saying, entry: _Entry) -> None:
    current = matter.current.get(about)
    if current is not None:
        Answer.objects.filter(pk=current.pk).update(state=AnswerState.PAST.value)
    _add(household, about, said, entry, AnswerState.CURRENT)
    fact, member = about
    if fact == NAME and said.told is Told.VALUE:
        Member.objects.filter(pk=member).update(name=said.value)
        if current is not None:
            note(Act.MEMBER_RENAMED, entry.by.id, household.id, about=member)
    elif fact == VILLAGE:
        Household.objects.filter(pk=household.pk).update(village=said.value or "")


def _add(household: Household, about: About, said: Saying, entry: _Entry, state: AnswerState) -> None:
    if said.told is Told.TO_CHECK:
        check = said.check or Check(finder_of(about[0]))
        entry = entry._replace(source=check.finder[:LONGEST_SOURCE], until=check.until)
    Answer.objects.create(
        household=household, fact=about[0], member=about[1], told=said.told.value, value=said.value, state=state.value,
        **entry._asdict(),
    )  # fmt: skip


def finder_of(fact: str) -> str:
    """The agency that finds a fact, by its id; nothing where the pack names none."""
    known = current_pack().model.facts.get(fact)
    return (known.known_by or "") if known is not None else ""
