"""Breaks lines for a terminal in cells, Chinese and English mixed: a Chinese letter fills two cells of a line.

Chinese may break between any two letters, but no line begins with closing punctuation or ends with an opening bracket;
Latin words and numbers stay whole unless they are longer than a line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate

from rich.cells import cell_len

from clausewise.report.styled import Text

_OPENING = frozenset("（「『“‘《〈【〔(")
_CLOSING = frozenset("、，。；：！？）」』”’》〉】〕…—·,.;:!?)%")

# Closing punctuation after which a line may break even where Latin words follow.
_ENDING = _CLOSING - frozenset(",.:%—·")


class _Cells(dict[str, int]):
    """How many cells each letter fills, of every letter that was met."""

    def __missing__(self, letter: str) -> int:
        self[letter] = cells = cell_len(letter)
        return cells


_cells = _Cells().__getitem__


@lru_cache(maxsize=4096)
def break_lines(text: str, width: int, first: int | None = None) -> tuple[tuple[int, int], ...]:
    """The lines of a text as (begin, end), each at most `width` cells wide, the first at most `first`.

    Spaces at which a line breaks belong to no line. A text without letters is one empty line. An answer is tried in
    several lengths until one fits, and most of its lines are the same in all of them.
    """
    ends = [0, *accumulate(map(_cells, text))]
    room = width if first is None else first
    lines: list[tuple[int, int]] = []
    begin = end = 0
    for start, stop in _pieces(text, max(width, 2), ends):
        if end > begin and ends[stop] - ends[begin] > room:
            lines.append((begin, end))
            room = width
            begin = start
        elif end == begin:
            begin = start
        end = stop
    return (*lines, (begin, end))


def lines_of(text: Text, width: int) -> list[Text]:
    """The lines of a styled text, each at most `width` cells wide, without spaces at their ends."""
    broken = break_lines(text.plain, width)
    if broken == ((0, len(text)),):
        return [text.copy()]
    lines = [text.cut(begin, end) for begin, end in broken]
    for line in lines:
        line.rstrip()
    return lines


@lru_cache(maxsize=4096)
def fitted(text: str, width: int, ellipsis: str = "……") -> str:
    """A text of at most `width` cells: where it is longer, an ellipsis stands for its end.

    It is cut where a line may break, so that no word loses a part. The ellipsis is that of the text's language.
    """
    if cell_len(text) <= width:
        return text
    room = width - cell_len(ellipsis)
    at = sum(end <= room for end in accumulate(map(_cells, text)))
    at = next((place for place in range(at, 0, -1) if _may_break(text[place - 1], text[place])), at)
    return text[:at].rstrip() + ellipsis


def _pieces(text: str, width: int, ends: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The stretches within which no line breaks, without the spaces around them.

    `ends` holds, for each place in the text, the cells before it.
    """
    start, length = 0, len(text)
    while start < length:
        if text[start] == " ":
            start += 1
            continue
        stop = start + 1
        while stop < length and not _may_break(text[stop - 1], text[stop]):
            stop += 1
        if ends[stop] - ends[start] <= width:
            yield start, stop
        else:
            yield from _cut(start, stop, width, ends)
        start = stop


def _may_break(before: str, after: str) -> bool:
    if " " in (before, after):
        return True
    if before in _OPENING or after in _CLOSING:
        return False
    return after in _OPENING or before in _ENDING or _cells(before) == 2 or _cells(after) == 2


def _cut(start: int, stop: int, width: int, ends: Sequence[int]) -> Iterator[tuple[int, int]]:
    """A stretch, cut where it is longer than a whole line."""
    begin = start
    for at in range(start + 1, stop):
        if ends[at + 1] - ends[begin] > width:
            yield begin, at
            begin = at
    yield begin, stop
