"""A policy is found on a page among other articles, whatever marks its numbers and however print breaks it."""

from __future__ import annotations

import pytest

from clausewise.document import Document, Missing, Span, ingest, verify_against_page
from clausewise.errors import DocumentError


def read(page: str) -> Document:
    document = ingest(page.encode(), file="page.txt", document_id="page")
    assert verify_against_page(document, page.encode()) == []
    return document


def words(document: Document) -> list[tuple[int, str | None, list[str]]]:
    return [
        (clause.number, clause.title, [provision.text for provision in clause.provisions])
        for clause in document.clauses
    ]


TWO_CLAUSES = [(1, "加强医疗救助", ["给予医疗救助。"]), (2, "加强教育救助", ["给予资助。"])]


@pytest.mark.parametrize("mark", [".", "．", "、", ". ", " ", "　", " . "])
def test_a_clause_number_is_set_off_by_a_dot_a_comma_or_a_blank(mark: str) -> None:
    page = f"1{mark}加强医疗救助。给予医疗救助。\n\n2{mark}加强教育救助。给予资助。\n"
    assert words(read(page)) == TWO_CLAUSES


def test_marks_may_be_mixed_and_digits_full_width() -> None:
    page = "１．加强医疗救助。给予医疗救助。\n2 加强教育救助。给予资助。\n3、加强领导。落实责任。\n"
    assert [clause.number for clause in read(page).clauses] == [1, 2, 3]


def test_articles_above_and_below_with_shorter_lists_are_left_out() -> None:
    page = (
        "本报讯 （记者 某某）出行要注意两点。\n1. 注意防晒。带好雨具。\n2. 注意安全。带好证件。\n\n"
        "救助措施\n\n"
        "1. 加强医疗救助。给予医疗救助。\n\n2. 加强教育救助。给予资助。\n\n3. 加强领导。落实责任。\n\n"
        "本报讯 （记者 某某）评选出两项。\n1. 甲项目。效果好。\n2. 乙项目。效果好。\n"
    )
    document = read(page)
    assert [clause.number for clause in document.clauses] == [1, 2, 3]
    assert document.span == Span(7, 1, 11, 13)


def test_the_document_ends_where_a_short_line_ends_its_last_paragraph() -> None:
    page = (
        "（上接1版）\n"
        "8. 加强医疗救助。对符合条件的困难患\n者，按规定给予救助。\n\n"
        "9. 加强教育救助。对符合条件的困难学\n生，给予资助。\n\n"
        "昨日全市气温回升，专家建议市民出行时\n注意防晒。\n"
    )
    document = read(page)
    assert document.missing == (Missing(1, 7, "上接1版", 1),)
    assert document.provision("9.1").text == "对符合条件的困难学生，给予资助。"
    assert document.span == Span(2, 1, 6, 7)


def test_a_column_may_break_in_a_sentence_after_one_and_in_a_heading() -> None:
    page = (
        "本报讯 （记者 某某）昨日，全市气温回升。\n\n救助措施\n\n"
        "一、加强社会救助切实保障困难群众\n\n的基本生活\n\n"
        "1. 加强医疗救助。对符合条件的困难患\n者，按规定给予救助，并且及时结算费用。\n\n"
        "做好困难患者的登记工作，及时上报。建\n\n立台账。\n\n"
        "2. 加强教育救助。给予资助。\n"
    )
    document = read(page)
    assert document.sections[0].heading == "加强社会救助切实保障困难群众的基本生活"
    assert words(document)[0] == (
        1,
        "加强医疗救助",
        [
            "对符合条件的困难患者，按规定给予救助，并且及时结算费用。",
            "做好困难患者的登记工作，及时上报。",
            "建立台账。",
        ],
    )


def test_page_furniture_between_columns_is_passed_over() -> None:
    page = (
        "1. 加强医疗救助。对符合条件的困难患\n\n"
        "32020年 12月7日 星期一\n编辑 某某 美编 某某\n\n第3版\n\n（下转4版）\n\n"
        "者给予救助。\n\n2. 加强教育救助。给予资助。\n"
    )
    assert read(page).provision("1.1").text == "对符合条件的困难患者给予救助。"


def test_a_quantity_at_the_start_of_a_line_is_no_clause() -> None:
    page = (
        "1. 加强医疗救助。为患者减负。\n3.5万元以下的部分，给予救助。\n\n"
        "2. 加强教育救助。资助学生。\n5 个工作日内发放到位。\n2020年起施行。\n\n3. 加强领导。落实责任。\n"
    )
    document = read(page)
    assert [len(clause.provisions) for clause in document.clauses] == [2, 3, 1]
    assert document.provision("1.2").text == "3.5万元以下的部分，给予救助。"
    assert document.provision("2.2").text == "5 个工作日内发放到位。"


def test_a_sentence_may_begin_with_grades_that_look_like_a_heading() -> None:
    page = "1. 加强康复救助。对符合条件的\n一、二级残疾人给予补贴。\n2. 加强教育救助。给予资助。\n"
    assert read(page).provision("1.1").text == "对符合条件的一、二级残疾人给予补贴。"


def test_a_title_may_stand_on_a_line_of_its_own() -> None:
    page = (
        "1. 加强医疗救助\n对符合条件的困难患者，按规定给予医疗救助，并且做到及时结算费用。\n\n"
        "2. 加强教育救助\n对符合条件的困难学生，按规定给予教育资助，并且做到及时足额发放。\n"
    )
    assert words(read(page)) == [
        (1, "加强医疗救助", ["对符合条件的困难患者，按规定给予医疗救助，并且做到及时结算费用。"]),
        (2, "加强教育救助", ["对符合条件的困难学生，按规定给予教育资助，并且做到及时足额发放。"]),
    ]


def test_a_clause_of_one_sentence_or_with_a_comma_in_its_first_has_no_title() -> None:
    page = "1. 对困难患者给予救助。\n2. 对困难学生，给予资助。及时发放。\n"
    assert words(read(page)) == [
        (1, None, ["对困难患者给予救助。"]),
        (2, None, ["对困难学生，给予资助。", "及时发放。"]),
    ]


def test_headings_may_stand_under_one_another() -> None:
    page = (
        "一、做好救助\n（一）基本救助\n1. 加强医疗救助。给予医疗救助。\n（二）专项救助\n"
        "2. 加强教育救助。给予资助。\n二、做好保障\n3. 加强领导。落实责任。\n"
    )
    document = read(page)
    assert [(section.number, section.heading, section.clauses) for section in document.sections] == [
        ("一", "做好救助", ()),
        ("一·一", "基本救助", (1,)),
        ("一·二", "专项救助", (2,)),
        ("二", "做好保障", (3,)),
    ]


def test_a_signature_and_a_date_below_are_left_out() -> None:
    page = "1. 加强医疗救助。给予医疗救助。\n\n2. 加强教育救助。给予资助。\n\n某市人民政府办公厅\n2020年12月1日\n"
    assert read(page).span == Span(1, 1, 3, 15)


def test_windows_line_ends_and_a_byte_order_mark_change_nothing() -> None:
    page = "\ufeff1. 加强医疗救助。给予\r\n医疗救助。\r\n\r\n2. 加强教育救助。给予资助。\r\n"
    document = ingest(page.encode(), file="page.txt", document_id="page")
    assert words(document) == TWO_CLAUSES
    assert document.clauses[0].span == Span(1, 1, 2, 5)
    assert verify_against_page(document, page.encode()) == []


def test_everything_wrong_with_the_numbers_is_said_at_once() -> None:
    page = "1. 甲事。做好。\n3. 乙事。做好。\n4. 丙事。做好。\n4. 丁事。做好。\n5. 戊事。做好。\n"
    with pytest.raises(DocumentError) as refused:
        ingest(page.encode(), file="page.txt", document_id="page")
    assert [str(diagnostic.place) for diagnostic in refused.value.diagnostics] == ["page.txt:2:1", "page.txt:4:1"]
