"""Where a command's answer goes: the terminal, or a file that is written whole or not at all."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from io import StringIO, TextIOWrapper
from pathlib import Path
from typing import IO, TYPE_CHECKING, TypeVar

import typer

from clausewise.visible import visible
from clausewise.whole_files import ODD_NAMES, write_whole, write_whole_pieces

if TYPE_CHECKING:
    from clausewise.report.console import TerminalConsole
    from clausewise.report.plain_console import Console

Given = TypeVar("Given")

# Longer lines are hard to read, however wide the terminal is.
MAX_WIDTH = 100


def prepare_streams() -> bool:
    """Let text go out whatever the locale: UTF-8 into files and pipes, `?` where a terminal lacks a character.

    Returns whether there is a standard output; where there is none, it says so.
    """
    if sys.stderr is None:
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    if sys.stdout is None:
        sys.stderr.write("standard output is closed — leave out >&-, or send it to a file\n")
        return False
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            if stream.isatty():
                stream.reconfigure(errors="replace")
            else:
                stream.reconfigure(encoding="utf-8", errors=ODD_NAMES)
    return True


def make_console() -> Console:
    """A console as wide as the terminal (COLUMNS, or 80, without one), with colours only on a terminal."""
    return _console_on(sys.stdout)


def make_progress_console() -> TerminalConsole:
    """A console on standard error, for what shows how far things are."""
    from clausewise.report.console import TerminalConsole

    return TerminalConsole(stderr=True)


@contextmanager
def console_for(output: Path | None) -> Iterator[Console]:
    """A console for the terminal, or one whose lines, 100 columns wide, become a file when nothing went wrong.

    Raises: RequestError when the file cannot be written.
    """
    if output is None:
        yield make_console()
        return
    lines = StringIO()
    yield _console_on(lines, MAX_WIDTH)
    write_whole(output, lines.getvalue())


def _console_on(stream: IO[str], width: int | None = None) -> Console:
    if _is_for_rich(stream):
        # Imported only here: rich takes longer to import than a case takes to check.
        from clausewise.report.console import TerminalConsole

        return TerminalConsole(file=stream, width=width)
    from clausewise.report.plain_console import PlainConsole

    return PlainConsole(stream, _columns() if width is None else width)


def _is_for_rich(stream: IO[str]) -> bool:
    """Whether colours may be wanted, or only rich knows how wide a line is."""
    wished = any(name in os.environ for name in ("FORCE_COLOR", "TTY_COMPATIBLE"))
    return wished or sys.platform == "win32" or stream.isatty()


def _columns() -> int:
    """How wide rich would find the terminal, of which one stream or other may still be one; 0 where there is none."""
    wished = os.environ.get("COLUMNS", "")
    if wished.isdecimal():
        return int(wished)
    for stream in (0, 1, 2):
        with suppress(ValueError, OSError):
            return os.get_terminal_size(stream).columns
    return 0


class Screen:
    """Writes lines on standard output, wrapped between Chinese letters or Latin words; colour only on a terminal."""

    def __init__(self) -> None:
        self._console = make_console()
        self._width = min(self._console.width, MAX_WIDTH)

    def line(self, content: str, *, prefix: str = "", style: str = "") -> None:
        """A line of text after `prefix`; where it goes on, it is indented by the prefix's width."""
        from rich.cells import cell_len

        from clausewise.report.styled import Text
        from clausewise.report.wrapping import break_lines

        indent = cell_len(prefix)
        for number, (begin, end) in enumerate(break_lines(content, max(self._width - indent, 20))):
            before = " " * indent if number else prefix
            self._console.print(Text(before).append(content[begin:end], style), soft_wrap=True)

    def blank(self) -> None:
        """An empty line."""
        self._console.print()


def with_progress(given: Sequence[Given], what: str) -> Iterable[Given]:
    """The same, with a bar on a terminal's stderr when there is more than one; it goes when they are done."""
    if len(given) < 2 or not sys.stderr.isatty():
        return given
    from rich.progress import track

    console = make_progress_console()
    return track(given, what, console=console, transient=True) if console.is_interactive else given


def write_out(text: str, output: Path | None) -> None:
    """Write a whole answer to a file, or print it; on a terminal what cannot be seen is shown. Raises: RequestError."""
    write_out_pieces((text,), output)


def write_out_pieces(pieces: Iterable[str], output: Path | None) -> None:
    """The same with an answer that comes in pieces, one after the other. Raises: RequestError."""
    if output is not None:
        write_whole_pieces(output, pieces)
    else:
        sys.stdout.writelines(map(visible, pieces) if sys.stdout.isatty() else pieces)


def say(text: str, *, err: bool = False) -> None:
    """Print a line, with what cannot be seen in it shown."""
    typer.echo(visible(text), err=err)
