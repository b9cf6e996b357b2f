"""Shortens a sentence of the document to what a finding rests on, without changing what it says.

A sentence is cut at its punctuation only: what stands between two marks is shown whole or not at all. Where that is
longer than there is room for, whole parts are left out: what stands between two 、 is never parted from its row.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, groupby, pairwise

from rich.cells import cell_len

OMITTED = "……"

# Marks that end a statement: the next one has a subject of its own.
_ENDS_STATEMENT = frozenset("；。")
_MARKS = _ENDS_STATEMENT | frozenset("、，：")
_OPENING, _CLOSING = frozenset("“‘（《"), frozenset("”’）》")
# What stands between two members of a row.
_IN_ROW = "、"

_Stretch = tuple[int, int]


def excerpt_of(text: str, spans: Sequence[_Stretch]) -> str:
    """The stretches of a sentence in which the words relied on (begin, end) stand, with an ellipsis for the others.

    The beginning of each statement that is shown is shown too, since it says who must, or for whom.
    """
    return _written(text, list(chain.from_iterable(_shown(text, spans))))


def excerpt_within(text: str, spans: Sequence[_Stretch], kept: Sequence[_Stretch], room: int) -> str:
    """The same in at most so many cells of a line where that can be, with the parts in which `kept` stands.

    What stands nearest before these stays for as long as there is room. It is all shown where nothing is `kept`, and
    longer than there is room for where the parts that are kept are.
    """
    shown = list(_shown(text, spans))
    parts = [part for statement in shown for part in _parts(text, statement)]
    stays = [any(_meets(stretch, kept) for stretch in part) for part in parts]
    whole = _written(text, list(chain.from_iterable(shown)))
    if cell_len(whole) <= room or not any(stays):
        return whole
    first = parts[0][0]

    def written() -> str:
        left = list(chain.from_iterable(part for part, is_there in zip(parts, stays, strict=True) if is_there))
        return ("" if left[0] == first else OMITTED) + _written(text, left)

    said = written()
    for number in range(stays.index(True) - 1, -1, -1):
        stays[number] = True
        longer = written()
        if cell_len(longer) > room:
            break
        said = longer
    return said


def _shown(text: str, spans: Sequence[_Stretch]) -> Iterator[list[_Stretch]]:
    """Of each statement that is relied on, the stretches that are, behind its first."""
    for statement in _statements(text):
        relied_on = [one for one in statement if _meets(one, spans)]
        if relied_on:
            yield list(dict.fromkeys((statement[0], *relied_on)))


def _meets(stretch: _Stretch, spans: Sequence[_Stretch]) -> bool:
    return any(begin < stretch[1] and stretch[0] < end for begin, end in spans)


def _parts(text: str, stretches: Sequence[_Stretch]) -> Iterator[list[_Stretch]]:
    """Stretches of one statement in parts: those of one row, with nothing but 、 between them, are one."""
    part: list[_Stretch] = []
    for stretch in stretches:
        if part and any(letter in _MARKS and letter != _IN_ROW for letter in _outside(text, part[-1][1], stretch[0])):
            yield part
            part = []
        part.append(stretch)
    yield part


def _outside(text: str, begin: int, end: int) -> Iterator[str]:
    """The letters from one place to another that stand in no quotation marks and brackets."""
    depth = 0
    for letter in text[begin:end]:
        depth += (letter in _OPENING) - (letter in _CLOSING)
        if depth == 0:
            yield letter


def _written(text: str, stretches: Sequence[_Stretch]) -> str:
    """Stretches of a sentence with the mark between two that meet, and an ellipsis between others."""
    said = "".join(text[begin:end] for begin, end in stretches[:1])
    for (_, end), (begin, ends) in pairwise(stretches):
        said += (text[end:begin] if begin == end + 1 else OMITTED) + text[begin:ends]
    return said


def _statements(text: str) -> Iterator[list[_Stretch]]:
    """The statements of a sentence, each as its stretches between two marks (begin, end)."""
    ended = 0
    numbered = []
    for begin, end in _stretches(text):
        numbered.append((ended, (begin, end)))
        ended += text[end : end + 1] in _ENDS_STATEMENT
    for _, statement in groupby(numbered, key=lambda one: one[0]):
        yield [stretch for _, stretch in statement]


def _stretches(text: str) -> Iterator[_Stretch]:
    """What stands between two marks, without them; a mark within quotation marks or brackets divides nothing."""
    begin = depth = 0
    for at, letter in enumerate(text):
        depth += (letter in _OPENING) - (letter in _CLOSING)
        if letter in _MARKS and depth == 0:
            yield begin, at
            begin = at + 1
    if begin < len(text):
        yield begin, len(text)
