"""Two pages of one household: names, the village, topics and “these are all” are facts like any other. A different one
is saved and told, the same with another value is kept and both are shown."""

from __future__ import annotations

import re
from typing import Any

from desk.conftest import Desk
from desk.test_answers import current, fields, settling
from desk.test_fields import shown


def topics(desk: Desk, household: Any) -> set[str]:
    """The topics that are ticked."""
    found = household.answers.filter(fact__startswith="topic.", state="current", value="ticked")
    return {one.fact.removeprefix("topic.") for one in found}


def form(page: Any) -> dict[str, Any]:
    """The fields of a form of topics as a browser sends them untouched."""
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.content.decode())
    sent: dict[str, Any] = {"own": [value for name, value in found if name == "own"], "topic": []}
    sent |= {name: value for name, value in found if name in ("drawn", "page", "none_drawn")}
    sent["topic"] = re.findall(r'name="topic" value="(\w+)" checked', page.content.decode())
    return sent


def test_topics_that_two_people_tick_on_pages_of_the_same_moment_are_both_ticked_and_told(desk: Desk) -> None:
    household, li, chen = desk.household("0004"), desk.browser("li"), desk.browser("chen")
    where = f"/h/{household.id}/topics"
    first, second = form(li.get(where)), form(chen.get(where))
    assert first["topic"] == ["disaster"]
    li.post(where, first | {"topic": ["disaster", "illness"]})
    page = chen.post(where, second | {"topic": ["disaster", "death"]}, follow=True)
    assert topics(desk, household) == {"disaster", "illness", "death"}
    assert not household.answers.filter(state="waiting").exists()
    assert "李芳 同时回答了：有人生病、受伤，正在看病、住院，或者准备去。您的也已保存。" in shown(page)
    assert "topic." not in shown(page)


def test_topics_that_two_people_tick_before_anybody_was_asked_are_both_ticked(desk: Desk) -> None:
    household, li, chen = desk.household("0004"), desk.browser("li"), desk.browser("chen")
    household.answers.filter(fact__startswith="topic.").delete()
    where = f"/h/{household.id}/topics"
    first, second = form(li.get(where)), form(chen.get(where))
    li.post(where, first | {"topic": ["illness"]})
    chen.post(where, second | {"topic": ["death"]})
    assert topics(desk, household) == {"illness", "death"}
    assert not household.answers.filter(state="waiting").exists()


def test_a_topic_that_one_unticks_and_another_leaves_stays_unticked(desk: Desk) -> None:
    household, li, chen = desk.household("0004"), desk.browser("li"), desk.browser("chen")
    where = f"/h/{household.id}/topics"
    first, second = form(li.get(where)), form(chen.get(where))
    li.post(where, first | {"topic": ["illness"]})
    chen.post(where, second | {"topic": ["disaster", "death"]})
    assert topics(desk, household) == {"illness", "death"}


def test_none_of_these_against_a_tick_of_the_same_moment_shows_both_in_words(desk: Desk) -> None:
    household, li, chen = desk.household("0004"), desk.browser("li"), desk.browser("chen")
    where = f"/h/{household.id}/topics"
    household.answers.filter(fact__startswith="topic.").delete()
    first, second = form(li.get(where)), form(chen.get(where))
    li.post(where, first | {"none": "1"})
    page = chen.post(where, second | {"topic": ["death"]}, follow=True)
    assert topics(desk, household) == set()
    kept = household.answers.get(state="waiting")
    assert (kept.fact, kept.value) == ("topic.death", "ticked")
    assert "topic.death" not in shown(page)
    chen.post(f"/h/{household.id}/choose", settling(page, "mine"))
    assert topics(desk, household) == {"death"}


def test_a_page_of_before_does_not_take_a_name_or_a_village_back(desk: Desk) -> None:
    household, li, chen = desk.household("0001"), desk.browser("li"), desk.browser("chen")
    mother, son = household.members.all()
    where = f"/h/{household.id}/members"
    theirs, mine = fields(li.get(where)), fields(chen.get(where))
    li.post(where, theirs | {f"name:{mother.id}": ["王秀兰"], "village": ["春晖一社区"]})
    page = chen.post(where, mine | {f"name:{son.id}": ["刘阳"]}, follow=True)
    household.refresh_from_db()
    assert [one.name for one in household.members.all()] == ["王秀兰", "刘阳"]
    assert household.village == "春晖一社区"
    assert "李芳 同时回答了：村居、王秀兰 · 姓名。您的也已保存。" in shown(page)


def test_a_name_that_two_people_write_otherwise_is_kept_and_both_are_shown(desk: Desk) -> None:
    household, li, chen = desk.household("0001"), desk.browser("li"), desk.browser("chen")
    mother = household.members.first()
    where = f"/h/{household.id}/members"
    theirs, mine = fields(li.get(where)), fields(chen.get(where))
    li.post(where, theirs | {f"name:{mother.id}": ["王秀兰"]})
    page = chen.post(where, mine | {f"name:{mother.id}": ["王秀芳"], "go": "next"}, follow=True)
    assert household.members.first().name == "王秀兰"
    assert "用：王秀兰 用：王秀芳" in shown(page)
    assert "您的也已保存" not in shown(page)
    assert "待查" not in page.content.decode().partition('class="clash"')[2].partition("</section>")[0]
    chen.post(f"/h/{household.id}/choose", settling(page, "mine"))
    assert household.members.first().name == "王秀芳"


def test_a_page_of_before_does_not_take_back_that_these_are_all(desk: Desk) -> None:
    household, li, chen = desk.household("0001"), desk.browser("li"), desk.browser("chen")
    where = f"/h/{household.id}/members"
    sent = fields(li.get(where))
    li.post(where, {name: value for name, value in sent.items() if name != "everybody"})
    theirs, mine = fields(li.get(where)), fields(chen.get(where))
    assert "everybody" not in mine
    li.post(where, theirs | {"everybody": ["1"]})
    chen.post(where, mine)
    assert current(desk, household, "members").value is True


def test_what_is_answered_of_somebody_who_was_taken_out_meanwhile_is_kept_told_and_there_when_they_are_back(
    desk: Desk,
) -> None:
    household, li, chen = desk.household("0001"), desk.browser("li"), desk.browser("chen")
    _, son = household.members.all()
    where = f"/h/{household.id}/members"
    mine = fields(chen.get(where))
    li.post(where, fields(li.get(where)) | {f"gone:{son.id}": ["1"]})
    page = chen.post(where, mine | {f"v:member.disabled@{son.id}": ["true"]}, follow=True)
    assert "已被标为“不是成员”，填的已留存，现在不算：刘洋 · 残疾" in shown(page)
    assert son.id not in shown(chen.get(f"/h/{household.id}/answers"))
    assert "刘洋 （不是成员）" in shown(chen.get(f"/h/{household.id}/answers"))
    chen.post(where, fields(chen.get(where)) | {f"back:{son.id}": ["1"]})
    assert [one.name for one in household.members.filter(gone=False)] == ["王秀英", "刘洋"]
    assert current(desk, household, "member.disabled", son.id).value is True


def test_a_form_that_is_sent_again_keeps_nothing_twice(desk: Desk) -> None:
    household, li, chen = desk.household("0001"), desk.browser("li"), desk.browser("chen")
    where = f"/h/{household.id}/answers/household.dibao_list"
    theirs, mine = fields(li.get(where)), fields(chen.get(where))
    li.post(where, theirs | {"v:household.dibao_list": ["urban"]})
    for _ in range(3):
        chen.post(where, mine | {"v:household.dibao_list": ["rural"], "page": [""]})
    assert household.answers.filter(state="waiting").count() == 1


def test_a_form_that_is_sent_twice_adds_nobody_twice(desk: Desk) -> None:
    household, li = desk.household("0002"), desk.browser("li")
    where = f"/h/{household.id}/members"
    sent = fields(li.get(where)) | {"new1": ["陈小妹"], "new2": ["陈小妹"], "v:member.birth_date@new1": ["1999-1-2"]}
    for _ in range(2):
        li.post(where, sent)
    assert [one.name for one in household.members.all()] == ["陈大爷", "陈小妹", "陈小妹"]
    assert household.answers.filter(fact="member.birth_date", value="1999-01-02").count() == 1


def test_names_and_villages_of_a_desk_of_before_become_answers_of_whoever_began(desk: Desk) -> None:
    from django.core.management import call_command

    household = desk.household("0001")
    call_command("migrate", "desk", "0006", verbosity=0)
    assert not household.answers.filter(fact__in=("name", "village")).exists()
    call_command("migrate", "desk", verbosity=0)
    found = household.answers.filter(fact__in=("name", "village"), state="current").order_by("pk")
    assert [(one.value, one.by.name) for one in found] == [("王秀英", "李芳"), ("刘洋", "李芳"), ("春晖社区", "李芳")]


def test_a_button_that_is_pressed_twice_begins_one_household(desk: Desk) -> None:
    li, chen = desk.browser("li"), desk.browser("chen")
    (begins,) = re.findall(r'name="begins" value="([^"]+)"', li.get("/today").content.decode())
    first, second = (li.post("/households", {"begins": begins}) for _ in range(2))
    assert first.url == second.url
    # A page of today that was opened anew begins another; what somebody else was given begins none of theirs.
    (again,) = re.findall(r'name="begins" value="([^"]+)"', li.get("/today").content.decode())
    others = {li.post("/households", {"begins": again}).url, chen.post("/households", {"begins": begins}).url}
    assert len(others | {first.url}) == 3
