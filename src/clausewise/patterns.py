"""Patterns of text that are compiled when they are first used: most of those that a module names, a command never asks.

`pattern(r"[0-9]{4}")` is what `re.compile` gives, later. Nothing here matches anything itself.
"""

from __future__ import annotations

import re

__all__ = ["pattern"]

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
