"""What is quoted of a sentence: whole stretches between its punctuation marks, so that none says something else."""

from __future__ import annotations

import pytest

from clausewise.language.conditions import Words, walk
from clausewise.language.rules import Rule
from clausewise.packs import open_pack
from clausewise.report.excerpts import excerpt_of, excerpt_within
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


@pytest.mark.parametrize(
    ("provision", "relied_on", "given", "room", "said"),
    [
        ("13.1", "年满18周岁孤儿", "实施住房救助", 80, "……采取实物配租和租赁补贴相结合方式实施住房救助"),
        ("15.2", "已就业", "给予", 80, "……按其家庭当月核减低保金总额，给予不超过1年的低保就业补贴"),
        ("15.2", "已就业", "给予", 40, "……给予不超过1年的低保就业补贴"),
        ("15.2", "已就业", "给予", 10, "……给予不超过1年的低保就业补贴"),
        ("20.1", "突发性", "给予应急性、过渡性生活保障", 60, "……给予应急性、过渡性生活保障"),
        ("25.3", "低收入家庭", "鼓励", 80, "……鼓励有条件的地区将困难残疾人生活补贴延伸至低收入家庭"),
    ],
)
def test_of_what_has_no_room_in_a_line_whole_parts_go_and_what_is_given_stays(
    provision: str, relied_on: str, given: str, room: int, said: str
) -> None:
    text = PACK.document.provision(provision).text
    span, kept = ((text.index(one), text.index(one) + len(one)) for one in (relied_on, given))
    everything = [span, *((at, at + 1) for at, letter in enumerate(text) if letter not in MARKS and at > span[0])]
    assert excerpt_within(text, everything, [kept], room) == said


def test_where_it_is_not_known_what_is_given_nothing_is_left_out() -> None:
    text = PACK.document.provision("15.2").text
    assert excerpt_within(text, [(0, len(text))], [], 10) == text.rstrip("。")


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
