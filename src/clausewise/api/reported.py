"""What every answer can do: give its record, and itself as JSON and text."""

from __future__ import annotations

import io
import json
from abc import ABC, abstractmethod
from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING, Any

from clausewise.language.labels import Language
from clausewise.records.base import Record, as_data, as_json

if TYPE_CHECKING:
    from clausewise.report.plain_console import Console

WIDTH = 100
"""So many columns are what `to_text` takes, unless it is told otherwise."""


class Reported(ABC):
    """An answer. Its `record` is what its JSON is made of: see docs/records.md."""

    @property
    @abstractmethod
    def record(self) -> Record:
        """The answer as frozen data."""

    def to_dict(self) -> dict[str, Any]:
        """The record as dicts, lists and plain values; fields at their defaults are left out."""
        data: dict[str, Any] = as_data(self.record)
        return data

    def to_json(self, *, indent: int | None = None) -> str:
        """The same as JSON: one line, or indented."""
        return as_json(self.record) if indent is None else json.dumps(self.to_dict(), ensure_ascii=False, indent=indent)

    @abstractmethod
    def to_text(self, lang: Language = "en", width: int = WIDTH) -> str:
        """As the command prints it, in `zh` or `en`, so many columns wide."""

    def _repr_html_(self) -> str:
        """How a notebook shows it."""
        return f"<pre>{escape(self.to_text())}</pre>"


def printed(write: Callable[[Console], None], width: int) -> str:
    """What a function prints on a console so many columns wide, without colour."""
    from clausewise.report.plain_console import PlainConsole

    lines = io.StringIO()
    write(PlainConsole(lines, width))
    return lines.getvalue()
