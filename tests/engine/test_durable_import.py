"""durable-rules is loaded with its symbols bound late, and where it cannot be loaded one is told what to do."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from types import ModuleType

import pytest

from clausewise.engine import _durable_import
from clausewise.errors import InputError

HAS_FLAGS = pytest.mark.skipif(not hasattr(sys, "setdlopenflags"), reason="this system has no flags for its loader")


def fail_with(problem: Exception, monkeypatch: pytest.MonkeyPatch) -> InputError:
    def fail(name: str) -> ModuleType:
        raise problem

    monkeypatch.setattr(importlib, "import_module", fail)
    with pytest.raises(InputError) as refusal:
        _durable_import.load()
    return refusal.value


def test_the_extension_is_loaded_once_and_stays_the_same() -> None:
    extension = _durable_import.load()
    assert extension.__name__ == "durable_rules_engine"
    assert _durable_import.load() is extension is sys.modules["durable_rules_engine"]


@HAS_FLAGS
def test_symbols_are_bound_late_while_it_is_loaded_and_as_before_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    before = sys.getdlopenflags()
    meanwhile = []

    def watch(name: str) -> ModuleType:
        meanwhile.append(sys.getdlopenflags())
        return sys.modules[name]

    monkeypatch.setattr(importlib, "import_module", watch)
    _durable_import.load()
    (flags,) = meanwhile
    assert flags & os.RTLD_LAZY
    assert not flags & os.RTLD_NOW
    assert sys.getdlopenflags() == before


@HAS_FLAGS
def test_the_flags_are_put_back_also_when_it_does_not_load(monkeypatch: pytest.MonkeyPatch) -> None:
    before = sys.getdlopenflags()
    fail_with(ImportError("undefined symbol: PyEval_CallObject"), monkeypatch)
    assert sys.getdlopenflags() == before


def test_without_durable_rules_one_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = ModuleNotFoundError("No module named 'durable_rules_engine'", name="durable_rules_engine")
    assert str(fail_with(problem, monkeypatch)) == (
        "durable-rules is not installed for this Python (there is no module durable_rules_engine) — "
        "install a C compiler and the headers of this Python, then durable-rules 2.0.28 with pip"
    )


def test_an_extension_that_does_not_load_is_to_be_built_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LD_BIND_NOW", raising=False)
    message = str(fail_with(ImportError("invalid ELF header"), monkeypatch))
    assert message.startswith("durable-rules does not load: invalid ELF header — build it again: pip install")


def test_where_the_loader_is_told_to_bind_at_once_that_is_what_must_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LD_BIND_NOW", "1")
    message = str(fail_with(ImportError("undefined symbol: PyEval_CallObject"), monkeypatch))
    assert "unset LD_BIND_NOW" in message


@HAS_FLAGS
@pytest.mark.skipif(sys.version_info < (3, 13), reason="before Python 3.13 the symbol is there to be bound")
def test_from_python_3_13_on_it_loads_unless_the_loader_binds_at_once() -> None:
    load = "from clausewise.engine._durable_import import load; print(load().__name__)"
    paths = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}

    def run(**settings: str) -> subprocess.CompletedProcess[str]:
        environment = {name: value for name, value in os.environ.items() if name != "LD_BIND_NOW"}
        return subprocess.run(
            [sys.executable, "-c", load],
            env={**environment, **paths, **settings},
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    assert run().stdout == "durable_rules_engine\n"
    at_once = run(LD_BIND_NOW="1")
    assert at_once.returncode != 0
    assert "unset LD_BIND_NOW" in at_once.stderr
