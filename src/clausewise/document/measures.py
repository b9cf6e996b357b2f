"""Reads a clause of a numbered list of measures: a title, then one provision for each sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence

from clausewise.document.model import Provision
from clausewise.document.page import Line, Page, Passage
from clausewise.document.sentences import SENTENCE_ENDS, sentence_ends, unclosed
from clausewise.errors import Diagnostic, DocumentError, Place

_NO_TITLE = re.compile(r"[，,；;：:]")
# A title on a line of its own is much shorter than the lines below it.
_TITLE_LINE = 0.6


def read_measure(
    page: Page, number: int, mark_length: int, paragraphs: Sequence[Sequence[Line]], usual_width: int
) -> tuple[str | None, tuple[Provision, ...]]:
    """The title and the provisions of one clause. `usual_width` is that of the document's lines.

    Raises: DocumentError when a bracket stays open, or the last sentence has no end.
    """
    lines = [line for paragraph in paragraphs for line in paragraph]
    whole = Passage.of(lines)
    body = whole.cut(mark_length, len(whole.text))
    if not body.text:
        line = lines[0]
        raise DocumentError(Diagnostic(f"clause {number} has no text", page.place(line)))
    _check_whole(page, number, body)
    title, rest = _take_title(body, len(lines[0].text) - mark_length, lines, usual_width)
    ends = sentence_ends(rest.text)
    sentences = [rest.cut(begin, end) for begin, end in zip([0, *ends], ends, strict=False)]
    provisions = tuple(
        Provision(f"{number}.{count}", sentence.text, sentence.span) for count, sentence in enumerate(sentences, 1)
    )
    return title, provisions


def _take_title(body: Passage, first_line: int, lines: Sequence[Line], usual_width: int) -> tuple[str | None, Passage]:
    """A clause's title and what follows it: a sentence without a comma, or a short line of its own.

    A clause of one sentence has no title: that sentence is what it provides.
    """
    end = sentence_ends(body.text)[0]
    if 0 < first_line < end and len(lines) > 1 and lines[0].width <= usual_width * _TITLE_LINE:
        end = first_line
    title = body.text[:end]
    if end == len(body.text) or _NO_TITLE.search(title) or title.endswith(("！", "？")):
        return None, body
    return title.rstrip().removesuffix("。"), body.cut(end, len(body.text))


def _check_whole(page: Page, number: int, body: Passage) -> None:
    open_at = unclosed(body.text)
    if open_at is not None:
        place = Place(page.file, *body.at[open_at])
        message = f"{body.text[open_at]} is opened in clause {number} and never closed"
        raise DocumentError(Diagnostic(message, place, "it cannot be told where the sentences end"))
    ends = sentence_ends(body.text)
    if not ends or ends[-1] != len(body.text):
        place = Place(page.file, *body.at[-1])
        mend = f"a sentence ends with one of {' '.join(SENTENCE_ENDS)}"
        message = f"clause {number} breaks off: its last sentence has no end"
        raise DocumentError(Diagnostic(message, place, mend))
