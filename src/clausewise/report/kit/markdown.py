"""Text from a case or a pack in Markdown: it is read as text, whatever stands in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from clausewise.visible import visible, visible_line

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~&])")
_FENCE = re.compile("`{3,}")
_BEGINS_AN_ITEM = re.compile(r"^([ \t]*\d*)([-+.)=])(?=[\s=-]|$)", re.MULTILINE)


def escape(text: str) -> str:
    """Text in which nothing is read as Markdown, and nothing is unseen."""
    return _BEGINS_AN_ITEM.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", visible(text)))


def code(text: str) -> str:
    """Text as code, between more backticks than stand together in it."""
    shown = visible_line(text)
    longest = max((len(found) for found in re.findall("`+", shown)), default=0)
    fence = "`" * (longest + 1)
    return f"{fence} {shown} {fence}" if longest else f"{fence}{shown}{fence}"


def fenced(language: str, lines: Iterable[str], indent: str) -> Iterator[str]:
    """Lines shown as they are; the fence is longer than any in them."""
    content = list(lines)
    longest = max((len(found) for line in content for found in _FENCE.findall(line)), default=2)
    fence = "`" * (longest + 1)
    yield f"{indent}{fence}{language}"
    yield from (f"{indent}{visible_line(line)}" for line in content)
    yield f"{indent}{fence}"
