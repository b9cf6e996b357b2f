"""Keeps templates that were compiled, as Python keeps its modules: to compile those of one page takes a tenth of a
second.

What is kept is keyed by the text of each template, and lies in a folder named for what compiles them; it is marshalled
code, and so is read only from where this user alone can write. What cannot be read or written is passed over in
silence.
"""

from __future__ import annotations

import contextlib
import sys
import zlib
from pathlib import Path

import jinja2
from jinja2.bccache import Bucket, FileSystemBytecodeCache

from clausewise.packs.cache import cache_folder


class _Kept(FileSystemBytecodeCache):
    """Jinja's own, for which a cache that fails is none."""

    def load_bytecode(self, bucket: Bucket) -> None:
        """Read a template, or leave it to be compiled."""
        try:
            super().load_bytecode(bucket)
        except Exception:
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Write a template that was compiled, whole or not at all."""
        with contextlib.suppress(OSError):
            super().dump_bytecode(bucket)


def compiled_templates(options: str) -> FileSystemBytecodeCache | None:
    """Where templates are kept that were compiled with such options; None when nothing is to be kept."""
    folder = cache_folder()
    if folder is None:
        return None
    with contextlib.suppress(OSError):
        compiler = Path(jinja2.__file__).with_name("compiler.py").stat()
        made_by = f"{options}\0{sys.version}\0{compiler.st_mtime_ns}\0{compiler.st_size}"
        kept = folder / f"templates-{zlib.crc32(made_by.encode()):08x}"
        kept.mkdir(mode=0o700, exist_ok=True)
        return _Kept(str(kept))
    return None
