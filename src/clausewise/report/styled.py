"""Text with styles, of which rich makes colours where there is a terminal; anywhere else nobody needs rich for it.

To import rich takes a tenth of a second and more than to check a case. What is here is its `Text` as far as reports
use it, with the same outcome: a text has one style of its own, and spans of it have others on top. Nothing here prints.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import rich.text

# What rich leaves out of any text: a bell, a backspace, and what would move the cursor within a line or down.
_LEFT_OUT = dict.fromkeys(b"\a\b\v\f\r")


class Text:
    """A text, the style of all of it, and spans of it that have styles of their own, as (begin, end, style)."""

    __slots__ = ("plain", "spans", "style")

    def __init__(self, text: str = "", style: str = "") -> None:
        self.plain = text if text.isprintable() else text.translate(_LEFT_OUT)
        self.style = style
        self.spans: list[tuple[int, int, str]] = []

    def __str__(self) -> str:
        return self.plain

    def __len__(self) -> int:
        return len(self.plain)

    def __add__(self, other: str | Text) -> Text:
        return self.copy().append(other)

    def __rich__(self) -> rich.text.Text:
        """The same for rich."""
        # Imported only here: what goes into a file or a pipe has no colours.
        from rich.text import Span
        from rich.text import Text as RichText

        return RichText(self.plain, self.style, spans=[Span(*span) for span in self.spans])

    @classmethod
    def assemble(cls, *parts: str | Text | tuple[str, str]) -> Text:
        """A text of parts, of which those with a style stand as (text, style)."""
        text = cls()
        for part in parts:
            if isinstance(part, tuple):
                text.append(*part)
            else:
                text.append(part)
        return text

    def copy(self) -> Text:
        """The same, to be changed alone."""
        return self.cut(0, len(self.plain))

    def cut(self, begin: int, end: int) -> Text:
        """What stands between two places."""
        text = Text(self.plain[begin:end], self.style)
        text.spans = [
            (max(first, begin) - begin, min(last, end) - begin, style)
            for first, last, style in self.spans
            if first < end and last > begin
        ]
        return text

    def append(self, more: str | Text, style: str = "") -> Text:
        """The same text, longer; its own style is that of what is appended too, unless that has one."""
        at = len(self.plain)
        if isinstance(more, str):
            self.plain += more if more.isprintable() else more.translate(_LEFT_OUT)
        else:
            self.plain += more.plain
            style = more.style
        if style and len(self.plain) > at:
            self.spans.append((at, len(self.plain), style))
        if isinstance(more, Text):
            self.spans += [(at + begin, at + end, of) for begin, end, of in more.spans]
        return self

    def join(self, texts: Iterable[Text]) -> Text:
        """One text of many, with this one between each two, and in the style of this one."""
        joined = Text(style=self.style)
        for number, text in enumerate(texts):
            if number:
                joined.append(self)
            joined.append(text)
        return joined

    def rstrip(self) -> None:
        """Take away the spaces at the end."""
        stripped = self.plain.rstrip()
        if stripped != self.plain:
            kept = self.cut(0, len(stripped))
            self.plain, self.spans = kept.plain, kept.spans
