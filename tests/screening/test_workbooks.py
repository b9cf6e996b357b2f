"""Sheets of workbooks: each cell read as a CSV file would have it, and what shows otherwise than it is refused."""

from __future__ import annotations

import datetime
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest

from clausewise.errors import RequestError
from clausewise.screening.tables.sketching import sketch_registry
from clausewise.screening.tables.workbooks import copy_sheet, sheets_of

HEAD = ("编号", "出生日期", "金额")


def book_of(path: Path, rows: Sequence[Sequence[object]], **sheets: Sequence[Sequence[object]]) -> Any:
    book = openpyxl.Workbook()
    book.active.title = "名单"
    for row in rows:
        book.active.append(list(row))
    for title, others in sheets.items():
        sheet = book.create_sheet(title)
        for row in others:
            sheet.append(list(row))
    book.save(path)
    return book


def copied(path: Path, sheet: str | None = None, header_row: int = 1) -> list[tuple[str | None, ...]]:
    copy_sheet(path, sheet, header_row, path.with_suffix(".parquet"))
    return pl.read_parquet(path.with_suffix(".parquet")).rows()


def refused(path: Path, sheet: str | None = None, header_row: int = 1) -> str:
    with pytest.raises(RequestError) as caught:
        copied(path, sheet, header_row)
    assert not path.with_suffix(".parquet").exists()
    return str(caught.value).replace(f"{path.parent}/", "")


def test_every_cell_is_the_text_that_csv_has_of_it(tmp_path: Path) -> None:
    cells = {
        "500101197805020028": "500101197805020028", " 是 ": " 是 ", True: "true", 7: "7", 1310.5: "1310.5",
        "1,310.50": "1,310.50", datetime.date(1964, 6, 30): "1964-06-30",
        datetime.datetime(1964, 6, 30, 8, 30): "1964-06-30 08:30:00", datetime.time(8, 30): "08:30:00", -0.5: "-0.5",
    }  # fmt: skip
    book_of(tmp_path / "x.xlsx", [HEAD, *((number, cell, None) for number, cell in enumerate(cells))])
    assert [row[1] for row in copied(tmp_path / "x.xlsx")] == list(cells.values())
    assert {row[2] for row in copied(tmp_path / "x.xlsx")} == {None}


def test_rows_with_nothing_in_them_are_no_rows_and_are_told_by_their_places(tmp_path: Path) -> None:
    book_of(tmp_path / "x.xlsx", [HEAD, (), ("a",), (None, "", None), (), ("b", None, 1), ()])
    assert copy_sheet(tmp_path / "x.xlsx", None, 1, tmp_path / "x.parquet") == (0, 2, 3)
    assert pl.read_parquet(tmp_path / "x.parquet").rows() == [("a", None, None), ("b", None, "1")]


def test_the_heads_may_stand_below_a_title(tmp_path: Path) -> None:
    book = book_of(tmp_path / "x.xlsx", [("某区低保名单",), (), ("编号", "核减\n低保金", ""), ("a", 1)])
    book.active.merge_cells("A1:C1")
    book.save(tmp_path / "x.xlsx")
    assert copied(tmp_path / "x.xlsx", header_row=3) == [("a", "1")]
    assert pl.read_parquet_schema(tmp_path / "x.parquet") == {"编号": pl.String(), "核减低保金": pl.String()}


def test_a_sheet_is_named_where_there_are_several(tmp_path: Path) -> None:
    book_of(tmp_path / "x.xlsx", [HEAD, ("a",)], 说明=[("x",)])
    assert sheets_of(tmp_path / "x.xlsx") == ("名单", "说明")
    assert copied(tmp_path / "x.xlsx", "名单") == [("a", None, None)]
    (tmp_path / "x.parquet").unlink()
    assert refused(tmp_path / "x.xlsx") == (
        "x.xlsx: the workbook has 2 sheets: 名单, 说明 — write sheet: … for this table"
    )
    assert refused(tmp_path / "x.xlsx", "名単") == "x.xlsx: the workbook has no sheet 名単 — there are: 名单, 说明"


def test_a_folder_of_workbooks_is_looked_at_by_the_first_sheet_that_all_have_and_that_fits(tmp_path: Path) -> None:
    folder = tmp_path / "成员"
    folder.mkdir()
    (folder / "甲镇.csv").write_text("编号,出生日期,金额\na,,1\n", "utf-8")
    for name in ("乙镇", "丙镇"):
        book = book_of(folder / f"{name}.xlsx", [HEAD, (name, None, 2)], 说明=[("填表说明",), ("x",)])
        book.move_sheet("说明", -1)
        book.save(folder / f"{name}.xlsx")
    looked = sketch_registry(str(tmp_path))
    assert [(one.name, one.sheet, one.rows, tuple(column.name for column in one.columns)) for one in looked] == [
        ("成员", "名单", 3, HEAD)
    ]
    book_of(folder / "丁镇.xlsx", [HEAD, ("d", None, 4)])
    assert [(one.sheet, one.rows) for one in sketch_registry(str(tmp_path))] == [("名单", 4)]


def test_merged_cells_are_refused_with_where_they_are(tmp_path: Path) -> None:
    book = book_of(tmp_path / "x.xlsx", [HEAD, ("a", 1), ("b",), ("c",)])
    book.active.merge_cells("B2:B4")
    book.save(tmp_path / "x.xlsx")
    assert refused(tmp_path / "x.xlsx") == (
        "x.xlsx: sheet 名单 has merged cells, of which only the first holds anything — cell B2:B4"
        " — undo the merging, and fill in each cell"
    )


def test_formulas_that_nobody_has_computed_are_refused(tmp_path: Path) -> None:
    book_of(tmp_path / "x.xlsx", [HEAD, ("a", "=DATE(2004,3,1)", "=1+1")])
    assert refused(tmp_path / "x.xlsx") == (
        "x.xlsx: sheet 名单 has formulas that no program has computed — 2 cells: B2, C2"
        " — open the workbook in an office program and save it there"
    )


def test_numbers_longer_than_a_sheet_keeps_are_refused_and_so_is_what_stands_beside_the_columns(tmp_path: Path) -> None:
    book_of(tmp_path / "x.xlsx", [HEAD, (500101197805020028, None, 1, "备注"), (1234567890123456.0,)])
    assert refused(tmp_path / "x.xlsx").splitlines() == [
        "x.xlsx: sheet 名单 holds numbers of more than 15 digits, of which a sheet keeps 15 — 2 cells: A2, A3"
        " — take such numbers from their source again, into cells of text",
        "x.xlsx: sheet 名单 has cells beside the columns that have heads — cell D2"
        " — give their columns heads, or empty them",
    ]


def test_a_cell_longer_than_any_is_refused(tmp_path: Path) -> None:
    long = spoilt(
        tmp_path / "x.xlsx",
        LAST,
        f'<row r="4"><c r="B4" t="inlineStr"><is><t>{"x" * 4_194_305}</t></is></c></row>{LAST}',
    )
    assert refused(long) == "x.xlsx: sheet 名单 has cells of more than 4,194,304 characters — cell B4 — shorten them"


def test_a_head_that_is_empty_or_stands_twice_is_refused_with_its_row(tmp_path: Path) -> None:
    book_of(tmp_path / "x.xlsx", [(), ("编号", None, "金额"), ("a",)])
    assert refused(tmp_path / "x.xlsx", header_row=2) == (
        "x.xlsx:2: column 2 has no name — name every column in the first line"
    )


def test_what_is_no_workbook_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.xlsx").write_bytes(b"\xd0\xcf\x11\xe0" * 100)
    with zipfile.ZipFile(tmp_path / "y.xlsx", "w") as archive:
        archive.writestr("x", "x")
    for name in ("x", "y"):
        said = refused(tmp_path / f"{name}.xlsx")
        assert said.startswith(f"{name}.xlsx: is no workbook that can be opened: ")
        assert said.endswith(" — open it in an office program, and save it as .xlsx without a password")


def spoilt(path: Path, old: str, new: str, name: str = "xl/worksheets/sheet1.xml") -> Path:
    """A workbook of three rows in which a file of it says something else."""
    book_of(path, [HEAD, ("a", None, 1), ("b", None, 2)])
    with zipfile.ZipFile(path) as archive:
        files = {one: archive.read(one) for one in archive.namelist()}
    assert old.encode() in files[name]
    files[name] = files[name].replace(old.encode(), new.encode())
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for one, held in files.items():
            archive.writestr(one, held)
    return path


LAST = "</sheetData>"


@pytest.mark.parametrize(
    ("rows", "cell"),
    [
        ('<row r="2"><c r="A2" t="inlineStr"><is><t>c</t></is></c></row>', "A2"),
        ('<row r="3"><c r="C3"><v>7</v></c></row>', "A3"),
        ('<row r="9"><c r="C9"><v>7</v></c><c r="A9"><v>8</v></c></row>', "A9"),
        ("<row r='9'><c><v>7</v></c><c r='A9'><v>8</v></c></row>", "A9"),
    ],
)
def test_rows_and_cells_that_stand_in_no_order_are_refused_for_some_would_be_passed_over(
    tmp_path: Path, rows: str, cell: str
) -> None:
    assert refused(spoilt(tmp_path / "x.xlsx", LAST, rows + LAST)) == (
        f"x.xlsx: sheet 名单 has rows or cells that stand twice or in no order — cell {cell}"
        " — open it in an office program, and save it as .xlsx without a password"
    )


def test_rows_and_cells_that_do_not_say_where_they_stand_follow_the_ones_before(tmp_path: Path) -> None:
    rows = "<row><c><v>7</v></c><c/><c><v>8</v></c></row>"
    assert copied(spoilt(tmp_path / "x.xlsx", LAST, rows + LAST))[2:] == [("7", None, "8")]


def test_a_row_that_no_sheet_has_is_refused_at_once(tmp_path: Path) -> None:
    rows = '<row r="2000000000"><c r="A2000000000"><v>7</v></c></row>'
    assert refused(spoilt(tmp_path / "x.xlsx", LAST, rows + LAST)) == (
        "x.xlsx: sheet 名单 has a row 2000000000, and no sheet has more than 1,048,576"
        " — open it in an office program, and save it as .xlsx without a password"
    )


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ('<c r="A4" t="s"><v>999</v></c>', "list index out of range"),
        ('<c r="A4"><v>abc</v></c>', "invalid literal for int() with base 10: 'abc'"),
        ('<c r="A4" t="d"><v>2020-99-99</v></c>', "month must be in 1..12"),
    ],
)
def test_a_cell_that_cannot_be_read_is_told_with_its_row(tmp_path: Path, cell: str, said: str) -> None:
    assert refused(spoilt(tmp_path / "x.xlsx", LAST, f'<row r="4">{cell}</row>' + LAST)) == (
        f"x.xlsx: sheet 名单 cannot be read at or after row 4: {said}"
        " — open it in an office program, and save it as .xlsx without a password"
    )


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("xl/styles.xml", 'numFmtId="0"', 'numFmtId="x"', "is no workbook that can be opened: expected <class 'int'>"),
        (
            "[Content_Types].xml",
            "spreadsheetml.sheet.main+xml",
            "x",
            "is no workbook that can be opened: File contains no valid workbook part",
        ),
        ("xl/_rels/workbook.xml.rels", "sheet1.xml", "sheet7.xml", "the workbook has no sheet with cells"),
    ],
)
def test_a_workbook_with_damaged_parts_is_refused(tmp_path: Path, name: str, old: str, new: str, said: str) -> None:
    assert refused(spoilt(tmp_path / "x.xlsx", old, new, name)) == (
        f"x.xlsx: {said} — open it in an office program, and save it as .xlsx without a password"
    )


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (b"PK\x03\x04\x14\x00\x00\x00", b"PK\x03\x04\x14\x00\x01\x00", "is encrypted, password required"),
        (b"\x14\x00\x00\x00\x08\x00", b"\x14\x00\x00\x00\x63\x00", "compression method is not supported"),
    ],
)
def test_an_archive_with_a_password_or_packed_in_another_way_is_refused(
    tmp_path: Path, before: bytes, after: bytes, said: str
) -> None:
    book_of(tmp_path / "x.xlsx", [HEAD, ("a",)])
    held = (tmp_path / "x.xlsx").read_bytes()
    directory = b"PK\x01\x02\x14\x03\x14\x00"
    held = held.replace(directory + b"\x00\x00", directory + b"\x01\x00") if b"PK" in before else held
    assert before in held
    (tmp_path / "x.xlsx").write_bytes(held.replace(before, after))
    assert said in refused(tmp_path / "x.xlsx")
