"""Records, and their JSON: compact, in the order of their fields, and without what stands at its default.

A record that stands in many places is written once and copied. Nothing here knows what a record means.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from functools import cache
from json.encoder import encode_basestring
from typing import Any, ClassVar

from clausewise.classes import dataclass

Value = bool | int | str
"""A value as JSON has it: truth values and whole numbers as they are, money as yuan in a text ("560.00"), dates and
choices as texts (2004-03-01, urban)."""


class Record:
    """The base of all records: they take no other fields than their own, and describe each."""

    __slots__ = ()
    __pydantic_config__: ClassVar[dict[str, object]] = {"extra": "forbid", "use_attribute_docstrings": True}


@dataclass(frozen=True, slots=True)
class _Field:
    name: str
    key: str
    default: Any


@cache
def _fields_of(kind: Any) -> tuple[_Field, ...]:
    found = []
    for one in fields(kind):
        default = one.default if one.default_factory is MISSING else one.default_factory()
        found.append(_Field(one.name, f"{encode_basestring(one.name)}:", default))
    return tuple(found)


def as_data(value: Any) -> Any:
    """A record as dicts, lists, texts, numbers, truth values and None; fields at their defaults are left out."""
    if is_dataclass(value):
        kind: Any = type(value)
        kept = ((one.name, getattr(value, one.name), one.default) for one in _fields_of(kind))
        return {name: as_data(part) for name, part, default in kept if part != default}
    if isinstance(value, Mapping):
        return {key: as_data(part) for key, part in value.items()}
    if isinstance(value, tuple | list):
        return [as_data(part) for part in value]
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, str) else value


def as_json(record: Record) -> str:
    """A record as one line of JSON, without a line end."""
    return "".join(json_pieces(record))


def json_pieces(record: Record) -> Iterator[str]:
    """The same in pieces, for what would be too large as one text."""
    return _Writer().pieces(record)


def json_lines(records: Iterable[Record]) -> Iterator[str]:
    """Records as lines of JSON, in pieces."""
    for record in records:
        yield from json_pieces(record)
        yield "\n"


class _Writer:
    """Writes one record. Parts that are one object in memory are put into text once."""

    def __init__(self) -> None:
        # The part is kept beside its text, so that no other can take its place in memory.
        self._texts: dict[int, tuple[Any, str]] = {}

    def pieces(self, value: Any) -> Iterator[str]:
        """The text of a value: of its lists and mappings, and those of its records, an entry a piece."""
        if is_dataclass(value):
            before = "{"
            kind: Any = type(value)
            for one in _fields_of(kind):
                part = getattr(value, one.name)
                if part != one.default:
                    yield before + one.key
                    before = ","
                    yield from self.pieces(part)
            yield "}" if before == "," else "{}"
        elif isinstance(value, tuple | list) and value and is_dataclass(value[0]):
            before = "["
            for part in value:
                yield before + self._text(part)
                before = ","
            yield "]"
        else:
            yield self._text(value)

    def _text(self, value: Any) -> str:
        if isinstance(value, str):
            return encode_basestring(value)
        if isinstance(value, tuple | list):
            return f"[{','.join(map(self._text, value))}]"
        if isinstance(value, Mapping):
            return "{" + ",".join(f"{encode_basestring(key)}:{self._text(part)}" for key, part in value.items()) + "}"
        if is_dataclass(value):
            known = self._texts.get(id(value))
            if known is None:
                known = self._texts[id(value)] = value, self._record(value)
            return known[1]
        return encode_basestring(value.isoformat()) if isinstance(value, date) else json.dumps(value)

    def _record(self, value: Any) -> str:
        found = []
        kind: Any = type(value)
        for one in _fields_of(kind):
            part = getattr(value, one.name)
            if part != one.default:
                found.append(one.key + self._text(part))
        return "{" + ",".join(found) + "}"
