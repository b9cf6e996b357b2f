"""Laws are read by article and paragraph; the counts are those of the printed texts, counted by eye."""

from __future__ import annotations

from pathlib import Path

import pytest

from clausewise.document import (
    Document,
    Span,
    ingest,
    read_document_bytes,
    verify_against_page,
    write_document,
)

REFERENCE = Path(__file__).parents[3] / "shared" / "reference"


def read(page: str) -> Document:
    document = ingest(page.encode(), file="page.txt", document_id="law")
    assert verify_against_page(document, page.encode()) == []
    return document


def paragraphs(document: Document) -> list[tuple[str, str]]:
    return [(entry.id, entry.text) for clause in document.clauses for entry in clause.provisions]


LAW = """\
---
title: "某办法"
---
# 某办法

2020年1月1日公布

<!-- INFO
END -->

## 第一章　总　则
第一条　为了加强社会救助，制定本办法。

第二条　本市社会救助适用本办法。

法律另有规定的，从其规定。本办法不重复规定。

## 第二章　程序
### 第一节　申请
第三条　申请人应当具备下列条件：

（一）具有本市户籍；

（二）有下列情形之一：

1.收入较低；

2.支出较大。

不符合前款规定的，不予受理。

### 第二节　附则
第四条　本办法自公布之日起施行。
"""


def test_a_paragraph_is_a_provision_and_its_items_are_part_of_it() -> None:
    assert paragraphs(read(LAW)) == [
        ("1.1", "为了加强社会救助，制定本办法。"),
        ("2.1", "本市社会救助适用本办法。"),
        ("2.2", "法律另有规定的，从其规定。本办法不重复规定。"),
        (
            "3.1",
            "申请人应当具备下列条件：（一）具有本市户籍；（二）有下列情形之一：1.收入较低；2.支出较大。",
        ),
        ("3.2", "不符合前款规定的，不予受理。"),
        ("4.1", "本办法自公布之日起施行。"),
    ]


def test_an_article_has_no_title_and_stands_in_its_chapter_or_section() -> None:
    document = read(LAW)
    assert document.form == "articles"
    assert {clause.title for clause in document.clauses} == {None}
    assert [(part.number, part.heading, part.clauses) for part in document.sections] == [
        ("一", "总　则", (1, 2)),
        ("二", "程序", ()),
        ("二·一", "申请", (3,)),
        ("二·二", "附则", (4,)),
    ]
    assert document.clauses[2].section == "二·一"


def test_markdown_is_furniture_and_places_are_those_of_the_file() -> None:
    document = read(LAW)
    assert document.sections[0].span == Span(11, 4, 11, 10)
    assert document.clauses[0].span == Span(12, 1, 12, 19)
    assert document.provision("1.1").span == Span(12, 5, 12, 19)


def test_a_table_of_contents_is_no_heading() -> None:
    contents = "某办法\n目录\n第一章　总则\n第二章　附则\n\n第一章　总则\n"
    document = read(contents + "第一条　甲。\n第二章　附则\n第二条　乙。\n")
    assert [(part.number, part.clauses) for part in document.sections] == [("一", (1,)), ("二", (2,))]
    assert document.sections[0].span == Span(6, 1, 6, 6)


def test_a_printed_law_is_joined_over_its_lines() -> None:
    document = read(
        "　　第一条　为了加强社会救助，保障公民\n的基本生活，促进社会公平，依照本市第\n五条规定，制定本办法。\n"
        "　　本办法适用于本市。在本市居住的公民\n可以申请。\n"
        "　　第二条　申请人应当：\n　　（一）如实申报；\n　　（二）配合调查。\n"
    )
    assert paragraphs(document) == [
        ("1.1", "为了加强社会救助，保障公民的基本生活，促进社会公平，依照本市第五条规定，制定本办法。"),
        ("1.2", "本办法适用于本市。在本市居住的公民可以申请。"),
        ("2.1", "申请人应当：（一）如实申报；（二）配合调查。"),
    ]


def test_a_reference_to_an_article_at_the_start_of_a_paragraph_is_no_article() -> None:
    document = read("第一条　申请人应当如实申报。\n\n第三条规定的情形除外。\n\n第二条　甲。\n\n第三条　乙。\n")
    assert paragraphs(document)[1] == ("1.2", "第三条规定的情形除外。")


def test_a_law_written_and_read_back_is_the_same() -> None:
    document = read(LAW)
    assert read_document_bytes(write_document(document).encode(), "document.yaml") == document


@pytest.mark.skipif(not REFERENCE.is_dir(), reason="the reference laws are not beside this repository")
@pytest.mark.parametrize(
    ("file", "articles", "provisions", "chapters"),
    [
        ("城市生活无着的流浪乞讨人员救助管理办法-2003.md", 18, 24, 0),
        ("社会救助暂行办法-2019.md", 70, 92, 13),
        ("社会救助法-2026.md", 78, 114, 7),
        ("自然灾害救助条例-2019.md", 35, 53, 7),
        ("重庆市城乡居民最低生活保障条例-2016.md", 39, 63, 6),
    ],
)
def test_a_reference_law_has_its_articles(file: str, articles: int, provisions: int, chapters: int) -> None:
    page = (REFERENCE / file).read_bytes()
    document = ingest(page, file=file, document_id="law")
    assert document.form == "articles"
    assert [clause.number for clause in document.clauses] == list(range(1, articles + 1))
    assert sum(len(clause.provisions) for clause in document.clauses) == provisions
    assert sum(1 for section in document.sections if section.number) == chapters
    assert verify_against_page(document, page) == []


@pytest.mark.skipif(not REFERENCE.is_dir(), reason="the reference laws are not beside this repository")
def test_the_reference_laws_keep_their_paragraphs_apart() -> None:
    file = "城市生活无着的流浪乞讨人员救助管理办法-2003.md"
    document = ingest((REFERENCE / file).read_bytes(), file=file, document_id="law")
    counts = {clause.number: len(clause.provisions) for clause in document.clauses if len(clause.provisions) > 1}
    assert counts == {3: 2, 4: 2, 6: 2, 14: 3, 16: 2}
    seventh = document.provision("7.1").text
    assert seventh.startswith("救助站应当根据受助人员的需要提供下列救助：(一)")
    assert seventh.count("；") == 4
