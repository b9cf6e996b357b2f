"""Holds a document against its page: every word at its place, in order, and nothing of a clause left out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping

from clausewise.document.marks import Mark, clause_marks, heading_mark
from clausewise.document.model import Clause, Document, Section
from clausewise.document.page import Page, read_page
from clausewise.errors import Diagnostic, Place


def verify_against_page(document: Document, page: bytes, file: str = "source.txt") -> list[Diagnostic]:
    """Where a document and its page differ; empty when they agree. `file` is the page's name in messages.

    Raises: DocumentError when the page itself cannot be read.
    """
    printed = read_page(page, file)
    found: list[Diagnostic] = []
    if hashlib.sha256(page).hexdigest() != document.source_digest:
        message = "the document was made from another page"
        found.append(Diagnostic(message, Place(file), "ingest the page again"))
    marks = {printed.lines[mark.index].number: mark for mark in clause_marks(printed, document.form)}
    for section in document.sections:
        found.extend(_verify_heading(printed, document, section))
    for clause in document.clauses:
        found.extend(_verify_clause(printed, clause, marks))
    for gap in document.missing:
        if not any(line.number == gap.line and gap.evidence in line.text for line in printed.lines):
            found.append(Diagnostic(f"{gap.evidence} does not stand on this line", Place(file, gap.line)))
    return found


def _verify_heading(page: Page, document: Document, section: Section) -> Iterator[Diagnostic]:
    if section.span is None:
        return
    printed = page.within(section.span).text
    mark = heading_mark(printed, document.form)
    number = (section.number or "").rpartition("·")[2]
    if mark is None or mark.number != number or printed[mark.length :] != section.heading:
        message = f"the heading {section.heading} does not stand here"
        yield Diagnostic(message, Place(page.file, *section.span.start), f"the page has: {printed}")


def _verify_clause(page: Page, clause: Clause, marks: Mapping[int, Mark]) -> Iterator[Diagnostic]:
    for provision in clause.provisions:
        printed = page.within(provision.span).text
        if printed != provision.text:
            message = f"the words of {provision.id} do not stand here"
            yield Diagnostic(message, Place(page.file, *provision.span.start), f"the page has: {printed}")
    whole = page.within(clause.span).text
    place = Place(page.file, *clause.span.start)
    mark = marks.get(clause.span.line)
    if mark is None or mark.number != clause.number:
        yield Diagnostic(f"clause {clause.number} does not begin here", place)
        return
    body = _without_blanks(whole[mark.length :])
    sentences = _without_blanks("".join(provision.text for provision in clause.provisions))
    title = _without_blanks(clause.title or "")
    if body not in {title + sentences, title + "。" + sentences}:
        mend = "title and provisions together must be the whole clause, in order"
        yield Diagnostic(f"clause {clause.number} has other words on the page", place, mend)


def _without_blanks(text: str) -> str:
    return "".join(text.split())
