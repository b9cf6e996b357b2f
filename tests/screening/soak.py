"""Dirty registries on every engine, households against their case files, and runs that are stopped; by hand, at length:

    make soak-screening ARGS="--runs 30 --households 300 --seed 1"

Each run draws a registry by a seed of its own and writes it as CSV, Parquet, DuckDB and PostgreSQL, if there is one.
What fails is left in its folder, with the seed that draws it again. Exit code 1 when anything did.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
import time
import traceback
from collections import Counter
from contextlib import ExitStack, closing
from pathlib import Path

from clausewise.engine import Engine
from clausewise.screening.runs.elsewhere import EngineName
from screening.dirty_files import FORMS, write_form, write_postgresql
from screening.postgresql import FOUND, server
from screening.soaking import attack, drawn_facts, hold_to_cases
from screening.spoiling import draw_registry
from screening.stopping import SIGNALS, Command, digests, fill_and_go_on, stop_and_go_on
from specification.chongqing import chongqing_pack

PACK = chongqing_pack()
_FEW = 30
"""So many households of a registry whose screening is stopped: every event of it is as likely as another."""
_STOPS = 3


def hold_rows(
    seed: int, households: int, folder: Path, engine: Engine, engines: list[EngineName], address: str | None
) -> str:
    """One registry on every engine: its rows, and its verdicts against case files. Returns what was held, in words."""
    registry, verdicts = attack(seed, households, PACK, folder, engines=engines, address=address)
    held = hold_to_cases(registry.good, verdicts, engine, PACK)
    rows = sum(map(len, registry.rows.values()))
    return f"{rows:,} rows, {len(registry.spoilt)} households spoilt, {held:,} verdicts as checks give them"


def stop_runs(seed: int, folder: Path, address: str | None) -> str:
    """One registry in every form, stopped at random points and on disks that are too small. Returns how it went on."""
    chance = random.Random(seed)
    registry = draw_registry(seed, _FEW, drawn_facts(PACK))
    ended: Counter[str] = Counter()
    for form in (*FORMS, *(["postgresql"] if address else [])):
        place = folder / f"stopped {form}"
        if address is not None and form == "postgresql":
            write_postgresql(registry, address, place)
            where = address
        else:
            where = write_form(registry, form, place, seed)
        options = ("--engine", "duckdb") if form == "duckdb" and chance.random() < 0.7 else ()
        command = Command(where, place / "mapping.yaml", options)
        whole = command.run(folder / f"whole {form}")
        assert whole.code == 0, whole.said
        files = digests(folder / f"whole {form}")
        for at in range(_STOPS):
            stops = [
                (chance.choice(SIGNALS), chance.randrange(1, whole.events + 1)) for _ in range(chance.choice((1, 1, 2)))
            ]
            ended[stop_and_go_on(command, files, folder / f"out {form} {at}", stops)] += 1
        size = int(4 * 2 ** chance.uniform(0, 9))
        try:
            ended[f"disk {fill_and_go_on(command, files, folder / f'disk {form}', size)}"] += 1
        except PermissionError:
            ended["disk not mounted"] += 1
    return ", ".join(f"{name} {number}" for name, number in sorted(ended.items()))


def say(line: str) -> None:
    """Tell a line at once, also into a file."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> int:
    """Attack, tell every run in a line, and say at the end whether everything held."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--runs", type=int, default=30)
    arguments.add_argument("--households", type=int, default=300)
    arguments.add_argument("--seed", type=int, default=1, help="the first; each run has the next")
    arguments.add_argument("--no-stops", action="store_true", help="screen, and stop nothing")
    arguments.add_argument("--spark", action="store_true", help="on Spark too, which takes a minute a run")
    options = arguments.parse_args()
    engines: list[EngineName] = ["duckdb", "spark"] if options.spark else ["duckdb"]
    failed = 0
    with ExitStack() as opened:
        address = opened.enter_context(server()) if FOUND else None
        engine = opened.enter_context(closing(Engine(PACK)))
        for seed in range(options.seed, options.seed + options.runs):
            folder = Path(tempfile.mkdtemp(prefix=f"soak-{seed}-"))
            started = time.monotonic()
            try:
                told = hold_rows(seed, options.households, folder, engine, engines, address)
                told += "" if options.no_stops else f"; {stop_runs(seed, folder, address)}"
            except Exception:
                failed += 1
                traceback.print_exc()
                say(f"seed {seed}: failed, see {folder}; again by --seed {seed} --runs 1")
                continue
            shutil.rmtree(folder)
            say(f"seed {seed}: {told} ({time.monotonic() - started:.0f} s)")
    say(f"{options.runs} runs, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
