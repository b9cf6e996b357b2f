"""Holds words against the document: what a rule quotes must stand in the provision it names.

The comparison is exact, character by character; nothing is normalised, because a quotation is what it is.
"""

from __future__ import annotations

from clausewise.document import Document
from clausewise.errors import Diagnostic, Place
from clausewise.language.conditions import Words


def text_at(document: Document, where: str) -> str | None:
    """The sentence of a provision (`21.2`) or the title of a clause (`21`); None when there is no such place."""
    if "." not in where:
        clause = document.clause(int(where))
        return clause.title if clause else None
    try:
        return document.provision(where).text
    except KeyError:
        return None


def check_place_exists(document: Document, where: str, place: Place) -> Diagnostic | None:
    """A diagnostic when the document has no such provision or title."""
    if text_at(document, where) is not None:
        return None
    clause = document.clause(int(where.partition(".")[0]))
    if clause is None:
        return Diagnostic(f"the document has no text for clause {where.partition('.')[0]}", place)
    last = clause.provisions[-1].id if clause.provisions else None
    return Diagnostic(f"the document has no provision {where}", place, f"the last of that clause is {last}")


def check_words(document: Document, words: Words, place: Place) -> Diagnostic | None:
    """A diagnostic when some piece does not stand at its place, or pieces do not stand in that order."""
    text = text_at(document, words.where)
    if text is None:
        return check_place_exists(document, words.where, place)
    start = 0
    for piece in words.pieces:
        at = text.find(piece, start)
        if at < 0:
            return Diagnostic(f"“{piece}” does not stand in {words.where}", place, _mend(text, piece, words.where))
        start = at + len(piece)
    return None


def _mend(text: str, piece: str, where: str) -> str:
    if piece in text:
        return "write the pieces in the order in which they stand"
    longest = ""
    for begin in range(len(piece)):
        for end in range(len(piece), begin + len(longest), -1):
            if piece[begin:end] in text:
                longest = piece[begin:end]
                break
    if len(longest) * 2 >= len(piece) and len(longest) > 1:
        return f"“{longest}” does; {where} says: {text}"
    return f"{where} says: {text}"
