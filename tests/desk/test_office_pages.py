"""A first day of the head and the administrator: the office's page, the log, people, the document."""

from __future__ import annotations

import re

from desk.conftest import Desk

DELEGATED = "office.dibao_approval_delegated"


def rows(page: str) -> list[str]:
    """The rows of a page's table, in words."""
    found = re.findall(r"<tr><td.*?</tr>", page, re.DOTALL)
    return [re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", one)).strip() for one in found]


def test_agencies_that_families_go_to_stand_before_the_others(desk: Desk) -> None:
    page = desk.browser("zhao").get("/office").content.decode()
    first, _, others = page.partition("文件提到的其他机构（22）")
    assert 'name="place:medical_security"' in first
    assert 'name="place:donors"' in others


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
