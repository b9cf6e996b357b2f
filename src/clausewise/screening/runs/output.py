"""The folder a screening is written into: one run at a time, parts whole or not at all, results only when all is done.

Work in progress lies below `.run`: parts that are done stay there, so that a run that was killed goes on where it
was. What a run is, its rules, mapping and input, is written down first; another run does not go on with its parts.
Nobody else can read or write below `.run`, and one that somebody else made, or could write, is not gone on with.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import polars as pl

from clausewise.errors import Diagnostic, DiskFull, RequestError, is_of_full_disk
from clausewise.private_folders import is_own, is_private
from clausewise.screening.tables.sealed import discard, flush, is_whole, sealing

_WORK, _LOCK, _IDENTITY, _PARTS, _RESULTS = ".run", "lock", "run.json", "parts", "results"


class OutputFolder:
    """One run's folder, held against other runs while it is open. Use `open_output`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.work = root / _WORK
        self._parts = self.work / _PARTS

    def has_part(self, name: str) -> bool:
        """Whether a part was finished, in this run or in one that was killed, and is as it was then."""
        return is_whole(self._parts / name)

    def part(self, name: str) -> Path:
        """The folder of a part that is finished."""
        return self._parts / name

    def new_part(self, name: str) -> AbstractContextManager[Path]:
        """A folder to write a part into; it becomes the part when all of it is there."""
        return sealing(self._parts / name)

    @contextmanager
    def results(self) -> Iterator[Path]:
        """A folder to write the results into; they are put in their places when all of them are there."""
        making = self.work / _RESULTS
        discard(making)
        making.mkdir()
        yield making
        results = sorted(making.iterdir())
        for result in results:
            flush(result)
        for result in results:
            result.replace(self.root / result.name)
        flush(self.root)

    def close(self) -> None:
        """Take away what was only needed to get here; the results stay."""
        discard(self.work)

    def abandon(self) -> None:
        """Take away everything, and the folder with it if nothing else is there."""
        self.close()
        with contextlib.suppress(OSError):
            self.root.rmdir()


@contextmanager
def open_output(root: Path, identity: Mapping[str, object]) -> Iterator[OutputFolder]:
    """Hold a folder for a run, and begin it or go on with it. `identity` says what run it is, as JSON holds it.

    Raises: RequestError when another run is at work there, or another run's results or unfinished parts lie there.
    """
    with told_of_disk(root):
        try:
            root.mkdir(parents=True, exist_ok=True)
            _make_private(root / _WORK)
        except OSError as problem:
            raise _refused(root, f"cannot be written: {problem.strerror}", "choose another folder") from None
        with _held(root):
            folder = OutputFolder(root)
            _begin(folder, dict(identity))
            yield folder


def _make_private(work: Path) -> None:
    """A folder for this user alone; one that was there must have been so. Raises: RequestError, OSError."""
    try:
        work.mkdir(mode=0o700)
    except FileExistsError:
        mend = f"see who made it and delete {work}, or choose another folder"
        if work.is_symlink() or not work.is_dir():
            raise _refused(work, "is not a folder of a screening but a link or a file", mend) from None
        if not is_own(work):
            raise _refused(work, "belongs to somebody else", mend) from None
        if not is_private(work):
            raise _refused(work, "can be written by others, who may have changed what is in it", mend) from None
        work.chmod(0o700)


def _begin(folder: OutputFolder, identity: dict[str, object]) -> None:
    written = folder.work / _IDENTITY
    if written.exists():
        if _read_identity(written) != json.loads(json.dumps(identity)):
            raise _refused(
                folder.root,
                "holds a screening that was not finished, with other rules, another mapping, input or other options",
                f"finish that one, choose another folder, or delete {folder.work}",
            )
        return
    there = sorted(one.name for one in folder.root.iterdir() if one.name != _WORK)
    if there:
        folder.close()
        mend = "choose a new folder, or move away what is there"
        raise _refused(folder.root, f"is not empty: it holds {', '.join(there[:3])}{' …' if there[3:] else ''}", mend)
    # Without its identity nobody knows whose parts lie there.
    for left in folder.work.iterdir():
        if left.name != _LOCK:
            discard(left)
    making = written.with_suffix(".making")
    making.write_text(json.dumps(identity, ensure_ascii=False), encoding="utf-8")
    flush(making)
    making.replace(written)
    flush(folder.work)


def _read_identity(written: Path) -> object:
    """What run a folder says it is of. Raises: RequestError when nobody can tell."""
    try:
        return json.loads(written.read_bytes())
    except (OSError, ValueError, RecursionError):
        mend = f"delete {written.parent} and run the same command again"
        raise _refused(written, "is damaged: it does not say what was being screened", mend) from None


def _refused(root: Path, problem: str, mend: str) -> RequestError:
    return RequestError(Diagnostic(f"{root} {problem}", None, mend))


@contextmanager
def _held(root: Path) -> Iterator[None]:
    """Hold the folder as long as this process lives; the system lets go of it when the process is killed."""
    with (root / _WORK / _LOCK).open("a+b") as lock:
        if not _lock(lock.fileno()):
            raise _refused(root, "is being written into by another screening", "wait for it, or choose another folder")
        yield


def _lock(file: int) -> bool:
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


@contextmanager
def told_of_disk(root: Path) -> Iterator[None]:
    """Say of a full disk, or a folder that takes nothing, what to do. Raises: RequestError."""
    try:
        yield
    except (OSError, RuntimeError, ValueError, DiskFull, pl.exceptions.PolarsError) as problem:
        number = problem.errno if isinstance(problem, OSError) else None
        if is_of_full_disk(problem, root if isinstance(problem, pl.exceptions.PolarsError) else None):
            mend = "free some space and run the same command again: it goes on where it was"
            raise _refused(root, "cannot be written: the disk is full", mend) from None
        if number in (errno.EACCES, errno.EROFS, errno.ENOTDIR, errno.EEXIST, errno.EPERM):
            raise _refused(root, f"cannot be written: {os.strerror(number)}", "choose another folder") from None
        raise
