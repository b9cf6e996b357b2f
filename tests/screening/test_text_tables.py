"""CSV files as registries have them: encodings, separators, lines that cannot be read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from clausewise.errors import RequestError
from clausewise.screening.mapping.model import TableKind
from clausewise.screening.tables.table import parquet_part, table_of
from clausewise.screening.tables.text_tables import copy_csv, encoding_of, read_header


def copied(tmp_path: Path, written: bytes, encoding: str = "utf-8") -> list[tuple[str | None, ...]]:
    source, copy = tmp_path / "members.csv", tmp_path / "members.parquet"
    source.write_bytes(written)
    copy_csv(source, encoding, copy)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["members.csv", "members.parquet"]
    return pl.read_parquet(copy).rows()


def refused(tmp_path: Path, written: bytes, encoding: str = "utf-8") -> str:
    source, copy = tmp_path / "members.csv", tmp_path / "members.parquet"
    source.write_bytes(written)
    with pytest.raises(RequestError) as caught:
        copy_csv(source, encoding, copy)
    assert [one.name for one in tmp_path.iterdir()] == ["members.csv"]
    return str(caught.value).replace(f"{tmp_path}/", "")


def test_every_cell_stays_the_text_it_is(tmp_path: Path) -> None:
    written = "身份证号,金额\n500101199001011234,0620.10\n00012, 是 \n"
    assert copied(tmp_path, written.encode()) == [("500101199001011234", "0620.10"), ("00012", " 是 ")]


def test_gb18030_reads_as_utf8_does(tmp_path: Path) -> None:
    written = "编号,姓名\r\n1,䶮\r\n2,李四\r\n"
    assert copied(tmp_path, written.encode("gb18030"), "gb18030") == [("1", "䶮"), ("2", "李四")]


def test_a_byte_order_mark_is_no_part_of_the_first_name(tmp_path: Path) -> None:
    assert read_header_of(tmp_path, "\ufeff编号,姓名\n") == (["编号", "姓名"], ",")


def read_header_of(tmp_path: Path, written: str) -> tuple[list[str], str]:
    (tmp_path / "x.csv").write_text(written, encoding="utf-8")
    return read_header(tmp_path / "x.csv", "utf-8")[:2]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_columns_are_separated_by_what_the_first_line_has_most_of(tmp_path: Path, separator: str) -> None:
    assert read_header_of(tmp_path, separator.join(["编号", "姓名", "地址"])) == (["编号", "姓名", "地址"], separator)


def test_quotation_marks_keep_separators_and_line_ends(tmp_path: Path) -> None:
    assert copied(tmp_path, b'a,b\n1,"x, y"\n2,"p\nq"\n') == [("1", "x, y"), ("2", "p\nq")]


def test_a_line_with_nothing_in_it_is_no_row_and_an_empty_cell_is_nothing(tmp_path: Path) -> None:
    assert copied(tmp_path, b"a,b\n1,\n\n,\n2,x\n") == [("1", None), ("2", "x")]


@pytest.mark.parametrize(
    "written",
    [
        b"id,dibao\ra,1\rb,0\r",
        b"id,dibao\ra,1\rb,0",
        b"id,dibao\ra,1\nb,0\n",
        b"id,dibao\na,1\rb,0\n",
        b"id,dibao\r\na,1\rb,0\r\n",
        b"id,dibao\na,1\nb,0\r",
    ],
)
def test_lines_may_end_in_cr_or_lf_or_both_and_no_row_is_lost(tmp_path: Path, written: bytes) -> None:
    assert copied(tmp_path, written) == [("a", "1"), ("b", "0")]
    assert copied(tmp_path, written, "gb18030") == [("a", "1"), ("b", "0")]


def test_a_cr_in_quotation_marks_is_part_of_its_cell(tmp_path: Path) -> None:
    assert copied(tmp_path, b'a,b\r1,"x\ry"\r2,"p""q"\r') == [("1", "x\ry"), ("2", 'p"q')]


def test_lines_with_nothing_in_them_are_told_by_their_places(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_bytes(b"a,b\n\n1,2\n\n3,4\n,\n5,6\n\n")
    assert copy_csv(tmp_path / "x.csv", "utf-8", tmp_path / "x.parquet") == (0, 2, 4, 6)
    assert pl.read_parquet(tmp_path / "x.parquet").rows() == [("1", "2"), ("3", "4"), ("5", "6")]
    part = replace(parquet_part("x.csv", tmp_path / "x.parquet"), blank=(0, 2, 4, 6))
    table = table_of(TableKind.HOUSEHOLDS, "x.csv", [part])
    numbers = table.numbers(pl.Series([0, 1, 2]))
    assert numbers is not None
    assert numbers.to_list() == [2, 4, 6]


def test_a_file_that_begins_with_the_mark_of_utf8_is_utf8_whatever_is_said_of_it(tmp_path: Path) -> None:
    assert copied(tmp_path, "编号\n张三\n".encode("utf-8-sig"), "gb18030") == [("张三",)]


def test_a_full_disk_is_no_fault_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "members.csv").write_bytes(b"a,b\n1,2\n")
    (tmp_path / "members.making").symlink_to("/dev/full")
    with pytest.raises(OSError, match="No space left on device"):
        copy_csv(tmp_path / "members.csv", "utf-8", tmp_path / "members.parquet")


def test_a_file_with_heads_alone_has_no_rows(tmp_path: Path) -> None:
    assert copied(tmp_path, b"a,b\n") == []


@pytest.mark.parametrize("ending", ["\n", "\r"])
def test_a_cell_may_be_long_whatever_else_is_looked_at_in_its_line(tmp_path: Path, ending: str) -> None:
    rows = [("a", "b"), ("1", ""), ('"' + "年," * 100_000 + '"', "")]
    written = "".join(f"{a},{b}{ending}" for a, b in rows)
    assert copied(tmp_path, written.encode()) == [("1", None), ("年," * 100_000, None)]


def test_a_cell_without_an_end_is_refused_before_anything_is_made_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(pl, "scan_csv")
    assert refused(tmp_path, b"a,b\n1,2\n3," + b"x" * (1 << 24)) == (
        "members.csv:3: a cell has more than 4,194,304 bytes — shorten it, or see whether this is a CSV file at all"
    )


def test_a_quotation_mark_that_is_not_closed_is_told_where_lines_end_in_cr_too(tmp_path: Path) -> None:
    assert refused(tmp_path, b'a,b\r1,2\r3,"4\r') == (
        "members.csv:3: cannot be read as CSV from here on: unexpected end of data"
        " — look for a quotation mark that is not closed"
    )


_QUOTE_IT = "put a cell that holds the separator in quotation marks"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (b"a,b\n1,2\n1,2,3\n", f"members.csv:3: the line has 3 cells, and there are 2 columns — {_QUOTE_IT}"),
        (b"a,b\n1,2\n1\n", f"members.csv:3: the line has 1 cells, and there are 2 columns — {_QUOTE_IT}"),
        (
            b'a,b\n1,2\n3,x"y\n',
            "members.csv:3: a quotation mark stands inside a cell"
            ' — put the whole cell in quotation marks, and write "" for each of those in it',
        ),
        (b"a,a\n1,2\n", "members.csv:1: two columns are named a — give each a name of its own"),
        (b"a,,c\n1,2,3\n", "members.csv:1: column 2 has no name — name every column in the first line"),
        (b"", "members.csv:1: the file has no heads of columns — write them in its first line"),
        (
            b'a,b\n1,2\n3,"4\n',
            "members.csv:3: cannot be read as CSV from here on: unexpected end of data"
            " — look for a quotation mark that is not closed",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_its_line(tmp_path: Path, written: bytes, said: str) -> None:
    assert refused(tmp_path, written) == said


def test_gb18030_read_as_utf8_is_refused_with_what_it_seems_to_be(tmp_path: Path) -> None:
    assert refused(tmp_path, "编号,姓名\n1,张三\n".encode("gb18030")) == (
        "members.csv:1:1: the file is not UTF-8 but seems to be GB18030 (GBK) — "
        "write encoding: gb18030 for this table in the mapping, or save the file as UTF-8"
    )


def test_a_byte_that_is_no_utf8_is_refused_in_its_line(tmp_path: Path) -> None:
    assert refused(tmp_path, "编号,姓名\n1,张三\n".encode() + b"2,\xff\n").startswith(
        "members.csv:3:3: the file is not UTF-8 — "
    )


def test_a_byte_that_is_no_gb18030_is_refused_in_its_line(tmp_path: Path) -> None:
    assert refused(tmp_path, b"a,b\n1,2\n3,\xff\n", "gb18030") == (
        "members.csv:3: the file is not gb18030 — write the file's encoding for this table in the mapping"
    )


def test_the_encoding_of_a_file_is_told_by_its_bytes(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes("编号\n".encode("gb18030"))
    (tmp_path / "b.csv").write_bytes("编号\n".encode())
    assert [encoding_of(tmp_path / name) for name in ("a.csv", "b.csv")] == ["gb18030", "utf-8"]


def test_a_file_may_have_thousands_of_columns(tmp_path: Path) -> None:
    heads = ",".join(f"c{number}" for number in range(3000))
    cells = ",".join("1" * 3000)
    (row,) = copied(tmp_path, f"{heads}\n{',' * 2999}\n{cells}\n".encode())
    assert row == ("1",) * 3000


def test_a_head_of_several_lines_is_one_name_and_its_lines_are_no_rows(tmp_path: Path) -> None:
    assert copied(tmp_path, b'a,"b\r\nc"\r\n\r\n1,2\r\n') == [("1", "2")]
    assert copied(tmp_path, b'a,"b\nc"\n\n1,2\n') == [("1", "2")]
    assert read_header_of(tmp_path, '编号,"核减\n低保金\n(元)",姓名\n') == (["编号", "核减低保金(元)", "姓名"], ",")


def test_the_heads_may_stand_below_a_title(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("某区低保名单,,\n\n编号,金额\n\na,1\n,\nb,2\n", "utf-8")
    assert copy_csv(tmp_path / "x.csv", "utf-8", tmp_path / "x.parquet", header_row=3) == (0, 2)
    assert pl.read_parquet(tmp_path / "x.parquet").rows(named=True) == [
        {"编号": "a", "金额": "1"}, {"编号": "b", "金额": "2"},
    ]  # fmt: skip
    (tmp_path / "x.csv").write_text("某区低保名单\n编号,金额\na,1\nb\n", "utf-8")
    with pytest.raises(RequestError, match=r"x\.csv:4: the line has 1 cells, and there are 2 columns"):
        copy_csv(tmp_path / "x.csv", "utf-8", tmp_path / "y.parquet", header_row=2)


def test_heads_that_do_not_end_are_refused(tmp_path: Path) -> None:
    assert refused(tmp_path, b'a,"b\n' + b"1,2\n" * 300) == (
        "members.csv:1: the heads of columns do not end — look for a quotation mark that is not closed"
    )
