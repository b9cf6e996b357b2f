"""A rich console that leaves it to the command line what a closed pipe means. Nothing else imports rich eagerly."""

from __future__ import annotations

from collections.abc import Iterable
from typing import IO, NoReturn

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

from clausewise.visible import visible

_WIDTH = 80


class TerminalConsole(Console):
    """Prints text as it is, with what cannot be seen shown: no markup, no emoji codes, no highlighting of numbers."""

    def __init__(self, *, stderr: bool = False, file: IO[str] | None = None, width: int | None = None) -> None:
        super().__init__(stderr=stderr, file=file, width=width, highlight=False, markup=False, emoji=False)
        if self.width < 1:
            # Nothing fits into the width that COLUMNS=0 asks for.
            self.width = _WIDTH

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """The segments of what is printed: colours are rich's own, and no text of a file can do anything."""
        for segment in super().render(renderable, options):
            yield segment if segment.control else Segment(visible(segment.text), segment.style)

    def on_broken_pipe(self) -> NoReturn:
        """Raise: BrokenPipeError, which rich would turn into an exit code that means something else here."""
        raise BrokenPipeError
