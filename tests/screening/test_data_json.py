"""Figures as JSON and back: the same figures, and nothing but figures."""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import pytest

from clausewise.errors import RequestError
from clausewise.screening.figures.comparison import ComparisonFigures, Moves, Shift, Standing
from clausewise.screening.tables.data_json import read_data, write_data


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True)
class Size:
    width: int
    height: int | None = None


@dataclass(frozen=True)
class Shape:
    name: str | None
    filled: bool
    sizes: tuple[Size, ...]
    counts: Mapping[tuple[Colour, str], int]


SHAPE = Shape("方", True, (Size(1, 2), Size(3)), {(Colour.RED, ""): 4})


def test_what_was_written_reads_as_it_was(tmp_path: Path) -> None:
    write_data(tmp_path / "x", SHAPE)
    assert (tmp_path / "x").read_text() == '["\\u65b9", true, [[1, 2], [3, null]], [[["red", ""], 4]]]'
    assert read_data(tmp_path / "x", Shape) == SHAPE


def test_the_figures_of_a_comparison_keep_their_order_and_their_kinds(tmp_path: Path) -> None:
    moves = Moves({(Standing.APPLIES, Standing.ABSENT): 2, (Standing.ABSENT, Standing.APPLIES): 1})
    figures = ComparisonFigures(Shift(3, measures={13: moves}), {"乡镇": {None: Shift(1), "大观镇": Shift(2)}})
    write_data(tmp_path / "x", figures)
    read = read_data(tmp_path / "x", ComparisonFigures)
    assert read == figures
    assert list(read.groups["乡镇"]) == [None, "大观镇"]
    assert read.whole.measures[13].number(Standing.APPLIES, Standing.ABSENT) == 2


@pytest.mark.parametrize(
    "written",
    [
        b"",
        b"{}",
        b"[" * 100_000,
        b"\xff",
        b"null",
        b'["a", true, [], [], 1]',
        b'["a", 1, [], []]',
        b'["a", true, [[1.0, null]], []]',
        b'["a", true, [[true, null]], []]',
        b'["a", true, [], [[["blue", ""], 4]]]',
        pickle.dumps(SHAPE),
    ],
)
def test_anything_else_is_refused_and_nothing_of_it_runs(tmp_path: Path, written: bytes) -> None:
    (tmp_path / "x").write_bytes(written)
    with pytest.raises(RequestError) as caught:
        read_data(tmp_path / "x", Shape)
    assert str(caught.value).replace(f"{tmp_path}/", "") == (
        "x: is damaged and cannot be read — delete the folder and run the same command again"
    )
