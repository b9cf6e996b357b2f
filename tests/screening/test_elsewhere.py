"""A registry screened in DuckDB, or on Spark, comes to what it comes to in memory: verdicts, faults and counts."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from clausewise.errors import RequestError
from clausewise.screening.engines.duckdb_engine import open_duckdb
from clausewise.screening.engines.elsewhere import screen_elsewhere
from clausewise.screening.engines.engine import Engine
from clausewise.screening.engines.spark_engine import open_spark, quickly_compiled
from clausewise.screening.figures.summary import Summary
from clausewise.screening.intake.registry import Registry
from clausewise.screening.mapping.model import TableKind
from clausewise.screening.rules.columns import HOUSEHOLD, LINE, MEMBER, NOTICES, ROW, as_given, given, plain
from clausewise.screening.runs.parts import screen_stretch
from clausewise.screening.tables.opening import digests_of, open_tables
from screening.spark import needs_java, session
from screening.test_running import FAULTS
from screening.written import Written, screened, write_registry

Open = Callable[[str, Path], Any]
REASONS = "原因 reasons"


@contextmanager
def on_spark(registry: str, work: Path) -> Iterator[Engine]:
    session()
    with open_spark(work) as engine:
        yield engine


@pytest.fixture(params=["duckdb", pytest.param("spark", marks=[pytest.mark.long, needs_java])])
def opened(request: pytest.FixtureRequest) -> Open:
    return open_duckdb if request.param == "duckdb" else on_spark


def in_memory(written: Written, output: Path, **options: Any) -> tuple[Summary, pl.DataFrame, pl.DataFrame]:
    ran = screened(written, output, quarantine=True, **options)
    return ran.summary, pl.read_parquet(output / "verdicts.parquet"), pl.read_parquet(output / "members.parquet")


def assert_same(opened: Open, written: Written, work: Path, **options: Any) -> None:
    """The same verdicts, rows and reasons as in memory."""
    summary, verdicts, members = in_memory(written, work / "out", **options)
    asked = written.asked(**options)
    with opened(str(written.folder), work) as engine:
        run = screen_elsewhere(engine, asked, str(written.folder), quarantine=True)
        assert run.rows == summary.tables
        assert run.reasons == summary.reasons
        assert_same_rows(engine.collect(run.verdicts), verdicts, [HOUSEHOLD])
        assert_same_rows(engine.collect(run.members), members, [HOUSEHOLD, MEMBER])
        told = told_in_memory(written, work / "tables", **options)
        assert_same_rows(run.problems, told, told.columns)
        for rows in run.rows:
            aside = run.quarantined.get(TableKind(rows.table))
            if aside is None:
                assert rows.quarantined == 0
                continue
            told = pl.read_csv(work / "out" / f"quarantine-{rows.table}.csv", infer_schema=False)
            told = (
                told.drop("行号 row", REASONS)
                .drop("文件 file", strict=False)
                .with_columns(pl.all().str.strip_prefix("\t"))
            )
            given = engine.collect(aside).drop(LINE)
            assert_same_rows(given.rename(lambda name: name.removeprefix(as_given(""))), told, told.columns)


def told_in_memory(written: Written, work: Path, **options: Any) -> pl.DataFrame:
    """What is wrong with a registry as it is told in memory."""
    asked = written.asked(**options)
    tables = open_tables(str(written.folder), asked.mapping, work, digests_of(str(written.folder), asked.mapping))
    registry = Registry(asked, tables, work, every=4)
    found = [screen_stretch(asked, registry.stretch(number))[1] for number in range(len(registry))]
    return pl.concat([registry.homeless(), *found]).drop(ROW)


def assert_same_rows(found: pl.DataFrame, expected: pl.DataFrame, keys: list[str]) -> None:
    """The same rows in any order. Columns that lists are made of are not written, and are no matter here; notices are
    counted as verdicts are written.
    """
    expected = expected.drop(NOTICES, strict=False)
    named = found.rename({given(name): name for name in expected.columns}, strict=False)
    frames = [
        frame.select(pl.col(expected.columns).cast(pl.String)).sort(keys, nulls_last=True)
        for frame in (named, expected)
    ]
    assert frames[0].to_dicts() == frames[1].to_dicts()


# ---------------------------------------------------------------- the registry of the documentation


def test_a_registry_has_the_verdicts_that_it_has_in_memory(opened: Open, tmp_path: Path) -> None:
    assert_same(opened, write_registry(tmp_path / "in"), tmp_path, by=("乡镇",), keep=("领取住房补贴",))


def test_the_same_rows_are_put_aside_for_the_same_reasons(opened: Open, tmp_path: Path) -> None:
    assert_same(opened, write_registry(tmp_path / "in", FAULTS), tmp_path)


def test_nan_in_a_parquet_file_is_not_known(opened: Open, tmp_path: Path) -> None:
    # Its least and greatest, which the file tells of the column, are numbers.
    written = write_registry(tmp_path / "in", {"from: households.csv": "from: households.parquet"})
    households = pl.read_csv(written.folder / "households.csv", infer_schema=False)
    cells = [1.0, float("nan"), 0.0, -0.0, None, 1.0, float("nan"), 0.0, 1.0, 1.0]
    amounts = pl.Series("核减低保金(元)", [310.5, float("nan"), None, *[0.0] * 7])
    typed = households.with_columns(pl.Series("是否低保", cells), amounts)
    typed.write_parquet(written.folder / "households.parquet")
    assert screened(written, tmp_path / "all").summary.tables[0].screened == 10
    assert_same(opened, written, tmp_path)


def test_households_whose_facts_contradict_are_put_aside(opened: Open, tmp_path: Path) -> None:
    # A birth date in the next century would make somebody younger than nothing.
    changes = {"500101198203110029,CQ002": "500101208203110029,CQ002"}
    assert_same(opened, write_registry(tmp_path / "in", changes), tmp_path)


def test_faults_are_told_in_the_words_of_memory(opened: Open, tmp_path: Path) -> None:
    written = write_registry(tmp_path / "in", FAULTS)
    with pytest.raises(RequestError) as here:
        screened(written, tmp_path / "out")
    with pytest.raises(RequestError) as caught, opened(str(written.folder), tmp_path) as engine:
        screen_elsewhere(engine, written.asked(), str(written.folder), quarantine=False)
    there = str(caught.value)
    if opened is on_spark:
        # It has no numbers for the rows of a file.
        for ids, rows in _BY_IDS.items():
            there = there.replace(f"— {ids}", f"— {rows}")
    assert there == str(here.value)


_BY_IDS = {
    "2 rows: CQ009, CQ009": "2 rows: 9, 10",
    "row CQ003": "row 3",
    "row CQ006": "row 6",
    "2 rows: CQ010/500101200812080114, CQ014/500101197501010058": "2 rows: 6, 13",
    "row CQ001/500101200402300013": "row 2",
    "2 rows: CQ006/500101198811230062, CQ008/500101198811230062": "2 rows: 8, 10",
}


def test_facts_stay_beside_the_verdicts_with_the_ids(opened: Open, tmp_path: Path) -> None:
    written = write_registry(tmp_path / "in")
    with opened(str(written.folder), tmp_path) as engine:
        run = screen_elsewhere(engine, written.asked(), str(written.folder), quarantine=False)
        households = engine.collect(run.households).sort(HOUSEHOLD)
        people = engine.collect(run.people)
    assert households[plain("household.dibao_reduction_month")].to_list()[5] == 31050
    assert people.filter(pl.col(MEMBER) == "500101197805020021")[plain("member.birth_date")].to_list() == [
        (1978 * 12 + 4) * 32 + 2
    ]


# ---------------------------------------------------------------- every kind of bad row

_MAPPING = """
pack: chongqing-2020
households:
  from: households.parquet
  id: 编号
  facts:
    dibao: {column: 低.保}
members:
  from: members.parquet
  household: 编号
  id: 证件
  facts:
    orphan: {column: 孤儿}
applications:
  from: applications.csv
  household: 编号
  facts:
    disputed: {column: 争议}
"""


def bad_registry(folder: Path, ids: str = "registry") -> Written:
    """Households 1 to 9, of which only 1 and 9 have nothing wrong; a column's name has a dot."""
    folder.mkdir()
    pl.DataFrame(
        {"编号": ["1", "2", "3", "3", "4", "5", None, " ", "6", "7", "8", " 9 "],
         "低.保": ["是", "否", "是", "是", "是", "是", "是", "否", "", "是", "也许", None]}
    ).write_parquet(folder / "households.parquet")  # fmt: skip
    members = [
        ("1", "a", True), ("2", None, False), ("2", "b", None), ("4", "c", True), ("5", "c", True), ("6", "d", False),
        ("6", "d", True), ("3", "e", True), (None, "f", True), ("77", "g", None), ("8", "h", None), ("9", "i", None),
        *(("7", f"m{at:04}", False) for at in range(1001)),
    ]  # fmt: skip
    pl.DataFrame(members, schema=["编号", "证件", "孤儿"], orient="row").write_parquet(folder / "members.parquet")
    (folder / "applications.csv").write_text("编号,争议\n1,是\n9,\n9,\n9,否\n,是\n88,否\n", "utf-8")
    mapping = _MAPPING.replace("  id: 证件", f"  id: 证件\n  ids: {ids}")
    (folder / "mapping.yaml").write_text(mapping, "utf-8")
    return Written(folder)


def test_every_kind_of_bad_row_is_put_aside_as_in_memory(opened: Open, tmp_path: Path) -> None:
    assert_same(opened, bad_registry(tmp_path / "in"), tmp_path)


def test_members_may_share_an_id_where_it_is_of_their_household(opened: Open, tmp_path: Path) -> None:
    written = bad_registry(tmp_path / "in", ids="household")
    assert_same(opened, written, tmp_path)
    with opened(str(written.folder), tmp_path) as engine:
        run = screen_elsewhere(engine, written.asked(), str(written.folder), quarantine=True)
        assert {"4", "5"} <= set(engine.collect(run.verdicts)[HOUSEHOLD])


# ---------------------------------------------------------------- where registries lie, and what is written


def test_a_duckdb_file_is_screened_where_it_lies_and_not_changed(tmp_path: Path) -> None:
    written = write_registry(tmp_path / "in", FAULTS)
    summary, verdicts, _ = in_memory(written, tmp_path / "out")
    database = tmp_path / "registry.duckdb"
    with duckdb.connect(str(database)) as connection:
        for table in ("households", "members"):
            file = written.folder / f"{table}.csv"
            connection.execute(f"create table {table} as select * from read_csv('{file}', all_varchar = true)")
    before = database.read_bytes()
    mapping = written.folder / "mapping.yaml"
    mapping.write_text(mapping.read_text("utf-8").replace(".csv", ""), "utf-8")

    with open_duckdb(str(database), tmp_path) as engine:
        run = screen_elsewhere(engine, written.asked(), str(database), quarantine=True)
        engine.write_parquet(run.verdicts, tmp_path / "verdicts.parquet")

    assert (run.rows, run.reasons) == (summary.tables, summary.reasons)
    found = pl.read_parquet(tmp_path / "verdicts.parquet")
    assert found[HOUSEHOLD].to_list() == ["CQ002", "CQ004", "CQ005", "CQ007"]
    assert_same_rows(found, verdicts, [HOUSEHOLD])
    assert database.read_bytes() == before


def test_duckdb_holds_no_phase_but_the_last(tmp_path: Path) -> None:
    written = write_registry(tmp_path / "in")
    with open_duckdb(str(written.folder), tmp_path) as engine:
        run = screen_elsewhere(engine, written.asked(strict=True), str(written.folder), quarantine=True)
        tables = run.verdicts.to_native().query("verdicts", "select table_name from duckdb_tables() where temporary")
        held = tables.fetchall()
    # Two tables as they were taken in, what is wrong and whose it is, and the last phase of households and of members.
    assert len(held) == 6


_TYPED = """
create schema town;
create type area as enum ('城镇', '农村', '海上');
create table town."户 表" as
    select '00000000-0000-0000-0000-000000000001'::uuid as "号", '城镇'::area as "地", 620.10::decimal(12, 2) as "减",
        true as "低"
    union all select '00000000-0000-0000-0000-000000000002'::uuid, '海上', -1, null;
create view people as
    select "号" as "户", (case "低" when true then 1 else 2 end)::hugeint as "人", timestamp '2004-03-01' as "生"
    from town."户 表";
"""
_TYPED_MAPPING = """
pack: chongqing-2020
households:
  from: town.户 表
  id: 号
  facts:
    area: {column: 地}
    dibao: {column: 低}
    dibao_reduction_month: {column: 减}
members:
  from: people
  household: 户
  id: 人
  facts:
    birth_date: {column: 生}
"""


def test_tables_of_a_database_have_types_schemas_and_views(tmp_path: Path) -> None:
    database = str(tmp_path / "registry.duckdb")
    with duckdb.connect(database) as connection:
        connection.execute(_TYPED)
    (tmp_path / "mapping.yaml").write_text(_TYPED_MAPPING, "utf-8")

    with open_duckdb(database, tmp_path) as engine:
        run = screen_elsewhere(engine, Written(tmp_path).asked(), database, quarantine=True)
        (household,) = engine.collect(run.households).rows(named=True)
        (person,) = engine.collect(run.people).rows()

    assert household == {
        HOUSEHOLD: "00000000-0000-0000-0000-000000000001",
        plain("household.area"): 0,
        plain("household.dibao"): True,
        plain("household.dibao_reduction_month"): 62010,
    }
    assert person == ("00000000-0000-0000-0000-000000000001", "1", (2004 * 12 + 2) * 32 + 1)
    assert [(one.table, one.column, one.kind, one.rows) for one in run.reasons] == [
        ("households", "减", "negative", 1), ("households", "地", "strange_value", 1),
        ("members", None, "goes_along", 1),
    ]  # fmt: skip


def test_a_table_that_a_database_has_not_is_refused_with_the_nearest(tmp_path: Path) -> None:
    written = write_registry(tmp_path / "in", {"from: members.csv": "from: member", "from: households.csv": "from: hh"})
    with duckdb.connect(str(tmp_path / "registry.duckdb")) as connection:
        connection.execute("create table households (a int)")
    with (
        pytest.raises(RequestError, match=r"there is no table hh in .* — there are: households"),
        open_duckdb(str(tmp_path / "registry.duckdb"), tmp_path) as engine,
    ):
        screen_elsewhere(engine, written.asked(), str(tmp_path / "registry.duckdb"), quarantine=True)


@pytest.mark.parametrize(
    ("registry", "said"),
    [
        ("there-is-none.duckdb", "there is no such file"),
        ("postgresql://somebody@somewhere/registry", "--engine duckdb screens DuckDB databases and folders of files"),
    ],
)
def test_what_duckdb_cannot_open_is_refused_in_a_sentence(tmp_path: Path, registry: str, said: str) -> None:
    with pytest.raises(RequestError, match=said), open_duckdb(registry, tmp_path):
        pass


def test_a_file_that_is_no_database_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "bad.db").write_text("not a database " * 1000)
    with (
        pytest.raises(RequestError, match="cannot be opened by DuckDB"),
        open_duckdb(str(tmp_path / "bad.db"), tmp_path),
    ):
        pass


def test_gb18030_has_the_verdicts_of_utf8(opened: Open, tmp_path: Path) -> None:
    changes = {"  from: households.csv": "  from: households.csv\n  encoding: gb18030",
               "  from: members.csv": "  from: members.csv\n  encoding: gb18030"}  # fmt: skip
    assert_same(opened, write_registry(tmp_path / "in", changes, "gb18030"), tmp_path)


def test_a_line_with_too_few_cells_is_refused_in_a_sentence(opened: Open, tmp_path: Path) -> None:
    written = write_registry(tmp_path / "in", {"CQ004,大观镇,农村,否,否,否,,,": "CQ004,大观镇,农村,否"})
    with pytest.raises(RequestError) as caught, opened(str(written.folder), tmp_path) as engine:
        screen_elsewhere(engine, written.asked(), str(written.folder), quarantine=True)
    (told,) = str(caught.value).splitlines()
    assert "the line has 4 cells" in told or told.startswith(
        "Spark cannot screen this registry: [MALFORMED_CSV_RECORD] Malformed CSV record: CQ004,大观镇,农村,否"
    )


def test_a_column_of_a_type_that_is_no_fact_is_refused_at_its_place(opened: Open, tmp_path: Path) -> None:
    written = bad_registry(tmp_path / "in")
    members = pl.read_parquet(written.folder / "members.parquet")
    members.with_columns(pl.lit(1).cast(pl.Date).alias("孤儿")).write_parquet(written.folder / "members.parquet")
    with pytest.raises(RequestError) as caught, opened(str(written.folder), tmp_path) as engine:
        screen_elsewhere(engine, written.asked(), str(written.folder), quarantine=True)
    (told,) = caught.value.diagnostics
    assert told.message == "孤儿: a column of Date cannot hold member.orphan, which is a boolean"
    assert told.place is not None
    assert told.place.line == 14


@pytest.mark.long
@needs_java
def test_spark_writes_folders_and_reads_tables_of_its_catalog(tmp_path: Path) -> None:
    written = bad_registry(tmp_path / "in")
    applications = written.folder / "applications.parquet"
    pl.read_csv(written.folder / "applications.csv", infer_schema=False).write_parquet(applications)
    mapping = written.folder / "mapping.yaml"
    mapping.write_text(mapping.read_text("utf-8").replace(".parquet", "").replace(".csv", ""), "utf-8")
    spark = session()
    spark.sql(f"create database district location '{tmp_path}/catalog'")
    for table in ("households", "members", "applications"):
        spark.sql(f"create table district.{table} using parquet location '{written.folder}/{table}.parquet'")
    with open_spark(tmp_path) as engine:
        run = screen_elsewhere(engine, written.asked(), "district", quarantine=True)
        engine.write_parquet(run.verdicts, tmp_path / "verdicts")
    spark.sql("drop database district cascade")
    assert [(one.table, one.read, one.screened, one.quarantined) for one in run.rows] == [
        ("households", 12, 1, 11), ("members", 1013, 1, 1012), ("applications", 6, 1, 5),
    ]  # fmt: skip
    assert pl.read_parquet(tmp_path / "verdicts" / "*.parquet")[HOUSEHOLD].to_list() == ["1"]


def test_without_java_spark_is_refused_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pyspark = pytest.importorskip("pyspark.sql")
    monkeypatch.setattr(pyspark.SparkSession, "getActiveSession", lambda: None)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    assert "JAVA_HOME" not in os.environ
    with pytest.raises(RequestError, match="--engine spark needs Java, and there is none here"), open_spark(tmp_path):
        pass


@pytest.mark.parametrize(("before", "then"), [(None, ""), ("-Xmx8g", " -Xmx8g")])
def test_java_compiles_once_for_a_small_registry_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: str | None, then: str
) -> None:
    monkeypatch.delenv("SPARK_SUBMIT_OPTS", raising=False)
    if before is not None:
        monkeypatch.setenv("SPARK_SUBMIT_OPTS", before)
    write_registry(tmp_path / "in")
    with quickly_compiled(str(tmp_path / "in")):
        assert os.environ["SPARK_SUBMIT_OPTS"] == f"-XX:TieredStopAtLevel=1{then}"
    assert os.environ.get("SPARK_SUBMIT_OPTS") == before
    (tmp_path / "in" / "more.parquet").write_bytes(bytes(1 << 19))
    for registry in (str(tmp_path / "in"), "hdfs://there/registry", "catalog.database", ""):
        with quickly_compiled(registry):
            assert os.environ.get("SPARK_SUBMIT_OPTS") == before
