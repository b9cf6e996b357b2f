"""What rests on the office, in words: how it reads contested points, who has yet to decide, where agencies are found.

Says only what the engine found and the office said; it decides nothing.
"""

from __future__ import annotations

from clausewise.case import Office
from clausewise.engine.office_readings import AwaitedReading, OfficeReading
from clausewise.language.contested import ContestedPoint, point_of_fact
from clausewise.report.wording import Wording, on_one_line


def rests_on_reading(one: OfficeReading, wording: Wording) -> str:
    """That a verdict is as it is by the office's reading: which, since when, by whom, and what the other would give."""
    pick, verdict = wording.pick, wording.word(one.otherwise.value)
    question = pick(one.point.label)
    reading, other = (pick(each.name) for each in (one.reading, one.other))
    if wording.chinese:
        source = "" if one.since is None else f"（自{one.since}，{one.by}）"
        return f"{question}本机关{source}的读法：{reading}；若读作“{other}”，则{verdict}"
    source = "" if one.since is None else f" (since {one.since}, by {one.by})"
    return f"{question} The office's reading{source}: {reading}. Read otherwise ({other}): {verdict}"


def by_reading(one: OfficeReading, wording: Wording) -> str:
    """In a line by which reading of the office a verdict is as it is, and what the other would give."""
    reading, other = (wording.pick(each.name) for each in (one.reading, one.other))
    verdict = wording.word(one.otherwise.value)
    if wording.chinese:
        return f"「{one.point.words}」本机关读作“{reading}”；若读作“{other}”，则{verdict}"
    return f"{wording.quoted_alone(one.point.words)} as the office reads it: “{reading}”; read as “{other}”: {verdict}"


def waits_for_reading(one: AwaitedReading, wording: Wording) -> str:
    """That a verdict waits for the office's reading of a point: who decides, and what both readings give."""
    question, decides = wording.pick(one.point.label), wording.agency(one.point.decides)
    if wording.chinese:
        return f"{question}由{decides}决定：{given_by_readings(one, wording)}"
    return f"{question} For {decides} to decide: {given_by_readings(one, wording)}"


def given_by_readings(one: AwaitedReading, wording: Wording) -> str:
    """What a finding would be by each reading of a point that is not decided."""
    if not one.settles:
        readings = (wording.pick(reading.name) for reading in one.point.readings)
        return wording.aside(
            f"{'；或者' if wording.chinese else '; or '}".join(readings), wording.word("either_way_open")
        )
    given = []
    for reading, verdict in zip(one.point.readings, one.verdicts, strict=True):
        comes_to = wording.word("contradicts" if verdict is None else verdict.value)
        label = wording.pick(reading.name)
        given.append(f"读作“{label}”，则{comes_to}" if wording.chinese else f"read as “{label}”, it is: {comes_to}")
    return wording.in_turn(given)


def makes_no_difference(point: ContestedPoint, wording: Wording) -> str:
    """That words can be read in two ways, which come to the same here."""
    return wording.aside(wording.pick(point.label), wording.word("readings_agree"))


def office_used(office: Office | None, wording: Wording) -> str:
    """Which office file spoke, with its digest; nothing where none did."""
    if office is None or not office.digest:
        return ""
    title = office.id if office.title is None else wording.pick(office.title)
    named = wording.named(wording.heading("office"), wording.aside(on_one_line(title), office.file))
    return f"{named} · SHA-256 {office.digest}"


def asked_of(fact: str, wording: Wording) -> str:
    """Of whom a fact is asked that no family can tell: the office, and of a contested point whoever decides it."""
    decides = decided_by(fact, wording)
    if not fact.startswith("office."):
        return decides
    asked = wording.word("asked_of_office")
    if not decides:
        return asked
    return f"{asked}，{decides}" if wording.chinese else f"{asked}; {decides}"


def finder_in_words(finder: str, wording: Wording) -> str:
    """Who finds what is to be checked: an agency by its label, else as it was written."""
    return wording.agency(finder) if finder in wording.pack.agencies else finder


def answered_by(agency: str, wording: Wording) -> str:
    """That an agency can answer, where no family can."""
    named = wording.agency(agency)
    return f"由{named}答" if wording.chinese else f"for the {named} to say"


def decided_by(fact: str, wording: Wording) -> str:
    """Who decides how words are read, or what a department finds, where a fact is that; else nothing."""
    point = point_of_fact(fact)
    if point is None:
        known_by = wording.pack.facts[fact].known_by if fact in wording.pack.facts else None
        return answered_by(known_by, wording) if known_by else ""
    decides = wording.agency(wording.pack.contested[point].decides)
    return f"由{decides}决定" if wording.chinese else f"{decides} decides"


def agency_with_contact(agency: str, office: Office | None, wording: Wording) -> str:
    """An agency by its label, with where it is found as far as the office says so."""
    contact = office.contacts.get(agency) if office is not None else None
    if contact is None:
        return wording.agency(agency)
    return wording.aside(wording.agency(agency), wording.listed(filter(None, (contact.place, contact.phone))))


def reading_of_office(fact: str, value: object, wording: Wording) -> str:
    """How the office reads a contested point, or that it has not said so."""
    point = wording.pack.contested[point_of_fact(fact) or ""]
    if value is None:
        said = f"未答复，由{wording.agency(point.decides)}决定" if wording.chinese else (
            f"not said; for {wording.agency(point.decides)} to decide"
        )  # fmt: skip
    else:
        said = wording.pick(point.reading(str(value)).name)
    return wording.named(wording.word("office_reads"), said)
