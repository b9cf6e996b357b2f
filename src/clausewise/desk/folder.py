"""The data folder of one desk: the database, the keys beside it, receipts with their packs, backups.

Everything lies below one folder that only its owner can read. Nothing here knows Django.
"""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from clausewise.errors import Diagnostic, Place, RequestError
from clausewise.private_folders import is_own

# Letters and digits that nobody takes for one another when a code is read out.
_PLAIN = "23456789abcdefghjkmnpqrstuvwxyz"
_CODE_LENGTH = 12
_KEY_BYTES = 32


def default_folder() -> Path:
    """Where a desk keeps its data unless it is told otherwise."""
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "clausewise" / "desk"


@dataclass(frozen=True)
class DataFolder:
    """One data folder, whose parts are made when they are first needed."""

    root: Path

    @property
    def database(self) -> Path:
        return self.root / "desk.sqlite3"

    @property
    def receipts(self) -> Path:
        return self.root / "receipts"

    @property
    def backups(self) -> Path:
        return self.root / "backups"

    @property
    def heads(self) -> Path:
        """Where the head of the log is written down outside the database."""
        return self.root / "keys" / "heads.txt"

    @property
    def _setup_code(self) -> Path:
        return self.root / "keys" / "setup-code"

    def prepare(self) -> None:
        """Make the folder and its key. Raises: RequestError where it is somebody else's or cannot be written."""
        try:
            self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not is_own(self.root):
                mend = "name a folder of your own, which is no link"
                raise RequestError(Diagnostic("this folder is somebody else's, or a link", Place(str(self.root)), mend))
            self.root.chmod(0o700)
            (self.root / "keys").mkdir(mode=0o700, exist_ok=True)
            _ = self.key
        except OSError as problem:
            place = Place(str(problem.filename or self.root))
            raise RequestError(Diagnostic(f"cannot be written: {problem.strerror}", place)) from None

    @cached_property
    def key(self) -> bytes:
        """The secret from which all others are derived, made when it is first asked for.

        Raises: OSError; RequestError where the file holds no key.
        """
        path = self.root / "keys" / "desk.key"
        try:
            return _read_key(path)
        except FileNotFoundError:
            made = secrets.token_bytes(_KEY_BYTES)
            write_private(path, made.hex() + "\n")
            return made

    def setup_code(self) -> str:
        """The code that unlocks the first page, once. Raises: OSError."""
        try:
            return self._setup_code.read_text("ascii").strip()
        except FileNotFoundError:
            code = plain_code()
            write_private(self._setup_code, code + "\n")
            return code

    def use_up_setup_code(self) -> None:
        """Let the code unlock nothing any more."""
        self._setup_code.unlink(missing_ok=True)


def _read_key(path: Path) -> bytes:
    """The key in a file. Raises: OSError; RequestError where there is none in it."""
    with suppress(ValueError):
        key = bytes.fromhex(path.read_text("ascii").strip())
        if len(key) == _KEY_BYTES:
            return key
    mend = "put the copy of the key in its place that was kept elsewhere"
    raise RequestError(Diagnostic("there is no key of a desk in this file", Place(str(path)), mend))


def plain_code() -> str:
    """A random code that can be read out."""
    return "".join(secrets.choice(_PLAIN) for _ in range(_CODE_LENGTH))


def write_private(path: Path, text: str) -> None:
    """Write a new file that only its owner can read. Raises: OSError, also where there is such a file."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
