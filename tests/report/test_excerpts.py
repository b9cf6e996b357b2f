"""What is quoted of a sentence: whole stretches between its punctuation marks, so that none says something else."""

from __future__ import annotations

import pytest

from clausewise.language.conditions import Words, walk
from clausewise.language.rules import Rule
from clausewise.packs import open_pack
from clausewise.report.excerpts import excerpt_of
from clausewise.report.quotations import spans_in

PACK = open_pack("chongqing-2020")
MARKS = "、，；。："


def words_of(rule: Rule) -> list[Words]:
    conditions = [node.words for node in walk(rule.when) if node.words is not None]
    return [*conditions, rule.modality.words, *(step.words for step in rule.steps)]


def quoted(provision: str, *pieces: str) -> str:
    text = PACK.document.provision(provision).text
    return excerpt_of(text, [(text.index(one), text.index(one) + len(one)) for one in pieces])


def test_what_a_service_is_for_keeps_its_preposition() -> None:
    assert quoted("27.1", "鼓励", "救助对象", "提供心理疏导").endswith(
        "……鼓励社会工作服务机构和社会工作者协助社会救助部门开展家庭经济状况调查评估等事务，并为救助对象提供心理疏导"
    )


def test_a_step_keeps_how_fast_it_is_taken() -> None:
    assert quoted("21.3", "申请限制", "实施临时救助") == (
        "逐步取消户籍地、居住地申请限制，探索由急难发生地实施临时救助"
    )


def test_an_excerpt_begins_with_whom_the_statement_is_about() -> None:
    assert quoted("14.1", "落实改造补助资金") == "对符合政策的建档立卡贫困户……落实改造补助资金"


def test_another_statement_of_the_sentence_is_left_out() -> None:
    assert quoted("21.2", "可实行") == "对急难型临时救助，可实行“小金额先行救助”"


def test_a_mark_within_quotation_marks_divides_nothing() -> None:
    assert quoted("21.4", "分阶段救助") == "采取“跟进救助”“一次审批、分阶段救助”等方式"


def test_of_words_elsewhere_nothing_is_quoted() -> None:
    assert excerpt_of("实施住房救助。", []) == ""


@pytest.mark.parametrize("rule", PACK.rules, ids=lambda rule: rule.id)
def test_every_rule_is_quoted_in_whole_stretches(rule: Rule) -> None:
    text = PACK.document.provision(rule.provision).text
    for words in words_of(rule):
        quotation = excerpt_of(text, spans_in(text, [words], rule.provision))
        for stretch in filter(None, quotation.split("……")):
            begin = text.index(stretch)
            assert begin == 0 or text[begin - 1] in MARKS
            assert text[begin + len(stretch) :][:1] in ("", *MARKS)
        assert all(piece in quotation for piece in words.pieces if words.where == rule.provision)
