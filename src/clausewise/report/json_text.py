"""Puts data into JSON as text, as `json.dumps` with an indent of one would; what stands in many places is put so once.

Nothing here knows what the data mean.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from json.encoder import encode_basestring
from typing import Any

Data = dict[str, Any]


class Shared(Data):
    """An object that stands in many places of the data. It does not change once it was written."""

    __slots__ = ("texts",)

    texts: dict[int, str]

    def __init__(self, data: Data) -> None:
        super().__init__(data)
        self.texts = {}


def pieces_of_json(value: Any, whole_from: int, depth: int = 0) -> Iterator[str]:
    """The text in pieces: objects and lists so many levels in are one piece each. `depth` is that of the value."""
    if not value or depth >= whole_from or not isinstance(value, dict | list):
        found: list[str] = []
        _write(value, depth, found)
        yield "".join(found)
        return
    before = "\n" + " " * (depth + 1)
    yield "{" if isinstance(value, dict) else "["
    for key, part in value.items() if isinstance(value, dict) else ((None, part) for part in value):
        yield before if key is None else f"{before}{encode_basestring(key)}: "
        yield from pieces_of_json(part, whole_from, depth + 1)
        before = ",\n" + " " * (depth + 1)
    yield f"\n{' ' * depth}{'}' if isinstance(value, dict) else ']'}"


def _write(value: Any, depth: int, found: list[str]) -> None:
    """Add a value's text to what was found, in as few pieces as are known: long texts are not copied level by level."""
    if isinstance(value, str):
        found.append(encode_basestring(value))
    elif value is None:
        found.append("null")
    elif isinstance(value, Shared):
        found.append(value.texts.get(depth) or _remember(value, depth))
    elif isinstance(value, dict | list):
        _write_parts(value, depth, found)
    else:
        found.append(json.dumps(value))


def _remember(value: Shared, depth: int) -> str:
    found: list[str] = []
    _write_parts(value, depth, found)
    text = value.texts[depth] = "".join(found)
    return text


def _write_parts(value: Data | list[Any], depth: int, found: list[str]) -> None:
    """An object or a list, every part on a line of its own."""
    before = line = "\n" + " " * (depth + 1)
    if isinstance(value, dict):
        found.append("{")
        for key, part in value.items():
            found.append(f"{before}{encode_basestring(key)}: ")
            _write(part, depth + 1, found)
            before = f",{line}"
    else:
        found.append("[")
        for part in value:
            found.append(before)
            _write(part, depth + 1, found)
            before = f",{line}"
    # Nothing within is said on one line.
    end = "}" if isinstance(value, dict) else "]"
    found.append(f"\n{' ' * depth}{end}" if value else end)
