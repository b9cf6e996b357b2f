"""Answers: saved with who, when and from what source before they are acknowledged; none is ever lost."""

from __future__ import annotations

import re
from typing import Any

from desk.conftest import PASSWORD, Desk


def fields(page: Any) -> dict[str, list[str]]:
    """The fields of the form of a page as a browser would send them untouched."""
    from html import unescape

    form = re.search(
        r'<form method="post"[^>]*>(?:(?!</form>).)*name="group".*?</form>', page.content.decode(), re.DOTALL
    )
    assert form is not None
    sent: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", form[0]):
        said = {name: unescape(value) for name, value in re.findall(r'(\w+)="([^"]*)"', tag)}
        if said.get("type") in ("checkbox", "radio") and not re.search(r"\bchecked\b", tag):
            continue
        if "name" in said:
            sent.setdefault(said["name"], []).append(said.get("value", ""))
    for name, options in re.findall(r'<select name="([^"]*)".*?>(.*?)</select>', form[0], re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        sent.setdefault(name, []).append(chosen[1] if chosen else "")
    return sent


def settling(page: Any, use: str) -> dict[str, str]:
    """What the button under two answers that a page shows sends, to use `theirs`, `mine`, or to have it checked."""
    form = page.content.decode().partition('class="clash"')[2].partition("</form>")[0]
    return dict(re.findall(r'name="(key|theirs)" value="([^"]*)"', form)) | {"use": use}


def current(desk: Desk, household: Any, fact: str, member: str = "") -> Any:
    return household.answers.get(fact=fact, member=member, state="current")


def test_an_answer_is_kept_with_who_when_and_from_what(desk: Desk) -> None:
    household, li = desk.household("0001"), desk.browser("li")
    sent = fields(li.get(f"/h/{household.id}/answers/household.dibao_list"))
    sent["v:household.dibao_list"], sent["source"] = ["urban"], ["低保证"]
    assert li.post(f"/h/{household.id}/answers/household.dibao_list", sent).status_code == 302
    answer = current(desk, household, "household.dibao_list")
    assert (answer.value, answer.by.name, answer.source) == ("urban", "李芳", "低保证")
    assert answer.at is not None


def test_nobody_is_answered_for_who_is_of_another_household_and_nothing_the_office_alone_can_say(desk: Desk) -> None:
    household, li = desk.household("0001"), desk.browser("li")
    stranger = desk.household("0002").members.first()
    cells = [f"member.employed@{stranger.id}=", "office.takes_outsiders=", "member.employed=", "household.area@x="]
    sent = {"group": "1", "cell1": cells, "rest1": "none_of_the_rest"}
    before = household.answers.count()
    assert li.post(f"/h/{household.id}/questions", sent).status_code == 302
    assert household.answers.count() == before


def test_what_is_left_empty_stays_unknown(desk: Desk) -> None:
    household, li = desk.household("0001"), desk.browser("li")
    before = household.answers.count()
    sent = fields(li.get(f"/h/{household.id}/questions"))
    sent = {name: value for name, value in sent.items() if not name.startswith("rest")}
    li.post(f"/h/{household.id}/questions", sent)
    assert household.answers.count() == before


def test_of_the_rest_it_can_be_said_at_once_that_nobody_does(desk: Desk) -> None:
    household, li = desk.household("0001"), desk.browser("li")
    mother, son = household.members.all()
    page = li.get(f"/h/{household.id}/questions")
    sent = fields(page)
    group = next(name for name, cells in sent.items() if name.startswith("cell") and "member.wants_work" in str(cells))
    sent[f"v:member.wants_work@{mother.id}"], sent[f"rest{group.removeprefix('cell')}"] = ["true"], ["none_of_the_rest"]
    li.post(f"/h/{household.id}/questions", sent)
    assert current(desk, household, "member.wants_work", mother.id).value is True
    assert current(desk, household, "member.wants_work", son.id).value is False


def test_the_same_fact_answered_otherwise_by_another_is_kept_and_both_are_shown(desk: Desk) -> None:
    household, li, chen = desk.household("0001"), desk.browser("li"), desk.browser("chen")
    where = f"/h/{household.id}/answers/household.dibao_list"
    theirs, mine = fields(li.get(where)), fields(chen.get(where))
    theirs["v:household.dibao_list"], mine["v:household.dibao_list"] = ["urban"], ["rural"]
    li.post(where, theirs)
    chen.post(where, mine)
    assert current(desk, household, "household.dibao_list").value == "urban"
    kept = household.answers.get(fact="household.dibao_list", state="waiting")
    assert (kept.value, kept.by.name) == ("rural", "陈明")
    page = chen.get(where)
    assert "李芳" in page.content.decode()
    assert "用：城市低保" in page.content.decode()
    assert "用：农村低保" in page.content.decode()
    chen.post(f"/h/{household.id}/choose", settling(page, "mine"))
    assert current(desk, household, "household.dibao_list").value == "rural"
    assert not household.answers.filter(state="waiting").exists()
    assert household.answers.filter(fact="household.dibao_list").count() == 3


def two_answers(desk: Desk, household: Any) -> Any:
    """Two people answer the same fact otherwise: the one that waits."""
    where = f"/h/{household.id}/answers/household.dibao_list"
    browsers = [desk.browser("li"), desk.browser("chen")]
    forms = [fields(one.get(where)) for one in browsers]
    for browser, sent, value in zip(browsers, forms, ("urban", "rural"), strict=True):
        browser.post(where, {**sent, "v:household.dibao_list": [value]})
    return household.answers.get(state="waiting")


def test_a_choice_that_was_held_is_not_made_as_whoever_signs_in_next(desk: Desk) -> None:
    household, li = desk.household("0001"), desk.browser("li")
    kept, where = two_answers(desk, household), f"/h/{household.id}/choose"
    page = li.get(f"/h/{household.id}/answer")
    assert f'name="entered_by" value="{page.wsgi_request.user.id}"' in page.content.decode()
    li.logout()
    held = {"held:key": kept.key, "held:use": "mine", "held_path": where, "username": "chen", "password": PASSWORD}
    shown = li.post("/sign-in", held).content.decode()
    assert "填写时登录的不是您" in shown
    assert 'name="entered_by"' in shown
    assert current(desk, household, "household.dibao_list").value == "urban"


def test_what_was_to_be_chosen_and_was_answered_otherwise_meanwhile_is_shown_again(desk: Desk) -> None:
    household, li, chen = desk.household("0001"), desk.browser("li"), desk.browser("chen")
    two_answers(desk, household)
    sent = settling(chen.get(f"/h/{household.id}/answer"), "theirs")
    where = f"/h/{household.id}/answers/household.dibao_list"
    li.post(where, fields(li.get(where)) | {"v:household.dibao_list": ["unknown"]})
    page = chen.post(f"/h/{household.id}/choose", sent, follow=True).content.decode()
    assert "这一家又变了，所以没有执行" in page
    assert "用：不知道" in page
    assert household.answers.filter(state="waiting").count() == 1
    chen.post(f"/h/{household.id}/choose", settling(chen.get(where), "mine"))
    assert current(desk, household, "household.dibao_list").value == "rural"


def test_of_all_answers_the_one_that_counts_stands_first_and_what_is_kept_beside_it_is_not_called_earlier(
    desk: Desk,
) -> None:
    household = desk.household("0001")
    two_answers(desk, household)
    page = desk.browser("li").get(f"/h/{household.id}/answers").content.decode()
    row = page.partition("低保类别</td>")[2].partition("</tr>")[0]
    said = " ".join(re.sub(r"<[^>]+>", " ", row).split())
    assert re.fullmatch(
        r"城市低保 李芳 \S+ \S+ 本人 农村低保 · 陈明 \S+ \S+ 本人 （留存，未生效） 改 低保类别", said
    ), said


def test_of_a_household_in_review_nothing_is_chosen_and_the_page_says_that_it_is_locked(desk: Desk) -> None:
    household, li = desk.household("0001"), desk.browser("li")
    two_answers(desk, household)
    sent = settling(li.get(f"/h/{household.id}/answer"), "mine")
    li.post(f"/h/{household.id}/review", {"act": "send"})
    page = li.post(f"/h/{household.id}/choose", sent, follow=True)
    assert "这一家已经锁定，不能改" in page.content.decode()
    assert current(desk, household, "household.dibao_list").value == "urban"


def test_another_fact_answered_meanwhile_is_saved_and_told(desk: Desk) -> None:
    household, li, chen = desk.household("0001"), desk.browser("li"), desk.browser("chen")
    here, there = (f"/h/{household.id}/answers/household.{one}" for one in ("dibao_list", "dibao_reduction_month"))
    theirs, mine = fields(li.get(here)), fields(chen.get(there))
    theirs["v:household.dibao_list"] = ["urban"]
    mine["v:household.dibao_reduction_month"] = ["320.50"]
    li.post(here, theirs)
    page = chen.post(there, mine, follow=True).content.decode()
    assert current(desk, household, "household.dibao_reduction_month").value == "320.50"
    assert "李芳 同时回答了：" in page


def test_what_cannot_be_read_is_said_and_the_rest_is_saved(desk: Desk) -> None:
    household, li = desk.household("0001"), desk.browser("li")
    mother, son = household.members.all()
    where = f"/h/{household.id}/answers/member.birth_date"
    sent = fields(li.get(where))
    sent[f"v:member.birth_date@{mother.id}"], sent[f"v:member.birth_date@{son.id}"] = ["夏天"], ["2010-05-07"]
    page = li.post(where, sent, follow=True).content.decode()
    assert "夏天 不是日期：请写成 2004-03-01 的样子" in page
    assert current(desk, household, "member.birth_date", son.id).value == "2010-05-07"


def test_a_contradiction_is_said_and_is_not_made_an_answer(desk: Desk) -> None:
    household, li = desk.household("0001"), desk.browser("li")
    _, son = household.members.all()
    where = f"/h/{household.id}/answers/member.birth_date"
    sent = fields(li.get(where))
    sent[f"v:member.birth_date@{son.id}"] = ["2050-01-01"]
    page = li.post(where, sent, follow=True).content.decode()
    assert "told mind" in page
    assert current(desk, household, "member.birth_date", son.id).value == "2010-05-06"


def test_an_answer_sent_after_the_session_ended_is_sent_once_one_has_signed_in_again(desk: Desk) -> None:
    household, li = desk.household("0001"), desk.browser("li")
    where = f"/h/{household.id}/answers/household.dibao_list"
    sent = fields(li.get(where))
    sent["v:household.dibao_list"] = ["urban"]
    li.logout()
    page = li.post(where, sent)
    assert "登录已经过期" in page.content.decode()
    assert not household.answers.filter(fact="household.dibao_list").exists()
    held = {f"held:{name}": value for name, value in sent.items()}
    li.post("/sign-in", {**held, "held_path": where, "username": "li", "password": PASSWORD})
    answer = current(desk, household, "household.dibao_list")
    assert (answer.value, answer.by.name) == ("urban", "李芳")


def test_a_wrong_password_does_not_lose_what_is_held(desk: Desk) -> None:
    household, li = desk.household("0001"), desk.browser("li")
    where = f"/h/{household.id}/answers/household.dibao_list"
    held = {"held:v:household.dibao_list": "urban", "held_path": where, "username": "li"}
    li.logout()
    for _ in range(6):
        page = li.post("/sign-in", {**held, "password": "wrong"})
        assert 'name="held:v:household.dibao_list" value="urban"' in page.content.decode()
    assert page.status_code == 429


def test_what_was_typed_by_one_is_not_saved_as_anothers_without_a_look(desk: Desk) -> None:
    household, li = desk.household("0001"), desk.browser("li")
    where = f"/h/{household.id}/answers/household.dibao_list"
    sent = fields(li.get(where))
    sent["v:household.dibao_list"] = ["urban"]
    li.logout()
    held = {f"held:{name}": value for name, value in sent.items()}
    page = li.post("/sign-in", {**held, "held_path": where, "username": "chen", "password": PASSWORD})
    assert "填写时登录的不是您" in page.content.decode()
    assert not household.answers.filter(fact="household.dibao_list").exists()


def test_a_page_of_before_one_signed_in_again_loses_nothing_either(desk: Desk) -> None:
    from django.test import Client

    household = desk.household("0001")
    where = f"/h/{household.id}/answers/household.dibao_list"
    careful = Client(enforce_csrf_checks=True, HTTP_HOST="localhost", HTTP_ACCEPT_LANGUAGE="zh")
    li = desk.browser("li").get("/today").wsgi_request.user
    careful.force_login(li, backend="django.contrib.auth.backends.ModelBackend")
    sent = fields(careful.get(where))
    sent["v:household.dibao_list"], sent["csrfmiddlewaretoken"] = ["urban"], ["x" * 64]
    assert careful.post(where, sent, HTTP_ORIGIN="http://elsewhere.example").status_code == 403
    page = careful.post(where, sent, HTTP_ORIGIN="http://localhost")
    assert 'name="v:household.dibao_list" value="urban"' in page.content.decode()
    assert not household.answers.filter(fact="household.dibao_list").exists()


def test_an_answer_to_a_household_in_review_is_kept_and_does_not_count(desk: Desk) -> None:
    household, li, chen = desk.household("0001"), desk.browser("li"), desk.browser("chen")
    where = f"/h/{household.id}/answers/household.dibao_list"
    sent = fields(chen.get(where))
    sent["v:household.dibao_list"] = ["urban"]
    li.post(f"/h/{household.id}/review", {"act": "send"})
    chen.post(where, sent)
    assert household.answers.get(fact="household.dibao_list").state == "waiting"


def test_of_a_household_in_review_nobody_changes_the_village_or_an_identity_number(desk: Desk) -> None:
    from clausewise.desk.models import LogEntry

    household, li = desk.household("0002"), desk.browser("li")
    (man,) = household.members.all()
    where = f"/h/{household.id}/members"
    sent = fields(li.get(where))
    sent[f"v:member.birth_date@{man.id}"], sent["village"] = ["500112194903180012"], ["别处"]
    li.post(f"/h/{household.id}/review", {"act": "send"})
    assert "这一家已经锁定，不能改" in li.post(where, sent, follow=True).content.decode()
    household.refresh_from_db()
    man.refresh_from_db()
    assert (household.village, man.identity) == ("黄桷村", None)
    assert not LogEntry.objects.filter(act="kept_identity").exists()


def test_an_identity_number_is_kept_only_with_the_birth_date_it_gives(desk: Desk) -> None:
    household, li, chen = desk.household("0002"), desk.browser("li"), desk.browser("chen")
    (man,) = household.members.all()
    where = f"/h/{household.id}/members"
    theirs, mine = fields(li.get(where)), fields(chen.get(where))
    theirs[f"v:member.birth_date@{man.id}"] = ["1949-03-19"]
    mine[f"v:member.birth_date@{man.id}"] = ["500112194903180012"]
    li.post(where, theirs)
    chen.post(where, mine)
    man.refresh_from_db()
    assert current(desk, household, "member.birth_date", man.id).value == "1949-03-19"
    assert man.identity is None


def test_an_identity_number_gives_the_birth_date_is_encrypted_and_showing_it_is_in_the_log(desk: Desk) -> None:
    from clausewise.desk.models import LogEntry

    household, li = desk.household("0002"), desk.browser("li")
    (man,) = household.members.all()
    where = f"/h/{household.id}/members"
    sent = fields(li.get(where))
    sent[f"v:member.birth_date@{man.id}"] = ["500112194903180012"]
    li.post(where, sent)
    man.refresh_from_db()
    assert current(desk, household, "member.birth_date", man.id).value == "1949-03-18"
    assert LogEntry.objects.filter(act="kept_identity", about=man.id).count() == 1
    assert b"500112194903180012" not in desk.folder.database.read_bytes()
    page = li.get(where).content.decode()
    assert "5001…0012" in page
    assert "500112194903180012" not in page
    shown = li.post(f"/h/{household.id}/identity", {"member": man.id}).content.decode()
    assert "500112194903180012" in shown
    assert LogEntry.objects.filter(act="showed_identity", about=man.id).count() == 1


def test_an_earlier_save_that_arrives_after_a_later_one_of_the_same_page_never_counts(desk: Desk) -> None:
    household, li = desk.household("0001"), desk.browser("li")
    mother, son = household.members.all()
    where = f"/h/{household.id}/column"
    earlier = fields(li.get(f"/h/{household.id}/questions"))
    group = next(
        name for name, cells in earlier.items() if name.startswith("cell") and "member.wants_work" in str(cells)
    )
    rest = f"rest{group.removeprefix('cell')}"
    later = earlier | {rest: ["none_of_the_rest"], "turn": ["2"]}
    earlier |= {rest: ["unknown"], "turn": ["1"]}
    li.post(where, later, HTTP_HX_REQUEST="true")
    page = li.post(where, earlier, HTTP_HX_REQUEST="true").content.decode()
    assert current(desk, household, "member.wants_work", son.id).value is False
    assert current(desk, household, "member.wants_work", mother.id).value is False
    assert "较早的一次保存晚到了" in page


def test_a_page_takes_back_what_it_said_and_says_nothing_where_it_is_as_it_was_drawn(desk: Desk) -> None:
    household, li = desk.household("0001"), desk.browser("li")
    mother, _ = household.members.all()
    where, name = f"/h/{household.id}/questions", f"v:member.wants_work@{mother.id}"
    here = fields(li.get(where))
    there = fields(li.get(where))
    here = {one: value for one, value in here.items() if not one.startswith("rest")}
    li.post(where, here | {name: ["true"], "turn": ["1"]})
    assert current(desk, household, "member.wants_work", mother.id).value is True
    untouched = {one: value for one, value in there.items() if not one.startswith("rest")}
    li.post(where, untouched | {"turn": ["1"]})
    assert current(desk, household, "member.wants_work", mother.id).value is True
    li.post(where, here | {"turn": ["2"]})
    assert current(desk, household, "member.wants_work", mother.id).told == "withdrawn"


def test_what_a_page_sends_again_does_not_take_the_place_of_what_was_answered_since(desk: Desk) -> None:
    household, li = desk.household("0001"), desk.browser("li")
    where = f"/h/{household.id}/answers/household.dibao_list"
    here, there = fields(li.get(where)), fields(li.get(where))
    here["v:household.dibao_list"], there["v:household.dibao_list"] = ["urban"], ["rural"]
    li.post(where, here | {"turn": ["1"]})
    li.post(where, there | {"turn": ["1"]})
    li.post(where, here | {"turn": ["2"]})
    assert current(desk, household, "household.dibao_list").value == "rural"


def test_a_page_that_stays_open_all_day_is_saved_from_as_few_rows_as_one_just_drawn(desk: Desk) -> None:
    from django.db.models.signals import post_init

    from clausewise.desk.models import Answer

    household, li = desk.household("0001"), desk.browser("li")
    where = f"/h/{household.id}/answers/household.dibao_list"
    here = fields(li.get(where))
    read: list[int] = []

    def count(**_: object) -> None:
        read[-1] += 1

    post_init.connect(count, sender=Answer)
    try:
        for turn in range(1, 13):
            read.append(0)
            said = "urban" if turn % 2 else "rural"
            li.post(where, here | {"v:household.dibao_list": [said], "turn": [str(turn)]})
    finally:
        post_init.disconnect(count, sender=Answer)
    assert current(desk, household, "household.dibao_list").value == "rural"
    assert household.answers.filter(fact="household.dibao_list").count() == 12
    assert read[11] == read[1]


def test_of_a_source_no_more_is_kept_than_its_field_takes(desk: Desk) -> None:
    household, li = desk.household("0003"), desk.browser("li")
    first = household.members.first()
    cell = {"group": "1", "cell1": f"member.disabled@{first.id}=", f"v:member.disabled@{first.id}": "true"}
    li.post(f"/h/{household.id}/answers/member.disabled", {**cell, "source": "户口簿" * 1000})
    assert household.answers.get(fact="member.disabled", state="current").source == "户口簿" * 40


def test_what_is_only_suggested_is_nobodys_answer_and_is_asked_again(desk: Desk) -> None:
    household, li = desk.household("0002"), desk.browser("li")
    page = li.get(f"/h/{household.id}/questions")
    assert '待查 <span class="follows">（建议）' in page.content.decode()
    sent, before = fields(page), set(household.answers.values_list("pk", flat=True))
    sent["v:household.house"] = ["countryside"]
    for where in ("column", "questions"):
        li.post(f"/h/{household.id}/{where}", sent)
    assert {one.fact for one in household.answers.exclude(pk__in=before)} == {"household.house"}
    assert "（建议）" in li.get(f"/h/{household.id}/questions").content.decode()
