"""Writes a pack that is as many times as large as another: every fact, rule, duty and case as often, under other names.

The copies encode the same provisions and know nothing of each other, as sections of a long document do. For benchmarks.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import yaml

from clausewise.case_files import case_files_below
from clausewise.language.model import Pack, PackFolders
from clausewise.packs import pack_at_root

_FACT = re.compile(r"\b(household|member|application)\.([a-z][a-z0-9_]*)")
_LISTS = ("agencies.yaml", "registers.yaml", "connectives.yaml", "pack.yaml", "parameters.yaml", "01-missing.yaml")


def write_copies(pack: Pack, folders: PackFolders, times: int, root: Path) -> PackFolders:
    """A pack of so many copies below a root, which must be empty; its folders."""
    copied = pack_at_root(root, folders.id)
    shutil.copytree(folders.policy, copied.policy)
    copied.rules.mkdir(parents=True)
    copied.cases.mkdir(parents=True)
    for name in _LISTS:
        if (folders.rules / name).exists():
            shutil.copy(folders.rules / name, copied.rules / name)
    ids = [*pack.rules_by_id, *(duty.id for duty in pack.duties), *(one.id for one in pack.assurances)]
    entry = re.compile(r"(?<![\w.])(" + "|".join(sorted(map(re.escape, ids), key=len, reverse=True)) + r")(?![\w.])")
    texts = {path.name: path.read_text(encoding="utf-8") for path in sorted(folders.rules.glob("*.yaml"))}
    together: dict[str, list[str]] = {}
    for copy in range(times):
        for name, text in texts.items():
            if name not in _LISTS:
                together.setdefault(name, []).append(_renamed(text, entry, copy))
        for path in case_files_below(folders.cases):
            _write_case(path, entry, copy, copied.cases / f"{path.stem}-{copy}.yaml")
    for name, parts in together.items():
        (copied.rules / name).write_text("\n".join(parts), encoding="utf-8")
    return copied


def _renamed(text: str, entry: re.Pattern[str], copy: int) -> str:
    text = entry.sub(rf"\g<1>_{copy}", text)
    text = re.sub(r"(?<![\w.])([a-z_]+\.\*)", rf"\g<1>_{copy}", text)
    return _FACT.sub(lambda found: found[0] if _is_entry(found[0], entry, copy) else f"{found[0]}_{copy}", text)


def _is_entry(word: str, entry: re.Pattern[str], copy: int) -> bool:
    return entry.fullmatch(word.removesuffix(f"_{copy}")) is not None


def _write_case(path: Path, entry: re.Pattern[str], copy: int, to: Path) -> None:
    case: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    case["case"] = to.stem
    for subject in ("household", "application"):
        if case.get(subject):
            case[subject] = {f"{fact}_{copy}": value for fact, value in case[subject].items()}
    for member in case.get("members") or ():
        facts = {fact: member.pop(fact) for fact in list(member) if fact != "id"}
        member.update({f"{fact}_{copy}": value for fact, value in facts.items()})
    # What is expected of the whole measure is a matter of all copies together.
    expected = {key: value for key, value in (case.get("expect") or {}).items() if key != "measures"}
    case["expect"] = yaml.safe_load(_renamed(yaml.safe_dump(expected, allow_unicode=True), entry, copy))
    to.write_text(yaml.safe_dump(case, allow_unicode=True, sort_keys=False), encoding="utf-8")
