"""Places of the document as they are quoted: the text, and the words of it that something rests on."""

from __future__ import annotations

from collections.abc import Iterable

from clausewise.classes import NamedTuple
from clausewise.language.conditions import Words
from clausewise.report.excerpts import OMITTED, excerpt_of, excerpt_within

_PAIRED = frozenset("“”‘’（）《》")


class Quotation(NamedTuple):
    """A place of the document, its text, and which stretches of it (begin, end) a finding relies on.

    `kept` are those that say what is given and how firmly: no quotation leaves them out.
    """

    where: str
    text: str
    spans: tuple[tuple[int, int], ...]
    rendering: str = ""
    kept: tuple[tuple[int, int], ...] = ()

    @property
    def relied_on(self) -> str:
        """The words relied on, with an ellipsis for what stands between them."""
        return OMITTED.join(self.text[begin:end] for begin, end in self.spans)

    @property
    def excerpt(self) -> str:
        """The text without what nothing rests on, cut at its punctuation; nothing where no words are relied on."""
        return excerpt_of(self.text, self.spans)

    def within(self, room: int) -> str:
        """The excerpt in at most so many cells where what is kept fits in them; else that, or all of the text."""
        return excerpt_within(self.text, self.spans, self.kept, room) or self.text

    @property
    def pieces(self) -> tuple[tuple[str, bool], ...]:
        """The text in stretches, and whether a finding relies on each."""
        pieces = []
        at = 0
        for begin, end in self.spans:
            pieces += [(self.text[at:begin], False), (self.text[begin:end], True)]
            at = end
        return (*pieces, (self.text[at:], False))


def spans_in(sentence: str, words: Iterable[Words], where: str) -> tuple[tuple[int, int], ...]:
    """Where in a sentence the words of that place stand, each piece after the one before.

    Stretches that meet, or that one letter stands between, are one; a quotation mark or bracket keeps them apart.
    """
    spans = []
    for one in words:
        start = 0
        for piece in one.pieces if one.where == where else ():
            at = sentence.find(piece, start)
            if at >= 0:
                start = at + len(piece)
                spans.append((at, start))
    merged: list[tuple[int, int]] = []
    for begin, end in sorted(spans):
        near = merged and begin <= merged[-1][1] + 1 and sentence[merged[-1][1] : begin] not in _PAIRED
        if near:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((begin, end))
    return tuple(merged)
