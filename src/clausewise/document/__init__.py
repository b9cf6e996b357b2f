"""A printed page becomes a document: sections, clauses and provisions, each with its place on the page.

Whoever only needs to know what a document is does not wait for what reads pages: that is imported when it is asked for.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from clausewise.document.model import Clause, Document, Form, Missing, Provision, Section, Span

if TYPE_CHECKING:
    from clausewise.document.ingest import ingest
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

_HOMES = {
    "ingest": "clausewise.document.ingest",
    "read_document": "clausewise.document.store",
    "read_document_bytes": "clausewise.document.store",
    "verify_against_page": "clausewise.document.verify",
    "write_document": "clausewise.document.store",
}


def __getattr__(name: str) -> object:
    """What reads, writes and verifies, imported when it is first asked for. Raises: AttributeError."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(_HOMES[name]), name)
    # Kept, since importing the module `ingest` has put that module under the function's name.
    globals()[name] = found
    return found
