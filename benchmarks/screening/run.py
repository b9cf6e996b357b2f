"""Times thirty measures over whole registries, beside peers, on the same arrays in one run.

    python benchmarks/screening/run.py
    python benchmarks/screening/run.py --peer bench_openfisca.py --peer-python PYTHON_WITH_OPENFISCA

The peer's script draws the arrays, so that without it nothing is measured but what lies in `--arrays` from a run
before. Every engine has a process of its own that holds the arrays in memory as it needs them; all of them run once in
turn, round after round, so that a machine whose speed drifts slows all. Every run's true cells are counted and held to
the oracle's. Run by hand, never by the tests.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

HERE = Path(__file__).parent
OURS = {
    "Clausewise": "clausewise",
    "Clausewise, a fifth unknown": "unknowns",
    "Polars by hand, grouped": "grouped",
    "Polars by hand, neighbouring": "neighbouring",
}
PEERS = {
    "OpenFisca, documented API": ["documented"],
    "OpenFisca, tuned": ["tuned", "--tuned"],
    "plain NumPy": ["numpy"],
}
WITHOUT_ORACLE = "Clausewise, a fifth unknown"
FIRST, *_ = OURS
TAKEN = ("seconds", "processor")


@dataclass
class Timed:
    """An engine at work, and what it told of its runs."""

    name: str
    process: subprocess.Popen[str]
    runs: list[dict[str, Any]] = field(default_factory=list)
    loaded_mb: int = 0

    def run(self, true_cells: int | None) -> None:
        """Run once. Raises: SystemExit when the true cells are not the oracle's."""
        assert self.process.stdin is not None, "started with pipes"
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        told = self.read()
        if true_cells is not None and self.name != WITHOUT_ORACLE and told["true"] != true_cells:
            raise SystemExit(f"{self.name} finds {told['true']:,} true cells; the oracle has {true_cells:,}")
        self.runs.append(told)

    def read(self) -> dict[str, Any]:
        """What the engine says next. Raises: SystemExit when it stopped."""
        assert self.process.stdout is not None, "started with pipes"
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"{self.name} stopped")
        told: dict[str, Any] = json.loads(line)
        return told

    def taken(self, what: str) -> list[float]:
        """The `seconds`, or those of the `processor`, of each run but the first, which warms up."""
        return [run[what] for run in self.runs[1:]]

    @property
    def peaks(self) -> tuple[int, int]:
        """The most memory, in MB, of the first run and of all."""
        return int(self.runs[0]["peak_mb"]), int(self.runs[-1]["peak_mb"])


def start(name: str, command: list[str]) -> Timed:
    """Start an engine, and wait until it has its arrays."""
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=HERE)
    engine = Timed(name, process)
    engine.loaded_mb = engine.read()["loaded_mb"]
    return engine


def measure(households: int, folder: Path, options: argparse.Namespace) -> list[Timed]:
    """Rounds of all engines in turn on the arrays in a folder."""
    commands = {name: [sys.executable, "our_engines.py", str(folder), engine] for name, engine in OURS.items()}
    if options.peer:
        peer = [options.peer_python, "peer_engines.py", str(options.peer.resolve()), str(folder)]
        commands |= {name: [*peer, *engine] for name, engine in PEERS.items()}
    engines = [start(name, command) for name, command in commands.items()]
    from arrays import TRUE_CELLS

    for _ in range(options.rounds + 1):
        for engine in engines:
            engine.run(TRUE_CELLS.get(households))
    for engine in engines:
        engine.process.communicate()
    return engines


def report(households: int, engines: list[Timed]) -> None:
    """Print a table: medians, ratios of medians, of the clock and of the processor; the most memory when loaded, after
    the first run, after all."""
    ours = [statistics.median(engines[0].taken(what)) for what in TAKEN]
    print(f"\n{households:,} households, {engines[0].runs[0]['true']:,} true cells")
    head = f"{'median':>10}{'least':>10}{'ratio':>8}"
    print(f"{'':<30}{head}{'processor: ' + head.strip():>39}{'loaded':>9}{'peak':>9}{'later':>9}")
    for engine in engines:
        row = f"{engine.name:<30}"
        for what, first in zip(TAKEN, ours, strict=True):
            taken = engine.taken(what)
            median = statistics.median(taken)
            row += f"{median * 1e3:8.1f}ms{min(taken) * 1e3:8.1f}ms{median / first:8.2f}" + " " * (what == TAKEN[0])
        print(f"{row}{engine.loaded_mb:6} MB{engine.peaks[0]:6} MB{engine.peaks[1]:6} MB")
        for what, label in (("compiled", "compiled once, beforehand"), ("built", "of which building")):
            if what in engine.runs[0]:
                print(f"  {label:<28}{statistics.median(run[what] for run in engine.runs) * 1e3:8.1f}ms")


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--households", type=int, nargs="+", default=[1_000_000])
    arguments.add_argument("--rounds", type=int, default=9)
    arguments.add_argument("--peer", type=Path, help="the peer's script; its NumPy baseline lies beside it")
    arguments.add_argument("--peer-python", default=sys.executable)
    arguments.add_argument("--arrays", type=Path, help="keep the arrays there, by number of households")
    options = arguments.parse_args()
    from arrays import draw

    with TemporaryDirectory() as scratch:
        for households in options.households:
            folder = (options.arrays or Path(scratch)).resolve() / str(households)
            if not folder.is_dir():
                if not options.peer:
                    raise SystemExit("name the peer's script with --peer: it draws the arrays")
                draw(options.peer_python, options.peer.resolve(), households, folder)
            report(households, measure(households, folder, options))


if __name__ == "__main__":
    main()
