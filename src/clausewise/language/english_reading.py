"""Reads english.yaml: our own rendering in English of the document, of words that are quoted alone, and of laws.

What it renders must be there. Nothing rests on it but what is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from clausewise.language import shapes as s
from clausewise.language.entry_reading import Ground
from clausewise.language.model import English
from clausewise.yaml_source import Source

_BETWEEN = "……"
"""Stands in quoted words where some of the sentence is left out."""


def read_english(ground: Ground, source: Source | None) -> English:
    """What is rendered; a clause, provision, heading or words that the document does not have are refused."""
    if source is None:
        return English()
    shape = s.read_shape(s.EnglishShape, source.data, source, (), "english.yaml", ground.found)
    if shape is None:
        return English()
    document = ground.document
    provisions = {one.id: one.text for clause in document.clauses for one in clause.provisions}
    titled = [number for number in shape.clauses if document.clause(int(number)) is not None]
    _refuse_others(ground, source, "clauses", shape.clauses, titled, "the document has no text of clause {}")
    _refuse_others(ground, source, "provisions", shape.provisions, provisions, "there is no provision {}")
    headed = [section.number for section in document.sections if section.number is not None]
    _refuse_others(ground, source, "sections", shape.sections, headed, "the document has no heading {}")
    for key, written in (("words", shape.words), ("quotations", shape.quotations)):
        stand = [one for one in written if any(_stands_in(one, text) for text in provisions.values())]
        _refuse_others(ground, source, key, written, stand, "no provision has the words {}")
    clauses = {int(number): text for number, text in shape.clauses.items()}
    return English(clauses, shape.provisions, shape.sections, shape.laws, shape.words, shape.quotations)


def _refuse_others(
    ground: Ground, source: Source, key: str, written: Mapping[str, str], known: Iterable[str], message: str
) -> None:
    found = set(known)
    for one in (each for each in written if each not in found):
        ground.refuse(message.format(one), source.place((key, one), key=True), "leave it out")


def _stands_in(words: str, text: str) -> bool:
    """Whether the words stand in a text, in that order, with something between them where they say so."""
    begin = 0
    for piece in words.split(_BETWEEN):
        begin = text.find(piece, begin) + len(piece)
        if begin < len(piece):
            return False
    return True
