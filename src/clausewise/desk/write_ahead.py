"""The log that SQLite writes ahead of its database, in which removed rows would stay readable."""

from __future__ import annotations

from django.db import connection


def cut_off() -> None:
    """Bring what was written into the database and empty the log; waits while somebody reads.

    Where they read for longer than the database's timeout, it is done at the next removal or start.
    """
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
