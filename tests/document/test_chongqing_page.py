"""The newspaper page of December 2020: what ingesting it gives, held against the print by eye and by program."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

from clausewise.document import (
    Document,
    Missing,
    Section,
    Span,
    ingest,
    read_document,
    verify_against_page,
    write_document,
)
from clausewise.language.labels import Label

POLICY = Path(__file__).parents[2] / "policy" / "chongqing-2020"


@pytest.fixture(scope="module")
def page() -> bytes:
    return (POLICY / "source.txt").read_bytes()


@pytest.fixture(scope="module")
def document(page: bytes) -> Document:
    return ingest(page, file="source.txt", document_id="chongqing-2020")


def on_page(page: bytes, span: Span) -> str:
    """What stands between two places, cut out of the print by hand: lines joined, blank lines passed over."""
    lines = page.decode().split("\n")[span.line - 1 : span.end_line]
    lines[-1] = lines[-1][: span.end_column]
    lines[0] = lines[0][span.column - 1 :]
    return "".join(lines)


def test_ingesting_the_page_again_gives_the_committed_file_byte_for_byte(document: Document) -> None:
    assert write_document(document).encode() == (POLICY / "document.yaml").read_bytes()


def test_the_committed_file_reads_back_as_what_was_ingested(document: Document) -> None:
    assert read_document(POLICY / "document.yaml") == document


def test_the_name_of_the_page_file_makes_no_difference(page: bytes, document: Document) -> None:
    assert ingest(page, file="elsewhere/page.txt", document_id="chongqing-2020") == document


def test_the_digests_are_those_of_the_page_and_of_the_file(document: Document, page: bytes) -> None:
    assert document.source_digest == hashlib.sha256(page).hexdigest()
    assert document.digest == hashlib.sha256((POLICY / "document.yaml").read_bytes()).hexdigest()


def test_clauses_8_to_37_stand_on_lines_313_to_604_with_77_provisions(document: Document) -> None:
    assert [clause.number for clause in document.clauses] == list(range(8, 38))
    assert document.numbers() == tuple(range(1, 38))
    assert document.span == Span(313, 1, 604, 15)
    assert sum(len(clause.provisions) for clause in document.clauses) == 77
    counts = {clause.number: len(clause.provisions) for clause in document.clauses}
    assert counts == {
        8: 2, 9: 2, 10: 1, 11: 1, 12: 1, 13: 1, 14: 2, 15: 2, 16: 3, 17: 2, 18: 1, 19: 2, 20: 1, 21: 6, 22: 3,
        23: 3, 24: 2, 25: 5, 26: 5, 27: 1, 28: 2, 29: 3, 30: 2, 31: 1, 32: 5, 33: 3, 34: 6, 35: 1, 36: 5, 37: 3,
    }  # fmt: skip


def test_there_are_as_many_full_stops_as_titles_and_provisions(page: bytes) -> None:
    assert "".join(page.decode().split("\n")[312:]).count("。") == 30 + 77


def test_clauses_1_to_7_are_missing_and_the_page_says_so_on_line_312(document: Document) -> None:
    assert document.missing == (Missing(1, 7, "上接1版", 312),)
    assert document.clause(7) is None
    with pytest.raises(KeyError):
        document.provision("7.1")


def test_the_heading_above_clause_8_is_recorded_as_not_on_the_page(document: Document) -> None:
    note = Label("第8条之上的节标题不在本页", "the heading above clause 8 is not on the page")
    assert document.sections[0] == Section(None, None, (8, 9), None, note)
    assert document.clauses[0].section is None


def test_the_sections_are_those_printed_also_where_a_heading_is_broken_over_two_lines(document: Document) -> None:
    assert [(section.number, section.heading, section.clauses) for section in document.sections[1:]] == [
        ("四", "抓好教育救助", (10, 11, 12)),
        ("五", "推进住房救助", (13, 14)),
        ("六", "强化就业救助", (15, 16)),
        ("七", "抓实受灾人员救助", (17, 18, 19)),
        ("八", "做好急难社会救助", (20, 21, 22, 23)),
        ("九", "持续发展其他救助帮扶", (24, 25)),
        ("十", "广泛发动社会力量参与社会救助", (26, 27, 28, 29)),
        ("十一", "优化社会救助机制", (30, 31, 32, 33)),
        ("十二", "强化社会救助保障", (34, 35, 36, 37)),
    ]
    assert document.sections[7].span == Span(468, 1, 469, 4)


@pytest.mark.parametrize(
    ("number", "title", "section"),
    [
        (8, "加强重特大疾病救助", None),
        (9, "加强医疗救助与基本医保、大病保险、应急医疗救助制度衔接", None),
        (13, "加强城镇救助对象住房保障", "五"),
        (23, "做好重大疫情灾情等突发公共事件困难群众急难救助工作", "八"),
        (37, "强化监督检查", "十二"),
    ],
)
def test_a_title_is_the_first_sentence_without_its_full_stop(
    document: Document, number: int, title: str, section: str | None
) -> None:
    clause = document.clause(number)
    assert clause is not None
    assert (clause.title, clause.section) == (title, section)


@pytest.mark.parametrize(
    ("provision", "text", "span"),
    [
        (
            "8.1",
            "按照国家统一部署，健全重大疫情医疗救治医保支付政策，在突发疫情等紧急情况时，"
            "医疗机构先救治、后收费，确保贫困患者不因费用问题影响就医。",
            Span(313, 14, 318, 13),
        ),
        ("8.2", "完善疾病应急救助。", Span(318, 14, 319, 6)),
        (
            "13.1",
            "对符合住房保障条件的城镇低保家庭、分散供养的特困人员、年满18周岁孤儿，"
            "采取实物配租和租赁补贴相结合方式实施住房救助。",
            Span(351, 1, 354, 8),
        ),
        (
            "21.2",
            "对急难型临时救助，可实行“小金额先行救助”，事后补充说明情况；对支出型临时救助，按照审核审批程序办理。",
            Span(414, 17, 417, 14),
        ),
        ("21.4", "采取“跟进救助”“一次审批、分阶段救助”等方式，增强救助时效性。", Span(419, 11, 422, 5)),
        (
            "25.3",
            "适时提高残疾人“两项补贴”标准，鼓励有条件的地区将困难残疾人生活补贴延伸至低收入家庭。",
            Span(460, 9, 464, 2),
        ),
        ("33.3", "推动救助服务向移动端延伸，实现救助事项“掌上办”“指尖办”。", Span(545, 8, 546, 20)),
    ],
)
def test_a_provision_is_one_sentence_joined_over_lines_and_columns(
    document: Document, provision: str, text: str, span: Span
) -> None:
    assert document.provision(provision).text == text
    assert document.provision(provision).span == span


def test_every_place_points_at_the_words_on_the_page(document: Document, page: bytes) -> None:
    for clause in document.clauses:
        for provision in clause.provisions:
            assert on_page(page, provision.span) == provision.text
    for section in document.sections[1:]:
        assert section.span is not None
        assert on_page(page, section.span) == f"{section.number}、{section.heading}"


def test_no_character_of_the_document_is_lost_or_added(document: Document, page: bytes) -> None:
    printed = "".join(page.decode().split("\n")[document.span.line - 1 : document.span.end_line])
    read = ""
    for section in document.sections:
        read += f"{section.number}、{section.heading}" if section.number else ""
        for number in section.clauses:
            clause = document.clause(number)
            assert clause is not None
            read += f"{number}.{clause.title}。" + "".join(provision.text for provision in clause.provisions)
    assert read == re.sub(r"(\d+\.) ", r"\1", printed)


def test_nothing_of_the_other_articles_is_in_the_document(document: Document) -> None:
    written = write_document(document)
    assert "比亚迪" not in written
    assert "本报讯" not in written
    assert "编辑" not in written


def test_the_document_agrees_with_its_page(document: Document, page: bytes) -> None:
    assert verify_against_page(document, page) == []
