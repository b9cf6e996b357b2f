"""A rich console that leaves it to the command line what a closed pipe means. Nothing else imports rich eagerly."""

from __future__ import annotations

from typing import NoReturn

from rich.console import Console


class TerminalConsole(Console):
    """Prints text as it is: no markup, no emoji codes, no highlighting of numbers."""

    def __init__(self, *, stderr: bool = False) -> None:
        super().__init__(stderr=stderr, highlight=False, markup=False, emoji=False)

    def on_broken_pipe(self) -> NoReturn:
        """Raise: BrokenPipeError, which rich would turn into an exit code that means something else here."""
        raise BrokenPipeError
