"""Times the check of one household of three members against all rules, beside a peer on one household of its own.

    python benchmarks/check.py
    python benchmarks/check.py --peer bench_openfisca.py --peer-python PYTHON_WITH_OPENFISCA

Measures warm evaluations (every verdict proved, chained, compared and read), the same with every row of every proof
read, and with every list of missing facts made too; compile time, memory after 20,000 cases, and the whole
`clausewise check` process. All but the last in processor time, ours and the peer's, so that what else the machine does
is not counted. Rounds of ours and the peer's alternate, so that a machine whose speed drifts slows both; of each the
least median of a run's rounds counts, and of three runs the middle one. Beside the peer, ours is scaled to 141
findings, so that a pack that finds more is held to the same bars. Run by hand, never by the tests.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from clausewise.case import Case, read_case
from clausewise.engine import Engine, Proof
from clausewise.language.model import Pack
from clausewise.language.verdicts import Verdict
from clausewise.packs import find_pack, open_pack

ROUNDS = 8
RUNS = 3
PEER = "peer"
FINDINGS = 141  # to which a share of the peer's time is scaled


def rss_mb() -> float:
    """The process's present resident memory, in MB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


def visit(proofs: Iterable[Proof]) -> int:
    """Read the condition and the code of every row of some proofs, each once, as `--proofs full` does; how many.

    A leaf on findings names them: their proofs are read with them. What a derived fact, or one that others imply,
    rests on is one proof for all leaves that read the fact.
    """
    rows, unread = 0, list(proofs)
    met: set[Proof] = set()
    for proof in unread:  # which grows by the proofs below
        for _condition, _code in proof.rows():
            rows += 1
        for below in proof.further().values():
            for one in below:
                if one not in met:
                    met.add(one)
                    unread.append(one)
    return rows


def check_verdicts(engine: Engine, case: Case) -> list[Verdict]:
    """A check of which every verdict is read."""
    return [finding.verdict for finding in engine.check(case).findings]


def check_with_proofs(engine: Engine, case: Case) -> int:
    """A check of which every proof is read from its root to its leaves; how many rows they have."""
    findings = engine.check(case).findings
    return visit({finding.proof for finding in findings})


def check_with_everything(engine: Engine, case: Case) -> None:
    """The same, with the facts that each undetermined finding waits for."""
    findings = engine.check(case).findings
    visit({finding.proof for finding in findings})
    for finding in findings:
        _ = finding.missing


def time_calls(call: Callable[[], object], times: int, clock: Callable[[], float] = time.process_time) -> list[float]:
    """Seconds of each call by a clock."""
    taken = []
    for _ in range(times):
        start = clock()
        call()
        taken.append(clock() - start)
    return taken


# The peer's script looks at the clock on the wall: it is given that of the processor.
BY_PROCESSOR = "import runpy, sys, time; time.perf_counter = time.process_time; del sys.argv[0]; " \
               "runpy.run_path(sys.argv[0], run_name='__main__')"  # fmt: skip


def run_peer(python: str, script: Path, households: int) -> float:
    """The peer's median seconds for one household."""
    command = [python, "-c", BY_PROCESSOR, str(script), "--mode", "single", "--n", str(households)]
    said = subprocess.run(command, check=True, capture_output=True, text=True, cwd=script.parent)
    return float(json.loads(said.stdout.splitlines()[-1])["total_ms_median"]) / 1000


def time_process(case_file: Path, times: int) -> list[float]:
    """Seconds of whole `clausewise check` processes."""
    command = [sys.executable, "-m", "clausewise", "check", str(case_file), "--format", "json"]
    return time_calls(lambda: subprocess.run(command, check=True, capture_output=True), times, time.perf_counter)


def quantile(values: list[float], share: float) -> float:
    """The value below which a share of the values lies."""
    return sorted(values)[int(share * (len(values) - 1))]


def compile_seconds(pack: Pack, case: Case) -> float:
    """From a loaded pack to the first finding: provers compiled, rulesets made."""
    start = time.process_time()
    engine = Engine(pack)
    engine.check(case)
    taken = time.process_time() - start
    engine.close()
    return taken


def one_run(ways: dict[str, Callable[[], object]], options: argparse.Namespace) -> dict[str, list[float]]:
    """Rounds of each way in turn, and of the peer: the seconds of every call, and of the peer its rounds' medians."""
    taken: dict[str, list[float]] = {name: [] for name in (*ways, PEER)}
    for _ in range(ROUNDS):
        for name, way in ways.items():
            taken[name] += time_calls(way, options.evaluations // ROUNDS)
        if options.peer:
            taken[PEER].append(run_peer(options.peer_python, options.peer, 60))
    return taken


def least_median(times: list[float]) -> float:
    """The least of the medians of a run's rounds."""
    size = len(times) // ROUNDS
    return min(statistics.median(times[at * size : (at + 1) * size]) for at in range(ROUNDS))


def middle(values: Iterable[float]) -> float:
    """The middle one of the runs."""
    return statistics.median(values)


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--pack")
    arguments.add_argument("--case", default="urban-dibao-student", help="a case of the pack, by id")
    arguments.add_argument("--evaluations", type=int, default=2000)
    arguments.add_argument("--cases", type=int, default=20_000, help="cases checked before memory is read")
    arguments.add_argument("--processes", type=int, default=11)
    arguments.add_argument("--peer", type=Path)
    arguments.add_argument("--peer-python", default=sys.executable)
    options = arguments.parse_args()

    start = time.process_time()
    pack = open_pack(options.pack)
    load = time.process_time() - start
    case_file = find_pack(options.pack).cases / f"{options.case}.yaml"
    case = read_case(case_file, pack)
    engine = Engine(pack)
    ways: dict[str, Callable[[], object]] = {
        "warm, verdicts": lambda: check_verdicts(engine, case),
        "warm, proofs read": lambda: check_with_proofs(engine, case),
        "warm, missing facts too": lambda: check_with_everything(engine, case),
    }
    for way in ways.values():
        time_calls(way, 50)
    runs = [one_run(ways, options) for _ in range(RUNS)]
    before = rss_mb()
    time_calls(lambda: check_with_everything(engine, case), options.cases)
    after = rss_mb()
    processes = time_process(case_file, options.processes)

    findings = engine.check(case).findings
    rows = check_with_proofs(engine, case)
    print(f"{len(pack.rules)} rules, {len(case.members)} members, {len(findings)} findings, {rows} rows of proofs")
    print(f"{'load':<24} {load * 1e3:9.1f} ms")
    print(f"{'compile, first check':<24} {compile_seconds(pack, case) * 1e3:9.1f} ms")
    for name in ways:
        times = [seconds for run in runs for seconds in run[name]]
        print(f"{name:<24} {statistics.median(times) * 1e3:9.3f} ms median  {quantile(times, 0.95) * 1e3:.3f} ms p95")
    print(f"{'memory':<24} {before:9.1f} MB, after {options.cases:,} cases {after:.1f} MB")
    usual, least = statistics.median(processes) * 1e3, min(processes) * 1e3
    print(f"{'whole process':<24} {usual:9.0f} ms median  {least:.0f} ms least")
    if options.peer:
        print(f"{'peer, one household':<24} {middle(min(run[PEER]) for run in runs) * 1e3:9.3f} ms")
        for name in ways:
            share = middle(least_median(run[name]) / min(run[PEER]) for run in runs)
            print(f"{name + ' / peer':<32} {share * FINDINGS / len(findings):.3f}")


if __name__ == "__main__":
    main()
