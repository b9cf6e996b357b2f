"""Times the parts of an audit, every question to the solver, and packs several times as large.

    python benchmarks/audit.py
    python benchmarks/audit.py --times 1 3 10 --workers 2 --process

Coverage of the words and by cases, mutants per second, the questions by kind (median, longest, in all), and the whole
audit, by the clock and in processor time. `--times` makes packs of so many copies, to show how each part grows;
`--process` also times `clausewise audit` as a process of its own. Run by hand, never by the tests.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from copies import write_copies

from clausewise.audit.model import Answer, Audit, Fate, NotRun
from clausewise.audit.running import run_audit
from clausewise.language.model import PackFolders
from clausewise.packs import find_pack, open_pack
from clausewise.report.audit.mutant_words import say_mutant


def measure(folders: PackFolders, workers: int) -> None:
    """Audit a pack once and print what each part took."""
    began, spent = time.perf_counter(), processor_time()
    audit = run_audit(folders, say_mutant, workers=workers)
    whole, spent = time.perf_counter() - began, processor_time() - spent
    pack = audit.pack
    print(f"\n{len(pack.rules)} rules, {len(pack.facts)} facts, {len(pack.assurances)} assurances, {workers} workers")
    for part, seconds in audit.seconds.items():
        print(f"  {part:10} {seconds:8.2f} s")
    print(f"  {'whole':10} {whole:8.2f} s, with reading the pack and checking its cases")
    print(f"  {'processor':10} {spent:8.2f} s, of all processes")
    print_mutants(audit)
    if not isinstance(audit.answers, NotRun):
        print_questions(audit.answers)


def processor_time() -> float:
    """The processor time that this process and those that it waited for have taken, in seconds: on a busy machine that
    says more than the clock."""
    return sum(os.times()[:4])


def print_mutants(audit: Audit) -> None:
    """How many mutants there were, what became of them, and how many a second."""
    if isinstance(audit.mutants, NotRun):
        return
    fates = Counter(one.fate for one in audit.mutants)
    told = ", ".join(f"{fates[fate]} {fate.value}" for fate in Fate if fates[fate])
    print(f"  {len(audit.mutants)} mutants ({told}), {len(audit.mutants) / audit.seconds['mutants']:.0f} a second")


def print_questions(answers: Sequence[Answer]) -> None:
    """The seconds of the questions, by kind and in all."""
    kinds: dict[str, list[float]] = {}
    for one in answers:
        kinds.setdefault(one.kind.value, []).append(one.seconds)
        kinds.setdefault("all", []).append(one.seconds)
    for kind, seconds in sorted(kinds.items()):
        median, longest = statistics.median(seconds), max(seconds)
        print(f"  {kind:16} {len(seconds):5} median {median * 1000:7.1f} ms, longest {longest:6.2f} s")


def time_process() -> None:
    """The whole process, as an analyst starts it."""
    command = [sys.executable, "-m", "clausewise", "audit", "--format", "json", "-o"]
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        subprocess.run([*command, str(Path(folder) / "audit.json")], check=False, capture_output=True)
        print(f"\nclausewise audit, the whole process: {time.perf_counter() - began:.1f} s")


def main() -> None:
    """Parse what is asked for and measure it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--times", type=int, nargs="+", default=[1], help="how many copies of the pack")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--process", action="store_true", help="time the whole process too")
    asked = parser.parse_args()
    folders = find_pack("chongqing-2020")
    for times in asked.times:
        if times == 1:
            measure(folders, asked.workers)
            continue
        with tempfile.TemporaryDirectory() as root:
            measure(write_copies(open_pack("chongqing-2020"), folders, times, Path(root)), asked.workers)
    if asked.process:
        time_process()


if __name__ == "__main__":
    main()
