"""Whoever reads no Chinese finds a rendering beside every word that an answer quotes alone, and of every law cited."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from clausewise.case import read_case
from clausewise.engine import Engine
from clausewise.language.citing import cite
from clausewise.language.model import Pack
from clausewise.packs import open_pack
from clausewise.report import ReportOptions
from clausewise.report.answer.outline import make_benefits

CASES = Path(__file__).parents[2] / "cases" / "chongqing-2020"


@pytest.fixture(scope="module")
def pack() -> Pack:
    return open_pack("chongqing-2020")


def test_every_word_that_is_left_open_or_read_in_two_ways_has_a_rendering_and_no_other(pack: Pack) -> None:
    quoted = {str(one.words) for rule in pack.rules for one in rule.open}
    quoted |= {str(point.words) for point in pack.contested.values()}
    assert set(pack.english.words) == quoted


def test_every_law_that_a_reading_cites_has_an_english_title(pack: Pack) -> None:
    cited = {law.rpartition(" ")[0] for one in pack.contested.values() for said in one.readings for law in said.law}
    assert set(pack.english.laws) == cited


def test_wherever_the_later_law_is_cited_it_is_said_from_which_day_it_is_in_force() -> None:
    rules = Path(__file__).parents[2] / "rules" / "chongqing-2020"
    for file in sorted(set(rules.glob("*.yaml")) - {rules / "pack.yaml"}):
        said = re.sub(r"\s+", " ", file.read_text(encoding="utf-8"))
        for cited in re.finditer(r"《社会救助法》.{,24}", said):
            assert "2026年7月1日起施行" in cited.group(), f"{file.name}: {cited.group()}"
        for cited in re.finditer(r"the Social Assistance Law.{,32}", said):
            assert "in force from 1 July 2026" in cited.group(), f"{file.name}: {cited.group()}"


def test_the_articles_of_a_law_stand_together_and_those_of_the_later_law_with_its_first_day(pack: Pack) -> None:
    laws = ["自然灾害救助条例 19", "社会救助法 21", "社会救助法 22", "户籍登记规定"]

    assert [one.zh for one in cite(pack, laws)] == [
        "《自然灾害救助条例》第19条",
        "《社会救助法》第21、22条（2026年7月1日起施行）",
        "户籍登记规定",
    ]
    assert [one.en for one in cite(pack, laws)] == [
        "Regulation on Natural Disaster Relief, article 19",
        "Social Assistance Law, articles 21, 22 (in force from 1 July 2026)",
        "户籍登记规定",
    ]


def test_every_heading_clause_and_sentence_has_a_rendering(pack: Pack) -> None:
    document = pack.document
    assert list(pack.english.sections) == [one.number for one in document.sections if one.number]
    assert set(pack.english.clauses) == {clause.number for clause in document.clauses}
    assert set(pack.english.provisions) == {one.id for clause in document.clauses for one in clause.provisions}


def test_what_is_quoted_for_a_benefit_is_rendered_in_a_line_of_an_answer(pack: Pack) -> None:
    assert all(len(f"[ours: {' '.join(one.split())}]") <= 94 for one in pack.english.quotations.values())


@pytest.mark.long
def test_whatever_the_cases_have_quoted_for_a_benefit_has_a_rendering_of_its_own_and_no_other(pack: Pack) -> None:
    engine, quoted = Engine(pack), set()
    for path in sorted(CASES.rglob("*.yaml")):
        benefits = make_benefits(engine.check(read_case(path, pack)), ReportOptions("en"))
        quoted |= {item.words.quote for item in benefits.items if item.words is not None}
    assert set(pack.english.quotations) == quoted
