"""Moments that have a time zone are days where the mapping says that days are counted, on every engine."""

from __future__ import annotations

import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import adbc_driver_postgresql.dbapi as postgresql
import duckdb
import polars as pl
import pytest

from clausewise.errors import MappingError, RequestError
from screening.postgresql import needs_postgresql, server
from screening.test_elsewhere import Open, assert_same, opened
from screening.test_running import assert_same_verdicts, in_database
from screening.written import Written, screened, write_registry

__all__ = ["opened"]

SHANGHAI = ZoneInfo("Asia/Shanghai")
BORN = "birth_date: {column: 身份证号, read: id_number}"
# Clocks of Shanghai were an hour ahead in the summers of 1986 to 1991.
DAYS = (datetime.date(1988, 7, 1), datetime.date(1969, 10, 9), datetime.date(2012, 2, 29), None)


def midnight(day: datetime.date | None, zone: datetime.tzinfo) -> datetime.datetime | None:
    return None if day is None else datetime.datetime(day.year, day.month, day.day, tzinfo=zone)


def born_at(folder: Path, zone: datetime.tzinfo, *, said: str | None = "Asia/Shanghai", kept: str = "UTC") -> Written:
    """The registry of the documentation with days of birth as moments: midnight in a zone, kept in another."""
    written = write_registry(folder, {BORN: "birth_date: {column: 出生}", "from: members.csv": "from: members.parquet"})
    members = pl.read_csv(folder / "members.csv", infer_schema=False)
    days = [DAYS[row % len(DAYS)] for row in range(members.height)]
    moments = pl.Series("出生", [midnight(day, zone) for day in days], pl.Datetime("us", "UTC"))
    members.with_columns(moments.dt.convert_time_zone(kept)).write_parquet(folder / "members.parquet")
    members.with_columns(pl.Series("出生", days, pl.Date)).write_csv(folder / "days.csv")
    mapping = folder / "mapping.yaml"
    pack = "pack: chongqing-2020\n"
    text = mapping.read_text("utf-8").replace(pack, pack + (f"time_zone: {said}\n" if said else ""))
    mapping.write_text(text, "utf-8")
    return written


def by_days(written: Written, folder: Path) -> Path:
    """The same screened with days as days."""
    write_registry(folder, {BORN: "birth_date: {column: 出生}", "from: members.csv": "from: days.csv"})
    (folder / "days.csv").write_bytes((written.folder / "days.csv").read_bytes())
    screened(Written(folder), folder / "out")
    return folder / "out"


@pytest.mark.parametrize("kept", ["Asia/Shanghai", "UTC", "America/New_York"])
def test_midnight_in_the_zone_of_the_mapping_is_the_day_whatever_zone_a_file_keeps(tmp_path: Path, kept: str) -> None:
    written = born_at(tmp_path / "in", SHANGHAI, kept=kept)
    screened(written, tmp_path / "out")
    assert_same_verdicts(tmp_path / "out", by_days(written, tmp_path / "days"))


def beside_a_csv_file(written: Written) -> Written:
    """The same with its last members in a CSV file, which has days of birth as days."""
    folder, mapping = written.folder, written.folder / "mapping.yaml"
    members, days = pl.read_parquet(folder / "members.parquet"), pl.read_csv(folder / "days.csv", infer_schema=False)
    days.tail(5).write_csv(folder / "last.csv")
    members.head(members.height - 5).write_parquet(folder / "members.parquet")
    named = "from: [members.parquet, last.csv]"
    mapping.write_text(mapping.read_text("utf-8").replace("from: members.parquet", named), "utf-8")
    return written


def test_beside_files_of_other_kinds_midnight_in_the_zone_of_the_mapping_is_the_day_too(tmp_path: Path) -> None:
    written = beside_a_csv_file(born_at(tmp_path / "in", SHANGHAI))
    screened(written, tmp_path / "out")
    assert_same_verdicts(tmp_path / "out", by_days(written, tmp_path / "days"))


def test_beside_files_of_other_kinds_what_to_write_is_said_too(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match=r"出生: moments of a time zone.* — write time_zone: Asia/Shanghai, or"):
        screened(beside_a_csv_file(born_at(tmp_path / "in", SHANGHAI, said=None)), tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_midnight_elsewhere_is_no_day(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match=r'出生: is not a date 不是日期 \("1988-07-01 09:00:00'):
        screened(born_at(tmp_path / "in", datetime.UTC), tmp_path / "out")


def test_every_engine_counts_days_there(opened: Open, tmp_path: Path) -> None:
    assert_same(opened, born_at(tmp_path / "in", SHANGHAI), tmp_path)


def test_every_engine_tells_the_same_moments_as_no_days(opened: Open, tmp_path: Path) -> None:
    assert_same(opened, born_at(tmp_path / "in", datetime.UTC), tmp_path)


def test_without_a_zone_in_the_mapping_what_to_write_is_said(opened: Open, tmp_path: Path) -> None:
    written = born_at(tmp_path / "in", SHANGHAI, said=None)
    said = (
        "mapping.yaml:21:26: 出生: moments of a time zone; on which day each falls depends on where days are counted"
        " — write time_zone: Asia/Shanghai, or another, on a line of its own in the mapping"
    )
    with pytest.raises(RequestError) as caught:
        screened(written, tmp_path / "out")
    assert str(caught.value).replace(f"{tmp_path}/in/", "") == said
    with pytest.raises(RequestError) as caught:
        assert_same(opened, written, tmp_path)
    assert str(caught.value).replace(f"{tmp_path}/in/", "") == said


def test_a_zone_that_there_is_not_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MappingError, match="there is no time zone Asia/Shanghia — did you mean Asia/Shanghai"):
        screened(born_at(tmp_path / "in", SHANGHAI, said="Asia/Shanghia"), tmp_path / "out")


def test_a_duckdb_database_keeps_moments_of_a_zone(tmp_path: Path) -> None:
    written = born_at(tmp_path / "in", SHANGHAI)
    with duckdb.connect(str(tmp_path / "registry.duckdb")) as connection:
        folder = written.folder
        households = f"read_csv('{folder}/households.csv', all_varchar = true)"
        connection.execute(f"create table households as select * from {households}")
        connection.execute(f"create table members as select * from read_parquet('{folder}/members.parquet')")
    (written.folder / "mapping.yaml").write_text(
        (written.folder / "mapping.yaml").read_text("utf-8").replace(".parquet", ""), "utf-8"
    )
    in_database(written, str(tmp_path / "registry.duckdb"), tmp_path / "out")
    born = by_days(written, tmp_path / "days")
    for name in ("verdicts", "members"):
        keys = ["household"] if name == "verdicts" else ["household", "member"]
        frames = [pl.read_parquet(one / f"{name}.parquet").sort(keys) for one in (tmp_path / "out", born)]
        assert frames[0].cast(pl.String).equals(frames[1].cast(pl.String))


@needs_postgresql
def test_a_postgresql_database_keeps_moments_of_a_zone(tmp_path: Path) -> None:
    written = born_at(tmp_path / "in", SHANGHAI)
    members = pl.read_parquet(written.folder / "members.parquet")
    households = pl.read_csv(written.folder / "households.csv", infer_schema=False)
    with server() as address:
        with postgresql.connect(address) as connection, connection.cursor() as cursor:
            cursor.adbc_ingest("households", households.to_arrow())
            cursor.adbc_ingest("members", members.to_arrow())
            connection.commit()
        mapping = written.folder / "mapping.yaml"
        mapping.write_text(mapping.read_text("utf-8").replace(".parquet", ""), "utf-8")
        in_database(written, address, tmp_path / "out")
    born = by_days(written, tmp_path / "days")
    for name in ("verdicts", "members"):
        keys = ["household"] if name == "verdicts" else ["household", "member"]
        frames = [pl.read_parquet(one / f"{name}.parquet").sort(keys) for one in (tmp_path / "out", born)]
        assert frames[0].cast(pl.String).equals(frames[1].cast(pl.String))
