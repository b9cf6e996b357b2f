"""Values, conditions and counts in the words of both languages."""

from __future__ import annotations

import datetime
from fractions import Fraction

import pytest

from clausewise.engine.findings import Missing
from clausewise.language.conditions import If
from clausewise.language.expression_parser import Names, parse_condition_expression
from clausewise.language.facts import Value
from clausewise.report.answer.behind_all import listed_by_all, more_questions
from clausewise.report.runs import runs_of
from clausewise.report.wording import Wording
from report.households import engine
from specification.generators import PARAMETERS
from specification.written import Plan, pack_of, rule

ZH, EN = (Wording(engine().pack, language) for language in ("zh", "en"))


@pytest.mark.parametrize(
    ("fact", "value", "zh", "en"),
    [
        ("household.dibao", True, "是", "yes"),
        ("household.dibao", False, "否", "no"),
        ("household.dibao", None, "未知", "unknown"),
        ("household.area", "rural", "农村", "rural"),
        ("member.age", 17, "17 周岁", "17 years"),
        ("member.birth_date", datetime.date(2004, 3, 1), "2004-03-01", "2004-03-01"),
        ("household.dibao_reduction_month", Fraction(560), "560.00 元", "560.00 yuan"),
    ],
)
def test_a_value_is_written_as_people_read_it(fact: str, value: Value | None, zh: str, en: str) -> None:
    assert (ZH.value(fact, value), EN.value(fact, value)) == (zh, en)


def test_of_several_people_it_is_asked_what_is_so_of_each() -> None:
    of = "member.birth_date"
    assert ZH.question_of(of, ["何丽", "张小雨"]) == "何丽、张小雨：各人何时出生？"
    assert EN.question_of(of, ["He Li", "Zhang Xiaoyu"]) == "He Li, Zhang Xiaoyu: When was each of them born?"
    assert ZH.question_of(of, ["何丽"]) == "何丽何时出生？"
    life = EN.question_of("member.other_difficulty", ["He Li", "Zhang Xiaoyu"])
    assert life == "He Li, Zhang Xiaoyu: Is each one's life difficult at present?"


def test_one_clause_is_no_clauses() -> None:
    assert more_questions(EN, 2, ["21"]) == "2 more questions (clause 21): --all lists them"
    assert more_questions(EN, 1, ["8–11"]) == "1 more question (clauses 8–11): --all lists it"
    assert listed_by_all(EN, ["13"], others=True) == "--all lists the others (clause 13)"
    assert listed_by_all(ZH, ["13", "15–16"], others=False) == "见 --all（第13、15–16条）"


def test_a_parameter_is_written_as_a_fact_of_its_type_is() -> None:
    pack = pack_of(Plan({}, PARAMETERS, {"a.rule": rule("a.rule", "household", {"if": "parameter.tried_out"})}))
    zh, en = Wording(pack, "zh"), Wording(pack, "en")
    assert (zh.value("parameter.tried_out", True), en.value("parameter.tried_out", True)) == ("是", "yes")
    assert (zh.value("parameter.quota", 2), zh.value("parameter.quota", None)) == ("2", "未知")
    assert zh.value("parameter.line", Fraction(500)) == "500.00 元"


def test_money_is_rounded_half_up_to_the_fen() -> None:
    assert ZH.money(Fraction("0.005")) == "0.01 元"
    assert EN.money(Fraction(1000, 3)) == "333.33 yuan"


def test_months_are_counted_in_words() -> None:
    assert (ZH.months(7), EN.months(7), EN.months(1)) == ("7 个月", "7 months", "1 month")


@pytest.mark.parametrize(
    ("expression", "zh", "en"),
    [
        ("household.dibao", "低保家庭", "dibao family (receives the minimum living guarantee)"),
        ('household.area == "urban"', "居住地类型 = 城镇", "urban or rural = urban"),
        ("member.age >= 18", "周岁年龄 ≥ 18 周岁", "age in completed years ≥ 18 years"),
        ("18 <= member.age", "18 周岁 ≤ 周岁年龄", "18 years ≤ age in completed years"),
        (
            "years(member.birth_date, case.as_of) > 17",
            "出生日期至核对日满几年 > 17",
            "completed years from date of birth to day of the check > 17",
        ),
        ("household.dibao_reduction_month * 12 < 1000", "家庭当月核减低保金总额 × 12 < 1000", None),
        ("household.dibao_reduction_month == 0.5", "家庭当月核减低保金总额 = 0.50 元", None),
        ("count(member) - 1 > 2 * (3 - 1)", "家庭成员人数 − 1 > 2 × (3 − 1)", None),
        (
            "sum(member.work_subsidy_months_paid) < max(1, 2)",
            "全家这次就业已领取低保就业补贴的月数之和 < 1与2中较大者",
            "months of dibao work subsidy already paid for this job, all members together < the larger of 1 and 2",
        ),
    ],
)
def test_a_condition_is_said_with_labels_and_units(expression: str, zh: str, en: str | None) -> None:
    pack = engine().pack
    parsed = parse_condition_expression(expression, Names(pack.facts, pack.parameters, member_in_sight=True))
    condition = If(parsed, expression, None, pack.rules[0].place)
    assert ZH.condition(condition) == zh
    assert en is None or EN.condition(condition) == en


def test_a_missing_fact_has_a_label_and_a_question() -> None:
    missing = Missing("member.employed", "mother")
    assert ZH.missing(missing) == "mother：已就业"
    assert EN.question(missing.fact).startswith("Is this person in work at present?")
    assert ZH.register(missing.fact) == "社会保险缴纳信息"


def test_the_member_of_whom_nothing_is_known_is_some_member() -> None:
    assert (ZH.subject("?"), EN.subject("?"), ZH.subject(None), EN.subject("son")) == (
        "某成员",
        "some member",
        "家庭",
        "son",
    )


def test_numbers_that_follow_one_another_are_a_run() -> None:
    assert runs_of([1, 2, 3, 5, 8, 9]) == ["1–3", "5", "8–9"]
