"""What a document is once it is read: sections, clauses and provisions, each with its place on the page.

Plain frozen data. Nothing here reads a page or a file.
"""

from __future__ import annotations

from functools import cached_property
from typing import Literal

from clausewise.classes import NamedTuple, dataclass
from clausewise.language.labels import Label

DOCUMENT_ID = r"[a-z0-9][a-z0-9-]*"
Form = Literal["measures", "articles"]


class Span(NamedTuple):
    """A stretch of the page: 1-based lines and columns, both ends included. Columns count characters."""

    line: int
    column: int
    end_line: int
    end_column: int

    @property
    def start(self) -> tuple[int, int]:
        return self.line, self.column

    @property
    def end(self) -> tuple[int, int]:
        return self.end_line, self.end_column

    def __str__(self) -> str:
        return f"{self.line}:{self.column}-{self.end_line}:{self.end_column}"


class Provision(NamedTuple):
    """The unit that is cited: a sentence of a measure, or a paragraph (款) of an article. `id` is `21.2`."""

    id: str
    text: str
    span: Span


class Clause(NamedTuple):
    """One numbered measure or article; `title` is without its full stop, None where the page has none."""

    number: int
    title: str | None
    section: str | None
    provisions: tuple[Provision, ...]
    span: Span


class Section(NamedTuple):
    """A heading with the clauses right below it.

    `number` and `heading` are None where the page has none, and `note` says why. The number of a heading
    under another is written after that one's: 二·一.
    """

    number: str | None
    heading: str | None
    clauses: tuple[int, ...]
    span: Span | None = None
    note: Label | None = None


class Missing(NamedTuple):
    """Clauses the document has and the page has not, with the page's words that say so, and their line."""

    first: int
    last: int
    evidence: str
    line: int


@dataclass(frozen=True)
class Document:
    """A document with clauses in ascending order; `clauses` holds those whose text is on the page.

    `span` is the part of the page that was used. `source_digest` is the SHA-256 of the page's bytes, `digest`
    that of document.yaml's bytes; both in hexadecimal.
    """

    id: str
    form: Form
    sections: tuple[Section, ...]
    clauses: tuple[Clause, ...]
    missing: tuple[Missing, ...]
    span: Span
    source_digest: str
    digest: str

    @cached_property
    def _provisions(self) -> dict[str, Provision]:
        return {provision.id: provision for clause in self.clauses for provision in clause.provisions}

    @cached_property
    def _clauses(self) -> dict[int, Clause]:
        return {clause.number: clause for clause in self.clauses}

    def provision(self, provision_id: str) -> Provision:
        """The provision of that id, such as `21.2`. Raises: KeyError."""
        return self._provisions[provision_id]

    def clause(self, number: int) -> Clause | None:
        """The clause of that number, or None when its text is not on the page or there is no such clause."""
        return self._clauses.get(number)

    def words_at(self, where: str) -> str:
        """The sentence of a provision (`21.2`), or the title of a clause (`21`), where words are quoted from.

        Raises: KeyError.
        """
        if "." in where:
            return self.provision(where).text
        clause = self.clause(int(where))
        return (clause.title if clause else None) or ""

    def numbers(self) -> tuple[int, ...]:
        """The numbers of all clauses in ascending order, also of those whose text is missing."""
        absent = {number for gap in self.missing for number in range(gap.first, gap.last + 1)}
        return tuple(sorted(absent | self._clauses.keys()))
