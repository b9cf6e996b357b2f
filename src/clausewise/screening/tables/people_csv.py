"""CSV for people, who open it in an office program: what a cell says is what they see, and none of it is computed.

A text or heading that such a program would take for a formula, a day or a number of its own has a tab before it, which
shows as nothing and which our own reading takes away again.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import polars as pl

FILE_HEADING, ROW_HEADING, REASONS_HEADING = "文件 file", "行号 row", "原因 reasons"
OWN_HEADINGS = (FILE_HEADING, ROW_HEADING, REASONS_HEADING)
"""The headings of what stands before the columns of a registry where rows of it are put aside."""

_GUARD = "\t"
# What an office program would compute, or make a number or a day of: it begins with a sign, a digit or a month, and is
# no plain number; or it is a number with more digits than such a program keeps.
_TAKEN_FOR_SOMETHING_ELSE = (
    r"(?:[^\p{L}0-9]|0[0-9]|[0-9]{12}|[0-9]+[^0-9]|(?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[^\p{L}]*[0-9])"
)


def write_for_people(path: Path, frames: Iterable[pl.DataFrame]) -> int:
    """Write frames with the same columns, one at least, into a file that is there only when all of it was written.

    Returns the number of rows.
    """
    rows = 0
    with _whole(path) as stream:
        for at, frame in enumerate(frames):
            text = pl.col(pl.String)
            taken = text.str.contains(f"^{_TAKEN_FOR_SOMETHING_ELSE}")
            guarded = frame.with_columns(pl.when(taken).then(_GUARD + text).otherwise(text).name.keep())
            guarded.columns = [_guarded(heading) for heading in frame.columns]
            # The first frame brings the heads, also when it has no rows.
            guarded.write_csv(stream, include_bom=not at, include_header=not at, line_terminator="\r\n")
            rows += frame.height
    return rows


def without_guards(rows: pl.LazyFrame) -> pl.LazyFrame:
    """The rows of a file that was written so, with their cells and columns as the registry has them."""
    own = pl.exclude(OWN_HEADINGS)
    return rows.select(own.str.replace(f"^{_GUARD}({_TAKEN_FOR_SOMETHING_ELSE})", "$1"))


def is_for_people(columns: Iterable[str]) -> bool:
    """Whether a file with such columns holds rows that were put aside."""
    return REASONS_HEADING in columns


def _guarded(heading: str) -> str:
    taken = pl.select(pl.lit(heading).str.contains(f"^{_TAKEN_FOR_SOMETHING_ELSE}")).item()
    return _GUARD + heading if taken else heading


@contextmanager
def _whole(path: Path) -> Iterator[IO[bytes]]:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
