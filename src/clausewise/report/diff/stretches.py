"""What of a text or a tree changed, stretch by stretch: kept, gone, come. Knows no format and no language.

Chinese is held against Chinese letter by letter; Latin words and numbers change as a whole, since half a number says
nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from enum import StrEnum

from clausewise.classes import NamedTuple


class Was(StrEnum):
    """What became of a stretch."""

    KEPT = "kept"
    GONE = "gone"
    COME = "come"


class Stretch(NamedTuple):
    """Some text, and what became of it."""

    was: Was
    text: str


_TOKEN = re.compile(r"[A-Za-z]+|[0-9]+(?:\.[0-9]+)?|.", re.ASCII | re.DOTALL)
# Where less than this is in common, letters that happen to be the same only confuse.
_ALIKE = 0.4
# So many lines stay around those that changed.
_CONTEXT = 3
_LEFT_OUT = "…"


def changed_text(before: str, after: str) -> list[Stretch]:
    """The two texts as one, in stretches: what went stands before what came in its place."""
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < _ALIKE:
        return _without_empty([Stretch(Was.GONE, before), Stretch(Was.COME, after)])
    found: list[Stretch] = []
    gone = come = ""
    for tag, a, b, c, d in matcher.get_opcodes():
        left, right = "".join(old[a:b]), "".join(new[c:d])
        # One letter in common between two changes is chance, and would cut them to pieces.
        by_chance = len(left) == 1 and (gone or come) and b < len(old) and d < len(new)
        if tag == "equal" and not by_chance:
            found += [Stretch(Was.GONE, gone), Stretch(Was.COME, come), Stretch(Was.KEPT, left)]
            gone = come = ""
        else:
            gone += left
            come += right
    return _without_empty([*found, Stretch(Was.GONE, gone), Stretch(Was.COME, come)])


def _without_empty(stretches: Sequence[Stretch]) -> list[Stretch]:
    return [one for one in stretches if one.text]


def changed_lines(before: Sequence[str], after: Sequence[str]) -> Iterator[Stretch]:
    """The lines of a tree that went and came, with those around them; `…` stands for lines left out."""
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    last = 0
    for group in matcher.get_grouped_opcodes(_CONTEXT):
        if group[0][1] > last:
            yield Stretch(Was.KEPT, _LEFT_OUT)
        for tag, a, b, c, d in group:
            if tag == "equal":
                yield from (Stretch(Was.KEPT, line) for line in before[a:b])
                continue
            yield from (Stretch(Was.GONE, line) for line in before[a:b])
            yield from (Stretch(Was.COME, line) for line in after[c:d])
        last = group[-1][2]
    if last < len(before):
        yield Stretch(Was.KEPT, _LEFT_OUT)
