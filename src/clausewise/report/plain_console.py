"""A console for a file or a pipe: lines without colour, as rich prints them there, but without rich."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any

from rich.cells import cell_len

from clausewise.visible import visible

if TYPE_CHECKING:
    from typing import Protocol

    class Console(Protocol):
        """What reports are printed on: a console of rich, or a plain one."""

        @property
        def width(self) -> int:
            """So many cells stand on a line."""

        def print(self, *objects: Any, soft_wrap: bool | None = None, highlight: bool | None = None) -> None:
            """Print a text, or an empty line."""


_WIDTH = 80
_TAB = 8


class PlainConsole:
    """Prints text as it is, with what cannot be seen shown; 80 columns wide where nothing fits into its width."""

    def __init__(self, stream: IO[str], width: int) -> None:
        self._stream = stream
        self.width = width if width > 0 else _WIDTH

    def print(self, *objects: Any, soft_wrap: bool | None = None, highlight: bool | None = None) -> None:
        """Print texts and the end of a line. Raises: BrokenPipeError where nobody reads them any more."""
        text = " ".join(map(str, objects))
        if "\t" in text:
            text = "\n".join(map(_expand_tabs, text.split("\n")))
        self._stream.write(f"{visible(text)}\n")
        self._stream.flush()


def _expand_tabs(line: str) -> str:
    """A line with spaces up to every eighth cell for each tab."""
    *parts, last = line.split("\t")
    return "".join(f"{part}{' ' * (_TAB - cell_len(part) % _TAB)}" for part in parts) + last
