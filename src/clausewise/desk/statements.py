"""What the office said by mistake and takes back: as if it had not been said, and kept with who took it back.

Decisions that were made meanwhile stay as they were. A decision rests on a statement where without it a finding would
be another, or grant another sum: of each decision that is worked out once, and kept with it.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

import clausewise
from clausewise.api.answers import Answer
from clausewise.desk.logbook import note
from clausewise.desk.models import Act, Decision, DecisionState, Person, Statement
from clausewise.desk.offices import entry_of, read_office_data
from clausewise.desk.packs import current_pack
from clausewise.errors import InputError
from clausewise.packs.copies import pack_digest

_COUNTS = (DecisionState.SENT.value, DecisionState.APPROVED.value)


def answer_of(decision: Decision, office: dict[str, Any]) -> Answer:
    """What is found for the case of a decision where the office says this, by the pack the decision rests on.

    Raises: RequestError where that is not kept, PackError or DocumentError where it cannot be read.
    """
    pack = _pack_of(decision.pack)
    case = pack.case(decision.case, as_of=decision.as_of, office=read_office_data(office, pack.model))
    return pack.check(case)


def decisions_on(statement: Statement) -> list[Decision]:
    """The decisions that rest on a statement: such as wait for their reviewer, and such as were approved."""
    decisions = Decision.objects.filter(state__in=_COUNTS, sent_at__gte=statement.registered_at)
    return [one for one in decisions.select_related("household") if statement.pk in statements_under(one)]


def statements_under(decision: Decision) -> list[int]:
    """The statements that a decision rests on, by their keys; none where its pack is not kept any more."""
    if decision.rests_on is None:
        decision.rests_on = _work_out(decision)
        decision.save(update_fields=["rests_on"])
    found: list[int] = decision.rests_on
    return found


def taken_back_under(decision: Decision | None) -> list[Statement]:
    """The statements that a decision rests on and that were taken back since."""
    gone = Statement.objects.filter(taken_back_at__isnull=False)
    if decision is None or not gone.exists():
        return []
    return list(gone.filter(pk__in=statements_under(decision)).select_related("taken_back_by"))


def take_back(statement: Statement, person: Person) -> None:
    """Have a statement count for nothing from now on."""
    with transaction.atomic():
        statement.taken_back_by, statement.taken_back_at = person, timezone.now()
        statement.save(update_fields=["taken_back_by", "taken_back_at"])
        note(Act.OFFICE_TOOK_BACK, person.id, facts=[statement.fact])


def _work_out(decision: Decision) -> list[int]:
    said = decision.office["said"]
    registered = Statement.objects.filter(registered_at__lte=decision.sent_at, since__lte=decision.as_of)
    known = [one for one in registered.filter(Q(until=None) | Q(until__gte=decision.as_of)) if entry_of(one) in said]
    try:
        found = _decided(answer_of(decision, decision.office)) if known else {}
        return [one.pk for one in known if _decided(answer_of(decision, _without(decision, one))) != found]
    except InputError:
        return []


def _without(decision: Decision, statement: Statement) -> dict[str, Any]:
    said = list(decision.office["said"])
    said.remove(entry_of(statement))
    return {**decision.office, "said": said}


def _decided(answer: Answer) -> dict[str, tuple[Any, ...]]:
    """What was found, and what it grants by which day."""
    return {
        one.name: (one.verdict, _granted(one.aid), _granted(one.not_granted), one.deadline and one.deadline.day)
        for one in answer.model.findings
    }


def _granted(grants: Iterable[Any]) -> list[tuple[Any, ...]]:
    return [(one.amount, one.months) for one in grants]


@lru_cache(maxsize=8)
def _pack_of(digest: str) -> clausewise.Pack:
    if digest == pack_digest(current_pack().model):
        return current_pack()
    path: Path = settings.DESK_FOLDER.receipts / "packs" / f"{digest}.zip"
    return clausewise.load(path)
