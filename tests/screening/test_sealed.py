"""What a run keeps is believed by what was written down of it, and made again where it is damaged."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from clausewise.screening.tables.sealed import is_whole, made_once, sealed_rows


def fill(folder: Path) -> None:
    (folder / "below").mkdir()
    pl.DataFrame({"a": [1, 2, 3]}).write_parquet(folder / "below" / "rows.parquet")
    (folder / "figures.json").write_text("[3]")


def test_a_folder_is_made_once_and_knows_its_rows(tmp_path: Path) -> None:
    assert made_once(tmp_path / "kept", fill) == tmp_path / "kept"
    assert is_whole(tmp_path / "kept")
    assert sealed_rows(tmp_path / "kept", "below/rows.parquet") == 3
    made_once(tmp_path / "kept", lambda _: pytest.fail("it is there already"))


def cut(folder: Path) -> None:
    pl.DataFrame({"a": [1, 2]}).write_parquet(folder / "below" / "rows.parquet")


def empty(folder: Path) -> None:
    (folder / "figures.json").write_text("")


def add(folder: Path) -> None:
    (folder / "below" / "more.parquet").write_bytes(b"")


def link(folder: Path) -> None:
    (folder / "figures.json").rename(folder.parent / "elsewhere")
    (folder / "figures.json").symlink_to(folder.parent / "nowhere")


def unseal(folder: Path) -> None:
    (folder / "seal.json").write_bytes(b"")


@pytest.mark.parametrize("damage", [cut, empty, add, link, unseal])
def test_a_folder_that_was_damaged_is_made_again(tmp_path: Path, damage: Callable[[Path], None]) -> None:
    kept = made_once(tmp_path / "kept", fill)
    damage(kept)
    assert not is_whole(kept)
    made_once(kept, fill)
    assert is_whole(kept)
    assert pl.read_parquet(kept / "below").height == 3


def test_a_folder_that_could_not_be_filled_is_not_there(tmp_path: Path) -> None:
    def fail(folder: Path) -> None:
        fill(folder)
        raise OSError("no more")

    with pytest.raises(OSError, match="no more"):
        made_once(tmp_path / "kept", fail)
    assert not (tmp_path / "kept").exists()
    made_once(tmp_path / "kept", fill)
    assert is_whole(tmp_path / "kept")
