"""Puts people's names where the engine's answers have ids. The engine knows nobody by name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any, TypeVar

_Said = TypeVar("_Said")


class Names:
    """What the members of one household are called, by id."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self.names = dict(names)
        self._ids = re.compile("|".join(map(re.escape, self.names))) if self.names else None

    def __getitem__(self, member: str) -> str:
        return self.names.get(member, member)

    def put(self, text: str) -> str:
        """A text with names where it has ids."""
        return self._ids.sub(lambda found: self.names[found[0]], text) if self._ids else text

    def put_in(self, said: _Said) -> _Said:
        """The same of every text of an outline: of its data classes and tuples, named or not."""
        return self._put_in(said)  # type: ignore[no-any-return]

    def _put_in(self, said: Any) -> Any:
        if isinstance(said, Enum) or said is None or self._ids is None:
            return said
        if isinstance(said, str):
            return self.put(said)
        if isinstance(said, tuple):
            return self._put_in_tuple(said)
        if is_dataclass(said) and not isinstance(said, type) and said.__module__.startswith("clausewise.report"):
            changed = {one.name: self._put_in(getattr(said, one.name)) for one in fields(said) if one.init}
            return replace(said, **changed)
        return said

    def _put_in_tuple(self, said: tuple[Any, ...]) -> tuple[Any, ...]:
        """A tuple, or a record of a report that is a named one; what the engine says keeps its ids."""
        if type(said) is tuple:
            return tuple(map(self._put_in, said))
        is_of_report = hasattr(said, "_make") and type(said).__module__.startswith("clausewise.report")
        made: tuple[Any, ...] = type(said)._make(map(self._put_in, said)) if is_of_report else said  # type: ignore[attr-defined]
        return made
