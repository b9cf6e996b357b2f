"""Times what the program takes to start: a check, beside the imports that no program of its kind can do without.

    python benchmarks/start.py
    python benchmarks/start.py --registry FOLDER

Each process runs once in turn, so that a machine whose speed drifts slows all alike; of each the least and the median
of seconds of the processor count, its own and the system's. A round before them makes what is kept (compiled modules,
the pack) and is not counted. With a folder, 1,000 households are screened too: the made-up registry of growth.py, which
is written into it unless it is there. Run by hand, never by the tests.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import NamedTuple

ROUNDS = 15
HOUSEHOLDS = 1_000
PACK = "chongqing-2020"
CASE = Path(__file__).parent.parent / "cases" / PACK / "urban-dibao-student.yaml"
NOTHING = "pass"
FRONT_DOOR = "import clausewise"
BASE = "import typer.main, rich.console, yaml"
CHECK = "clausewise check"

Measure = Callable[[], float]


class Taken(NamedTuple):
    """Seconds of the processor that the runs of one process took."""

    least: float
    median: float


def processor_seconds(*arguments: str) -> float:
    """What Python takes for these arguments. Raises: SystemExit when it fails."""
    process = subprocess.Popen([sys.executable, *arguments], stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"python {' '.join(arguments)} ended with {process.returncode}")
    return used.ru_utime + used.ru_stime


def screening_in(folder: Path) -> Measure:
    """What measures a screening of the registry in a folder."""
    sys.path.append(str(Path(__file__).parent / "screening"))
    from growth import screen, written

    registry = written(folder, HOUSEHOLDS, PACK)
    return lambda: screen(registry, folder / "screened", PACK)[1]


def measured(processes: Mapping[str, Measure], rounds: int) -> dict[str, Taken]:
    """What each process takes, all of them in turn."""
    taken: dict[str, list[float]] = {name: [] for name in processes}
    for counted in [False] + [True] * rounds:
        for name, measure in processes.items():
            seconds = measure()
            if counted:
                taken[name].append(seconds)
    return {name: Taken(min(seconds), statistics.median(seconds)) for name, seconds in taken.items()}


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--registry", type=Path, metavar="FOLDER")
    arguments.add_argument("--rounds", type=int, default=ROUNDS)
    options = arguments.parse_args()
    # Compiled modules are kept, as where the program is installed.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    processes: dict[str, Measure] = {
        code: partial(processor_seconds, "-c", code) for code in (NOTHING, FRONT_DOOR, BASE)
    }
    processes[CHECK] = partial(processor_seconds, "-m", "clausewise", "check", str(CASE))
    if options.registry is not None:
        processes[f"clausewise screen, {HOUSEHOLDS:,} households"] = screening_in(options.registry)
    taken = measured(processes, options.rounds)
    for name, (least, median) in taken.items():
        print(f"{name:<40}{least * 1000:8.1f} ms least{median * 1000:8.1f} ms median")
    for ratio, kind in zip(_ratios(taken), Taken._fields, strict=True):
        print(f"a check beside {BASE}, {kind}: {ratio:.2f}")


def _ratios(taken: Mapping[str, Taken]) -> list[float]:
    return [check / base for check, base in zip(taken[CHECK], taken[BASE], strict=True)]


if __name__ == "__main__":
    main()
