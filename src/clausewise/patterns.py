"""Patterns of text that are compiled when they are first used: most of those that a module names, a command never asks.

`pattern(r"[0-9]{4}")` is what `re.compile` gives, later. Nothing here matches anything itself. A class with a range of
Chinese characters takes Python longer to compile than some commands take: it sets down each of 21,000 characters.
Names are matched without such a range, as `with_plain_letters` gives them.
"""

from __future__ import annotations

import re

__all__ = ["pattern", "with_plain_letters"]

TYPE_CHECKING = False
if TYPE_CHECKING:
    # Type checkers see the library's own.
    pattern = re.compile
else:

    class pattern:  # noqa: N801
        """A pattern with its flags; it has the attributes of `re.Pattern`, each looked up once."""

        def __init__(self, text, flags=0):
            self._text, self._flags = text, flags

        def __getattr__(self, name):
            found = getattr(re.compile(self._text, self._flags), name)
            setattr(self, name, found)
            return found


def with_plain_letters(name: str) -> str:
    """A name with 0 for each Chinese character (U+4E00 to U+9FFF), for patterns in which one stands where a digit does.

    Every character keeps its place.
    """
    if name.isascii():
        return name
    return "".join(["0" if "\u4e00" <= character <= "\u9fff" else character for character in name])
