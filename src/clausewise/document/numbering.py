"""Finds the document on a page: the longest run of lines numbered one after the other.

Lists of other articles are left out. Numbers that jump or repeat inside the document are refused, not mended.
"""

from __future__ import annotations

from collections.abc import Sequence

from clausewise.classes import dataclass
from clausewise.document.marks import ENDS, Mark, clause_marks, heading_mark
from clausewise.document.model import Form
from clausewise.document.page import Line, Page
from clausewise.document.sentences import SENTENCE_ENDS
from clausewise.errors import Diagnostic, DocumentError, Place

LOOKED_FOR = "looked for lines that begin with 1. or 1、 or 第一条, at least two numbered one after the other"


@dataclass(frozen=True, slots=True)
class Run:
    """The clauses of the document: a mark for each, numbered one after the other."""

    form: Form
    marks: tuple[Mark, ...]


def find_run(page: Page) -> Run:
    """The document's clauses on the page.

    Raises: DocumentError when the page has none, or two of equal length, or numbers that jump or repeat.
    """
    candidates: dict[Form, list[Mark]] = {form: clause_marks(page, form) for form in ("measures", "articles")}
    chains = {form: _longest_chains(marks) for form, marks in candidates.items()}
    form: Form = "articles" if len(chains["articles"][0]) >= len(chains["measures"][0]) else "measures"
    chain = chains[form][0]
    if len(chain) < 2:
        message = "the document does not number its clauses"
        raise DocumentError(Diagnostic(message, Place(page.file), LOOKED_FOR))
    _check_numbers(page, form, candidates[form], chain)
    if len(chains[form]) > 1:
        first, second = (page.lines[found[0].index] for found in chains[form][:2])
        message = "two lists of the same length could be the document"
        mend = f"the other begins on line {second.number}"
        raise DocumentError(Diagnostic(message, page.place(first), mend))
    return Run(form, chain)


def _longest_chains(marks: Sequence[Mark]) -> list[tuple[Mark, ...]]:
    """The longest chains of marks numbered one after the other; an empty one when there are no marks."""
    latest: dict[int, int] = {}
    lengths: list[int] = []
    before: list[int | None] = []
    for position, mark in enumerate(marks):
        link = latest.get(mark.number - 1)
        before.append(link)
        lengths.append(1 if link is None else lengths[link] + 1)
        held = latest.get(mark.number)
        if held is None or not mark.weak or marks[held].weak or lengths[position] > lengths[held]:
            latest[mark.number] = position
    if not marks:
        return [()]
    longest = max(lengths)
    chains = []
    for last in (position for position, length in enumerate(lengths) if length == longest):
        chain: list[Mark] = []
        step: int | None = last
        while step is not None:
            chain.append(marks[step])
            step = before[step]
        chains.append(tuple(reversed(chain)))
    return chains


def _check_numbers(page: Page, form: Form, marks: Sequence[Mark], chain: Sequence[Mark]) -> None:
    """Refuse numbers inside the document, or running on at either end of it, that are not the next one."""
    kept = set(chain)
    strong = [mark for mark in marks if mark in kept or not mark.weak]
    first, last = strong.index(chain[0]), strong.index(chain[-1])
    while first > 0 and _runs_on(page, form, strong[first - 1], strong[first]):
        first -= 1
    while last + 1 < len(strong) and _runs_on(page, form, strong[last], strong[last + 1]):
        last += 1
    found = []
    lines_of: dict[int, int] = {strong[first].number: page.lines[strong[first].index].number}
    for before, mark in zip(strong[first:last], strong[first + 1 : last + 1], strict=True):
        line = page.lines[mark.index]
        if mark.number in lines_of:
            message = f"clause number {mark.number} stands twice"
            mend = f"it stands on line {lines_of[mark.number]} already"
        elif mark.number != before.number + 1:
            message = f"the clause numbers jump from {before.number} to {mark.number}"
            mend = f"after {before.number} (line {page.lines[before.index].number}) comes {before.number + 1}"
        else:
            message = mend = ""
        if message:
            found.append(Diagnostic(message, page.place(line), mend))
        lines_of.setdefault(mark.number, line.number)
    if found:
        raise DocumentError(found)


def _runs_on(page: Page, form: Form, mark: Mark, following: Mark) -> bool:
    """Whether nothing between two marks shows that another article begins."""
    return not any(is_foreign(page, form, index) for index in range(mark.index + 1, following.index))


def is_foreign(page: Page, form: Form, index: int) -> bool:
    """Whether a line shows that another article stands here.

    A byline or a notice of continuation does, and so does a headline: a block of lines without any full stop,
    below a sentence that has ended, which is no section heading.
    """
    line = page.lines[index]
    if line.kind != "text":
        return True
    if not line.gap or heading_mark(line.text, form):
        return False
    above = page.lines[index - 1] if index else None
    if above is not None and above.kind == "text" and not above.ends_with(ENDS[form]):
        return False
    return not block_holds_sentence(page, form, index)


def block_holds_sentence(page: Page, form: Form, index: int) -> bool:
    """Whether a sentence ends in the block of lines that begins here."""
    return any(line.holds(SENTENCE_ENDS) or line.ends_with(ENDS[form]) for line in block_at(page, index))


def block_at(page: Page, index: int) -> Sequence[Line]:
    """The lines from here on that no blank line parts."""
    end = index + 1
    while end < len(page.lines) and page.lines[end].kind == "text" and not page.lines[end].gap:
        end += 1
    return page.lines[index:end]
