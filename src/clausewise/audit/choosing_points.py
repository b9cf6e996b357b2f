"""Finds contested points by what people type: an id, the number of a clause or provision, or words.

Ids and numbers add to one another; words narrow what is left. Nothing is guessed: what names no point is refused with
the nearest that there is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from clausewise.errors import Diagnostic, RequestError, nearest
from clausewise.language.contested import ContestedPoint
from clausewise.language.model import Pack

_NUMBER = re.compile(r"([0-9]{1,4})(?:\.([0-9]{1,4}))?")


def choose_points(pack: Pack, wanted: Sequence[str]) -> tuple[ContestedPoint, ...]:
    """The points that are wanted, in the order of the document; all of them where nothing is.

    A number that the pack has chooses the points there, which may be none. Raises: RequestError.
    """
    named: set[str] = set()
    words: list[str] = []
    narrowed = False
    for one in wanted:
        number = _NUMBER.fullmatch(one)
        if one in pack.contested:
            named.add(one)
        elif number:
            named |= _at(pack, one)
        else:
            words.append(one)
            continue
        narrowed = True
    points = [point for point in in_document_order(pack) if point.id in named or not narrowed]
    texts = {point.id: _folded(" ".join(_texts(pack, point))) for point in pack.contested.values()}
    for one in words:
        if not any(_folded(one) in text for text in texts.values()):
            near = nearest(one, [*pack.contested, *_english_words(texts)])
            mend = f"did you mean {near}?" if near else "clausewise contested lists them all"
            raise RequestError(Diagnostic(f"no contested reading has the id or the words {one}", None, mend))
    found = tuple(point for point in points if all(_folded(one) in texts[point.id] for one in words))
    if words and not found:
        said = ", ".join(wanted)
        raise RequestError(Diagnostic(f"no contested reading is all of this: {said}", None, "leave out some of it"))
    return found


def in_document_order(pack: Pack) -> tuple[ContestedPoint, ...]:
    """The contested points of a pack as their words stand in the document, a title before its sentences."""

    def place(point: ContestedPoint) -> tuple[int, int]:
        clause, _, sentence = point.words.where.partition(".")
        return int(clause), int(sentence or 0)

    return tuple(sorted(pack.contested.values(), key=place))


def _at(pack: Pack, number: str) -> set[str]:
    """The points that stand at a clause or provision. Raises: RequestError where there is none of that number."""
    clause = int(number.partition(".")[0])
    there = pack.document.clause(clause)
    provisions = () if there is None else tuple(one.id for one in there.provisions)
    if clause not in pack.numbers() or ("." in number and number not in provisions):
        numbers = pack.numbers()
        mend = f"clauses are {numbers[0]} to {numbers[-1]}"
        if provisions:
            mend = f"clause {clause} has {provisions[0]} to {provisions[-1]}"
        raise RequestError(Diagnostic(f"the document has no {number}", None, mend))
    at = {str(clause), *provisions} if "." not in number else {number}
    return {point.id for point in pack.contested.values() if point.words.where in at}


def _texts(pack: Pack, point: ContestedPoint) -> Iterator[str]:
    """Everything that a point can be found by: what it says, what it quotes, and the sentence it stands in."""
    yield point.id
    readings = (label for reading in point.readings for label in (reading.name, reading.label))
    for label in (point.label, *readings, pack.agencies[point.decides].label):
        yield from (label.zh, label.en)
    yield from (law for reading in point.readings for law in reading.law)
    yield from (reading.id for reading in point.readings)
    yield from point.words.pieces
    where = point.words.where
    clause = pack.document.clause(int(where.partition(".")[0]))
    yield (clause.title if clause else None) or ""
    yield pack.english.clauses.get(int(where.partition(".")[0]), "")
    if "." in where:
        yield pack.document.provision(where).text
        yield pack.english.provisions.get(where, "")


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _english_words(texts: dict[str, str]) -> list[str]:
    return sorted({word for text in texts.values() for word in re.findall(r"[a-z]{4,}", text)})
