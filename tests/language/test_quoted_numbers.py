"""Numbers with a unit in quoted words: which are read, and which have a constant that encodes them."""

from __future__ import annotations

from pathlib import Path

import pytest

from clausewise.language.model import Pack
from clausewise.language.quoted_numbers import numbers_without_constant, unmatched_numbers
from clausewise.language.worded_numbers import numbers_in
from clausewise.packs import open_pack
from small_pack import FACTS, alter, write_small_pack


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("年满六十周岁", [("六十周岁", "60", "周岁")]),
        ("１８岁以上", [("１８岁", "18", "岁")]),
        ("不超过1年", [("1年", "1", "年")]),
        ("半年内", [("半年", "6", "个月")]),
        ("一年半", [("一年半", "3/2", "年")]),
        ("一个月", [("一个月", "1", "个月")]),
        ("三十日内", [("三十日", "30", "日")]),
        ("3至5个工作日", [("3个工作日", "3", "工作日"), ("5个工作日", "5", "工作日")]),
        ("百分之五十", [("百分之五十", "50", "%")]),
        ("30％", [("30％", "30", "%")]),
        ("一点三倍", [("一点三倍", "13/10", "倍")]),
        ("一倍以上三倍以下", [("一倍", "1", "倍"), ("三倍", "3", "倍")]),
        ("1.2万元", [("1.2万元", "12000", "元")]),
        ("12,000元", [("12,000元", "12000", "元")]),
        ("五百元至一千元", [("五百元", "500", "元"), ("一千元", "1000", "元")]),
        ("每人每月620元", [("620元", "620", "元")]),
        ("连续三次拒绝", [("三次", "3", "次")]),
        ("至少有1人在1个月内", [("1人", "1", "人"), ("1个月", "1", "个月")]),
    ],
)
def test_a_number_is_read_with_its_unit(text: str, numbers: list[tuple[str, str, str]]) -> None:
    assert [(one.written, str(one.value), one.unit) for one in numbers_in(text)] == numbers


def test_a_day_of_the_calendar_is_a_day() -> None:
    assert [str(one.day) for one in numbers_in("2020年12月31日前")] == ["2020-12-31"]


@pytest.mark.parametrize(
    "text",
    [
        "一次性告知", "统一年度", "第三次", "第十三次", "同一天", "每半年核查一次", "每月核查一次", "一年级",
        "2016年度", "12月31日前", "2020年12月", "三名", "13.1",
    ],
)  # fmt: skip
def test_what_is_no_number_of_a_condition_is_passed_over(text: str) -> None:
    assert list(numbers_in(text)) == []


PARAMETERS = """\
line:
  type: money
  zh: 低保标准
  en: dibao line
  values: [{from: 2019-01-01, value: 620}, {from: 2020-01-01, value: 700}]
"""
MORE_FACTS = """\
member.months: {type: integer, zh: 登记失业月数, en: months, ask: {zh: 几个月？, en: How many?}}
member.long: {type: boolean, zh: 登记失业满六个月, en: for six months, ask: {zh: 是否？, en: Is it?}}
member.grown: {type: boolean, zh: 成年, en: grown, derive: member.age >= 16, source: {zh: 甲, en: a}}
household.income: {type: money, zh: 收入, en: income, ask: {zh: 多少？, en: How much?}}
"""


def pack_with(root: Path, words: str, condition: str, accepted: str = "[]") -> Pack:
    """The small pack, whose age limit is written in these words and encoded by this condition."""
    write_small_pack(root)
    alter(root / "policy/old-age/document.yaml", "年满80周岁", words)
    alter(
        root / "rules/old-age/01-age.yaml",
        "{if: member.age >= 80, text: 年满80周岁}",
        f"{{{condition}, text: {words}}}",
    )
    (root / "rules/old-age/facts.yaml").write_text(FACTS + MORE_FACTS, encoding="utf-8")
    (root / "rules/old-age/parameters.yaml").write_text(PARAMETERS, encoding="utf-8")
    (root / "rules/old-age/accepted.yaml").write_text(accepted, encoding="utf-8")
    return open_pack(str(root / "rules/old-age"))


@pytest.mark.parametrize(
    ("words", "condition"),
    [
        ("年满六十周岁", "if: member.age > 65"),
        ("登记失业满六个月", "if: member.months >= 9"),
        ("年满18周岁", "if: member.age >= 81"),
        ("年满18周岁", "if: member.age >= 19"),
        ("月收入620元以下", "if: household.income <= 600"),
        ("至少二人同住", "count: member, at_least: 3, if: member.grown"),
        ("标准的百分之五十", "if: household.income <= parameter.line * 0.6"),
    ],
)
def test_a_number_that_no_constant_matches_is_found(tmp_path: Path, words: str, condition: str) -> None:
    (one,) = unmatched_numbers(pack_with(tmp_path, words, condition))
    assert (one.owner, one.words, one.provision) == ("age.subsidy", words, "1.1")
    assert one.written in words


@pytest.mark.parametrize(
    ("words", "condition"),
    [
        ("年满六十周岁", "if: member.age >= 60"),
        ("年满六十周岁", "if: member.age > 59"),
        ("未满六十周岁", "if: member.age <= 59"),
        ("一年以上", "if: member.months >= 12"),
        ("半年以上", "if: member.months >= 6"),
        ("登记失业满六个月", "if: member.long"),
        ("年满十六周岁", "if: member.grown"),
        ("月收入620元以下", "if: household.income <= parameter.line"),
        ("标准的百分之五十", "if: household.income <= parameter.line * 0.5"),
        ("高于标准30%", "if: household.income > parameter.line * 1.3"),
        ("有一人成年", "some: member, if: member.grown"),
        ("至少二人同住", "count: member, at_least: 2, if: member.grown"),
        ("2000年12月31日前出生", 'if: member.birth_date <= date("2000-12-31")'),
        ("9999年12月31日前出生", 'if: member.birth_date <= date("9999-12-31")'),
    ],
)
def test_a_number_that_a_constant_encodes_is_not_pointed_at(tmp_path: Path, words: str, condition: str) -> None:
    assert unmatched_numbers(pack_with(tmp_path, words, condition)) == ()


def test_a_number_is_accepted_with_a_reason_by_the_name_it_is_found_under(tmp_path: Path) -> None:
    accepted = "- {number: age.subsidy/六十周岁, zh: 理由, en: a reason}"
    pack = pack_with(tmp_path, "年满六十周岁", "if: member.age > 65", accepted)
    assert unmatched_numbers(pack) == ()
    assert [one.id for one in numbers_without_constant(pack)] == ["age.subsidy/六十周岁"]


def test_every_number_quoted_of_the_37_measures_has_its_constant() -> None:
    assert numbers_without_constant(open_pack("chongqing-2020")) == ()
