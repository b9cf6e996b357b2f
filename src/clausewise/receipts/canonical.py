"""Canonical JSON (RFC 8785) of data without fractions, and its digest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

_MOST = 2**53 - 1


def canonical(data: Any) -> bytes:
    """The one way to write data as JSON. Raises: ValueError for a number that is no whole one, or too large.

    >>> canonical({"b": [1, True, None], "a": "环\\u0007"}).decode()
    '{"a":"环\\\\u0007","b":[1,true,null]}'
    """
    return json.dumps(_ordered(data), ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def _ordered(data: Any) -> Any:
    match data:
        case None | bool() | str():
            return data
        case int():
            if abs(data) > _MOST:
                raise ValueError(f"{data} is no number that every program reads alike")
            return data
        case Mapping():
            # Keys stand in the order of their UTF-16 code units.
            return {key: _ordered(data[key]) for key in sorted(data, key=lambda key: key.encode("utf-16-be"))}
        case list() | tuple():
            return [_ordered(one) for one in data]
    raise ValueError(f"a {type(data).__name__} cannot stand in canonical JSON")


def digest_of(data: Any) -> str:
    """The SHA-256 of data as canonical JSON, in hexadecimal digits. Raises: ValueError."""
    return hashlib.sha256(canonical(data)).hexdigest()
