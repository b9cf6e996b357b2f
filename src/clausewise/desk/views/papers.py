"""The papers, each a page that is printed from the browser."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from clausewise.desk.access import signed_in
from clausewise.desk.asking import Matter
from clausewise.desk.deciding import PackGone
from clausewise.desk.logbook import note, write_down_head
from clausewise.desk.models import Act, DecisionState, Household
from clausewise.desk.pages import language_of, page, say
from clausewise.desk.papers import Papers, answers_in_short, notice_of, papers_of, transfers_of, undecided_of
from clausewise.desk.views.answer import rows_of_answers
from clausewise.desk.views.steps import household_page, to_step
from clausewise.report import ReportOptions
from clausewise.report.answer.outline import make_outline

NOTICE, FILE, TRANSFER = "notice", "file", "transfer"


def show(request: HttpRequest, household: Household) -> HttpResponse:
    """Which papers there are, and the decisions they rest on."""
    matter, language = Matter(household), language_of(request)
    papers: Papers | None
    try:
        papers = papers_of(household, language)
    except PackGone:
        papers = None
    return household_page(
        request, matter, "papers", "papers.html",
        papers=papers,
        transfers=transfers_of(papers) if papers is not None else (),
        decisions=household.decisions.select_related("sent_by", "decided_by").all(),
        DecisionState=DecisionState,
    )  # fmt: skip


def paper(request: HttpRequest, household: Household, kind: str) -> HttpResponse:
    """One paper; that it was opened to be printed is in the log."""
    try:
        papers = papers_of(household, language_of(request))
    except PackGone:
        return to_step("papers", household)
    what, _, agency = kind.partition("-")
    transfer = next((one for one in transfers_of(papers) if what == TRANSFER and one.agency == agency), None)
    if transfer is None and kind not in (NOTICE, FILE):
        raise Http404
    note(Act.PRINTED, signed_in(request).id, household.id, about=kind)
    if transfer is not None:
        return _print(request, papers, "paper_transfer.html", transfer=transfer)
    if kind == FILE:
        return _file_copy(request, papers)
    return _print(request, papers, "paper_notice.html", sheet=notice_of(papers))


def _file_copy(request: HttpRequest, papers: Papers) -> HttpResponse:
    """The copy for the file: all findings, every answer with who, when and from what, the receipt, the log's head."""
    options = ReportOptions(language=papers.language, everything=True)
    outline = papers.names.put_in(make_outline(papers.answer.model, options, whole=True))
    matter = Matter(papers.household)
    return _print(
        request, papers, "paper_file.html", outline=outline, log_head=write_down_head(),
        answers=answers_in_short(papers, rows_of_answers(matter, papers.language)),
        decision=papers.decision, undecided=undecided_of(papers),
    )  # fmt: skip


def _print(request: HttpRequest, papers: Papers, template: str, **context: Any) -> HttpResponse:
    return page(
        request, template, papers=papers, w=papers.wording, household=papers.household,
        say_number=papers.decision.notice_number if papers.decision else say(papers.language, "no_number_yet"),
        **context,
    )  # fmt: skip
