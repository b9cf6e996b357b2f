"""What stands on the papers of a household: the notice, a form for each department, the copy for the file.

Before a decision is approved all of them say that they are drafts nobody has reviewed. After it they are made of what
was kept. None has proofs, questions on a family's honesty, or the office's own errors.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from clausewise.api.answers import Answer as Found
from clausewise.desk.asking import Matter
from clausewise.desk.deciding import kept_answer, last_approved
from clausewise.desk.models import AnswerState, Decision, Household, HouseholdState, Review
from clausewise.desk.naming import Names
from clausewise.desk.offices import office_settings
from clausewise.desk.pages import moment, say
from clausewise.desk.people import names_of_people
from clausewise.desk.standing import undecided_in
from clausewise.language.labels import Language
from clausewise.report import ReportOptions
from clausewise.report.answer.entries import Entry
from clausewise.report.answer.notice import Filled, Sheet, make_sheet
from clausewise.report.answer.outline import make_outline
from clausewise.report.answer.sections import Item, SectionKind
from clausewise.report.phrases import day_on_paper
from clausewise.report.wording import Wording


@dataclass(frozen=True)
class Papers:
    """What the papers of a household are made of: an answer, names, and the decision, where one was approved."""

    household: Household
    answer: Found
    names: Names
    decision: Decision | None
    language: Language

    @property
    def wording(self) -> Wording:
        """The pack's words."""
        return Wording(self.answer.model.pack, self.language)

    @property
    def head(self) -> str:
        """Who stands first."""
        members = self.answer.case.members
        return self.names[members[0].id] if members else ""

    @property
    def day(self) -> str:
        """The day of the check."""
        return day_on_paper(self.answer.case.as_of, self.wording)

    @property
    def mark(self) -> str:
        """What stands over a paper that does not count yet, or of an office that does not exist."""
        marks = [] if self.decision is not None else [say(self.language, "draft")]
        marks += [say(self.language, "made_up")] if office_settings().is_made_up else []
        return " · ".join(marks)

    @property
    def review(self) -> str:
        """Whether a second person reviewed it, and what the office asks for."""
        if self.decision is None:
            return ""
        rule = say(self.language, f"review_{Review(office_settings().review).value}")
        return say(self.language, "was_reviewed" if self.decision.was_reviewed else "was_not_reviewed", rule=rule)


def papers_of(household: Household, language: Language) -> Papers:
    """The papers of a household: of the decision where it is approved, else of what is known now, as drafts.

    Raises: PackGone where the pack of the decision cannot be opened.
    """
    decision = last_approved(household) if household.state == HouseholdState.APPROVED.value else None
    if decision is not None:
        kept = kept_answer(decision)
        return Papers(household, kept.answer, kept.names, decision, language)
    matter = Matter(household)
    names = Names(names_of_people() | matter.names.names)
    return Papers(household, matter.interview.answer_so_far, names, None, language)


def notice_of(papers: Papers) -> Sheet:
    """The notice, filled in as far as the office has said."""
    own, decision = office_settings(), papers.decision
    signer = own.signer or (papers.names[decision.sent_by_id] if decision else "")
    filled = Filled(
        number=decision.notice_number if decision else "",
        to=papers.head,
        ask_us=own.phone,
        told_by=signer if decision else "",
        checked_by=papers.names[decision.decided_by_id or ""] if decision and decision.was_reviewed else "",
        mark=papers.mark,
        remark=papers.review,
        versions=(say(papers.language, "receipt_short", receipt=decision.receipt[:12]),) if decision else (),
    )
    return papers.names.put_in(make_sheet(papers.answer.model, ReportOptions(language=papers.language), filled))


def undecided_of(papers: Papers) -> tuple[str, ...]:
    """The benefits that have no conclusion yet, as the notice has them."""
    return papers.names.put_in(undecided_in(papers.answer.model, papers.language))


class Passed(NamedTuple):
    """A benefit that is passed on to a department, and the others that are to see to it too."""

    entry: Entry
    others: tuple[str, ...]


@dataclass(frozen=True)
class Transfer:
    """What one department is asked to look at: its benefits, for whom, and on which facts."""

    agency: str
    name: str
    place: str
    phone: str
    passed: tuple[Passed, ...]


def transfers_of(papers: Papers) -> tuple[Transfer, ...]:
    """A form for each department that is to see to a benefit of this household, in the order of the benefits."""
    found: dict[str, list[Passed]] = {}
    pack, wording = papers.answer.model.pack, papers.wording
    for item in _benefits(papers):
        for entry in item.entries:
            agencies = pack.rule(entry.rule).agency
            for agency in agencies:
                others = tuple(wording.agency(one) for one in agencies if one != agency)
                found.setdefault(agency, []).append(Passed(papers.names.put_in(entry), others))
    office = papers.answer.case.office
    contacts = office.contacts if office is not None else {}
    return tuple(
        Transfer(
            agency,
            wording.agency(agency),
            contacts[agency].place if agency in contacts else "",
            contacts[agency].phone if agency in contacts else "",
            tuple(passed),
        )
        for agency, passed in found.items()
    )


def _benefits(papers: Papers) -> tuple[Item, ...]:
    outline = make_outline(papers.answer.model, ReportOptions(language=papers.language))
    return next((one.items for one in outline.sections if one.kind is SectionKind.BENEFITS), ())


@dataclass(frozen=True)
class Answers:
    """All answers that count, a line for each fact, in which the same answer of several people stands once; behind it
    in brackets the place in `entries` of who entered it, when and from what."""

    lines: tuple[tuple[str, str], ...]
    entries: tuple[str, ...]


def answers_in_short(papers: Papers, rows: Iterable[Mapping[str, Any]]) -> Answers:
    """The rows of the table of all answers in as little room as they take, with nothing of them left out."""
    entries: dict[str, int] = {}
    facts: dict[str, tuple[str, dict[tuple[str, int], list[str]]]] = {}
    for row in rows:
        for one in _counting(row["given"]):
            answer = one["answer"]
            stamp = " ".join(filter(None, (papers.names[answer.by_id], moment(answer.at), answer.rests_on)))
            number = entries.setdefault(stamp, len(entries) + 1)
            says = f"{one['says']}{say(papers.language, f'answer_{answer.state}')}"
            _, said = facts.setdefault(answer.fact, (row["label"], {}))
            said.setdefault(("" if says == row["whose"] else says, number), []).append(row["whose"])
    lines = ((label, _in_one_line(said, papers.wording)) for label, said in facts.values())
    return Answers(tuple(lines), tuple(entries))


def _counting(given: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Of the answers to one fact the one that counts, and such as are kept beside it."""
    past = AnswerState.PAST.value
    return [one for one in given if one["answer"].state != past] or list(given[:1])


def _in_one_line(said: Mapping[tuple[str, int], Sequence[str]], wording: Wording) -> str:
    parts = []
    for (says, number), whose in said.items():
        whom = wording.listed(filter(None, whose))
        parts.append(f"{wording.named(whom, says) if whom and says else whom or says}〔{number}〕")
    return wording.in_turn(parts)
