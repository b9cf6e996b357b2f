"""Writes a false statement as a folder that a person can run again: the pack, the household, and what to type."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from clausewise.document import write_document
from specification.attacking import Falsified
from specification.written import DOCUMENT, Plan, data_of, write_yaml

_README = """{kind}: {says}

said by      clausewise {command}
shown false  {shown}

Run in this folder:

{commands}
"""


def write_falsified(one: Falsified, folder: Path) -> None:
    """The folder of a false statement; where it is about two packs, the second lies in new/."""
    packs = {".": one.plan} | ({"new": one.other} if one.other is not None else {})
    for name, plan in packs.items():
        _write_pack(plan, folder / name)
    written: dict[str, Any] = {"case": "household", **one.household}
    commands = [f"clausewise {_command(one)}"]
    if written["as_of"] is not None:
        _write(folder / "household.yaml", _lines(written))
        commands += [f"clausewise check household.yaml --pack {Path(name) / 'rules/generated'}" for name in packs]
    shown = one.shown.replace("\n", "\n             ")
    text = _README.format(
        kind=one.kind.value,
        says=one.says,
        command=one.command,
        shown=shown,
        commands="\n".join(f"  {c}" for c in commands),
    )
    _write(folder / "README.txt", text)


def _command(one: Falsified) -> str:
    word = one.command.partition(" ")[0].rstrip(":")
    if word == "diff":
        return "diff rules/generated new/rules/generated"
    return "audit rules/generated" if word == "audit" else f"{one.command} --pack rules/generated"


def _write_pack(plan: Plan, root: Path) -> None:
    for name, data in data_of(plan).items():
        _write(root / "rules" / "generated" / name, _lines(data))
    _write(root / "policy" / "generated" / "document.yaml", write_document(DOCUMENT))


def _lines(data: Mapping[str, Any] | Sequence[Any]) -> str:
    """YAML with each entry on a line of its own."""
    if not data:
        return write_yaml(data) + "\n"
    if isinstance(data, Mapping):
        return "".join(f"{key}: {write_yaml(value)}\n" for key, value in data.items())
    return "".join(f"- {write_yaml(entry)}\n" for entry in data)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
