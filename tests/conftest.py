"""What every test stands on: generated cases are never timed, in CI they are the same from run to run, and packs
that a test reads are kept in a folder of its own run, never in that of whoever runs it.
"""

from __future__ import annotations

import os
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
        yield
