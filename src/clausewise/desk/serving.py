"""Serves the desk of one data folder on one address, by granian, in one worker: SQLite has one writer anyway."""

from __future__ import annotations

import gc
import os
import socket
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from clausewise.desk.folder import DataFolder
from clausewise.desk.settings import configure
from clausewise.errors import Diagnostic, Place, RequestError

FOLDER, HOST, URL = "CLAUSEWISE_DESK_FOLDER", "CLAUSEWISE_DESK_HOST", "CLAUSEWISE_DESK_URL"
_RESTORE = "put the database of a backup in its place, or name another folder with --data"
_THREADS = 4
_MADE_BETWEEN = 10_000
"""Objects that are made before garbage is looked for: a command that ends soon looks for none (`clausewise.cli`), but
what serves all day would grow by each request."""

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def prepare(folder: DataFolder, host: str = "127.0.0.1") -> None:
    """Make the folder, configure Django for it and bring its tables up to date. Raises: RequestError."""
    from django.core.management import call_command
    from django.db import DatabaseError

    from clausewise.desk.write_ahead import cut_off

    folder.prepare()
    os.environ[FOLDER], os.environ[HOST] = str(folder.root), in_address(host)
    _configure(folder)
    try:
        call_command("migrate", verbosity=0, interactive=False)
        cut_off()
    except DatabaseError as problem:
        said = Diagnostic(f"this database cannot be used: {problem}", Place(str(folder.database)), _RESTORE)
        raise RequestError(said) from None
    folder.database.chmod(0o600)


def in_address(host: str) -> str:
    """A host as addresses of pages have it: one with colons stands in brackets."""
    return f"[{host}]" if ":" in host else host


def find_address(host: str, port: int) -> str:
    """The number of a host, once it is sure that somebody can listen there. Raises: RequestError."""
    try:
        family, kind, _, _, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tried.bind(where)
    except OSError as problem:
        mend = "name another port with --port, or an address of this machine with --host"
        said = Diagnostic(f"nothing can be served at {in_address(host)}:{port}: {problem.strerror}", None, mend)
        raise RequestError(said) from None
    return str(where[0])


def serve(address: str, port: int) -> None:
    """Serve the folder that was prepared, at an address that was found, until it is told to stop. The worker finds the
    folder in the environment."""
    from django.db import connections
    from granian.constants import Interfaces
    from granian.server import Server

    # The worker is forked where that is the way of the system: it opens connections of its own.
    connections.close_all()
    Server(
        "clausewise.desk.serving:make_application",
        factory=True,
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=_THREADS,
        log_access=False,
        log_enabled=False,
        websockets=False,
    ).serve()


def make_application() -> Application:
    """The desk as a WSGI application, in a worker."""
    from django.conf import settings
    from django.core.wsgi import get_wsgi_application

    if not settings.configured:
        _configure(DataFolder(Path(os.environ[FOLDER])))
    application: Application = get_wsgi_application()
    # Read before the first family is there, not while it waits, nor after the pack was changed on the disk.
    from clausewise.desk.packs import current_pack
    from clausewise.desk.page_text import lines_of

    lines_of(current_pack())
    # What is there by now stays for good, and is not looked through again.
    gc.collect()
    gc.freeze()
    gc.set_threshold(_MADE_BETWEEN, 10, 10)
    return application


def _configure(folder: DataFolder) -> None:
    configure(folder, hosts=(os.environ[HOST],), url=os.environ.get(URL, ""))
