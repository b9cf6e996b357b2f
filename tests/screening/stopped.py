"""A command of Clausewise that is stopped at a point of its work, in a process of its own:

    python -m screening.stopped FOLDER SIGNAL AT screen REGISTRY --output FOLDER …

Every time it opens, makes, renames or takes away something below FOLDER is an event; at event AT it sends itself the
signal. With 0 it runs to the end, and tells last how many events there were. Households are screened a few at a time,
by the rules on housing alone: what is stopped is how a registry is read and written, and the other rules would take
most of the time.
"""

from __future__ import annotations

import functools
import os
import signal
import sys

import clausewise.cli.screen as screen
import clausewise.screening.runs.passes as passes
from clausewise.cli import main
from clausewise.language.model import Pack
from clausewise.language.narrowing import with_rules
from clausewise.packs import open_pack

EVENTS = ("open", "os.", "shutil.")
EVERY = 4
"""So many households make a part."""


def watch(folder: str, number: int, at: int) -> list[int]:
    """Send this process a signal at an event; returns the count of those that were."""
    count = [0]

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        paths = [str(one) for one in arguments if isinstance(one, (str, os.PathLike))]
        if event.startswith(EVENTS) and any(path.startswith(folder) for path in paths):
            count[0] += 1
            if count[0] == at:
                os.kill(os.getpid(), number)

    sys.addaudithook(hook)
    return count


def open_housing(given: str | None) -> Pack:
    """The pack with its rules on housing."""
    pack = open_pack(given)
    return with_rules(pack, [rule.id for rule in pack.rules if rule.id.startswith("housing.")])


if __name__ == "__main__":
    folder, name, at, *words = sys.argv[1:]
    passes.Wish = functools.partial(passes.Wish, every=EVERY)  # type: ignore[misc, assignment]
    screen.open_pack = open_housing  # type: ignore[attr-defined, assignment]
    sys.argv = ["clausewise", *words]
    count = watch(folder, signal.Signals[name], int(at))
    try:
        main()
    finally:
        sys.stderr.write(f"\nevents {count[0]}\n")
