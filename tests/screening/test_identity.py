"""Identity numbers in a registry: read whatever way they are written, held to their check digit and the day of birth.

The numbers are nobody's: their check digits are worked out for orders within a day that are made up.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import narwhals as nw
import polars as pl
import pytest

from clausewise.errors import RequestError
from clausewise.screening.intake.identity import born_column, fits, number_column, person_column, with_numbers
from clausewise.screening.rules.dates import day_of
from screening.test_elsewhere import Open, assert_same, opened  # noqa: F401
from screening.written import Written, screened

Frame = Callable[[pl.DataFrame], Any]


def of_duckdb(frame: pl.DataFrame) -> Any:
    return duckdb.from_arrow(frame.to_arrow())


@pytest.mark.parametrize("frame", [pl.DataFrame.lazy, of_duckdb], ids=["polars", "duckdb"])
def test_numbers_are_the_same_person_whatever_way_they_are_written(frame: Frame) -> None:
    written = {
        "50010119850412002X": ("50010119850412002", "1985-04-12", True),
        " 500101 19850412 002x ": ("50010119850412002", "1985-04-12", True),
        "５００１０１１９８５０４１２００２Ｘ": ("50010119850412002", "1985-04-12", True),
        "50010119850412\u200b002X\ufeff": ("50010119850412002", "1985-04-12", True),
        "500101850412002": ("50010119850412002", "1985-04-12", True),
        "500101198504120021": ("50010119850412002", "1985-04-12", False),
        "500101200402300010": ("50010120040230001", None, False),
        "5001011985****002X": (None, None, True),
        "不详": (None, None, True),
    }
    person, number = nw.col(person_column("written")), nw.col(number_column("written"))
    asked = [person.alias("person"), nw.col(born_column("written")).alias("born"), fits(number).alias("fits")]
    given: Any = nw.from_native(frame(pl.DataFrame({"written": list(written)}))).lazy()
    rows = with_numbers(given, ["written"]).select("written", *asked)
    native: Any = rows.to_native()
    read = native.collect() if isinstance(native, pl.LazyFrame) else native.pl()
    assert {
        text: (person, None if born is None else str(day_of(born)), is_right)
        for text, person, born, is_right in read.iter_rows()
    } == written


_MAPPING = """
pack: chongqing-2020
unknown: ["-"]
households: {from: h.csv, id: 户}
members:
  from: m.csv
  household: 户
  id: IDS
  identity: {column: 证件, born: birth_date}
  facts:
    birth_date: {column: 出生}
"""
_MEMBERS = """\
户,序,证件,出生
1,1,50010119850412002X,1985-04-12
1,2,５００１０１１９８５０４１２００２ｘ,1985-04-12
2,3,500101850412002,1985-04-12
3,4,500101198504120021,1985-04-12
3,5,500101197805020028,1978-05-03
4,6,5001011978,-
5,7,500101196406300028,1964-06-30 00:00:00
5,8,-,
"""


def registry(folder: Path, ids: str) -> Written:
    folder.mkdir()
    (folder / "h.csv").write_text("户,乡镇\n1,a\n2,a\n3,a\n4,a\n5,a\n", "utf-8")
    (folder / "m.csv").write_text(_MEMBERS if ids == "序" else _MEMBERS.replace("5,8,-,", "5,8,5-8,"), "utf-8")
    (folder / "mapping.yaml").write_text(_MAPPING.replace("IDS", ids), "utf-8")
    return Written(folder)


def test_the_same_person_a_wrong_check_digit_and_another_birth_date_are_told_with_their_rows(tmp_path: Path) -> None:
    with pytest.raises(RequestError) as told:
        screened(registry(tmp_path / "in", "序"), tmp_path / "out")
    assert str(told.value).replace(f"{tmp_path}/in/", "").splitlines()[:-1] == [
        'm.csv: 证件: gives another day of birth 身份证号码中的出生日期与登记的不同 ("500101197805020028") — row 5',
        'm.csv: 证件: is no identity number 不是身份证号码 ("5001011978") — row 6',
        'm.csv: 证件: stands twice 重复 ("50010119850412002X", "５００１０１１９８５０４１２００２ｘ") — 2 rows: 1, 2',
        'm.csv: 证件: is a member of two households 同一成员在两个家庭中 ("50010119850412002X", '
        '"５００１０１１９８５０４１２００２ｘ", "500101850412002", …) — 4 rows: 1, 2, 3, …',
        'm.csv: 证件: has a check digit that does not fit 身份证号码校验码不符 ("500101198504120021") — row 4',
    ]


@pytest.mark.parametrize("ids", ["序", "证件"])
def test_engines_find_the_same_wrong_with_identity_numbers(
    opened: Open,  # noqa: F811
    tmp_path: Path,
    ids: str,
) -> None:
    assert_same(opened, registry(tmp_path / "in", ids), tmp_path)


_ERRORS = {
    "户,乡镇\n1,a": "户,乡镇\n#N/A,a",
    "1,2,５": "#REF!,2,５",
    "2,3,500101850412002": "2,#VALUE!,500101850412002",
    "3,5,500101197805020028": "3,5,#NAME?",
}


@pytest.mark.parametrize("ids", ["序", "证件"])
def test_an_error_of_a_sheet_is_the_id_of_nobody(opened: Open, tmp_path: Path, ids: str) -> None:  # noqa: F811
    written = registry(tmp_path / "in", ids)
    for file in ("h.csv", "m.csv"):
        text = (written.folder / file).read_text("utf-8")
        for old, new in _ERRORS.items():
            text = text.replace(old, new)
        (written.folder / file).write_text(text, "utf-8")
    with pytest.raises(RequestError) as told:
        screened(written, tmp_path / "refused")
    said = str(told.value).replace(f"{tmp_path}/in/", "").splitlines()
    assert 'h.csv: 户: has no id 没有编号 ("#N/A") — row 1' in said
    assert 'm.csv: 户: names no household 没有家庭编号 ("#REF!") — row 2' in said
    if ids == "序":
        assert 'm.csv: 序: has no id 没有编号 ("#VALUE!") — row 3' in said
        assert 'm.csv: 证件: is no identity number 不是身份证号码 ("#NAME?", "5001011978") — 2 rows: 5, 6' in said
    else:
        assert 'm.csv: 证件: has no id 没有编号 ("#NAME?") — row 5' in said
        assert 'm.csv: 证件: is no identity number 不是身份证号码 ("5001011978", "5-8") — 2 rows: 6, 8' in said
    assert_same(opened, written, tmp_path)
