"""Reads an article of a law: one provision for each paragraph (款), with the items (项) that belong to it."""

from __future__ import annotations

from collections.abc import Sequence

from clausewise.document.marks import ENDS, begins_item
from clausewise.document.model import Provision
from clausewise.document.page import Line, Page, Passage
from clausewise.errors import Diagnostic, DocumentError, Place


def read_article(
    page: Page, number: int, mark_length: int, paragraphs: Sequence[Sequence[Line]]
) -> tuple[Provision, ...]:
    """The paragraphs of one article in order.

    Raises: DocumentError when the article has no text or breaks off.
    """
    whole = [Passage.of(paragraph) for paragraph in _with_items(paragraphs)]
    first = whole[0].cut(mark_length, len(whole[0].text))
    passages = [passage for passage in (first, *whole[1:]) if passage.text]
    if not passages:
        raise DocumentError(Diagnostic(f"article {number} has no text", page.place(paragraphs[0][0])))
    last = passages[-1]
    if not paragraphs[-1][-1].ends_with(ENDS["articles"]):
        place = Place(page.file, *last.at[-1])
        raise DocumentError(Diagnostic(f"article {number} breaks off: its last sentence has no end", place))
    return tuple(
        Provision(f"{number}.{count}", passage.text, passage.span) for count, passage in enumerate(passages, 1)
    )


def _with_items(paragraphs: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The paragraphs, each item joined to the paragraph that it belongs to."""
    joined: list[list[Line]] = []
    for paragraph in paragraphs:
        if joined and begins_item(paragraph[0].text):
            joined[-1].extend(paragraph)
        else:
            joined.append(list(paragraph))
    return joined
