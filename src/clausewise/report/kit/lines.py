"""The lines of all documents on a terminal. Colour comes from rich and only there; nothing is said by colour alone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.cells import cell_len

from clausewise.report.styled import Text
from clausewise.report.wording import Wording
from clausewise.report.wrapping import lines_of

if TYPE_CHECKING:
    from clausewise.report.plain_console import Console

# Longer lines are hard to read, however wide the terminal is.
MAX_WIDTH = 100


class Page:
    """Writes the lines of a document, each within the width of a console, and prints them there."""

    def __init__(self, console: Console, wording: Wording) -> None:
        self._console = console
        self._wording = wording
        self._lines: list[Text] = []
        self.width = min(console.width, MAX_WIDTH)
        self._labels = 2 + max(
            cell_len(wording.word(name)) for name in ("aid", "agency", "followup", "deadline", "facts", "quoted")
        )

    def line(self, prefix: str | Text, content: str | Text, *, style: str = "") -> None:
        """A prefix and what follows it, wrapped; lines after the first are indented by the prefix's width."""
        text = Text(content, style=style) if isinstance(content, str) else content
        begin = Text(prefix) if isinstance(prefix, str) else prefix
        indent = cell_len(begin.plain)
        for number, line in enumerate(lines_of(text, max(self.width - indent, 20))):
            whole = (begin if number == 0 else Text(" " * indent)) + line
            whole.rstrip()
            self._lines.append(whole)

    def verbatim(self, line: str | Text, *, style: str = "") -> None:
        """A line as it is, however long, so that it can be copied."""
        self._lines.append(Text(line, style=style) if isinstance(line, str) else line)

    def blank(self) -> None:
        """An empty line."""
        self._lines.append(Text())

    def print(self) -> None:
        """Print what was written. All of it at once, because a console takes its time over each call."""
        self._console.print(Text("\n").join(self._lines), soft_wrap=True, highlight=False)
        self._lines.clear()

    def field(self, indent: int, name: str, text: str | Text, *, remark: str = "") -> None:
        """A line with its name before it, unless there is nothing to say."""
        if not text:
            return
        label = self._wording.word(name)
        padding = " " * max(self._labels - cell_len(label), 2)
        content = Text(text) if isinstance(text, str) else text
        self.line(
            Text(" " * indent).append(label + padding, "dim"), content + Text(f"  {remark}" if remark else "", "dim")
        )

    def notices(self, notices: Iterable[str]) -> None:
        """What to know beside an answer, a line each."""
        for notice in notices:
            self.line("! ", notice, style="yellow")
