"""What the words of a registry's column mean: truth values, and the values of a choice.

Words are compared without regard to case and to white space around them. What no word means is not guessed.
"""

from __future__ import annotations

from collections.abc import Mapping

from clausewise.language.facts import Fact, FactType

TRUE_WORDS = ("是", "有", "true", "yes", "y", "t", "1")
FALSE_WORDS = ("否", "无", "false", "no", "n", "f", "0")
UNKNOWN_WORDS = ("未知", "不详", "不清楚", "unknown")


def meanings(fact: Fact, values: Mapping[str, bool | str | None]) -> dict[str, int | None]:
    """What words mean for a fact, by the word in lower case: 1 or 0, a value's place among the choice's, None for not
    known. `values` replaces the words that are known without it. Raises: ValueError for a value that a choice has not.
    """
    if values:
        return {folded(word): _code(fact, value) for word, value in values.items()}
    if fact.type is FactType.BOOLEAN:
        return {**dict.fromkeys(UNKNOWN_WORDS), **dict.fromkeys(TRUE_WORDS, 1), **dict.fromkeys(FALSE_WORDS, 0)}
    known: dict[str, int | None] = {}
    labelled = fact.values or {}
    # A name says which value is meant, whatever the labels of others are.
    for at, name in enumerate(labelled):
        known.setdefault(folded(name), at)
    for at, label in enumerate(labelled.values()):
        for word in (label.zh, label.en):
            known.setdefault(folded(word), at)
    return {**dict.fromkeys(UNKNOWN_WORDS), **known}


def folded(word: str) -> str:
    """A word as it is compared."""
    return word.strip().lower()


def _code(fact: Fact, value: bool | str | None) -> int | None:
    if value is None or isinstance(value, bool):
        return value
    return list(fact.values or {}).index(value)
