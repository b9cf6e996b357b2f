"""Tells apart the names that a person typed in a row.

Commas, semicolons and line ends part names, of either keyboard; a space only between Chinese letters, since a name in
Latin letters has spaces of its own.
"""

from __future__ import annotations

import re

_BETWEEN = re.compile(r"\s*[,，、;；\n]\s*|(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")


def split_names(typed: str) -> tuple[str, ...]:
    """The names in the order in which they were typed, without empty ones."""
    return tuple(" ".join(name.split()) for name in _BETWEEN.split(typed) if name.strip())
