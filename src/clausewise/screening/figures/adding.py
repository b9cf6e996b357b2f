"""Figures of parts as those of the whole."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

_Key = TypeVar("_Key")
_Sum = TypeVar("_Sum", bound=Any)


def added(left: Mapping[_Key, _Sum], right: Mapping[_Key, _Sum]) -> dict[_Key, _Sum]:
    """Two sets of figures by key as one; what both have is added up, in the order of the first."""
    return {**left, **{key: left[key] + value if key in left else value for key, value in right.items()}}
