"""Tells faults from their consequences: a fact that was refused is unknown to every rule that reads it.

The fault itself is reported where it stands, so what only follows from it would send an author to the wrong places.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import Any

from clausewise.classes import dataclass
from clausewise.errors import Diagnostic, InputError
from clausewise.language.model import PackFolders
from clausewise.yaml_source import read_yaml

_UNKNOWN = re.compile(r"there is no (fact|agency|register|rule) (\S+)")
_UNKNOWN_PATTERN = re.compile(r"no rule is called (\S+)")
_GRANTED_BY_NONE = re.compile(r"no rule (grants the aid|sets in motion|is handled by) .+")
_KIND_OF_FILE = {
    "facts.yaml": "fact",
    "parameters.yaml": "parameter",
    "agencies.yaml": "agency",
    "registers.yaml": "register",
}
_WITHOUT_NAMES = ("pack.yaml", "connectives.yaml", "assurances.yaml", "accepted.yaml", "english.yaml", "topics.yaml")
# Without these a pack is refused, so that their names are not known to be none.
_NEEDED = ("fact", "agency")


@dataclass(frozen=True)
class NamesWritten:
    """The names that a pack's files write by kind, also those whose entry is refused; None where a file is no YAML."""

    by_kind: Mapping[str, frozenset[str] | None]

    def explain(self, diagnostic: Diagnostic) -> bool:
        """Whether a diagnostic only says that a name is unknown which is written, or may be, in a refused entry."""
        found = _UNKNOWN.fullmatch(diagnostic.message)
        if found is not None:
            kind, name = found.groups()
            if kind == "fact" and name.startswith("parameter."):
                kind, name = "parameter", name.partition(".")[2]
            written = self.by_kind[kind]
            return written is None or name in written
        rules = self.by_kind["rule"]
        if _GRANTED_BY_NONE.fullmatch(diagnostic.message):
            return rules is None
        pattern = _UNKNOWN_PATTERN.fullmatch(diagnostic.message)
        if pattern is None:
            return False
        return rules is None or any(fnmatchcase(rule, pattern[1]) for rule in rules)


def names_written(folders: PackFolders) -> NamesWritten:
    """The names in the files of a pack's rules folder."""
    rules: frozenset[str] | None = frozenset()
    by_kind: dict[str, frozenset[str] | None] = {"parameter": rules, "register": rules} | dict.fromkeys(_NEEDED)
    for path in folders.rules.glob("*.yaml"):
        kind = _KIND_OF_FILE.get(path.name, "rule")
        try:
            data = read_yaml(path).data
        except InputError:
            data = None
        if kind != "rule":
            by_kind[kind] = frozenset(data) if isinstance(data, dict) else None
        elif path.name not in _WITHOUT_NAMES:
            rules = None if rules is None or not isinstance(data, list) else rules | _rules_in(data)
    return NamesWritten(by_kind | {"rule": rules})


def _rules_in(entries: list[Any]) -> frozenset[str]:
    named = (entry.get("rule") for entry in entries if isinstance(entry, dict))
    return frozenset(rule for rule in named if isinstance(rule, str))
