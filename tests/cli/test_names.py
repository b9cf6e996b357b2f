"""Clauses, rules, values and people by the names that answers print, wherever a command takes one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from clausewise.case.names import split_names
from clausewise.language.naming import rules_called
from clausewise.packs import open_pack
from cli.running import run

WANG = """\
case: 王家
pack: chongqing-2020
as_of: 2020-12-07
household: {area: 城镇, dibao: 是, dibao_list: 城市低保, meets_housing_criteria: 是}
everybody: 是
members:
  - {id: Wang Xiuying, birth_date: 1978-05-02, student_stage: 不在读}
  - {id: 刘洋, student_stage: 普通高中, working_age: 否}
"""


@pytest.fixture
def wang(tmp_path: Path) -> Path:
    path = tmp_path / "wang.yaml"
    path.write_text(WANG, encoding="utf-8")
    return path


def chosen(path: Path, name: str) -> list[str]:
    """What --only with a name selects."""
    only: list[str] = json.loads(run("check", path, "--only", name, "--format", "json").out)["results"][0]["only"]
    return only


@pytest.mark.parametrize(
    ("name", "selected"),
    [
        ("15.2", ["employment.dibao_work_subsidy"]),
        ("第15.2条", ["employment.dibao_work_subsidy"]),
        ("低保就业补贴", ["employment.dibao_work_subsidy"]),
        ("Dibao work subsidy", ["employment.dibao_work_subsidy"]),
        ("第２１条", ["21"]),
        ("21 完善临时救助措施", ["21"]),
        ("加强重度残疾人教育", ["12"]),
        ("10.1 普通高中阶段资助（刘洋）", ["education.senior_high@刘洋"]),
        ("*@刘洋", ["*@刘洋"]),
    ],
)
def test_only_takes_whatever_an_answer_prints(wang: Path, name: str, selected: list[str]) -> None:
    assert chosen(wang, name) == selected


def test_a_word_stands_for_all_the_rules_and_the_measure_it_is_in(wang: Path) -> None:
    selected = chosen(wang, "临时救助")
    assert selected[0] == "21"
    assert "urgent.emergency_relief" not in selected  # it is of measure 21


def test_a_name_of_nothing_is_refused(wang: Path) -> None:
    answer = run("check", wang, "--only", "相亲")
    assert (answer.code, answer.err) == (
        2, "--only 相亲: there is no such rule — clausewise rules lists the rules\n"
    )  # fmt: skip


def test_explain_by_a_provision_tells_in_full_what_applies_or_is_open_and_the_rest_in_a_line_each(wang: Path) -> None:
    shown = run("explain", wang, "10.1", "--lang", "zh", env={"COLUMNS": "200"}).out
    assert "适用  10.1 普通高中阶段资助（刘洋）" in shown
    assert "\n不适用  10.1 高等教育阶段资助（刘洋）：就读阶段：普通高中（条件：就读阶段 = 高等教育）\n" in shown
    alone = run("explain", wang, "10.1 普通高中阶段资助（刘洋）", "--lang", "zh").out
    assert alone.startswith("适用  10.1 普通高中阶段资助（刘洋）")
    assert "高等教育阶段资助" not in alone


@pytest.mark.parametrize(
    "name", ["21", "第21条", "第二十一条", "完善临时救助措施", "21 完善临时救助措施", "temporary relief"]
)
def test_clause_takes_a_number_or_a_title(name: str) -> None:
    assert run("clause", name).out.startswith("第21条 完善临时救助措施\n")


def test_of_a_provision_with_a_title_the_rules_of_that_title_are_meant() -> None:
    pack = open_pack("chongqing-2020")
    assert [rule.id for rule in rules_called(pack, "13.1 城镇低保家庭住房救助")] == ["housing.urban_dibao"]
    assert [rule.id for rule in rules_called(pack, "13.1")] == [
        "housing.urban_dibao", "housing.urban_dispersed_destitute", "housing.urban_orphan",
    ]  # fmt: skip


def test_printed_words_are_values(wang: Path) -> None:
    (result,) = json.loads(run("check", wang, "--only", "13", "--format", "json").out)["results"]
    assert result["measures"][0]["verdict"] == "applies"
    assert result["everybody"] is True


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("母亲、儿子", ["母亲", "儿子"]),
        ("mother, son", ["mother", "son"]),
        ("王秀英；刘洋;刘星\n刘月", ["王秀英", "刘洋", "刘星", "刘月"]),
        ("王秀英 刘洋", ["王秀英", "刘洋"]),
        ("Wang Xiuying, 刘洋", ["Wang Xiuying", "刘洋"]),
    ],
)
def test_names_are_parted_as_people_part_them(typed: str, names: list[str]) -> None:
    assert list(split_names(typed)) == names


def test_a_case_selects_its_pack_among_several(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wang: Path) -> None:
    for pack in ("first", "second"):
        folder = tmp_path / "rules" / pack
        folder.mkdir(parents=True)
        (folder / "pack.yaml").write_text(f"pack: {pack}\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    wang.write_text(WANG.replace("chongqing-2020", "second"), encoding="utf-8")
    assert "second" in run("check", wang).err
    assert "there are several packs" not in run("check", wang).err
    wang.write_text(WANG.replace("pack: chongqing-2020\n", ""), encoding="utf-8")
    assert "there are several packs" in run("check", wang).err
