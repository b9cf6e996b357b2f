"""Keeps the peer's smallest registry, and what the peer finds on it, for the tests.

    python benchmarks/screening/oracle.py --peer bench_openfisca.py --peer-python PYTHON_WITH_OPENFISCA

The arrays of 1,000 households are written as the normalised columns of the pack of the thirty measures, and beside them
in how many households the peer's documented API finds each measure true.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from arrays import SEED, draw, read_frames

FOLDER = Path(__file__).parents[2] / "tests" / "screening" / "thirty_measures"
HOUSEHOLDS = 1_000


def main() -> None:
    """Draw, and write."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--peer", type=Path, required=True)
    arguments.add_argument("--peer-python", default=sys.executable)
    options = arguments.parse_args()
    peer = options.peer.resolve()
    FOLDER.mkdir(exist_ok=True)
    with TemporaryDirectory() as scratch:
        draw(options.peer_python, peer, HOUSEHOLDS, Path(scratch))
        _, households, members = read_frames(Path(scratch))
        households.write_parquet(FOLDER / "households.parquet", compression="zstd", statistics=False)
        members.write_parquet(FOLDER / "members.parquet", compression="zstd", statistics=False)
        command = [options.peer_python, str(peer), "--n", str(HOUSEHOLDS), "--seed", str(SEED), "--dump", scratch]
        subprocess.run(command, check=True)
        counts = Path(scratch, "counts.json").read_text(encoding="utf-8")
        (FOLDER / "counts.json").write_text(counts.rstrip() + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
