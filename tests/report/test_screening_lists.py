"""The lists of a screening as office programs open them: nothing in them becomes a number, a day or a formula."""

from __future__ import annotations

import csv
import re
from io import StringIO
from pathlib import Path

import polars as pl
import pytest

from clausewise.language.labels import Language
from clausewise.report.screening import lists as screening_lists
from clausewise.report.screening.lists import Lists, write_lists
from clausewise.screening.figures.outreach import OutreachList
from clausewise.screening.figures.outreach_listing import kept
from report.screenings import made_summary
from screening.made import TOWNSHIP

LANGUAGES: tuple[Language, ...] = ("zh", "en")


def lists(folder: Path, language: Language, rows: pl.DataFrame | None = None) -> tuple[list[dict[str, str]], ...]:
    """The rows of both files by heading."""
    summary, listed, receiving = made_summary()
    files = (folder / "outreach.csv", folder / "review.csv")
    frame = listed.rows if rows is None else rows
    write_lists(frame.lazy(), Lists(summary.pack, receiving, (TOWNSHIP,), language), *files)
    found = []
    for file in files:
        raw = file.read_bytes()
        # Office programs take a file for UTF-8 by its first three bytes.
        assert raw[:3] == b"\xef\xbb\xbf"
        assert raw.count(b"\xef\xbb\xbf") == 1
        assert raw.endswith(b"\r\n")
        found.append(list(csv.DictReader(StringIO(raw.decode("utf-8-sig"), newline=""))))
    assert sorted(one.name for one in folder.iterdir()) == ["outreach.csv", "review.csv"]
    return tuple(found)


def test_lists_have_headings_in_both_languages_and_a_number_for_each_row(tmp_path: Path) -> None:
    summary = made_summary()[0]
    outreach, review = lists(tmp_path, "zh")
    assert list(outreach[0]) == [
        "序号 no.", "名单 list", "家庭 household", "成员 member", TOWNSHIP, "登记的领取列 column of the registry",
        "是否领取 receives", "结论 verdict", "未知事实数 unknown facts", "力度 modality", "救助内容 aid",
        "条款 provision", "原文 words", "规则名称 title", "规则 rule", "责任部门 agency",
        "其他适用的规则 other rules that apply",
    ]  # fmt: skip
    assert list(review[0])[-1] == "处理 what is to be done"
    assert summary.outreach is not None
    entitled = [summary.outreach.on(kind) for kind in (OutreachList.NOT_RECEIVING, OutreachList.NOT_KNOWN)]
    assert [one["序号 no."] for one in outreach] == [str(number) for number in range(1, sum(entitled) + 1)]
    assert len(review) == summary.outreach.on(OutreachList.REVIEW)


def test_every_row_says_on_which_words_it_rests(tmp_path: Path) -> None:
    outreach, _ = lists(tmp_path, "en")
    row = next(
        one for one in outreach if one["规则 rule"] == "housing.urban_dibao" and one["结论 verdict"] == "applies"
    )
    assert row["条款 provision"].strip() == "13.1"
    assert "城镇" in row["原文 words"]
    assert "符合住房保障条件" in row["原文 words"]
    assert row["力度 modality"] == "shall"
    assert row["未知事实数 unknown facts"] == "0"
    assert row["名单 list"] in (
        "seems entitled, does not receive it",
        "seems entitled, not known whether they receive it",
    )
    assert row["规则名称 title"] == "Housing aid for urban dibao families"


def test_every_row_to_be_reviewed_says_that_no_machine_cuts_off(tmp_path: Path) -> None:
    for language in LANGUAGES:
        _, review = lists(tmp_path, language)
        assert review
        assert {one["处理 what is to be done"] for one in review} == {
            "由人复核，不得由机器停发 to be reviewed by a person; never cut off by a machine"
        }
    assert {one["结论 verdict"] for one in review} == {"does not apply"}
    housing = next(one for one in review if one["登记的领取列 column of the registry"] == "住房补贴")
    # None of the rules that grant it applies: all of them are named.
    assert housing["规则 rule"].startswith("housing.urban_dibao; housing.urban_dispersed_destitute; ")


def test_the_order_of_the_lists_is_that_of_the_ranks(tmp_path: Path) -> None:
    outreach, _ = lists(tmp_path, "en")
    firmness = ["shall", "may", "encouraged", "exploratory"]
    first = [one for one in outreach if one["是否领取 receives"] == "does not receive it"]
    places = [(firmness.index(one["力度 modality"]), int(one["未知事实数 unknown facts"])) for one in first]
    assert places == sorted(places)
    assert outreach[: len(first)] == first


def test_files_that_are_written_in_stretches_are_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "whole").mkdir()
    (tmp_path / "stretches").mkdir()
    whole = lists(tmp_path / "whole", "zh")
    monkeypatch.setattr(screening_lists, "ROWS_AT_ONCE", 3)
    assert lists(tmp_path / "stretches", "zh") == whole
    for name in ("outreach.csv", "review.csv"):
        assert (tmp_path / "whole" / name).read_bytes() == (tmp_path / "stretches" / name).read_bytes()


def test_lists_without_rows_have_their_headings(tmp_path: Path) -> None:
    outreach, review = lists(tmp_path, "zh", made_summary()[1].rows.clear())
    assert outreach == review == []
    assert (tmp_path / "review.csv").read_text(encoding="utf-8-sig").startswith("序号 no.,家庭 household,")


@pytest.mark.parametrize(
    "value",
    ["500103199003074213", "50010319900307421X", "007", "=1+1", "+86", "-5", "@SUM(A1)", "\t=1", "\r=1", "13.10", "1e5",
     "3-5", "3月5日", "2020/1/2", "(5)", "￥5", "Mar1", "dec 12", "＝1", "%1"],
)  # fmt: skip
def test_what_an_office_program_would_make_something_else_of_stands_behind_a_tab(tmp_path: Path, value: str) -> None:
    assert shown(tmp_path, value) == f"\t{value}"


@pytest.mark.parametrize(
    "value", ["12345", "0", "H001", "大观镇", "大观镇=1", "Marta", "a,b", 'say "x"', "two\nlines", ""]
)
def test_other_values_stand_as_they_are(tmp_path: Path, value: str) -> None:
    assert shown(tmp_path, value) == value


def shown(folder: Path, value: str) -> str:
    """How a value of the column that is kept is written."""
    rows = made_summary()[1].rows.head(1).with_columns(pl.lit(value).alias(kept(TOWNSHIP)))
    return lists(folder, "zh", rows)[0][0][TOWNSHIP]


def test_ids_are_kept_whole(tmp_path: Path) -> None:
    members = [one["成员 member"] for rows in lists(tmp_path, "zh") for one in rows if one["成员 member"]]
    assert members
    assert all(re.fullmatch(r"\t500[0-9]{15}", one) for one in members)
