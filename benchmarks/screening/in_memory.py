"""Times a pack over a made-up registry in memory, a fifth of its values unknown: no files, no intake.

    python benchmarks/screening/in_memory.py --households 1000000 --pack chongqing-2020

Tells, in seconds of the processor, how long it takes to compile the rules, to screen, to make verdicts of what was
screened, and to say what would settle most. Run by hand, never by the tests.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from functools import partial

import polars as pl
from answering import peak_mb
from normalised import frames
from registry import CHUNK, Recipe, recipe_for

from clausewise.packs import open_pack
from clausewise.screening.engines.in_memory import program_for, screen_frames
from clausewise.screening.engines.settled import count_settled, settling_for
from clausewise.screening.rules.columns import ROW


def timed(label: str, call: Callable[[], object], rounds: int) -> None:
    """Print the median and the least of so many calls, after one that warms up; the first one too."""
    taken = []
    for _ in range(rounds + 1):
        start = time.process_time()
        call()
        taken.append(time.process_time() - start)
    print(
        f"{label:<34}{taken[0]:9.3f} s first{statistics.median(taken[1:]):9.3f} s median{min(taken[1:]):9.3f} s least"
    )


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--households", type=int, default=1_000_000)
    arguments.add_argument("--unknown", type=float, default=0.2)
    arguments.add_argument("--pack", default="chongqing-2020")
    arguments.add_argument("--rounds", type=int, default=5)
    options = arguments.parse_args()
    pack = open_pack(options.pack)
    recipe = recipe_for(pack, options.unknown, 7)
    households, members = registry(recipe, options.households)
    print(f"{households.height:,} households, {members.height:,} members, {len(pack.rules)} rules; {peak_mb()} MB")
    start = time.process_time()
    program = program_for(pack, pack.printed, households, members)
    columns, joined = len(program.joining.schedule.columns), len(program.joining.joined)
    print(f"verdicts: compiled in {time.process_time() - start:.3f} s, {columns} columns, {joined} joined")
    timed("  screened", partial(screen_frames, program, households, members), options.rounds)
    start = time.process_time()
    settling = settling_for(pack, pack.printed, households, members)
    columns, joined = len(settling.joining.schedule.columns), len(settling.joining.joined)
    print(
        f"what would settle them: compiled in {time.process_time() - start:.3f} s, {columns} columns, {joined} joined"
    )
    timed("  counted", partial(count_settled, settling, households, members), options.rounds)
    screened = screen_frames(program, households, members)
    start = time.process_time()
    _ = screened.verdicts, screened.members
    print(f"  verdicts made of truths {time.process_time() - start:19.3f} s; {peak_mb()} MB at most")


def registry(recipe: Recipe, households: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The frames of a registry, made in parts."""
    parts = [(first, frames(recipe, first, min(CHUNK, households - first))) for first in range(0, households, CHUNK)]
    of_members = [made[1].with_columns(pl.col(ROW) + first) for first, made in parts]
    return pl.concat(made[0] for _, made in parts).rechunk(), pl.concat(of_members).rechunk()


if __name__ == "__main__":
    main()
