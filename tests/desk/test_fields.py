"""Fields: what cannot be saved is said at its field and kept as it was typed; what contradicts itself is said where it
stands; of anybody it can be said apart from the rest that it is not known."""

from __future__ import annotations

import re
from typing import Any

import pytest

from desk.conftest import Desk
from desk.test_answers import current, fields


def shown(page: Any) -> str:
    """What people read of a page."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page.content.decode()))


def field(page: Any, name: str) -> str:
    """The tag of a field."""
    found = re.search(rf'<(?:input|select) [^>]*name="{re.escape(name)}"[^>]*>', page.content.decode())
    assert found is not None
    return found[0]


def test_a_date_that_cannot_be_read_stays_as_typed_with_whose_it_is_and_why_at_its_field(desk: Desk) -> None:
    household, li = desk.household("0003"), desk.browser("li")
    _, wife, child = household.members.all()
    where, name = f"/h/{household.id}/members", f"member.birth_date@{wife.id}"
    sent = fields(li.get(where)) | {f"v:{name}": ["76-1-15"], f"v:member.birth_date@{child.id}": ["２００６年9月10号"]}
    page = li.post(where, sent | {"go": "next", "village": ["柏树村"]})
    assert 'value="柏树村"' in field(page, "village")
    tag = field(page, f"v:{name}")
    assert 'value="76-1-15"' in tag
    assert f'aria-describedby="w-{name}" aria-invalid="true"' in tag
    assert f'<a href="#f-{name}">何丽 · 出生日期</a>: 76-1-15 是哪一年？年份请写四位' in page.content.decode()
    assert f'id="w-{name}">76-1-15 是哪一年？' in page.content.decode()
    assert current(desk, household, "member.birth_date", wife.id).value == "1976-01-15"
    assert current(desk, household, "member.birth_date", child.id).value == "2006-09-10"


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("2030-01-01", "2030-01-01 在今天（2026-11-28）之后：请核对年份"),
        ("1234", "1234 出生的人已经 792 岁：请核对年份"),
    ],
)
def test_nobody_is_born_after_today_or_eight_hundred_years_ago(desk: Desk, typed: str, why: str) -> None:
    household, li = desk.household("0002"), desk.browser("li")
    (man,) = household.members.all()
    where = f"/h/{household.id}/answers/member.birth_date"
    page = li.post(where, fields(li.get(where)) | {f"v:member.birth_date@{man.id}": [typed]})
    assert f"陈大爷 · 出生日期 : {why}" in shown(page)
    assert current(desk, household, "member.birth_date", man.id).value == "1949-03-18"


def test_a_row_without_a_name_is_kept_on_the_page_and_makes_nobody(desk: Desk) -> None:
    household, li = desk.household("0002"), desk.browser("li")
    where = f"/h/{household.id}/members"
    page = li.post(where, fields(li.get(where)) | {"v:member.birth_date@new2": ["1990-1-1"], "go": "next"})
    assert "新成员2 · 姓名 : 这一行填了内容，还没有写姓名" in shown(page)
    assert 'value="1990-1-1"' in field(page, "v:member.birth_date@new2")
    assert household.members.count() == 1


@pytest.mark.parametrize("row", ["newborn", "new0", "new21", "new987654321"])
def test_a_row_that_no_page_has_makes_no_row(desk: Desk, row: str) -> None:
    household, li = desk.household("0002"), desk.browser("li")
    sent = {"group": "1", "cell1": f"member.birth_date@{row}=", f"v:member.birth_date@{row}": "1990-1-1", "go": "stay"}
    page = li.post(f"/h/{household.id}/members", sent, follow=True)
    assert page.status_code == 200
    assert set(re.findall(r'name="(new\d+)"', page.content.decode())) == {"new1", "new2"}
    assert household.members.count() == 1


def test_a_field_and_the_list_beside_it_that_say_two_things_are_both_kept_and_neither_is_believed(desk: Desk) -> None:
    household, li = desk.household("0003"), desk.browser("li")
    _, wife, _ = household.members.all()
    where, name = f"/h/{household.id}/members", f"member.birth_date@{wife.id}"
    page = li.post(where, fields(li.get(where)) | {f"v:{name}": ["1977-01-15"], f"open:{name}": ["unknown"]})
    assert "何丽 · 出生日期 : 既填了“1977-01-15”，又选了“不知道”：请只留一个" in shown(page)
    assert current(desk, household, "member.birth_date", wife.id).value == "1976-01-15"


def test_of_one_person_it_is_not_known_while_the_rest_have_none(desk: Desk) -> None:
    household, li = desk.household("0003"), desk.browser("li")
    father, mother, child = household.members.all()
    where = f"/h/{household.id}/questions"
    sent = fields(li.get(where))
    group = next(one for one, cells in sent.items() if one.startswith("cell") and "member.dibao_alone" in str(cells))
    sent[f"v:member.dibao_alone@{father.id}"], sent[f"rest{group.removeprefix('cell')}"] = (
        ["true"],
        ["none_of_the_rest"],
    )
    sent[f"open:member.dibao_alone@{mother.id}"] = ["unknown"]
    li.post(where, sent)
    said = [current(desk, household, "member.dibao_alone", one.id) for one in (father, mother, child)]
    assert [(one.told, one.value) for one in said] == [("value", True), ("unknown", None), ("value", False)]


def test_a_page_that_shows_some_apart_from_the_rest_takes_nothing_back_when_it_is_sent_untouched(desk: Desk) -> None:
    test_of_one_person_it_is_not_known_while_the_rest_have_none(desk)
    household, li = desk.household("0003"), desk.browser("li")
    where, before = f"/h/{household.id}/answers/member.dibao_alone", household.answers.count()
    li.post(where, fields(li.get(where)))
    assert household.answers.count() == before


def test_dibao_and_another_low_income_are_both_saved_and_said_to_be_unlikely_where_they_stand(desk: Desk) -> None:
    household, li = desk.household("0004"), desk.browser("li")
    where = f"/h/{household.id}/status"
    sent = fields(li.get(where))
    sent |= {"v:household.dibao": ["true"], "v:household.other_low_income": ["true"]}
    page = li.post(where, sent, follow=True)
    assert page.redirect_chain[-1][0] == where
    why = "不像是真的（第35.1条说的是低保、特困以外的“其他”低收入家庭，一家不同时是两种）"
    assert re.search(rf'id="w-household.other_low_income">[^<]*{why}', page.content.decode())
    assert current(desk, household, "household.other_low_income").value is True
    assert current(desk, household, "household.dibao").value is True
    assert li.post(where, fields(li.get(where)))["Location"].endswith("/topics")


@pytest.mark.parametrize(
    ("relations", "why"),
    [
        (["head", "head", "child"], "户主只能有一个，现在写了：张国强、何丽"),
        (["head", "spouse", "spouse"], "配偶写了不止一个：何丽、张小雨"),
        (["spouse", "child", "child"], "没有写谁是户主，看不出是谁的什么人"),
    ],
)
def test_relations_that_cannot_be_are_said_and_kept(desk: Desk, relations: list[str], why: str) -> None:
    household, li = desk.household("0003"), desk.browser("li")
    where, sent = (
        f"/h/{household.id}/members",
        fields(desk.browser("li").get(f"/h/{desk.household('0003').id}/members")),
    )
    for member, relation in zip(household.members.all(), relations, strict=True):
        sent[f"v:member.relation@{member.id}"] = [relation]
    page = li.post(where, sent | {"go": "next"}, follow=True)
    assert page.redirect_chain[-1][0] == where
    assert f"对不上的（1） {why}" in shown(page)
    assert [current(desk, household, "member.relation", one.id).value for one in household.members.all()] == relations


def test_what_contradicts_is_said_on_every_page_of_the_family(desk: Desk) -> None:
    test_relations_that_cannot_be_are_said_and_kept(
        desk, ["head", "head", "child"], "户主只能有一个，现在写了：张国强、何丽"
    )
    household, li = desk.household("0003"), desk.browser("li")
    for step in ("status", "topics", "questions", "answer", "review"):
        assert "户主只能有一个" in shown(li.get(f"/h/{household.id}/{step}")), step


def test_topics_and_none_of_these_are_not_both_believed(desk: Desk) -> None:
    household, li = desk.household("0004"), desk.browser("li")
    where, before = f"/h/{household.id}/topics", household.answers.count()
    page = li.post(where, {"topic": ["illness", "disaster"], "none": "1"})
    assert "既勾了别的，又勾了“以上都没有”：请只留一样。还没有保存。" in shown(page)
    assert 'value="illness" checked' in page.content.decode()
    assert household.answers.count() == before


def test_a_group_that_asks_of_nobody_is_not_drawn(desk: Desk) -> None:
    from clausewise.desk.asking import Matter
    from clausewise.desk.forms import draw
    from clausewise.interview import Form, Prompt, Stage

    assert draw(Matter(desk.household("0001")), (Prompt(Stage.BENEFITS, Form.TICK),), "zh") == ()


def test_what_nobody_sees_is_no_part_of_a_name_and_rare_characters_are(desk: Desk) -> None:
    household, li = desk.household("0002"), desk.browser("li")
    where = f"/h/{household.id}/members"
    odd = {
        "new1": "\u202e张\u0000三\n ",
        "new2": "𠮷田\ue000",
        "new3": "<b>{x}</b>",
        "new4": "\u3000",
        "new5": "长" * 900,
    }
    li.post(where, fields(li.get(where)) | odd)
    names = [one.name for one in household.members.all()]
    assert names == ["陈大爷", "张三", "𠮷田\ue000", "<b>{x}</b>", "长" * 60]
    for step in ("members", "questions", "answer", "answers", "papers/notice", "papers/file"):
        page = li.get(f"/h/{household.id}/{step}")
        assert page.status_code == 200
        assert "<b>{x}</b>" not in page.content.decode()


def test_a_page_with_many_people_and_questions_is_not_too_large(desk: Desk) -> None:
    household, li = desk.household("0002"), desk.browser("li")
    many = {f"more{number}": "1" for number in range(3000)}
    answer = li.post(
        f"/h/{household.id}/status", {**many, "group": "1", "cell1": "household.dibao=", "v:household.dibao": "true"}
    )
    assert answer.status_code == 302
    assert current(desk, household, "household.dibao").value is True
