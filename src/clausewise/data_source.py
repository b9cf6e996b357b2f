"""Data that a program gives in the place of a file, with the place of each part as programs write it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from clausewise.classes import dataclass
from clausewise.errors import Diagnostic, InputError, Place
from clausewise.yaml_source import MAX_DEPTH, PathKey, Source


@dataclass(frozen=True, slots=True)
class DataSource(Source):
    """Data that a program gave: its places are paths in it, and `file` is what the whole is called."""

    def place(self, path: PathKey, *, key: bool = False) -> Place:
        """The path of the value, `members[1].age`."""
        return Place(write_path(path) or self.file)


def write_path(path: PathKey) -> str:
    """A path as programs write it: `members[1].age`; nothing for the whole."""
    found = ""
    for one in path:
        found += f"[{one}]" if isinstance(one, int) else f".{one}" if found else str(one)
    return found


def refuse_depth(path: PathKey, error: type[InputError], mend: str) -> None:
    """Refuse what is nested deeper than a file may be. Raises: `error`."""
    if len(path) > MAX_DEPTH:
        raise error(Diagnostic("the nesting is too deep", Place(write_path(path[:6])), mend))


def by_text(given: Mapping[Any, Any], path: PathKey, error: type[InputError]) -> dict[str, Any]:
    """What is given under each key, by the key as text, as a file has it. Raises: `error` for two that are the same."""
    found: dict[str, Any] = {}
    for key, part in given.items():
        if str(key) in found:
            mend = "keep one of them"
            raise error(
                Diagnostic(f"{key} is given twice, as a text and otherwise", Place(write_path((*path, str(key)))), mend)
            )
        found[str(key)] = part
    return found


def digest_of(data: Any) -> str:
    """The SHA-256 of the data as JSON with sorted keys, which is the same whatever the order they were given in."""
    written = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest()
