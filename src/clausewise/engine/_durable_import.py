"""Imports durable-rules, whose C extension needs a way of its own to be loaded on Python 3.13 and later.

The extension names a symbol that Python dropped in 3.13 and that it never calls. Bound late, the name does no
harm; bound at once, which is Python's way, it keeps the extension from loading. This module only imports: it
never runs a rule.
"""

from __future__ import annotations

import importlib
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

from clausewise.errors import Diagnostic, InputError

_EXTENSION = "durable_rules_engine"
# The flags belong to the whole process, so two threads must not change and restore them at once.
_flags_lock = threading.Lock()


def load() -> ModuleType:
    """The C extension `durable_rules_engine`, loaded with its symbols bound late.

    Raises: InputError when it is not installed or was not built for this Python.
    """
    with _binding_late():
        try:
            return importlib.import_module(_EXTENSION)
        except ModuleNotFoundError as problem:
            raise InputError(
                Diagnostic(
                    f"durable-rules is not installed for this Python (there is no module {problem.name})",
                    None,
                    "install a C compiler and the headers of this Python, then durable-rules 2.0.28 with pip",
                )
            ) from None
        except ImportError as problem:
            raise InputError(Diagnostic(f"durable-rules does not load: {problem}", None, _mend())) from None


def _mend() -> str:
    if os.environ.get("LD_BIND_NOW"):
        return "unset LD_BIND_NOW: from Python 3.13 on durable-rules loads only with its symbols bound late"
    return "build it again: pip install --force-reinstall --no-cache-dir durable-rules==2.0.28"


@contextmanager
def _binding_late() -> Iterator[None]:
    """Let the dynamic loader leave names unbound until they are called; restore its flags at the end."""
    if not hasattr(sys, "setdlopenflags"):  # Windows binds late anyway
        yield
        return
    with _flags_lock:
        before = sys.getdlopenflags()
        sys.setdlopenflags((before & ~os.RTLD_NOW) | os.RTLD_LAZY)
        try:
            yield
        finally:
            sys.setdlopenflags(before)
