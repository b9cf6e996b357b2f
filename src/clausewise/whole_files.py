"""Files that are written whole or not at all: what was there stays until the new one is complete."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from clausewise.errors import Diagnostic, DiskFull, Place, RequestError, is_of_full_disk

ODD_NAMES = "backslashreplace"
"""Names of files need not be text; in an answer such a byte is written as \\udcXX."""


def write_whole(path: Path, text: str) -> None:
    """Write a UTF-8 file whole or not at all: a file that is there stays as it is until the new one is complete.

    Raises: RequestError when it cannot be written there.
    """
    write_whole_pieces(path, (text,))


def write_whole_pieces(path: Path, pieces: Iterable[str]) -> None:
    """The same with a text in pieces. Raises: RequestError."""
    try:
        if path.exists() and not path.is_file():
            _write_into(path, pieces)
            return
        check_folder(path)
        # A link keeps pointing where it points: the file behind it is replaced.
        _replace(Path(os.path.realpath(path)), pieces)
    except OSError as problem:
        kind = DiskFull if is_of_full_disk(problem) else RequestError
        raise kind(Diagnostic(f"cannot be written: {problem.strerror}", Place(str(path)))) from None


def check_folder(path: Path) -> None:
    """Refuse a file that is a folder, or in one that is not there, before any work is done for it.

    Raises: RequestError.
    """
    _refuse_folder(path)
    if not path.parent.is_dir():
        raise RequestError(Diagnostic("there is no such folder", Place(str(path.parent)), "make it first"))


def _refuse_folder(path: Path) -> None:
    if path.is_dir():
        raise RequestError(Diagnostic("this is a folder, not a file", Place(str(path)), "name a file in it"))


def _write_into(path: Path, pieces: Iterable[str]) -> None:
    """Write into a device or a pipe, which must never be replaced by a file."""
    _refuse_folder(path)
    with path.open("w", encoding="utf-8", errors=ODD_NAMES) as stream:
        stream.writelines(pieces)


def _replace(path: Path, pieces: Iterable[str]) -> None:
    # Imported only here: most of what a command says goes into no file.
    import tempfile

    mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", errors=ODD_NAMES, newline="\n") as stream:
            stream.writelines(pieces)
            stream.flush()
            # What is renamed into place must be there even when the power goes.
            os.fsync(stream.fileno())
        Path(name).chmod(mode)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _umask() -> int:
    umask = os.umask(0)
    os.umask(umask)
    return umask


def keep_files(files: Iterable[str], output: Path | None, what: str) -> None:
    """Refuse to write an answer over one of the files it was made of. Raises: RequestError."""
    if output is not None and any(os.path.realpath(file) == os.path.realpath(output) for file in files):
        mend = "name another file for --output"
        raise RequestError(Diagnostic(f"this is one of the {what}", Place(str(output)), mend))
