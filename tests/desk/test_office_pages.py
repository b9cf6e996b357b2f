"""A first day of the head and the administrator: the office's page, the log, people, the document."""

from __future__ import annotations

import re
from typing import Any

import pytest

from desk.conftest import Desk
from desk.test_answers import fields
from desk.test_command import command
from desk.test_fields import shown
from desk.test_review import approve, send

DELEGATED = "office.dibao_approval_delegated"


def rows(page: str) -> list[str]:
    """The rows of a page's table, in words."""
    found = re.findall(r"<tr><td.*?</tr>", page, re.DOTALL)
    return [re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", one)).strip() for one in found]


def test_agencies_that_families_go_to_stand_before_the_others(desk: Desk) -> None:
    page = desk.browser("zhao").get("/office").content.decode()
    first, _, others = page.partition("文件提到的其他机构（21）")
    assert 'name="place:medical_security"' in first
    assert 'name="place:donors"' in others


def test_settings_that_are_saved_while_a_household_begins_give_no_number_twice(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from clausewise.desk.models import Household, OfficeSettings
    from clausewise.desk.views import office

    li = desk.browser("li")

    def read_before_one_begins() -> OfficeSettings:
        own = OfficeSettings.objects.get()
        li.post("/households", {})
        return own

    with monkeypatch.context() as patched:
        patched.setattr(office, "office_settings", read_before_one_begins)
        desk.browser("zhao").post("/office", {"part": "settings", "title_zh": "春晖路街道", "phone": "023-1"})
    assert OfficeSettings.objects.get().phone == "023-1"
    li.post("/households", {})
    numbers = Household.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == [f"2026-000{number}" for number in range(1, 7)]


def test_an_entry_that_is_refused_keeps_what_was_typed_beside_why(desk: Desk) -> None:
    given = {"part": "statement", "fact": DELEGATED, "value": "true", "since": "2026-03-01"}
    page = desk.browser("zhao").post("/office", given).content.decode()
    form = page[page.index(f'id="{DELEGATED}"') : page.index("</form>", page.index(f'id="{DELEGATED}"'))]
    assert "谁的决定" in form
    assert 'value="2026-03-01"' in form
    assert re.search(r'value="true" checked', form)
    assert f'action="/office#{DELEGATED}"' in form


def test_what_the_office_says_can_end(desk: Desk) -> None:
    import datetime

    from clausewise.desk.offices import office_now

    zhao = desk.browser("zhao")
    given = {"part": "statement", "fact": DELEGATED, "value": "true", "since": "2026-03-01", "by": "区府办"}
    assert "不早于“自”" in zhao.post("/office", {**given, "until": "2026-02-28"}).content.decode()
    page = zhao.post("/office", {**given, "until": "2026-12-31"}, follow=True).content.decode()
    assert "现在：是（自 2026-03-01，区府办） 至 2026-12-31 止" in page
    assert office_now().on(DELEGATED, datetime.date(2026, 12, 31)) is not None
    assert office_now().on(DELEGATED, datetime.date(2027, 1, 1)) is None


def test_the_log_is_searched_by_name_and_by_the_number_of_a_household(desk: Desk) -> None:
    household = desk.household("0002")
    desk.browser("chen").get(f"/h/{household.id}/answer")
    admin = desk.browser("admin")
    assert rows(admin.post("/log", {"search": "陈明"}).content.decode())[0].endswith("陈明 查看 2026-0002")
    about = rows(admin.post("/log", {"search": "0002"}).content.decode())
    assert about
    assert all("2026-0002" in one for one in about)
    assert "没有找到" in admin.post("/log", {"search": "nobody"}).content.decode()


def test_the_log_calls_a_receipt_as_papers_do_and_a_decision_by_no_id(desk: Desk) -> None:
    household = desk.household("0001")
    desk.browser("li").post(f"/h/{household.id}/review", {"act": "send"})
    desk.decide("zhao", household, "approve")
    (decision,) = household.decisions.all()
    page = desk.browser("zhao").get("/log").content.decode()
    assert f"2026-0001 凭据 {decision.receipt[:12]}" in page
    assert decision.receipt not in page
    assert decision.id not in page


def test_earlier_entries_of_the_log_are_one_click_away(desk: Desk) -> None:
    from clausewise.desk.logbook import note
    from clausewise.desk.models import Act

    for _ in range(301):
        note(Act.SIGNED_IN)
    admin = desk.browser("admin")
    page = admin.get("/log").content.decode()
    before = re.search(r'name="before" value="(\d+)"', page)
    assert before is not None
    earlier = admin.post("/log", {"before": before[1]}).content.decode()
    assert int(rows(earlier)[0].split()[0]) == int(before[1]) - 1


def test_moments_of_the_log_are_on_the_offices_clock(desk: Desk) -> None:
    from django.utils import timezone

    from clausewise.desk.models import LogEntry

    last = LogEntry.objects.order_by("-pk").first()
    assert last is not None
    with timezone.override("Asia/Shanghai"):
        shown = rows(desk.browser("admin").get("/log").content.decode())[0]
    hour = (int(last.at[11:13]) + 8) % 24
    assert f" {hour:02}:{last.at[14:19]} " in shown


def test_somebody_who_could_not_be_added_is_still_in_the_form_beside_why(desk: Desk) -> None:
    given = {"name": "孙立", "username": "li", "password": "ten characters", "roles": ["reviewer"]}
    page = desk.browser("admin").post("/people", given).content.decode()
    form = page[page.index('id="add"') :]
    assert "这个账号已经有人用了" in form
    assert 'value="孙立"' in form
    assert re.search(r'value="reviewer" checked', form)
    assert "ten characters" not in page


def test_whoever_may_sign_in_has_a_role(desk: Desk) -> None:
    from clausewise.desk.models import Person

    li, admin = Person.objects.get(username="li"), desk.browser("admin")
    page = admin.post("/people", {"id": li.id, "active": "1"}, follow=True).content.decode()
    assert "至少要有一个角色" in page
    li.refresh_from_db()
    assert li.roles == ["caseworker"]
    admin.post("/people", {"id": li.id})
    li.refresh_from_db()
    assert (li.roles, li.is_active) == ([], False)


def test_a_command_gives_a_password_to_whoever_lost_theirs_and_the_log_has_it(desk: Desk) -> None:
    from clausewise.desk.models import LogEntry, Person

    data = str(desk.folder.root)
    code, said, _ = command("new-password", "--account", "admin", "--data", data)
    assert code == 0
    password = said.removeprefix("the new password of admin: ").partition(" ")[0]
    person = Person.objects.get(username="admin")
    assert person.check_password(password)
    assert desk.browser("admin").get("/people")["Location"] == "/password"
    last = LogEntry.objects.order_by("-pk").first()
    assert last is not None
    assert (last.act, last.about, last.person) == ("person_changed", person.id, "")
    refused = "there is no account 'admn' — did you mean admin?\n"
    assert command("new-password", "--account", "admn", "--data", data) == (2, "", refused)


def test_what_is_searched_for_in_the_document_stands_lit_in_its_line(desk: Desk) -> None:
    page = desk.browser("wu").post("/policy", {"search": "租赁补贴"}).content.decode()
    assert "儿，采取实物配租和<mark>租赁补贴</mark>相结合方式实施住房救助。" in page
    english = desk.browser("wu").post("/policy", {"search": "RENTAL SUBSID"}).content.decode()
    assert "<mark>rental subsid</mark>" in english


def test_a_clause_says_how_the_office_reads_its_words_and_leads_the_head_to_where_it_is_said(desk: Desk) -> None:
    zhao, wu = desk.browser("zhao"), desk.browser("wu")
    assert "本机关还没有定读法" in wu.get("/policy/13").content.decode()
    zhao.post("/office", {"part": "statement", "fact": "office.reads.urban_dibao", "value": "urban_list",
                          "since": "2026-03-01", "by": "区民政〔2026〕8号"})  # fmt: skip
    page = wu.get("/policy/13").content.decode()
    assert "现在：看低保类别（自 2026-03-01，区民政〔2026〕8号）" in page
    assert "/office#" not in page
    assert 'href="/office#office.reads.urban_dibao"' in zhao.get("/policy/13").content.decode()


def test_whoever_cannot_change_answers_is_not_told_that_they_can(desk: Desk) -> None:
    where = f"/h/{desk.household('0001').id}/answers"
    assert "全部回答，可改" in desk.browser("li").get(where).content.decode()
    assert "全部回答，可改" not in desk.browser("zhao").get(where).content.decode()


def test_an_office_without_families_says_what_to_do_first(desk: Desk) -> None:
    from clausewise.desk.models import Household, Person, Role

    Household.objects.all().delete()
    Person.objects.add("first", "何镇", "ten characters", [Role.ADMINISTRATOR, Role.HEAD, Role.CASEWORKER])
    page = desk.browser("first").get("/today").content.decode()
    assert '<a href="/office">办公室</a>: 写明咨询电话' in page
    assert '<a href="/people">人员</a>: 添加经办和复核' in page
    assert "添加经办和复核" not in desk.browser("li").get("/today").content.decode()


def test_whoever_looks_after_the_data_backs_it_up_and_verifies_the_log_in_the_browser(desk: Desk) -> None:
    from clausewise.desk.models import LogEntry

    admin = desk.browser("admin")
    page = admin.post("/data", {"act": "backup"}, follow=True).content.decode()
    (backup,) = desk.folder.backups.iterdir()
    assert f"已备份到 {backup}，日志到 " in page
    assert f"<li>{backup.name}</li>" in page
    assert (backup / "desk.sqlite3").exists()
    assert str(desk.folder.root / "keys") in page
    whole = admin.post("/data", {"act": "verify"}, follow=True).content.decode()
    assert f"日志 {LogEntry.objects.count()} 条，完好" in whole
    desk.folder.heads.write_text("999:abcdef\n", encoding="ascii")
    assert "日志里没有记在别处的 999:abcdef" in admin.post("/data", {"act": "verify"}, follow=True).content.decode()


def test_an_administrator_corrects_the_name_of_anybody_and_the_log_has_that_and_no_name(desk: Desk) -> None:
    from clausewise.desk.models import LogEntry, Person

    li, own = Person.objects.get(username="li"), Person.objects.get(username="admin")
    admin = desk.browser("admin")
    admin.post("/people", {"id": li.id, "name": " 黎  芳 ", "roles": ["caseworker"], "active": "1"})
    admin.post("/people", {"id": own.id, "name": "周公"})
    li.refresh_from_db()
    own.refresh_from_db()
    assert (li.name, own.name, own.roles) == ("黎 芳", "周公", ["administrator"])
    admin.post("/people", {"id": li.id, "name": "  ", "roles": ["caseworker"], "active": "1"})
    li.refresh_from_db()
    assert li.name == "黎 芳"
    entries = LogEntry.objects.filter(act="person_changed").order_by("pk")
    assert [(one.about, one.facts) for one in entries] == [
        (li.id, ["caseworker", "name"]),
        (own.id, ["name"]),
        (li.id, ["caseworker"]),
    ]
    page = admin.post("/people", {"id": own.id, "name": "周公", "roles": ["head"]}, follow=True)
    assert "自己的角色和登录由别的系统管理人员来改" in page.content.decode()


READS = "office.reads.urban_dibao"


def state(desk: Desk, **changed: str) -> Any:
    """Register how the office reads a contested point, and the statement."""
    from clausewise.desk.models import Statement

    given = {
        "part": "statement",
        "fact": READS,
        "value": "urban_list",
        "since": "2026-03-01",
        "by": "区民政〔2026〕8号",
    }
    desk.browser("zhao").post("/office", given | changed)
    return Statement.objects.order_by("pk").last()


def test_what_the_office_said_by_mistake_is_taken_back_to_not_said_and_stays_in_the_history(desk: Desk) -> None:
    from clausewise.desk.models import LogEntry, Statement
    from clausewise.desk.offices import office_as_data

    before, mistaken = state(desk, value="lives_in_town", since="2026-01-01"), state(desk)
    zhao = desk.browser("zhao")
    assert "现在：看低保类别" in shown(zhao.get("/office"))
    page = zhao.post("/office", {"take_back": str(mistaken.pk)}, follow=True)
    assert "现在：看住在哪里（自 2026-01-01，区民政〔2026〕8号）" in shown(page)
    assert re.search(r"看低保类别 · 区民政〔2026〕8号 · 赵敏 [\d: -]+登记 · 赵敏 [\d: -]+撤回：算作未答复", shown(page))
    zhao.post("/office", {"take_back": str(before.pk)})
    assert office_as_data()["said"] == []
    assert Statement.objects.count() == 2
    taken = LogEntry.objects.filter(act="office_took_back")
    assert [one.facts for one in taken] == [[READS], [READS]]
    zhao.post("/office", {"take_back": str(before.pk)})
    assert taken.count() == 2
    assert "撤回机关答复" in shown(zhao.get("/log"))


def test_decisions_that_rest_on_what_is_taken_back_are_named_first_and_say_so_themselves(desk: Desk) -> None:
    household, li, zhao = desk.household("0001"), desk.browser("li"), desk.browser("zhao")
    for fact, value in (("household.dibao_list", "rural"), ("household.meets_housing_criteria", "true")):
        where = f"/h/{household.id}/answers/{fact}"
        li.post(where, fields(li.get(where)) | {f"v:{fact}": [value]})
    mistaken, idle = state(desk, value="lives_in_town"), state(desk, fact=DELEGATED, value="true")
    approve(desk, send(desk))
    (decision,) = household.decisions.all()
    assert decision.rests_on == [mistaken.pk]
    page = zhao.post("/office", {"take_back": str(mistaken.pk)})
    assert "有 1 份结论依据这一条" in shown(page)
    assert "依据它的结论： 春晖路救助〔2026〕0001号 已批准 2026-11-28" in shown(page)
    mistaken.refresh_from_db()
    assert mistaken.taken_back_at is None
    page = zhao.post("/office", {"take_back_anyway": str(mistaken.pk)}, follow=True)
    assert "依据它的结论： 春晖路救助〔2026〕0001号 已批准" in shown(page)
    for step in ("answer", "review"):
        page = shown(li.get(f"/h/{household.id}/{step}"))
        assert "赵敏 撤回：请重新核对" in page
        assert "下面按今天（2026-11-28）重新算；批准时（2026-11-28）的结果以告知单和存档副本为准。" in page
    decision.refresh_from_db()
    assert decision.office["said"] != []
    assert "13.1" in shown(li.get(f"/h/{household.id}/papers/notice"))
    assert "撤回：算作未答复" in shown(zhao.post("/office", {"take_back": str(idle.pk)}, follow=True))


def test_nothing_is_approved_on_what_the_office_has_taken_back_since_it_was_sent(desk: Desk) -> None:
    household, li, zhao = desk.household("0001"), desk.browser("li"), desk.browser("zhao")
    for fact, value in (("household.dibao_list", "rural"), ("household.meets_housing_criteria", "true")):
        where = f"/h/{household.id}/answers/{fact}"
        li.post(where, fields(li.get(where)) | {f"v:{fact}": [value]})
    mistaken = state(desk, value="lives_in_town")
    household = send(desk)
    zhao.post("/office", {"take_back_anyway": str(mistaken.pk)})
    assert "请退回，重新送" in shown(approve(desk, household))
    assert household.state == "sent"
    desk.decide("zhao", household, "return", "机关答复撤回了")
    approve(desk, send(desk))
    household.refresh_from_db()
    assert household.state == "approved"
