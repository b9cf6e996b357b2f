"""Data that a program gives in the place of a file, with the place of each part as programs write it."""

from __future__ import annotations

from clausewise.classes import dataclass
from clausewise.errors import Place
from clausewise.yaml_source import PathKey, Source


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
