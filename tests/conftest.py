"""What every test stands on: generated cases are never timed, in CI they are the same from run to run, and packs
that a test reads are kept in a folder of its own run, never in that of whoever runs it; today is 7 December 2020.
No test waits without end, and those that interrupt find an interrupt that is not ignored.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

pytest_plugins = ["pytester"]

settings.register_profile(
    "clausewise",
    deadline=None,
    derandomize="CI" in os.environ,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("clausewise")


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CLAUSEWISE_CACHE", str(tmp_path_factory.mktemp("cache")))
        patch.setenv("CLAUSEWISE_TODAY", "2020-12-07")
        yield


@pytest.fixture(autouse=True)
def _ends(request: pytest.FixtureRequest) -> Iterator[None]:
    """End a test that waits for what never comes, again and again while it waits for what it began."""
    if not hasattr(signal, "SIGALRM") or threading.current_thread() is not threading.main_thread():
        yield
        return
    seconds = _LONGEST if request.node.get_closest_marker("long") else _LONG

    def end(number: int, frame: object) -> None:
        raise TimeoutError(f"the test did not end within {seconds} seconds")

    before = signal.signal(signal.SIGALRM, end)
    signal.setitimer(signal.ITIMER_REAL, seconds, 30)
    yield
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, before)


_LONG, _LONGEST = 300, 1800


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Take interrupts, and let processes that are begun take them, also where whoever runs the tests ignores them."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)
