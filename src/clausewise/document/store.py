"""document.yaml: a document written for people to read, and read back strictly.

Writing the same document always gives the same bytes. Reading refuses what does not fit, with file, line and
column; it never completes or mends a file.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from clausewise.document.model import Clause, Document, Missing, Provision, Section, Span
from clausewise.errors import Diagnostic, DocumentError
from clausewise.language.labels import Label
from clausewise.yaml_source import PathKey, Source, parse_yaml, read_bytes

if TYPE_CHECKING:
    from clausewise.document.shapes import DocumentShape, SectionShape

_HEADER = """\
# 由原页生成，勿手改 / Made from the printed page by `clausewise ingest`; not to be edited by hand.
# at: 行:列-行:列 / line:column-line:column on that page, counted from 1, both ends included.
"""
_PLAIN = re.compile(r"[^\W\d_a-zA-Z][^:#\n\t\"\\]*(?<! )\Z")


def write_document(document: Document) -> str:
    """The text of document.yaml: keys in a fixed order, Chinese as it is, one line for each sentence."""
    lines = [
        _HEADER + f"document: {_id(document.id)}",
        f"form: {document.form}",
        "source:",
        f"  sha256: {json.dumps(document.source_digest)}",
        f"  at: {document.span}",
    ]
    if document.missing:
        lines.append("missing:")
    for gap in document.missing:
        evidence = json.dumps(gap.evidence, ensure_ascii=False)
        lines.append(f"- {{first: {gap.first}, last: {gap.last}, evidence: {evidence}, line: {gap.line}}}")
    lines.append("sections:")
    for section in document.sections:
        lines.extend(_write_section(document, section))
    return "\n".join(lines) + "\n"


def _write_section(document: Document, section: Section) -> Iterator[str]:
    yield f"- number: {_word(section.number)}"
    yield f"  heading: {_word(section.heading)}"
    if section.span is not None:
        yield f"  at: {section.span}"
    if section.note is not None:
        zh, en = (json.dumps(said, ensure_ascii=False) for said in (section.note.zh, section.note.en))
        yield f"  note: {{zh: {zh}, en: {en}}}"
    yield "  clauses:" if section.clauses else "  clauses: []"
    for number in section.clauses:
        clause = document.clause(number)
        if clause is not None:
            yield from _write_clause(clause)


def _write_clause(clause: Clause) -> Iterator[str]:
    yield f"  - number: {clause.number}"
    if clause.title is not None:
        yield f"    title: {_word(clause.title)}"
    yield f"    at: {clause.span}"
    yield "    provisions:"
    for provision in clause.provisions:
        yield f'    - id: "{provision.id}"'
        yield f"      at: {provision.span}"
        yield f"      text: {_word(provision.text)}"


def _id(document_id: str) -> str:
    """An id, in quotation marks where YAML would read it as a number, a date or a truth value."""
    plain = document_id[0].isalpha() and document_id not in {"true", "false", "null"}
    return document_id if plain else json.dumps(document_id)


def _word(text: str | None) -> str:
    """Text as YAML reads it back unchanged: plain where that is safe, else in quotation marks."""
    if text is None:
        return "null"
    return text if _PLAIN.match(text) else json.dumps(text, ensure_ascii=False)


def read_document(path: Path) -> Document:
    """The document of a document.yaml. Raises: DocumentError with file, line and column."""
    return read_document_bytes(read_bytes(path, DocumentError), str(path))


def read_document_bytes(raw: bytes, file: str) -> Document:
    """The document in the bytes of a document.yaml; `file` is its name in messages.

    Raises: DocumentError with file, line and column of everything that does not fit.
    """
    from clausewise.document.shapes import read_document_shape

    source = parse_yaml(raw, file, DocumentError)
    shape = read_document_shape(source)
    document = _build(shape, hashlib.sha256(raw).hexdigest())
    found = list(_check_order(source, shape))
    if found:
        raise DocumentError(found)
    return document


def _build(shape: DocumentShape, digest: str) -> Document:
    return Document(
        id=shape.document,
        form=shape.form,
        sections=tuple(
            Section(part.number, part.heading, tuple(c.number for c in part.clauses), part.at, _build_note(part))
            for part in shape.sections
        ),
        clauses=tuple(clause for part in shape.sections for clause in _build_clauses(part)),
        missing=tuple(Missing(gap.first, gap.last, gap.evidence, gap.line) for gap in shape.missing),
        span=shape.source.at,
        source_digest=shape.source.sha256,
        digest=digest,
    )


def _build_note(section: SectionShape) -> Label | None:
    return None if section.note is None else Label(section.note.zh, section.note.en)


def _build_clauses(section: SectionShape) -> Iterator[Clause]:
    for clause in section.clauses:
        provisions = tuple(Provision(entry.id, entry.text, entry.at) for entry in clause.provisions)
        yield Clause(clause.number, clause.title, section.number, provisions, clause.at)


def _check_order(source: Source, shape: DocumentShape) -> Iterator[Diagnostic]:
    """What the shapes cannot say: numbers follow one another, and so do places on the page."""
    expected = 1
    for index, gap in enumerate(shape.missing):
        if gap.first != expected or gap.last < gap.first:
            mend = f"the next clause is {expected}"
            yield Diagnostic("missing clauses are out of order", source.place(("missing", index)), mend)
        expected = gap.last + 1
    spans: list[tuple[PathKey, Span]] = []
    for at, section in enumerate(shape.sections):
        if section.number is None and section.note is None:
            place = source.place(("sections", at))
            yield Diagnostic("a section without a number needs a note", place, "say why the page has none")
        if section.at is not None:
            spans.append((("sections", at, "at"), section.at))
        for position, clause in enumerate(section.clauses):
            path = ("sections", at, "clauses", position)
            if clause.number != expected:
                mend = f"the next clause is {expected}"
                yield Diagnostic("clause numbers are out of order", source.place((*path, "number")), mend)
            expected = clause.number + 1
            for count, provision in enumerate(clause.provisions):
                here = (*path, "provisions", count)
                if provision.id != f"{clause.number}.{count + 1}":
                    mend = f'write "{clause.number}.{count + 1}"'
                    yield Diagnostic("provision ids are out of order", source.place((*here, "id")), mend)
                if not (clause.at.start <= provision.at.start and provision.at.end <= clause.at.end):
                    mend = f"the clause stands at {clause.at}"
                    yield Diagnostic(f"{provision.id} is not in its clause", source.place((*here, "at")), mend)
                spans.append(((*here, "at"), provision.at))
    if not any(section.clauses for section in shape.sections):
        yield Diagnostic("the document has no clauses", source.place(("sections",)), "ingest its page again")
    yield from _check_spans(source, spans, shape.source.at)


def _check_spans(source: Source, spans: Sequence[tuple[PathKey, Span]], whole: Span) -> Iterator[Diagnostic]:
    reached = whole.start
    for path, span in spans:
        if span.end < span.start or span.start < reached or span.end > whole.end:
            mend = "places follow one another inside source.at, both ends included"
            yield Diagnostic(f"{span} is out of order", source.place(path), mend)
        reached = max(reached, (span.end_line, span.end_column + 1))
