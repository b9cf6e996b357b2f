"""The rules of chongqing-2020 as plain data to make cases of, beside the pack that the engine reads.

Facts, parameters and entries are taken as the YAML files hold them; nothing here types or evaluates them.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any

from clausewise.errors import PackError
from clausewise.language.model import Pack, PackFolders
from clausewise.language.pack import load_pack
from clausewise.packs import pack_at_root
from clausewise.plain import PlainPack, read_folders
from clausewise.yaml_source import read_yaml
from specification.written import Plan

FOLDERS: PackFolders = pack_at_root(Path(__file__).parents[2], "chongqing-2020")


def chongqing_pack() -> Pack:
    """The pack as the engine reads it, from its files."""
    return load_pack(FOLDERS)


class _FromItsFiles(Plan):
    @cached_property
    def plain(self) -> PlainPack:
        return read_folders(FOLDERS.rules, FOLDERS.policy)


def chongqing_plan() -> Plan:
    """The same files as plain data."""
    files: dict[str, Any] = {path.name: read_yaml(path, PackError).data for path in FOLDERS.rules.glob("*.yaml")}
    entries = [entry for data in files.values() if isinstance(data, list) for entry in data]
    rules = {entry["rule"]: entry for entry in entries if "rule" in entry}
    contested = files.get("contested.yaml", {})
    return _FromItsFiles(files["facts.yaml"], files.get("parameters.yaml", {}), rules, contested=contested)
