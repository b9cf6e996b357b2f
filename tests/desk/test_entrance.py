"""The way in: a fresh folder, signing in, sessions that end, what other sites and wrong passwords come to."""

from __future__ import annotations

import contextlib
import datetime
from typing import Any

import pytest

from desk.conftest import PASSWORD, Desk


@pytest.fixture
def fresh(desk: Desk) -> Desk:
    """A desk that nobody has set up yet."""
    from clausewise.desk.models import Answer, Household, OfficeSettings, Person

    for model in (Answer, Household, OfficeSettings, Person):
        model.objects.all().delete()
    return desk


def stranger() -> Any:
    from django.test import Client

    return Client(HTTP_HOST="localhost", HTTP_ACCEPT_LANGUAGE="zh")


def test_a_fresh_folder_answers_with_the_first_page_and_health_needs_no_sign_in(fresh: Desk) -> None:
    page = stranger().get("/")
    assert page.status_code == 200
    assert "一次性代码" in page.content.decode()
    assert stranger().get("/health").json() == {"status": "ok"}


def test_the_first_page_is_unlocked_once_by_the_code(fresh: Desk) -> None:
    given = {"office": "石桥街道", "name": "周工", "username": "zhou", "password": "a long password"}
    wrong = stranger().post("/first-run", {**given, "code": "not the code"})
    assert "代码不对" in wrong.content.decode()
    code = fresh.folder.setup_code()
    browser = stranger()
    assert browser.post("/first-run", {**given, "code": code})["Location"] == "/today"
    assert "石桥街道" in browser.get("/today").content.decode()
    again = stranger().post("/first-run", {**given, "code": code, "username": "other"})
    assert again["Location"] == "/sign-in"


def test_a_weak_password_is_refused_with_what_would_be_right(fresh: Desk) -> None:
    given = {"code": fresh.folder.setup_code(), "office": "石桥", "name": "周工", "username": "zhou"}
    page = stranger().post("/first-run", {**given, "password": "short"}).content.decode()
    assert "密码至少十个字符" in page


def test_passwords_are_kept_by_argon2_over_19_mib_twice_in_one_lane(desk: Desk) -> None:
    from clausewise.desk.models import Person

    assert "argon2id$v=19$m=19456,t=2,p=1" in Person.objects.get(username="li").password


def test_after_five_wrong_passwords_an_account_has_to_wait_wherever_they_came_from(desk: Desk) -> None:
    for number in range(5):
        stranger().post("/sign-in", {"username": "li", "password": "wrong"}, REMOTE_ADDR=f"10.0.0.{number}")
    right = stranger().post("/sign-in", {"username": "li", "password": PASSWORD})
    assert right.status_code == 429
    assert "连错五次要等五分钟" in right.content.decode()
    other = stranger().post("/sign-in", {"username": "zhao", "password": PASSWORD})
    assert other["Location"] == "/today"


def test_what_is_held_on_a_failed_sign_in_is_written_nowhere(desk: Desk) -> None:
    held = {"held_path": "/h/x/members", "held:name:m": "张国强", "held:v:member.birth_date@m": "110105195812010024"}
    for account in ("li", "lii"):
        page = stranger().post("/sign-in", {"username": account, "password": "wrong", **held})
        assert "110105195812010024" in page.content.decode()
    kept = b"".join(path.read_bytes() for path in desk.folder.root.rglob("*") if path.is_file())
    assert b"110105195812010024" not in kept


def test_no_page_is_stored_by_a_browser_and_the_sheet_of_styles_is(desk: Desk) -> None:
    li, household = desk.browser("li"), desk.household("0001")
    for path in ("/today", f"/h/{household.id}/members", f"/h/{household.id}/papers/notice", "/sign-in", "/nothing"):
        assert "no-store" in li.get(path)["Cache-Control"]
    with contextlib.closing(li.get("/static/desk/desk.css")) as styles:
        assert "no-store" not in styles["Cache-Control"]


def test_a_session_ends_half_an_hour_after_the_last_page(desk: Desk) -> None:
    from django.contrib.sessions.models import Session
    from django.utils import timezone

    li = desk.browser("li")
    assert li.get("/today").status_code == 200
    left = Session.objects.get(pk=li.session.session_key).expire_date - timezone.now()
    assert datetime.timedelta(minutes=29) < left <= datetime.timedelta(minutes=30)
    Session.objects.update(expire_date=timezone.now() - datetime.timedelta(seconds=1))
    assert li.get("/today")["Location"] == "/sign-in"


def test_cookies_are_for_this_site_and_no_script(desk: Desk) -> None:
    browser = stranger()
    browser.get("/sign-in")
    signed = browser.post("/sign-in", {"username": "li", "password": PASSWORD})
    for name in ("sessionid", "csrftoken"):
        cookie = signed.cookies.get(name) or browser.cookies[name]
        assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_behind_tls_cookies_are_secure(desk: Desk) -> None:
    from clausewise.desk.settings import settings_for

    behind = settings_for(desk.folder, url="https://desk.example")
    assert behind["SESSION_COOKIE_SECURE"]
    assert behind["CSRF_COOKIE_SECURE"]
    assert "desk.example" in behind["ALLOWED_HOSTS"]


def test_somebody_who_may_not_sign_in_any_more_is_out_at_once(desk: Desk) -> None:
    from clausewise.desk.models import Person

    li = desk.browser("li")
    Person.objects.filter(username="li").update(is_active=False)
    assert li.get("/today")["Location"] == "/sign-in"


def test_every_page_is_in_chinese_and_in_english(desk: Desk) -> None:
    li = desk.browser("li")
    assert "今日" in li.get("/today").content.decode()
    li.post("/language", {"language": "en", "back": "/today"})
    page = li.get("/today").content.decode()
    assert '<html lang="en">' in page
    assert "New household" in page


def test_a_fault_says_nothing_of_anybody(desk: Desk, monkeypatch: pytest.MonkeyPatch, capfd: Any) -> None:
    from clausewise.desk.views import answer

    household, li = desk.household("0001"), desk.browser("li")
    li.raise_request_exception = False

    def fail(*_: object, **__: object) -> None:
        raise ValueError("王秀英 1981-07-30")

    monkeypatch.setattr(answer, "of_office", fail)
    page = li.get(f"/h/{household.id}/answer")
    assert page.status_code == 500
    assert "王秀英" not in page.content.decode()
    written = capfd.readouterr().err
    assert "王秀英" not in written


def test_a_made_up_office_tells_its_accounts_and_another_does_not(desk: Desk) -> None:
    from clausewise.desk.models import OfficeSettings

    assert "密码都是 try the desk" in stranger().get("/sign-in").content.decode()
    OfficeSettings.objects.update(is_made_up=False)
    assert "try the desk" not in stranger().get("/sign-in").content.decode()


def test_what_is_asked_elsewhere_first_is_named_and_nothing_is_called_settled(desk: Desk) -> None:
    li = desk.browser("li")
    where = li.post("/households")["Location"].removesuffix("/members")
    page = li.get(f"{where}/questions").content.decode()
    assert "还不知道家里是不是就这些人" in page
    assert "还没有问过这家遇到了什么" in page
    assert "待遇都已有结论" not in page


def test_whoever_was_given_a_password_changes_it_before_anything_else(desk: Desk) -> None:
    from clausewise.desk.models import Household, Person

    chen = Person.objects.get(username="chen")
    given = {"id": chen.id, "roles": ["caseworker"], "active": "1", "password": "given by the admin"}
    desk.browser("admin").post("/people", given)
    browser = stranger()
    browser.post("/sign-in", {"username": "chen", "password": "given by the admin"})
    assert browser.get("/today")["Location"] == "/password"
    assert browser.post("/households", {})["Location"] == "/password"
    assert not Household.objects.filter(begun_by=chen).exists()
    wrong = browser.post("/password", {"now": "not this one", "password": "only mine to know"})
    assert "现在的密码不对" in wrong.content.decode()
    browser.post("/password", {"now": "given by the admin", "password": "only mine to know"})
    assert browser.get("/today").status_code == 200
    assert Person.objects.get(username="chen").check_password("only mine to know")


def test_a_role_that_is_changed_takes_no_password_back_that_was_chosen_meanwhile(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from clausewise.desk.models import Person, Role
    from clausewise.desk.views import people

    chen = Person.objects.get(username="chen")

    def read_before_a_password_is_chosen(_: object) -> list[Role]:
        own = Person.objects.get(username="chen")
        own.set_password("only mine to know")
        own.save()
        return [Role.REVIEWER]

    monkeypatch.setattr(people, "_roles", read_before_a_password_is_chosen)
    desk.browser("admin").post("/people", {"id": chen.id, "active": "1"})
    chen.refresh_from_db()
    assert chen.roles == ["reviewer"]
    assert chen.check_password("only mine to know")


def test_what_was_held_is_saved_also_for_whoever_was_given_a_password_meanwhile(desk: Desk) -> None:
    from clausewise.desk.models import Person

    household, chen = desk.household("0001"), Person.objects.get(username="chen")
    given = {"id": chen.id, "roles": ["caseworker"], "active": "1", "password": "given by the admin"}
    desk.browser("admin").post("/people", given)
    where = f"/h/{household.id}/members"
    drawn = f"village={household.answers.get(fact='village').key}"
    held = {"held:village": "石坝村", "held:own": drawn, "held:entered_by": chen.id, "held_path": where}
    browser = stranger()
    page = browser.post("/sign-in", {"username": "chen", "password": "given by the admin", **held}, follow=True)
    assert "请先换成只有您自己知道的" in page.content.decode()
    household.refresh_from_db()
    assert household.village == "石坝村"


def test_a_link_that_is_followed_begins_no_household_and_signs_nobody_out(desk: Desk) -> None:
    from clausewise.desk.models import Household

    li = desk.browser("li")
    for address in ("/households", "/sign-out"):
        assert li.get(address, follow=True).status_code == 200
    assert Household.objects.count() == 4
    assert li.get("/today").status_code == 200


def test_nobody_changes_their_own_roles_and_the_log_has_what_others_were_given(desk: Desk) -> None:
    from clausewise.desk.models import LogEntry, Person

    own, chen = (Person.objects.get(username=one) for one in ("admin", "chen"))
    browser = desk.browser("admin")
    asked = {"id": own.id, "roles": ["administrator", "caseworker"], "active": "1"}
    assert "由别的系统管理人员来改" in browser.post("/people", asked, follow=True).content.decode()
    assert Person.objects.get(username="admin").roles == ["administrator"]
    browser.post("/people", {"id": chen.id, "roles": ["reviewer"], "active": "1"})
    entry = LogEntry.objects.get(act="person_changed")
    assert (entry.about, entry.facts) == (chen.id, ["reviewer"])


@pytest.mark.parametrize("back", ["//evil.example", "/\\evil.example", "https://evil.example", "/\t/evil.example"])
def test_choosing_a_language_leads_to_no_other_site(desk: Desk, back: str) -> None:
    assert desk.browser("li").post("/language", {"language": "en", "back": back})["Location"] == "/"
    assert desk.browser("li").post("/language", {"language": "en", "back": "/today"})["Location"] == "/today"
