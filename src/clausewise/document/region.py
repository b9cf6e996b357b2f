"""The part of a page that is the document: which lines belong to which clause, which are section headings.

Where print alone cannot tell whether a paragraph belongs to the document, the page is refused; nothing is guessed.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import field
from functools import cached_property
from itertools import pairwise

from clausewise.classes import dataclass
from clausewise.document.marks import ENDS, HeadingMark, Mark, begins_item, heading_mark, inserted_article
from clausewise.document.model import Form
from clausewise.document.numbering import Run, block_at, block_holds_sentence, is_foreign
from clausewise.document.numerals import read_numeral
from clausewise.document.page import CONTINUED_FROM, CONTINUED_ON, Line, Page, Passage, usual_width
from clausewise.document.sentences import SENTENCE_ENDS
from clausewise.errors import Diagnostic, DocumentError

# A line that ends a paragraph is shorter than a full one by at least two Chinese characters.
_SHORT_BY = 4
# A block in the middle of a sentence is a piece of a column, as wide as the rest; a caption is narrower.
_CAPTION = 0.75
# How many lines above are looked at to know how wide a full line of the last clause is.
_NEARBY = 40
_NUMBER_ALL = "every section must number its clauses"


@dataclass(frozen=True, slots=True)
class Heading:
    """A section heading: its mark, its words with their places, and the line on which it begins."""

    mark: HeadingMark
    words: Passage
    line: Line


@dataclass(frozen=True, slots=True)
class ClauseLines:
    """The lines of one clause, in paragraphs, and the headings that stand above it."""

    mark: Mark
    headings: tuple[Heading, ...]
    paragraphs: tuple[tuple[Line, ...], ...]


@dataclass
class _Reader:
    page: Page
    run: Run
    found: list[Diagnostic] = field(default_factory=list)

    @property
    def form(self) -> Form:
        return self.run.form

    @cached_property
    def usual_width(self) -> int:
        """How wide the document's lines are."""
        return usual_width(self.page.lines[self.run.marks[0].index : self.run.marks[-1].index])

    def refuse(self, message: str, line: Line, mend: str) -> None:
        self.found.append(Diagnostic(message, self.page.place(line), mend))


def read_region(page: Page, run: Run) -> list[ClauseLines]:
    """The lines of every clause of the run.

    Raises: DocumentError when another article stands inside, a section holds no numbered clause, headings are
    not numbered one after the other, or it cannot be told where the document ends.
    """
    reader = _Reader(page, run)
    starts = [mark.index for mark in run.marks]
    headings = _headings_above(reader, starts[0])
    clauses: list[ClauseLines] = []
    lines: Sequence[Line]
    for mark, following in pairwise(run.marks):
        cut = _heading_start(reader, mark.index, following.index)
        lines = page.lines[mark.index : cut]
        _check_inside(reader, mark, lines)
        clauses.append(ClauseLines(mark, tuple(headings), _paragraphs(reader, lines)))
        headings = _split_headings(reader, page.lines[cut : following.index])
    last = run.marks[-1]
    lines = _until_end(reader, last, has_paragraphs=any(len(clause.paragraphs) > 1 for clause in clauses))
    _check_inside(reader, last, lines)
    clauses.append(ClauseLines(last, tuple(headings), _paragraphs(reader, lines)))
    _check_headings(reader, clauses)
    if reader.found:
        raise DocumentError(reader.found)
    return clauses


def evidence_above(page: Page, first: ClauseLines) -> tuple[str, Line] | None:
    """The notice above the document that it goes on from elsewhere (上接1版), with its line; None without one.

    Only headings and titles may stand between the two.
    """
    index = first.mark.index - 1
    while index >= 0 and page.lines[index].kind == "text" and not page.lines[index].holds(SENTENCE_ENDS):
        index -= 1
    line = page.lines[index] if index >= 0 else None
    found = CONTINUED_FROM.match(line.text) if line else None
    return (found[1], line) if found and line else None


def _split_headings(reader: _Reader, lines: Sequence[Line]) -> list[Heading]:
    """The headings among these lines, each with all the lines over which print broke it."""
    groups: list[list[Line]] = []
    for line in lines:
        if line.kind != "text":
            continue
        if heading_mark(line.text, reader.form):
            groups.append([])
        if groups:
            groups[-1].append(line)
    headings = []
    for group in groups:
        mark = heading_mark(group[0].text, reader.form)
        passage = Passage.of(group)
        if mark is None or not passage.text[mark.length :].strip():
            reader.refuse(f"the heading {passage.text} has no words", group[0], "mend the page's text")
        else:
            headings.append(Heading(mark, passage, group[0]))
    return headings


def _headings_above(reader: _Reader, start: int) -> list[Heading]:
    """The headings right above the first clause: the innermost and those it stands under.

    A table of contents further up repeats the headings, so that only an outer one above an inner one counts.
    """
    lines = reader.page.lines
    top = start
    while top > 0 and lines[top - 1].kind == "text" and not lines[top - 1].holds(SENTENCE_ENDS):
        top -= 1
    kept: list[Heading] = []
    for heading in reversed(_split_headings(reader, lines[top:start])):
        if kept and heading.mark.level >= kept[0].mark.level:
            break
        kept.insert(0, heading)
    return kept


def _heading_start(reader: _Reader, begin: int, end: int) -> int:
    """Where the headings between two clauses begin; `end` when there are none."""
    lines = reader.page.lines
    start = end
    for index in range(end - 1, begin, -1):
        line, above = lines[index], lines[index - 1]
        if line.kind == "text" and line.holds(SENTENCE_ENDS):
            break
        ended = line.gap or above.kind != "text" or above.ends_with(ENDS[reader.form])
        if line.kind == "text" and ended and heading_mark(line.text, reader.form):
            start = index
    return start


def _check_inside(reader: _Reader, mark: Mark, lines: Sequence[Line]) -> None:
    """Refuse what cannot belong to a clause: another article, an inserted article, a section without numbers."""
    page = reader.page
    for index in range(mark.index + 1, mark.index + len(lines)):
        line = page.lines[index]
        if line.kind == "notice":
            continue
        if is_foreign(page, reader.form, index) or _is_caption(reader, index):
            mend = "the document must stand in one piece, and end its sentences with 。"
            reader.refuse(f"another text seems to stand inside clause {mark.number}", line, mend)
        inserted = inserted_article(line.text) if reader.form == "articles" else None
        if inserted:
            reader.refuse(f"{inserted} cannot be read", line, "articles are numbered 1, 2, 3 and so on")
        if _is_section_without_numbers(reader, index):
            reader.refuse(f"the section {line.text} holds text without a number", line, _NUMBER_ALL)


def _is_caption(reader: _Reader, index: int) -> bool:
    """Whether a block of narrow lines stands in the middle of a sentence, as the caption of a picture does."""
    page, form = reader.page, reader.form
    line, above = page.lines[index], page.lines[index - 1]
    if not line.gap or above.kind != "text" or above.ends_with(ENDS[form]):
        return False
    if block_holds_sentence(page, form, index):
        return False
    return max(part.width for part in block_at(page, index)) < reader.usual_width * _CAPTION


def _is_section_without_numbers(reader: _Reader, index: int) -> bool:
    """Whether a line begins as an outermost heading does, below a sentence that has ended."""
    mark = heading_mark(reader.page.lines[index].text, reader.form)
    if mark is None or (mark.level > 0 and reader.form == "measures"):
        return False
    above = reader.page.lines[index - 1]
    return above.kind != "text" or above.ends_with(SENTENCE_ENDS)


def _full_width(lines: Sequence[Line]) -> float | None:
    """How wide a full line is. Print breaks a sentence only where a line is full; None when none is broken."""
    broken = [line.width for line in lines if line.kind == "text" and not line.ends_with(ENDS["articles"])]
    return statistics.median(broken) if broken else None


def _is_short(line: Line, full: float | None) -> bool:
    return full is None or line.width <= full - _SHORT_BY


def _paragraphs(reader: _Reader, lines: Sequence[Line]) -> tuple[tuple[Line, ...], ...]:
    """The lines in paragraphs, which end where a line does and not only the column."""
    kept = [line for line in lines if line.kind == "text"]
    full = _full_width(kept)
    margin = min(line.column for line in kept)
    paragraphs: list[list[Line]] = [[kept[0]]]
    for line, following in pairwise(kept):
        ended = line.ends_with(ENDS[reader.form])
        set_off = following.column > margin or (following.gap and not reader.page.is_newspaper)
        if ended and (set_off or _is_short(line, full)):
            paragraphs.append([])
        paragraphs[-1].append(following)
    return tuple(tuple(paragraph) for paragraph in paragraphs)


def _until_end(reader: _Reader, mark: Mark, *, has_paragraphs: bool) -> Sequence[Line]:
    """The lines of the last clause, up to where print shows that the document ends."""
    page, lines = reader.page, reader.page.lines
    end = mark.index + 1
    while end < len(lines) and lines[end].kind == "text":
        line, above = lines[end], lines[end - 1]
        if line.gap and above.ends_with(ENDS[reader.form]) and not block_holds_sentence(page, reader.form, end):
            break
        ended = above.ends_with(SENTENCE_ENDS)
        goes_on = above.ends_with(ENDS[reader.form]) and (not ended or begins_item(line.text))
        if page.is_newspaper and not goes_on and (line.gap or ended):
            short = _is_short(above, _full_width(lines[max(mark.index, end - _NEARBY) : end]))
            if short and not (ended and has_paragraphs):
                break
            if ended and (line.gap or short):
                mend = "print alone cannot tell: give a page on which the document is the last thing"
                reader.refuse(f"clause {mark.number} may go on here, or another article begin", line, mend)
                break
        end += 1
    if end < len(lines):
        _check_what_follows(reader, mark, end)
    return lines[mark.index : end]


def _check_what_follows(reader: _Reader, mark: Mark, end: int) -> None:
    """Refuse a document that goes on after its last number: on another page, or under one more heading."""
    line = reader.page.lines[end]
    if CONTINUED_ON.match(line.text):
        message = f"after clause {mark.number} the document goes on elsewhere: {line.text}"
        reader.refuse(message, line, "the page must hold the document's last clause")
    elif line.kind == "text" and _is_section_without_numbers(reader, end):
        reader.refuse(f"the section {line.text} holds no numbered clause", line, _NUMBER_ALL)


def _check_headings(reader: _Reader, clauses: Sequence[ClauseLines]) -> None:
    """Refuse headings that are not numbered one after the other, from 1 under each heading above them."""
    counts: dict[int, int] = {}
    goes_on = clauses[0].mark.number > 1
    for heading in (heading for clause in clauses for heading in clause.headings):
        level, number = heading.mark.level, read_numeral(heading.mark.number)
        expected = counts.get(level, 0) + 1
        if number != expected and (level in counts or not goes_on):
            message = f"the section headings do not follow one another: {heading.words.text}"
            reader.refuse(message, heading.line, f"number {expected} is expected here; {_NUMBER_ALL}")
        counts = {depth: count for depth, count in counts.items() if depth < level} | {level: number}
        goes_on = False
