"""Which Clausewise answers: its version and the digest of its code."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from clausewise import __version__


@cache
def program() -> str:
    """`clausewise VERSION SHA-256`, of all modules of the package by name; read once in a process."""
    package = Path(__file__).parent
    digest = hashlib.sha256()
    for path in sorted(package.rglob("*.py")):
        raw = path.read_bytes()
        digest.update(f"{path.relative_to(package).as_posix()}\0{len(raw)}\0".encode())
        digest.update(raw)
    return f"clausewise {__version__} {digest.hexdigest()}"
