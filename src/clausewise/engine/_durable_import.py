"""Imports durable-rules so that it also works on Python 3.13, where its C part names a function that no longer exists.

The function is never called: bound late, it is never looked for. Nothing else in the package imports the library.
"""

from __future__ import annotations

import importlib
import os
import sys
from types import ModuleType
from typing import Any

from clausewise.errors import Diagnostic, InputError


def load() -> ModuleType:
    """The C part of durable-rules. Raises: InputError that says what to install when it cannot be imported."""
    if "durable_rules_engine" in sys.modules:
        return sys.modules["durable_rules_engine"]
    flags = sys.getdlopenflags() if hasattr(sys, "getdlopenflags") else None
    try:
        if flags is not None:
            sys.setdlopenflags(flags & ~os.RTLD_NOW | os.RTLD_LAZY)
        return importlib.import_module("durable_rules_engine")
    except ImportError as problem:
        message = f"durable-rules cannot be imported ({problem})"
        mend = "install a C compiler and the Python headers, then: pip install --force-reinstall durable-rules==2.0.28"
        raise InputError(Diagnostic(message, None, mend)) from None
    finally:
        if flags is not None:
            sys.setdlopenflags(flags)


def load_ruleset_class() -> Any:
    """`durable.engine.Ruleset`, imported after the C part. Raises: InputError as `load` does."""
    load()
    return importlib.import_module("durable.engine").Ruleset
