"""What is odd about a registry that can be used is told, and changes nothing."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import polars as pl
import pytest

from clausewise.errors import RequestError
from clausewise.screening.figures.odd import Odd, OddKind
from clausewise.screening.figures.summary import Summary
from clausewise.screening.rules.dates import day_number
from clausewise.screening.runs.elsewhere import run_elsewhere
from clausewise.screening.runs.oddities import DayFigures, odd_days
from clausewise.screening.runs.passes import Wish
from screening.written import DOCS, Written, screened, write_figures, write_registry

BORN = {"birth_date: {column: 身份证号, read: id_number}": "birth_date: {column: 就业日期}"}
SAID = "is so early or so frequent that it may stand for a day that is not known: if so, write it under unknown"


def with_days(folder: Path, *days: str) -> Written:
    """The registry of the documentation with days of birth in a column."""
    written = write_registry(folder, BORN)
    members = pl.read_csv(folder / "members.csv", infer_schema=False)
    cells = [days[row % len(days)] for row in range(members.height)]
    members.with_columns(pl.Series("就业日期", cells)).write_csv(folder / "members.csv")
    return written


def odd_of(summary: Summary, folder: Path) -> list[tuple[OddKind, str, str | None, str | None, int | None]]:
    where = f"{folder}/"
    return [(one.kind, one.where.removeprefix(where), one.column, one.value, one.rows) for one in summary.odd]


def test_a_day_that_makes_somebody_older_than_110_is_told(tmp_path: Path) -> None:
    written = with_days(tmp_path / "in", "1900-01-01", "1978-05-02", "2004-03-01")
    summary = screened(written, tmp_path / "out").summary
    assert odd_of(summary, tmp_path / "in") == [(OddKind.PERHAPS_NO_DAY, "members.csv", "就业日期", "1900-01-01", 5)]
    told = json.loads((tmp_path / "out" / "summary.json").read_text("utf-8"))["odd"]
    assert [(one["kind"], one["label"]["en"], one["value"], one["rows"]) for one in told] == [
        ("perhaps_no_day", SAID, "1900-01-01", 5)
    ]


def test_a_day_that_the_mapping_says_is_not_known_is_not_told(tmp_path: Path) -> None:
    written = with_days(tmp_path / "in", "1900-01-01", "1978-05-02")
    mapping = written.folder / "mapping.yaml"
    mapping.write_text("unknown: [1900-01-01]\n" + mapping.read_text("utf-8"), "utf-8")
    assert screened(written, tmp_path / "out").summary.odd == ()


def test_a_day_is_frequent_that_stands_in_twenty_rows_and_in_one_of_a_hundred() -> None:
    asked = Written(DOCS / "registry").asked()
    day = day_number(datetime.date(1970, 1, 1))
    names = {table.kind: table.source for table in asked.mapping.tables}

    def told(rows: int, known: int) -> list[Odd]:
        figures = DayFigures({("member.birth_date", day): rows}, {"member.birth_date": known})
        return list(odd_days(asked, figures + DayFigures(), names))

    assert told(19, 19) == []
    assert told(20, 2001) == []
    assert told(20, 2000) == [Odd(OddKind.PERHAPS_NO_DAY, "members.csv", "身份证号", "1970-01-01", 20)]


def test_ids_that_differ_by_case_width_or_white_space_alone_are_told(tmp_path: Path) -> None:
    changes = {"\nCQ009,石墙镇": "\ncq001,石墙镇", "\nCQ010,石墙镇": "\nＣＱ００２,石墙镇",
               "500101197212150100,CQ009": "500101197212150100,cq001",
               "500101200812080114,CQ010": "５００１０１２００４０３０１００１３,ＣＱ００２"}  # fmt: skip
    written = write_registry(tmp_path / "in", changes)
    mapping = written.folder / "mapping.yaml"
    of_number = "    birth_date: {column: 身份证号, read: id_number}\n"
    mapping.write_text(mapping.read_text("utf-8").replace(of_number, ""), "utf-8")
    summary = screened(written, tmp_path / "out").summary
    assert odd_of(summary, tmp_path / "in") == [
        (OddKind.ALIKE_IDS, "households.csv", "家庭编号", "CQ001 / cq001, CQ002 / ＣＱ００２", 4),
        (OddKind.ALIKE_IDS, "members.csv", "身份证号", "500101200403010013 / ５００１０１２００４０３０１００１３", 2),
    ]


def test_bytes_of_utf8_that_are_read_as_something_else_are_told(tmp_path: Path) -> None:
    # Only the township is Chinese: read as GB18030, 大观镇 and 金山镇 would be names that nobody has.
    written = write_registry(tmp_path / "in")
    households, mapping = written.folder / "households.csv", written.folder / "mapping.yaml"
    households.write_text("hid,town\nCQ001,大观\nCQ002,金山\n", "utf-8")
    mapping.write_text(
        "pack: chongqing-2020\nhouseholds: {from: households.csv, encoding: gb18030, id: hid}\n", "utf-8"
    )
    summary = screened(written, tmp_path / "out", keep=("town",)).summary
    assert odd_of(summary, tmp_path / "in") == [(OddKind.SEEMS_UTF8, "households.csv", None, None, None)]


@pytest.mark.parametrize(
    ("heads", "said"),
    [
        (
            "编号",
            "households.csv: is UTF-8 by its bytes, and the mapping says gb18030 — delete encoding: of this table",
        ),
        (
            "家庭编",
            "households.csv:1: the file is not gb18030 — it is UTF-8 by its bytes: delete encoding: of this table",
        ),
    ],
)
def test_where_the_heads_are_garbled_by_it_what_to_delete_is_said(tmp_path: Path, heads: str, said: str) -> None:
    written = write_registry(tmp_path / "in")
    (written.folder / "households.csv").write_text(f"{heads}\nCQ001\n", "utf-8")
    (written.folder / "mapping.yaml").write_text(
        f"pack: chongqing-2020\nhouseholds: {{from: households.csv, encoding: gb18030, id: {heads}}}\n", "utf-8"
    )
    with pytest.raises(RequestError) as caught:
        screened(written, tmp_path / "out")
    assert str(caught.value).replace(f"{tmp_path}/in/", "") == f"{said} in the mapping"


def test_every_engine_tells_the_same(tmp_path: Path) -> None:
    written = with_days(tmp_path / "in", "1900-01-01", "1978-05-02", "2004-03-01")
    here = screened(written, tmp_path / "out").summary
    wish = Wish(str(written.folder), written.asked(), every=4)
    there = run_elsewhere(wish, "duckdb", tmp_path / "there", "en", write_figures, lambda *_: None).summary
    assert there.odd == here.odd != ()
