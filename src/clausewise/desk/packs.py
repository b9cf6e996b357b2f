"""The pack that this desk checks by: the version it opened is the one it works with until it is started anew.

All of it is read when it is opened, its cases too; whatever becomes of its files afterwards changes no answer.
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from django.utils import timezone

import clausewise
from clausewise.case.given import read_given_value
from clausewise.errors import CaseError, InputError
from clausewise.language.facts import Fact
from clausewise.packs import find_pack, open_pack
from clausewise.packs.copies import files_of_pack, pack_digest

PACK = "CLAUSEWISE_DESK_PACK"


class OnDisk(StrEnum):
    """What lies now where the pack was opened."""

    SAME = "same"
    OTHER = "other"
    FAULTY = "faulty"


@dataclass(frozen=True)
class Opened:
    """The pack as it was opened: by which name, when, and the bytes of its cases by their names."""

    pack: clausewise.Pack
    name: str | None
    at: datetime.datetime
    cases: Mapping[str, bytes]

    @property
    def digest(self) -> str:
        """What names the version: the digest of its document and rules."""
        return pack_digest(self.pack.model)


@cache
def opened() -> Opened:
    """The only pack in reach, or the one that CLAUSEWISE_DESK_PACK names, read once in a process.

    Raises: RequestError, PackError, DocumentError.
    """
    name = os.environ.get(PACK) or None
    pack = clausewise.load(name)
    _ = pack.files
    return Opened(pack, name, timezone.now(), _cases(name))


def current_pack() -> clausewise.Pack:
    """The pack as it was opened. Raises: RequestError, PackError, DocumentError where it cannot be."""
    return opened().pack


def takes(fact: Fact, value: Any) -> bool:
    """Whether a fact can have a value that was kept: a pack opened later may have another type or other choices."""
    try:
        read_given_value(value, fact, fact.name)
    except CaseError:
        return False
    return True


def on_disk() -> OnDisk:
    """Whether the files of the pack are still those that were opened, and whether others could be opened."""
    now = opened()
    try:
        files_of_pack(now.pack.model, now.name)
    except InputError:
        try:
            open_pack(now.name)
        except InputError:
            return OnDisk.FAULTY
        return OnDisk.OTHER
    return OnDisk.SAME


def _cases(name: str | None) -> dict[str, bytes]:
    """The cases that lie beside a pack; a copy in one file has none."""
    if name is not None and name.endswith(".zip"):
        return {}
    return {path.stem: path.read_bytes() for path in sorted(find_pack(name).cases.glob("*.yaml"))}
