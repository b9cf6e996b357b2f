"""Where a mapping says that rows come from, held against what a name of a file, an encoding or a time zone can be."""

from __future__ import annotations

import zoneinfo
from collections.abc import Iterable
from pathlib import PureWindowsPath

from clausewise.errors import did_you_mean
from clausewise.screening.mapping.encodings import KNOWN_ENCODINGS, text_encoding

Wrong = tuple[str, str]
"""What is wrong, and what would be right."""


def wrong_sources(kind: str, written: Iterable[str]) -> Wrong | None:
    """What is wrong with the names of a table's files."""
    outside = next((one for one in written if _leads_outside(one)), None)
    if outside is None:
        return None
    mend = "name a file of the registry's folder, or a table of its database"
    return f"{kind} are taken from outside the registry: {outside}", mend


def _leads_outside(written: str) -> bool:
    """Whether the name of a file is a path that begins elsewhere or goes up, as any system would write it."""
    windows = PureWindowsPath(written)
    return bool(windows.root or windows.drive) or ".." in windows.parts


def wrong_encoding(written: str) -> Wrong | None:
    """What is wrong with the name of an encoding."""
    if text_encoding(written) is not None:
        return None
    mend = did_you_mean(written.lower(), KNOWN_ENCODINGS) or f"write one of {', '.join(KNOWN_ENCODINGS)}"
    return f"there is no encoding {written}", mend


def wrong_time_zone(written: str) -> Wrong | None:
    """What is wrong with the name of a time zone."""
    there = zoneinfo.available_timezones()
    if written in there:
        return None
    return f"there is no time zone {written}", did_you_mean(written, there) or "write a name such as Asia/Shanghai"
