"""Registries that lie in a database: read in one order, never written to, and refused in sentences."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import adbc_driver_postgresql.dbapi as postgresql
import duckdb
import polars as pl
import pytest

from clausewise.errors import Place, RequestError
from clausewise.screening.mapping.model import RegistryMapping, TableKind, TableMapping
from clausewise.screening.tables.addresses import shown, without_secrets
from clausewise.screening.tables.databases import open_database
from clausewise.screening.tables.opening import digests_of
from clausewise.screening.tables.table import Table
from screening.postgresql import needs_postgresql, server

_MADE = """
    create table 家庭 (编号 text, 低保 text, 渐退金额 numeric(10, 2), 登记日期 date, 人数 integer, 城镇 boolean);
    insert into 家庭 values
        ('b', '是', 620.10, '2004-03-01', 3, true), ('A', '否', null, null, null, null),
        ('a', null, 0, '2020-02-29', 1, false)
"""
_ROWS = [
    ("A", "否", None, None, None, None),
    ("a", None, "0.00", datetime.date(2020, 2, 29), 1, False),
    ("b", "是", "620.10", datetime.date(2004, 3, 1), 3, True),
]


@pytest.fixture(scope="module")
def postgresql_address() -> Iterator[str]:
    with server() as address:
        with postgresql.connect(address) as connection, connection.cursor() as cursor:
            for statement in _MADE.split(";"):
                cursor.execute(statement)
            connection.commit()
        yield address


@pytest.fixture
def duckdb_file(tmp_path: Path) -> str:
    file = str(tmp_path / "registry.duckdb")
    with duckdb.connect(file) as connection:
        connection.execute(_MADE)
    return file


def mapping(source: str = "家庭") -> TableMapping:
    return TableMapping(TableKind.HOUSEHOLDS, source, "编号", (), Place("mapping.yaml", 3, 9))


def copied(registry: str, work: Path) -> Table:
    with open_database(registry) as database:
        return database.copy([mapping()], work)[TableKind.HOUSEHOLDS]


def rows(table: Table) -> list[tuple[object, ...]]:
    """The rows with amounts as texts, as some databases give them."""
    return table.scan().with_columns(pl.col("渐退金额").cast(pl.String)).collect().rows()


@needs_postgresql
def test_a_postgresql_table_is_read_whole_in_the_order_of_its_ids(postgresql_address: str, tmp_path: Path) -> None:
    table = copied(postgresql_address, tmp_path)
    assert rows(table) == _ROWS
    assert table.rows == 3
    assert table.name == f"{postgresql_address} 家庭"


def test_a_duckdb_table_is_read_whole_in_the_order_of_its_ids(duckdb_file: str, tmp_path: Path) -> None:
    assert rows(copied(duckdb_file, tmp_path)) == _ROWS


def test_the_same_rows_have_the_same_digest_however_they_were_put_in(duckdb_file: str, tmp_path: Path) -> None:
    other = str(tmp_path / "other.duckdb")
    with duckdb.connect(other) as connection:
        connection.execute(f"attach '{duckdb_file}' as first (read_only)")
        connection.execute("create table 家庭 as select * from first.家庭 order by 编号 desc")
    works = [tmp_path / "1", tmp_path / "2"]
    for work in works:
        work.mkdir()
    assert copied(duckdb_file, works[0]).parts[0].digest == copied(other, works[1]).parts[0].digest
    with duckdb.connect(other) as connection:
        connection.execute("update 家庭 set 人数 = 4 where 编号 = 'b'")
    (tmp_path / "3").mkdir()
    assert copied(other, tmp_path / "3").parts[0].digest != copied(duckdb_file, works[0]).parts[0].digest


def test_a_run_that_goes_on_reads_what_it_copied_before(duckdb_file: str, tmp_path: Path) -> None:
    copied(duckdb_file, tmp_path)
    with duckdb.connect(duckdb_file) as connection:
        connection.execute("delete from 家庭")
    assert rows(copied(duckdb_file, tmp_path)) == _ROWS


def test_what_a_duckdb_file_has_in_its_log_is_a_part_of_it(tmp_path: Path) -> None:
    database, log = tmp_path / "registry.duckdb", tmp_path / "registry.duckdb.wal"
    database.write_bytes(b"x")
    whole = RegistryMapping("pack", "mapping.yaml", "", mapping())
    before = digests_of(str(database), whole)
    log.write_bytes(b"y")
    assert list(before["households"]) == [str(database)]
    assert list(digests_of(str(database), whole)["households"]) == [str(database), str(log)]


def refusal(registry: str, source: str, work: Path) -> str:
    with pytest.raises(RequestError) as caught, open_database(registry) as database:
        database.copy([mapping(source)], work)
    return str(caught.value)


def test_a_table_that_is_not_there_is_refused_with_those_that_are(duckdb_file: str, tmp_path: Path) -> None:
    assert refusal(duckdb_file, "户", tmp_path) == (
        f"mapping.yaml:3:9: there is no table 户 in {duckdb_file} — there are: 家庭"
    )


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.duckdb").write_text("x" * 5000)
    assert refusal(str(tmp_path / "x.duckdb"), "家庭", tmp_path).startswith(
        f"{tmp_path / 'x.duckdb'}: cannot be opened by DuckDB: "
    )


def test_a_server_that_does_not_answer_is_refused_without_the_password(tmp_path: Path) -> None:
    said = refusal("postgresql://official:secret@127.0.0.1:1/registry", "家庭", tmp_path)
    assert said.startswith("postgresql://official@127.0.0.1:1/registry cannot be opened: ")
    assert "secret" not in said


@pytest.mark.parametrize(
    ("address", "as_shown"),
    [
        ("postgresql://official:secret@db:5432/registry", "postgresql://official@db:5432/registry"),
        ("postgresql://official:se@cr/et@db/registry", "postgresql://official@db/registry"),
        (
            "postgresql://official:secret@db/registry?sslmode=require&password=secret",
            "postgresql://official@db/registry",
        ),
        ("postgresql://db/registry?password=se@cret", "postgresql://…"),
        ("mysql://official:secret@db/registry", "mysql://official@db/registry"),
        ("postgresql:/official:secret@db/registry", "postgresql:/official@db/registry"),
        ("postgresql:official:secret@db/registry", "postgresql:official@db/registry"),
        ("postgresql://official:secret@[::1/registry", "postgresql://official@[/registry"),
        ("postgresql://official:secret@db:secret/registry", "postgresql://official@db/registry"),
        ("postgresql://official:secret", "postgresql://official"),
        ("postgresql://db:5432/registry", "postgresql://db:5432/registry"),
        (" postgresql://official:secret@db/registry", "postgresql://official@db/registry"),
        ("jdbc:postgresql://db/registry?user=official&password=secret", "…"),
        ("host=db Password = secret", "…"),
        ("registries/2026", "registries/2026"),
        ("a@b:c", "a@b:c"),
        ("C:/registries@home", "C:/registries@home"),
    ],
)
def test_an_address_is_shown_without_its_password_however_it_is_written(address: str, as_shown: str) -> None:
    assert shown(address) == as_shown


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("postgresql://u:SECRET@h:99999/db", "its host or its port cannot be read"),
        ("postgresql://u:SECRET@h:0/db", "its port is no number from 1 to 65535"),
        ("postgresql://u:SECRET@h:5x/db", "its host or its port cannot be read"),
        ("postgresql://u:SECRET@[::1/db", "its host or its port cannot be read"),
        ("postgresql://u:SECRET/db", "its host or its port cannot be read"),
        ("postgresql://u:SEC@RET/SECRET@h/db", "there is more than one @ in it"),
        ("postgresql://u:SE@CRET@h/db", "there is more than one @ in it"),
        ("postgresql://u:SE CRET@h/db", "there is a space or a line end in it"),
        ("postgresql://u:SECRET%@h/db", "% stands before what is no code of a character"),
        ("postgresql://u:SECRET@h\u2100/db", "its host or its port cannot be read"),
    ],
)
def test_what_is_wrong_with_an_address_is_said_without_quoting_it(address: str, said: str) -> None:
    with pytest.raises(RequestError) as caught, open_database(address):
        pass
    assert str(caught.value).startswith(f"this is no address of a database: {said} — write postgresql://user@host")


def test_what_a_driver_says_is_left_out_where_it_holds_a_password() -> None:
    address = "postgresql://u:SE%40CRET@h/db?sslpassword=HUSH"
    for said in ('found in "SE%40CRET"', 'found in "SE@CRET"', "HUSH is wrong"):
        assert without_secrets(said, address).startswith("what the driver says of it is left out")
    assert without_secrets("could not translate host name", address) == "could not translate host name"
