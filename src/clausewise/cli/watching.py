"""Bars on a terminal's stderr while long work runs; elsewhere nothing is shown."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from clausewise.cli.output import make_progress_console
from clausewise.language.labels import Label, Language

Watch = Callable[[str, int, int], None]
"""Told of what is at work, how much of it is done, and of how much."""


@contextmanager
def watch_on_terminal(labels: Mapping[str, Label], language: Language) -> Iterator[Watch]:
    """Show a bar for each kind of work, by its label, from when it begins; all go when the work is done."""
    if not sys.stderr.isatty():
        yield watch_nothing
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=make_progress_console(), transient=True) as bars:
        tasks: dict[str, TaskID] = {}

        def show(work: str, done: int, of: int) -> None:
            if work not in tasks:
                tasks[work] = bars.add_task(labels[work].in_(language), total=of)
            bars.update(tasks[work], completed=done)

        yield show


def watch_nothing(work: str, done: int, of: int) -> None:
    """Tells nobody."""
