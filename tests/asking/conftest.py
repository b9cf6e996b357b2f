"""Every interview stands in a folder with a small pack of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from small_pack import write_small_pack


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder one stands in: policy/, rules/ and cases/ of the small pack."""
    write_small_pack(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CLAUSEWISE_TODAY", "2024-06-30")
    return tmp_path
