"""Whoever reads no Chinese finds a rendering beside every word that an answer quotes alone, and of every law cited."""

from __future__ import annotations

import pytest

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


def test_every_heading_clause_and_sentence_has_a_rendering(pack: Pack) -> None:
    document = pack.document
    assert list(pack.english.sections) == [one.number for one in document.sections if one.number]
    assert set(pack.english.clauses) == {clause.number for clause in document.clauses}
    assert set(pack.english.provisions) == {one.id for clause in document.clauses for one in clause.provisions}
