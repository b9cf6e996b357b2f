"""The shape of an answer for people: sections of items in the order in which they are said, whatever the format.

Text, Markdown and HTML show these same sections; a format only decides how an item looks. Nothing here is worked out.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from clausewise.classes import NamedTuple
from clausewise.report.answer.entries import Entry
from clausewise.report.quotations import Quotation
from clausewise.report.runs import runs_of


class SectionKind(StrEnum):
    """What a section is about, in the order in which an answer says it."""

    BENEFITS = "benefits"
    TWICE = "twice"
    NOTICES = "notices"
    TO_ASK = "to_ask"
    OF_OFFICE = "of_office"
    TO_CHECK = "to_check"
    LEFT_OPEN = "left_open"
    NO_ANSWER = "no_answer"
    PROCEDURE = "procedure"
    ANSWERED_NO = "answered_no"
    NOT_LOOKED_INTO = "not_looked_into"
    DOES_NOT_APPLY = "does_not_apply"


class Heading(NamedTuple):
    """A measure by number and title; the title is empty when the page has none, the rendering where there is none."""

    number: int
    title: str
    rendering: str = ""

    @property
    def line(self) -> str:
        """Number and title; where there is a rendering, that in its place."""
        return " ".join(one for one in (str(self.number), self.rendering or self.title) if one)


class Group(NamedTuple):
    """The entries of one measure."""

    measure: Heading
    entries: tuple[Entry, ...]


class Question(NamedTuple):
    """A question under the number of its prompt, of whom it is asked, where it may be looked up or who can tell, and
    what it could settle."""

    number: int
    text: str
    members: tuple[str, ...]
    lookup: str
    asked_of: str
    settles: tuple[str, ...]


class Words(NamedTuple):
    """The words a benefit rests on: how firmly and where, the words themselves, and what of them is left open."""

    before: str
    quotation: Quotation
    after: str

    @property
    def quote(self) -> str:
        """The words, without what nothing rests on."""
        return self.quotation.excerpt or self.quotation.text


class Item(NamedTuple):
    """One thing that is said: a mark, one line, for a benefit the words it rests on, and its findings in full.

    `asks` are questions of one kind, of which as many are shown as there is room for; `text` then says what for, and
    `brief` the same where there is less room. `shorter` says what `text` does in less and less room. `rendering` is
    ours of the words, `beside` are lines that stand below.
    `is_claim` is false of what is only encouraged, explored or to come, and of what comes to nothing here.
    """

    mark: str
    text: str
    words: Words | None = None
    asks: tuple[str, ...] = ()
    brief: str = ""
    beside: tuple[str, ...] = ()
    rendering: str = ""
    entries: tuple[Entry, ...] = ()
    is_claim: bool = True
    shorter: tuple[str, ...] = ()


class Section(NamedTuple):
    """A heading with what it adds, and the items. Where it `flows`, its items are short and may share lines."""

    kind: SectionKind
    heading: str
    items: tuple[Item, ...]
    remark: str = ""
    empty: str = ""
    flows: bool = False


class Outline(NamedTuple):
    """The answer on one case. `sections` is what everybody reads; the rest is there where all of it is shown.

    `of_families` are the first questions, one a clause, that a family can answer by itself.
    `undetermined` and `refused` are findings by measure, `questions` all that is to be asked; they are filled only
    where all of it is wanted. A group of `refused` without entries is a measure on members where there are none.
    `is_close`: sections of one line stand together. `is_terse`: what is said of a benefit has one line, and a rendering
    stands where it has one.
    """

    title: str
    people: str
    case: str
    note: str
    pack: str
    as_of: str
    office: str
    sections: tuple[Section, ...]
    of_families: tuple[str, ...]
    closing: tuple[str, ...]
    digests: tuple[tuple[str, str], ...]
    undetermined: tuple[Group, ...]
    questions: tuple[Question, ...]
    refused: tuple[Group, ...]
    is_close: bool = False
    is_terse: bool = False


def named_in_runs(headings: Sequence[Heading]) -> list[str]:
    """Measures by number and title; before them, those without a title in runs such as `1–7`."""
    untitled = runs_of(heading.number for heading in headings if not heading.title)
    return [*untitled, *(heading.line for heading in headings if heading.title)]
