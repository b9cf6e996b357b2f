"""A real PostgreSQL for tests, from the system's package: made in a temporary folder, stopped when the tests end."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import adbc_driver_postgresql.dbapi as postgresql
import polars as pl
import pytest

_PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
FOUND = shutil.which("initdb", path=os.pathsep.join([*map(str, reversed(_PROGRAMS)), os.environ.get("PATH", "")]))
needs_postgresql = pytest.mark.skipif(
    FOUND is None and os.environ.get("CI") != "true", reason="there is no PostgreSQL here"
)


@contextmanager
def server() -> Iterator[str]:
    """The address of a database of a server that runs meanwhile."""
    assert FOUND is not None, "CI installs PostgreSQL"
    programs = Path(os.path.realpath(FOUND)).parent
    folder = Path(tempfile.mkdtemp(prefix="clausewise-postgresql-"))
    data, port = folder / "data", _free_port()
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres")
        _run([programs / "initdb", "-D", data, "-U", "tester", "-A", "trust", "-E", "UTF8", "--no-sync"], folder)
        settings = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        _run([programs / "pg_ctl", "-D", data, "-w", "-o", settings, "-l", folder / "log", "start"], folder)
        try:
            yield f"postgresql://tester@127.0.0.1:{port}/postgres"
        finally:
            _run([programs / "pg_ctl", "-D", data, "-m", "immediate", "stop"], folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def database_of(folder: Path, *tables: str) -> Iterator[str]:
    """The address of a database with these tables, as the CSV files of a folder have them, all of it text."""
    with server() as address:
        with postgresql.connect(address) as connection, connection.cursor() as cursor:
            for table in tables:
                rows = pl.read_csv(folder / f"{table}.csv", infer_schema=False)
                columns = ", ".join(f'"{name}" text' for name in rows.columns)
                cursor.execute(f"create table {table} ({columns})")
                marks = ", ".join(f"${at + 1}" for at in range(rows.width))
                cursor.executemany(f"insert into {table} values ({marks})", rows.rows())
            connection.commit()
        yield address


def _run(command: list[str | Path], folder: Path) -> None:
    """Run a program of PostgreSQL's, which does not run as root."""
    # Programs of administrators are not on everybody's path.
    runuser = shutil.which("runuser") or "/usr/sbin/runuser"
    as_user = [runuser, "-u", "postgres", "--"] if os.geteuid() == 0 else []
    # Into a file: the server keeps what it was started with open, and a pipe would wait for it.
    with (folder / "said").open("w+") as said:
        words = [*as_user, *map(str, command)]
        done = subprocess.run(words, cwd=folder, stdout=said, stderr=subprocess.STDOUT, timeout=120)
        said.seek(0)
        assert done.returncode == 0, said.read()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
