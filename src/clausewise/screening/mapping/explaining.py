"""Reads what a mapping says that the words of a column mean."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from clausewise.language.facts import Fact, FactType, ValueProblem
from clausewise.screening.mapping.words import folded
from clausewise.yaml_source import PathKey, describe


class Refuse(Protocol):
    """Notes what is wrong at a path of the mapping, or with its key, and what would be right."""

    def __call__(self, message: str, path: PathKey, mend: str, *, key: bool = False) -> None: ...


def read_values(
    refuse: Refuse, fact: Fact, written: Mapping[str, Any] | None, path: PathKey
) -> dict[str, bool | str | None]:
    """What words mean: of a truth value or a choice; None for what is not known."""
    if written is None or fact.type not in (FactType.BOOLEAN, FactType.CHOICE):
        return {}
    _check_words(refuse, written, path)
    values: dict[str, bool | str | None] = {}
    for word, meant in written.items():
        try:
            read = fact.read(meant)
        except ValueProblem as problem:
            refuse(f"{word}: {problem}", (*path, word), problem.mend)
            continue
        values[word] = read if isinstance(read, bool | str) else None
    return values


def _check_words(refuse: Refuse, written: Mapping[str, Any], path: PathKey) -> None:
    """Words are compared without regard to case and white space; no two of them may then be the same."""
    first: dict[str, str] = {}
    for word in written:
        same = folded(word)
        if not same:
            refuse(
                "an empty word is explained", (*path, word), "delete it: an empty cell is always not known", key=True
            )
        elif same in first:
            mend = "case and white space around words make no difference: keep one"
            refuse(f"{describe(first[same])} and {describe(word)} are the same word", (*path, word), mend, key=True)
        first.setdefault(same, word)
