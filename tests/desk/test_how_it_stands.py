"""How a household stands is said wherever somebody looks for it, and counted once: who approved, who sent back and why,
what it gets, what is left to ask, what nobody looked into. No page has an id that people would read."""

from __future__ import annotations

import datetime
import re

import pytest

from desk.conftest import Desk
from desk.test_answers import fields
from desk.test_fields import shown
from desk.test_review import approve, send
from desk.test_what_is_open import all_asked


def test_after_approval_the_answer_offers_what_can_be_done_then_and_says_who_approved_when(desk: Desk) -> None:
    household = send(desk)
    li = desk.browser("li")
    answer = li.get(f"/h/{household.id}/answer").content.decode()
    assert "送复核</a>" not in answer
    assert "看复核</a>" in answer
    approve(desk, household)
    answer = li.get(f"/h/{household.id}/answer")
    for gone in ("送复核</a>", "草稿单</a>"):
        assert gone not in answer.content.decode()
    for there in ("打印告知单</a>", "转办单、存档副本</a>", "重新核对</a>"):
        assert there in answer.content.decode()
    assert re.search(r"赵敏 20\d\d-\d\d-\d\d \d\d:\d\d 批准，已锁定。", shown(answer))


def test_an_approved_answer_that_is_worked_out_anew_on_a_later_day_says_so(desk: Desk) -> None:
    household = send(desk)
    approve(desk, household)
    li = desk.browser("li")
    assert "重新算" not in shown(li.get(f"/h/{household.id}/answer"))
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("CLAUSEWISE_TODAY", "2027-02-01")
        page = shown(li.get(f"/h/{household.id}/answer"))
    assert "下面按今天（2027-02-01）重新算；批准时（2026-11-28）的结果以告知单和存档副本为准。" in page


def test_nothing_is_sent_back_without_saying_why(desk: Desk) -> None:
    household = send(desk)
    page = desk.decide("zhao", household, "return", "  ")
    assert "退回要在“意见”里写明为什么" in shown(page)
    assert household.state == "sent"
    desk.decide("zhao", household, "return", "请核对户口簿" + "，" * 2000)
    assert household.state == "returned"
    assert len(household.decisions.get().remark) == 1000


def test_who_sent_back_when_and_why_stands_on_todays_list_and_on_every_page_until_it_is_sent_again(desk: Desk) -> None:
    household, li = send(desk), desk.browser("li")
    desk.decide("zhao", household, "return", "请核对户口簿")
    for where in (
        "/today",
        *(f"/h/{household.id}/{one}" for one in ("members", "topics", "questions", "answer", "review")),
    ):
        assert re.search(r"赵敏 20\d\d-\d\d-\d\d \d\d:\d\d 退回：请核对户口簿", shown(li.get(where))), where
    send(desk)
    assert "请核对户口簿" not in shown(li.get("/today"))
    assert "请核对户口簿" in shown(li.get(f"/h/{household.id}/papers"))


def test_what_its_caseworker_took_back_was_not_sent_back(desk: Desk) -> None:
    household = send(desk)
    desk.decide("li", household, "reopen")
    li = desk.browser("li")
    assert "撤回" in shown(li.get(f"/h/{household.id}/papers"))
    assert "退回：" not in shown(li.get("/today"))


def test_todays_list_counts_what_a_household_gets_and_what_is_left_as_its_own_pages_do(desk: Desk) -> None:
    li = desk.browser("li")
    for household in [desk.household(f"000{number}") for number in range(1, 5)]:
        questions, answer = (shown(li.get(f"/h/{household.id}/{one}")) for one in ("questions", "answer"))
        row = shown(li.get("/today")).partition(household.number)[2].partition("李芳")[0]
        gets = re.search(r"能得到（(.*?)）", questions)
        left = re.search(r"还要问 (\d+) 项，另有程序 (\d+) 项", questions)
        assert gets is not None
        assert left is not None
        assert f"能得到 {gets[1]}，还要问 {left[1]} 项" in row
        assert f"能得到（{gets[1]}）" in answer
        assert f"还要问 {left[1]} 项，另有程序 {left[2]} 项" in answer


def test_todays_list_counts_anew_once_somebody_is_no_member(desk: Desk) -> None:
    household, li = desk.household("0001"), desk.browser("li")
    assert "能得到 1项，另有1项不是应得" in shown(li.get("/today"))
    where, son = f"/h/{household.id}/members", household.members.get(name="刘洋")
    li.post(where, fields(li.get(where)) | {f"gone:{son.id}": ["1"], "go": "stay"})
    row = shown(li.get("/today")).partition("王秀英")[2].partition("李芳")[0]
    assert "能得到 0项，另有1项不是应得" in row


def test_todays_list_has_what_is_open_before_what_was_approved_and_says_where_it_is_cut(desk: Desk) -> None:
    from django.utils import timezone

    from clausewise.desk.models import Household, Person

    li = Person.objects.get(username="li")
    for number in range(100):
        Household.objects.create(
            number=f"2025-{number:04}", begun_by=li, begun_at=timezone.now(), state="approved",
            due=datetime.date(2025, 3, 1),
        )  # fmt: skip
    page = desk.browser("li").get("/today")
    listed = re.findall(r"20\d\d-\d{4}(?!-)", shown(page).partition("经办")[2])
    assert [number[:4] for number in listed[:5]] == ["2026", "2026", "2026", "2026", "2025"]
    assert "这里只列了 100 家，共有 104 家" in shown(page)
    assert '"pill late"' not in page.content.decode()


def test_where_more_is_left_than_is_asked_at_once_the_page_says_how_many_come_first(desk: Desk) -> None:
    li = desk.browser("li")
    page = li.get(f"/h/{desk.household('0001').id}/questions")
    assert "还要问 16 项" in shown(page)
    assert "下面先问 8 项，保存以后接着问其余的。" in shown(page)
    assert page.content.decode().count('<fieldset class="prompt"') == 8
    page = li.get(f"/h/{desk.household('0004').id}/questions")
    assert "还要问 9 项" in shown(page)
    assert "下面先问 6 项" in shown(page)


def test_nobody_is_asked_on_one_page_what_another_answer_there_can_rule_out(desk: Desk) -> None:
    household, li = desk.household("0002"), desk.browser("li")
    where = f"/h/{household.id}/questions"
    first, settled = li.get(where), "住房城乡建设部门是否认定该家庭符合农村危房改造政策？"
    assert "该家庭有没有自己的住房？房子在农村还是在城镇？" in shown(first)
    assert settled not in shown(first)
    li.post(where, fields(first) | {"v:household.house": ["countryside"]})
    assert settled in shown(li.get(where))


def test_the_cause_of_damage_is_asked_once_it_is_known_that_a_house_is_damaged(desk: Desk) -> None:
    household, li = desk.household("0004"), desk.browser("li")
    where, cause = f"/h/{household.id}/questions", "住房是因自然灾害，还是因火灾、爆炸等其他灾害受损的？"
    first = li.get(where)
    assert "该家庭自己的住房是否因灾受损？" in shown(first)
    assert cause not in shown(first)
    li.post(where, fields(first) | {"v:household.house_damage": ["rebuild"]})
    assert cause in shown(li.get(where))
    li.post(f"/h/{household.id}/answers/household.house_damage", fields(first) | {"v:household.house_damage": ["none"]})
    assert cause not in shown(li.get(where))


def test_what_is_asked_of_one_person_alone_has_their_name_and_asks_not_who_it_is(desk: Desk) -> None:
    page = shown(desk.browser("li").get(f"/h/{desk.household('0002').id}/questions"))
    assert "1 陈大爷是否不随全家、分户单独领低保？" in page
    assert "陈大爷领的是城市特困供养还是农村特困供养？" in page
    assert "此人" not in page
    assert "下面哪些有？是谁？" not in page


def test_the_answer_lists_as_many_questions_as_its_heading_counts_and_what_the_office_says_apart(desk: Desk) -> None:
    page = desk.browser("li").get(f"/h/{desk.household('0001').id}/answer").content.decode()
    listed = page.partition('<section id="to_ask">')[2].partition("</section>")[0]
    assert "还要问 16 项，另有程序 4 项" in listed
    assert re.findall(r'<li value="(\d+)">', listed) == [str(number) for number in range(1, 21)]
    office = "对这次救助申请有没有争议？"
    assert office not in listed
    assert office in page.partition('<section id="of_office">')[2].partition("</section>")[0]


def test_before_topics_were_asked_the_answer_lists_no_more_than_it_counts_and_speaks_of_no_file(desk: Desk) -> None:
    household, li = desk.household("0001"), desk.browser("li")
    household.answers.filter(fact__startswith="topic.").delete()
    household.answers.filter(fact="members").delete()
    page = li.get(f"/h/{household.id}/answer")
    listed = page.content.decode().partition('<section id="to_ask">')[2].partition("</section>")[0]
    counted = re.search(r"还要问 (\d+) 项", listed)
    assert counted is not None
    assert len(re.findall(r"<li value=", listed)) == int(counted[1])
    assert "家里遇到过下面哪些事？" in listed
    assert "成员名单可能不完整（列出 2 人）：认定只就列出的人作出。" in shown(page)
    for where in ("answer", "papers/file", "papers/notice", "review"):
        assert "everybody" not in shown(li.get(f"/h/{household.id}/{where}")), where


def test_the_column_counts_as_many_steps_of_procedure_as_the_answer_lists(desk: Desk) -> None:
    household, li = desk.household("0001"), desk.browser("li")
    where, mother = f"/h/{household.id}/answers/member.student_stage", household.members.get(name="王秀英")
    li.post(where, fields(li.get(where)) | {f"v:member.student_stage@{mother.id}": ["secondary_vocational"]})
    assert "程序，由机构办：3 项" in shown(li.get(f"/h/{household.id}/questions"))
    assert "程序，由机构办（3）" in shown(li.get(f"/h/{household.id}/answer"))


def test_what_a_family_said_no_to_is_not_counted_as_not_asked_and_the_answer_counts_the_same(desk: Desk) -> None:
    li = desk.browser("li")
    for household in [desk.household(f"000{number}") for number in range(1, 5)]:
        questions, answer = (shown(li.get(f"/h/{household.id}/{one}")) for one in ("questions", "answer"))
        counted = re.search(r"没有问到 (\d+) 条，家里说没有而没有往下问 (\d+) 条", questions)
        assert counted is not None
        assert int(counted[2]) > int(counted[1])
        assert f"没有问到（{counted[1]}条：" in answer
        assert f"问过，家里说没有（{counted[2]}条：" in answer


def test_no_page_of_a_family_that_was_played_to_the_end_has_an_id_that_people_would_read(desk: Desk) -> None:
    from clausewise.desk.models import Answer, Person

    household, li = all_asked(desk), desk.browser("li")
    approve(desk, send(desk))
    ids = {one.id for one in (*household.members.all(), *Person.objects.all())}
    ids |= set(Answer.objects.values_list("key", flat=True))
    answer = li.get(f"/h/{household.id}/answer").content.decode()
    steps = ["members", "status", "topics", "questions", "answer", "answers", "review", "papers", "papers/notice",
             "papers/file", "papers/transfer-education"]  # fmt: skip
    steps += sorted(set(re.findall(rf"/h/{household.id}/(why/[^\"]+)\"", answer)))
    for step in steps:
        page = shown(li.get(f"/h/{household.id}/{step}"))
        assert not [one for one in ids if one in page], step
    assert len(steps) > 12


def test_fields_of_a_household_that_is_locked_cannot_be_typed_into(desk: Desk) -> None:
    household, li = desk.household("0001"), desk.browser("li")
    for step in ("members", "status", "topics", "answers/member.relation"):
        assert '<fieldset class="all">' in li.get(f"/h/{household.id}/{step}").content.decode(), step
    send(desk)
    for step in ("members", "status", "topics", "answers/member.relation"):
        assert '<fieldset class="all" disabled>' in li.get(f"/h/{household.id}/{step}").content.decode(), step


def test_where_only_procedure_is_left_the_page_says_that_benefits_were_asked_and_the_answer_leads_to_the_rest(
    desk: Desk,
) -> None:
    household, li = all_asked(desk), desk.browser("li")
    page = shown(li.get(f"/h/{household.id}/questions"))
    assert " 待遇都问过了 " in page
    assert "没有要问的了" not in page
    answer = li.get(f"/h/{household.id}/answer").content.decode()
    assert f'<a href="/h/{household.id}/questions?procedure">去问这些</a>' in answer


def test_whoever_cannot_change_answers_is_not_asked_to_say_who_finds_what(desk: Desk) -> None:
    household, li = all_asked(desk), desk.browser("li")
    assert "写明谁去查、哪天以前" in shown(li.get(f"/h/{household.id}/answer"))
    send(desk)
    for account in ("li", "zhao"):
        for step in ("answer", "review", "questions", "checks"):
            assert "写明谁去查" not in shown(desk.browser(account).get(f"/h/{household.id}/{step}")), (account, step)


def test_a_household_of_nobody_is_called_so_at_the_top_of_its_pages(desk: Desk) -> None:
    page = desk.browser("li").post("/households", {}, follow=True)
    assert "还没有成员 · 2026-0005 · 在办" in shown(page)
