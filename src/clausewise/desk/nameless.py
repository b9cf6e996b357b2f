"""Keeps people out of the program's own log: of a fault it says which kind and where in the code, never with what."""

from __future__ import annotations

import logging
import traceback


class Nameless(logging.Filter):
    """Puts the kind of a fault and its place in the code where its message, its arguments and its values stood."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Make a record nameless; every one is kept."""
        kind, _, where = record.exc_info or (None, None, None)
        places = [f"{frame.filename.rpartition('/')[2]}:{frame.lineno}" for frame in traceback.extract_tb(where)]
        record.msg = " ".join([kind.__name__ if kind else record.name, *places])
        record.args, record.exc_info, record.exc_text = (), None, None
        return True
