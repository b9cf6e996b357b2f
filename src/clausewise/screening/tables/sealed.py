"""Folders of a run that are made once, and believed by what was written down of them when they were finished.

A seal names every file of a folder with its SHA-256, and of Parquet files the number of rows. What a power cut, a full
disk or a hand has changed since no longer fits its seal, and is made again. Nothing is ever run of what is read.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import polars as pl

from clausewise.errors import is_of_full_disk

_SEAL = "seal.json"
_UNFINISHED = ".making"


def made_once(folder: Path, make: Callable[[Path], None]) -> Path:
    """The folder that `make` filled, in this run or in one that was killed; filled anew where that is damaged."""
    if not is_whole(folder):
        with sealing(folder) as making:
            make(making)
    return folder


@contextmanager
def sealing(folder: Path) -> Iterator[Path]:
    """A folder to write into; it becomes `folder` when all of it is there, on the disk, and sealed."""
    making = folder.with_name(folder.name + _UNFINISHED)
    discard(making)
    making.mkdir(parents=True)
    yield making
    names = _files_of(making)
    seal = {name: _sealed(making / name) for name in names}
    (making / _SEAL).write_text(json.dumps(seal), encoding="utf-8")
    for name in (*names, _SEAL):
        flush(making / name)
    flush(making)
    discard(folder)
    making.rename(folder)
    flush(folder.parent)


def is_whole(folder: Path) -> bool:
    """Whether a folder is there and every file in it is as it was when it was sealed."""
    if folder.is_symlink() or not folder.is_dir():
        return False
    try:
        seal = json.loads((folder / _SEAL).read_bytes())
        found = {name: _sealed(folder / name) for name in _files_of(folder)}
    except (OSError, ValueError, RecursionError, pl.exceptions.PolarsError):
        return False
    return bool(found == seal)


def sealed_rows(folder: Path, file: str) -> int:
    """How many rows a Parquet file of a folder had when it was sealed."""
    return int(json.loads((folder / _SEAL).read_bytes())[file][1])


def discard(path: Path) -> None:
    """Take away a folder with all that is in it; of a link the link."""
    if path.is_symlink() or path.is_file():
        path.unlink()
    elif path.exists():
        shutil.rmtree(path)


def flush(path: Path) -> None:
    """Have a file, or the names in a folder, on the disk. Raises: OSError when the disk cannot take it."""
    try:
        handle = os.open(path, os.O_RDONLY)
    except OSError:
        # A system on which folders cannot be opened writes their names by itself.
        return
    try:
        os.fsync(handle)
    except OSError as problem:
        # Some file systems have nothing to flush, and say so.
        if is_of_full_disk(problem) or problem.errno == errno.EIO:
            raise
    finally:
        os.close(handle)


def _sealed(path: Path) -> list[str | int | None]:
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    rows = pl.scan_parquet(path, glob=False).select(pl.len()).collect().item() if path.suffix == ".parquet" else None
    return [digest, rows]


def _files_of(folder: Path) -> list[str]:
    """The files below a folder but its seal, by their names in it; a link is none of ours and fits no seal."""
    there = sorted(one.relative_to(folder).as_posix() for one in folder.rglob("*") if one.is_symlink() or one.is_file())
    return [name for name in there if name != _SEAL]
