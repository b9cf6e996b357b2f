"""A registry from its files to its folder: the engine's verdicts, faults told or put aside, runs that go on."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import polars as pl
import pytest

from clausewise.engine import Engine
from clausewise.errors import CaseError, RequestError
from clausewise.screening.intake.one_household import read_household
from clausewise.screening.runs.passes import Wish
from clausewise.screening.runs.screening import run_screening
from screening.postgresql import database_of, needs_postgresql
from screening.written import Written, screened, verdicts, write_figures, write_registry
from specification.chongqing import chongqing_pack

HOUSEHOLDS = [f"CQ{number:03}" for number in range(1, 11)]


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    made = Engine(chongqing_pack())
    yield made
    made.close()


def test_a_registry_has_the_verdicts_that_its_words_call_for(tmp_path: Path) -> None:
    screened(write_registry(tmp_path / "in"), tmp_path / "out")
    assert verdicts(tmp_path / "out", "housing.urban_dibao") == {
        "CQ001": "applies",
        "CQ002": "applies",
        "CQ003": "does_not_apply",
        "CQ004": "does_not_apply",
        "CQ005": "undetermined",
        "CQ006": "undetermined",
        "CQ007": "undetermined",
        "CQ008": "does_not_apply",
        "CQ009": "does_not_apply",
        "CQ010": "applies",
    }
    assert verdicts(tmp_path / "out", "housing.urban_orphan")["CQ005"] == "applies"
    assert verdicts(tmp_path / "out", "housing.urban_orphan")["CQ010"] == "does_not_apply"
    members = pl.read_parquet(tmp_path / "out" / "members.parquet")
    student = members.filter(pl.col("member") == "500101200403010013").row(0, named=True)
    assert (student["household"], student["education.senior_high"]) == ("CQ001", "applies")


@pytest.mark.parametrize("every", [1, 3, 100])
def test_every_household_has_the_verdicts_of_its_check(tmp_path: Path, engine: Engine, every: int) -> None:
    written = write_registry(tmp_path / "in")
    screened(written, tmp_path / "out", every=every)
    rows = {row["household"]: row for row in pl.read_parquet(tmp_path / "out" / "verdicts.parquet").to_dicts()}
    members = pl.read_parquet(tmp_path / "out" / "members.parquet")
    people = {(row["household"], row["member"]): row for row in members.to_dicts()}
    assert list(rows) == HOUSEHOLDS
    for household in HOUSEHOLDS:
        work = tmp_path / f"work-{household}"
        work.mkdir()
        result = engine.check(read_household(written.asked(), str(written.folder), household, work))
        for rule in chongqing_pack().rules:
            found = [one for one in result.findings if one.rule.id == rule.id]
            strongest = max(found, key=lambda one: one.verdict.code).verdict
            assert rows[household][rule.id] == strongest, f"{household} {rule.id}"
            for one in found:
                if one.subject is not None:
                    assert people[household, one.subject][rule.id] == one.verdict, f"{household} {one.name}"


# ---------------------------------------------------------------- what cannot be used

FAULTS = {
    "CQ003,大观镇,农村": "CQ003,大观镇,郊区",
    "310.50": "-310.50",
    "CQ010,石墙镇": "CQ009,石墙镇",
    "500101200403010013,CQ001": "500101200402300013,CQ001",
    "500101197501010058,CQ004": "500101197501010058,CQ014",
    "500101199107070085,CQ008": "500101198811230062,CQ008",
}


def test_faults_stop_the_run_and_all_of_them_are_told_with_their_rows(tmp_path: Path) -> None:
    with pytest.raises(RequestError) as caught:
        screened(write_registry(tmp_path / "in", FAULTS), tmp_path / "out")
    assert str(caught.value).replace(f"{tmp_path}/in/", "").splitlines() == [
        'households.csv: 家庭编号: stands twice 重复 ("CQ009") — 2 rows: 9, 10',
        'households.csv: 居住地类型: is none of its values 不是可选的值 ("郊区") — row 3',
        'households.csv: 核减低保金(元): is a negative amount 金额为负 ("-310.50") — row 6',
        "members.csv: 家庭编号: names a household that the registry does not have 家庭不在登记中 "
        '("CQ014", "CQ010") — 2 rows: 6, 13',
        'members.csv: 身份证号: is not a date 不是日期 ("500101200402300013") — row 2',
        "members.csv: 身份证号: is a member of two households 同一成员在两个家庭中 "
        '("500101198811230062") — 2 rows: 8, 10',
        "9 rows cannot be used, and nothing was screened"
        " — mend them, or write --on-error quarantine to put their households aside",
    ]
    assert not (tmp_path / "out").exists()


def test_one_row_is_told_as_one(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="\n1 row cannot be used, and nothing was screened"):
        screened(write_registry(tmp_path / "in", {"310.50": "-310.50"}), tmp_path / "out")


def test_households_with_a_fault_are_put_aside_whole_and_the_counts_add_up(tmp_path: Path) -> None:
    ran = screened(write_registry(tmp_path / "in", FAULTS), tmp_path / "out", quarantine=True)
    assert [(one.table, one.read, one.screened, one.quarantined) for one in ran.summary.tables] == [
        ("households", 10, 4, 6), ("members", 13, 3, 10),
    ]  # fmt: skip
    assert list(verdicts(tmp_path / "out", "housing.urban_dibao")) == ["CQ002", "CQ004", "CQ005", "CQ007"]
    households = read_csv(tmp_path / "out" / "quarantine-households.csv")
    assert [(row["行号 row"], row["家庭编号"], row["原因 reasons"]) for row in households] == [
        ("1", "CQ001", "随所属家庭一并隔离 goes with its household, which is quarantined"),
        ("3", "CQ003", "居住地类型: 不是可选的值 is none of its values"),
        ("6", "CQ006", "核减低保金(元): 金额为负 is a negative amount"),
        ("8", "CQ008", "随所属家庭一并隔离 goes with its household, which is quarantined"),
        ("9", "CQ009", "家庭编号: 重复 stands twice"),
        ("10", "CQ009", "家庭编号: 重复 stands twice"),
    ]
    assert households[1]["居住地类型"] == "郊区"
    members = read_csv(tmp_path / "out" / "quarantine-members.csv")
    assert [row["行号 row"] for row in members] == ["1", "2", "4", "5", "6", "8", "10", "11", "12", "13"]
    assert members[1]["原因 reasons"] == "身份证号: 不是日期 is not a date"


def test_rows_that_were_put_aside_can_be_mended_and_screened(tmp_path: Path) -> None:
    faults = {"CQ003,大观镇,农村": "CQ003,大观镇,郊区"}
    screened(write_registry(tmp_path / "in", faults), tmp_path / "out", quarantine=True)
    mended = write_registry(tmp_path / "again")
    for table in ("households", "members"):
        text = (tmp_path / "out" / f"quarantine-{table}.csv").read_text("utf-8")
        (mended.folder / f"{table}.csv").write_text(text.replace("郊区", "农村"), "utf-8")
    assert "\t500101196910090034" in text
    screened(mended, tmp_path / "out-again")
    members = pl.read_parquet(tmp_path / "out-again" / "members.parquet")
    assert members.select("household", "member").rows() == [
        ("CQ003", "500101196910090034"), ("CQ003", "500101201405170047"),
    ]  # fmt: skip


@pytest.mark.skipif(os.name == "nt", reason="pipes are those of POSIX")
def test_a_pipe_is_no_file_of_a_registry(tmp_path: Path) -> None:
    written = write_registry(tmp_path / "in")
    (written.folder / "members.csv").unlink()
    os.mkfifo(written.folder / "members.csv")
    with pytest.raises(RequestError, match=r"members\.csv: this is a device or a pipe, not a file — "):
        screened(written, tmp_path / "out")


@pytest.mark.parametrize("table", ["households", "members"])
def test_a_table_without_a_row_is_no_success(tmp_path: Path, table: str) -> None:
    written = write_registry(tmp_path / "in")
    file = written.folder / f"{table}.csv"
    file.write_text(file.read_text("utf-8").splitlines()[0] + "\n", "utf-8")
    with pytest.raises(RequestError) as caught:
        screened(written, tmp_path / "out")
    assert str(caught.value) == (
        f"{file}: there is no row in this table — see whether the file is whole, or leave the table out of the mapping"
    )
    assert not (tmp_path / "out").exists()


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_facts_that_contradict_each_other_are_a_fault_of_their_household(tmp_path: Path) -> None:
    # A birth date in the next century would make somebody younger than nothing.
    changes = {"500101198203110029,CQ002": "500101208203110029,CQ002"}
    ran = screened(write_registry(tmp_path / "in", changes), tmp_path / "out", quarantine=True)
    assert [(one.table, one.column, one.kind, one.rows) for one in ran.summary.reasons] == [
        ("households", None, "goes_along", 1), ("members", "周岁年龄 (member.age)", "impossible", 1),
    ]  # fmt: skip
    assert "CQ002" not in verdicts(tmp_path / "out", "housing.urban_dibao")


@pytest.mark.parametrize("household", ["CQ001", "CQ003", "CQ006", "CQ008", "CQ009"])
def test_check_refuses_the_household_that_a_screening_puts_aside(tmp_path: Path, household: str) -> None:
    written = write_registry(tmp_path / "in", FAULTS)
    with pytest.raises(CaseError):
        read_household(written.asked(), str(written.folder), household, tmp_path)


def test_check_names_the_row_of_the_registry(tmp_path: Path) -> None:
    written = write_registry(tmp_path / "in", FAULTS)
    with pytest.raises(CaseError) as caught:
        read_household(written.asked(), str(written.folder), "CQ008", tmp_path)
    assert str(caught.value).replace(f"{tmp_path}/in/", "") == (
        'members.csv: 身份证号: is a member of two households 同一成员在两个家庭中 ("500101198811230062") — row 10'
    )


def test_a_file_that_breaks_off_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    written = write_registry(tmp_path / "in")
    households = pl.read_csv(written.folder / "households.csv", infer_schema=False)
    file = written.folder / "households.parquet"
    households.write_parquet(file)
    raw = bytearray(file.read_bytes())
    raw[8:200] = b"\xff" * 192
    file.write_bytes(raw)
    mapping = written.folder / "mapping.yaml"
    mapping.write_text(mapping.read_text("utf-8").replace("households.csv", "households.parquet"), "utf-8")
    with pytest.raises(RequestError, match="is damaged and cannot be read: "):
        screened(written, tmp_path / "out")
    assert not (tmp_path / "out").exists()


# ---------------------------------------------------------------- where registries lie


def test_gb18030_has_the_verdicts_of_utf8(tmp_path: Path) -> None:
    changes = {"  from: households.csv": "  from: households.csv\n  encoding: gb18030",
               "  from: members.csv": "  from: members.csv\n  encoding: gb18030"}  # fmt: skip
    screened(write_registry(tmp_path / "in", changes, "gb18030"), tmp_path / "out")
    screened(write_registry(tmp_path / "utf8"), tmp_path / "out-utf8")
    assert_same_verdicts(tmp_path / "out", tmp_path / "out-utf8")


def assert_same_verdicts(one: Path, other: Path) -> None:
    for name in ("verdicts.parquet", "members.parquet"):
        assert digest(one / name) == digest(other / name)


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def in_database(written: Written, registry: str, output: Path) -> None:
    mapping = written.folder / "mapping.yaml"
    mapping.write_text(mapping.read_text("utf-8").replace(".csv", ""), "utf-8")
    run_screening(Wish(registry, written.asked(), every=4), output, "en", lambda *_: None, lambda *_: None)


def test_a_duckdb_file_has_the_verdicts_of_its_tables(tmp_path: Path) -> None:
    written = write_registry(tmp_path / "in")
    screened(written, tmp_path / "out")
    with duckdb.connect(str(tmp_path / "registry.duckdb")) as connection:
        for table in ("households", "members"):
            connection.execute(
                f"create table {table} as select * from read_csv('{written.folder}/{table}.csv', all_varchar = true)"
            )
    in_database(written, str(tmp_path / "registry.duckdb"), tmp_path / "out-database")
    assert_same_households(tmp_path / "out-database", tmp_path / "out")


def assert_same_households(one: Path, other: Path) -> None:
    """The same verdicts; members stand in the order of their ids where a database gave them."""
    for name, keys in (("verdicts.parquet", ["household"]), ("members.parquet", ["household", "member"])):
        frames = [
            pl.read_parquet(folder / name).sort(keys).with_columns(pl.all().cast(pl.String)) for folder in (one, other)
        ]
        assert frames[0].equals(frames[1])


@needs_postgresql
def test_a_postgresql_database_has_the_verdicts_of_its_tables(tmp_path: Path) -> None:
    written = write_registry(tmp_path / "in")
    screened(written, tmp_path / "out")
    with database_of(written.folder, "households", "members") as address:
        in_database(written, address, tmp_path / "out-database")
    assert_same_households(tmp_path / "out-database", tmp_path / "out")


def test_parquet_with_types_has_the_verdicts_of_texts(tmp_path: Path) -> None:
    written = write_registry(tmp_path / "in")
    screened(written, tmp_path / "out")
    households = pl.read_csv(written.folder / "households.csv", infer_schema=False)
    money = pl.col("核减低保金(元)").cast(pl.Decimal(12, 2))
    dibao = pl.col("是否低保").replace_strict({"是": True, "否": False}, return_dtype=pl.Boolean)
    households.with_columns(money, dibao).write_parquet(written.folder / "households.parquet")
    mapping = written.folder / "mapping.yaml"
    mapping.write_text(mapping.read_text("utf-8").replace("households.csv", "households.parquet"), "utf-8")
    screened(written, tmp_path / "out-parquet")
    assert_same_verdicts(tmp_path / "out-parquet", tmp_path / "out")


def test_a_file_that_is_changed_while_it_is_read_stops_the_run(tmp_path: Path) -> None:
    written = write_registry(tmp_path / "in")
    file = written.folder / "households.csv"

    def change(work: str, done: int, of: int) -> None:
        if (work, done) == ("screening", 4):
            file.write_text(file.read_text("utf-8").replace("CQ010,石墙镇", "CQ011,石墙镇"), "utf-8")

    wish = Wish(str(written.folder), written.asked(), every=4)
    with pytest.raises(RequestError, match=r"households\.csv: the file was changed while it was read"):
        run_screening(wish, tmp_path / "out", "en", write_figures, change)
    assert not (tmp_path / "out").exists()


def test_a_file_that_is_written_again_with_the_same_bytes_does_not(tmp_path: Path) -> None:
    written = write_registry(tmp_path / "in")
    file = written.folder / "households.csv"
    wish = Wish(str(written.folder), written.asked(), every=4)

    def write_again(*_: object) -> None:
        file.write_bytes(file.read_bytes())

    run_screening(wish, tmp_path / "out", "en", write_figures, write_again)
    assert (tmp_path / "out" / "verdicts.parquet").exists()


# ---------------------------------------------------------------- what is kept and counted


def test_groups_and_kept_columns_go_along(tmp_path: Path) -> None:
    ran = screened(write_registry(tmp_path / "in"), tmp_path / "out", by=("乡镇",), keep=("领取住房补贴",))
    frame = pl.read_parquet(tmp_path / "out" / "verdicts.parquet")
    assert frame.columns[:3] == ["household", "乡镇", "领取住房补贴"]
    tallies = ran.summary.figures.groups["乡镇"]
    assert {name: tally.households for name, tally in tallies.items()} == {"大观镇": 4, "金山镇": 3, "石墙镇": 3}
    assert ran.summary.figures.whole.rules["housing.urban_dibao"].applies == 3


def test_who_is_entitled_and_does_not_receive_is_listed_and_who_receives_otherwise_is_to_be_reviewed(
    tmp_path: Path,
) -> None:
    screened(write_registry(tmp_path / "in"), tmp_path / "out")
    listed = pl.read_parquet(tmp_path / "out" / "listed.parquet").with_columns(pl.col("list").cast(pl.String))
    by_list = {name: group["household"].to_list() for (name,), group in listed.group_by("list", maintain_order=True)}
    assert "CQ001" in by_list["not_receiving"]
    assert "CQ005" in by_list["not_receiving"]
    # CQ007 lives in the country and is destitute in dispersed support: whether 城镇 of 13.1 governs destitute people,
    # and whether by home or by list, is contested, so that more is open than a list of whom to ask takes.
    assert by_list["not_known"] == ["CQ010"]
    # CQ008 receives, and no rule gives it: it does not meet the criteria, and has no house in the countryside.
    assert by_list["review"] == ["CQ008"]


def test_a_column_that_is_not_there_is_refused_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="--by 乡鎮: the registry has no such column — "):
        screened(write_registry(tmp_path / "in"), tmp_path / "out", by=("乡鎮",))
    assert not (tmp_path / "out").exists()


# ---------------------------------------------------------------- runs that are killed

_KILLED = """
import os, signal, sys
from pathlib import Path
from screening.written import DOCS, Written, write_figures
from clausewise.screening.runs.passes import Wish
from clausewise.screening.runs.screening import run_screening

def kill(work, done, of):
    if f"{work} {done}" == sys.argv[3]:
        os.kill(os.getpid(), signal.SIGKILL)

written = Written(Path(sys.argv[1]))
run_screening(Wish(str(written.folder), written.asked(), every=4), Path(sys.argv[2]), "en", write_figures, kill)
"""


def kill_when(written: Written, output: Path, when: str) -> None:
    """Screen a registry until that much of it is done, and no further."""
    killed = subprocess.run(
        [sys.executable, "-c", _KILLED, str(written.folder), str(output), when],
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])},
        timeout=120,
    )
    assert killed.returncode == -signal.SIGKILL


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is not there")
@pytest.mark.parametrize("when", ["screening 4", "screening 8", "writing 0"])
def test_a_run_that_was_killed_goes_on_and_comes_to_the_same_bytes(tmp_path: Path, when: str) -> None:
    written = write_registry(tmp_path / "in")
    kill_when(written, tmp_path / "out", when)
    assert [one.name for one in (tmp_path / "out").iterdir()] == [".run"]
    screened(written, tmp_path / "out")
    screened(written, tmp_path / "whole")
    files = sorted(one.name for one in (tmp_path / "whole").iterdir())
    assert files == ["listed.parquet", "members.parquet", "summary.json", "verdicts.parquet"]
    assert sorted(one.name for one in (tmp_path / "out").iterdir()) == files
    for name in files:
        assert digest(tmp_path / "out" / name) == digest(tmp_path / "whole" / name), name


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is not there")
def test_parts_that_were_damaged_are_made_again_and_come_to_the_same_bytes(tmp_path: Path) -> None:
    written = write_registry(tmp_path / "in")
    kill_when(written, tmp_path / "out", "writing 0")
    parts = tmp_path / "out" / ".run" / "parts"
    pl.read_parquet(parts / "000000" / "verdicts.parquet").head(1).write_parquet(parts / "000000" / "verdicts.parquet")
    (parts / "000001" / "figures.json").write_bytes(pickle.dumps(Opening(str(tmp_path / "ran"))))
    (tmp_path / "out" / ".run" / "members" / "000000.parquet").write_bytes(b"")
    screened(written, tmp_path / "out")
    screened(written, tmp_path / "whole")
    for name in ("members.parquet", "summary.json", "verdicts.parquet"):
        assert digest(tmp_path / "out" / name) == digest(tmp_path / "whole" / name), name
    assert not (tmp_path / "ran").exists()


@dataclass(frozen=True)
class Opening:
    """What makes a file when it is unpickled."""

    file: str

    def __reduce__(self) -> tuple[object, ...]:
        return Path.touch, (Path(self.file),)


def test_what_is_wrong_with_one_household_is_not_told_of_the_next(tmp_path: Path) -> None:
    written = write_registry(tmp_path / "in")
    # Two pairs of households with a member each in common, whose rows do not stand in the order of the households.
    rows = ["500101198203110029,CQ002", "500101198203110029,CQ001", "500101200212070016,CQ005",
            "500101200212070016,CQ004"]  # fmt: skip
    heading = (written.folder / "members.csv").read_text("utf-8").splitlines()[0]
    members = [f"{row},{'否,' * (heading.count(',') - 2)}否" for row in rows]
    (written.folder / "members.csv").write_text("\n".join([heading, *members, ""]), "utf-8")
    for household, row, member in (("CQ001", 2, rows[0][:18]), ("CQ004", 4, rows[2][:18])):
        with pytest.raises(CaseError) as caught:
            read_household(written.asked(), str(written.folder), household, tmp_path)
        assert str(caught.value).splitlines()[-1].replace(f"{tmp_path}/in/", "") == (
            f'members.csv: 身份证号: is a member of two households 同一成员在两个家庭中 ("{member}") — row {row}'
        )


def test_the_summary_names_what_was_read_by_its_bytes(tmp_path: Path) -> None:
    written = write_registry(tmp_path / "in")
    screened(written, tmp_path / "out")
    summary = json.loads((tmp_path / "out" / "summary.json").read_text("utf-8"))
    assert summary["mapping"] == digest(written.folder / "mapping.yaml")
    assert [one["digest"] for one in summary["inputs"]] == [
        digest(written.folder / "households.csv"), digest(written.folder / "members.csv"),
    ]  # fmt: skip
