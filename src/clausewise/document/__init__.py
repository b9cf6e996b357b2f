"""A printed page becomes a document: sections, clauses and provisions, each with its place on the page."""

from clausewise.document.ingest import ingest
from clausewise.document.model import Clause, Document, Form, Missing, Provision, Section, Span
from clausewise.document.store import read_document, read_document_bytes, write_document
from clausewise.document.verify import verify_against_page

__all__ = [
    "Clause",
    "Document",
    "Form",
    "Missing",
    "Provision",
    "Section",
    "Span",
    "ingest",
    "read_document",
    "read_document_bytes",
    "verify_against_page",
    "write_document",
]
