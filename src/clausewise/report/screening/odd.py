"""What is odd about a registry, in words: where, what stands there, what may be meant, and in how many rows."""

from __future__ import annotations

from clausewise.language.labels import Label
from clausewise.report.wording import Wording
from clausewise.screening.figures.odd import Odd


def odd_in_words(odd: Odd, wording: Wording) -> str:
    """One odd thing in a sentence."""
    where = odd.where if odd.column is None else f"{odd.where} {odd.column}"
    said = wording.pick(odd.kind.label)
    if odd.value is not None:
        said = f"{odd.value} {said}"
    if odd.rows is None:
        return wording.named(where, said)
    number = f"{odd.rows:,}"
    rows = wording.pick(Label(f"{number} 行", f"{number} row{'' if odd.rows == 1 else 's'}"))
    return wording.named(where, wording.aside(said, rows))
