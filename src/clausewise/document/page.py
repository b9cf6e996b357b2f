"""A printed page as lines of text: layout and page furniture taken off, the place of every character kept.

What is furniture is told by its form alone (a dateline, an editors' line, 上接1版, Markdown's marks), never
by where it stands on one page. Nothing here knows of clauses.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Literal

from clausewise.classes import dataclass
from clausewise.document.model import Span
from clausewise.errors import Diagnostic, DocumentError, Place
from clausewise.yaml_source import MAX_BYTES, decode

CONTINUED_FROM = re.compile(r"[（(【]?\s*(上接.{0,12}版.{0,20}?)\s*[）)】]?\Z")
CONTINUED_ON = re.compile(r"[（(【]?\s*(下转.{0,12}版.{0,20}?)\s*[）)】]?\Z")
_BYLINE = re.compile(r"[□■]?\s*(本报(讯|记者|评论员|通讯员)|(据)?(新华社|中新社))")
_FURNITURE = re.compile(
    r"\d*\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日\s*星期[一二三四五六日天].{0,12}"
    r"|(责任编辑|责编|编辑|美编|校对|版式|主编|图编)[\s:：]\s*[^。]{1,40}"
    r"|第\s*\d{1,4}\s*[版页](\s*[/，,]?\s*共\s*\d{1,4}\s*[版页])?"
    r"|[-—–·－]+\s*\d{1,4}\s*[-—–·－]+"
)
_MARKDOWN_HEADING = re.compile(r"#{1,6}\s+")
_CLOSERS = '”’」』）)》〉】]"'

Kind = Literal["text", "notice", "byline"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line with its layout taken off; `gap` when a blank line or page furniture stands right above it."""

    number: int
    column: int
    text: str
    gap: bool
    kind: Kind

    def ends_with(self, terminators: str) -> bool:
        """Whether the line ends with one of these marks, closing quotation marks and brackets left aside."""
        return self.text.rstrip(_CLOSERS).endswith(tuple(terminators))

    def holds(self, terminators: str) -> bool:
        """Whether one of these marks stands in the line."""
        return any(mark in self.text for mark in terminators)

    @property
    def width(self) -> int:
        """How wide the line is in print: 2 for a Chinese character, 1 for a Latin letter or digit."""
        return sum(1 if unicodedata.east_asian_width(character) in "NaH" else 2 for character in self.text)


def usual_width(lines: Iterable[Line]) -> int:
    """How wide most of the lines are that do not end a paragraph: three quarters are no wider."""
    widths = sorted(line.width for line in lines if line.kind == "text")
    return widths[len(widths) * 3 // 4]


@dataclass(frozen=True, slots=True)
class Passage:
    """Running text with the line and column of each of its characters."""

    text: str
    at: tuple[tuple[int, int], ...]

    @staticmethod
    def of(lines: Iterable[Line]) -> Passage:
        """The lines joined: no character is lost, and none is put in where a line ended."""
        kept = [line for line in lines if line.kind == "text"]
        places = tuple((line.number, line.column + step) for line in kept for step in range(len(line.text)))
        return Passage("".join(line.text for line in kept), places)

    def cut(self, begin: int, end: int) -> Passage:
        """The characters from `begin` up to `end`, without the blanks at either side."""
        while begin < end and self.text[begin].isspace():
            begin += 1
        while end > begin and self.text[end - 1].isspace():
            end -= 1
        return Passage(self.text[begin:end], self.at[begin:end])

    @property
    def span(self) -> Span:
        return Span(*self.at[0], *self.at[-1])


@dataclass(frozen=True)
class Page:
    """The text of a page, and the newspaper's own lines in it (notices, bylines); no blanks, no furniture."""

    file: str
    lines: tuple[Line, ...]

    @cached_property
    def is_newspaper(self) -> bool:
        """Whether other articles may stand on the page: a byline or a notice of continuation says so."""
        return any(line.kind != "text" for line in self.lines)

    def place(self, line: Line) -> Place:
        return Place(self.file, line.number, line.column)

    def within(self, span: Span) -> Passage:
        """The running text that stands in a stretch of the page."""
        first = bisect_left(self.lines, span.line, key=lambda line: line.number)
        last = bisect_right(self.lines, span.end_line, key=lambda line: line.number)
        whole = Passage.of(self.lines[first:last])
        begin, end = bisect_left(whole.at, span.start), bisect_right(whole.at, span.end)
        return Passage(whole.text[begin:end], whole.at[begin:end])


def is_no_text(character: str) -> bool:
    """Whether a character is no part of a text: control characters, halves of pairs, the mark of a lost one."""
    if character == "\t":
        return False
    return unicodedata.category(character) in {"Cc", "Cs", "Cn", "Zl", "Zp"} or character in "\ufeff\ufffd"


def read_page(raw: bytes, file: str) -> Page:
    """The page's lines, each with its place.

    Raises: DocumentError when the bytes are too many, are not UTF-8, or hold nothing.
    """
    if len(raw) > MAX_BYTES:
        limit = MAX_BYTES // (1024 * 1024)
        message = f"the page has {len(raw):,} bytes"
        raise DocumentError(Diagnostic(message, Place(file), f"at most {limit} MB are read"))
    printed = decode(raw, file, DocumentError).split("\n")
    if not any(text.strip() for text in printed):
        mend = "give the text of a printed page"
        raise DocumentError(Diagnostic("the page is empty", Place(file, 1, 1), mend))
    outside = _outside_of_markup(printed)
    furniture = _furniture_blocks(printed)
    lines: list[Line] = []
    gap = True
    for index, text in enumerate(printed):
        stripped = text.strip()
        heading = _MARKDOWN_HEADING.match(stripped)
        bare = stripped[heading.end() :] if heading else stripped
        if not bare or index in outside or index in furniture:
            gap = True
            continue
        column = len(text) - len(text.lstrip()) + len(stripped) - len(bare) + 1
        kind = _kind(bare)
        lines.append(Line(index + 1, column, bare, gap or bool(heading), kind))
        gap = bool(heading) or kind == "notice"
    return Page(file, tuple(lines))


def _kind(text: str) -> Kind:
    if CONTINUED_FROM.match(text) or CONTINUED_ON.match(text):
        return "notice"
    return "byline" if _BYLINE.match(text) else "text"


def _outside_of_markup(printed: Sequence[str]) -> set[int]:
    """The lines of a Markdown file's front matter and of comments that stand on lines of their own."""
    outside: set[int] = set()
    if printed[0].strip() == "---":
        closing = next((i for i, text in enumerate(printed[1:], 1) if text.strip() == "---"), 0)
        outside.update(range(closing + 1) if closing else ())
    index = 0
    while index < len(printed):
        if printed[index].lstrip().startswith("<!--"):
            closing = next((i for i in range(index, len(printed)) if printed[i].rstrip().endswith("-->")), -1)
            if closing < 0:
                break
            outside.update(range(index, closing + 1))
            index = closing
        index += 1
    return outside


def _furniture_blocks(printed: Sequence[str]) -> set[int]:
    """Lines of page furniture, only where blank lines set them off: a line of a sentence is never taken."""
    found: set[int] = set()
    block: list[int] = []
    for index, text in enumerate([*printed, ""]):
        if text.strip():
            block.append(index)
            continue
        if block and all(_FURNITURE.fullmatch(printed[i].strip()) for i in block):
            found.update(block)
        block = []
    return found
