"""Figures as JSON and back: frozen data of whole numbers, words and nothing, so that reading them can run nothing.

A data class is written as the list of its fields, a mapping as a list of pairs, in its order. What is read is held to
the types of its fields, whoever wrote it. Not for programs of others: what they read has schemas.
"""

from __future__ import annotations

import dataclasses
import functools
import json
import types
from collections.abc import Callable, Hashable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from clausewise.errors import Diagnostic, Place, RequestError

Data = TypeVar("Data")
Decoder = Callable[[Any], Any]


def write_data(path: Path, data: object) -> None:
    """Write a data class into a file."""
    path.write_text(json.dumps(_plain(data)), encoding="utf-8")


def read_data(path: Path, kind: type[Data]) -> Data:
    """The data class of a file. Raises: RequestError for anything else that stands there."""
    try:
        data: Data = _decoder(cast(Hashable, kind))(json.loads(path.read_bytes()))
    except (OSError, ValueError, TypeError, RecursionError):
        mend = "delete the folder and run the same command again"
        raise RequestError(Diagnostic("is damaged and cannot be read", Place(str(path)), mend)) from None
    return data


def _plain(value: object) -> object:
    match value:
        case None | bool() | int():
            return value
        case str():
            return str(value)
        case tuple():
            return [_plain(one) for one in value]
        case Mapping():
            return [[_plain(key), _plain(one)] for key, one in value.items()]
    assert dataclasses.is_dataclass(value), f"{type(value).__name__} is not written"
    return [_plain(getattr(value, one.name)) for one in dataclasses.fields(value)]


@functools.cache
def _decoder(kind: Any) -> Decoder:
    """What reads a type."""
    origin, inside = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        (other,) = (one for one in inside if one is not type(None))
        decode = _decoder(other)
        return lambda value: None if value is None else decode(value)
    if origin is tuple:
        return _tuple(inside)
    if origin is not None and issubclass(origin, Mapping):
        key, one = map(_decoder, inside)
        return lambda pairs: {key(at): one(value) for at, value in _list(pairs)}
    if dataclasses.is_dataclass(kind):
        return _data_class(kind)
    if issubclass(kind, StrEnum):
        return lambda value: kind(value)
    return functools.partial(_exactly, kind)


def _tuple(inside: tuple[Any, ...]) -> Decoder:
    if len(inside) == 2 and inside[1] is Ellipsis:
        each = _decoder(inside[0])
        return lambda values: tuple(map(each, _list(values)))
    decoders = tuple(map(_decoder, inside))
    return lambda values: tuple(one(value) for one, value in zip(decoders, _list(values), strict=True))


def _data_class(kind: Any) -> Decoder:
    hints = get_type_hints(kind)
    decoders = [_decoder(hints[one.name]) for one in dataclasses.fields(kind)]
    return lambda values: kind(*(one(value) for one, value in zip(decoders, _list(values), strict=True)))


def _list(value: Any) -> list[Any]:
    return _exactly(list, value)


def _exactly(kind: type[Data], value: Any) -> Data:
    if type(value) is not kind:
        raise ValueError(f"{type(value).__name__} stands where {kind.__name__} belongs")
    return value
