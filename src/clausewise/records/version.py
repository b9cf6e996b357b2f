"""Which pack an answer is about, by what it was made of."""

from __future__ import annotations

from datetime import date

from clausewise.classes import dataclass
from clausewise.language.labels import Label
from clausewise.records.base import Record


@dataclass(frozen=True, slots=True)
class Version(Record):
    """A version of a pack: where both digests are equal, so are the versions."""

    pack: str
    """The id of the pack."""
    title: Label
    document: str
    """The SHA-256 of the document and its provisions."""
    rules: str
    """The SHA-256 of all files of the rules."""
    name: str | None = None
    """As it was asked for, of one of two: a folder, or a git revision."""
    as_of: date | None = None
    """The day it is taken as of, over a registry."""
