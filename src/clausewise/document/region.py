"""The part of a page that is the document: which lines belong to which clause, and which are section headings.

Where print alone cannot tell whether a paragraph belongs to the document, the page is refused; nothing is guessed.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field

from clausewise.document.marks import ENDS, HeadingMark, Mark, heading_mark, inserted_article
from clausewise.document.model import Form
from clausewise.document.numbering import Run, block_holds_sentence, is_foreign
from clausewise.document.numerals import read_numeral
from clausewise.document.page import CONTINUED_FROM, CONTINUED_ON, Line, Page, Passage
from clausewise.document.sentences import SENTENCE_ENDS
from clausewise.errors import Diagnostic, DocumentError

# A line that ends a paragraph is shorter than a full one by at least this much: two Chinese characters.
_SHORT_BY = 4


@dataclass(frozen=True, slots=True)
class Heading:
    """A section heading: its mark, its words with their places, and its number with those of the headings above it."""

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

    def refuse(self, message: str, line: Line, mend: str | None = None) -> None:
        self.found.append(Diagnostic(message, self.page.place(line), mend))


def read_region(page: Page, run: Run) -> list[ClauseLines]:
    """The lines of every clause of the run.

    Raises: DocumentError when another article stands inside, a section holds no numbered clause, headings are not
    numbered one after the other, or it cannot be told where the document ends.
    """
    reader = _Reader(page, run)
    starts = [mark.index for mark in run.marks]
    headings = _headings_above(reader, starts[0])
    clauses: list[ClauseLines] = []
    for mark, end in zip(run.marks, [*starts[1:], len(page.lines)], strict=True):
        last = mark is run.marks[-1]
        cut = end if last else _heading_start(reader, mark.index, end)
        lines = page.lines[mark.index : cut]
        if last:
            lines = _until_end(reader, mark, any(len(clause.paragraphs) > 1 for clause in clauses))
        _check_inside(reader, mark, lines)
        clauses.append(ClauseLines(mark, tuple(headings), _paragraphs(reader, lines)))
        headings = [] if last else _split_headings(reader, page.lines[cut:end])
    _check_headings(reader, clauses)
    if reader.found:
        raise DocumentError(reader.found)
    return clauses


def evidence_above(page: Page, first: ClauseLines) -> tuple[str, Line] | None:
    """The notice right above the document that it goes on from elsewhere (上接1版), with its line; None without one."""
    index = first.mark.index - 1
    if first.headings:
        index = page.lines.index(first.headings[0].line) - 1
    if index < 0 or page.lines[index].kind != "notice":
        return None
    line = page.lines[index]
    found = CONTINUED_FROM.match(line.text)
    return (found[1], line) if found else None


def _split_headings(reader: _Reader, lines: Sequence[Line]) -> list[Heading]:
    """Lines that begin with a heading mark, each with the lines over which print broke it."""
    groups: list[list[Line]] = []
    for line in lines:
        if line.kind != "text":
            continue
        if heading_mark(line.text, reader.form) or not groups:
            groups.append([])
        groups[-1].append(line)
    headings = []
    for group in groups:
        mark = heading_mark(group[0].text, reader.form)
        passage = Passage.of(group)
        if mark is None:
            continue
        if not passage.text[mark.length :].strip():
            reader.refuse(f"the heading {passage.text} has no words", group[0])
        else:
            headings.append(Heading(mark, passage, group[0]))
    return headings


def _headings_above(reader: _Reader, start: int) -> list[Heading]:
    """The headings right above the first clause: the innermost and those it stands under.

    A table of contents further up repeats the headings, so that only an outer one right above an inner one counts.
    """
    lines = reader.page.lines
    top = start
    while top > 0 and lines[top - 1].kind == "text" and not lines[top - 1].holds(SENTENCE_ENDS):
        top -= 1
    headings = _split_headings(reader, lines[top:start])
    kept: list[Heading] = []
    for heading in reversed(headings):
        if kept and heading.mark.level >= kept[0].mark.level:
            break
        kept.insert(0, heading)
    return kept


def _heading_start(reader: _Reader, begin: int, end: int) -> int:
    """Where the headings above the next clause begin, between a clause and the next; `end` when there are none."""
    lines = reader.page.lines
    start = end
    for index in range(end - 1, begin, -1):
        line = lines[index]
        if line.kind == "text" and line.holds(SENTENCE_ENDS):
            break
        above = lines[index - 1]
        ended = above.kind != "text" or above.ends_with(ENDS[reader.form]) or start == index + 1
        if line.kind == "text" and heading_mark(line.text, reader.form) and (ended or line.gap):
            start = index
    return start


def _check_inside(reader: _Reader, mark: Mark, lines: Sequence[Line]) -> None:
    """Refuse what cannot belong to a clause: another article, an article put in later, a section without numbers."""
    page = reader.page
    for index in range(mark.index + 1, mark.index + len(lines)):
        line = page.lines[index]
        if line.kind == "notice":
            continue
        if is_foreign(page, reader.form, index):
            mend = "it has no number and no full stop, or is signed: the page must hold the document in one piece"
            reader.refuse(f"another article seems to stand inside clause {mark.number}", line, mend)
        inserted = inserted_article(line.text) if reader.form == "articles" else None
        if inserted:
            reader.refuse(f"{inserted} cannot be read", line, "only articles numbered 1, 2, 3 and so on are read")
        if _is_section_without_numbers(reader, index):
            mend = "every section must number its clauses"
            reader.refuse(f"the section {line.text} holds text without a number", line, mend)


def _is_section_without_numbers(reader: _Reader, index: int) -> bool:
    """Whether a line begins as an outermost heading does, below a sentence that has ended, in a paragraph of its own."""
    line = reader.page.lines[index]
    mark = heading_mark(line.text, reader.form)
    if mark is None or not line.gap or (mark.level > 0 and reader.form == "measures"):
        return False
    above = reader.page.lines[index - 1]
    return above.kind != "text" or above.ends_with(SENTENCE_ENDS)


def _full_width(lines: Sequence[Line]) -> float | None:
    """How wide a full line of these is: print breaks a sentence only where a line is full. None when none is broken."""
    broken = [line.width for line in lines if line.kind == "text" and not line.ends_with(SENTENCE_ENDS + "；;：:")]
    return statistics.median(broken) if broken else None


def _is_short(line: Line, full: float | None) -> bool:
    return full is None or line.width <= full - _SHORT_BY


def _ends_paragraph(reader: _Reader, line: Line, following: Line, full: float | None) -> bool:
    """Whether a paragraph ends with this line, and not only the line or the column."""
    if not line.ends_with(ENDS[reader.form]):
        return False
    if following.indented or _is_short(line, full):
        return True
    return following.gap and not reader.page.is_newspaper


def _paragraphs(reader: _Reader, lines: Sequence[Line]) -> tuple[tuple[Line, ...], ...]:
    kept = [line for line in lines if line.kind == "text"]
    full = _full_width(kept)
    paragraphs: list[list[Line]] = [[kept[0]]]
    for line, following in zip(kept, kept[1:], strict=False):
        if _ends_paragraph(reader, line, following, full):
            paragraphs.append([])
        paragraphs[-1].append(following)
    return tuple(tuple(paragraph) for paragraph in paragraphs)


def _until_end(reader: _Reader, mark: Mark, has_paragraphs: bool) -> Sequence[Line]:
    """The lines of the last clause: up to where print shows that the document ends."""
    page, lines = reader.page, reader.page.lines
    end = mark.index + 1
    while end < len(lines):
        line, above = lines[end], lines[end - 1]
        if line.kind != "text":
            break
        if above.ends_with(ENDS[reader.form]):
            full = _full_width(lines[mark.index : end])
            ended = above.ends_with(SENTENCE_ENDS)
            if line.gap and not block_holds_sentence(page, reader.form, end):
                break
            if ended and page.is_newspaper and (line.gap or _ends_paragraph(reader, above, line, full)):
                if not _is_short(above, full) or has_paragraphs:
                    mend = "it cannot be told from the print: end the page there, or set the document apart"
                    reader.refuse(f"clause {mark.number} may go on here, or another article may begin", line, mend)
                break
        end += 1
    if end < len(lines):
        _check_what_follows(reader, mark, end)
    return lines[mark.index : end]


def _check_what_follows(reader: _Reader, mark: Mark, end: int) -> None:
    """Refuse a document that goes on after its last number: on another page, or under one more heading."""
    line = reader.page.lines[end]
    if CONTINUED_ON.match(line.text):
        mend = "the page must hold the document's last clause"
        reader.refuse(f"after clause {mark.number} the document goes on elsewhere: {line.text}", line, mend)
    elif line.kind == "text" and _is_section_without_numbers(reader, end):
        reader.refuse(f"the section {line.text} holds no numbered clause", line, "every section must number its clauses")


def _check_headings(reader: _Reader, clauses: Sequence[ClauseLines]) -> None:
    """Refuse headings that are not numbered one after the other, each level from one under the level above."""
    counts: dict[int, int] = {}
    goes_on = clauses[0].mark.number > 1
    for clause in clauses:
        for heading in clause.headings:
            level, number = heading.mark.level, read_numeral(heading.mark.number)
            known = level in counts
            expected = counts.get(level, 0) + 1
            if number != expected and (known or not goes_on):
                mend = f"number {expected} is expected here; every section must number its clauses"
                reader.refuse(f"the section headings do not follow one another: {heading.words.text}", heading.line, mend)
            counts = {depth: count for depth, count in counts.items() if depth < level} | {level: number}
        goes_on = goes_on and not counts
