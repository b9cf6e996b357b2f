"""Our rendering in English of what is quoted: of just those words where the pack has one, or else of the sentence.

A rendering is never cut, since the half of a sentence can say something else.
"""

from __future__ import annotations

from clausewise.language.model import English


def ours(text: str) -> str:
    """A rendering marked as ours, on one line."""
    return f"[ours: {' '.join(text.split())}]"


def rendering_of(quoted: str, of_sentence: str, english: English) -> str:
    """The rendering of words that are quoted from a sentence, or that of all of it where there is none of theirs.

    `of_sentence` is marked already, and empty where nothing is to be rendered.
    """
    words = english.quotations.get(quoted)
    return of_sentence if words is None or not of_sentence else ours(words)
