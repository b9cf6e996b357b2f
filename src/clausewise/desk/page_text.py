"""The text of a provision as the page has it, with its line breaks, and where words stand in it.

Of the page only our clauses are shown: what else is printed there is none of the document.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache

import clausewise
from clausewise.document.model import Provision
from clausewise.language.conditions import Words
from clausewise.report.quotations import spans_in


@cache
def lines_of(pack: clausewise.Pack) -> tuple[str, ...]:
    """The lines of the printed page; none where the pack has none."""
    raw = pack.files.get(f"policy/{pack.id}/source.txt", b"")
    return tuple(raw.decode("utf-8").splitlines())


def printed(lines: Sequence[str], provision: Provision, words: Iterable[Words]) -> tuple[tuple[str, bool], ...]:
    """The provision in stretches as printed, and whether each is lit; its plain text where there is no page."""
    spans = spans_in(provision.text, tuple(words), provision.id)
    on_page = _on_page(lines, provision)
    if on_page is None:
        return tuple(_stretches(provision.text, range(len(provision.text)), spans))
    text, places = on_page
    return tuple(_stretches(text, places, spans))


def lit_in(pack: clausewise.Pack, words: Words) -> tuple[tuple[str, bool], ...]:
    """The place that words were taken from, as printed, with these words alone lit: a provision or a clause's title."""
    document = pack.model.document
    if "." in words.where:
        return printed(lines_of(pack), document.provision(words.where), (words,))
    clause = document.clause(int(words.where))
    title = (clause.title if clause else None) or ""
    return tuple(_stretches(title, range(len(title)), spans_in(title, (words,), words.where)))


def _on_page(lines: Sequence[str], provision: Provision) -> tuple[str, list[int]] | None:
    """The stretch of the page, and for each of its characters its place in the text of the provision."""
    span = provision.span
    if span.end_line > len(lines):
        return None
    taken = [lines[number] for number in range(span.line - 1, span.end_line)]
    taken[-1] = taken[-1][: span.end_column]
    taken[0] = taken[0][span.column - 1 :]
    text, places, at = "\n".join(taken), [], 0
    for character in text:
        places.append(at)
        if at < len(provision.text) and character == provision.text[at]:
            at += 1
    return (text, places) if at == len(provision.text) else None


def _stretches(text: str, places: Sequence[int], spans: Sequence[tuple[int, int]]) -> Iterator[tuple[str, bool]]:
    """Text in stretches that are lit or not."""
    stretch, was_lit = "", False
    for character, place in zip(text, places, strict=True):
        lit = any(begin <= place < end for begin, end in spans)
        if lit != was_lit and stretch:
            yield stretch, was_lit
            stretch = ""
        stretch, was_lit = stretch + character, lit
    if stretch:
        yield stretch, was_lit
