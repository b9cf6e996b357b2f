"""The pack that is timed beside peers says what the peer says, on the peer's own households and measure by measure."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from random import Random

import polars as pl
import pytest

from clausewise.case import Case
from clausewise.engine import Engine
from clausewise.language.model import Pack
from clausewise.language.pack import load_pack
from clausewise.packs import pack_at_root
from clausewise.screening.engines import in_memory
from clausewise.screening.engines.in_memory import Screened, program_for, screen_frames
from clausewise.screening.intake.household import case_of_row
from clausewise.screening.rules.columns import HOUSEHOLD, MEMBER, ROW
from screening.agreement import screened_alike

ROOT = Path(__file__).parents[2] / "benchmarks" / "screening" / "pack"
# 1,000 households and 2,565 members that the peer drew (seed 7), in whole fen; how: benchmarks/screening/oracle.py.
DRAWN = Path(__file__).parent / "thirty_measures"


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack(pack_at_root(ROOT, "thirty-measures"))


@pytest.fixture(scope="module")
def households() -> pl.DataFrame:
    return pl.read_parquet(DRAWN / "households.parquet")


@pytest.fixture(scope="module")
def members() -> pl.DataFrame:
    return pl.read_parquet(DRAWN / "members.parquet")


def screened(pack: Pack, households: pl.DataFrame, members: pl.DataFrame) -> Screened:
    return screen_frames(program_for(pack, pack.printed, households, members), households, members)


def forgetful(frame: pl.DataFrame, random: Random) -> pl.DataFrame:
    """A fifth of all values gone."""
    facts = [name for name in frame.columns if name not in (HOUSEHOLD, ROW, MEMBER)]
    kept = {name: pl.Series([random.random() > 0.2 for _ in range(frame.height)]) for name in facts}
    return frame.with_columns(pl.when(kept[name]).then(pl.col(name)).alias(name) for name in facts)


def cases(pack: Pack, households: pl.DataFrame, members: pl.DataFrame, number: int) -> Iterator[Case]:
    for row in range(number):
        yield case_of_row(pack, pack.printed, households, members, row)


def test_thirty_measures_are_true_where_the_peer_has_them_true(
    pack: Pack, households: pl.DataFrame, members: pl.DataFrame
) -> None:
    assert (households.height, members.height) == (1_000, 2_565)
    found = screened(pack, households, members)
    counted = {rule.removeprefix("measure."): found.count(rule)["applies"] for rule in found.program.verdicts}
    assert sum(counted.values()) == 1_429
    assert counted == json.loads((DRAWN / "counts.json").read_text(encoding="utf-8"))


def test_a_registry_without_unknowns_leaves_no_measure_open(
    pack: Pack, households: pl.DataFrame, members: pl.DataFrame
) -> None:
    found = screened(pack, households, members)
    assert {found.count(rule)["undetermined"] for rule in found.program.verdicts} == {0}
    assert all(proved == possible for proved, possible in found.program.verdicts.values())


def test_slices_of_a_registry_come_to_what_the_whole_does(
    pack: Pack, households: pl.DataFrame, members: pl.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    random = Random(11)
    # Of the households in every seventh row nobody knows who belongs to them.
    told = forgetful(members.filter(pl.col(ROW) % 7 != 0), random)
    given = forgetful(households, random)
    whole = screened(pack, given, told)
    monkeypatch.setattr(in_memory, "FEW", 10)
    monkeypatch.setattr(in_memory, "SLICE", 37)
    sliced = screened(pack, given, told)
    assert sliced.verdicts.equals(whole.verdicts)
    assert sliced.members.equals(whole.members)
    assert whole.count("measure.m08")["undetermined"] > 100


def test_households_of_which_much_is_unknown_are_screened_as_the_engine_checks_them(
    pack: Pack, households: pl.DataFrame, members: pl.DataFrame
) -> None:
    random = Random(5)
    known, told = forgetful(households, random), forgetful(members, random)
    engine = Engine(pack)
    try:
        found = screened_alike(engine, list(cases(pack, known, told, 100)))
    finally:
        engine.close()
    assert found.count("measure.m13") == {"does_not_apply": 82, "undetermined": 10, "applies": 8}
