"""The command line: one module for each command, imported only when that command is run.

Commands read files and print; what they print comes from the other packages. Nothing here decides a verdict.
"""

from __future__ import annotations

import gc
import sys


def main() -> None:
    """Run the command that was typed; ends the process with its exit code (see `clausewise.cli.app`)."""
    # What a command makes while it starts stays until it ends: looking for garbage there takes a tenth of its time.
    gc.set_threshold(200_000, 10, 10)
    try:
        from clausewise.cli.app import app
        from clausewise.cli.output import prepare_streams

        if not prepare_streams():
            sys.exit(2)
        app(prog_name="clausewise")
    except KeyboardInterrupt:
        sys.exit(130)
    finally:
        # Nor is there any use in looking for it when the process ends: that takes another tenth. Only DuckDB complains
        # in a page of words of what is then left of it.
        if "duckdb" not in sys.modules:
            gc.freeze()
