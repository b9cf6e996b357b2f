"""The document: its clauses as the page has them, with rules, duties, open and contested points, and cases; search."""

from __future__ import annotations

import re
from contextlib import suppress
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse

from clausewise.case.reading import read_case_bytes
from clausewise.clock import today
from clausewise.desk.offices import office_now
from clausewise.desk.packs import current_pack, opened
from clausewise.desk.page_text import lines_of, printed
from clausewise.desk.pages import language_of, page, say
from clausewise.document.model import Section
from clausewise.errors import CaseError
from clausewise.language.conditions import Words, walk
from clausewise.language.contested import ContestedPoint
from clausewise.language.rules import Rule
from clausewise.report.wording import Wording

_MOST_CASES = 12
_MOST_LINES, _AROUND = 3, 40


def show(request: HttpRequest) -> HttpResponse:
    """The clauses by section; of a search those that have the words, in either language."""
    wanted = request.POST.get("search", "").strip() if request.method == "POST" else ""
    pack = current_pack().model
    wording = Wording(pack, language_of(request))
    sections = []
    for section in pack.document.sections:
        found = {number: _found(number, wanted) for number in section.clauses}
        clauses = [(number, _title(number, wording), found[number]) for number in section.clauses if found[number]]
        if not wanted:
            clauses = [(number, _title(number, wording), ()) for number in section.clauses]
        if clauses:
            sections.append((_heading(section, wording), clauses))
    missing = [(one.first, one.last, one.evidence) for one in pack.document.missing] if not wanted else []
    return page(request, "policy.html", sections=sections, wanted=wanted, missing=missing, title=pack.title)


def _heading(section: Section, wording: Wording) -> str:
    if section.heading is None:
        return "" if section.note is None else wording.pick(section.note)
    ours = wording.pack.english.sections.get(section.number or "")
    return section.heading if wording.chinese or ours is None else ours


def _title(number: int, wording: Wording) -> str:
    clause = wording.pack.document.clause(number)
    own = clause.title if clause is not None and clause.title else ""
    return own if wording.chinese else wording.pack.english.clauses.get(number, own)


def _found(number: int, wanted: str) -> tuple[tuple[str, str, str], ...]:
    """The first lines on a clause that have some words: what stands before them, they as they stand there, and after.

    None where nothing is wanted.
    """
    if not wanted:
        return ()
    hits = (re.search(re.escape(wanted), line, re.IGNORECASE) for line in _said_of(number))
    return tuple(_in_sight(one) for one in hits if one)[:_MOST_LINES]


def _in_sight(hit: re.Match[str]) -> tuple[str, str, str]:
    begin, end = hit.span()
    before, after = hit.string[:begin], hit.string[end:]
    cut = "…" + before[-_AROUND:] if len(before) > _AROUND else before
    return cut, hit[0], after[:_AROUND] + "…" if len(after) > _AROUND else after


@cache
def _said_of(number: int) -> tuple[str, ...]:
    """Everything that is said of a clause in both languages, to be searched."""
    pack = current_pack().model
    clause = pack.document.clause(number)
    said = [] if clause is None else [clause.title or "", *(one.text for one in clause.provisions)]
    said.append(pack.english.clauses.get(number, ""))
    said += [text for place, text in pack.english.provisions.items() if place.partition(".")[0] == str(number)]
    for rule in pack.rules:
        if rule.clause == number:
            said += [rule.title.zh, rule.title.en]
    labels = [one.does for one in pack.duties if one.provision.partition(".")[0] == str(number)]
    labels += [one.label for one in pack.contested.values() if one.words.where.partition(".")[0] == str(number)]
    said += [text for label in labels for text in (label.zh, label.en)]
    return tuple(dict.fromkeys(filter(None, [str(number), *said])))


def clause(request: HttpRequest, number: int) -> HttpResponse:
    """One clause on its page, with the words of a rule lit where one is named."""
    pack = current_pack().model
    found = pack.document.clause(number)
    if number not in pack.numbers():
        return page(request, "not_found.html", status=404)
    wording = Wording(pack, language_of(request))
    rules = [rule for rule in pack.rules if rule.clause == number]
    lit = pack.rules_by_id.get(request.GET.get("rule", ""))
    provisions = [] if found is None else [
        (one.id, printed(lines_of(current_pack()), one, _words_of(lit) if lit else ()),
         pack.english.provisions.get(one.id, "") if not wording.chinese else "")
        for one in found.provisions
    ]  # fmt: skip
    numbers = pack.numbers()
    return page(
        request, "clause.html",
        number=number, title=_title(number, wording), provisions=provisions, w=wording,
        rules=[_rule(rule, wording) for rule in rules],
        duties=[one for one in pack.duties if one.provision.partition(".")[0] == str(number)],
        contested=[(one, _read_now(one, wording)) for one in pack.contested.values()
                   if one.words.where.partition(".")[0] == str(number)],
        open=[one for one in pack.open if one.provision.partition(".")[0] == str(number)],
        cases=_cases_of(number, wording.chinese), lit=lit,
        before=max((one for one in numbers if one < number), default=None),
        after=min((one for one in numbers if one > number), default=None),
    )  # fmt: skip


def _read_now(point: ContestedPoint, wording: Wording) -> str:
    """How the office reads a contested point today; nothing where it has not said so."""
    said = office_now().on(point.fact_name, today())
    if said is None:
        return ""
    name = wording.pick(point.reading(str(said.value)).name)
    return say("zh" if wording.chinese else "en", "holds_now", says=name, since=said.since, by=said.by)


def _rule(rule: Rule, wording: Wording) -> dict[str, Any]:
    return {
        "id": rule.id,
        "provision": rule.provision,
        "title": wording.pick(rule.title),
        "kind": wording.word(rule.kind),
        "modality": wording.firmness(rule.modality),
        "agency": wording.listed(wording.agency(one) for one in rule.agency),
        "open": [wording.after_quote(one.words, wording.pick(one.label)) for one in rule.open],
    }


def _words_of(rule: Rule) -> tuple[Words, ...]:
    """All words that a rule encodes: of its conditions, aids, follow-ups, its deadline and its modality."""
    found = [node.words for node in walk(rule.when) if node.words is not None]
    found += [rule.modality.words, *(one.words for one in rule.aid), *(one.words for one in rule.followup)]
    return tuple([*found, rule.deadline.words] if rule.deadline else found)


@cache
def _cases_of(number: int, chinese: bool) -> tuple[str, ...]:
    """The titles of the pack's own cases that expect something of a rule of this clause, the first of them."""
    pack = current_pack().model
    ends = [f"{rule.id}{end}".encode() for rule in pack.rules if rule.clause == number for end in ":@"]
    found: list[str] = []
    for name, raw in opened().cases.items():
        if len(found) < _MOST_CASES and any(end in raw for end in ends):
            with suppress(CaseError):
                title = read_case_bytes(raw, name, pack).title
                found.append(name if title is None else title.zh if chinese else title.en)
    return tuple(found)
