"""Holds words against the document: what a rule quotes must stand in the provision it names.

The comparison is exact, character by character; nothing is normalised, because a quotation is what it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from clausewise.document import Document
from clausewise.errors import Diagnostic, Place
from clausewise.language.conditions import Words

_LONG = 200
# Words shorter than this stand in many places by chance.
_TELLING = 4


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
        numbers = [clause.number for clause in document.clauses]
        mend = f"it has the text of clauses {numbers[0]} to {numbers[-1]}" if numbers else None
        return Diagnostic(f"the document has no text for clause {where.partition('.')[0]}", place, mend)
    if "." not in where:
        return Diagnostic(f"clause {where} has no title", place, f'name a provision, such as "{where}.1"')
    last = clause.provisions[-1].id if clause.provisions else None
    return Diagnostic(f"the document has no provision {where}", place, f"the last of that clause is {last}")


def check_words(document: Document, words: Words, places: Sequence[Place]) -> Diagnostic | None:
    """A diagnostic when some piece does not stand where it is said to, or pieces do not stand in that order.

    `places` has the place of each piece. A provision or title that the document has not is no matter of words.
    """
    text = text_at(document, words.where)
    if text is None:
        return None
    start = 0
    for piece, place in zip(words.pieces, places, strict=True):
        at = text.find(piece, start)
        if at < 0:
            return Diagnostic(f"“{_cut(piece)}” does not stand in {words.where}", place, _mend(document, words, piece))
        start = at + len(piece)
    return None


def _mend(document: Document, words: Words, piece: str) -> str:
    text = text_at(document, words.where) or ""
    if piece in text:
        return "write the pieces in the order in which they stand"
    elsewhere = [where for where in _places(document) if piece in (text_at(document, where) or "")]
    if 1 <= len(elsewhere) <= 2 and len(piece) >= _TELLING:
        return f"it stands in {' and '.join(elsewhere)}; from: names such a place. {words.where} says: {text}"
    match = SequenceMatcher(None, piece[:_LONG], text, autojunk=False).find_longest_match()
    longest = piece[match.a : match.a + match.size]
    if match.size * 2 >= len(piece) and match.size > 1:
        return f"“{longest}” does; {words.where} says: {text}"
    return f"{words.where} says: {text}"


def _places(document: Document) -> Iterator[str]:
    """Every provision, then every title: where words may stand."""
    for clause in document.clauses:
        yield from (provision.id for provision in clause.provisions)
    yield from (str(clause.number) for clause in document.clauses if clause.title)


def _cut(piece: str) -> str:
    return piece if len(piece) <= _LONG else piece[:_LONG] + "…"
