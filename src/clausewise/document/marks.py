"""The marks by which documents number their parts: `21.` and 八、 in measures, 第九条 and 第二章 in laws.

It says which lines of a page bear such a mark; whether a mark is the document's is decided in `numbering`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from clausewise.classes import dataclass
from clausewise.document.model import Form
from clausewise.document.numerals import NUMERAL, read_numeral
from clausewise.document.page import Line, Page
from clausewise.document.sentences import SENTENCE_ENDS

_MEASURE = re.compile(r"(?![0０])(\d{1,3})\s*[.．、](?!\s*\d)\s*")
_MEASURE_BY_SPACE = re.compile(r"(?![0０])(\d{1,3})\s+(?=[^\W\d_])(?![年月日时分秒个名位户元万亿岁周天余多])")
# 第五条规定, 第五条、第六条: a reference, unless a blank sets the number off.
_ARTICLE = re.compile(
    rf"第\s*({NUMERAL}|\d{{1,4}})\s*条(之[一二三四五六七八九十]+)?(\s+|\Z|(?![规和或至、，及的所与第]))"
)
_ITEM = re.compile(rf"[（(]\s*({NUMERAL}|\d{{1,2}})\s*[）)]|\d{{1,2}}\s*[.．、](?!\d)")
_HEADINGS: Mapping[Form, tuple[re.Pattern[str], ...]] = {
    "measures": (
        re.compile(rf"({NUMERAL})\s*、\s*"),
        re.compile(rf"[（(]\s*({NUMERAL})\s*[）)]\s*"),
    ),
    "articles": tuple(re.compile(rf"第\s*({NUMERAL}|\d{{1,3}})\s*{part}\s*") for part in "编章节"),
}
# What a paragraph may end with: an article's may lead into items, or be one.
ENDS: Mapping[Form, str] = {"measures": SENTENCE_ENDS, "articles": SENTENCE_ENDS + "：:；;"}


@dataclass(frozen=True, slots=True)
class Mark:
    """A line that begins with a clause number. A `weak` one has only a space after it and may be a quantity."""

    index: int
    number: int
    length: int
    weak: bool = False


@dataclass(frozen=True, slots=True)
class HeadingMark:
    """A line that begins as a heading does; level 0 is the outermost."""

    level: int
    number: str
    length: int


def heading_mark(text: str, form: Form) -> HeadingMark | None:
    """The mark of a heading at the start of a line, or None."""
    for level, pattern in enumerate(_HEADINGS[form]):
        found = pattern.match(text)
        if found:
            return HeadingMark(level, found[1], found.end())
    return None


def begins_item(text: str) -> bool:
    """Whether a line begins with an item's mark: （一）, (2), 3."""
    return _ITEM.match(text) is not None


def clause_marks(page: Page, form: Form) -> list[Mark]:
    """Every line of the page that may begin a clause, in the page's order."""
    find = _measure_mark if form == "measures" else _article_mark
    found = (find(page.lines, index) for index, line in enumerate(page.lines) if line.kind == "text")
    return [mark for mark in found if mark is not None]


def _measure_mark(lines: Sequence[Line], index: int) -> Mark | None:
    line = lines[index]
    found = _MEASURE.match(line.text)
    if found:
        inside = not line.gap and lines[index - 1].ends_with("；：，、;:,（(")
        return None if inside else Mark(index, int(found[1]), found.end())
    found = _MEASURE_BY_SPACE.match(line.text)
    if found and _opens_paragraph(lines, index, "measures"):
        return Mark(index, int(found[1]), found.end(), weak=True)
    return None


def _article_mark(lines: Sequence[Line], index: int) -> Mark | None:
    found = _ARTICLE.match(lines[index].text)
    if not found or found[2]:
        return None
    if not found[3] and not _opens_paragraph(lines, index, "articles"):
        return None
    return Mark(index, read_numeral(found[1]), found.end())


def inserted_article(text: str) -> str | None:
    """The number of an article put in later, such as 第九条之一, or None."""
    found = _ARTICLE.match(text)
    return found[0].strip() if found and found[2] else None


def _opens_paragraph(lines: Sequence[Line], index: int, form: Form) -> bool:
    """Whether no sentence runs on into this line: above it one ended, a gap or a heading stands."""
    if lines[index].gap or index == 0:
        return True
    above = lines[index - 1]
    return above.kind != "text" or above.ends_with(ENDS[form]) or begins_heading(lines, index - 1, form)


def begins_heading(lines: Sequence[Line], index: int, form: Form) -> bool:
    """Whether a line is a heading's, which print may break over several."""
    while index >= 0 and lines[index].kind == "text" and not lines[index].holds(SENTENCE_ENDS):
        if heading_mark(lines[index].text, form):
            return True
        if lines[index].gap:
            return False
        index -= 1
    return False
