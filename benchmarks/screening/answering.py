"""How an engine in a process of its own is timed: it gets ready, and runs once for each line it is sent.

Used by the peer's Python too, so that nothing beyond the standard library is imported here.
"""

import gc
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path


def peak_mb() -> int:
    """The most resident memory the process ever had, in MB (10^6 bytes)."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    (line,) = (line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) * 1024 // 1_000_000


def answer(run: Callable[[], "dict[str, object]"]) -> None:
    """Say that all is loaded; then run for each line that comes in, and tell the seconds, those of the processor, and
    what the run tells.

    What a run tells is counted after its time was taken when it is a function.
    """
    print(json.dumps({"loaded_mb": peak_mb()}), flush=True)
    for _ in sys.stdin:
        start, before = time.perf_counter(), time.process_time()
        told = run()
        seconds, processor = time.perf_counter() - start, time.process_time() - before
        counted = {name: value() if callable(value) else value for name, value in told.items()}
        print(json.dumps({"seconds": seconds, "processor": processor, "peak_mb": peak_mb(), **counted}), flush=True)
        # What stands in circles goes between two runs, and costs none of them time.
        del told, counted
        gc.collect()
