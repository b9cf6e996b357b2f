"""Spark's tests come before all others, so that one process runs them all, with the one session that it starts."""

from __future__ import annotations

import pytest

from screening.spark import needs_java


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: needs_java.mark not in item.iter_markers("skipif"))
