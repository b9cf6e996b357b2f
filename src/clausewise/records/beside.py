"""What stands beside an answer, whatever it answers: notices, and the office that spoke."""

from __future__ import annotations

from clausewise.case.notices import NoticeKind
from clausewise.classes import dataclass
from clausewise.language.labels import Label
from clausewise.records.base import Record


@dataclass(frozen=True, slots=True)
class Notice(Record):
    """What whoever reads the answer should know beside it."""

    kind: NoticeKind
    says: Label
    mend: Label
    """What to do about it."""
    fact: str | None = None
    member: str | None = None
    place: str | None = None
    """FILE:LINE:COLUMN; of a dict the path in it: members[1].age."""


@dataclass(frozen=True, slots=True)
class Office(Record):
    """The office whose answers stand in the case; without an id where the case speaks for it."""

    id: str | None = None
    title: Label | None = None
