"""Makes a document of a printed page: finds it, reads its clauses, and records what the page has not.

It never mends the page: what cannot be read for certain is refused with its line.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace

from clausewise.document.law import read_article
from clausewise.document.measures import read_measure
from clausewise.document.model import DOCUMENT_ID, Clause, Document, Missing, Provision, Section, Span
from clausewise.document.numbering import Run, find_run
from clausewise.document.page import Page, Passage, is_no_text, read_page, usual_width
from clausewise.document.region import ClauseLines, Heading, evidence_above, read_region
from clausewise.document.store import write_document
from clausewise.errors import Diagnostic, DocumentError, Place, RequestError
from clausewise.language.labels import Label

_ID = re.compile(DOCUMENT_ID)


def ingest(page: bytes, *, file: str, document_id: str) -> Document:
    """The document printed on a page; `file` is the page's name in messages.

    Raises: DocumentError with file, line and column when the page holds no numbered document, or one that
    cannot be read for certain; RequestError when `document_id` is not lower-case letters, digits and `-`.
    """
    if not _ID.fullmatch(document_id):
        mend = "write lower-case letters, digits and -, such as chongqing-2020"
        raise RequestError(Diagnostic(f"{document_id!r} cannot be the id of a document", None, mend))
    printed = read_page(page, file)
    run = find_run(printed)
    region = read_region(printed, run)
    missing = _missing(printed, region[0])
    sections, section_of = _sections(region, bool(missing))
    clauses = _clauses(printed, run, region, section_of)
    first = region[0].headings[0].words.span if region[0].headings else clauses[0].span
    whole = Span(*first.start, *clauses[-1].span.end)
    _check_characters(printed, whole)
    document = Document(
        id=document_id,
        form=run.form,
        sections=sections,
        clauses=clauses,
        missing=missing,
        span=whole,
        source_digest=hashlib.sha256(page).hexdigest(),
        digest="",
    )
    return replace(document, digest=hashlib.sha256(write_document(document).encode()).hexdigest())


def _check_characters(page: Page, whole: Span) -> None:
    """Refuse characters that are no text: YAML cannot hold them, and a mark of a lost character hides a word."""
    passage = page.within(whole)
    found = [
        Diagnostic(f"the character U+{ord(character):04X} is no text", Place(page.file, *at), "mend the page's text")
        for character, at in zip(passage.text, passage.at, strict=True)
        if is_no_text(character)
    ]
    if found:
        raise DocumentError(found)


def _missing(page: Page, first: ClauseLines) -> tuple[Missing, ...]:
    """The clauses before the first on the page, with the page's own word that it goes on from elsewhere."""
    number = first.mark.number
    if number == 1:
        return ()
    evidence = evidence_above(page, first)
    if evidence is None:
        line = page.lines[first.mark.index]
        message = f"the first clause is {number}, and nothing on the page says where those before it are"
        mend = "a page that goes on from another says so right above, such as （上接1版）"
        raise DocumentError(Diagnostic(message, page.place(line), mend))
    return (Missing(1, number - 1, evidence[0], evidence[1].number),)


def _clauses(
    page: Page, run: Run, region: Sequence[ClauseLines], section_of: dict[int, str | None]
) -> tuple[Clause, ...]:
    width = usual_width(line for part in region for paragraph in part.paragraphs for line in paragraph)
    found: list[Diagnostic] = []
    clauses: list[Clause] = []
    for part in region:
        number, length = part.mark.number, part.mark.length
        title: str | None = None
        provisions: tuple[Provision, ...] = ()
        try:
            if run.form == "measures":
                title, provisions = read_measure(page, number, length, part.paragraphs, width)
            else:
                provisions = read_article(page, number, length, part.paragraphs)
        except DocumentError as problem:
            found.extend(problem.diagnostics)
            continue
        span = Passage.of(line for paragraph in part.paragraphs for line in paragraph).span
        clauses.append(Clause(number, title, section_of[number], provisions, span))
    if found:
        raise DocumentError(found)
    return tuple(clauses)


def _sections(region: Sequence[ClauseLines], goes_on: bool) -> tuple[tuple[Section, ...], dict[int, str | None]]:
    """The sections in order, and the number of the section of each clause."""
    sections: list[Section] = []
    section_of: dict[int, str | None] = {}
    above: list[Heading] = []
    has_headings = any(part.headings for part in region)
    for part in region:
        for heading in part.headings:
            above = [outer for outer in above if outer.mark.level < heading.mark.level] + [heading]
            number = "·".join(outer.mark.number for outer in above)
            words = heading.words.cut(heading.mark.length, len(heading.words.text)).text
            sections.append(Section(number, words, (), heading.words.span))
        if not sections:
            note = _why_unnamed(part.mark.number, goes_on, has_headings)
            sections.append(Section(None, None, (), None, note))
        last = sections[-1]
        sections[-1] = last._replace(clauses=(*last.clauses, part.mark.number))
        section_of[part.mark.number] = last.number
    return tuple(sections), section_of


def _why_unnamed(number: int, goes_on: bool, has_headings: bool) -> Label:
    if goes_on:
        return Label(f"第{number}条之上的节标题不在本页", f"the heading above clause {number} is not on the page")
    if has_headings:
        return Label("以下各条在第一个标题之前", "these clauses stand above the first heading")
    return Label("文件没有节标题", "the document has no headings")
