"""Connective words: what joins the words of a sentence and encodes nothing by itself, with the reason why.

Plain frozen data, read with the pack for the audit. Nothing here looks at a sentence, and no check of a case reads it.
"""

from __future__ import annotations

from clausewise.classes import NamedTuple
from clausewise.errors import Place
from clausewise.language.labels import Label


class Connective(NamedTuple):
    """A word, or a mark of punctuation, and what kind of word it is that makes it encode nothing."""

    word: str
    why: Label
    place: Place

    @property
    def is_punctuation(self) -> bool:
        """Whether it holds no letter, character or digit at all."""
        return not any(character.isalnum() for character in self.word)
