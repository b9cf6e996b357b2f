"""Reads english.yaml: our own rendering in English of titles of clauses and of provisions.

What it renders must be there. Nothing rests on it but what is shown.
"""

from __future__ import annotations

from clausewise.language import shapes as s
from clausewise.language.entry_reading import Ground
from clausewise.language.model import English
from clausewise.yaml_source import Source


def read_english(ground: Ground, source: Source | None) -> English:
    """What is rendered; a clause or a provision that the document does not have is refused."""
    nothing = English({}, {})
    if source is None:
        return nothing
    shape = s.read_shape(s.EnglishShape, source.data, source, (), "english.yaml", ground.found)
    if shape is None:
        return nothing
    for number in shape.clauses:
        if ground.document.clause(int(number)) is None:
            place = source.place(("clauses", number), key=True)
            ground.refuse(f"the document has no text of clause {number}", place, "leave it out")
    known = {one.id for clause in ground.document.clauses for one in clause.provisions}
    for provision in shape.provisions:
        if provision not in known:
            place = source.place(("provisions", provision), key=True)
            ground.refuse(f"there is no provision {provision}", place, "leave it out")
    return English({int(number): text for number, text in shape.clauses.items()}, shape.provisions)
