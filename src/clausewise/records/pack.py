"""A pack's words as data, whole."""

from __future__ import annotations

from clausewise.classes import dataclass
from clausewise.language.labels import Label
from clausewise.records.base import Record
from clausewise.records.terms import Terms

PACK_FORMAT = "clausewise-pack/2"


@dataclass(frozen=True, slots=True)
class PackText(Record):
    """What the `terms` of every answer are a part of, with all duties of institutions."""

    format: str
    pack: str
    title: Label
    document: str
    """The SHA-256 of the document and its provisions."""
    rules: str
    """The SHA-256 of all files of the rules."""
    terms: Terms
