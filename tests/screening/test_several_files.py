"""Tables that lie in several files, of one kind or of several, on every engine."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from clausewise.errors import MappingError, RequestError
from clausewise.screening.runs.passes import Wish
from clausewise.screening.runs.screening import run_screening
from screening.test_elsewhere import Open, assert_same, opened
from screening.test_running import assert_same_verdicts
from screening.written import Written, screened, write_figures, write_registry

__all__ = ["opened"]

TOWNSHIPS = ("大观镇", "金山镇", "石墙镇")


def by_township(folder: Path, households: str, changes: dict[str, str] | None = None) -> Written:
    """The registry of the documentation with the households of each township in a file of their own."""
    written = write_registry(folder, changes)
    file, mapping = folder / "households.csv", folder / "mapping.yaml"
    head, *rows = file.read_text("utf-8").splitlines()
    (folder / "各镇").mkdir()
    for township in TOWNSHIPS:
        lines = [head, *(row for row in rows if f",{township}," in row)]
        (folder / "各镇" / f"{township}.csv").write_text("\n".join(lines) + "\n", "utf-8")
    file.unlink()
    mapping.write_text(mapping.read_text("utf-8").replace("from: households.csv", f"from: {households}"), "utf-8")
    return written


# The files of a folder and of a pattern stand in the order of their names: 大观镇, 石墙镇, 金山镇.
IN_ORDER = "[各镇/大观镇.csv, 各镇/金山镇.csv, 各镇/石墙镇.csv]"


def test_files_that_a_list_names_come_to_what_one_file_of_them_does(tmp_path: Path) -> None:
    screened(by_township(tmp_path / "in", IN_ORDER), tmp_path / "out")
    screened(write_registry(tmp_path / "one"), tmp_path / "out-one")
    assert_same_verdicts(tmp_path / "out", tmp_path / "out-one")


@pytest.mark.parametrize("named", ["各镇", '"各镇/*镇.csv"', "[各镇/石墙镇.csv, '各镇/[大金]*.csv']"])
def test_a_folder_or_a_pattern_names_all_that_is_there(tmp_path: Path, named: str) -> None:
    written = by_township(tmp_path / "in", named)
    (written.folder / "各镇" / "~$金山镇.csv").write_bytes(b"\x00")
    ran = screened(written, tmp_path / "out")
    assert ran.summary.figures.whole.households == 10


WRONG = {"CQ006,金山镇,城镇,": "CQ006,金山镇,郊区,", "CQ002,大观镇,城镇,": "CQ002,大观镇,海上,"}


def test_rows_are_told_by_their_file_and_their_number_in_it(tmp_path: Path) -> None:
    written = by_township(tmp_path / "in", IN_ORDER, WRONG)
    file = written.folder / "各镇" / "金山镇.csv"
    # Of a blank line nobody makes a row, and it is counted.
    file.write_text(file.read_text("utf-8").replace("\nCQ006", "\n\nCQ006"), "utf-8")
    assert refusal(written, tmp_path).splitlines() == [
        '各镇/大观镇.csv: 居住地类型: is none of its values 不是可选的值 ("海上") — row 2',
        '各镇/金山镇.csv: 居住地类型: is none of its values 不是可选的值 ("郊区") — row 3',
        "2 rows cannot be used, and nothing was screened — mend them, or write --on-error quarantine "
        "to put their households aside",
    ]


def refusal(written: Written, tmp_path: Path) -> str:
    with pytest.raises((RequestError, MappingError)) as caught:
        screened(written, tmp_path / "out")
    assert not (tmp_path / "out").exists()
    return str(caught.value).replace(f"{written.folder}/", "")


def test_rows_that_were_put_aside_name_their_file_and_are_fed_back_when_they_are_mended(tmp_path: Path) -> None:
    written = by_township(tmp_path / "in", IN_ORDER, WRONG)
    screened(written, tmp_path / "out", quarantine=True)
    aside = tmp_path / "out" / "quarantine-households.csv"
    folder = written.folder
    assert pl.read_csv(aside, infer_schema=False).select("文件 file", "行号 row", "家庭编号").rows() == [
        (f"\t{folder}/各镇/大观镇.csv", "2", "CQ002"), (f"\t{folder}/各镇/金山镇.csv", "2", "CQ006"),
    ]  # fmt: skip
    mended = aside.read_text("utf-8-sig").replace("郊区", "城镇").replace("海上", "城镇")
    (folder / "各镇" / "mended.csv").write_text(mended, "utf-8")
    for township, household in (("大观镇", "CQ002"), ("金山镇", "CQ006")):
        file = folder / "各镇" / f"{township}.csv"
        rows = [row for row in file.read_text("utf-8").splitlines() if not row.startswith(household)]
        file.write_text("\n".join(rows) + "\n", "utf-8")
    mapping = folder / "mapping.yaml"
    mapping.write_text(mapping.read_text("utf-8").replace(IN_ORDER, "各镇"), "utf-8")
    ran = screened(written, tmp_path / "again")
    assert [(one.table, one.read, one.quarantined) for one in ran.summary.tables] == [
        ("households", 10, 0), ("members", 13, 0),
    ]  # fmt: skip


def test_files_of_other_columns_are_refused_with_file_and_column(tmp_path: Path) -> None:
    written = by_township(tmp_path / "in", IN_ORDER)
    file = written.folder / "各镇" / "石墙镇.csv"
    file.write_text(file.read_text("utf-8").replace("是否低保", "是否底保", 1), "utf-8")
    assert refusal(written, tmp_path).splitlines() == [
        "各镇/石墙镇.csv: has no column 是否低保, which 各镇/大观镇.csv has — did you mean 是否底保?",
        "各镇/石墙镇.csv: has a column 是否底保, which 各镇/大观镇.csv has not"
        " — give all files of a table the same columns",
    ]


def test_the_same_columns_may_stand_in_another_order(tmp_path: Path) -> None:
    written = by_township(tmp_path / "in", IN_ORDER)
    file = written.folder / "各镇" / "石墙镇.csv"
    frame = pl.read_csv(file, infer_schema=False)
    frame.select(reversed(frame.columns)).write_csv(file)
    screened(written, tmp_path / "out")
    screened(write_registry(tmp_path / "one"), tmp_path / "out-one")
    assert_same_verdicts(tmp_path / "out", tmp_path / "out-one")


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ("[各镇/大观镇.csv, 各镇]", "mapping.yaml:5:1: 大观镇.csv is named twice: by 各镇/大观镇.csv and by 各镇"),
        ('"各镇/*.tsv"', "mapping.yaml:5:1: there is no file 各镇/*.tsv in "),
        ("[各镇, ../x.csv]", "mapping.yaml:6:9: households are taken from outside the registry: ../x.csv"),
    ],
)
def test_names_of_no_file_or_of_one_twice_are_refused(tmp_path: Path, named: str, said: str) -> None:
    assert refusal(by_township(tmp_path / "in", named), tmp_path).startswith(said)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("旧.xls", "各镇/旧.xls: workbooks that end in .xls cannot be read here — open it in an office program and "
         "save it as .xlsx, or its sheet as CSV (UTF-8), and name that"),
        ("说明.docx", "各镇: 说明.docx in this folder of a table is no table — "
         "move it away, or name the files one by one"),
    ],
)  # fmt: skip
def test_what_is_no_table_in_a_folder_is_never_passed_over(tmp_path: Path, name: str, said: str) -> None:
    written = by_township(tmp_path / "in", "各镇")
    (written.folder / "各镇" / name).write_bytes(b"x")
    assert refusal(written, tmp_path).replace(str(written.folder), "") == said


def test_each_file_is_read_in_the_first_encoding_that_its_bytes_fit(tmp_path: Path) -> None:
    written = by_township(tmp_path / "in", f"{IN_ORDER}\n  encoding: [utf-8, GBK]")
    file = written.folder / "各镇" / "金山镇.csv"
    file.write_bytes(file.read_text("utf-8").encode("gb18030"))
    assert screened(written, tmp_path / "out").summary.odd == ()
    screened(write_registry(tmp_path / "one"), tmp_path / "out-one")
    assert_same_verdicts(tmp_path / "out", tmp_path / "out-one")


def test_the_digest_of_every_file_stands_in_the_summary(tmp_path: Path) -> None:
    written = by_township(tmp_path / "in", "各镇")
    screened(written, tmp_path / "out")
    inputs = json.loads((tmp_path / "out" / "summary.json").read_text("utf-8"))["inputs"]
    files = [*sorted((written.folder / "各镇").iterdir()), written.folder / "members.csv"]
    assert [one["name"] for one in inputs] == list(map(str, files))
    assert [one["digest"] for one in inputs] == [hashlib.sha256(one.read_bytes()).hexdigest() for one in files]


def test_a_file_that_comes_while_others_are_read_stops_the_run(tmp_path: Path) -> None:
    written = by_township(tmp_path / "in", "各镇")
    wish = Wish(str(written.folder), written.asked(), every=4)

    def add(work: str, done: int, of: int) -> None:
        if (work, done) == ("screening", 4):
            (written.folder / "各镇" / "新镇.csv").write_text("x\n", "utf-8")

    with pytest.raises(RequestError, match=r"新镇\.csv: the file came or went while the registry was read"):
        run_screening(wish, tmp_path / "out", "en", write_figures, add)
    assert not (tmp_path / "out").exists()


def all_below(folder: Path, changes: dict[str, str] | None = None) -> Written:
    """The registry by township, with a pattern for the households that goes down into all folders."""
    written = by_township(folder, '"**/*.[cp]*"', changes)
    mapping = folder / "mapping.yaml"
    (folder / "members.csv").rename(folder / "members.tsv")
    mapping.write_text(mapping.read_text("utf-8").replace("from: members.csv", "from: members.tsv"), "utf-8")
    return written


@pytest.mark.parametrize("out", ["out", "各镇/out"])
def test_what_a_run_keeps_meanwhile_is_no_part_of_the_registry_wherever_it_lies(tmp_path: Path, out: str) -> None:
    written = all_below(tmp_path / "in")
    assert screened(written, written.folder / out).summary.figures.whole.households == 10
    with pytest.raises(RequestError) as caught:
        screened(written, tmp_path / "again")
    assert str(caught.value).replace(f"{written.folder}/", "") == (
        f"mapping.yaml:5:1: **/*.[cp]* also names {out}/listed.parquet, which is the result of a screening and no part"
        ' of the registry — write a narrower pattern, such as "townships/*.csv", or keep results out of the'
        " registry's folder"
    )


def test_what_a_pattern_names_and_is_no_table_is_refused_by_its_name(tmp_path: Path) -> None:
    assert refusal(by_township(tmp_path / "in", '"**/*"'), tmp_path).replace(str(tmp_path), "") == (
        "mapping.yaml:5:1: **/* also names mapping.yaml, which is no table — write a narrower pattern, such as"
        ' "townships/*.csv"'
    )


def test_every_engine_passes_over_what_a_run_keeps(opened: Open, tmp_path: Path) -> None:
    written = all_below(tmp_path / "in", WRONG)
    (written.folder / ".run").mkdir()
    (written.folder / ".run" / "000000.parquet").write_bytes(b"PAR1")
    assert_same(opened, written, tmp_path)


# ---------------------------------------------------------------- several kinds, several engines


def write_workbook(path: Path, rows: Sequence[Sequence[object]], title: str = "名单") -> None:
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(list(row))
    book.save(path)


def of_several_kinds(folder: Path, changes: dict[str, str] | None = None) -> Written:
    """One township in a CSV file, one in a workbook, one in Parquet with truth values and amounts as such."""
    written = by_township(folder, IN_ORDER, changes)
    workbook = pl.read_csv(folder / "各镇" / "金山镇.csv", infer_schema=False)
    write_workbook(folder / "各镇" / "金山镇.xlsx", [workbook.columns, *workbook.rows()])
    typed = pl.read_csv(folder / "各镇" / "石墙镇.csv", infer_schema=False)
    yes = pl.col("是否低保").replace_strict({"是": True, "否": False}, return_dtype=pl.Boolean)
    typed.with_columns(yes, pl.col("核减低保金(元)").cast(pl.Float64)).write_parquet(folder / "各镇" / "石墙镇.parquet")
    mapping = folder / "mapping.yaml"
    kinds = "[各镇/大观镇.csv, 各镇/金山镇.xlsx, 各镇/石墙镇.parquet]"
    mapping.write_text(mapping.read_text("utf-8").replace(IN_ORDER, kinds), "utf-8")
    return written


def test_files_of_several_kinds_make_one_table(tmp_path: Path) -> None:
    screened(of_several_kinds(tmp_path / "in"), tmp_path / "out")
    screened(write_registry(tmp_path / "one"), tmp_path / "out-one")
    assert_same_verdicts(tmp_path / "out", tmp_path / "out-one")


def test_rows_of_a_workbook_have_the_numbers_that_stand_beside_them(tmp_path: Path) -> None:
    assert refusal(of_several_kinds(tmp_path / "in", WRONG), tmp_path).splitlines()[1] == (
        '各镇/金山镇.xlsx: 居住地类型: is none of its values 不是可选的值 ("郊区") — row 3'
    )


def titled(folder: Path, changes: dict[str, str] | None = None) -> Written:
    """One township in a plain CSV file, one in a CSV file below a title, one in a workbook's second sheet below two."""
    written = by_township(folder, IN_ORDER, changes)
    file = folder / "各镇" / "金山镇.csv"
    file.write_text("金山镇低保名单\n" + file.read_text("utf-8"), "utf-8")
    rows = pl.read_csv(folder / "各镇" / "石墙镇.csv", infer_schema=False)
    book = openpyxl.Workbook()
    book.active.append(["填表说明"])
    sheet = book.create_sheet("名单")
    for row in (["石墙镇"], ["低保名单"], rows.columns, *rows.rows()):
        sheet.append(list(row))
    book.save(folder / "各镇" / "石墙镇.xlsx")
    mapping = folder / "mapping.yaml"
    named = """[各镇/大观镇.csv, 各镇/金山镇.csv, "各镇/*.xlsx"]
  header_row: {各镇/金山镇.csv: 2, "各镇/*.xlsx": 3}
  sheet: {"各镇/*.xlsx": 名单}"""
    mapping.write_text(mapping.read_text("utf-8").replace(IN_ORDER, named), "utf-8")
    return written


def test_each_source_may_have_its_own_sheet_and_row_of_heads(tmp_path: Path) -> None:
    screened(titled(tmp_path / "in"), tmp_path / "out")
    screened(write_registry(tmp_path / "one"), tmp_path / "out-one")
    assert_same_verdicts(tmp_path / "out", tmp_path / "out-one")


def test_every_engine_reads_each_source_by_its_own_sheet_and_row_of_heads(opened: Open, tmp_path: Path) -> None:
    assert_same(opened, titled(tmp_path / "in", WRONG), tmp_path)


def test_a_row_of_heads_of_no_source_is_refused_where_it_stands(tmp_path: Path) -> None:
    written = titled(tmp_path / "in")
    mapping = written.folder / "mapping.yaml"
    mapping.write_text(mapping.read_text("utf-8").replace("{各镇/金山镇.csv: 2", "{各镇/金山镇.cvs: 2"), "utf-8")
    assert refusal(written, tmp_path) == (
        "mapping.yaml:7:16: header_row names 各镇/金山镇.cvs, which households are not taken from"
        " — did you mean 各镇/金山镇.csv?"
    )


def test_every_engine_reads_files_of_several_kinds_alike(opened: Open, tmp_path: Path) -> None:
    assert_same(opened, of_several_kinds(tmp_path / "in", WRONG), tmp_path)
