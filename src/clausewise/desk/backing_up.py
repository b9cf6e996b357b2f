"""Backs the desk up: the database as one consistent copy, the receipts with their packs, and the head of the log.

The keys are not in it: who finds a backup reads no identity number and forges no log. They are to be kept elsewhere.
"""

from __future__ import annotations

import datetime
import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from clausewise.desk.folder import DataFolder, write_private
from clausewise.desk.logbook import note, write_down_head
from clausewise.desk.models import Act
from clausewise.errors import Diagnostic, Place, RequestError

MANIFEST = "manifest.json"


def backups_in(folder: DataFolder) -> tuple[str, ...]:
    """The names of the backups that lie in the data folder, the oldest first."""
    return tuple(sorted(one.parent.name for one in folder.backups.glob(f"*/{MANIFEST}")))


def back_up(folder: DataFolder, to: Path) -> tuple[Path, str]:
    """Write a backup into a new folder below `to`; where it lies, and the log's head in it. Raises: RequestError."""
    now = datetime.datetime.now().strftime("%Y%m%d-%H%M%S")
    path = to / f"desk-{now}"
    try:
        path.mkdir(mode=0o700, parents=True)
        note(Act.BACKED_UP, about=path.name)
        head = write_down_head()
        with (
            closing(sqlite3.connect(folder.database)) as source,
            closing(sqlite3.connect(path / "desk.sqlite3")) as copy,
        ):
            source.backup(copy)
        (path / "desk.sqlite3").chmod(0o600)
        if folder.receipts.exists():
            shutil.copytree(folder.receipts, path / "receipts")
        write_private(path / MANIFEST, json.dumps({"format": "clausewise-desk-backup/1", "head": head}) + "\n")
    except OSError as problem:
        raise RequestError(
            Diagnostic(f"cannot be written: {problem.strerror}", Place(str(problem.filename or path)))
        ) from None
    return path, head
