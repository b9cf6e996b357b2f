"""Eight families, played as benchmarks/interview.py plays them: so many prompts, and nothing lost is refused."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from clausewise.engine import Engine
from clausewise.packs import open_pack

BENCHMARK = Path(__file__).parents[2] / "benchmarks" / "interview.py"
FAMILIES = ("urban", "dibao", "elder", "flooded", "fire", "robbed", "three-generations", "orphan")


@pytest.fixture(scope="module")
def played() -> ModuleType:
    spec = importlib.util.spec_from_file_location("played_interviews", BENCHMARK)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(open_pack("chongqing-2020"))


@pytest.mark.parametrize("to_check", [False, True], ids=["everything known", "departments still to be asked"])
@pytest.mark.parametrize("name", FAMILIES)
def test_a_family_is_asked_no_more_than_so_much(played: ModuleType, engine: Engine, name: str, to_check: bool) -> None:
    done = played.play(engine, played.FAMILIES[name], to_check=to_check)

    assert done.to_stop <= {"urban": 12, "dibao": 20}.get(name, 30)
    assert done.after <= 8
    assert done.followed == []
    assert done.interview.is_settled


@pytest.mark.parametrize("name", ["flooded", "robbed"])
def test_what_is_lost_by_a_topic_left_unticked_is_told_as_not_looked_into(
    played: ModuleType, engine: Engine, name: str
) -> None:
    family = played.FAMILIES[name]
    lost = list(played.lost(engine, family, played.play(engine, family)))

    assert lost
    assert {told for _, _, told in lost} == {"not looked into"}


def test_the_family_of_a_flooded_farm_finds_what_it_is_due(played: ModuleType, engine: Engine) -> None:
    found = played.play(engine, played.FAMILIES["flooded"]).found()

    applying = {name for name, verdict in found.items() if verdict == "applies"}
    assert {"disaster.emergency_relief", "disaster.winter_food", "disaster.rebuilding"} <= applying
