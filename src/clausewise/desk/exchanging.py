"""A household as a case file and back: exported and imported again it is the same household, under other ids.

A case file calls members by their names and tells who entered what; identity numbers are not in it. Whoever imports a
file has entered every answer of it: that the file names somebody else, or another day, is a claim.
"""

from __future__ import annotations

import tempfile
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from clausewise.case import Case, read_case
from clausewise.case.reading import is_member_id
from clausewise.desk.asking import EVERYBODY, NAME, TOPIC, About, Check, Matter, Saying
from clausewise.desk.logbook import note
from clausewise.desk.models import Act, Answer, Household, HouseholdState, Member, Person, Told
from clausewise.desk.models.households import LONGEST_SOURCE
from clausewise.desk.numbering import next_number
from clausewise.desk.packs import current_pack
from clausewise.desk.pages import say
from clausewise.desk.people import names_of_people
from clausewise.desk.saving import keep_left, keep_summary
from clausewise.desk.sent import written_value
from clausewise.desk.write_ahead import cut_off
from clausewise.language.labels import Language
from clausewise.receipts.keeping import erase_facts, read_receipt

LARGEST = 1024 * 1024
"""A case file may have so many bytes."""


def write_household(household: Household, person: Person) -> str:
    """The case file of a household."""
    matter = Matter(household)
    called = _called(matter)
    data = matter.case()
    for member in data["members"]:
        member["id"] = called[member["id"]]
    people = names_of_people()
    for entry in [*data.get("answers", ()), *data.get("topics", {}).values()]:
        if "by" in entry:
            entry["by"] = people.get(entry["by"], entry["by"])
    for entry in data.get("answers", ()):
        if "of" in entry:
            entry["of"] = [called[one] for one in entry["of"]]
    for entry in data.get("set_aside", ()):
        if "of" in entry:
            entry["of"] = called[entry["of"]]
    text: str = matter.pack.interview(data, as_of=matter.day).to_yaml()
    note(Act.EXPORTED, person.id, household.id)
    return text


def read_household(raw: bytes, person: Person, language: Language) -> Household:
    """A new household of a case file. Raises: CaseError with everything that is wrong."""
    with tempfile.NamedTemporaryFile(dir=settings.DESK_FOLDER.root, suffix=".yaml") as written:
        written.write(raw)
        written.flush()
        case = read_case(Path(written.name), current_pack().model)
    with transaction.atomic():
        household = Household.objects.create(number=next_number(), begun_by=person, begun_at=timezone.now())
        members = {
            one.id: Member.objects.create(household=household, name=one.id, place=place)
            for place, one in enumerate(case.members, start=1)
        }
        for member in members.values():
            _enter(household, (NAME, member.id), Saying(Told.VALUE, member.name), "", person)
        for about, said, entered in _said(case, {name: member.id for name, member in members.items()}):
            _enter(household, about, said, _source_of(entered, language), person)
        matter = Matter(household)
        keep_summary(household, matter.standing)
        keep_left(matter)
        note(Act.IMPORTED, person.id, household.id)
    return household


def erase(households: Sequence[Household], person: str, about: str = "") -> None:
    """Remove households whole: answers, decisions, and the facts in their receipts, whose digests stay.

    Each is in the log, by whom (an id) and what for. Afterwards no file of the database has them, nor the log that it
    writes ahead.
    """
    folder = settings.DESK_FOLDER.receipts
    for household in households:
        with transaction.atomic():
            for decision in household.decisions.exclude(receipt=""):
                path = folder / f"{decision.receipt}.json"
                if path.exists():
                    erase_facts(read_receipt(path))
            opaque = household.id
            household.delete()
            note(Act.ERASED, person, opaque, about=about)
    if households:
        cut_off()


def _called(matter: Matter) -> dict[str, str]:
    """What a case file calls each member: by name where it can stand there, else by name and place."""
    called: dict[str, str] = {}
    for member in matter.members:
        name = unicodedata.normalize("NFKC", "".join(one if one.isalnum() else "_" for one in member.name))
        tried = (name, f"{name}_{member.place}", f"m{member.place}", member.id)
        called[member.id] = next(one for one in tried if is_member_id(one) and one not in called.values())
    return called


_Entered = tuple[str, str, str]


def _said(case: Case, ids: dict[str, str]) -> list[tuple[About, Saying, _Entered]]:
    """Every answer of a case, with who, when and from what source as far as it says so.

    What is set aside of a fact that is answered too is left out: it would count for nothing here.
    """
    entered: dict[About, _Entered] = {}
    said: dict[About, Saying] = {}
    for one in case.answers:
        for member in one.of or ("",):
            about = (one.fact, ids.get(member, ""))
            told = Told(one.told.value)
            entered[about] = (one.by, "" if told is Told.TO_CHECK else one.at, one.source)
            if told is not Told.VALUE:
                check = Check(one.source[:LONGEST_SOURCE], one.until) if told is Told.TO_CHECK else None
                said[about] = Saying(told, check=check)
    values: list[tuple[About, Any]] = [((name, ""), value) for name, value in {**case.values, **case.spans}.items()]
    for listed in case.members:
        values += [((name, ids[listed.id]), value) for name, value in {**listed.values, **listed.spans}.items()]
    said |= {
        about: Saying(Told.VALUE, written_value(value)) for about, value in values if not about[0].startswith("office.")
    }
    for name, topic in case.topics.items():
        about = (f"{TOPIC}{name}", "")
        said[about], entered[about] = Saying(Told.VALUE, topic.answer.value), (topic.by, topic.at, "")
    for aside in case.set_aside:
        about = (aside.fact, ids.get(aside.of or "", ""))
        said.setdefault(about, Saying(Told.SET_ASIDE, written_value(aside.value)))
    if case.everybody:
        said[EVERYBODY, ""] = Saying(Told.VALUE, True)
    return [(about, saying, entered.get(about, ("", "", ""))) for about, saying in said.items()]


def _source_of(entered: _Entered, language: Language) -> str:
    """The source of an imported answer, with the day and time that the file claims as far as there is room.

    The name that it claims is left out: sources go into receipts, which have no names.
    """
    _, at, source = entered
    claimed = f"{source} {say(language, 'claimed_entry', at=at)}".strip()
    return claimed if at and len(claimed) <= LONGEST_SOURCE else source[:LONGEST_SOURCE]


def _enter(household: Household, about: About, said: Saying, source: str, person: Person) -> None:
    Answer.objects.create(
        household=household, fact=about[0], member=about[1], told=said.told.value, value=said.value,
        by=person, at=timezone.now(), source=source, until=said.check.until if said.check else None,
    )  # fmt: skip


def is_erasable(household: Household) -> bool:
    """Whether a household may be removed: not while it is being reviewed."""
    return household.state != HouseholdState.SENT.value
