"""Serves the desk of one data folder on one address, by granian, in one worker: SQLite has one writer anyway."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from clausewise.desk.folder import DataFolder
from clausewise.desk.settings import configure

FOLDER, HOST, URL = "CLAUSEWISE_DESK_FOLDER", "CLAUSEWISE_DESK_HOST", "CLAUSEWISE_DESK_URL"
_THREADS = 4
_MADE_BETWEEN = 10_000
"""Objects that are made before garbage is looked for: a command that ends soon looks for none (`clausewise.cli`), but
what serves all day would grow by each request."""

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def prepare(folder: DataFolder, host: str = "127.0.0.1") -> None:
    """Make the folder, configure Django for it and bring its tables up to date. Raises: RequestError."""
    from django.core.management import call_command

    from clausewise.desk.write_ahead import cut_off

    folder.prepare()
    os.environ[FOLDER], os.environ[HOST] = str(folder.root), host
    _configure(folder)
    call_command("migrate", verbosity=0, interactive=False)
    cut_off()
    folder.database.chmod(0o600)


def serve(host: str, port: int) -> None:
    """Serve the folder that was prepared until it is told to stop. The worker finds it in the environment."""
    from django.db import connections
    from granian.constants import Interfaces
    from granian.server import Server

    # The worker is forked where that is the way of the system: it opens connections of its own.
    connections.close_all()
    Server(
        "clausewise.desk.serving:make_application",
        factory=True,
        address=host,
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
