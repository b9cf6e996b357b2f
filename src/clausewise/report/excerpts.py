"""Shortens a sentence of the document to what a finding rests on, without changing what it says.

A sentence is cut at its punctuation only: what stands between two marks is shown whole or not at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

OMITTED = "……"

# Marks that end a statement: the next one has a subject of its own.
_ENDS_STATEMENT = frozenset("；。")
_MARKS = _ENDS_STATEMENT | frozenset("、，：")
_OPENING, _CLOSING = frozenset("“‘（《"), frozenset("”’）》")


def excerpt_of(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The stretches of a sentence in which the words relied on (begin, end) stand, with an ellipsis for the others.

    The beginning of each statement that is shown is shown too, since it says who must, or for whom.
    """
    shown: list[tuple[int, int]] = []
    for statement in _statements(text):
        relied_on = {one for one in statement for begin, end in spans if begin < one[1] and one[0] < end}
        shown += [one for one in statement if one in relied_on or (relied_on and one == statement[0])]
    between = [text[end:begin] if begin == end + 1 else OMITTED for (_, end), (begin, _) in pairwise(shown)]
    stretches = [text[begin:end] for begin, end in shown]
    return "".join(one + mark for one, mark in zip(stretches, [*between, ""], strict=True)) if shown else ""


def _statements(text: str) -> Iterator[list[tuple[int, int]]]:
    """The statements of a sentence, each as its stretches between two marks (begin, end)."""
    ended = 0
    numbered = []
    for begin, end in _stretches(text):
        numbered.append((ended, (begin, end)))
        ended += text[end : end + 1] in _ENDS_STATEMENT
    for _, statement in groupby(numbered, key=lambda one: one[0]):
        yield [stretch for _, stretch in statement]


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    """What stands between two marks, without them; a mark within quotation marks or brackets divides nothing."""
    begin = depth = 0
    for at, letter in enumerate(text):
        depth += (letter in _OPENING) - (letter in _CLOSING)
        if letter in _MARKS and depth == 0:
            yield begin, at
            begin = at + 1
    if begin < len(text):
        yield begin, len(text)
