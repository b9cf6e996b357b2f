"""Reads connectives.yaml: the words that join a sentence's words and encode nothing, each with the reason.

What is wrong is appended to the ground's list, as in `reading`. Nothing here opens a file or looks for gaps.
"""

from __future__ import annotations

from clausewise.errors import Place
from clausewise.language import shapes as s
from clausewise.language.connectives import Connective
from clausewise.language.entry_reading import Ground, label
from clausewise.yaml_source import Source


class ConnectiveShape(s.LabelShape):
    """One entry of connectives.yaml"""

    words: s.OneOrMore


def read_connectives(ground: Ground, source: Source | None) -> tuple[Connective, ...]:
    """The connective words of a pack, in the order written."""
    if source is None:
        return ()
    if not isinstance(source.data, list):
        ground.refuse("this file must be a list", source.place(()), "begin each entry with - words:")
        return ()
    found: dict[str, Connective] = {}
    for index, data in enumerate(source.data):
        shape = s.read_shape(ConnectiveShape, data, source, (index,), "this entry", ground.found)
        if shape is None:
            continue
        for position, word in enumerate(shape.words):
            place = source.place((index, "words", position))
            first = found.get(word)
            if first is not None:
                ground.refuse(f"“{word}” stands twice", place, f"it stands at {first.place} already")
            elif _may_encode_nothing(ground, word, place):
                found[word] = Connective(word, label(shape), place)
    return tuple(found.values())


def _may_encode_nothing(ground: Ground, word: str, place: Place) -> bool:
    """Whether a word can be a connective of this document; refused when it cannot."""
    if any(character.isnumeric() for character in word):
        mend = "a number is a limit: let a rule or duty hold it, or leave it open"
        ground.refuse(f"“{word}” holds a number and is no connective", place, mend)
        return False
    texts = (provision.text for clause in ground.document.clauses for provision in clause.provisions)
    if not any(word in text for text in texts):
        ground.refuse(f"“{word}” stands in no provision", place, "leave it out")
        return False
    return True
