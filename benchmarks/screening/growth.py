"""Times `clausewise screen` from Parquet to Parquet on ever larger made-up registries; its start-up is in start.py.

    python benchmarks/screening/growth.py --folder FOLDER
    python benchmarks/screening/growth.py --folder FOLDER --households 100000 1000000 10000000 --keep

Writes registries of registry.py into the folder, a fifth of all values unknown, and screens each in a process of its
own. Tells seconds, the most resident memory, and the growth beyond that of the households (1 is linear). Run by hand,
never by the tests.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path


def screen(registry: Path, output: Path, pack: str) -> tuple[float, float, int]:
    """Screen a registry: seconds, seconds of the processor, and the most memory, in MB. Raises: SystemExit."""
    shutil.rmtree(output, ignore_errors=True)
    command = [
        sys.executable, "-m", "clausewise", "screen", str(registry), "--mapping", str(registry / "mapping.yaml"),
        "--output", str(output), "--pack", pack, "--by", "township",
    ]  # fmt: skip
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - start
    if process.returncode:
        raise SystemExit(f"screening {registry} ended with {process.returncode}")
    return seconds, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024 // 1_000_000


def written(folder: Path, households: int, pack: str) -> Path:
    """A registry of so many households in the folder, made unless it is there."""
    registry = folder / f"registry-{households}"
    if not (registry / "mapping.yaml").is_file():
        # In a process of its own: the most memory of one that is begun is never told as less than this one has.
        command = [sys.executable, str(Path(__file__).parent / "registry.py"), "--households", str(households)]
        subprocess.run([*command, "--pack", pack, "--output", str(registry)], check=True, stdout=subprocess.DEVNULL)
    return registry


def grow(folder: Path, sizes: Sequence[int], pack: str, keep: bool) -> None:
    """Print a row for each size."""
    print(f"{'households':>12}{'seconds':>9}{'processor':>11}{'peak':>9}{'a million':>11}{'growth':>8}")
    before: tuple[int, float] | None = None
    for households in sizes:
        registry = written(folder, households, pack)
        output = folder / "screened"
        seconds, processor, peak = screen(registry, output, pack)
        growth = "" if before is None else f"{seconds / before[1] / (households / before[0]):7.2f}"
        a_million = seconds / households * 1e6
        print(f"{households:12,}{seconds:8.1f}s{processor:10.1f}s{peak:6} MB{a_million:10.1f}s{growth:>8}", flush=True)
        before = households, seconds
        if not keep:
            shutil.rmtree(registry)
            shutil.rmtree(output)


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--folder", type=Path, required=True)
    arguments.add_argument("--households", type=int, nargs="+", default=[100_000, 1_000_000, 10_000_000])
    arguments.add_argument("--pack", default="chongqing-2020")
    arguments.add_argument("--keep", action="store_true", help="keep the registries, and what came of the last")
    options = arguments.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    grow(options.folder, options.households, options.pack, options.keep)


if __name__ == "__main__":
    main()
