"""Changes to the policy in its own words: labels of facts and quoted words, in both languages, and no code."""

from __future__ import annotations

import functools

import pytest

from clausewise.audit.killing import cut_down, run_mutants
from clausewise.language.labels import Label
from clausewise.packs import open_pack
from clausewise.report.audit.mutant_words import say_mutant


@functools.cache
def said() -> dict[str, Label]:
    """What is said of every mutant of three rules, by its id."""
    rules = ("housing.urban_orphan", "employment.zero_employment", "employment.dibao_work_subsidy")
    pack = cut_down(open_pack("chongqing-2020"), rules, ())
    return {one.id: say_mutant(pack, one) for one in run_mutants(pack, ())}


@pytest.mark.parametrize(
    ("mutant", "zh", "en"),
    [
        (
            "housing.urban_orphan/when.all.2/2.+1",
            "周岁年龄 ≥ 18 周岁 改为 ≥ 19 周岁，「年满18周岁」",
            "age in completed years ≥ 18 years made ≥ 19 years, 「年满18周岁」",
        ),
        (
            "housing.urban_orphan/when.all.1.contested.0/0.rural",
            "居住地类型 = 城镇 改为 = 农村",
            "urban or rural = urban made = rural",
        ),
        ("housing.urban_orphan/when.all.3/drop", "去掉：孤儿，「孤儿」", "left out: orphan, 「孤儿」"),
        ("housing.urban_orphan/when.all.3/negate", "反过来：孤儿，「孤儿」", "turned round: orphan, 「孤儿」"),
        (
            "employment.zero_employment/when.all.0/every",
            "「有家庭成员处于劳动年龄段、有就业条件的家庭」（至少一名成员） 改为 “每名成员”",
            "「有家庭成员处于劳动年龄段、有就业条件的家庭」 (at least one member) made “every member”",
        ),
        (
            "employment.dibao_work_subsidy/aid.0.months/2.plus",
            "低保就业补贴：12 − 这次就业已领取低保就业补贴的月数 改为 12 + 这次就业已领取低保就业补贴的月数，"
            "「按其家庭当月核减低保金总额……给予不超过1年的低保就业补贴」",
            "dibao work subsidy: 12 − months of dibao work subsidy already paid for this job made 12 + months of dibao "
            "work subsidy already paid for this job, 「按其家庭当月核减低保金总额……给予不超过1年的低保就业补贴」",
        ),
        ("housing.urban_orphan/modality/may", "力度由“应当”改为“可以”，「实施」", "shall made may, 「实施」"),
    ],
)
def test_a_change_is_said_in_words(mutant: str, zh: str, en: str) -> None:
    assert said()[mutant] == Label(zh, en)


def test_nothing_said_of_a_change_to_the_37_measures_names_a_fact_by_its_code() -> None:
    codes = ("household.", "member.", "application.", "parameter.")
    assert [one for one in said().values() if any(code in one.en or code in one.zh for code in codes)] == []
    assert len(said()) > 60
