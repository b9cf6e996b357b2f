"""Starts the desk as it is started in an office, for tests that need a real server."""

from __future__ import annotations

import socket
import subprocess
import time
import urllib.request
from pathlib import Path

LONGEST_SECONDS = 60


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def wait_for(health: str, server: subprocess.Popen[bytes], told: Path) -> None:
    """Wait until a desk answers; `told` is what it wrote, for the message where it does not."""
    until = time.monotonic() + LONGEST_SECONDS
    while time.monotonic() < until and server.poll() is None:
        try:
            urllib.request.urlopen(health, timeout=1).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise AssertionError(f"the desk does not answer: {told.read_text()}")
