"""What the words of a registry's column mean: truth values, and the values of a choice.

Words are compared without regard to case and to white space around them. What no word means is not guessed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from clausewise.language.facts import Fact, FactType

TRUE_WORDS = ("是", "有", "true", "yes", "y", "t", "1")
FALSE_WORDS = ("否", "无", "false", "no", "n", "f", "0")
UNKNOWN_WORDS = ("未知", "不详", "不清楚", "unknown", "null", "nan")
"""Words that are not known, whatever the fact."""
SHEET_ERRORS = r"^(?i:#([a-z0_/]+[!?]|n/a|getting_data|#+))$"
"""What a sheet shows where a formula comes to nothing, or a column is too narrow: an error, also where CSV has it."""


def meanings(
    fact: Fact, values: Mapping[str, bool | str | None], unknown: Sequence[str] = ()
) -> dict[str, int | None]:  # fmt: skip
    """What words mean for a fact, by the word in lower case: 1 or 0, a value's place among the choice's, None for not
    known. `values` replaces the words that are known without it; `unknown` are words of the whole registry that are not
    known where `values` does not explain them. Raises: ValueError for a value that a choice has not.
    """
    not_known = dict.fromkeys(map(folded, unknown))
    if values:
        return {**not_known, **{folded(word): _code(fact, value) for word, value in values.items()}}
    if fact.type is FactType.BOOLEAN:
        truths = {**dict.fromkeys(TRUE_WORDS, 1), **dict.fromkeys(FALSE_WORDS, 0)}
        return {**dict.fromkeys(UNKNOWN_WORDS), **truths, **not_known}
    known: dict[str, int | None] = {}
    labelled = fact.values or {}
    # A name says which value is meant, whatever the labels of others are.
    for at, name in enumerate(labelled):
        known.setdefault(folded(name), at)
    for at, label in enumerate(labelled.values()):
        for word in (label.zh, label.en):
            known.setdefault(folded(word), at)
    return {**dict.fromkeys(UNKNOWN_WORDS), **known, **not_known}


def folded(word: str) -> str:
    """A word as it is compared."""
    return word.strip().lower()


def _code(fact: Fact, value: bool | str | None) -> int | None:
    if value is None or isinstance(value, bool):
        return value
    return list(fact.values or {}).index(value)
