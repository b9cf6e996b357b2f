"""Our engines, each in a process of its own: Clausewise, and Polars by hand.

    python our_engines.py ARRAYS clausewise|unknowns|grouped|neighbouring

Started by run.py. `unknowns` is Clausewise on the same arrays of which a fifth of all values is not known.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from zlib import crc32

import polars as pl
from answering import answer
from arrays import read_frames
from by_hand import Grouped, Neighbouring

from clausewise.screening.engines.in_memory import Screened, program_for, screen_frames
from clausewise.screening.rules.columns import HOUSEHOLD, MEMBER, ROW

UNKNOWN = 0.2


def by_clausewise(folder: Path, unknown: float = 0) -> Callable[[], dict[str, object]]:
    """A run that looks at what the columns have, takes the program for them, and screens.

    The program is compiled before, as for the first part of a registry; how long that took is told.
    """
    pack, households, members = read_frames(folder)
    if unknown:
        households, members = _forgotten(households, unknown), _forgotten(members, unknown)
    start = time.perf_counter()
    program_for(pack, pack.printed, households, members)
    compiled = time.perf_counter() - start

    def run() -> dict[str, object]:
        program = program_for(pack, pack.printed, households, members)
        return {"compiled": compiled, "true": partial(_true, screen_frames(program, households, members))}

    return run


def _true(screened: Screened) -> int:
    return sum(screened.count(rule)["applies"] for rule in screened.program.verdicts)


def _forgotten(frame: pl.DataFrame, unknown: float) -> pl.DataFrame:
    """The same frame with a share of each column's values gone."""
    rows = pl.int_range(frame.height, dtype=pl.UInt64)

    def kept(name: str) -> pl.Expr:
        chance = rows.hash(seed=crc32(name.encode())).cast(pl.Float64) * 2.0**-64
        return pl.when(chance >= unknown).then(pl.col(name)).alias(name)

    return frame.with_columns(kept(name) for name in frame.columns if name not in (HOUSEHOLD, ROW, MEMBER))


def by_hand(way: Grouped | Neighbouring) -> dict[str, object]:
    """A run of Polars by hand."""
    made = way.run()
    return {"true": lambda: int(made.sum().sum_horizontal().item())}


def main() -> None:
    """Answer run.py."""
    folder, engine = Path(sys.argv[1]), sys.argv[2]
    ways: dict[str, Callable[[], Callable[[], dict[str, object]]]] = {
        "clausewise": lambda: by_clausewise(folder),
        "unknowns": lambda: by_clausewise(folder, UNKNOWN),
        "grouped": lambda: partial(by_hand, Grouped(folder)),
        "neighbouring": lambda: partial(by_hand, Neighbouring(folder)),
    }
    answer(ways[engine]())


if __name__ == "__main__":
    main()
