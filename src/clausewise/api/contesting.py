"""The contested points of a pack from Python."""

from __future__ import annotations

from functools import cached_property

from clausewise.api.reported import WIDTH, Reported, printed
from clausewise.audit.contested import ContestedPoints
from clausewise.language.labels import Language
from clausewise.recording.contested import record_contested
from clausewise.records import contested as records


class Contested(Reported):
    """Words that can be read in two ways, and whom the readings tell apart."""

    def __init__(self, found: ContestedPoints) -> None:
        self._found = found

    @cached_property
    def record(self) -> records.ContestedAnswer:
        """As `clausewise contested --format json` writes it."""
        return record_contested(self._found)

    @property
    def points(self) -> tuple[records.Point, ...]:
        """The points, in the order of the document."""
        return self.record.points

    def to_text(self, lang: Language = "en", width: int = WIDTH) -> str:
        """As `clausewise contested` prints it."""
        from clausewise.report.contested.text import print_contested

        return printed(lambda console: print_contested(console, self._found, lang), width)

    def to_html(self, lang: Language = "en") -> str:
        """As a page that needs nothing beside itself."""
        from clausewise.report.contested.html import render_contested_html

        return render_contested_html(self._found, lang)

    def __repr__(self) -> str:
        return f"<Contested: {len(self.points)} points>"
