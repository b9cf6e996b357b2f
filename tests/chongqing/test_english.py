"""Whoever reads no Chinese finds a rendering beside every word that an answer quotes alone, and of every law cited."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from clausewise.language.citing import cite
from clausewise.language.model import Pack
from clausewise.packs import open_pack


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
