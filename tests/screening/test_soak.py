"""Dirty registries, households against their case files, and screenings that are stopped: in small, as `make
soak-screening` does at length."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from clausewise.engine import Engine
from clausewise.screening.intake.problems import NOTICED, Problem
from screening.dirty_files import write_form
from screening.postgresql import database_of, needs_postgresql
from screening.recount import read_tables, recount
from screening.soaking import attack, drawn_facts, hold_to_cases
from screening.spark import needs_java, session
from screening.spoiling import draw_registry, home_of
from screening.stopping import Command, digests, fill_and_go_on, stop_and_go_on
from screening.test_elsewhere import Open, assert_same, opened  # noqa: F401
from screening.test_running import FAULTS
from screening.written import Written, screened, write_registry
from specification.chongqing import chongqing_pack

PACK = chongqing_pack()


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    made = Engine(PACK)
    yield made
    made.close()


@pytest.mark.parametrize(("seed", "form"), [(11, "csv"), (12, "duckdb")])
def test_every_row_is_screened_or_put_aside_and_a_screening_is_what_checks_are(
    tmp_path: Path, engine: Engine, seed: int, form: str
) -> None:
    registry, verdicts = attack(seed, 20, PACK, tmp_path, forms=(form,))
    assert len(registry.good) > 8
    assert registry.spoilt
    assert hold_to_cases(registry.good, verdicts, engine, PACK) > 500


def test_engines_tell_the_same_of_every_wrong_row(opened: Open, tmp_path: Path) -> None:  # noqa: F811
    write_form(draw_registry(13, 12, drawn_facts(PACK), dirt=1.5), "csv", tmp_path / "in", 13)
    assert_same(opened, Written(tmp_path / "in"), tmp_path)


def test_every_kind_of_problem_is_among_those_that_are_put_in() -> None:
    put_in = {kind for seed in range(40) for kind in draw_registry(seed, 20, drawn_facts(PACK), dirt=1).kinds}
    # In no such registry a fact that follows from others is given, or is said who receives what; whoever is put aside
    # takes others along.
    others = {Problem.GIVEN_OTHERWISE, Problem.STRANGE_RECEIPT, Problem.GOES_ALONG}
    assert {one.value for one in Problem} - put_in == {*NOTICED, *others}


def test_of_a_member_of_two_households_neither_loses_its_id() -> None:
    # The other would then be right as it stands, and was said to be spoilt.
    facts, pairs = drawn_facts(PACK), 0
    for seed in range(60):
        drawn = draw_registry(seed, 20, facts, dirt=1)
        homes: dict[str | None, set[str]] = {}
        for row in drawn.rows["members"]:
            homes.setdefault(row.cells.get("编号"), set()).add(home_of(row))
        two = [both for who, both in homes.items() if who and len(both) == 2]
        there = {home_of(row) for row in drawn.rows["households"]}
        assert [both for both in two if not both <= there] == []
        pairs += len(two)
    assert pairs > 10


def test_a_recount_finds_a_row_that_was_lost_and_one_that_was_made_up(tmp_path: Path) -> None:
    written = write_registry(tmp_path / "in", FAULTS)
    screened(written, tmp_path / "out", quarantine=True)
    tables = read_tables(written.folder)
    assert recount(tables, tmp_path / "out") == {"households": (10, 4, 6), "members": (13, 3, 10)}
    lost = {**tables, "members": [*tables["members"], (14, {**tables["members"][2][1], "身份证号": "1"})]}
    with pytest.raises(AssertionError, match="members are lost or made up"):
        recount(lost, tmp_path / "out")
    with pytest.raises(AssertionError, match="a household was screened that no row is of"):
        recount({**tables, "households": [one for one in tables["households"] if one[0] != 2]}, tmp_path / "out")


# ---------------------------------------------------------------- runs that are stopped


def written_as(form: str, folder: Path) -> tuple[str, Path]:
    """The registry of the documentation with faults in it, as files or a database, and its mapping."""
    written = write_registry(folder, FAULTS)
    mapping = written.folder / "mapping.yaml"
    if form == "csv":
        return str(folder), mapping
    database = folder / "registry.duckdb"
    with duckdb.connect(str(database)) as connection:
        for table in ("households", "members"):
            rows = f"read_csv('{folder}/{table}.csv', all_varchar = true)"
            connection.execute(f"create table {table} as select * from {rows}")
            connection.execute(f"copy {table} to '{folder}/{table}.parquet'")
    mapping.write_text(mapping.read_text("utf-8").replace(".csv", ".parquet" if form == "parquet" else ""), "utf-8")
    return str(folder if form == "parquet" else database), mapping


@pytest.mark.parametrize(
    ("form", "name", "share", "options"),
    [
        ("csv", "SIGKILL", 0.3, ()),
        ("parquet", "SIGTERM", 0.9, ()),
        ("duckdb", "SIGINT", 0.6, ("--engine", "duckdb")),
    ],
)
def test_a_run_that_is_stopped_goes_on_to_the_same_bytes(
    tmp_path: Path, form: str, name: str, share: float, options: tuple[str, ...]
) -> None:
    registry, mapping = written_as(form, tmp_path / "in")
    command = Command(registry, mapping, options)
    whole = command.run(tmp_path / "whole")
    assert whole.code == 0, whole.said
    at = int(whole.events * share)
    assert stop_and_go_on(command, digests(tmp_path / "whole"), tmp_path / "out", [(name, at)]) == "same"


@needs_postgresql
def test_a_run_over_postgresql_that_is_killed_goes_on_to_the_same_bytes(tmp_path: Path) -> None:
    written = write_registry(tmp_path / "in")
    mapping = written.folder / "mapping.yaml"
    mapping.write_text(mapping.read_text("utf-8").replace(".csv", ""), "utf-8")
    with database_of(written.folder, "households", "members") as address:
        command = Command(address, mapping)
        whole = command.run(tmp_path / "whole")
        assert whole.code == 0, whole.said
        stops = [("SIGKILL", whole.events // 2)]
        assert stop_and_go_on(command, digests(tmp_path / "whole"), tmp_path / "out", stops) == "same"


def test_a_full_disk_is_told_and_the_run_goes_on_when_there_is_room(tmp_path: Path) -> None:
    written = write_registry(tmp_path / "in", FAULTS)
    command = Command(str(written.folder), written.folder / "mapping.yaml")
    assert command.run(tmp_path / "whole").code == 0
    try:
        # Between the parts and the results.
        came = fill_and_go_on(command, digests(tmp_path / "whole"), tmp_path / "disk", 300)
    except PermissionError as problem:
        pytest.skip(f"a disk of a few kilobytes cannot be mounted here: {problem}")
    assert came == "same"


@pytest.mark.long
@needs_java
def test_spark_comes_to_the_same(tmp_path: Path) -> None:
    session()
    attack(16, 12, PACK, tmp_path, forms=("csv",), engines=("spark",))
